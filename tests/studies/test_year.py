"""A year: its sums, identities of its figures, bands of its PUE, what a warmer supply does."""

from __future__ import annotations

import itertools
import math
import time

import numpy as np
import pytest

from coolsim.design import edits
from coolsim.design.examples import example_path
from coolsim.design.files import load
from coolsim.design.models import Feed, PowerElement
from coolsim.errors import SolveError, UsageError
from coolsim.plant.weather import synthetic_year
from coolsim.results.codec import decode, encode
from coolsim.results.year import YearResults
from coolsim.studies.hours import CONSUMERS
from coolsim.studies.room import RoomTable, bilinear
from coolsim.studies.site import YearChoices, load_of
from coolsim.studies.year import count_year, require_rejection
from tests.studies.halls import (
    CATALOGUE,
    air_hall,
    air_room,
    finished,
    warm_hall,
    warm_room,
    year_of,
)

HOT, COOL = "phoenix-az", "seattle-tacoma-wa"
REUSE = {"power_w": 20e3, "temperature_c": 12.0}
DIURNAL = {"profile": "diurnal", "low_fraction": 0.6, "high_fraction": 1.0}


@pytest.fixture(scope="module")
def hot() -> YearResults:
    design = edits.set_plant(
        air_hall(),
        utilisation=DIURNAL,
        reuse=REUSE,
        tariff={"usd_kwh": 0.1, "peak_usd_kwh": 0.2, "demand_usd_kw_month": 9.0},
        footprint={"water_l_kwh": 1.9},
    )
    return year_of(design, air_room(), HOT)


def told(name: str, year: YearResults) -> None:
    parts = ", ".join(
        f"{consumer} {energy / year.year.it_kwh:.4f}"
        for consumer, energy in year.year.energy_kwh.items()
        if energy > 0.0
    )
    print(f"{name}: PUE {year.year.pue:.3f} = {parts}")


def test_a_warm_water_hall_in_a_cool_climate_and_an_air_hall_in_a_hot_one() -> None:
    warm, hot = year_of(warm_hall(), warm_room(), COOL), year_of(air_hall(), air_room(), HOT)
    told("Warm-water cold plates, Seattle", warm)
    told("Chilled-water air, Phoenix", hot)
    assert 1.02 <= warm.year.pue <= 1.10
    assert 1.20 <= hot.year.pue <= 1.60
    assert warm.hours_unmet == hot.hours_unmet == 0
    assert warm.hours_over_limit == hot.hours_over_limit == 0


def test_sums_of_hours_are_the_figures_of_the_year(hot: YearResults) -> None:
    for name in CONSUMERS:
        assert math.fsum(hot.hourly[f"{name}_w"]) / 1000.0 == hot.year.energy_kwh[name]
    assert math.fsum(hot.hourly["facility_w"]) / 1000.0 == hot.year.facility_kwh
    water = np.array(hot.hourly["water_kg_s"]) * 3.6
    assert math.fsum(water) == hot.year.water_m3
    assert max(hot.hourly["facility_w"]) == hot.year.peak_w
    for field in ("it_kwh", "facility_kwh", "cost_usd", "carbon_kg", "reuse_kwh", "hours"):
        months = math.fsum(getattr(month, field) for month in hot.months)
        assert months == pytest.approx(getattr(hot.year, field), rel=1e-12)
    assert sum(hot.hours_in_mode.values()) == 8760


def test_identities_of_the_figures(hot: YearResults) -> None:
    def value(name: str) -> float:
        found = hot.ratio(name)
        assert found is not None
        return found

    year = hot.year
    assert value("tue") == pytest.approx(value("itue") * value("pue"), rel=1e-9)
    assert value("ere") == pytest.approx((1.0 - value("erf")) * value("pue"), rel=1e-9)
    assert value("wue_source") == pytest.approx(value("wue_site") + 1.9 * value("pue"), rel=1e-9)
    assert value("cue") == pytest.approx(0.369473 * value("pue"), rel=1e-9)
    assert value("ppue_cooling") == pytest.approx(1.0 + value("mlc"), rel=1e-9)
    assert math.fsum(year.energy_kwh.values()) == pytest.approx(year.facility_kwh, rel=1e-12)
    assert year.reuse_kwh > 0.0
    assert value("ere") < value("pue")
    assert hot.balance_fraction < 1e-12


def test_without_reuse_ere_is_pue() -> None:
    year = year_of(air_hall(), air_room(), COOL)
    assert year.ratio("ere") == year.ratio("pue")
    assert year.ratio("wue_source") is None


def test_a_warmer_supply_saves_compressors_and_never_fans() -> None:
    design = edits.set_plant(air_hall(), reset={"rule": "none", "most_k": 0.0})
    points = year_of(design, air_room(), HOT).supply
    compressors = [point.compressors_kwh for point in points]
    fans = [point.server_fans_kwh for point in points]
    for point in points:
        print(
            f"supply +{point.raise_k:.0f} K: all {point.facility_kwh:,.0f} kWh, compressors "
            f"{point.compressors_kwh:,.0f}, server fans {point.server_fans_kwh:,.0f}, "
            f"{point.hours_over_limit} h over limit"
        )
    assert all(after < before for before, after in itertools.pairwise(compressors))
    assert all(after >= before for before, after in itertools.pairwise(fans))
    best = year_of(design, air_room(), HOT).best_raise_k
    print(f"best: +{best:.0f} K (fan curve of class design: drawn)")
    held = [point for point in points if point.hours_over_limit == 0]
    assert best == min(held, key=lambda point: point.facility_kwh).raise_k


def test_a_reset_by_inlets_keeps_them_below_their_limit() -> None:
    reset = {"rule": "inlet", "most_k": 8.0, "margin_k": 0.5}
    year = year_of(edits.set_plant(air_hall(), reset=reset, utilisation=DIURNAL), air_room(), HOT)
    assert year.hours_over_limit == 0
    assert year.least_margin_k == pytest.approx(0.5, abs=1e-6)
    plain = year_of(edits.set_plant(air_hall(), utilisation=DIURNAL), air_room(), HOT)
    assert year.year.energy_kwh["compressors"] < plain.year.energy_kwh["compressors"]


def test_density_falls_over_the_hours_and_the_design_day_is_its_end() -> None:
    design = air_hall()
    rejection = design.variant.plant.rejections[0].id
    tight = edits.update_rejection(design, rejection, capacity_w=33e3)
    year = year_of(tight, air_room(), HOT)
    powers = [point.power_w for point in year.duration]
    assert all(later <= earlier for earlier, later in itertools.pairwise(powers))
    assert powers[-1] < 0.9 * powers[0]
    assert year.design_day.available_w <= powers[-1] * 1.002
    assert year.hours_unmet > 0
    assert "plant.unmet" in {finding.code for finding in year.findings}


def test_a_hall_that_leaves_what_is_not_carried_keeps_every_limit_in_every_hour() -> None:
    reset = {"rule": "outdoor", "most_k": 6.0}
    design = edits.set_plant(air_hall(), reset=reset)
    year = year_of(design, air_room(), HOT)
    assert 0 < year.hours_over_limit <= year.hours_not_carried
    asked, carried = np.array(year.hourly["load"]), np.array(year.hourly["available_w"])
    drawn_w = air_room().hall_at(np.array([1.0]), np.array([0.0]))["it_w"][0]
    kept = np.minimum(asked, carried / drawn_w)
    assert kept.min() > 0.0
    left_kwh = math.fsum((asked - kept) * drawn_w) / 1000.0
    assert year.not_carried_kwh == pytest.approx(left_kwh, rel=1e-9)
    shed = {"profile": "hours", "hours": tuple(kept.tolist())}
    held = year_of(edits.set_plant(design, utilisation=shed), air_room(), HOT)
    assert held.hours_over_limit == held.hours_unmet == held.hours_not_carried == 0
    assert held.not_carried_kwh == 0.0


def test_a_store_moves_load_and_never_makes_heat_stay() -> None:
    design = air_hall()
    rejection = design.variant.plant.rejections[0].id
    tight = edits.update_rejection(design, rejection, capacity_w=31e3)
    store = {"capacity_wh": 120e3, "power_w": 40e3}
    plain = year_of(tight, air_room(), HOT)
    stored = year_of(edits.set_plant(tight, storage=store), air_room(), HOT)
    assert stored.year.unmet_kwh < plain.year.unmet_kwh
    assert stored.hours_unmet <= plain.hours_unmet
    assert max(stored.hourly["stored_wh"]) <= 120e3
    assert stored.balance_fraction < 1e-12


def test_a_year_takes_less_than_a_second(hot: YearResults) -> None:
    begun = time.process_time()
    finished(
        count_year(air_hall(), CATALOGUE, synthetic_year(HOT), YearChoices("live", 0.3), air_room())
    )
    assert time.process_time() - begun < 1.0


def test_a_year_of_four_hundred_racks_takes_less_than_a_second() -> None:
    design = load(example_path("hall-400"))
    item = design.variant.plant.rejections[0].id
    loads = np.array([0.75, 0.875, 1.0, 1.1])
    power = 1.98e6 * loads
    hall = np.stack(
        [power, np.full(4, 1.3e5), np.zeros(4), np.zeros(4), power, power, 5.0 - 8.0 * loads,
         np.ones(4)], axis=1,
    )[:, None, :]  # fmt: skip
    plant = np.stack(
        [power, np.zeros(4), np.full(4, 1.4e5), np.full(4, 20.0), 20.0 + power / 1.4e5,
         np.full(4, 12.0)], axis=1,
    )[:, None, :]  # fmt: skip
    room = RoomTable(loads, np.zeros(1), hall, {}, {item: plant}, 0.0, 0.0, ("converged",), 0.0)
    weather = synthetic_year(HOT)
    choices = YearChoices("live")
    times = []
    for _ in range(2):  # the first loads what is loaded once
        begun = time.process_time()
        year = finished(count_year(design, CATALOGUE, weather, choices, room))
        times.append(time.process_time() - begun)
    print(f"hall-400: a year in {min(times):.2f} s, PUE {year.year.pue:.3f}")
    assert min(times) < 1.0
    assert year.year.hours == 8760


def test_a_year_goes_to_json_and_back(hot: YearResults) -> None:
    data = encode(hot)
    again = decode(YearResults, data)
    assert again.year == hot.year
    assert again.hourly["it_w"] == hot.hourly["it_w"]
    assert again.duration == hot.duration


def test_between_points_it_is_linear() -> None:
    table = np.array([[[0.0], [10.0]], [[2.0], [12.0]]])
    places = np.array([0.0, 1.0])
    assert bilinear(places, places, table, np.array([0.5]), np.array([0.5]))[0, 0] == 6.0
    alone = bilinear(places, np.array([0.0]), table[:, :1], np.array([0.25]), np.array([3.0]))
    assert alone[0, 0] == 0.5


def test_loads_through_the_day() -> None:
    plant = edits.set_plant(air_hall(), utilisation={"profile": "diurnal", "low_fraction": 0.5})
    load = load_of(plant.variant.plant.utilisation, synthetic_year(HOT))
    assert load[14] == pytest.approx(1.0)
    assert load[2] == pytest.approx(0.5)
    assert load.mean() == pytest.approx(0.75)


def test_nonsense_is_refused() -> None:
    with pytest.raises(UsageError, match="tariff is negative"):
        year_of(edits.set_plant(air_hall(), tariff={"usd_kwh": -0.1}), air_room(), HOT)
    with pytest.raises(UsageError, match="no usd_kwh of 'atlantis'"):
        year_of(edits.set_plant(air_hall(), tariff={"electricity": "atlantis"}), air_room(), HOT)
    with pytest.raises(SolveError, match="no heat rejection"):
        require_rejection(edits.set_plant(air_hall(), rejections=()).variant)
    lost = edits.delete_rejection(warm_hall(), "rejection-0001")
    with pytest.raises(SolveError, match="serves FWS"):
        require_rejection(lost.variant)


def test_losses_of_the_power_chain_are_consumers_of_their_own() -> None:
    ups = PowerElement(id="ups-0001", kind="ups", efficiency_fraction=0.95, rated_w=200e3)
    feed = Feed(id="feed-0001", supply_id="ups-0001")
    design = edits.set_power(air_hall(), elements=(ups,), feeds=(feed,))
    design = edits.update(design, [rack.id for rack in design.variant.racks], feed_id="feed-0001")
    plain, lossy = (year_of(item, air_room(), COOL) for item in (air_hall(), design))
    loss = lossy.year.energy_kwh["UPS"]
    assert loss == pytest.approx(lossy.year.it_kwh * (1.0 / 0.95 - 1.0), rel=1e-6)
    assert lossy.year.facility_kwh == pytest.approx(plain.year.facility_kwh + loss, rel=1e-12)
    assert lossy.ratio("electrical_loss") == pytest.approx(1.0 / 0.95 - 1.0, rel=1e-6)


def test_a_grid_cap_binds_the_density() -> None:
    open_year = year_of(air_hall(), air_room(), HOT)
    highest = max(open_year.hourly["facility_w"])
    capped = edits.set_power(air_hall(), grid_cap_w=0.9 * highest)
    year = year_of(capped, air_room(), HOT)
    assert year.duration[-1].power_w < open_year.duration[-1].power_w
    assert min(year.hourly["available_w"]) > 0.0
