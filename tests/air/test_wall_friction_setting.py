"""What walls drag with, as a setting of the design."""

import numpy as np
import pytest

from coolsim.air.solve import AirSolver
from coolsim.air.summary import balance, rack_results
from coolsim.catalogue import load_catalogue
from coolsim.design.edits import set_settings
from coolsim.simulate import make_solver, resolve_design
from tests.air.halls import CELL_M, finish
from tests.halls import small_hall


def solver_of(**settings):
    design = set_settings(small_hall(), **settings)
    scene = resolve_design(design, load_catalogue())
    fidelity = settings.get("fidelity", "live")
    return make_solver(design, scene, fidelity, CELL_M), scene


def room_of(**settings):
    solver, scene = solver_of(**settings)
    assert isinstance(solver, AirSolver)
    return solver.room_on(scene, solver.finest, None, None)[0]


@pytest.mark.parametrize(
    ("settings", "has_law"),
    [
        ({}, False),
        ({"wall_friction": "log_law"}, True),
        ({"wall_friction": "log_law", "turbulence": "k_epsilon"}, False),
        ({"wall_friction": "log_law", "turbulence": "constant"}, False),
        ({"wall_friction": "log_law", "fidelity": "draft"}, False),
    ],
)
def test_only_the_zero_equation_closure_takes_the_log_law(settings, has_law):
    assert (room_of(**settings).wall_law is not None) == has_law


def test_the_log_law_moves_the_inlets_and_keeps_the_balances():
    found = {}
    for walls in ("eddy_viscosity", "log_law"):
        solver, scene = solver_of(wall_friction=walls)
        solution = finish(solver.solve(scene))
        assert solution.status in ("converged", "wandering")
        assert balance(solution).energy_fraction < 1e-9
        assert balance(solution).mass_fraction < 1e-9
        found[walls] = np.array([rack.inlet_temperature_c for rack in rack_results(solution)])
    moved = np.abs(found["log_law"] - found["eddy_viscosity"]).max()
    assert 0.01 < moved < 5.0
