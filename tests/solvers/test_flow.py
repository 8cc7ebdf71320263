"""The flow: losses, buoyancy, symmetry, and balances that close."""

from dataclasses import replace

import numpy as np
import pytest
from rooms import exchange_of, keep, patch_of, room_of, wall_patch

from solvers.boundary import Boundary, Side
from solvers.flow import FlowOptions, Room
from solvers.grid import INTERIOR, Grid
from solvers.openness import Box, Plate, build_openness
from solvers.turbulence import zero_equation

COLD = FlowOptions(reference=18.0)


def duct_room(grid, loss, flow, step=1.0):
    """A duct without friction from end to end; ``loss`` maps (plane, j, k) to a coefficient."""
    openness = build_openness(grid, [], [])
    for place, coefficient in loss.items():
        openness.loss[0][tuple(n + 1 for n in place)] = coefficient
    ny, nz = grid.shape[1:]
    low, high = (wall_patch(grid, 0, side, range(ny), range(nz)) for side in (-1, 1))
    exchange = exchange_of(grid, [low], [high], [flow], [flow], [[0.0]], [18.0])
    options = replace(COLD, step=step)
    return room_of(openness, exchange, [low], [high], options, viscosity=1e-12, temperature=18.0)


# -- losses ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("coefficient", [2.0, 50.0, 7000.0])
def test_a_plate_in_a_duct_costs_its_loss_times_the_dynamic_pressure(coefficient):
    grid = Grid((12, 1, 1), (0.2, 0.5, 0.4))
    speed = 0.7
    room = duct_room(grid, {(6, 0, 0): coefficient}, speed * 0.2)
    for _ in range(160):
        room.step()
        room.project(1e-10)
    np.testing.assert_allclose(room.state.velocity[0][2:-1, 1, 1], speed, rtol=1e-9)
    pressure = room.state.pressure[1:-1, 1, 1]
    assert pressure[5] - pressure[6] == pytest.approx(coefficient * speed**2 / 2, rel=1e-6)
    np.testing.assert_allclose(np.delete(np.diff(pressure), 5), 0.0, atol=1e-6 * speed**2)


@pytest.mark.parametrize(
    ("first", "second", "ratio"), [(500.0, 2000.0, 4.0), (20000.0, 500.0, 0.31623)]
)
def test_two_openings_share_the_flow_by_the_root_of_their_losses(first, second, ratio):
    # four and two faces wide: q1 / q2 = (4 / 2) sqrt(K2 / K1)
    grid = Grid((16, 6, 1), (0.25, 0.25, 0.25))
    loss = {(8, j, 0): first if j < 4 else second for j in range(6)}
    room = duct_room(grid, loss, 0.05 * 6 * 0.0625)
    for _ in range(60):
        room.step()
    room.finish(keep)
    passing = room.state.velocity[0][9, 1:-1, 1]
    assert passing[:4].sum() / passing[4:].sum() == pytest.approx(ratio, rel=0.01)


def test_a_plate_along_a_duct_makes_two_ducts_of_it():
    grid = Grid((20, 1, 12), (0.5, 0.1, 0.05))
    sides = tuple(Side(1, high=high, slip=True) for high in (False, True))

    def profile(plates, rows):
        low, high = (wall_patch(grid, 0, side, range(1), rows) for side in (-1, 1))
        flow = 0.1 * len(rows) / 12
        exchange = exchange_of(grid, [low], [high], [flow], [flow], [[0.0]], [18.0])
        openness = build_openness(grid, [], plates)
        room = room_of(openness, exchange, [low], [high], COLD, viscosity=0.01, temperature=18.0)
        room = Room(
            openness, exchange, room.imposed, room.closure, COLD, room.state, Boundary(sides)
        )
        for _ in range(60):
            room.step()
        return room.state.velocity[0][11, 1, 1:-1]

    split = profile([Plate(2, 0.3, (0.0, 0.0), (10.0, 0.1), 0.0)], range(12))
    np.testing.assert_allclose(split[:6], split[6:], rtol=1e-3)
    np.testing.assert_allclose(split[:3], split[5:2:-1], rtol=1e-3)
    # a developed flow between two walls, on six cells: mean 3 / 2 (1 - eta^2), walls felt to d / 2
    eta = (np.arange(6) + 0.5) / 3.0 - 1.0
    parabola = 1.0 - eta**2 + 1.0 / 36.0
    np.testing.assert_allclose(split[:6] / split.mean(), parabola / parabola.mean(), rtol=0.01)
    assert profile([], range(12))[5] > 1.5 * split[5]


# -- a room with everything in it ------------------------------------------------------------------

GRID = Grid((12, 10, 6), (0.3, 0.3, 0.3))


def furnished(mirrored=False, closure=None, plate=True):
    """A supply low in one wall, a return high in another, a rack-like box that heats its air."""
    width = GRID.shape[1] * GRID.spacing[1]

    def y(value):
        return width - value if mirrored else value

    def rows(first, last):
        return range(10 - last, 10 - first) if mirrored else range(first, last)

    low, high = sorted((y(0.75), y(1.65)))
    box = Box((1.5, low, 0.0), (2.4, high, 1.2))
    edges = sorted((y(0.6), y(1.8)))
    plates = [Plate(2, 1.2, (0.6, edges[0]), (1.5, edges[1]), 0.05)] if plate else []
    openness = build_openness(GRID, [box], plates)
    supply = wall_patch(GRID, 0, -1, rows(2, 5), range(2))
    back = wall_patch(GRID, 0, 1, rows(6, 9), range(4, 6))
    front = patch_of(GRID, [(4, j, k) for j in rows(3, 5) for k in range(4)], (0, -1))
    rear = patch_of(GRID, [(8, j, k) for j in rows(3, 5) for k in range(4)], (0, 1))
    flow, machine = 0.25, 0.2
    exchange = exchange_of(
        GRID,
        [supply, rear],
        [back, front],
        [flow, machine],
        [flow, machine],
        [[0.0, 0.0], [0.0, 1.0]],
        [18.0, 10.0],
    )
    return room_of(
        openness,
        exchange,
        [supply, rear],
        [back, front],
        replace(COLD, step=0.7),
        closure=closure,
        temperature=18.0,
    )


def run(room, steps=120):
    for _ in range(steps):
        room.step()
    return room.finish(keep)


@pytest.mark.parametrize("closure", [None, zero_equation()])
def test_balances_close_to_round_off(closure):
    room = furnished(closure=closure)
    result, defect = run(room, 40)
    assert result.converged
    assert defect < 1e-12
    assert room.mass_defect() == defect
    returned = room.exchange.intakes.means(room.state.temperature)[0]
    assert 0.25 * (returned - 18.0) == pytest.approx(0.2 * 10.0, rel=1e-9)


def test_a_tight_step_has_the_second_order_correction_of_its_own_temperature():
    room = furnished()
    room.options = replace(room.options, second_order=True)
    room = Room(room.openness, room.exchange, room.imposed, room.closure, room.options, room.state)
    for _ in range(8):
        room.step()
    room.step(tight=True)
    stepped = room.state.temperature.copy()
    returned = room.exchange.intakes.means(stepped)
    assert 0.25 * (returned[0] - 18.0) == pytest.approx(0.2 * 10.0, rel=1e-8)
    assert room.heat.solve_tightly(room.state.temperature).converged
    settled = room.exchange.intakes.means(room.state.temperature)
    np.testing.assert_allclose(returned, settled, atol=1e-4)


def test_a_mirrored_hall_has_mirrored_temperatures():
    one, other = furnished(), furnished(mirrored=True)
    run(one)
    run(other)
    active = one.openness.active
    np.testing.assert_array_equal(active, other.openness.active[:, ::-1])
    difference = np.abs(one.state.temperature - other.state.temperature[:, ::-1])[active]
    assert difference.max() < 0.05
    assert np.ptp(one.state.temperature[active]) > 5.0


def test_the_same_room_twice_gives_the_same_numbers():
    one, other = furnished(), furnished()
    run(one, 15)
    run(other, 15)
    np.testing.assert_array_equal(one.state.temperature, other.state.temperature)
    for axis in range(3):
        np.testing.assert_array_equal(one.state.velocity[axis], other.state.velocity[axis])


def test_a_restart_from_the_fields_goes_on_where_it_stopped():
    room = furnished()
    run(room, 150)
    before = room.exchange.intakes.means(room.state.temperature)
    again = furnished()
    again.state = room.state
    run(again, 3)
    np.testing.assert_allclose(
        again.exchange.intakes.means(again.state.temperature), before, atol=0.05
    )


def test_behaviour_that_never_stands_is_not_converged():
    room = furnished()
    room.step()

    def restless(means, exchange):
        return exchange.with_devices(exchange.transfer, exchange.offset + 0.1)

    result, _ = room.finish(restless)
    assert not result.converged


def test_a_shorter_step_leads_to_the_same_flow():
    room, short = furnished(plate=False), furnished(plate=False)
    short.shorten_step()
    assert short.options.step == pytest.approx(0.35)
    run(room, 150)
    run(short, 250)
    active = room.openness.active
    assert np.abs(room.state.temperature - short.state.temperature)[active].max() < 0.05


# -- buoyancy --------------------------------------------------------------------------------------


def heated(reference, expansion=1.0 / 295.0):
    """Slow supply at the floor, slow return under the ceiling, heat in the middle; no jets."""
    grid = Grid((10, 10, 8), (0.4, 0.4, 0.35))
    openness = build_openness(grid, [], [])
    bottom = patch_of(grid, [(i, j, 0) for i in range(10) for j in range(10)])
    top = patch_of(grid, [(i, j, 7) for i in (0, 9) for j in range(10)])
    heat = grid.zeros()
    heat[5:7, 5:7, 2] = 0.1
    exchange = exchange_of(grid, [bottom], [top], [0.1], [0.1], [[0.0]], [18.0], heat)
    options = FlowOptions(step=0.8, reference=reference, expansion=expansion)
    return room_of(openness, exchange, [bottom], [top], options, viscosity=0.005, temperature=18.0)


def test_the_heat_left_over_is_told_by_the_heat_exchanged():
    room = heated(18.0)
    run(room, 20)
    assert room.heat_imbalance() < 1e-9
    released = float(room.exchange.heat.sum())
    room.state.temperature[INTERIOR] += 0.3
    # the return carries off 0.1 m3/s x 0.3 K more than was released
    assert room.heat_imbalance() == pytest.approx(0.1 * 0.3 / released)


def test_a_heated_room_stratifies():
    room = heated(18.0)
    run(room)
    layers = room.state.temperature[INTERIOR].mean(axis=(0, 1))
    assert (np.diff(layers) > -0.05).all()
    assert layers[-1] - layers[0] > 1.5
    plume = room.state.velocity[2][5:7, 5:7, 4].mean()
    assert plume > 0.1
    assert room.state.velocity[2][INTERIOR][0, 0, 3:6].mean() < plume / 4


def test_without_expansion_heat_does_not_move_air():
    room = heated(18.0, expansion=0.0)
    run(room, 60)
    assert room.state.velocity[2][5:7, 5:7, 4].mean() < 0.02


def test_the_reference_temperature_does_not_move_air():
    one, other = heated(18.0), heated(22.0)
    run(one)
    run(other)
    np.testing.assert_allclose(
        one.state.temperature[INTERIOR], other.state.temperature[INTERIOR], atol=0.05
    )
