"""Lights, people and other heat: how much, where in the room, each in its own line."""

import numpy as np
import pytest

from coolsim.air.heat_sources import room_heat, spread
from coolsim.air.summary import balance
from tests.air.halls import base, hall, scene_of, solve
from tests.air.test_case import devices_of

HEIGHT_M = base().hall.height_m


def layers(field):
    """Sum over each layer of cells of a padded field, floor to ceiling."""
    return field[1:-1, 1:-1, 1:-1].sum(axis=(0, 1))


def centres(devices):
    grid = devices.geometry.openness.grid
    return grid.origin[2] + grid.spacing[2] * (np.arange(grid.shape[2]) + 0.5)


def test_a_source_acts_between_its_heights_only():
    devices = devices_of(base())
    share = spread(devices.geometry.openness, devices.reached(), (0.9, 1.8))
    half = 0.5 * devices.geometry.openness.grid.spacing[2]
    acting = layers(share) > 0.0
    z = centres(devices)
    assert share.sum() == pytest.approx(1.0)
    assert np.array_equal(acting, (z + half > 0.9 + 1e-9) & (z - half < 1.8 - 1e-9))


def test_nothing_reached_takes_nothing():
    devices = devices_of(base())
    nothing = np.zeros_like(devices.reached())
    assert not spread(devices.geometry.openness, nothing, (0.0, 1.0)).any()


def test_lights_warm_the_air_near_the_ceiling_most():
    devices = devices_of(hall(base(), lights_w=1000.0))
    heat = room_heat(devices.scene, devices.geometry.openness, devices.reached())
    assert heat.sum() == pytest.approx(1000.0)
    near = centres(devices) > HEIGHT_M - 0.5
    even = spread(devices.geometry.openness, devices.reached(), (0.0, HEIGHT_M))
    by_layer = layers(heat)
    assert by_layer[near].sum() == pytest.approx(400.0 + 600.0 * layers(even)[near].sum(), rel=0.1)
    assert by_layer[-1] > 2.0 * by_layer[0]


def test_people_warm_the_occupied_zone_only():
    devices = devices_of(hall(base(), people=4))
    heat = room_heat(devices.scene, devices.geometry.openness, devices.reached())
    assert heat.sum() == pytest.approx(4 * 63.0)
    half = 0.5 * devices.geometry.openness.grid.spacing[2]
    assert not layers(heat)[centres(devices) - half > 1.8].any()


def test_each_source_is_a_line_of_the_balance():
    solution = solve(hall(base(), lights_w=800.0, people=3, other_heat_w=200.0))
    lines = {term.name: term.value for term in balance(solution).terms}
    assert lines["Lights"] == pytest.approx(800.0)
    assert lines["People"] == pytest.approx(189.0)
    assert lines["Other heat in the hall"] == 200.0
    assert balance(solution).energy_fraction < 1e-9


def test_the_split_of_lights_and_people_is_an_assumption_with_its_source():
    scene = scene_of(hall(base(), lights_w=800.0, people=3))
    noted = {(item.subject, item.quantity): item for item in scene.assumptions}
    share = noted["Heat of lights", "share near the ceiling"]
    person = noted["Heat of a person, office work", "sensible heat"]
    assert (share.value, share.confidence) == (0.4, "memory_unverified")
    assert (person.value, person.source) == (63.0, "engtoolbox_people")
