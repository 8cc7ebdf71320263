"""The estimate from two grids: worked numbers, and that it brackets errors that fall as assumed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coolsim.results.grid_error import GridError, estimated_error, not_below_median

ABOUT = GridError((10, 20, 30), 6000, 1.6, True, 1.0, 1.25, True, 1.25, 0.5, "A-01", 2.0)


def test_worked_numbers_half_a_kelvin_between_cells_of_two_and_one_decimetre():
    assert estimated_error(0.5, 2.0, is_finer=False) == pytest.approx(0.625)
    assert estimated_error(-0.5, 2.0, is_finer=True) == pytest.approx(1.25)


def test_an_order_above_one_leaves_less():
    assert estimated_error(0.5, 2.0, is_finer=False, order=2.0) == pytest.approx(0.625 / 3.0)


@given(
    exact=st.floats(-40.0, 80.0),
    slope=st.floats(-30.0, 30.0),
    order=st.floats(1.0, 3.0),
    cell=st.floats(0.02, 0.5),
    refinement=st.floats(1.3, 3.0),
)
def test_the_estimate_brackets_the_error_of_an_answer_that_falls_monotonically(
    exact, slope, order, cell, refinement
):
    fine = exact + slope * cell**order
    coarse = exact + slope * (refinement * cell) ** order
    on_fine = estimated_error(coarse - fine, refinement, is_finer=False)
    on_coarse = estimated_error(fine - coarse, refinement, is_finer=True)
    assert on_fine >= abs(fine - exact) - 1e-9
    # the coarser answer is bracketed with the safety factor alone: its error is its change and more
    assert on_coarse >= abs(coarse - exact) - 1e-9


def test_an_error_of_first_order_is_met_but_for_the_safety_factor():
    fine, coarse = 20.0 + 3.0 * 0.1, 20.0 + 3.0 * 0.16
    assert estimated_error(coarse - fine, 1.6, is_finer=False) == pytest.approx(1.25 * 0.3)
    assert estimated_error(fine - coarse, 1.6, is_finer=True) == pytest.approx(1.25 * 0.48)


def test_no_place_looks_better_than_the_median():
    assert not_below_median([0.1, 0.9, 0.5]) == [0.5, 0.9, 0.5]
    assert not_below_median([]) == []


def test_the_sentence_names_what_is_assumed_in_the_readers_units():
    told = ABOUT.text()
    for part in ("±0.5 K", "±1.2 K", "A-01", "6,000", "1.60 times finer", "order 1", "factor 1.25"):
        assert part in told
    assert "°F" in ABOUT.text("ip")
