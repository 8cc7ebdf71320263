"""Potential flow: a sink in a floor, a cylinder in a stream.

H. Lamb, Hydrodynamics, 6th ed. (1932), articles 56 to 68; images for the sink in a wall.
"""

import numpy as np

from coolsim.verification.kinds import potential
from tests.validation.cases import assert_agrees, rows


def test_sink_and_cylinder_agree():
    found = rows("A13_potential_flow_open")
    assert len(found) == 11
    assert_agrees(found)


def test_the_speed_falls_with_the_square_of_the_distance():
    near, _ = potential.sink_speed(1.0, 0.5, 16)
    far, _ = potential.sink_speed(1.0, 1.0, 16)
    np.testing.assert_allclose(near / far, 4.0, rtol=1e-6)


def test_a_finer_grid_is_nearer():
    errors = [
        np.abs(potential.sink_speed(1.0, 1.0, cells)[0] * 2.0 * np.pi - 1.0).max()
        for cells in (10, 20)
    ]
    assert errors[1] < 0.5 * errors[0]
