"""Potential flow against exact answers."""

import numpy as np
import pytest
from rooms import exchange_of, wall_patch

from solvers.grid import Grid
from solvers.openness import Box, Plate, build_openness
from solvers.potential import potential_flow

DUCT = Grid((20, 3, 3), (0.1, 0.2, 0.2))


def through(grid, flow=0.36):
    """Air in at the whole low end, out at the whole high end."""
    ny, nz = grid.shape[1:]
    ends = [wall_patch(grid, 0, side, range(ny), range(nz)) for side in (-1, 1)]
    return exchange_of(grid, ends[:1], ends[1:], [flow], [flow], [[0.0]], [18.0])


def test_a_duct_has_one_velocity_and_a_linear_potential():
    openness = build_openness(DUCT, [], [])
    velocity, potential, result = potential_flow(openness, through(DUCT), relative=1e-12)
    assert result.converged
    np.testing.assert_allclose(velocity[0][2:-1, 1:-1, 1:-1], 1.0, rtol=1e-10)
    assert np.abs(velocity[1]).max() < 1e-10
    assert np.abs(velocity[2]).max() < 1e-10
    line = potential[1:-1, 2, 2]
    np.testing.assert_allclose(np.diff(line), -0.1, rtol=1e-9)


@pytest.mark.parametrize("upper", [0.2, 0.33])
def test_two_openings_share_the_flow_by_area_also_off_the_grid(upper):
    # a long block leaves a passage below and one above: equal potential drop, so equal velocity
    grid = Grid((120, 1, 10), (0.1, 0.1, 0.1))
    openness = build_openness(grid, [Box((1.0, 0.0, 0.41), (11.0, 0.1, 1.0 - upper))], [])
    velocity, _, result = potential_flow(openness, through(grid, 0.1), relative=1e-12)
    assert result.converged
    passing = (openness.area[0] * velocity[0])[61, 1, 1:-1]
    below, above = float(passing[:6].sum()), float(passing[6:].sum())
    assert below + above == pytest.approx(0.1 / grid.face_areas[0], rel=1e-9)
    assert below / above == pytest.approx(0.41 / upper, rel=0.015)


def test_sources_balance_in_every_cell():
    openness = build_openness(
        DUCT,
        [Box((0.7, 0.0, 0.0), (1.15, 0.33, 0.45))],
        [Plate(0, 1.5, (0.0, 0.0), (0.6, 0.4), 0.1)],
    )
    exchange = through(DUCT)
    velocity, _, result = potential_flow(openness, exchange, relative=1e-12)
    assert result.converged
    outflow = DUCT.zeros()
    for axis in range(3):
        flow = openness.area[axis] * velocity[axis] * DUCT.face_areas[axis]
        lower, upper = [slice(None)] * 3, [slice(None)] * 3
        lower[axis], upper[axis] = slice(0, -1), slice(1, None)
        outflow -= flow
        outflow[tuple(lower)] += flow[tuple(upper)]
    np.testing.assert_allclose(
        outflow[1:-1, 1:-1, 1:-1], exchange.sources()[1:-1, 1:-1, 1:-1], atol=1e-11
    )


def test_a_loss_sends_air_through_the_other_opening():
    grid = Grid((10, 2, 1), (0.2, 0.5, 0.5))
    wall = Box((1.0, 0.45, 0.0), (1.2, 0.55, 0.5))
    free = build_openness(grid, [wall], [])
    plated = build_openness(grid, [wall], [Plate(0, 1.0, (0.0, 0.0), (0.45, 0.5), 0.02)])
    even, _, _ = potential_flow(free, through(grid, 0.25))
    uneven, _, _ = potential_flow(plated, through(grid, 0.25))
    assert even[0][6, 1, 1] == pytest.approx(even[0][6, 2, 1], rel=1e-6)
    assert uneven[0][6, 1, 1] < 0.05 * uneven[0][6, 2, 1]


def test_a_room_without_openings_is_still():
    openness = build_openness(DUCT, [], [])
    exchange = exchange_of(DUCT, [], [], [], [], [], [])
    velocity, _, result = potential_flow(openness, exchange)
    assert result.converged
    assert all(not v.any() for v in velocity)


def test_faces_whose_flow_is_known_carry_it_and_nothing_else():
    grid = Grid((8, 4, 4), (0.1, 0.1, 0.1))
    openness = build_openness(grid, [], [])
    face = np.array([np.ravel_multi_index((5, 2, 3), grid.padded_shape)])
    wall = [
        np.ravel_multi_index((5, j, k), grid.padded_shape)
        for j in (1, 2, 3, 4)
        for k in (1, 2, 3, 4)
    ]
    speed = np.where(np.array(wall) == face, 0.3 / grid.face_areas[0], 0.0)
    velocity, _, result = potential_flow(
        openness, through(grid, 0.3), relative=1e-12, known={0: (np.array(wall), speed)}
    )
    assert result.converged
    assert velocity[0].ravel()[face] == pytest.approx(30.0)
    assert np.count_nonzero(velocity[0][5]) == 1
    before = float((velocity[0] * grid.face_areas[0])[4, 1:-1, 1:-1].sum())
    assert before == pytest.approx(0.3, rel=1e-9)
