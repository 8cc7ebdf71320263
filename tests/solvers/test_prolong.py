"""Carrying a flow from one geometry to another."""

import numpy as np

from solvers.flow import FlowState
from solvers.grid import INTERIOR, Grid
from solvers.openness import Box, build_openness
from solvers.prolong import refine_state

GRID = Grid((12, 10, 6), (0.5, 0.5, 0.5))


def hall(*boxes):
    return build_openness(GRID, [Box(low, high) for low, high in boxes], [])


def some_state(openness, seed=4):
    random = np.random.default_rng(seed)
    velocity = [random.normal(size=GRID.padded_shape) * (area > 0.0) for area in openness.area]
    fields = [random.normal(size=GRID.padded_shape) for _ in range(3)]
    return FlowState((velocity[0], velocity[1], velocity[2]), *fields)


STANDING = ((1.0, 1.0, 0.0), (1.93, 2.46, 2.1))
"""Leaves slivers open beside itself: a fourteenth of the faces along x, a twelfth along y."""


def test_on_its_own_geometry_a_state_stays_what_it_is():
    """Slivers too: were they slowed, every object of a hall would disturb it at every edit."""
    openness = hall(STANDING)
    assert min(a[a > 0.0].min() for a in openness.area) < 0.3
    state = some_state(openness)
    carried = refine_state(state, openness, openness)
    for before, after in zip(state.velocity, carried.velocity, strict=True):
        assert np.allclose(after[INTERIOR], before[INTERIOR], rtol=1e-12, atol=0.0)
    assert np.array_equal(carried.temperature[INTERIOR], state.temperature[INTERIOR])
    assert np.array_equal(carried.pressure[INTERIOR], state.pressure[INTERIOR])


def test_one_moved_box_changes_nothing_away_from_it():
    before = hall(STANDING, ((4.0, 3.0, 0.0), (5.0, 4.0, 2.0)))
    after = hall(STANDING, ((4.5, 3.0, 0.0), (5.5, 4.0, 2.0)))
    state = some_state(before)
    carried = refine_state(state, before, after)
    for axis in range(3):
        assert np.allclose(
            carried.velocity[axis][1:8, 1:-1, 1:-1],
            state.velocity[axis][1:8, 1:-1, 1:-1],
            rtol=1e-12,
            atol=0.0,
        )


def test_air_where_a_box_stood_begins_as_the_air_beside_it():
    before = hall(((4.0, 3.0, 0.0), (5.0, 4.0, 2.0)))
    state = some_state(before)
    state.temperature[1:-1, 1:-1, 1:-1] = 20.0
    state.temperature[9:11, 7:9, 1:5] = -99.0  # in the box, where nothing is solved
    carried = refine_state(state, before, hall())
    assert np.array_equal(carried.temperature[INTERIOR], np.full(GRID.shape, 20.0))


def test_a_face_that_becomes_a_sliver_does_not_take_all_of_its_flux():
    open_hall, narrowed = hall(), hall(((1.0, 0.0, 0.0), (1.5, 4.9, 3.0)))
    state = some_state(open_hall)
    state.velocity[0][:] = 1.0
    carried = refine_state(state, open_hall, narrowed)
    fastest = carried.velocity[0][INTERIOR].max()
    assert 1.0 < fastest < 1.001 / 0.3  # all of it would be five times as fast
