"""Fill pressure, height and suction: what a loop draws air or cavitates by."""

from __future__ import annotations

import math

import pytest

from coolsim.design import edits
from coolsim.design.models import Design, Pipes, Pumps
from coolsim.loops.pressures import (
    column_pa,
    deepest_gauge_pa,
    lowest_gauge_pa,
    suction_margin_pa,
    vapour_pa,
    wanted_suction_pa,
)
from coolsim.results.records import Finding
from tests.loops.halls import FACILITY, TECHNOLOGY, hall, loop, scene_of, solved


def found(design: Design) -> dict[str, Finding]:
    return {item.code: item for item in solved(design).findings}


def test_worked_numbers() -> None:
    assert column_pa(20.0, 998.0) == pytest.approx(195.7e3, abs=50.0)
    roof = hall(pipes=Pipes(highest_m=20.0), static_pressure_pa=150e3)
    of = {item.id: item for item in scene_of(roof).loops}[TECHNOLOGY]
    assert lowest_gauge_pa(of, 998.0) == pytest.approx(-45.7e3, abs=50.0)
    usual = {item.id: item for item in scene_of(hall()).loops}[TECHNOLOGY]
    assert suction_margin_pa(usual, 40.0) == pytest.approx(293.9e3, abs=50.0)
    assert math.isnan(suction_margin_pa(usual, math.nan))
    assert vapour_pa(40.0) == pytest.approx(7384.0, abs=5.0)
    assert wanted_suction_pa(4.0, 998.0) == pytest.approx(39.1e3, abs=50.0)
    assert wanted_suction_pa(None, 998.0) == 50e3


def test_headers_under_the_floor_carry_their_column() -> None:
    low = hall(pipes=Pipes(height_m=-0.8))
    of = {item.id: item for item in scene_of(low).loops}[TECHNOLOGY]
    assert deepest_gauge_pa(of, 3e5, 1000.0) == pytest.approx(3e5 + column_pa(0.8, 1000.0))
    assert lowest_gauge_pa(of, 1000.0) == of.static_pressure_pa


def test_a_return_on_the_roof_draws_air_until_it_is_filled_higher() -> None:
    roof = edits.update(hall(), [FACILITY], pipes=Pipes(highest_m=25.0))
    finding = found(roof)["loop.sub_atmospheric"]
    assert finding.object_ids == (FACILITY,)
    assert "draws air" in finding.message
    assert "fill pressure" in finding.hint
    assert loop(solved(roof), FACILITY).lowest_pressure_pa < 0.0
    filled = edits.update(roof, [FACILITY], static_pressure_pa=300e3)
    assert "loop.sub_atmospheric" not in found(filled)
    assert loop(solved(filled), FACILITY).lowest_pressure_pa > 0.0


def test_a_warm_return_at_a_low_fill_pressure_cavitates() -> None:
    design = edits.update(hall(), [TECHNOLOGY], supply_temperature_c=82.0, static_pressure_pa=1e3)
    finding = found(design)["pump.cavitation"]
    assert finding.object_ids == ("cdu-0001",)
    assert "CDU-1" in finding.message
    assert "TCS" in finding.hint
    assert "pump.cavitation" not in found(hall())


def test_the_makers_npsh_counts_where_it_is_given() -> None:
    asks = edits.update(hall(), ["cdu-0001"], pumps=Pumps(npsh_m=40.0))
    assert found(asks)["pump.cavitation"].object_ids == ("cdu-0001",)
    plant = edits.update(hall(), [FACILITY], pumps=Pumps(npsh_m=40.0))
    assert found(plant)["pump.cavitation"].object_ids == (FACILITY,)
    modest = edits.update(hall(), ["cdu-0001"], pumps=Pumps(npsh_m=4.0))
    assert "pump.cavitation" not in found(modest)
