"""Heat rejection: balances, modes by the control rule, and that colder or wetter air does more."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from coolsim.catalogue.loading import load_catalogue
from coolsim.design.models import HeatRejection
from coolsim.design.plant import HeatReuse, ThermalStorage
from coolsim.equipment.cooling_tower import merkel
from coolsim.equipment.tower_at_heat import design_cell, water_out_c
from coolsim.errors import SolveError
from coolsim.plant.chillers import beyond_range, chiller_named, shipped_chillers
from coolsim.plant.outdoor import Outdoor, design_day, outdoor_of
from coolsim.plant.rejection import FREE, MECHANICAL, PARTIAL, Demand, PlantState, reject
from coolsim.plant.storage import operate, reused_w
from coolsim.plant.units import PlantUnit, Sizing, pump_w, resolve_unit
from coolsim.plant.weather import synthetic_year

Array = NDArray[np.float64]
WEATHER = synthetic_year("atlanta-ga")
OUTDOOR = outdoor_of(WEATHER)
DAY = design_day(WEATHER, None, None, 0.0)
ALL: list[dict[str, Any]] = [
    {"kind": "air_chiller"},
    {"kind": "air_chiller", "economiser": {"kind": "integrated"}},
    {"kind": "water_chiller"},
    {"kind": "water_chiller", "economiser": {"kind": "integrated"}},
    {"kind": "water_chiller", "economiser": {"kind": "non_integrated"}},
    {"kind": "water_chiller", "tower": {"model": "merkel"}},
    {"kind": "tower"},
    {"kind": "dry_cooler"},
    {"kind": "wet_cooler"},
    {"kind": "wet_cooler", "tower": {"dry_below_c": 5.0}},
    {"kind": "adiabatic_cooler"},
    {"kind": "dx"},
    {"kind": "dx", "air_economiser": {}},
]


def unit_of(supply_c: float = 14.0, load_w: float = 1e6, **fields: Any) -> PlantUnit:
    item = HeatRejection.model_validate({"id": "rejection-0001", **fields})
    sizing = Sizing(load_w, supply_c, None, DAY)
    return resolve_unit(item, sizing, load_catalogue())[0]


def asked(load_w: float | Array, supply_c: float = 14.0, count: int = 8760) -> Demand:
    load = np.broadcast_to(np.asarray(load_w, dtype=float), (count,))
    full = np.ones(count)
    return Demand(load, supply_c * full, 0.0 * full, 1e5 * full, 20.0 * full, 30.0 * full)


def run(supply_c: float = 14.0, **fields: Any) -> PlantState:
    return reject(unit_of(supply_c, **fields), asked(0.8e6, supply_c), OUTDOOR)


@pytest.mark.parametrize("fields", ALL, ids=str)
@pytest.mark.parametrize("supply_c", [12.0, 32.0])
def test_what_is_rejected_is_heat_and_work(fields: dict[str, Any], supply_c: float) -> None:
    rng = np.random.default_rng(7)
    load = np.where(rng.random(8760) < 0.1, 0.0, 1.4e6 * rng.random(8760))
    state = reject(unit_of(supply_c, **fields), asked(load, supply_c), OUTDOOR)
    pumps = state.chilled_pump_w + state.condenser_pump_w
    np.testing.assert_allclose(
        state.rejected_w, state.cooling_w + state.compressor_w + pumps, rtol=0.0, atol=1e-8
    )
    np.testing.assert_allclose(state.cooling_w + state.unmet_w, load, rtol=0.0, atol=1e-8)
    assert state.cooling_w.min() >= 0.0
    assert state.unmet_w.min() >= -1e-8
    assert state.power_w.min() >= 0.0
    assert state.water_kg_s.min() >= 0.0
    idle = load == 0.0
    assert not state.power_w[idle].any()


def test_an_economiser_never_costs_and_an_integrated_one_saves_most() -> None:
    plain, stepped, whole = (
        run(kind="water_chiller", economiser={"kind": kind})
        for kind in ("none", "non_integrated", "integrated")
    )
    assert (stepped.power_w <= plain.power_w + 1e-6).all()
    assert plain.power_w.sum() > stepped.power_w.sum() > whole.power_w.sum()
    assert set(np.unique(plain.mode)) == {MECHANICAL}
    assert set(np.unique(stepped.mode)) == {MECHANICAL, FREE}
    assert set(np.unique(whole.mode)) == {MECHANICAL, PARTIAL, FREE}
    cold = OUTDOOR.wet_bulb_c < 0.0
    assert (whole.mode[cold] == FREE).all()
    assert not whole.compressor_w[whole.mode == FREE].any()


def test_warmer_supply_takes_less_compressor_work() -> None:
    for kind in ("air_chiller", "water_chiller", "dx"):
        works = [run(supply, kind=kind).compressor_w.sum() for supply in (8.0, 14.0, 20.0)]
        assert works[0] > works[1] > works[2]


def test_a_wet_cooler_follows_the_wet_bulb_and_its_own_water() -> None:
    unit = unit_of(32.0, kind="wet_cooler")
    assert unit.cell is not None
    assert unit.cell.model == "merkel"
    # as much water over the coils as in them, at design: 1.1 MW at 5.6 K and 70 kPa, 65 %
    assert unit.condenser_pump_w == pytest.approx(1.1e6 / 5.6 / 4.17e6 * 70e3 / 0.65)
    # 16.1 gpm/hp at 5.6 K: 32 W of fans for a kilowatt of heat
    assert unit.cell.fan_w * unit.duty / 1.1e6 == pytest.approx(0.0314, abs=2e-4)
    wet, dry = (run(32.0, kind=kind) for kind in ("wet_cooler", "dry_cooler"))
    assert not wet.unmet_w.any()
    assert dry.unmet_w.max() > 0.0
    assert wet.evaporated_kg_s.sum() > 0.0
    assert wet.sink_c.max() == pytest.approx(32.0, abs=1e-3)
    cold = run(22.0, kind="wet_cooler")
    assert (cold.unmet_w[OUTDOOR.wet_bulb_c > 21.9] > 0.0).all()
    assert not cold.unmet_w[OUTDOOR.wet_bulb_c < 10.0].any()


def test_a_closed_circuit_runs_dry_where_it_is_cold_enough_and_uses_no_water_then() -> None:
    wet = run(32.0, kind="wet_cooler")
    both = run(32.0, kind="wet_cooler", tower={"dry_below_c": 5.0})
    cold = OUTDOOR.dry_bulb_c <= 5.0
    assert 500 < cold.sum() < 2000
    # 0.8 of 1 MW at warmer water than its design: what the maker's point promises holds all of it
    assert both.water_kg_s[cold].max() == 0.0
    assert both.condenser_pump_w[cold].max() == 0.0
    assert both.unmet_w.max() == wet.unmet_w.max() == 0.0
    # what it saves is what it would have used wet, blow-down and drift included
    np.testing.assert_allclose(both.saved_kg_s[cold], wet.water_kg_s[cold], rtol=1e-12)
    assert not both.saved_kg_s[~cold].any()
    np.testing.assert_array_equal(both.water_kg_s[~cold], wet.water_kg_s[~cold])


def test_a_closed_circuit_carries_its_design_heat_dry_at_the_point_of_its_maker() -> None:
    unit = unit_of(29.5, kind="wet_cooler", tower={"dry_below_c": 5.0})
    assert unit.coil is not None
    heat = 1.1e6  # 1 MW and its margin, from 35.1 to 29.5 deg C
    demand = replace(asked(heat, 29.5, 3), flow_w_k=np.full(3, heat / 5.6))
    air = replace(
        OUTDOOR.at(np.arange(3)),
        dry_bulb_c=np.array([5.0, 5.1, 0.0]),
        wet_bulb_c=np.full(3, -2.0),
        humidity_ratio=np.full(3, 0.001),
    )
    state = reject(replace(unit, has_pump=False), demand, air)
    assert state.unmet_w == pytest.approx(0.0, abs=1.0)
    assert state.fan_w[0] == pytest.approx(unit.coil.fan_w, rel=1e-3)  # at full speed, just enough
    assert state.water_kg_s[0] == 0.0
    assert state.water_kg_s[1] > 0.0  # warmer than that point: wet
    assert state.fan_w[2] < state.fan_w[0]
    # water colder than its design cannot be held dry, so it stays wet
    cold = reject(replace(unit, has_pump=False), replace(demand, supply_c=np.full(3, 18.0)), air)
    assert cold.water_kg_s[0] > 0.0


def test_a_dry_running_that_no_coil_has_is_refused() -> None:
    with pytest.raises(SolveError, match="dry at a dry bulb of 28"):
        unit_of(32.0, kind="wet_cooler", tower={"dry_below_c": 28.0})


def test_half_the_water_through_a_cell_is_the_tower_of_half_the_water() -> None:
    """Merkel's theory at a known heat and at a known entering water agree."""
    cell = design_cell(1e6, 25.6, 3.9, 5.6, model="merkel")
    leaving = float(water_out_c(cell, 1e6, 25.6, 101325.0, 1.0, 0.5))
    assert leaving == pytest.approx(28.6, abs=0.05)
    flow = 0.5 * cell.merkel.water_kg_s
    state = merkel(cell.merkel, leaving + 1e6 / (flow * 4186.0), flow, 25.6, 1.0)
    assert float(state.rejected_w) == pytest.approx(1e6, rel=1e-4)
    assert float(state.water_out_c) == pytest.approx(leaving, abs=1e-3)


def test_what_cannot_be_taken_is_told() -> None:
    dry = run(32.0, kind="dry_cooler")
    hot = OUTDOOR.dry_bulb_c > 33.0
    assert (dry.unmet_w[hot] > 0.0).all()
    assert not dry.unmet_w[OUTDOOR.dry_bulb_c < 24.0].any()
    wet = run(32.0, kind="adiabatic_cooler")
    assert wet.unmet_w.sum() < 0.05 * dry.unmet_w.sum()
    assert wet.evaporated_kg_s.sum() > 0.0
    small = run(kind="air_chiller", capacity_w=100e3)
    assert (small.unmet_w > 0.0).all()
    stopped = run(kind="air_chiller", running=False)
    assert (stopped.unmet_w == 0.8e6).all()


def test_water_of_a_tower() -> None:
    """Evaporation near 1.5 L per kWh of heat in warm hours; blow-down by the cycles."""
    state = run(kind="water_chiller", tower={"cycles_of_concentration": 5.0})
    warm = OUTDOOR.dry_bulb_c > 25.0
    litres = state.evaporated_kg_s[warm].sum() * 3.6e6 / state.rejected_w[warm].sum()
    assert 1.2 < litres < 2.2
    np.testing.assert_allclose(state.blowdown_kg_s, state.evaporated_kg_s / 4.0)


def test_air_economiser_keeps_its_humidity_limits() -> None:
    limits = {"dew_point_min_c": 0.0, "dew_point_max_c": 12.0}
    state = run(20.0, kind="dx", air_economiser=limits)
    outside = (OUTDOOR.dew_point_c < 0.0) | (OUTDOOR.dew_point_c > 12.0)
    assert (state.mode[outside] == MECHANICAL).all()
    cold = ~outside & (OUTDOOR.dry_bulb_c <= 20.0)
    assert (state.mode[cold] == FREE).all()
    assert not state.compressor_w[cold].any()


def test_a_spare_carries_nothing() -> None:
    assert unit_of(kind="air_chiller", machines=3, redundancy="N+1").duty == 2
    assert unit_of(kind="air_chiller", machines=4, redundancy="2N").duty == 2


def test_pumps_follow_their_speed() -> None:
    unit = unit_of(kind="air_chiller")
    assert unit.chilled_pump_w == pytest.approx(pump_w(unit.item.chilled_pump, 1e6 / 6.0))
    assert unit.chilled_pump_w == pytest.approx(12.3e3, rel=2e-3)
    state = reject(unit, asked(0.5e6), OUTDOOR)
    np.testing.assert_allclose(state.chilled_pump_w, unit.chilled_pump_w / 8.0)
    slowest = reject(unit, asked(0.1e6), OUTDOOR)
    np.testing.assert_allclose(slowest.chilled_pump_w, unit.chilled_pump_w * 0.4**3)


def test_curve_sets_ship_and_an_unknown_one_names_the_nearest() -> None:
    assert len(shipped_chillers()) == 157
    with pytest.raises(SolveError) as caught:
        chiller_named("York YT 1758 kW")
    assert "York YT 1758kW" in (caught.value.remedy or "")


def test_beyond_their_range_chillers_keep_their_carnot_share() -> None:
    york = chiller_named("York YT 1758kW/6.28COP/Vanes")
    assert float(beyond_range(york, 8.0, 25.0)) == 1.0
    assert float(beyond_range(york, 15.0, 29.44)) == pytest.approx(0.792, abs=1e-3)
    steps = beyond_range(york, np.linspace(8.89, 30.0, 50), 20.0)
    assert (np.diff(steps) <= 0.0).all()
    assert steps.min() > 0.0


def test_a_store_keeps_its_energy() -> None:
    store = ThermalStorage(capacity_wh=4e6, power_w=5e5, loss_fraction_per_day=0.02)
    hour = np.tile(np.arange(1, 25), 30)
    state = operate(store, hour, np.full(hour.size, 4e5))
    np.testing.assert_allclose(
        state.charge_w.sum() - state.discharge_w.sum() - state.loss_w.sum(), state.stored_wh[-1]
    )
    assert state.stored_wh.max() <= 4e6
    assert state.discharge_w.max() <= 4e5
    assert not (state.charge_w * state.discharge_w).any()
    assert state.discharge_w[12] > 0.0


def test_a_store_is_filled_with_what_the_plant_has_to_spare() -> None:
    store = ThermalStorage(capacity_wh=4e6, power_w=5e5, loss_fraction_per_day=0.0)
    hour = np.tile(np.arange(1, 25), 5)
    load, spare = np.full(hour.size, 4e5), np.where(np.arange(hour.size) < 24, -1e3, 1e5)
    state = operate(store, hour, load, spare)
    assert not state.charge_w[:22].any()
    assert state.charge_w.max() == 1e5


def test_heat_is_reused_where_it_is_warm_enough_and_wanted() -> None:
    reuse = HeatReuse(power_w=100.0, temperature_c=40.0, months=(1, 2))
    month = np.array([1, 1, 2, 7])
    given = reused_w(reuse, month, np.array([50.0, 500.0, 500.0, 500.0]),
                     np.array([45.0, 45.0, 39.0, 45.0]))  # fmt: skip
    assert given.tolist() == [50.0, 100.0, 0.0, 0.0]


def test_design_day_is_the_site_s_or_the_warmest() -> None:
    assert float(DAY.dry_bulb_c[0]) == WEATHER.dry_bulb_c.max()
    drawn: Outdoor = design_day(WEATHER, 40.0, 24.0, 0.0)
    assert float(drawn.wet_bulb_c[0]) == 24.0
    cold = design_day(WEATHER, -5.0, None, 0.0)
    assert float(cold.wet_bulb_c[0]) == -5.0  # the year's highest is no colder than saturated air


@pytest.mark.parametrize(("wet", "told"), [(60.0, "warmer than outdoor air gets"), (30.0, "above")])
def test_a_design_day_that_cannot_be_is_refused(wet: float, told: str) -> None:
    with pytest.raises(SolveError, match=told) as raised:
        design_day(WEATHER, 25.0, wet, 0.0)
    assert raised.value.where == "site.design_wet_bulb_c"
    assert raised.value.remedy
