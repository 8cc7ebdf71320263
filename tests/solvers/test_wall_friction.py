"""The log law of walls beside closures without one, and the cells that feel it."""

import numpy as np
import pytest

from solvers.boundary import Boundary, Side
from solvers.grid import Grid
from solvers.momentum import zero_velocity
from solvers.openness import Box, build_openness
from solvers.turbulence import AIR_VISCOSITY
from solvers.wall_friction import WallFriction, cells_at_walls, log_law
from solvers.wall_functions import KARMAN, ROUGHNESS

GRID = Grid((6, 5, 4), (0.1, 0.1, 0.1))


def test_the_worked_number_of_the_log_law():
    assert log_law()(np.array([1.0]), 0.05)[0] == pytest.approx(1.6e-4, rel=0.01)


@pytest.mark.parametrize("speed", [0.1, 0.5, 3.0, 20.0])
def test_the_shear_is_that_of_the_law(speed):
    nu, distance = float(log_law()(np.array([speed]), 0.05)[0]), 0.05
    friction_velocity = np.sqrt(nu * speed / distance)
    units = distance * friction_velocity / AIR_VISCOSITY
    assert speed / friction_velocity == pytest.approx(np.log(ROUGHNESS * units) / KARMAN, rel=1e-8)


def test_slow_air_near_a_wall_is_laminar_and_the_law_has_no_step():
    law, distance = log_law(), 0.002
    speeds = np.linspace(0.0, 3.0, 3001)
    found = law(speeds, distance)
    assert (found[speeds * distance / AIR_VISCOSITY < 115.0] == AIR_VISCOSITY).all()
    assert (np.diff(found) >= 0.0).all()
    assert np.diff(found).max() < 0.01 * AIR_VISCOSITY
    assert found[-1] > 1.5 * AIR_VISCOSITY


def test_cells_at_outer_walls_and_beside_solids_are_found():
    openness = build_openness(GRID, [Box((0.2, 0.1, 0.0), (0.4, 0.3, 0.2))], [])
    for axis in range(3):
        marked = np.zeros(GRID.padded_shape, dtype=bool)
        marked.ravel()[cells_at_walls(openness, axis)] = True
        for end in (1, -2):
            layer = np.take(marked, end, axis=axis)[1:-1, 1:-1]
            air = np.take(openness.active, end, axis=axis)[1:-1, 1:-1]
            assert (layer == air).all()
        assert not marked[~openness.active].any()
    over = np.zeros(GRID.padded_shape, dtype=bool)
    over.ravel()[cells_at_walls(openness, 2)] = True
    assert over[3:5, 2:4, 3].all()
    assert not over[1, 1, 2:4].any()


def moving_along_x(speed):
    velocity = zero_velocity(GRID)
    velocity[0][2:-1, 1:-1, 1:-1] = speed
    return velocity


def test_friction_is_told_at_walls_along_the_flow_only_as_fast_as_it_is():
    openness = build_openness(GRID, [], [])
    friction = WallFriction(openness, log_law(), Boundary())
    friction.update(moving_along_x(2.0))
    law = log_law()(np.array([2.0, 1.0]), 0.05)
    assert friction.viscosity[2, 3, 3, 1] == pytest.approx(law[0])
    assert friction.viscosity[1, 3, 1, 2] == pytest.approx(law[0])
    assert friction.viscosity[2, 1, 3, 1] == pytest.approx(law[1])
    assert friction.viscosity[2, 3, 3, 2] == 0.0


def test_a_side_that_moves_with_the_air_does_not_drag_it():
    openness = build_openness(GRID, [], [])
    boundary = Boundary(sides=(Side(2, True, velocity=(2.0, 0.0, 0.0)),))
    friction = WallFriction(openness, log_law(), boundary)
    friction.update(moving_along_x(2.0))
    assert friction.viscosity[2, 3, 3, -2] == AIR_VISCOSITY
    assert friction.viscosity[2, 3, 3, 1] > 5.0 * AIR_VISCOSITY
