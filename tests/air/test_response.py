"""Explanations that add up, capture indices, edits at frozen flow, on solved small halls."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import diags
from scipy.sparse.linalg import spsolve

from coolsim.air.case import build_devices
from coolsim.air.frozen import FrozenHall
from coolsim.air.grouping import by_kind, by_row, rack_rows
from coolsim.air.response import AirResponse, frozen_flow
from coolsim.air.solve import AirSolver
from coolsim.air.summary import rack_results
from coolsim.catalogue import load_catalogue
from coolsim.design.models import Aisle, Cooler, Group
from coolsim.errors import SolveError
from coolsim.scene import with_rack_powers
from coolsim.simulate import resolve_design
from solvers.heat import HeatOperator, SparseHeat, assemble
from tests.halls import small_hall


def finished(steps):
    while True:
        try:
            next(steps)
        except StopIteration as stop:
            return stop.value


def solved(design, fidelity="draft", cell_m=None):
    scene = resolve_design(design, load_catalogue())
    solver = AirSolver(scene, fidelity, cell_m, design.variant.settings.turbulence)
    return finished(solver.solve(scene))


def changed(design, **fields):
    """The design with other fields of its first variant."""
    first = design.variants[0].model_copy(update=fields)
    return design.model_copy(update={"variants": (first, *design.variants[1:])})


def mixed_hall():
    """Fixed airflows, one cooler below the floor and one blowing into the room, other heat."""
    design = small_hall()
    hall = design.variant.hall.model_copy(update={"other_heat_w": 800.0})
    low = design.variant.coolers[0].model_copy(update={"airflow_m3_s": 1.0})
    front = Cooler(
        id="cooler-0002",
        name="Unit 2",
        x_m=5.5,
        y_m=0.6,
        heading_deg=90.0,
        discharge="front",
        intake="top",
        airflow_m3_s=0.6,
        supply_temperature_c=17.0,
        capacity_w=40e3,
    )
    return changed(design, hall=hall, coolers=(low, front))


@pytest.fixture(scope="module")
def drafted():
    return solved(mixed_hall(), cell_m=0.25)


@pytest.fixture(scope="module")
def response(drafted):
    return AirResponse(drafted)


@pytest.fixture(scope="module")
def frozen(response):
    return FrozenHall(response)


def test_contributions_add_up_to_every_inlet(drafted, response):
    for index, rack in enumerate(rack_results(drafted)):
        told = response.explain(index)
        total = sum(item.adds_k for item in told.contributions)
        assert told.inlet_temperature_c == rack.inlet_temperature_c
        assert told.reference_temperature_c + total == pytest.approx(
            rack.inlet_temperature_c, abs=1e-6
        )
        assert abs(told.sum_error_k) < 1e-6
        assert sum(item.share for item in told.contributions) == pytest.approx(1.0, abs=1e-10)
        for item in told.contributions:
            if item.share > 0.0:
                rise = item.temperature_c - told.reference_temperature_c
                assert item.adds_k == pytest.approx(item.share * rise, abs=1e-9)


def test_every_band_can_be_explained_and_the_warmest_is_the_default(drafted, response):
    bands = drafted.devices.scene.racks[0].bands
    told = [response.explain(0, band) for band in range(len(bands))]
    warmest = max(told, key=lambda item: item.inlet_temperature_c)
    assert response.explain(0).band == warmest.band
    assert response.explain(0).inlet_temperature_c == warmest.inlet_temperature_c
    assert [(item.z_from_m, item.z_to_m) for item in told] == [
        (band.z_from_m, band.z_to_m) for band in bands
    ]


def test_sources_are_racks_and_coolers_at_their_own_temperatures(drafted, response):
    told = response.explain(1)
    by_id = {item.source_id: item for item in told.contributions}
    assert by_id["cooler-0001"].temperature_c == pytest.approx(20.0, abs=1e-9)
    assert by_id["cooler-0002"].temperature_c == pytest.approx(17.0, abs=1e-9)
    assert by_id["cooler-0002"].adds_k < 0.0
    assert by_id["other-heat-in-the-hall"].kind == "heat"
    assert by_id["other-heat-in-the-hall"].adds_k > 0.0
    outlets = {rack.id: rack.bands for rack in rack_results(drafted)}
    for item in told.contributions:
        if item.kind == "rack":
            band = [b.outlet_temperature_c for b in outlets[item.source_id]]
            assert min(band) - 1e-9 <= item.temperature_c <= max(band) + 1e-9


def test_captures_agree_with_the_shares(drafted, response):
    shares = response.response.matrix()
    devices, starts = drafted.devices, drafted.devices.geometry.rack_start
    bands = int(starts[-1])
    assert shares.air.sum(axis=1) == pytest.approx(np.ones(len(shares.air)), abs=1e-10)
    assert shares.air.min() >= -1e-12
    for n, capture in enumerate(response.captures()):
        own = slice(int(starts[n]), int(starts[n + 1]))
        flow = devices.intake_flow[own]
        cold = flow @ shares.air[own, bands:].sum(axis=1) / flow.sum()
        hot = (devices.intake_flow[bands:] @ shares.air[bands:, own]).sum() / flow.sum()
        assert capture.cold_fraction == pytest.approx(cold, abs=1e-9)
        assert capture.hot_fraction == pytest.approx(hot, abs=1e-9)
        assert 0.0 < capture.cold_fraction < 1.0
        assert 0.0 < capture.hot_fraction < 1.0


def test_captures_of_single_coolers_add_up(response):
    whole = response.captures()
    parts = [response.captures([name]) for name in ("cooler-0001", "cooler-0002")]
    for total, first, second in zip(whole, *parts, strict=True):
        cold = first.cold_fraction + second.cold_fraction
        hot = first.hot_fraction + second.hot_fraction
        assert total.cold_fraction == pytest.approx(cold, abs=1e-9)
        assert total.hot_fraction == pytest.approx(hot, abs=1e-9)


def coupled_inlets(solution, powers, set_points):
    """Rack inlets of the coupled temperature system on the flow of a solution."""
    devices = solution.devices
    scene = with_rack_powers(devices.scene, powers)
    coolers = tuple(
        replace(cooler, supply_temperature_c=value)
        for cooler, value in zip(scene.coolers, set_points, strict=True)
    )
    scene = replace(scene, coolers=coolers)
    band_power = np.array([band.power_w for rack in scene.racks for band in rack.bands])
    edited = replace(
        devices,
        scene=scene,
        band_power_w=band_power,
        supply_set_points_c=np.array(set_points),
    )
    operator = HeatOperator(devices.geometry.openness.grid, devices.geometry.openness.area)
    flow, _ = frozen_flow(solution)
    exchange = edited.exchange(solution.coils)
    for _ in range(20):
        operator.update(solution.flux, np.zeros_like(exchange.heat), exchange)
        for own, given_ in zip(operator.coefficients, flow.coefficients, strict=True):
            np.copyto(own, given_)
        temperature = np.full_like(exchange.heat, 20.0)
        operator.solve(temperature, reduction=0.0, relative=1e-13, max_iterations=400)
        means = exchange.intakes.means(temperature)
        again = edited.exchange(edited.coils(means))
        if np.array_equal(again.transfer.toarray(), exchange.transfer.toarray()) and np.allclose(
            again.offset, exchange.offset, atol=1e-12
        ):
            break
        exchange = again
    found = replace(solution, devices=edited, intake_means=means)
    return [rack.inlet_temperature_c for rack in rack_results(found)]


@given(
    st.lists(st.floats(0.0, 20_000.0), min_size=4, max_size=4),
    st.lists(st.floats(12.0, 27.0), min_size=2, max_size=2),
)
@settings(max_examples=12)
def test_frozen_edits_equal_the_coupled_solve(drafted, frozen, powers, set_points):
    found = frozen.inlets(powers, set_points)
    expected = coupled_inlets(drafted, powers, set_points)
    assert found.inlet_temperature_c == pytest.approx(expected, abs=1e-6)


def test_without_edits_the_frozen_hall_is_the_solved_one(drafted, frozen):
    found = frozen.inlets()
    solved_inlets = [rack.inlet_temperature_c for rack in rack_results(drafted)]
    assert found.inlet_temperature_c == pytest.approx(solved_inlets, abs=1e-8)
    assert found.flow == "frozen"
    assert "re-solve" in found.note


@given(
    st.integers(0, 3),
    st.floats(1.0, 4000.0),
    st.integers(0, 1),
    st.floats(0.1, 5.0),
)
def test_inlets_rise_with_any_rack_power_and_any_supply_temperature(
    frozen, rack, more_w, cooler, warmer_k
):
    powers, set_points = [5000.0] * 4, [20.0, 17.0]
    before = np.array(frozen.inlets(powers, set_points).inlet_temperature_c)
    powers[rack] += more_w
    hotter = np.array(frozen.inlets(powers, set_points).inlet_temperature_c)
    set_points[cooler] += warmer_k
    warmest = np.array(frozen.inlets(powers, set_points).inlet_temperature_c)
    assert (hotter - before).min() >= -1e-9
    assert (warmest - hotter).min() >= -1e-9
    assert hotter.max() > before.max() or warmest.max() > hotter.max()


def test_a_cooler_at_its_capacity_supplies_warmer_air(drafted, frozen):
    powers = [19_000.0] * 4
    found = frozen.inlets(powers)
    assert {coil.mode for coil in found.coils} == {"holding", "saturated"}
    assert found.inlet_temperature_c == pytest.approx(
        coupled_inlets(drafted, powers, [20.0, 17.0]), abs=1e-6
    )


def test_more_heat_than_all_coolers_take_is_refused(frozen):
    with pytest.raises(SolveError, match="cannot take the heat"):
        frozen.inlets([60_000.0] * 4)


def test_a_buoyant_flow_is_explained_as_exactly():
    solution = solved(small_hall(), "live", 0.3)
    assert solution.status in ("converged", "wandering", "not_converged")
    response = AirResponse(solution)
    for index in range(4):
        told = response.explain(index)
        assert abs(told.sum_error_k) < 1e-6
        kinds = {item.kind for item in told.contributions}
        assert ("unsettled" in kinds) <= (solution.status != "converged")


def test_a_flow_shown_as_a_mean_is_told_by_its_mean_flow_and_the_rest(monkeypatch):
    monkeypatch.setattr("coolsim.air.runs.MAX_STEPS", 12)
    solution = solved(small_hall(), "live", 0.3)
    assert solution.status in ("wandering", "not_converged")
    assert not frozen_flow(solution)[1]
    told = AirResponse(solution).explain(0)
    assert abs(told.sum_error_k) < 1e-6
    rest = sum(item.adds_k for item in told.contributions if item.kind == "unsettled")
    assert abs(rest) <= solution.wander_k + 0.5


def test_a_mean_over_a_window_keeps_its_sum_by_a_line_of_its_own(drafted):
    """Where the shown inlets are means of a changing flow, the mean flow does not explain all."""
    means = drafted.intake_means + 0.25
    outlets = drafted.devices.outlet_temperatures(drafted.coils, means)
    told = AirResponse(replace(drafted, intake_means=means, outlet_means=outlets)).explain(0)
    (line,) = [item for item in told.contributions if item.kind == "unsettled"]
    assert line.adds_k == pytest.approx(0.25 * told.supply_share, abs=1e-6)
    assert abs(told.sum_error_k) < 1e-9


def test_rows_are_the_drawn_groups_or_aisles_that_name_more_racks():
    design = small_hall()
    ids = tuple(rack.id for rack in design.variant.racks)
    cold = Aisle(id="aisle-0001", name="Cold", rack_ids=ids)
    hot = Aisle(id="aisle-0002", name="Hot", kind="hot", rack_ids=ids[:3])
    pair = Group(id="group-0001", name="Pair", member_ids=(*ids[:2], "cooler-0001"))
    variant = changed(design, aisles=(cold, hot), groups=(pair,)).variant
    assert rack_rows(variant) == dict.fromkeys(ids[:3], ("aisle-0002", "Hot")) | {
        ids[3]: ("aisle-0001", "Cold")
    }
    assert rack_rows(design.variant) == {}


def test_groups_keep_shares_and_rises(response):
    told = response.explain(2)
    rows = {"rack-0001": ("row-a", "Row A"), "rack-0002": ("row-a", "Row A")}
    for gathered in (
        by_row(told.contributions, rows, told.reference_temperature_c),
        by_kind(told.contributions, told.reference_temperature_c),
    ):
        for field in ("share", "adds_k"):
            parts = [getattr(item, field) for item in told.contributions]
            assert sum(getattr(item, field) for item in gathered) == pytest.approx(sum(parts))
        for item in gathered:
            if item.share > 0.0:
                rise = item.temperature_c - told.reference_temperature_c
                assert item.adds_k == pytest.approx(item.share * rise)
    names = {item.source_name for item in by_row(told.contributions, rows, 20.0)}
    assert names == {"Row A", "Other racks", "Coolers", "Other heat in the hall"}


def test_racks_without_air_have_no_capture_index():
    design = small_hall()
    still = design.variant.racks[0].model_copy(update={"load_w": 0.0})
    solution = solved(changed(design, racks=(still, *design.variant.racks[1:])))
    assert build_devices(solution.devices.scene, solution.devices.geometry).intake_flow[0] == 0.0
    captures = AirResponse(solution).captures()
    assert captures[0].cold_fraction is None
    assert captures[0].hot_fraction is None
    assert captures[1].cold_fraction is not None
    told = AirResponse(solution).explain(0)
    assert abs(told.sum_error_k) < 1e-6


def with_temperature(solution, sparse, exchange, temperature):
    """The solution with another temperature system and its answer."""
    means = exchange.intakes.means(temperature)
    return replace(
        solution,
        assembled=lambda: sparse,
        state=replace(solution.state, temperature=temperature),
        intake_means=means,
        outlet_means=exchange.outlet_temperatures(means),
        coils=solution.devices.coils(means),
    )


def second_order(solution):
    """The solution with second-order convection of heat, solved until its correction stands."""
    openness, exchange = (
        solution.devices.geometry.openness,
        solution.devices.exchange(solution.coils),
    )
    through = tuple(
        np.where(area > 0.0, flux, 0.0)
        for area, flux in zip(openness.area, solution.flux, strict=True)
    )
    operator = HeatOperator(
        openness.grid, openness.mixing, second_order=True, plates=openness.plates
    )
    operator.update(through, np.full(openness.grid.padded_shape, 0.005), exchange)
    temperature = solution.state.temperature.copy()
    for _ in range(600):
        before = temperature.copy()
        operator.solve(temperature, reduction=0.0, relative=1e-12, max_iterations=300)
        if np.abs(temperature - before).max() < 1e-9:
            break
        # undamped, the deferred correction alternates between two fields
        temperature = 0.3 * temperature + 0.7 * before
    sparse = assemble(operator, exchange, temperature)
    return with_temperature(solution, sparse, exchange, temperature)


def test_second_order_convection_is_explained_by_sources_alone(drafted):
    solution = second_order(drafted)
    moved = np.abs(solution.intake_means - drafted.intake_means).max()
    flow, is_corrected = frozen_flow(solution)
    assert is_corrected
    assert moved > 0.01
    response = AirResponse(solution)
    shares = response.response.matrix()
    assert shares.air.sum(axis=1) == pytest.approx(np.ones(len(shares.air)), abs=1e-10)
    assert shares.air.min() >= -1e-12
    assert flow.wall_flow.max() == 0.0
    for index in range(4):
        told = response.explain(index)
        assert {item.kind for item in told.contributions} == {"rack", "cooler", "heat"}
        assert abs(told.sum_error_k) < 1e-6
    for capture in response.captures():
        assert 0.0 < capture.cold_fraction < 1.0
        assert 0.0 < capture.hot_fraction < 1.0


def test_walls_that_pass_heat_have_a_line_of_their_own(drafted):
    exchange, numbering = drafted.devices.exchange(drafted.coils), drafted.sparse.numbering
    count = int((numbering >= 0).sum())
    by_the_wall = numbering[1, :, :][numbering[1, :, :] >= 0]
    conductance = np.zeros(drafted.sparse.rhs.size)
    conductance[by_the_wall] = 0.002
    matrix = (drafted.sparse.matrix + diags(conductance)).tocsr()
    rhs = drafted.sparse.rhs + conductance * 45.0
    unknowns = spsolve(matrix.tocsc(), rhs)
    temperature = drafted.state.temperature.copy()
    temperature[numbering >= 0] = unknowns[:count]
    solution = with_temperature(drafted, SparseHeat(matrix, rhs, numbering), exchange, temperature)
    told = AirResponse(solution).explain(1)
    (line,) = [item for item in told.contributions if item.kind == "wall"]
    assert line.temperature_c == pytest.approx(45.0, abs=1e-9)
    assert line.share > 0.0
    assert sum(item.share for item in told.contributions) == pytest.approx(1.0, abs=1e-10)
    assert "unsettled" not in {item.kind for item in told.contributions}
