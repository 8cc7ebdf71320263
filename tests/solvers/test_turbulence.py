"""Eddy viscosity: the worked number, its blend, and the constant."""

import numpy as np
import pytest

from solvers.grid import INTERIOR, Grid
from solvers.turbulence import AIR_VISCOSITY, constant, zero_equation

GRID = Grid((3, 3, 3), (1.0, 1.0, 1.0))


def moving(u=0.0, v=0.0, w=0.0):
    return tuple(np.full(GRID.padded_shape, value) for value in (u, v, w))


@pytest.mark.parametrize("direction", [(1.0, 0.0, 0.0), (0.0, -1.0, 0.0), (0.6, 0.0, 0.8)])
def test_worked_number_one_metre_per_second_half_a_metre_from_the_wall(direction):
    viscosity = GRID.zeros()
    distance = np.full(GRID.padded_shape, 0.5)
    zero_equation(relaxation=1.0)(*moving(*direction), distance, viscosity)
    np.testing.assert_allclose(viscosity[INTERIOR], 0.01937 + AIR_VISCOSITY, rtol=1e-10)


@pytest.mark.parametrize("axis", [0, 1, 2])
def test_the_speed_is_that_of_the_cell_not_of_one_face(axis):
    velocity = moving()
    np.moveaxis(velocity[axis], axis, 0)[2] = 1.0
    viscosity, distance = GRID.zeros(), np.ones(GRID.padded_shape)
    zero_equation(relaxation=1.0, laminar=0.0)(*velocity, distance, viscosity)
    along = np.moveaxis(viscosity, axis, 0)[1:-1, 2, 2]
    np.testing.assert_allclose(along, [0.5 * 0.03874, 0.5 * 0.03874, 0.0], atol=1e-15)


def test_relaxation_blends_with_the_last_value():
    viscosity = np.full(GRID.padded_shape, 0.01)
    zero_equation(relaxation=0.25, laminar=0.0)(
        *moving(1.0), np.full(GRID.padded_shape, 0.5), viscosity
    )
    np.testing.assert_allclose(viscosity[INTERIOR], 0.75 * 0.01 + 0.25 * 0.01937, rtol=1e-12)


def test_still_air_is_laminar():
    viscosity = np.full(GRID.padded_shape, 0.5)
    zero_equation(relaxation=1.0)(*moving(), np.ones(GRID.padded_shape), viscosity)
    np.testing.assert_allclose(viscosity[INTERIOR], AIR_VISCOSITY)


def test_the_constant_is_everywhere():
    viscosity = GRID.zeros()
    constant(0.02)(*moving(3.0), GRID.zeros(), viscosity)
    assert (viscosity == 0.02).all()
