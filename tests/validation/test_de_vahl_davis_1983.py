"""Differentially heated square cavity, Rayleigh numbers 1e3 to 1e6.

G. de Vahl Davis, Natural convection of air in a square cavity: a bench mark numerical solution,
Int. J. Numer. Meth. Fluids 3 (1983) 249-264.
"""

import pytest

from coolsim.verification.kinds import heated_cavity
from tests.validation.cases import assert_agrees, orders, row_of, rows

CASE = "A02_square_cavity_natural_convection"


def test_heat_transfer_and_speeds_agree():
    found = rows(CASE)
    assert len(found) == 20
    assert_agrees(found)
    assert all("not settled" not in row.grid for row in found)


def test_what_one_wall_gives_the_other_takes():
    for ra in ("1e3", "1e4", "1e5", "1e6"):
        row = row_of(rows(CASE), f"Nu of the cold wall at Ra {ra}")
        assert row.ours == pytest.approx(row.published, rel=1e-9)


def test_heat_transfer_converges_at_second_order():
    setup = heated_cavity.Setup(prandtl=0.71, cells={})
    nusselt = [heated_cavity.solve(setup, 1e3, cells).values["Nu_mean"] for cells in (12, 24, 48)]
    (order,) = orders([nusselt[0] - nusselt[1], nusselt[1] - nusselt[2]])
    assert order == pytest.approx(2.0, abs=0.2)
