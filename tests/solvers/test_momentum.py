"""Diffusion of momentum: conserved where the viscosity varies, of second order."""

from itertools import pairwise

import numpy as np
import pytest

from solvers.boundary import Boundary, Side
from solvers.grid import Grid
from solvers.momentum import MomentumOperator, zero_velocity
from solvers.openness import Openness, build_openness

LONG = 1e5
"""Length of a channel whose closed ends are not felt [m]."""


def channel(cells):
    """A channel along x, one cell deep in y, 1 m high; two cells long, with one face between."""
    return build_openness(Grid((2, 1, cells), (LONG, 1.0, 1.0 / cells)), [], [])


def diffused(openness: Openness, viscosity, start, sides, step):
    """The velocity along x after one implicit step of nothing but diffusion."""
    grid = openness.grid
    across = [Side(1, high=high, slip=True) for high in (False, True)]
    operator = MomentumOperator(
        grid,
        openness.area,
        openness.loss,
        second_order=False,
        boundary=Boundary(sides=(*across, *sides)),
    )
    velocity = start.copy()
    operator.advance(
        0,
        velocity,
        start.copy(),
        zero_velocity(grid),
        grid.zeros(),
        viscosity,
        None,
        step,
        (0, 7) * 4000,
    )
    return velocity


def test_momentum_is_conserved_where_the_viscosity_varies():
    openness = channel(12)
    random = np.random.default_rng(2)
    viscosity = random.uniform(0.001, 1.0, openness.grid.padded_shape)
    start = random.normal(size=openness.grid.padded_shape) * (openness.area[0] > 0.0)
    slipping = [Side(2, high=high, slip=True) for high in (False, True)]
    after = diffused(openness, viscosity, start, slipping, step=0.02)
    assert np.abs(after - start).max() > 0.1
    assert after.sum() == pytest.approx(start.sum(), rel=1e-9)


def test_a_sheared_layer_of_growing_viscosity_is_solved_to_second_order():
    # nu = 1 + z between a still floor and a ceiling at 1 m/s: u = ln(1 + z) / ln 2
    errors = []
    for cells in (10, 20, 40):
        openness = channel(cells)
        height = openness.grid.centres(2)
        viscosity = np.ones(openness.grid.padded_shape)
        viscosity[:, :, 1:-1] += height
        lid = [Side(2, high=True, velocity=(1.0, 0.0, 0.0))]
        velocity = diffused(openness, viscosity, openness.grid.zeros(), lid, step=1e9)
        exact = np.log(1.0 + height) / np.log(2.0)
        errors.append(float(np.abs(velocity[2, 1, 1:-1] - exact).max()))
    orders = [np.log2(coarse / fine) for coarse, fine in pairwise(errors)]
    assert min(orders) > 1.8
    assert errors[-1] < 2e-4
