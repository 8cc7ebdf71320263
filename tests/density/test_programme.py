"""The linear programme of a step against answers found by hand."""

import numpy as np
import pytest

from coolsim.density.programme import Programme, solve_programme

SECOND = 1e-4
"""What the second stage may give up of the first."""


def programme(slopes, room, *, value=(1.0, 1.0), lower=0.0, upper=6.0, least=False, weight=100.0):
    racks = len(value)
    return Programme(
        value=np.array(value),
        lower=np.full(racks, lower),
        upper=np.full(racks, upper),
        slopes=np.array(slopes, dtype=float),
        room=np.array(room, dtype=float),
        weight=weight,
        maximises_least=least,
        moved=np.ones(racks, dtype=bool),
    )


def test_a_flat_optimum_is_recognised_and_split_evenly():
    step = solve_programme(programme([[1.0, 1.0]], [8.0]))
    assert step.is_flat
    assert step.powers == pytest.approx([4.0, 4.0])
    assert step.value == pytest.approx(8.0)


def test_a_corner_is_no_flat_optimum():
    # the second rack warms the limit twice as much: the first is filled
    step = solve_programme(programme([[1.0, 2.0]], [8.0]))
    assert not step.is_flat
    assert step.powers == pytest.approx([6.0, 1.0], abs=SECOND)


def test_the_least_power_and_then_the_sum():
    step = solve_programme(programme([[0.0, 2.0]], [4.0], least=True))
    assert step.powers == pytest.approx([6.0, 2.0], abs=SECOND)
    assert step.value == pytest.approx(2.0)


def test_worth_decides():
    step = solve_programme(programme([[1.0, 1.0]], [8.0], value=(1.0, 3.0)))
    assert step.powers == pytest.approx([2.0, 6.0], abs=SECOND)


def test_a_limit_that_cannot_be_held_costs_but_does_not_stop():
    step = solve_programme(programme([[1.0, 0.0]], [-1.0]))
    assert step.powers == pytest.approx([0.0, 6.0])
    assert step.value == pytest.approx(6.0 - 100.0)
