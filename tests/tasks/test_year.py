"""The task of the window's year: points travel along, and a look into weather files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from coolsim import tasks
from coolsim.design import edits
from coolsim.design.hall_key import hall_key
from coolsim.design.models import Design
from coolsim.errors import UsageError
from coolsim.plant.weather import WeatherFileError
from coolsim.results.codec import decode
from coolsim.results.plant_hours import hours_from_json
from coolsim.results.year import YearGlance, YearResults
from coolsim.studies.year import LOWEST_LOAD
from coolsim.tasks.hall_points import points_fitting
from coolsim.tasks.year import LESS_LOAD, YearAnswer
from tests.halls import small_hall
from tests.plant.test_epw import text, year


def planted() -> Design:
    design, _ = edits.add_rejection(small_hall(), kind="water_chiller")
    design = edits.set_settings(design, fidelity="draft")
    return edits.set_site(design, climate="phoenix-az")


def ask(design: Design, **fields: Any) -> YearAnswer:
    data = {"design": json.loads(design.model_dump_json()), **fields}
    answer = tasks.finish(tasks.from_json("year", data))  # type: ignore[arg-type]
    assert isinstance(answer, YearAnswer)
    return answer


@pytest.fixture(scope="module")
def counted() -> YearAnswer:
    return ask(planted(), solve=True, raise_k=4.0)


def plain(answer: YearAnswer) -> dict[str, Any]:
    return json.loads(json.dumps(answer.to_json(), allow_nan=False))  # type: ignore[no-any-return]


def test_an_answer_survives_its_way_to_the_window(counted: YearAnswer) -> None:
    data = plain(counted)
    assert data["command"] == "year"
    results = decode(YearResults, data["year"])
    assert results.year == decode(YearGlance, data["glance"]).year
    assert hours_from_json(data["hours"]).count == 8760
    assert data["points"]["hall"] == hall_key(planted())
    assert data["points"]["shifts"][-1] == 4.0
    assert data["points"]["loads"][0] == pytest.approx(LESS_LOAD * LOWEST_LOAD)


def test_known_points_are_not_solved_again(counted: YearAnswer) -> None:
    points = plain(counted)["points"]
    again = ask(planted(), points=points)
    assert again.annual is not None
    assert counted.annual is not None
    assert again.annual.results.year == counted.annual.results.year
    priced = edits.update_plant_part(planted(), "tariff", usd_kwh=0.3)
    dearer = ask(priced, points=points, glance=True)
    assert dearer.annual is None
    assert dearer.hours is None
    assert dearer.glance.year.cost_usd > counted.glance.year.cost_usd


def test_points_follow_the_supply_a_plant_is_drawn_with(counted: YearAnswer) -> None:
    points = plain(counted)["points"]
    design = planted()
    name = design.variant.plant.rejections[0].id
    warmer = edits.update_rejection(design, name, supply_temperature_c=16.0)
    assert hall_key(warmer) == hall_key(design)
    room = points_fitting(points, hall_key(design), warmer.variant, 1.0)
    assert room is not None
    supply = room.plant[name][:, :, -1]
    assert supply[0].tolist() == [16.0, 20.0]


def test_another_plant_may_take_the_heat_without_a_solve(counted: YearAnswer) -> None:
    points = plain(counted)["points"]
    design = planted()
    cooler = design.variant.coolers[0].id
    moved, other = edits.add_rejection(design, kind="air_chiller", cooler_ids=(cooler,))
    assert hall_key(moved) == hall_key(design)
    first = design.variant.plant.rejections[0].id
    before = points_fitting(points, hall_key(design), design.variant, 1.0)
    after = points_fitting(points, hall_key(design), moved.variant, 1.0)
    assert before is not None
    assert after is not None
    whole = after.plant[first][..., 0] + after.plant[other][..., 0]
    np.testing.assert_allclose(whole, before.plant[first][..., 0], rtol=1e-12)
    assert (after.plant[other][..., 0] > 0.0).all()
    assert ask(moved, points=points, glance=True).glance.year.pue > 1.0


def test_points_of_another_hall_or_of_less_reach_do_not_fit(counted: YearAnswer) -> None:
    points = plain(counted)["points"]
    design = planted()
    rack = design.variant.racks[0].id
    moved = edits.move(design, [rack], 0.3, 0.0)
    assert hall_key(moved) != hall_key(design)
    with pytest.raises(UsageError, match="changed since"):
        ask(moved, points=points)
    far = edits.set_plant(design, reset={"rule": "fixed", "most_k": 6.0})
    with pytest.raises(UsageError, match="changed since"):
        ask(far, points=points)
    with pytest.raises(UsageError, match="changed since"):
        ask(design)


def test_a_site_without_climate_is_refused_before_anything_is_solved() -> None:
    with pytest.raises(UsageError, match="no climate"):
        ask(edits.set_site(planted(), climate=""), solve=True)


def test_a_changed_weather_file_is_read_again(counted: YearAnswer, tmp_path: Path) -> None:
    path = tmp_path / "place.epw"
    path.write_text(text(year()), encoding="utf-8")  # type: ignore[no-untyped-call]
    design = edits.set_site(planted(), climate="", weather_file=str(path))
    points = plain(counted)["points"]
    assert ask(design, points=points, glance=True).glance.year.pue > 1.0
    path.write_text("nonsense", encoding="utf-8")
    with pytest.raises(WeatherFileError):
        ask(design, points=points, glance=True)


def test_a_weather_file_tells_its_place_and_its_bulbs(tmp_path: Path) -> None:
    path = tmp_path / "place.epw"
    path.write_text(text(year()), encoding="utf-8")  # type: ignore[no-untyped-call]
    request = tasks.from_json("weather", {"path": str(path), "design": None})
    answer = tasks.finish(request).to_json()  # type: ignore[arg-type]
    assert answer["command"] == "weather"
    assert answer["hours"] == 8760
    low, mean, high = answer["dry_bulb_c"]
    assert low <= mean <= high
    path.write_text("LOCATION,x\n", encoding="utf-8")
    with pytest.raises(WeatherFileError):
        tasks.finish(request)  # type: ignore[arg-type]
