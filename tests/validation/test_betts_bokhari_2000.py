"""Turbulent natural convection in a tall cavity, measured; zero-equation eddy viscosity.

P. L. Betts and I. H. Bokhari, Experiments on turbulent natural convection in an enclosed tall
cavity, Int. J. Heat Fluid Flow 21 (2000) 675-683.
"""

from tests.validation.cases import assert_agrees, row_of, rows

CASE = "A04_betts_bokhari_lowRa"


def test_heat_transfer_agrees_the_rest_is_declared():
    found = rows(CASE)
    assert_agrees(found)
    assert row_of(found, "mean Nusselt number").within_tolerance
    assert row_of(found, "wall gradient at half height").within_tolerance


def test_known_misses_are_shown_with_their_reason():
    for quantity in ("largest speed at half height", "core stratification"):
        row = row_of(rows(CASE), quantity)
        assert not row.within_tolerance
        assert "zero-equation" in row.known_miss
