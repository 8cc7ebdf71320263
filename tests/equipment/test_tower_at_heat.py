"""Towers at a known heat: their design point, Merkel's theory turned round, fans that hold."""

from __future__ import annotations

import numpy as np
import pytest

from coolsim.equipment.cooling_tower import merkel
from coolsim.equipment.dx import dx_cop
from coolsim.equipment.tower_at_heat import cell_at_set_point, design_cell, water_out_c
from coolsim.errors import SolveError

SEA = 101325.0


@pytest.mark.parametrize("model", ["york", "merkel"])
@pytest.mark.parametrize(("approach", "span"), [(3.9, 5.6), (3.0, 6.0), (5.0, 5.0)])
def test_a_cell_does_its_design_point(model: str, approach: float, span: float) -> None:
    cell = design_cell(1e6, 25.6, approach, span, model=model)  # type: ignore[arg-type]
    assert float(water_out_c(cell, 1e6, 25.6, SEA, 1.0)) == pytest.approx(25.6 + approach, abs=1e-6)


def test_known_heat_is_merkel_turned_round() -> None:
    cell = design_cell(1e6, 25.6, 3.9, 5.6, model="merkel")
    forward = merkel(cell.merkel, 33.0, cell.merkel.water_kg_s, 20.0, 0.7)
    back = water_out_c(cell, forward.rejected_w, 20.0, SEA, 0.7)
    assert float(back) == pytest.approx(float(forward.water_out_c), abs=1e-6)


@pytest.mark.parametrize("model", ["york", "merkel"])
def test_fans_hold_the_water_where_they_can(model: str) -> None:
    cell = design_cell(1e6, 25.6, 3.9, 5.6, model=model, fan_w=12e3)  # type: ignore[arg-type]
    wet = np.linspace(-10.0, 26.0, 50)
    state = cell_at_set_point(cell, 0.8e6, wet, 0.005, SEA, 22.0)
    assert state.water_out_c.min() == pytest.approx(22.0, abs=1e-3)
    assert (np.diff(state.fan_ratio) >= -1e-9).all()
    held = (state.fan_ratio > 0.2) & (state.fan_ratio < 1.0)
    np.testing.assert_allclose(state.water_out_c[held], 22.0, atol=1e-3)
    np.testing.assert_allclose(state.fan_w, 12e3 * state.fan_ratio**3)
    assert (state.water_out_c[state.fan_ratio == 1.0] >= 22.0).all()


def test_without_heat_the_fan_is_off() -> None:
    cell = design_cell(1e6, 25.6, 3.9, 5.6, fan_w=12e3)
    state = cell_at_set_point(cell, 0.0, 20.0, 0.01, SEA, 22.0)
    assert float(state.fan_w) == float(state.evaporated_kg_s) == 0.0


def test_a_tower_that_cannot_be_is_refused() -> None:
    with pytest.raises(SolveError, match="no tower of 30 K approach"):
        design_cell(1e6, 25.6, 30.0, 5.6, model="york")


def test_dx_units_by_their_worked_number() -> None:
    assert float(dx_cop(2.7, 13.0, 35.0)) == pytest.approx(2.7)
    assert float(dx_cop(2.7, 18.0, 15.0)) == pytest.approx(6.11, abs=5e-3)
    outdoors = dx_cop(2.7, 18.0, np.linspace(-20.0, 45.0, 30))
    assert (np.diff(outdoors) <= 0.0).all()
