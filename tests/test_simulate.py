"""One hall from drawing to a complete result."""

import dataclasses
from functools import cache

import numpy as np
import pytest

from coolsim.catalogue import load_catalogue
from coolsim.design.files import design_hash
from coolsim.design.models import Design, Hall, Site
from coolsim.errors import SolveError
from coolsim.properties.air import moist_air, pressure_at_altitude_pa
from coolsim.simulate import hall_air, simulate
from tests.halls import small_hall

CATALOGUE = load_catalogue()


def solve(design, fidelity="live"):
    steps = simulate(design, CATALOGUE, fidelity=fidelity, cell_m=0.4)
    fractions = []
    while True:
        try:
            fractions.append(next(steps).fraction)
        except StopIteration as stop:
            assert fractions
            assert all(0.0 <= fraction <= 1.0 for fraction in fractions)
            return stop.value


@cache
def base():
    return solve(small_hall())


def hall(*, coolers=None, **fields):
    """The small hall with fields of its variant changed, ``coolers`` those of every cooler."""
    variant = small_hall().variant
    if coolers:
        fields["coolers"] = tuple(c.model_copy(update=coolers) for c in variant.coolers)
    return Design(variants=(variant.model_copy(update=fields),))


def terms(results, unit):
    return {term.name: term.value for term in results.balance.terms if term.unit == unit}


def test_the_terms_of_the_balance_sum_to_nothing():
    balance = base().balance
    heat, air = terms(base(), "w"), terms(base(), "m3_s")
    assert heat["IT equipment"] == pytest.approx(20_000.0)
    assert heat["Cooler fans"] == 500.0
    assert abs(sum(heat.values())) < 1e-6 * 20_000.0
    assert abs(sum(air.values())) < 1e-9
    assert balance.energy_fraction == pytest.approx(abs(sum(heat.values())) / 20_000.0, abs=1e-12)
    assert balance.mass_fraction < 1e-6
    assert balance.linear_residual < 1e-9


def test_other_heat_is_a_term_of_its_own():
    drawn = small_hall().variant.hall.model_copy(update={"other_heat_w": 1500.0})
    results = solve(hall(hall=drawn))
    assert terms(results, "w")["Other heat in the hall"] == 1500.0
    assert results.balance.energy_fraction < 1e-6
    assert results.coolers[0].net_duty_w == pytest.approx(21_500.0, rel=1e-6)


def test_the_result_is_complete():
    results, design = base(), small_hall()
    variant = design.variant
    assert results.status == "converged"
    assert [rack.id for rack in results.racks] == [rack.id for rack in variant.racks]
    assert [cooler.id for cooler in results.coolers] == [c.id for c in variant.coolers]
    assert [tile.id for tile in results.tiles] == [tile.id for tile in variant.tiles]
    assert results.variant_id == variant.id
    assert results.design_hash == design_hash(design)
    assert len(results.design_hash) == 16
    assert results.iterations > 0
    assert results.seconds > 0.0
    assert results.metrics
    assert results.assumptions
    assert results.program_version
    for rack in results.racks:
        assert len(rack.bands) == 3
        assert rack.inlet_temperature_c == max(b.inlet_temperature_c for b in rack.bands)
        assert rack.outlet_temperature_c > rack.inlet_mean_temperature_c
        assert rack.inlet_limit_c == 27.0
    fields = results.fields
    assert fields.temperature_c.shape == results.grid.shape
    assert fields.velocity_m_s.shape == (3, *results.grid.shape)
    assert fields.pressure_pa.shape == results.grid.shape
    assert np.isfinite(fields.temperature_c).any()
    assert np.isnan(fields.temperature_c).any()


def test_each_racks_rise_is_its_power_over_its_air():
    results = base()
    rate = results.air_density_kg_m3 * results.air_heat_capacity_j_kg_k
    for rack in results.racks:
        rise = rack.outlet_temperature_c - rack.inlet_mean_temperature_c
        assert rise == pytest.approx(rack.power_w / (rate * rack.airflow_m3_s), rel=1e-9)


def test_the_same_design_gives_the_same_numbers():
    again = solve(small_hall())
    for name in ("racks", "coolers", "tiles", "balance", "metrics", "inlet_history_k"):
        assert getattr(again, name) == getattr(base(), name), name
    assert np.array_equal(again.fields.temperature_c, base().fields.temperature_c, equal_nan=True)


def test_another_design_has_another_hash():
    assert solve(hall(hall=Hall(length_m=6.4, width_m=4.8)), "draft").design_hash != (
        base().design_hash
    )


def test_a_draft_is_told_as_one():
    draft = solve(small_hall(), "draft")
    assert (draft.fidelity, draft.iterations) == ("draft", 0)
    assert draft.balance.energy_fraction < 1e-6
    assert draft.design_hash == base().design_hash


def test_inlets_over_their_limit_are_found():
    results = solve(hall(coolers={"supply_temperature_c": 26.0}))
    over = {r.id for r in results.racks if r.inlet_temperature_c > r.inlet_limit_c}
    found = [f for f in results.findings if f.code == "rack.inlet_over_limit"]
    assert over
    assert {f.object_ids[0] for f in found} == over
    assert all(f.severity == "warning" and f.hint for f in found)
    assert "rack.inlet_over_limit" not in {f.code for f in base().findings}


def test_a_cooler_at_its_capacity_is_found_and_its_supply_rises():
    design = hall(coolers={"capacity_w": 14_000.0})
    second = design.variant.coolers[0].model_copy(
        update={"id": "cooler-0002", "x_m": 5.4, "capacity_w": 14_000.0, "airflow_m3_s": 0.5}
    )
    both = (design.variant.coolers[0], second)
    results = solve(Design(variants=(design.variant.model_copy(update={"coolers": both}),)))
    (found,) = [f for f in results.findings if f.code == "cooler.loses_set_point"]
    assert found.object_ids == ("cooler-0001",)
    saturated, holding = results.coolers
    assert saturated.net_duty_w == pytest.approx(14_000.0)
    assert not saturated.holds_set_point
    assert saturated.supply_temperature_c > saturated.set_point_c
    assert holding.holds_set_point
    assert results.balance.energy_fraction < 1e-6


def test_altitude_and_humidity_reach_the_airs_density():
    def density(altitude_m, humidity):
        drawn = Hall(humidity_ratio_kg_kg=humidity)
        return hall_air(hall(site=Site(altitude_m=altitude_m), hall=drawn).variant).density_kg_m3

    assert density(0.0, 0.008) == pytest.approx(
        moist_air(20.0, pressure_at_altitude_pa(0.0), 0.008).density_kg_m3
    )
    assert density(2000.0, 0.008) < 0.8 * density(0.0, 0.008)
    assert density(0.0, 0.014) < density(0.0, 0.0)


def test_thin_air_warms_more():
    high = solve(hall(site=Site(altitude_m=2000.0)))
    low = base()
    assert high.air_density_kg_m3 < 0.8 * low.air_density_kg_m3
    rise = [r.racks[0].outlet_temperature_c - r.racks[0].inlet_mean_temperature_c
            for r in (low, high)]  # fmt: skip
    assert rise[1] == pytest.approx(
        rise[0] * low.air_density_kg_m3 / high.air_density_kg_m3, rel=0.02
    )


def test_an_unknown_fidelity_is_refused():
    with pytest.raises(SolveError, match="fidelity"):
        solve(small_hall(), "exact")


def test_results_are_frozen():
    with pytest.raises(dataclasses.FrozenInstanceError):
        base().status = "converged"


def test_transported_humidity_starts_from_saturated_air_at_most():
    variant = hall().variant
    moist = variant.model_copy(
        update={
            "hall": variant.hall.model_copy(update={"humidity_ratio_kg_kg": 0.03}),
            "settings": variant.settings.model_copy(update={"humidity": "transported"}),
        }
    )
    supply = np.mean([cooler.supply_temperature_c for cooler in moist.coolers])
    assert hall_air(moist).dew_point_c == pytest.approx(supply, abs=0.1)
