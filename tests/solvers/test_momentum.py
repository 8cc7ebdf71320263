"""Momentum: diffusion conserved and of second order; convection limited by no air beyond plates."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from rooms import exchange_of

from solvers.boundary import Boundary, Side
from solvers.frozen import freeze_correction
from solvers.grid import INTERIOR, Grid
from solvers.heat import HeatOperator
from solvers.momentum import MomentumOperator, zero_velocity
from solvers.openness import Box, Openness, Plate, build_openness
from solvers.stencil import apply_stencil

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


# -- the limiter at thin plates --------------------------------------------------------------------

GRID = Grid((6, 4, 8), (0.5, 0.5, 0.25))
PLATE = Plate(2, 1.0, (0.0, 0.0), (3.0, 2.0), 0.0)


def carried(openness, beyond):
    """Air above a plate that moves and sinks on to it, beside any air beneath, after a step."""
    grid = openness.grid
    flux = zero_velocity(grid)
    flux[0][:] = 0.3 * (openness.area[0] > 0.0)
    flux[2][:, :, 5:] = 0.2
    flux[2][openness.area[2] == 0.0] = 0.0
    before = grid.zeros()
    before[:, :, 5:] = np.linspace(0.5, 2.0, 5) ** 2
    before[:, :, :5] = beyond
    before[openness.area[0] == 0.0] = 0.0
    operator = MomentumOperator(
        grid, openness.area, openness.loss, second_order=True, plates=openness.plates
    )
    after = before.copy()
    operator.advance(
        0,
        after,
        before,
        flux,
        grid.zeros(),
        np.full(grid.padded_shape, 1e-3),
        None,
        0.1,
        (0, 7) * 20,
    )
    return after[2:-1, 1:-1, 5:-1]


def test_air_beyond_a_plate_does_not_limit_the_air_before_it():
    split = build_openness(GRID, [], [PLATE])
    np.testing.assert_allclose(carried(split, 0.0), carried(split, -7.0), rtol=1e-12)
    free = build_openness(GRID, [], [])
    assert np.abs(carried(free, 0.0) - carried(free, -7.0)).max() > 0.01


def test_a_plate_limits_as_the_solid_does_whose_surface_it_could_be():
    split = build_openness(GRID, [], [PLATE])
    solid = build_openness(GRID, [Box((0.0, 0.0, 0.0), (3.0, 2.0, 1.0))], [])
    np.testing.assert_allclose(carried(split, -7.0), carried(solid, 0.0), rtol=1e-12)


def limited_heat(openness, below):
    """The second-order part of the heat carried up from a plate."""
    grid = openness.grid
    flux = zero_velocity(grid)
    flux[2][:] = 0.2 * (openness.area[2] > 0.0)
    temperature = grid.zeros()
    temperature[:, :, 5:] = 20.0 + np.linspace(0.0, 3.0, 5) ** 2
    temperature[:, :, :5] = below
    nothing = exchange_of(grid, [], [], [], [], np.zeros((0, 0)), [], grid.zeros())
    operator = HeatOperator(grid, openness.mixing, second_order=True, plates=openness.plates)
    operator.update(flux, np.full(grid.padded_shape, 0.01), nothing)
    correction = operator.right_hand_side(temperature)
    return operator, flux, temperature, correction


@pytest.mark.parametrize("open_share", [0.0, 0.3])
def test_heat_beyond_a_plate_counts_by_its_open_share(open_share):
    openness = build_openness(GRID, [], [replace(PLATE, open_share=open_share)])
    near, far = (limited_heat(openness, below)[3][:, :, 5:] for below in (19.0, -50.0))
    assert (np.abs(near - far).max() < 1e-12) == (open_share == 0.0)
    assert np.abs(far[:, :, 1:]).max() > 0.01


@pytest.mark.parametrize("open_share", [0.0, 0.3])
def test_the_frozen_correction_knows_the_plates_too(open_share):
    openness = build_openness(GRID, [], [replace(PLATE, open_share=open_share)])
    operator, _, temperature, correction = limited_heat(openness, 5.0)
    grid = openness.grid
    frozen = freeze_correction(operator.coefficients, temperature, openness.plates)
    first, after = grid.zeros(), grid.zeros()
    apply_stencil(operator.coefficients, temperature, first)
    apply_stencil(frozen, temperature, after)
    np.testing.assert_allclose((first - after)[INTERIOR], correction[INTERIOR], atol=1e-12)
    assert min(field.min() for field in frozen[1:]) >= -1e-14
