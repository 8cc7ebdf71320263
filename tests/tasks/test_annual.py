"""The command `annual`: its answer, its weather, and nonsense told clearly."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from coolsim import cli, tasks
from coolsim.design import edits
from coolsim.design.files import dumps
from coolsim.design.models import Design
from coolsim.errors import UsageError
from coolsim.plant.weather import WeatherFileError
from coolsim.tasks.annual import weather_of
from tests.halls import small_hall
from tests.plant.test_epw import text, year


def planted(**fields: object) -> Design:
    design, _ = edits.add_rejection(small_hall(), kind="air_chiller")
    return edits.set_plant(design, **fields)


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("annual") / "hall.coolsim"
    path.write_text(dumps(planted()), encoding="utf-8")
    return path


def test_the_command_prints_one_json_object(
    capsys: pytest.CaptureFixture[str], hall: Path, tmp_path: Path
) -> None:
    weather = tmp_path / "place.epw"
    weather.write_text(text(year()), encoding="utf-8")  # type: ignore[no-untyped-call]
    arguments = ["annual", str(hall), "--weather", str(weather), "--fidelity", "draft"]
    assert cli.main([*arguments, "--json"]) == 0
    captured = capsys.readouterr()
    answer = json.loads(captured.out)
    assert captured.err == ""
    assert answer["schema"] == "coolsim/annual-1"
    assert answer["climate"] == "EPW file place.epw"
    assert len(answer["hourly"]["facility_w"]) == 8760
    assert sum(answer["hourly"]["facility_w"]) / 1e3 == pytest.approx(
        answer["year"]["facility_kwh"], rel=1e-12
    )
    assert cli.main(arguments) == 0
    told = capsys.readouterr().out
    assert "PUE" in told
    assert "of the hours, or more" in told


def test_an_unknown_climate_names_the_nearest(
    capsys: pytest.CaptureFixture[str], hall: Path
) -> None:
    assert cli.main(["annual", str(hall), "--climate", "seatle"]) == 2
    assert "seattle-tacoma-wa" in capsys.readouterr().err
    assert cli.main(["annual", str(hall)]) == 2
    assert "phoenix-az" in capsys.readouterr().err


def test_a_short_or_impossible_weather_file_is_refused(hall: Path, tmp_path: Path) -> None:
    path = tmp_path / "short.epw"
    path.write_text(text(year()[:7000]), encoding="utf-8")  # type: ignore[no-untyped-call]
    with pytest.raises(WeatherFileError, match="7,000 rows"):
        weather_of(planted(), None, path)
    hot = text(year(dry=60.0, relative=100.0, dew=60.0))  # type: ignore[no-untyped-call]
    path.write_text(hot, encoding="utf-8")
    with pytest.raises(WeatherFileError, match="dew point of 60"):
        weather_of(planted(), None, path)


def test_the_site_s_weather_counts_where_none_is_asked_for(tmp_path: Path) -> None:
    design = edits.set_site(planted(), climate="Chicago-OHare-IL")
    assert "Chicago" in weather_of(design, None, None).place.name
    assert "Phoenix" in weather_of(design, "phoenix-az", None).place.name
    with pytest.raises(UsageError, match="not both"):
        weather_of(design, "phoenix-az", tmp_path)


def test_a_negative_tariff_ends_in_a_clear_error() -> None:
    design = edits.set_plant(planted(), tariff={"usd_kwh": -0.05})
    request = tasks.AnnualRequest(design, "phoenix-az", fidelity="draft")
    with pytest.raises(UsageError, match="negative: usd_kwh"):
        tasks.finish(request)


def test_a_hall_without_rejection_is_refused() -> None:
    with pytest.raises(Exception, match="no heat rejection"):
        tasks.finish(tasks.AnnualRequest(small_hall(), "phoenix-az", fidelity="draft"))
