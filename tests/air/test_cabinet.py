"""Racks in cabinets: what leaks, what their servers take in, and that nothing gets lost."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coolsim.air.case import build_devices
from coolsim.air.controls import FLOW_LAW, aisle_lifts_pa, band_pressures_pa
from coolsim.air.frozen import FrozenHall
from coolsim.air.response import AirResponse
from coolsim.air.solve import AirSolver
from coolsim.air.summary import balance, rack_results
from coolsim.scene import with_rack_powers
from solvers.flow import prescribed_velocity
from solvers.momentum import zero_velocity
from tests.air.halls import CELL_M, all_changed, base, changed, finish, scene_of, solve

TIGHT = {"rail_gap_m": 0.0, "panel_gap_m": 0.0, "front_plenum_m": 0.0, "rear_plenum_m": 0.0}


def cabined(cabinet=None, **fields):
    """The base hall with every rack in a cabinet, documented where not given."""
    return base(racks=all_changed(base().racks, cabinet=cabinet or {}, **fields))


def inlets(solution):
    return np.array([rack.inlet_mean_temperature_c for rack in rack_results(solution)])


@pytest.fixture(scope="module", params=["draft", "live"])
def solution(request):
    return solve(cabined(), request.param)


def test_a_cabinet_without_leaks_is_a_box():
    for fidelity, within in (("draft", 1e-8), ("live", 0.02)):
        box, tight = solve(base(), fidelity), solve(cabined(TIGHT), fidelity)
        for one, other in zip(rack_results(box), rack_results(tight), strict=True):
            for name in ("inlet_temperature_c", "outlet_temperature_c", "airflow_m3_s"):
                assert getattr(one, name) == pytest.approx(getattr(other, name), abs=within)


def test_balances_close(solution):
    assert solution.status == "converged"
    assert balance(solution).energy_fraction < 1e-9
    assert balance(solution).mass_fraction < 1e-12


def test_servers_take_in_aisle_air_and_their_own_exhaust(solution):
    devices = solution.devices
    rate = devices.heat_rate_j_m3_k
    starts = devices.geometry.rack_start
    aisle = np.array([solution.intake_means[a:b].min() for a, b in pairwise(starts)])
    assert np.all(inlets(solution) > aisle)
    for rack in rack_results(solution):
        rise = rack.power_w / (rate * rack.airflow_m3_s)
        found = rack.outlet_temperature_c - rack.inlet_mean_temperature_c
        assert found == pytest.approx(rise, rel=1e-9)
    air = devices.cabinets
    behind = air.plenums_c(solution.intake_means, devices.band_power_w)[air.count :]
    aisle, rear = air.front_shares()
    before = solution.intake_means[air.patches.bands]
    mixed = aisle @ before + rear @ behind
    np.testing.assert_allclose(mixed, devices.inlets_c(solution.intake_means), atol=1e-9)


def test_flows_answer_the_room_in_a_converged_answer(solution):
    """Solved anew with the room's final air, the cabinets' flows are those of the answer."""
    devices = solution.devices
    drive = devices.cabinets.drive
    of_band = np.zeros((2, devices.band_power_w.size))
    of_band[:, devices.cabinets.patches.bands] = drive.front_pa, drive.rear_pa
    said = devices.cabinets.drive_at(devices.scene, solution.intake_means, tuple(of_band))
    law = devices.with_band_flows(devices.band_flow_m3_s, said)
    assert law.cabinets.largest_change(devices.cabinets) < FLOW_LAW


def test_larger_gaps_warm_every_rack():
    means = [inlets(solve(cabined({"rail_gap_m": gap}))) for gap in (0.0, 0.02, 0.06, 0.15)]
    assert np.all(np.diff(means, axis=0) > 0.0)


def test_an_empty_slot_without_blanking_warms_its_neighbours():
    def filled(blanked):
        slots = [
            {"z_from_m": 0.0, "z_to_m": 0.7, "load_w": 2500.0},
            {"z_from_m": 0.7, "z_to_m": 1.3, "blanked": blanked},
            {"z_from_m": 1.3, "z_to_m": 2.0, "load_w": 2500.0},
        ]
        return rack_results(solve(cabined(slots=slots, load_w=None, contents=())))

    blanked, gaping = filled(True), filled(False)
    warmed = [
        open_.inlet_temperature_c - closed.inlet_temperature_c
        for closed, open_ in zip(blanked, gaping, strict=True)
    ]
    assert min(warmed) > 0.0
    assert np.mean(warmed) > 0.2
    for open_ in gaping:
        # the warmest band with servers counts, not the empty one
        occupied = [band for band in open_.bands if band.airflow_m3_s > 0.0]
        assert len(occupied) == 2
        warmest = max(band.inlet_temperature_c for band in occupied)
        assert open_.inlet_temperature_c == warmest


def test_a_roof_leak_blows_into_the_room():
    solution = solve(cabined({"top_leak_m2": 0.02}), "live")
    air = solution.devices.cabinets
    assert air.patches.roof_discharge.size == len(solution.devices.scene.racks)
    blown = solution.devices.discharge_flow[air.patches.roof_discharge]
    np.testing.assert_allclose(blown, np.maximum(air.flows.top, 0.0))
    assert np.all(blown > 0.0)
    assert balance(solution).energy_fraction < 1e-9
    assert balance(solution).mass_fraction < 1e-12


def test_cabinets_and_boxes_stand_side_by_side():
    racks = base().racks
    mixed = base(racks=(changed(racks[0], cabinet={}), *racks[1:]))
    solution = solve(mixed)
    assert solution.devices.cabinets.count == 3
    assert balance(solution).energy_fraction < 1e-9
    warmed = inlets(solution) - inlets(solve(base()))
    assert np.argmax(warmed) == 0


def test_pressure_between_aisles_is_read_from_the_field():
    scene = scene_of(cabined())
    solver = AirSolver(scene, "live", CELL_M, "constant")
    room, machines, controller = solver.room_on(scene, solver.finest, None, None)
    room.state.pressure[:] = np.arange(room.state.pressure.shape[1])[None, :, None]
    devices = controller.devices
    found = aisle_lifts_pa(room, devices)
    rear = np.array([p.cells[0] for p in devices.geometry.discharges[: devices.band_power_w.size]])
    front = np.array([p.cells[0] for p in devices.geometry.intakes[: devices.band_power_w.size]])
    shape = room.state.pressure.shape
    rows = np.unravel_index(rear, shape)[1] - np.unravel_index(front, shape)[1]
    np.testing.assert_allclose(found, 1.19 * rows.reshape(-1, 3).mean(axis=1))
    assert machines.is_running


def test_bands_have_the_pressure_of_the_field_at_their_height():
    scene = scene_of(cabined())
    solver = AirSolver(scene, "live", CELL_M, "constant")
    room, _, controller = solver.room_on(scene, solver.finest, None, None)
    room.state.pressure[:] = np.arange(room.state.pressure.shape[2])[None, None, :]
    devices = controller.devices
    front, rear = band_pressures_pa(room, devices)
    dz = room.openness.grid.spacing[2]
    bands = [band for rack in scene.racks for band in rack.bands]
    middle = np.array([0.5 * (band.z_from_m + band.z_to_m) for band in bands]).reshape(-1, 3)
    expected = 1.19 / dz * (middle - middle.mean(axis=1, keepdims=True))
    np.testing.assert_allclose(front.reshape(-1, 3), expected, rtol=0.02, atol=1e-9)
    np.testing.assert_allclose(rear.reshape(-1, 3), expected, rtol=0.02, atol=1e-9)


# -- shares, explanations, edits -------------------------------------------------------------------


def test_an_explanation_adds_up_and_names_the_racks_own_air(solution):
    response = AirResponse(solution)
    for rack, record in enumerate(rack_results(solution)):
        told = response.explain(rack)
        assert told.inlet_temperature_c == pytest.approx(record.inlet_temperature_c)
        assert abs(told.sum_error_k) < 1e-6
        shares = sum(item.share for item in told.contributions)
        assert shares == pytest.approx(1.0, abs=1e-6)
        (own,) = [item for item in told.contributions if "inside its cabinet" in item.source_name]
        assert own.source_id == record.id
        assert own.share > 0.02
        assert own.adds_k > 0.0


def test_captures_lie_between_nothing_and_all(solution):
    for capture in AirResponse(solution).captures():
        assert 0.0 < capture.cold_fraction < 0.99
        assert 0.0 < capture.hot_fraction <= 1.0 + 1e-9


def test_frozen_answers_are_those_of_the_solve(solution):
    hall = FrozenHall(AirResponse(solution))
    found = hall.inlets()
    solved = [rack.inlet_temperature_c for rack in rack_results(solution)]
    np.testing.assert_allclose(found.inlet_temperature_c, solved, atol=2e-6)


@settings(
    max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(rack=st.integers(0, 3), more=st.floats(50.0, 2000.0))
def test_frozen_inlets_rise_with_any_power(solution, rack, more):
    hall = FrozenHall(AirResponse(solution))
    powers = [r.power_w for r in solution.devices.scene.racks]
    before = np.array(hall.inlets(powers).inlet_temperature_c)
    powers[rack] += more
    after = np.array(hall.inlets(powers).inlet_temperature_c)
    assert np.all(after - before > -1e-9)
    # exhaust that leaks back warms the rack itself
    assert after[rack] > before[rack] + 1e-4 * more / 50.0


def test_powers_change_what_leaks_back_and_warm_solves_agree():
    scene = scene_of(cabined())
    solver = AirSolver(scene, "live", CELL_M, "constant")
    finish(solver.solve(scene))
    more = with_rack_powers(scene, [6000.0] * len(scene.racks))
    warm = finish(solver.solve(more))
    solver.forget()
    cold = finish(solver.solve(more))
    np.testing.assert_allclose(inlets(warm), inlets(cold), atol=0.2)
    assert build_devices(more, solver.finest).cabinets is not None


def test_imposed_velocities_are_those_of_the_patches():
    geometry = build_devices(scene := scene_of(cabined()), _finest(scene)).geometry
    devices = build_devices(scene, geometry)
    grid = geometry.openness.grid
    exchange = devices.exchange(devices.coils(np.full(len(geometry.intakes), 22.0)))
    one = prescribed_velocity(grid, list(geometry.discharges), list(geometry.intakes), exchange)
    other = zero_velocity(grid)
    geometry.discharge_faces.add(other, exchange.discharge_flow)
    geometry.intake_faces.add(other, -exchange.intake_flow)
    for velocity, found in zip(one, other, strict=True):
        np.testing.assert_allclose(found, velocity, atol=1e-14)


def _finest(scene):
    return AirSolver(scene, "live", CELL_M, "constant").finest
