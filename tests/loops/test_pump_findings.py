"""Pumps that do not suit their loop are told so by name."""

from __future__ import annotations

from typing import Any

import pytest

from coolsim.design import edits
from coolsim.design.liquid import PumpPoint
from coolsim.design.models import Design, Pumps
from coolsim.results.records import Finding
from tests.loops.halls import FACILITY, TECHNOLOGY, hall, solved


def found(design: Design) -> dict[str, Finding]:
    return {item.code: item for item in solved(design).findings}


def curve(*points: tuple[float, float]) -> tuple[PumpPoint, ...]:
    return tuple(PumpPoint(flow_m3_s=flow, pressure_pa=rise) for flow, rise in points)


WEAK = Pumps(curve=curve((0.0, 10.0), (1e-4, 0.0)))
NONE = Pumps(curve=curve((0.0, 0.0), (1e-4, 0.0)))


@pytest.mark.parametrize("pumps", [WEAK, NONE])
@pytest.mark.parametrize(("owner", "loop_id"), [("cdu-0001", TECHNOLOGY), (FACILITY, FACILITY)])
def test_a_curve_that_never_meets_the_system_is_told(
    pumps: Pumps, owner: str, loop_id: str
) -> None:
    answer = found(edits.update(hall(), [owner], pumps=pumps))
    told = {code for code in answer if answer[code].severity != "note"}
    assert told
    if "pump.weak" in told:
        assert {owner, loop_id} == set(answer["pump.weak"].object_ids)
        assert "loop.short_flow" not in told  # one cause, one finding
    else:
        assert told & {"loop.no_flow", "loop.no_way_out"}


def test_pumps_in_series_add_their_pressures_and_in_parallel_their_flows() -> None:
    """At no flow two in series give twice the pressure, and each carries the whole flow."""
    one = curve((0.0, 100e3), (4e-3, 80e3), (8e-3, 0.0))

    def run(**fields: Any) -> tuple[float, float, float]:
        pumps = Pumps(curve=one, installed=2, **fields)
        design = edits.update(hall(redundancy="N"), ["cdu-0001"], pumps=pumps)
        answer = solved(design)
        state = next(loop for loop in answer.loops if loop.id == TECHNOLOGY)
        return state.flow_m3_s, state.pressure_pa, answer.cdus[0].pump_power_w

    single, *_ = run(running=1)
    parallel, *_ = run(running=2)
    series, pressure, power = run(running=2, arrangement="series")
    assert single < parallel
    assert single < series
    alone, *_ = run(running=1, arrangement="series")
    assert alone == pytest.approx(single, rel=1e-6)
    doubled = curve((0.0, 200e3), (4e-3, 160e3), (8e-3, 0.0))
    twin = edits.update(hall(), ["cdu-0001"], pumps=Pumps(curve=doubled, installed=1))
    of_twin = next(loop for loop in solved(twin).loops if loop.id == TECHNOLOGY)
    assert series == pytest.approx(of_twin.flow_m3_s, rel=1e-6)
    assert pressure == pytest.approx(of_twin.pressure_pa, rel=1e-6)
    assert power == pytest.approx(solved(twin).cdus[0].pump_power_w, rel=1e-6)


def test_a_flow_beyond_the_curve_is_told() -> None:
    short = Pumps(curve=curve((0.0, 300e3), (2e-3, 290e3)))
    finding = found(edits.update(hall(), ["cdu-0001"], pumps=short))["pump.beyond_curve"]
    assert finding.object_ids == ("cdu-0001",)
    assert "pump.beyond_curve" not in found(hall())


def test_a_pressure_or_rise_that_full_speed_does_not_hold_is_told() -> None:
    pressure = Pumps(control="differential_pressure", pressure_pa=1e7)
    finding = found(edits.update(hall(), ["cdu-0001"], pumps=pressure))["pump.control_lost"]
    assert finding.object_ids == ("cdu-0001",)
    rise = Pumps(control="temperature", temperature_rise_k=0.2)
    assert "pump.control_lost" in found(edits.update(hall(), ["cdu-0001"], pumps=rise))
    held = Pumps(control="temperature", temperature_rise_k=12.0)
    assert "pump.control_lost" not in found(edits.update(hall(), ["cdu-0001"], pumps=held))
    fine = Pumps(control="differential_pressure", pressure_pa=1e5)
    assert "pump.control_lost" not in found(edits.update(hall(), ["cdu-0001"], pumps=fine))
