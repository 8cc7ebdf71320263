"""Fully developed laminar flow in rectangular ducts: friction and heat transfer.

R. K. Shah and A. L. London, Laminar Flow Forced Convection in Ducts, Academic Press (1978).
"""

import pytest

from coolsim.verification.kinds import laminar_duct
from tests.validation.cases import assert_agrees, orders, rows


def test_friction_and_heat_transfer_agree():
    found = rows("A09_laminar_duct_constants")
    assert len(found) == 9
    assert_agrees(found)


def test_friction_between_plates_converges_to_24_at_second_order():
    errors = []
    for cells in (6, 12, 24):
        duct = laminar_duct.quarter(0.0, cells)
        flow = laminar_duct.velocity_profile(duct)
        errors.append(duct.diameter**2 / (2.0 * flow.mean()) - 24.0)
    assert orders(errors) == pytest.approx([2.0, 2.0], abs=0.1)
