"""Figures of merit of every hour, every month and the year: one set of formulas."""

from __future__ import annotations

import math

import numpy as np
import pytest
from numpy.typing import NDArray

from coolsim.design import edits
from coolsim.results.year import YearResults
from coolsim.studies.accounts import MERITS, Sums, figures_of_merit
from tests.studies.halls import air_hall, air_room, year_of

GRID_WATER_L_KWH = 1.9


@pytest.fixture(scope="module")
def year() -> YearResults:
    design = edits.set_plant(
        air_hall(),
        reuse={"power_w": 20e3, "temperature_c": 12.0},
        utilisation={"profile": "diurnal", "low_fraction": 0.7},
        footprint={"water_l_kwh": GRID_WATER_L_KWH},
    )
    rejection = design.variant.plant.rejections[0].id
    design = edits.update_rejection(design, rejection, kind="water_chiller")
    return year_of(design, air_room(), "phoenix-az")


def columns(year: YearResults) -> dict[str, NDArray[np.float64]]:
    found = {}
    for key, (_, unit) in MERITS.items():
        found[key] = np.array(year.hourly[f"{key}_{unit}" if unit else key])
    return found


def test_the_worked_number() -> None:
    sums = Sums(
        it_kwh=10.0, compute_kwh=9.5, facility_kwh=12.0, cooling_kwh=1.5, loss_kwh=0.5,
        water_l=18.0, reuse_kwh=3.0, carbon_kg=4.8,
    )  # fmt: skip
    told = figures_of_merit(sums, None)
    assert tuple(told) == tuple(MERITS)
    wanted = {"pue": 1.2, "wue_site": 1.8, "ere": 0.9, "erf": 0.25, "mlc": 0.15, "cue": 0.48}
    assert {key: told[key] for key in wanted} == pytest.approx(wanted)
    assert told["itue"] == pytest.approx(1.0526, abs=1e-4)
    assert told["tue"] == pytest.approx(1.2632, abs=1e-4)
    assert told["wue_source"] is None


def test_identities_hold_in_every_hour_month_and_the_year(year: YearResults) -> None:
    hourly = columns(year)
    sets: list[dict[str, float | NDArray[np.float64] | None]] = [
        dict(hourly),
        {item.id: item.value for item in year.ratios},
        *(dict(month) for month in year.month_ratios),
    ]
    assert len(sets) == 14
    for told in sets:
        value = {key: np.asarray(each, dtype=float) for key, each in told.items()}
        near = {"rtol": 1e-9, "atol": 0.0}
        np.testing.assert_allclose(value["tue"], value["itue"] * value["pue"], **near)
        np.testing.assert_allclose(value["ere"], (1.0 - value["erf"]) * value["pue"], **near)
        np.testing.assert_allclose(value["ppue_cooling"], 1.0 + value["mlc"], **near)
        source = value["wue_site"] + GRID_WATER_L_KWH * value["pue"]
        np.testing.assert_allclose(value["wue_source"], source, **near)
    assert np.ptp(hourly["wue_site"]) > 0.1
    assert hourly["erf"].max() > 0.0


def test_the_year_is_made_of_its_hours_exactly(year: YearResults) -> None:
    hours = {name: np.array(values) for name, values in year.hourly.items()}
    it, facility = (math.fsum(hours[f"{name}_w"]) / 1000.0 for name in ("it", "facility"))
    compute = math.fsum(hours["compute_w"]) / 1000.0
    assert year.ratio("pue") == facility / it
    assert year.ratio("itue") == it / compute
    assert year.ratio("tue") == facility / compute
    assert year.ratio("ere") == (facility - math.fsum(hours["reuse_w"]) / 1000.0) / it
    assert year.ratio("wue_site") == math.fsum(hours["water_kg_s"] * 3.6) * 1000.0 / it
    assert math.fsum(hours["carbon_kg"]) == pytest.approx(year.year.carbon_kg, rel=1e-12)


def test_what_is_not_known_is_not_a_number() -> None:
    plain = year_of(air_hall(), air_room(), "phoenix-az")
    assert plain.ratio("wue_source") is None
    assert np.isnan(plain.hourly["wue_source_l_per_kwh"]).all()
