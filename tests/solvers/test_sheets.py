"""Sheets across a room: they pass what their openings do, and fields differ on their sides."""

import numpy as np
import pytest

from solvers.flow import FlowState
from solvers.grid import INTERIOR, Grid
from solvers.momentum import MomentumOperator, zero_velocity
from solvers.openness import Box, Plate, build_openness
from solvers.prolong import refine_state
from solvers.sheets import with_sheet
from solvers.wall_distance import wall_distance
from solvers.zones import find_zones

GRID = Grid((4, 3, 6), (0.5, 0.5, 0.25))


def plate(open_share=0.0, position=0.75):
    return Plate(2, position, (0.0, 0.0), (2.0, 1.5), open_share)


def test_a_plate_is_a_wall_to_the_air_beside_it():
    distance = wall_distance(build_openness(GRID, [], [plate()]))[INTERIOR]
    np.testing.assert_allclose(distance[1:-1, 1, 2:4], 0.125)
    np.testing.assert_allclose(distance[1:-1, 1, [1, 4]], 0.375)
    leaky = wall_distance(build_openness(GRID, [], [plate(0.6)]))[INTERIOR]
    np.testing.assert_allclose(leaky[1:-1, 1, 2:4], 0.625)


def test_a_sheet_passes_what_its_openings_do_side_by_side():
    # s / sqrt(K): 0.3 of the face at K = 9 and 0.5 at K = 25 pass 0.2 A sqrt(2 dp / rho)
    share = np.zeros((4, 3))
    share[1, 1] = 0.3 / 3.0 + 0.5 / 5.0
    sheeted = with_sheet(build_openness(GRID, [], []), 2, 3, share)
    assert sheeted.loss[2][2, 2, 4] == pytest.approx(25.0)
    assert sheeted.area[2][2, 2, 4] == 1.0
    assert np.count_nonzero(sheeted.area[2][1:-1, 1:-1, 4]) == 1
    assert find_zones(sheeted).count == 1
    assert find_zones(with_sheet(build_openness(GRID, [], []), 2, 3, 0.0 * share)).count == 2


def test_a_solid_on_the_sheet_leaves_what_passes_beside_it():
    # half the face is closed: the loss on the open part's velocity makes the same flow
    solid = Box((0.75, 0.5, 0.75), (1.0, 1.0, 1.0))
    openness = build_openness(GRID, [solid], [])
    share = np.full((4, 3), 0.2)
    sheeted = with_sheet(openness, 2, 3, share)
    free = sheeted.area[2][2, 2, 4]
    assert free == pytest.approx(0.5)
    assert free / np.sqrt(sheeted.loss[2][2, 2, 4]) == pytest.approx(0.2)


def test_a_state_is_carried_to_a_finer_grid_on_each_side_of_a_sheet():
    fine = Grid((8, 6, 12), (0.25, 0.25, 0.125))
    source, target = (build_openness(grid, [], []) for grid in (GRID, fine))
    pressure = GRID.zeros()
    pressure[:, :, 1:4] = 10.0
    state = FlowState(zero_velocity(GRID), pressure, pressure.copy(), pressure.copy())
    carried = refine_state(state, source, target, ((), (), (0.75,)))
    assert set(np.unique(carried.pressure[INTERIOR])) == {0.0, 10.0}
    smeared = refine_state(state, source, target)
    assert len(np.unique(smeared.pressure[INTERIOR])) > 2


def test_a_sheet_is_a_wall_to_the_air_beside_it_where_it_is_mostly_closed():
    share = np.zeros((4, 3))
    share[1, 1] = 0.9
    sheeted = with_sheet(build_openness(GRID, [], []), 2, 3, share)
    open_share = dict(zip(sheeted.plates[2].faces, sheeted.plates[2].open_share, strict=True))
    assert len(open_share) == 12
    assert open_share[np.ravel_multi_index((2, 2, 4), GRID.padded_shape)] == pytest.approx(0.9)
    distance = wall_distance(sheeted)[INTERIOR]
    assert distance[2, 1, 2] == pytest.approx(0.125)


@pytest.mark.parametrize("beside", [0.0, 3.0])
def test_air_passes_a_sheet_by_the_drop_of_pressure_alone(beside):
    # K = 25 and a drop of 2 m2/s2: sqrt(2 * 2 / 25) = 0.4 m/s, whatever moves before and behind
    sheeted = with_sheet(build_openness(GRID, [], []), 2, 3, np.full((4, 3), 0.2))
    operator = MomentumOperator(
        GRID, sheeted.area, sheeted.loss, second_order=False, sheets=sheeted.sheets
    )
    pressure = GRID.zeros()
    pressure[:, :, 1:4] = 2.0
    moving = zero_velocity(GRID)
    moving[2][sheeted.area[2] > 0.0] = beside
    moving[2][:, :, 4] = 0.4 * (sheeted.area[2][:, :, 4] > 0.0)
    viscosity = np.full(GRID.padded_shape, 0.02)
    for _ in range(3):
        before = moving[2].copy()
        operator.advance(2, moving[2], before, moving, pressure, viscosity, None, 1.0, (0, 7))
    np.testing.assert_allclose(moving[2][1:-1, 1:-1, 4], 0.4, rtol=1e-12)
