"""A glance at a year: near the whole year, and the hours of its plants."""

from __future__ import annotations

import math

import numpy as np
import pytest

from coolsim.design import edits
from coolsim.design.models import Design
from coolsim.plant.weather import synthetic_year
from coolsim.results.plant_hours import (
    YearHours,
    hours_from_json,
    hours_to_json,
    plant_column,
)
from coolsim.studies.counted import count_hours
from coolsim.studies.glance import EVERY, Glance, glance_of
from tests.studies.halls import (
    CATALOGUE,
    CHOICES,
    air_hall,
    air_room,
    warm_hall,
    warm_room,
    year_of,
)

HOT = "phoenix-az"


def glance(design: Design, every: int = EVERY, *, warm: bool = False) -> Glance:
    room = warm_room() if warm else air_room()
    return glance_of(count_hours(design, CATALOGUE, synthetic_year(HOT), CHOICES, room, every))


def test_every_fifth_hour_is_near_the_whole_year() -> None:
    design = edits.set_plant(
        air_hall(),
        utilisation={"profile": "diurnal", "low_fraction": 0.6},
        tariff={"usd_kwh": 0.1, "peak_usd_kwh": 0.2, "demand_usd_kw_month": 9.0},
    )
    whole = year_of(design, air_room(), HOT)
    some = glance(design).year
    assert some.every == 5
    assert some.year.hours == 8760
    assert some.year.pue == pytest.approx(whole.year.pue, abs=1e-3)
    assert some.year.facility_kwh == pytest.approx(whole.year.facility_kwh, rel=2e-3)
    assert some.year.cost_usd == pytest.approx(whole.year.cost_usd, rel=1e-2)
    for mine, full in zip(some.months, whole.months, strict=True):
        assert mine.hours == full.hours
        assert mine.facility_kwh == pytest.approx(full.facility_kwh, rel=2e-2)
    assert sum(some.hours_in_mode.values()) == pytest.approx(8760, abs=4)


def test_all_hours_are_the_year_itself() -> None:
    design = air_hall()
    whole = year_of(design, air_room(), HOT)
    every = glance(design, 1).year
    assert every.year == whole.year
    assert every.months == whole.months
    assert every.ratios == whole.ratios
    assert every.hours_in_mode == whole.hours_in_mode


def test_parts_of_a_glance_sum_to_its_whole_and_its_cost() -> None:
    year = glance(air_hall()).year.year
    assert math.fsum(year.energy_kwh.values()) == pytest.approx(year.facility_kwh, rel=1e-12)
    parts = year.energy_cost_usd + year.demand_cost_usd + year.water_cost_usd
    assert year.cost_usd == pytest.approx(parts, rel=1e-12)
    assert year.pue == pytest.approx(year.facility_kwh / year.it_kwh, rel=1e-12)


def test_a_store_needs_every_hour() -> None:
    design = edits.set_plant(air_hall(), storage={"capacity_wh": 50e3, "power_w": 10e3})
    assert glance(design).year.every == 1


@pytest.mark.parametrize("kind", ["water_chiller", "air_chiller", "dx"])
def test_the_heat_of_a_plant_warms_its_water_and_leaves_outdoors(kind: str) -> None:
    name = air_hall().variant.plant.rejections[0].id
    design = edits.update_rejection(air_hall(), name, kind=kind)
    hours = glance(design, 24).hours

    def of(column: str) -> np.ndarray:
        return np.asarray(hours.column(plant_column(name, column)), dtype=float)

    if kind != "dx":
        carried = of("flow_m3_s") * 4.17e6 * (of("return_c") - of("supply_c"))
        taken = of("load_w") - of("unmet_w") + of("chilled_pump_w")
        assert carried == pytest.approx(taken, rel=2e-3)
    spent = of("compressor_w") + of("chilled_pump_w") + of("condenser_pump_w")
    assert of("rejected_w") == pytest.approx(of("load_w") - of("unmet_w") + spent, rel=1e-5)
    if kind == "water_chiller":
        carried = of("sink_flow_m3_s") * 4.17e6 * (of("sink_return_c") - of("sink_c"))
        assert carried == pytest.approx(of("rejected_w"), rel=2e-3)
    else:
        assert np.isnan(of("sink_c")).all()


def test_every_plant_has_its_columns_and_the_design_day() -> None:
    found = glance(warm_hall(), 1, warm=True)
    assert glance(warm_hall(), warm=True).day == {}
    ids = [item.id for item in warm_hall().variant.plant.rejections]
    asked = sum(found.day[plant_column(each, "load_w")] for each in ids)
    assert asked == pytest.approx(found.day["heat_w"], rel=1e-6)
    assert found.day["dry_bulb_c"] == pytest.approx(synthetic_year(HOT).dry_bulb_c.max(), abs=1e-3)


def test_hours_travel_as_text_and_have_moments_and_a_mean() -> None:
    values = np.array([[1.0, 3.0, np.nan], [2.0, 2.0, 2.0]], dtype=np.float32)
    hours = hours_from_json(hours_to_json(YearHours(("a", "b"), values)))
    np.testing.assert_array_equal(hours.values, values)
    assert hours.count == 3
    assert hours.at(1) == {"a": 3.0, "b": 2.0}
    assert hours.mean() == {"a": 2.0, "b": 2.0}
    assert np.isnan(hours.column("c")).all()
