"""One-dimensional convection and diffusion against the exponential profile.

S. V. Patankar, Numerical Heat Transfer and Fluid Flow, Hemisphere (1980), chapter 5.
"""

import numpy as np
import pytest

from coolsim.verification.kinds import convection_1d
from tests.validation.cases import assert_agrees, orders, row_of, rows

CASE = "A07_1d_convection_diffusion"


def test_profiles_agree_but_for_the_declared_one():
    found = rows(CASE)
    assert_agrees(found)
    assert [row.known_miss is None for row in found] == [True, True, True, True, False]


def test_the_declared_miss_is_the_steepest_profile_and_says_why():
    row = row_of(rows(CASE), "phi at Pe 50")
    assert "second order" in row.known_miss
    assert row_of(rows(CASE, cells=400), "phi at Pe 50").within_tolerance


def largest_error(cells, peclet, second_order):
    setup = convection_1d.Setup(cells=cells, second_order=second_order)
    x, values, _ = convection_1d.solve(setup, peclet)
    return np.abs(values - np.expm1(peclet * x) / np.expm1(peclet)).max()


@pytest.mark.parametrize("peclet", [5.0, -5.0])
def test_bounded_convection_is_of_second_order(peclet):
    errors = [largest_error(cells, peclet, second_order=True) for cells in (25, 50, 100)]
    assert orders(errors) == pytest.approx([2.0, 2.0], abs=0.2)


@pytest.mark.parametrize("peclet", [5.0, -5.0])
def test_upwind_convection_is_of_first_order(peclet):
    errors = [largest_error(cells, peclet, second_order=False) for cells in (25, 50, 100)]
    assert orders(errors) == pytest.approx([1.0, 1.0], abs=0.1)
