"""A search ended early answers with the best hall so far."""

import pytest

from coolsim.density import solve_density
from coolsim.events import Finish
from tests.density.test_solve import CATALOGUE, CELL_M, base
from tests.halls import small_hall


def stopped(objective, is_time):
    """The answer of a density that is told to finish once ``is_time`` says so of its progress."""
    steps = solve_density(
        small_hall(), CATALOGUE, objective=objective, fidelity="live", cell_m=CELL_M
    )
    while not is_time(next(steps)):
        pass
    with pytest.raises(StopIteration) as ended:
        steps.throw(Finish())
    return ended.value.value


def trial_of(progress):
    """Number of the trial a message speaks of, 0 before the first."""
    words = progress.message.split(":")[0].split()
    return int(words[1]) if words[0] == "Trial" else 0


def test_a_stopped_allocation_is_the_best_that_held_so_far():
    uniform = base().hall.power_w
    density = stopped("total", lambda p: p.stage == "density" and trial_of(p) >= 14)
    assert density.status == "cancelled"
    assert density.hall.power_w >= uniform * (1.0 - 1e-3)
    assert any(f.code == "density.cancelled" for f in density.findings)
    # the flow shown belongs to the powers shown
    heat = [rack.heat_to_air_w for rack in density.results.racks]
    assert heat == pytest.approx([rack.power_w for rack in density.racks], abs=1e-6)
    assert max(rack.inlet_temperature_c for rack in density.results.racks) <= 27.0 + 0.02


def test_a_search_stopped_before_anything_held_has_no_answer():
    steps = solve_density(small_hall(), CATALOGUE, fidelity="live", cell_m=CELL_M)
    next(steps)
    with pytest.raises(Finish):
        steps.throw(Finish())
