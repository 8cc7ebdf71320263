"""The k-epsilon model in a whole hall: settings, balances, cold and warm starts."""

import numpy as np
import pytest

from coolsim.air.solve import AirSolver
from coolsim.catalogue import load_catalogue
from coolsim.design.edits import set_settings
from coolsim.design.examples import list_examples
from coolsim.design.files import load
from coolsim.simulate import resolve_design, simulate
from tests.air.halls import finish


@pytest.fixture(scope="module")
def room_20():
    path = next(example.path for example in list_examples() if example.name == "room-20")
    return set_settings(load(path), turbulence="k_epsilon")


def test_a_room_of_racks_ends_with_its_balances_closed(room_20):
    results = finish(simulate(room_20, load_catalogue(), fidelity="live", cell_m=0.5))
    assert results.status in ("converged", "wandering")
    assert results.balance.energy_fraction < 1e-9
    assert results.balance.mass_fraction < 1e-9
    inlets = np.array([rack.inlet_temperature_c for rack in results.racks])
    supply = min(cooler.supply_temperature_c for cooler in room_20.variant.coolers)
    assert (inlets > supply - 0.1).all()
    assert (inlets < supply + 25.0).all()


def test_a_warm_start_keeps_the_turbulence(room_20):
    scene = resolve_design(room_20, load_catalogue())
    solver = AirSolver(scene, "live", 0.5, "k_epsilon")
    cold = finish(solver.solve(scene))
    warm = finish(solver.solve(scene))
    assert warm.state.turbulence is not cold.state.turbulence
    assert warm.steps <= cold.steps
    np.testing.assert_allclose(warm.intake_means, cold.intake_means, atol=0.3)
