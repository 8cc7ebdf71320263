"""Conduction against closed forms.

F. P. Incropera and D. P. DeWitt, Fundamentals of Heat and Mass Transfer; H. S. Carslaw and J. C.
Jaeger, Conduction of Heat in Solids (1959).
"""

import numpy as np
import pytest

from coolsim.verification.kinds import conduction_in_time, conduction_steady
from coolsim.verification.kinds.conduction_parts import Fin, Lumped
from tests.validation.cases import assert_agrees, orders, rows

FIN = Fin(
    k=180.0,
    t=0.001,
    Lf=0.03,
    h=60.0,
    base_minus_inf=40.0,
    eta=0.8386227496508133,
    tip_minus_inf=30.41123819276987,
)


def test_all_closed_forms_agree():
    found = rows("A08_conduction_analytic")
    assert len(found) == 23
    assert_agrees(found)


def test_layers_with_joints_on_grid_lines_are_exact():
    row = next(row for row in rows("A08_conduction_analytic") if row.quantity.startswith("comp"))
    assert row.ours == pytest.approx(row.published, rel=1e-9)


@pytest.mark.parametrize("quantity", [0, 1])
def test_space_is_of_second_order(quantity):
    errors = []
    for cells in (8, 16, 32):
        _, ours, published, _ = conduction_steady.solve_fin(FIN, cells)[0][quantity]
        errors.append(ours - published)
    assert orders(errors) == pytest.approx([2.0, 2.0], abs=0.1)


def test_time_is_of_first_order():
    lump = Lumped(tau_s=350.0, T_after_tau_fraction=1.0 - np.exp(-1.0))
    errors = []
    for steps in (20, 40, 80):
        _, ours, published, _ = conduction_in_time.solve_lumped(lump, steps)[0][0]
        errors.append(ours - published)
    assert orders(errors) == pytest.approx([1.0, 1.0], abs=0.1)
