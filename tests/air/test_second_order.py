"""Second-order convection in a whole hall: asked for by a setting, closed balances, less mixing."""

import numpy as np
import pytest

from coolsim.air.response import AirResponse
from coolsim.air.solve import AirSolver
from coolsim.catalogue import load_catalogue
from coolsim.design.edits import set_settings
from coolsim.simulate import make_solver, resolve_design, simulate
from tests.air.halls import CELL_M, finish
from tests.halls import small_hall


@pytest.fixture(scope="module")
def both():
    catalogue = load_catalogue()
    designs = [set_settings(small_hall(), convection=c) for c in ("upwind", "second_order")]
    return [finish(simulate(d, catalogue, fidelity="live", cell_m=CELL_M)) for d in designs]


def test_the_balances_close_with_the_second_order(both):
    results = both[1]
    assert results.status in ("converged", "wandering")
    assert results.balance.energy_fraction < 1e-9
    assert results.balance.mass_fraction < 1e-9


def test_less_of_the_hot_air_is_mixed_away(both):
    # in the room: the air under the floor is all at the supply temperature
    first = round(-both[0].fields.origin_m[2] / both[0].fields.spacing_m[2])
    spread = [float(np.nanstd(results.fields.temperature_c[:, :, first:])) for results in both]
    assert spread[1] > spread[0]


def test_no_air_is_colder_than_the_supply_and_none_hotter_than_the_hottest_outlet(both):
    for results in both:
        low = min(cooler.supply_temperature_c for cooler in results.coolers)
        high = max(band.outlet_temperature_c for rack in results.racks for band in rack.bands)
        assert np.nanmin(results.fields.temperature_c) > low - 1e-3
        assert np.nanmax(results.fields.temperature_c) < high + 1e-3


def test_the_coarse_grids_and_the_draft_stay_upwind():
    design = set_settings(small_hall(), convection="second_order")
    scene = resolve_design(design, load_catalogue())
    solver = make_solver(design, scene, "full", 0.1)
    room, _, _ = solver.room_on(scene, solver.finest, None, None)
    assert room.options.second_order
    draft = AirSolver(scene, "draft", CELL_M, "zero_equation", second_order=True)
    room, _, _ = draft.room_on(scene, draft.finest, None, None)
    assert not room.options.second_order


def test_inlets_are_explained_by_shares_that_add_up():
    design = set_settings(small_hall(), convection="second_order")
    scene = resolve_design(design, load_catalogue())
    solution = finish(make_solver(design, scene, "live", CELL_M).solve(scene))
    explanation = AirResponse(solution).explain(0)
    assert abs(explanation.sum_error_k) < 0.01
