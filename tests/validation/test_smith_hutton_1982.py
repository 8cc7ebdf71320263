"""Convection and diffusion of a sharp front by a given flow.

R. M. Smith and A. G. Hutton, The numerical treatment of advection: a performance comparison of
current methods, Numer. Heat Transfer 5 (1982) 439-461.
"""

import pytest

from tests.validation.cases import assert_agrees, row_of, rows

CASE = "A06_smith_hutton"


def test_outlet_profiles_agree_and_no_value_leaves_its_range():
    found = rows(CASE)
    assert len(found) == 8
    assert_agrees(found)


@pytest.mark.parametrize("peclet", ["1000", "1e6"])
def test_second_order_keeps_the_front_sharper_than_upwind(peclet):
    limited = row_of(rows(CASE), f"outlet at Pe {peclet},")
    upwind = row_of(rows(CASE, second_order=False), f"outlet at Pe {peclet},")
    assert abs(limited.difference) < 0.06 < abs(upwind.difference)


def test_upwind_is_bounded_too():
    for row in rows(CASE, second_order=False):
        if row.quantity.startswith("beyond"):
            assert row.within_tolerance
