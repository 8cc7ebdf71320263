"""Rear doors in the air: a share of the way from exhaust to water, closed in the balance."""

from dataclasses import replace

import numpy as np
import pytest

from coolsim.air.case import build_devices
from coolsim.air.doors import door_duties_w, door_laws
from coolsim.air.frozen import FrozenHall
from coolsim.air.geometry import build_geometry
from coolsim.air.grids import make_grid
from coolsim.air.response import AirResponse
from coolsim.air.solve import AirSolver
from coolsim.air.summary import balance, rack_results
from coolsim.scene.records import SceneDoor
from tests.air.halls import CELL_M, base, finish, scene_of

DOOR = SceneDoor(effectiveness=0.5, water_c=18.0, fan_w=300.0)


def hall(door=None):
    """Four racks, the first with a door."""
    scene = scene_of(base())
    return replace(scene, racks=(replace(scene.racks[0], door=door), *scene.racks[1:]))


def solved(scene):
    return finish(AirSolver(scene, "live", CELL_M, "constant").solve(scene))


@pytest.fixture(scope="module")
def with_door():
    return solved(hall(DOOR))


def test_a_door_cools_all_that_leaves_at_the_rear():
    scene = hall(DOOR)
    devices = build_devices(scene, build_geometry(scene, make_grid(scene, "live", CELL_M)))
    bands = slice(0, 3)
    laws = door_laws(devices)
    assert np.all(laws.share[bands] == 0.5)
    assert np.all(laws.share[3:] == 0.0)
    moved = devices.heat_rate_j_m3_k * devices.discharge_flow[bands].sum()
    assert laws.fan_k[bands] == pytest.approx(300.0 / moved)
    gain = np.zeros(len(scene.coolers))
    with_doors = devices.linear_behaviour(gain, gain)
    without = devices.linear_behaviour(gain, gain, doors=False)
    assert with_doors[0].toarray()[bands] == pytest.approx(0.5 * without[0].toarray()[bands])
    assert with_doors[1][bands] == pytest.approx(0.5 * without[1][bands] + 9.0 + 300.0 / moved)


def test_the_balance_lists_the_door_and_closes(with_door):
    found = balance(with_door)
    terms = {term.name: term.value for term in found.terms if term.unit == "w"}
    duty = door_duties_w(with_door.devices, with_door.outlet_means)
    assert terms["Rear doors, less their fans"] == pytest.approx(300.0 - duty.sum())
    assert duty[0] > 2000.0
    assert np.all(duty[1:] == 0.0)
    assert found.energy_fraction < 1e-9


def test_a_door_spares_the_cooler(with_door):
    plain = solved(hall())
    coil = [balance(s).terms[-3].value for s in (plain, with_door)]
    assert coil[1] > coil[0]


def test_shares_of_an_inlet_add_up_behind_a_door(with_door):
    for index in (0, 1):
        assert abs(AirResponse(with_door).explain(index).sum_error_k) < 1e-6


def test_frozen_edits_know_the_door(with_door):
    frozen = FrozenHall(AirResponse(with_door))
    as_solved = [r.inlet_temperature_c for r in rack_results(with_door)]
    assert frozen.inlets().inlet_temperature_c == pytest.approx(as_solved, abs=1e-6)


def test_a_hall_cooled_by_doors_alone_is_steady():
    scene = hall()
    racks = tuple(replace(rack, door=SceneDoor(0.8, 18.0, 100.0)) for rack in scene.racks)
    alone = replace(scene, racks=racks, coolers=(), tiles=(), plenum_m=0.0)
    solution = solved(alone)
    heat = scene.rack_heat_w + 100.0 * len(racks)
    duty = door_duties_w(solution.devices, solution.outlet_means).sum()
    assert duty == pytest.approx(heat, rel=1e-6)
    assert balance(solution).energy_fraction < 1e-9
