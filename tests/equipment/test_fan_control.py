"""Fans that hold a set point: at their limits, between them, in many hours at once."""

from __future__ import annotations

import numpy as np
import pytest

from coolsim.equipment.arrays import Array
from coolsim.equipment.cooling_tower import york_approach_k, york_terms_k
from coolsim.equipment.fan_control import Where, fan_that_holds
from coolsim.equipment.tower_at_heat import cell_at_set_point, design_cell


def test_worked_numbers() -> None:
    start = np.array([1.0, 3.0, 0.1])
    held = fan_that_holds(lambda fan, where: start[where] - 2.0 * fan, 3, 0.2)
    np.testing.assert_allclose(held, [0.5, 1.0, 0.2], atol=1e-7)


def test_a_curve_with_a_knee_is_found_in_a_few_rounds() -> None:
    rounds = 0

    def too_warm(fan: Array, where: Where) -> Array:
        nonlocal rounds
        rounds += 1
        return np.asarray(np.exp(-8.0 * fan) - wanted[where])

    wanted = np.exp(-8.0 * np.linspace(0.02, 0.98, 500))
    held = fan_that_holds(too_warm, 500, 0.0)
    np.testing.assert_allclose(np.exp(-8.0 * held), wanted, atol=1e-7)
    assert rounds < 25


def test_the_correlation_as_a_square_of_the_water_ratio() -> None:
    terms = [float(term) for term in york_terms_k(5.56, 25.55)]
    assert terms == pytest.approx([-1.0023, 4.8511, -0.0043], abs=5e-5)
    assert terms[0] + 1.05 * (terms[1] + 1.05 * terms[2]) == pytest.approx(4.0866, abs=5e-5)
    assert float(york_approach_k(5.56, 25.55, 1.05, 1.0)) == pytest.approx(4.0866, abs=5e-5)


@pytest.mark.parametrize("least", [0.0, 0.02])
def test_the_correlation_is_not_read_at_more_water_than_it_holds_for(least: float) -> None:
    cell = design_cell(1e6, 25.6, 3.9, 5.6, fan_w=1.0, least_fan=least)
    wet = np.linspace(-30.0, 26.0, 40)
    for heat in (0.02e6, 0.2e6, 1e6):
        state = cell_at_set_point(cell, heat, wet, 0.0005, 101325.0, 45.0)
        assert state.fan_ratio.min() >= cell.york_ratio / 8.0 - 1e-12
        assert np.isfinite(state.water_out_c).all()
