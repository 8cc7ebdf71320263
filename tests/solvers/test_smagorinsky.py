"""Smagorinsky's viscosity: the worked number, its wall, and that turning air has no strain."""

import numpy as np
import pytest

from solvers.grid import INTERIOR, Grid
from solvers.smagorinsky import smagorinsky

GRID = Grid((4, 4, 4), (0.1, 0.1, 0.1))
FAR = np.full(GRID.padded_shape, 5.0)


def still():
    return [GRID.zeros(), GRID.zeros(), GRID.zeros()]


def positions(axis, offset):
    """Padded coordinates along an axis, of cells (0.5) or of their lower faces (0)."""
    shape = [1, 1, 1]
    shape[axis] = -1
    return (GRID.spacing[axis] * (np.arange(6) - 1 + offset)).reshape(shape)


@pytest.mark.parametrize(("component", "axis"), [(a, b) for a in range(3) for b in range(3)])
def test_worked_number_a_shear_of_ten_per_second(component, axis):
    velocity = still()
    slope = 10.0 if component != axis else 10.0 / np.sqrt(2.0)
    velocity[component] += slope * positions(axis, 0.5 if component != axis else 0.0)
    viscosity = GRID.zeros()
    smagorinsky(GRID.spacing, laminar=0.0)(*velocity, FAR, viscosity)
    np.testing.assert_allclose(viscosity[INTERIOR], 0.001, rtol=1e-12)


def test_air_that_turns_as_a_whole_has_no_eddies():
    u, v, w = still()
    u -= 3.0 * positions(1, 0.5)
    v += 3.0 * positions(0, 0.5)
    viscosity = GRID.zeros()
    smagorinsky(GRID.spacing)(u, v, w, FAR, viscosity)
    np.testing.assert_allclose(viscosity[INTERIOR], 1.5e-5, rtol=1e-9)


def test_near_a_wall_the_distance_to_it_is_the_length():
    u, v, w = still()
    u += 10.0 * positions(2, 0.5)
    viscosity = GRID.zeros()
    near = np.full(GRID.padded_shape, 0.01)
    smagorinsky(GRID.spacing, laminar=0.0)(u, v, w, near, viscosity)
    np.testing.assert_allclose(viscosity[INTERIOR], (0.41 * 0.01) ** 2 * 10.0, rtol=1e-12)
