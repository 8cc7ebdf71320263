"""Decay of a vortex: true time steps and the projection.

G. I. Taylor and A. E. Green, Mechanism of the production of small eddies from large ones, Proc. R.
Soc. A 158 (1937) 499-521; exact in two dimensions.
"""

from itertools import pairwise

import numpy as np
import pytest

from coolsim.verification.kinds import taylor_green
from tests.validation.cases import assert_agrees, orders, rows

VISCOSITY = 0.1


def decayed(cells, steps_per_unit, until, second_order=True):
    """Horizontal velocity at the start and later."""
    setup = taylor_green.Setup(VISCOSITY, cells, steps_per_unit, second_order)
    room = taylor_green.start(setup)
    first = room.state.velocity[0].copy()
    for _ in range(round(until * steps_per_unit)):
        room.step_in_time()
    return room, first


def error(cells, second_order):
    room, first = decayed(cells, 200, 0.25, second_order)
    exact = first * np.exp(-2.0 * VISCOSITY * 0.25)
    return np.sqrt(np.mean((room.state.velocity[0] - exact) ** 2))


def test_the_energy_decays_as_published():
    assert_agrees(rows("A16_taylor_green_2d"))


def test_space_is_at_least_of_second_order():
    assert min(orders([error(cells, second_order=True) for cells in (8, 16, 32)])) > 1.8


def test_upwind_is_of_first_order():
    found = orders([error(cells, second_order=False) for cells in (16, 32)])
    assert found == pytest.approx([1.0], abs=0.2)


def test_time_is_of_first_order():
    fields = [decayed(16, steps, 0.5)[0].state.velocity[0] for steps in (10, 20, 40)]
    changes = [np.abs(a - b).max() for a, b in pairwise(fields)]
    assert min(orders(changes)) > 0.9


def test_volume_is_conserved_and_a_quarter_turn_changes_nothing():
    room, _ = decayed(16, 50, 0.2)
    assert np.abs(room.divergence_defect()).max() < 1e-6
    u, w = room.state.velocity[0][1:, 1, 1:-1], room.state.velocity[2][1:-1, 1, 1:]
    np.testing.assert_allclose(u, -u[::-1, ::-1], atol=1e-8)
    np.testing.assert_allclose(w, -u[::-1].T, atol=1e-8)
