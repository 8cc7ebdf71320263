"""Lid-driven square cavity.

U. Ghia, K. N. Ghia and C. T. Shin, High-Re solutions for incompressible flow using the
Navier-Stokes equations and a multigrid method, J. Comput. Phys. 48 (1982) 387-411.
"""

import pytest

from coolsim.verification.kinds import lid_cavity
from tests.validation.cases import assert_agrees, orders, row_of, rows


@pytest.mark.parametrize("case", ["A01_lid_cavity_Re100", "A01_lid_cavity_Re1000"])
def test_centre_lines_and_vortex_agree(case):
    found = rows(case)
    assert len(found) == 5
    assert_agrees(found)
    assert all("not settled" not in row.grid for row in found)


def test_first_order_upwind_smears_the_flow_at_re_1000():
    found = rows("A01_lid_cavity_Re1000", second_order=False)
    assert not row_of(found, "u on x = 0.5").within_tolerance


def vortex(cells, second_order):
    setup = lid_cavity.Setup(reynolds=100.0, cells=cells, second_order=second_order)
    return lid_cavity.primary_vortex(lid_cavity.solve(setup)[0])[0]


def test_the_vortex_converges_at_second_order():
    values = [vortex(cells, second_order=True) for cells in (16, 32, 64)]
    (order,) = orders([values[0] - values[1], values[1] - values[2]])
    assert order > 1.7


def test_upwind_converges_at_first_order():
    values = [vortex(cells, second_order=False) for cells in (16, 32, 64)]
    (order,) = orders([values[0] - values[1], values[1] - values[2]])
    assert order == pytest.approx(1.0, abs=0.2)
