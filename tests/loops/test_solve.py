"""The liquid side as a whole: operating points, directions, balances, what it has to say."""

from __future__ import annotations

import math
import time
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coolsim.design import edits
from coolsim.design.models import Coolant, PumpPoint, Pumps
from coolsim.loops import prepare_loops, solve_loops
from tests.loops.halls import (
    FACILITY,
    PG25,
    TECHNOLOGY,
    connected,
    hall,
    loop,
    rack,
    scene_of,
    solved,
    unit,
)


def codes(solution: object) -> set[str]:
    return {finding.code for finding in solution.findings}  # type: ignore[attr-defined]


def test_the_row_is_cooled_and_every_balance_closes() -> None:
    answer = solved(hall())
    assert answer.converged
    assert loop(answer).supply_c == pytest.approx(32.0)
    assert unit(answer).mode == "holding"
    for state in answer.loops:
        assert abs(state.balance_w) < 1e-6 * 480e3
        assert state.imbalance_kg_s < 1e-9 * 20.0
        assert state.residual_pa < 0.01
    # the unit passes on what the racks gave, its pumps' work, less what the pipes lose
    lost = -next(t.value for t in loop(answer).terms if t.name == "pipes to the room")
    expected = 8 * 60e3 + unit(answer).pump_heat_to_coolant_w - lost
    assert unit(answer).duty_w == pytest.approx(expected, rel=1e-9)
    facility = next(t.value for t in loop(answer, FACILITY).terms if t.name == "units")
    assert facility == pytest.approx(unit(answer).duty_w, rel=1e-9)


def test_each_rack_warms_its_coolant_by_its_own_heat() -> None:
    answer = solved(hall())
    for number in range(1, 9):
        state = rack(answer, number)
        rise = state.outlet_c - state.inlet_c
        # heat in the pipe of the branch itself: some watts
        assert rise * state.flow_m3_s * state.density_j_m3_k == pytest.approx(60e3, rel=2e-3)


def test_direct_return_gives_the_first_rack_most_and_reverse_return_evens_it_out() -> None:
    direct = [rack(solved(hall()), n).flow_m3_s for n in range(1, 9)]
    assert all(a >= b for a, b in pairwise(direct))
    reverse = [rack(solved(hall(balancing="reverse_return")), n).flow_m3_s for n in range(1, 9)]
    valves = [rack(solved(hall(balancing="valves")), n).flow_m3_s for n in range(1, 9)]
    assert np.ptp(reverse) < 0.5 * np.ptp(direct)
    assert np.ptp(valves) < 0.2 * np.ptp(direct)


def test_closing_one_valve_gives_the_others_more() -> None:
    before = solved(hall())
    after = solved(connected(hall(), "rack-0004", valve_opening_fraction=0.0))
    assert rack(after, 4).flow_m3_s == 0.0
    others = [n for n in range(1, 9) if n != 4]
    assert all(rack(after, n).flow_m3_s > rack(before, n).flow_m3_s for n in others)
    assert loop(after).flow_m3_s < loop(before).flow_m3_s
    assert {f.object_ids for f in after.findings if f.code == "loop.no_flow"} == {("rack-0004",)}


def test_directions_of_glycol_strainer_pumps_and_valves() -> None:
    plain = loop(solved(hall())).flow_m3_s
    thick = PG25.model_copy(update={"concentration_fraction": 0.45})
    assert loop(solved(hall(coolant=thick))).flow_m3_s < plain
    blocked = edits.update(hall(), ["cdu-0001"], strainer_blockage_fraction=0.8)
    assert loop(solved(blocked)).flow_m3_s < plain
    two = edits.update(hall(), ["cdu-0001"], pumps=Pumps(installed=2, running=2))
    assert loop(solved(two)).flow_m3_s == pytest.approx(plain, rel=1e-9)
    one = edits.update(hall(), ["cdu-0001"], pumps=Pumps(installed=2, running=1))
    assert 0.5 * plain < loop(solved(one)).flow_m3_s < plain
    dirty = solved(connected(hall(), "rack-0002", blockage_fraction=0.5))
    assert rack(dirty, 2).flow_m3_s < rack(solved(hall()), 2).flow_m3_s


def test_half_open_valve_takes_four_times_the_pressure() -> None:
    scene = scene_of(connected(hall(), "rack-0001", valve_opening_fraction=0.5))
    prepared = prepare_loops(scene)
    piping = prepared.piping[TECHNOLOGY]
    assert piping is not None
    # the first take-off is the worst served, so no balancing valve adds to what its own takes
    shut, opened = (float(piping.extra_pa[piping.branch_of[n]]) for n in (0, 1))
    assert shut == pytest.approx(4.0 * opened)
    half = solve_loops(prepared)
    assert rack(half, 1).flow_m3_s < rack(solved(hall()), 1).flow_m3_s


def test_pump_controls_hold_what_they_hold() -> None:
    pressure = Pumps(control="differential_pressure", pressure_pa=50e3)
    by_pressure = solved(edits.update(hall(), ["cdu-0001"], pumps=pressure))
    assert loop(by_pressure).pressure_pa == pytest.approx(50e3, rel=1e-3)
    assert unit(by_pressure).pump_speed_fraction < 1.0
    rise = Pumps(control="temperature", temperature_rise_k=12.0)
    by_rise = solved(edits.update(hall(), ["cdu-0001"], pumps=rise))
    assert loop(by_rise).return_c - 32.0 == pytest.approx(12.0, rel=1e-2)
    slow = Pumps(speed_fraction=0.6)
    slowed = solved(edits.update(hall(), ["cdu-0001"], pumps=slow))
    assert unit(slowed).pump_speed_fraction == pytest.approx(0.6, rel=1e-6)
    assert unit(slowed).pump_power_w < unit(solved(hall())).pump_power_w


def test_warmer_facility_water_opens_the_valve_then_lifts_the_supply() -> None:
    answers = [
        solved(hall(racks=20, facility={"supply_temperature_c": t})) for t in (20.0, 24.0, 29.0)
    ]
    flows = [unit(answer).facility_m3_s for answer in answers]
    assert flows[0] < flows[1]
    assert [unit(answer).mode for answer in answers] == ["holding", "holding", "short"]
    assert unit(answers[2]).supply_c > 32.0
    assert "cdu.short" in codes(answers[2])
    assert all(answer.converged for answer in answers)


def test_a_unit_that_cannot_hold_follows_the_facility_kelvin_for_kelvin() -> None:
    first = solved(hall(racks=20, facility={"supply_temperature_c": 30.0}))
    second = solved(hall(racks=20, facility={"supply_temperature_c": 31.0}))
    assert unit(second).supply_c - unit(first).supply_c == pytest.approx(1.0, abs=0.05)


def test_two_units_share_and_one_stopped_leaves_all_to_the_other() -> None:
    both = solved(hall(cdus=2))
    assert unit(both, 1).duty_w == pytest.approx(unit(both, 2).duty_w, rel=0.1)
    design = edits.update(hall(cdus=2), ["cdu-0002"], running=False)
    alone = solved(design)
    assert alone.converged
    assert unit(alone, 2).mode == "stopped"
    assert unit(alone, 2).technology_m3_s == 0.0
    assert unit(alone, 1).duty_w > 1.5 * unit(both, 1).duty_w
    assert loop(alone).flow_m3_s < loop(both).flow_m3_s


def test_nobody_takes_the_heat() -> None:
    stopped = solved(edits.update(hall(), ["cdu-0001"], running=False))
    assert {"loop.no_flow"} <= codes(stopped)
    assert loop(stopped).flow_m3_s == 0.0
    design = edits.update(hall(), [FACILITY], pumps=Pumps(installed=1, running=0))
    dry = solved(design)
    assert loop(dry).status == "no_way_out"
    assert not dry.converged
    assert "loop.no_way_out" in codes(dry)
    assert math.isnan(rack(dry, 1).outlet_c)


def test_boiling_freezing_and_fast_coolant_are_found() -> None:
    slow = Pumps(speed_fraction=0.2)
    little = edits.update(hall(racks=1, load_w=500e3), ["cdu-0001"], pumps=slow)
    little = connected(little, "rack-0001", flow_m3_s=2e-3)
    assert "loop.boiling" in codes(solved(little))
    cold = hall(supply_temperature_c=-5.0, coolant=Coolant(), facility={
        "supply_temperature_c": -12.0,
        "coolant": Coolant(fluid="ethylene_glycol", concentration_fraction=0.4)})  # fmt: skip
    assert "loop.freezing" in codes(solved(cold))
    pipes = hall().variant.loops[1].pipes.model_copy(update={"header_diameter_m": 0.03})
    assert "loop.erosion" in codes(solved(hall(pipes=pipes)))


def test_one_rack_with_its_valve_nearly_shut_boils_alone() -> None:
    design = connected(hall(), "rack-0003", valve_opening_fraction=0.01)
    answer = solved(design)
    assert answer.converged
    assert rack(answer, 3).outlet_c > 100.0
    assert rack(answer, 4).outlet_c < 60.0
    assert "loop.boiling" in codes(answer)
    assert abs(loop(answer).balance_w) < 1e-3


def test_overrides_of_the_plan_count() -> None:
    far = solved(connected(hall(), "rack-0001", pipe_length_m=60.0, pipe_diameter_m=0.02))
    assert rack(far, 1).flow_m3_s < rack(solved(hall()), 1).flow_m3_s
    curve = (
        PumpPoint(flow_m3_s=0.0, pressure_pa=400e3),
        PumpPoint(flow_m3_s=0.02, pressure_pa=100e3),
    )
    design = edits.update(hall(), ["cdu-0001"], pumps=Pumps(curve=curve, efficiency_fraction=0.6))
    answer = unit(solved(design))
    hydraulic = answer.pump_heat_to_coolant_w
    assert answer.pump_power_w == pytest.approx(hydraulic / 0.6, rel=1e-9)


def test_a_bypass_passes_about_its_design_flow() -> None:
    with_bypass = solved(hall(bypass_flow_m3_s=1e-3))
    (pipe,) = [pipe for pipe in with_bypass.pipes if pipe.role == "bypass"]
    # the machine's pump is stronger than the design asks for, so all get more, alike
    last = rack(with_bypass, 8)
    assert pipe.flow_m3_s / 1e-3 == pytest.approx(last.flow_m3_s / last.design_m3_s, rel=0.15)
    assert loop(with_bypass).flow_m3_s > loop(solved(hall())).flow_m3_s


def test_derived_runs_and_sizes_are_listed_as_assumptions() -> None:
    listed = {(a.object_id, a.quantity) for a in solved(hall()).assumptions}
    assert (TECHNOLOGY, "header pipes, total length") in listed
    assert (TECHNOLOGY, "header pipes, largest inner diameter") in listed
    assert (FACILITY, "pump pressure at design flow") in listed


def test_liquid_to_air_units_warm_up_with_the_air_they_draw() -> None:
    design, _ = edits.place(hall(racks=2, load_w=20e3, cdus=0), "cdu", 1.0, 2.0,
                            type="liquid_to_air", capacity_w=60e3, approach_k=12.0,
                            technology_flow_m3_s=1.5e-3, airflow_m3_s=6.0,
                            technology_loop_id=TECHNOLOGY)  # fmt: skip
    cool, warm = (solved(design, unit_air_c={"cdu-0001": t}) for t in (15.0, 30.0))
    assert unit(cool).mode == "holding"
    assert unit(cool).facility_m3_s < 6.0
    assert unit(warm).mode == "short"
    assert unit(warm).supply_c > 32.0
    assert unit(warm).duty_w == pytest.approx(unit(cool).duty_w, rel=0.02)


def test_doors_and_coils_hang_on_the_facility_loop() -> None:
    design, _ = edits.place(hall(), "rack", 4.0, 6.0, cooling="rear_door", load_w=25e3)
    design = edits.assign_to_loop(design, ["rack-0009"], FACILITY)
    design, _ = edits.place(design, "cooler", 0.5, 6.0, unit="vertiv_pw170", loop_id=FACILITY)
    heat = {("rack-0009", "door"): 20e3, ("cooler-0001", "coil"): 100e3}
    answer = solved(design, heat_w=heat)
    by_key = answer.by_key()
    for key, value in heat.items():
        state = by_key[key]  # type: ignore[index]
        assert state.heat_w == value
        assert state.outlet_c > state.inlet_c
    terms = {term.name: term.value for term in loop(answer, FACILITY).terms}
    assert terms["rear doors"] == 20e3
    assert terms["coils"] == 100e3


@settings(max_examples=15, deadline=None)
@given(
    opening=st.lists(st.sampled_from([0.0, 0.3, 0.7, 1.0]), min_size=6, max_size=6),
    blockage=st.floats(0.0, 0.9),
    load=st.floats(1e3, 130e3),
    cdus=st.integers(1, 2),
)
def test_any_setting_of_valves_converges_and_conserves(
    opening: list[float], blockage: float, load: float, cdus: int
) -> None:
    design = hall(racks=6, cdus=cdus, load_w=load)
    for number, share in enumerate(opening):
        design = connected(design, f"rack-{number + 1:04d}", valve_opening_fraction=share)
    design = edits.update(design, ["cdu-0001"], strainer_blockage_fraction=blockage)
    answer = solved(design)
    assert answer.converged or loop(answer).status == "no_way_out"
    for state in answer.loops:
        assert abs(state.balance_w) <= 1e-9 * max(6 * load, 1e3) + 1e-4


def test_starting_from_an_earlier_answer_gives_the_same_sooner() -> None:
    prepared = prepare_loops(scene_of(hall(racks=12, cdus=2)))
    cold = solve_loops(prepared)
    again = solve_loops(prepared, start=cold)
    assert again.iterations < cold.iterations
    heat = {item.key: 1.05 * item.heat_w for item in prepared.scene.consumers}
    warmer = solve_loops(prepared, heat, start=again)
    afresh = solve_loops(prepared, heat)
    assert warmer.converged
    assert unit(warmer).duty_w == pytest.approx(unit(afresh).duty_w, rel=1e-6)
    for number in (1, 12):
        ours, other = rack(warmer, number), rack(afresh, number)
        assert ours.flow_m3_s == pytest.approx(other.flow_m3_s, rel=1e-6)
        assert ours.outlet_c == pytest.approx(other.outlet_c, abs=1e-4)


def test_four_hundred_racks_are_quick() -> None:
    design = hall(racks=1, cdus=10)
    row = hall(racks=1).variant.racks[0]
    racks = tuple(
        row.model_copy(
            update={"id": f"rack-{n + 1:04d}", "x_m": 4.0 + 0.6 * (n % 20),
                    "y_m": 2.0 + 2.4 * (n // 20)}
        )
        for n in range(400)
    )  # fmt: skip
    variant = design.variant.model_copy(update={"racks": racks})
    prepared = prepare_loops(scene_of(design.model_copy(update={"variants": (variant,)})))
    answer = solve_loops(prepared)
    assert answer.converged
    best = math.inf
    for _ in range(3):
        start = time.perf_counter()
        solve_loops(prepared)
        best = min(best, time.perf_counter() - start)
    assert best < 2.0  # 0.2 s on an idle core; the machine that tests may be busy
