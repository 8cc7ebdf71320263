"""Walls that move, slip, hold a temperature or pass heat; storage; all axes treated alike."""

import itertools

import numpy as np
import pytest
from rooms import exchange_of

from solvers.boundary import Boundary, Side, ThermalWalls, held_cells, join, side_wall
from solvers.grid import INTERIOR, Grid
from solvers.heat import HeatOperator, Storage, assemble
from solvers.momentum import MomentumOperator, zero_velocity
from solvers.openness import Box, build_openness
from solvers.wall_distance import wall_distance

SHAPE = (6, 5, 4)
ACROSS = [(a, c) for a, c in itertools.product(range(3), range(3)) if a != c]


def empty(shape=SHAPE, spacing=(0.5, 0.4, 0.3)):
    return build_openness(Grid(shape, spacing), [], [])


def nothing(grid):
    return exchange_of(grid, [], [], [], [], np.zeros((0, 0)), [], grid.zeros())


# -- momentum --------------------------------------------------------------------------------------


def sheared(axis, component, sides, boundary_slip=False):
    """Steady flow of one component that only walls drive, in a channel across an axis.

    The channel is long along the component, so nothing at its closed ends is felt.
    """
    shape = [1, 1, 1]
    shape[axis], shape[component] = 8, 2
    spacing = [1.0, 1.0, 1.0]
    spacing[axis], spacing[component] = 0.125, 1e5
    openness = empty(tuple(shape), tuple(spacing))
    grid = openness.grid
    free = [side for side in range(3) if side not in (axis, component)]
    sides = [*sides, *(Side(a, high=h, slip=True) for a in free for h in (False, True))]
    operator = MomentumOperator(
        grid,
        openness.area,
        openness.loss,
        second_order=True,
        boundary=Boundary(sides=tuple(sides), slip=boundary_slip),
    )
    value = grid.zeros()
    value[openness.area[component] > 0.0] = 0.3
    for _ in range(60):
        before = value.copy()
        operator.advance(
            component,
            value,
            before,
            zero_velocity(grid),
            grid.zeros(),
            np.ones(grid.padded_shape),
            None,
            1e6,
            tuple(range(8)) * 4,
        )
    return value[openness.area[component] > 0.0]


@pytest.mark.parametrize(("axis", "component"), ACROSS)
def test_a_moving_wall_and_a_still_one_make_a_straight_profile(axis, component):
    velocity = [0.0, 0.0, 0.0]
    velocity[component] = 2.0
    profile = sheared(axis, component, [Side(axis, high=True, velocity=tuple(velocity))])
    np.testing.assert_allclose(profile, 2.0 * (np.arange(8) + 0.5) / 8, rtol=1e-5)


@pytest.mark.parametrize(("axis", "component"), ACROSS)
def test_opposite_walls_move_opposite_ways(axis, component):
    velocity = np.zeros(3)
    velocity[component] = 1.0
    sides = [
        Side(axis, high=False, velocity=tuple(-velocity)),
        Side(axis, high=True, velocity=tuple(velocity)),
    ]
    profile = sheared(axis, component, sides)
    np.testing.assert_allclose(profile, 2.0 * (np.arange(8) + 0.5) / 8 - 1.0, atol=1e-5)


def test_a_side_that_slips_takes_the_speed_of_the_wall_opposite():
    sides = [Side(2, high=False, slip=True), Side(2, high=True, velocity=(1.5, 0.0, 0.0))]
    np.testing.assert_allclose(sheared(2, 0, sides), 1.5, rtol=1e-4)


def test_walls_without_friction_stop_nothing():
    np.testing.assert_allclose(sheared(2, 0, [], boundary_slip=True), 0.3, rtol=1e-3)
    assert np.abs(sheared(2, 0, [])).max() < 1e-6


def turned(array, order):
    return np.ascontiguousarray(np.transpose(array, order))


@pytest.mark.parametrize("second_order", [False, True])
@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_every_axis_is_treated_alike(order, second_order):
    """A room turned by exchanging axes has the same momentum, every face up to every wall."""
    rng = np.random.default_rng(3)
    spacing = (0.5, 0.4, 0.3)
    box = Box((1.0, 0.8, 0.0), (2.0, 1.6, 0.6))
    plain = build_openness(Grid(SHAPE, spacing), [box], [])
    grid = Grid(tuple(SHAPE[a] for a in order), tuple(spacing[a] for a in order))
    turned_box = Box(tuple(box.low[a] for a in order), tuple(box.high[a] for a in order))
    other = build_openness(grid, [turned_box], [])
    flux = [rng.normal(size=plain.grid.padded_shape) * plain.area[a] for a in range(3)]
    pressure = rng.normal(size=plain.grid.padded_shape)
    viscosity = rng.uniform(0.01, 0.1, plain.grid.padded_shape)
    for component in range(3):
        start = rng.normal(size=plain.grid.padded_shape) * (plain.area[component] > 0.0)
        there = order.index(component)
        expected = advanced(plain, component, start, flux, pressure, viscosity, second_order)
        found = advanced(
            other,
            there,
            turned(start, order),
            [turned(flux[a], order) for a in order],
            turned(pressure, order),
            turned(viscosity, order),
            second_order,
        )
        np.testing.assert_allclose(found, turned(expected, order), rtol=1e-9, atol=1e-12)


def advanced(openness, component, start, flux, pressure, viscosity, second_order):
    operator = MomentumOperator(
        openness.grid, openness.area, openness.loss, second_order=second_order
    )
    value = start.copy()
    operator.advance(
        component,
        value,
        start.copy(),
        tuple(flux),
        pressure,
        viscosity,
        None,
        0.02,
        tuple(range(8)) * 6,
    )
    return value


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_the_limited_heat_is_alike_along_every_axis(order):
    rng = np.random.default_rng(4)
    spacing = (0.5, 0.4, 0.3)
    plain = empty()
    grid = Grid(tuple(SHAPE[a] for a in order), tuple(spacing[a] for a in order))
    other = build_openness(grid, [], [])
    flux = [rng.normal(size=plain.grid.padded_shape) * plain.area[a] for a in range(3)]
    temperature = rng.normal(20.0, 3.0, plain.grid.padded_shape)
    expected = correction(plain, flux, temperature)
    found = correction(other, [turned(flux[a], order) for a in order], turned(temperature, order))
    assert np.abs(expected).max() > 0.01
    np.testing.assert_allclose(found, turned(expected, order), atol=1e-12)


def correction(openness, flux, temperature):
    grid = openness.grid
    operator = HeatOperator(grid, openness.area, second_order=True)
    operator.update(tuple(flux), np.full(grid.padded_shape, 0.1), nothing(grid))
    return operator.right_hand_side(temperature)[INTERIOR]


# -- heat ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("axis", range(3))
def test_two_held_walls_make_a_straight_profile_and_pass_the_same_heat(axis):
    openness = empty()
    grid = openness.grid
    cold = side_wall(openness, axis, high=False, temperature=10.0)
    hot = side_wall(openness, axis, high=True, temperature=30.0)
    operator = HeatOperator(grid, openness.area, walls=join([cold, hot]))
    spread = np.full(grid.padded_shape, 0.2)
    operator.update(zero_velocity(grid), spread, nothing(grid))
    temperature = grid.zeros()
    assert operator.solve_tightly(temperature).converged
    length = grid.shape[axis] * grid.spacing[axis]
    expected = 10.0 + 20.0 * grid.centres(axis) / length
    found = np.moveaxis(temperature[INTERIOR], axis, 0).reshape(grid.shape[axis], -1)
    np.testing.assert_allclose(found, expected[:, None] * np.ones_like(found), rtol=1e-9)
    passed = 0.2 * 20.0 / length * grid.face_areas[axis] * cold.cells.size
    assert hot.heat(spread, temperature).sum() == pytest.approx(passed)
    assert cold.heat(spread, temperature).sum() == pytest.approx(-passed)


def test_a_wall_with_a_transmittance_holds_back_heat_in_series_with_the_air():
    openness = empty((1, 1, 1), (1.0, 1.0, 1.0))
    spread = np.full(openness.grid.padded_shape, 0.2)
    plain = {"temperature": 5.0, "transmittance": 0.4}
    bare = side_wall(openness, 2, high=True, **plain)
    assert bare.conductance(spread) == pytest.approx([1.0 / (1.0 / 0.4 + 0.5 / 0.2)])
    with_film = side_wall(openness, 2, high=True, has_film=True, **plain)
    assert with_film.conductance(spread) == pytest.approx([0.4])


def test_solids_at_a_side_cover_their_share_of_its_area():
    grid = Grid((4, 1, 1), (1.0, 1.0, 1.0))
    openness = build_openness(grid, [Box((0.0, 0.0, 0.0), (1.5, 1.0, 1.0))], [])
    wall = side_wall(openness, 2, high=True, temperature=[[1.0], [2.0], [3.0], [4.0]])
    assert wall.area == pytest.approx([0.5, 1.0, 1.0])
    assert wall.temperature == pytest.approx([2.0, 3.0, 4.0])


def test_walls_stand_in_the_published_matrix_and_its_balance():
    openness = empty()
    grid = openness.grid
    walls = join(
        [
            side_wall(openness, 0, high=False, temperature=30.0),
            side_wall(openness, 2, high=True, temperature=12.0, transmittance=0.3),
        ]
    )
    heat = grid.zeros()
    heat[3, 3, 2] = 0.7
    exchange = exchange_of(grid, [], [], [], [], np.zeros((0, 0)), [], heat)
    operator = HeatOperator(grid, openness.area, walls=walls)
    spread = np.full(grid.padded_shape, 0.05)
    operator.update(zero_velocity(grid), spread, exchange)
    temperature = grid.zeros()
    operator.solve_tightly(temperature)
    sparse = assemble(operator, exchange, temperature)
    assert sparse.residual(temperature, exchange) < 1e-11
    assert walls.heat(spread, temperature).sum() == pytest.approx(-0.7, rel=1e-9)


def test_held_cells_stay_where_they_are_held():
    openness = empty((5, 1, 1), (1.0, 1.0, 1.0))
    grid = openness.grid
    cells = np.ravel_multi_index(([1, 5], [1, 1], [1, 1]), grid.padded_shape)
    operator = HeatOperator(
        grid, openness.area, walls=held_cells(grid, cells, np.array([0.0, 4.0]))
    )
    operator.update(zero_velocity(grid), np.ones(grid.padded_shape), nothing(grid))
    temperature = grid.zeros()
    operator.solve_tightly(temperature)
    np.testing.assert_allclose(temperature[1:-1, 1, 1], [0.0, 1.0, 2.0, 3.0, 4.0], atol=1e-3)


def test_storage_alone_keeps_what_was_there_and_wakes_no_dead_cell():
    grid = Grid((4, 1, 1), (1.0, 1.0, 1.0))
    openness = build_openness(grid, [Box((0.0, 0.0, 0.0), (1.0, 1.0, 1.0))], [])
    operator = HeatOperator(grid, openness.area)
    start = grid.zeros()
    start[1:-1, 1, 1] = [9.0, 1.0, 2.0, 6.0]
    storage = Storage(np.full(grid.padded_shape, 0.5), start)
    operator.update(zero_velocity(grid), np.full(grid.padded_shape, 0.1), nothing(grid), storage)
    temperature = start.copy()
    operator.solve_tightly(temperature)
    assert not operator.active[1, 1, 1]
    assert temperature[2:5, 1, 1].sum() == pytest.approx(9.0)
    assert temperature[2, 1, 1] > 1.0
    assert temperature[4, 1, 1] < 6.0


def test_layers_in_series_conduct_by_their_resistances():
    openness = empty((4, 1, 1), (0.25, 1.0, 1.0))
    grid = openness.grid
    spread = np.ones(grid.padded_shape)
    spread[1:3] = 0.1
    walls = join([side_wall(openness, 0, high=h, temperature=float(h)) for h in (False, True)])
    operator = HeatOperator(grid, openness.area, walls=walls, layered=True)
    operator.update(zero_velocity(grid), spread, nothing(grid))
    temperature = grid.zeros()
    operator.solve_tightly(temperature)
    heat = walls.heat(spread, temperature)
    assert heat == pytest.approx([-1.0 / (0.5 / 0.1 + 0.5), 1.0 / (0.5 / 0.1 + 0.5)])


def test_a_wall_that_joins_keeps_every_area():
    openness = empty()
    parts = [side_wall(openness, axis, high=False, temperature=1.0) for axis in range(3)]
    whole = join(parts)
    assert isinstance(whole, ThermalWalls)
    assert whole.area.sum() == pytest.approx(sum(part.area.sum() for part in parts))
    assert whole.part(whole.area > 0.0).cells.size == whole.cells.size
    assert whole.scaled(0.5).area.sum() == pytest.approx(0.5 * whole.area.sum())


def test_a_plane_of_symmetry_is_no_wall_to_a_closure():
    openness = empty((4, 1, 4), (1.0, 0.1, 1.0))
    near = wall_distance(openness)[INTERIOR]
    assert near.max() == pytest.approx(0.05)
    far = wall_distance(openness, [(1, 0), (1, -1)])[INTERIOR]
    assert far.max() == pytest.approx(1.5)
    everywhere = [(axis, end) for axis in range(3) for end in (0, -1)]
    assert np.isinf(wall_distance(openness, everywhere)).all()
