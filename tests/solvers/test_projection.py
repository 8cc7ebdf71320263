"""The projection through losses at rest, and of rooms that turn over more air than they are fed."""

import math

import numpy as np
import pytest

from solvers.grid import Grid
from solvers.momentum import zero_velocity
from solvers.openness import build_openness
from solvers.projection import MOST_IMBALANCE, Projection


def test_air_pushed_through_a_loss_at_rest_follows_its_law():
    # a ring of four cells of 0.5 m: 3 m/s on three faces, at rest on the fourth, which has a loss
    grid = Grid((2, 1, 2), (0.5, 0.5, 0.5))
    openness = build_openness(grid, [], [])
    coefficient, step = 50.0, 1.0
    openness.loss[0][2, 1, 1] = coefficient
    projection = Projection(openness, 5)
    velocity = zero_velocity(grid)
    velocity[0][2, 1, 2] = -3.0
    velocity[2][1, 1, 2], velocity[2][2, 1, 2] = -3.0, 3.0
    result, _ = projection.project(
        velocity, grid.zeros(), step, number=0, reduction=1e-6, max_iterations=60
    )
    # the push goes round: 9 = 4 u + (step / spacing) K u^2 / 2
    held = step / 0.5 * coefficient
    u = (math.sqrt(16.0 + 2.0 * held * 9.0) - 4.0) / held
    assert u == pytest.approx(0.3861, abs=1e-4)
    assert result.converged
    assert velocity[0][2, 1, 1] == pytest.approx(u, rel=0.01)
    assert velocity[0][2, 1, 2] == pytest.approx(-velocity[0][2, 1, 1], rel=1e-4)
    assert np.abs(projection.defect(velocity, grid.zeros())).max() < 1e-4


@pytest.mark.parametrize("turnover", [1.0, 1e3])
def test_what_a_projection_leaves_is_little_beside_the_supply(turnover):
    grid = Grid((12, 10, 8), (0.4, 0.4, 0.4))
    projection = Projection(build_openness(grid, [], []), 5)
    sources, supply = grid.zeros(), 0.02
    sources[2, 2, 2], sources[11, 9, 7] = supply, -supply
    velocity = zero_velocity(grid)
    rng = np.random.default_rng(3)
    for component in velocity:
        component[2:-1, 2:-1, 2:-1] = turnover * rng.normal(size=component[2:-1, 2:-1, 2:-1].shape)
    projection.project(velocity, sources, 1.0, number=0, reduction=1e-2, max_iterations=60)
    left = projection.defect(velocity, sources)
    assert np.sqrt(np.sum(left**2)) < 1.01 * MOST_IMBALANCE * supply
