"""Solved halls: balances, machines at their limits, identities that hold exactly."""

import numpy as np
import pytest
from scipy.sparse.linalg import factorized

from coolsim.air.solve import AirSolver
from coolsim.air.summary import balance, cooler_results, rack_results
from coolsim.air.tile_flows import plenum_result, tile_results
from coolsim.catalogue import load_catalogue
from coolsim.design.models import Design
from coolsim.errors import SolveError
from coolsim.properties.air import AirState
from coolsim.scene import with_rack_powers
from coolsim.simulate import simulate
from tests.air.halls import (
    AIR,
    CELL_M,
    all_changed,
    base,
    changed,
    contained,
    design_of,
    finish,
    hall,
    scene_of,
    solve,
    two_coolers,
)


def inlets(solution):
    """Mean inlet of every rack band [deg C]."""
    return solution.intake_means[: solution.devices.band_power_w.size]


# -- a plain hall ----------------------------------------------------------------------------------


@pytest.mark.parametrize("fidelity", ["draft", "live"])
def test_a_hall_converges_and_balances(fidelity):
    solution = solve(base(), fidelity)
    assert solution.status == "converged"
    sums = balance(solution)
    assert sums.mass_fraction < 1e-12
    assert sums.energy_fraction < 1e-9
    assert sums.linear_residual < 1e-11
    (cooler,) = cooler_results(solution)
    rate = AIR.density_kg_m3 * AIR.heat_capacity_j_kg_k * cooler.airflow_m3_s
    assert cooler.return_temperature_c == pytest.approx(20.0 + 20e3 / rate, abs=1e-6)
    assert (inlets(solution) > 20.0).all()


def test_rack_results_follow_from_their_bands():
    racks = rack_results(solve(base(), "live"))
    for rack in racks:
        assert rack.inlet_temperature_c == max(b.inlet_temperature_c for b in rack.bands)
        assert rack.inlet_mean_temperature_c <= rack.inlet_temperature_c
        rate = AIR.density_kg_m3 * AIR.heat_capacity_j_kg_k * rack.airflow_m3_s
        rise = rack.outlet_temperature_c - rack.inlet_mean_temperature_c
        assert rate * rise == pytest.approx(rack.power_w, rel=1e-9)


def test_the_live_hall_is_warmer_under_the_ceiling():
    layers = np.nanmean(solve(base(), "live").temperature_c(), axis=(0, 1))
    assert layers[-1] > layers[0] + 2.0


def test_solid_cells_show_no_temperature():
    solution = solve(base())
    rack = base().racks[0]
    cell = tuple(int(v / CELL_M) for v in (rack.x_m, rack.y_m, 1.0))
    assert np.isnan(solution.temperature_c()[cell])
    assert solution.velocity_m_s().shape == (3, *solution.temperature_c().shape)


@pytest.mark.parametrize("fidelity", ["draft", "live"])
def test_two_solves_give_identical_numbers(fidelity):
    one, other = solve(base(), fidelity), solve(base(), fidelity)
    np.testing.assert_array_equal(one.intake_means, other.intake_means)
    np.testing.assert_array_equal(one.state.temperature, other.state.temperature)
    assert one.history == other.history


def test_a_forgotten_warm_start_gives_the_cold_numbers():
    scene = scene_of(base())
    solver = AirSolver(scene, "live", CELL_M, "constant")
    cold = finish(solver.solve(scene))
    warm = finish(solver.solve(with_rack_powers(scene, [5100.0] * 4)))
    assert warm.steps < cold.steps
    solver.forget()
    again = finish(solver.solve(scene))
    np.testing.assert_array_equal(again.intake_means, cold.intake_means)


def test_thin_air_warms_more():
    sea = solve(base(), "live")
    # 3000 m: about 0.83 kg/m3
    high = solve(base(), "live", air=AirState(0.83, AIR.heat_capacity_j_kg_k, 0.008, 5.0))
    rise = [rack_results(s)[0] for s in (sea, high)]
    ratio = [rack.outlet_temperature_c - rack.inlet_mean_temperature_c for rack in rise]
    assert ratio[1] / ratio[0] == pytest.approx(AIR.density_kg_m3 / 0.83, rel=1e-9)
    assert inlets(high).max() > inlets(sea).max()


def test_altitude_reaches_the_result():
    low, high = (
        finish(
            simulate(
                design_of(changed(base(), site={"altitude_m": altitude})),
                load_catalogue(),
                fidelity="draft",
                cell_m=CELL_M,
            )
        )
        for altitude in (0.0, 2000.0)
    )
    assert high.air_density_kg_m3 / low.air_density_kg_m3 == pytest.approx(0.785, abs=0.005)
    rises = [r.coolers[0].return_temperature_c - 20.0 for r in (low, high)]
    assert rises[1] / rises[0] == pytest.approx(
        low.air_density_kg_m3
        * low.air_heat_capacity_j_kg_k
        / (high.air_density_kg_m3 * high.air_heat_capacity_j_kg_k),
        rel=1e-6,
    )


def test_a_hall_without_load_stays_at_the_set_point():
    solution = solve(base(racks=all_changed(base().racks, load_w=0.0)), "live")
    np.testing.assert_allclose(solution.intake_means, 20.0, atol=1e-9)
    racks = rack_results(solution)
    assert all(rack.outlet_temperature_c == pytest.approx(20.0) for rack in racks)


def test_a_hall_at_zero_degrees_is_nothing_special():
    cold = base(coolers=all_changed(base().coolers, supply_temperature_c=0.0))
    warm = solve(base())
    np.testing.assert_allclose(inlets(solve(cold)), inlets(warm) - 20.0, atol=1e-6)


# -- coolers at their limits -----------------------------------------------------------------------


@pytest.mark.parametrize("fidelity", ["draft", "live"])
def test_a_saturated_cooler_lets_its_supply_rise_by_the_energy_balance(fidelity):
    solution = solve(two_coolers(first_w=8e3, second_w=30e3), fidelity)
    assert solution.status == "converged"
    first, second = cooler_results(solution)
    assert [coil.mode for coil in solution.coils] == ["saturated", "holding"]
    assert not first.holds_set_point
    assert first.net_duty_w == pytest.approx(8e3)
    assert second.net_duty_w == pytest.approx(12e3, rel=1e-8)
    rate = AIR.density_kg_m3 * AIR.heat_capacity_j_kg_k * first.airflow_m3_s
    drop = first.return_temperature_c - first.supply_temperature_c
    assert rate * drop == pytest.approx(8e3, rel=1e-9)
    assert first.supply_temperature_c > 20.5
    assert balance(solution).energy_fraction < 1e-9
    # what comes up is what both blow down; some heat mixes down through open tiles
    mixed = (first.supply_temperature_c + second.supply_temperature_c) / 2
    assert plenum_result(solution).temperature_c == pytest.approx(mixed, abs=0.02)


@pytest.mark.parametrize("capacity_w", [20e3, 20.05e3])
def test_a_capacity_that_just_suffices_holds(capacity_w):
    solution = solve(base(coolers=all_changed(base().coolers, capacity_w=capacity_w)), "live")
    assert solution.status == "converged"
    assert cooler_results(solution)[0].holds_set_point


def test_a_capacity_that_does_not_count_shows_the_duty_needed():
    scene = scene_of(base(coolers=all_changed(base().coolers, capacity_w=10e3)))
    with pytest.raises(SolveError, match="no temperature of the hall"):
        finish(AirSolver(scene, "draft", CELL_M, "constant").solve(scene))
    solver = AirSolver(scene, "draft", CELL_M, "constant", capacity_counts=False)
    (cooler,) = cooler_results(finish(solver.solve(scene)))
    assert cooler.net_duty_w == pytest.approx(20e3, rel=1e-9)
    assert cooler.holds_set_point


def test_a_cooler_that_draws_colder_air_than_its_set_point_idles():
    solution = solve(two_coolers(second_c=45.0), "live")
    assert [coil.mode for coil in solution.coils] == ["holding", "idle"]
    _, idle = cooler_results(solution)
    assert idle.net_duty_w == 0.0
    assert idle.supply_temperature_c == idle.return_temperature_c < 45.0
    assert balance(solution).energy_fraction < 1e-9


# -- containment -----------------------------------------------------------------------------------


@pytest.mark.parametrize("top", [2.1, 2.0, 1.95])
@pytest.mark.parametrize("wall_y", [3.9, 3.8])
@pytest.mark.parametrize("cell_m", [0.3, 0.25])
def test_a_sealed_aisle_with_equal_flows_serves_supply_air_only(top, wall_y, cell_m):
    # supply heat index 0, on the grid and off it: no seam, no opening on the wrong side
    solution = solve(contained(top=top, wall_y=wall_y), cell_m=cell_m)
    assert solution.devices.geometry.zones.count == 2
    np.testing.assert_allclose(inlets(solution), 20.0, atol=0.01)
    rise = solution.outlet_means[: inlets(solution).size] - 20.0
    assert inlets(solution).mean() - 20.0 < 1e-4 * rise.mean()


def test_a_sealed_aisle_serves_supply_air_only_with_buoyancy_too():
    solution = solve(contained(), "live")
    assert solution.status == "converged"
    np.testing.assert_allclose(inlets(solution), 20.0, atol=0.01)


def test_mixing_does_not_pass_a_leaky_panel_that_no_air_passes():
    # 0.2 % open, flows matched: the roof is 10 K warmer above than below, and stays so
    solution = solve(contained(leak=0.002), "live")
    assert inlets(solution).max() < 20.2
    assert np.nanmax(solution.temperature_c()[8:15, 10:13, -2:]) > 29.0


def test_leaks_let_warm_air_in_where_the_racks_want_more_than_they_get():
    tight = inlets(solve(contained(leak=0.002, demand=1.2), "live")).mean()
    open_aisle = inlets(solve(changed(contained(demand=1.2), panels=()), "live")).mean()
    over = inlets(solve(contained(leak=0.002, demand=0.8), "live")).max()
    # a sixth of the demand is drawn through the leaks, at the temperature of the room
    assert 20.5 < tight < open_aisle + 5.0
    assert over < 20.05


# -- frozen flow -----------------------------------------------------------------------------------


def test_at_frozen_flow_more_power_never_cools_an_inlet():
    solution = solve(base())
    devices, sparse = solution.devices, solution.sparse
    exchange = devices.exchange(solution.coils)
    bands = devices.band_power_w.size
    count = exchange.intakes.count
    solve_system = factorized(sparse.matrix.tocsc())
    base_answer = solve_system(sparse.rhs)[-count:]
    np.testing.assert_allclose(base_answer, solution.intake_means, atol=1e-7)
    scatter = exchange.discharges.matrix(sparse.numbering.size)
    keep = np.flatnonzero(sparse.numbering.ravel() >= 0)
    for band in range(bands):
        # one kelvin more at the outlet of one band
        rhs = np.zeros(sparse.rhs.size)
        released = exchange.discharge_flow[band] * scatter[band].toarray().ravel()[keep]
        rhs[: keep.size] = released
        response = solve_system(rhs)[-count:][:bands]
        assert response.min() > -1e-12
        assert response.max() > 1e-4


def test_the_published_system_is_that_of_the_fields():
    solution = solve(base(), "live")
    assert solution.sparse.numbering.max() + 1 == np.isfinite(solution.temperature_c()).sum()
    assert solution.sparse.matrix.shape[0] == (
        solution.sparse.numbering.max() + 1 + len(solution.devices.geometry.intakes)
    )


# -- tiles -----------------------------------------------------------------------------------------


def test_tiles_tell_their_flow_and_temperature():
    tiles = list(base().tiles)
    tiles[0] = changed(tiles[0], y_m=2.4)
    solution = solve(base(tiles=tuple(tiles)))
    blocked, *free = tile_results(solution)
    assert blocked.airflow_m3_s == 0.0
    assert np.isnan(blocked.temperature_c)
    assert all(20.0 <= tile.temperature_c < 20.1 for tile in free)
    leak = plenum_result(solution).leakage_m3_s
    supply = solution.devices.scene.coolers[0].airflow_m3_s
    assert sum(tile.airflow_m3_s for tile in free) + leak == pytest.approx(supply, rel=1e-12)


def test_tiles_without_supply_have_no_temperature():
    solution = solve(base(coolers=all_changed(base().coolers, discharge="front")))
    assert plenum_result(solution) is None
    assert all(tile.airflow_m3_s == 0.0 for tile in tile_results(solution))
    assert all(np.isnan(tile.temperature_c) for tile in tile_results(solution))


def test_grilles_pass_what_the_void_draws():
    variant = base(
        coolers=all_changed(base().coolers, intake="ceiling_void"),
        tiles=(
            *base().tiles,
            changed(base().tiles[0], id="tile-0009", y_m=1.2, surface="ceiling"),
        ),
    )
    solution = solve(hall(variant, ceiling_void_m=0.6))
    grille = tile_results(solution)[-1]
    assert grille.airflow_m3_s == pytest.approx(-solution.devices.scene.coolers[0].airflow_m3_s)
    (cooler,) = cooler_results(solution)
    assert grille.temperature_c == pytest.approx(cooler.return_temperature_c, abs=0.01)


# -- hard halls ------------------------------------------------------------------------------------


@pytest.mark.parametrize("fidelity", ["draft", "live"])
def test_a_rack_of_300_kw_ends_in_a_balanced_result(fidelity):
    racks = (changed(base().racks[0], load_w=300e3), *base().racks[1:])
    coolers = all_changed(base().coolers, airflow_m3_s=20.0, capacity_w=400e3)
    solution = solve(base(racks=racks, coolers=coolers), fidelity, turbulence="zero_equation")
    assert solution.status in ("converged", "wandering")
    assert balance(solution).energy_fraction < 1e-9
    assert np.isfinite(solution.intake_means).all()


def test_a_gap_narrower_than_a_cell_still_passes_the_rack_flow():
    racks = (changed(base().racks[0], y_m=0.65), *base().racks[1:])
    solution = solve(base(racks=racks), "live")
    assert solution.status == "converged"
    assert balance(solution).energy_fraction < 1e-9


def test_a_hall_of_coarse_cells():
    solution = solve(base(), "live", cell_m=0.6)
    assert solution.status in ("converged", "wandering")
    assert balance(solution).energy_fraction < 1e-9


def test_a_hall_without_racks_and_coolers_is_still():
    solution = solve(base(racks=(), coolers=(), tiles=()), "live")
    assert solution.status == "converged"
    assert balance(solution).energy_fraction == 0.0


def test_the_scene_of_a_solution_is_the_one_solved():
    scene = scene_of(base())
    raised = with_rack_powers(scene, [6000.0] * 4)
    solution = finish(AirSolver(scene, "draft", CELL_M, "constant").solve(raised))
    assert sum(rack.power_w for rack in rack_results(solution)) == pytest.approx(24e3)
    assert solution.devices.scene == raised


def test_air_that_nothing_sets_a_level_for_has_no_temperature():
    steps = simulate(Design(), load_catalogue(), fidelity="draft")
    while True:
        try:
            next(steps)
        except StopIteration as stop:
            results = stop.value
            break
    assert np.isnan(results.fields.temperature_c).all()
