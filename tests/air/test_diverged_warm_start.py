"""A warm start that diverges: the solve begins again from rest, and only then gives up."""

import numpy as np
import pytest

from coolsim.air.solve import AirSolver
from coolsim.air.summary import rack_results
from coolsim.errors import SolveError
from coolsim.scene import with_rack_powers
from tests.air.halls import CELL_M, base, finish, scene_of


def inlets(solution):
    return np.array([rack.inlet_temperature_c for rack in rack_results(solution)])


@pytest.fixture
def scene():
    return scene_of(base())


def test_a_state_that_blows_up_is_dropped_for_a_cold_start(scene):
    solver = AirSolver(scene, "live", CELL_M, "constant")
    finish(solver.solve(scene))
    more = with_rack_powers(scene, [5000.0] * len(scene.racks))
    for component in solver._state.velocity:
        component[:] = np.nan
    told = []
    steps = solver.solve(more)
    while True:
        try:
            told.append(next(steps).message)
        except StopIteration as stop:
            warm = stop.value
            break
    assert any("once more from rest" in message for message in told)
    assert warm.status == "converged"
    cold = finish(AirSolver(scene, "live", CELL_M, "constant").solve(more))
    np.testing.assert_allclose(inlets(warm), inlets(cold), atol=1e-9)


def test_a_cold_start_that_diverges_is_an_error(scene, monkeypatch):
    monkeypatch.setattr("solvers.steady._SPEED_LIMIT", 1e-9)
    solver = AirSolver(scene, "live", CELL_M, "constant")
    with pytest.raises(SolveError, match="diverged") as caught:
        finish(solver.solve(scene))
    assert caught.value.exit_code == 4
    assert caught.value.marked


def test_other_refusals_of_a_warm_solve_are_not_tried_again(scene):
    solver = AirSolver(scene, "live", CELL_M, "constant")
    finish(solver.solve(scene))
    kept = solver._state
    with pytest.raises(SolveError):
        finish(solver.solve(with_rack_powers(scene, [5e6] * len(scene.racks))))
    assert solver._state is kept
