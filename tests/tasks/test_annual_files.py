"""Files of the command `annual`: hours written, load profiles and chiller curves read; nonsense."""

from __future__ import annotations

import csv
import json
import math
from pathlib import Path
from typing import Any

import pytest

from coolsim import cli, tasks
from coolsim.assets import asset
from coolsim.design import edits
from coolsim.design.models import Design
from coolsim.design.plant_files import PlantFileError, read_curve_set
from coolsim.errors import CoolSimError, SaveError, SolveError, UsageError
from coolsim.tasks.annual import AnnualAnswer, with_files
from tests.halls import small_hall
from tests.tasks.test_annual import planted

CURVES: dict[str, Any] = {
    "capacity_w": 471200.0,
    "cop": 5.89,
    "capacity_curve": [0.252113, 0.01324053, -0.008637329, 0.08581056, -0.004261176, 0.008661899],
    "input_ratio_curve": [
        0.4475238, -0.0258821, -0.001459053, 0.04342595, -0.001000651, 0.001920106,
    ],
    "part_load_curve": [0.2778889, 0.2338363, 0.4883748],
    "chilled_range_c": [7.22, 12.78],
    "condenser_range_c": [12.78, 26.67],
}  # fmt: skip


def year_of(design: Design, **asked: Any) -> AnnualAnswer:
    request = tasks.AnnualRequest(design, "phoenix-az", fidelity="draft", **asked)
    answer = tasks.finish(request)
    assert isinstance(answer, AnnualAnswer)
    return answer


def test_hours_of_the_file_add_up_to_the_year_exactly(tmp_path: Path) -> None:
    path = tmp_path / "hours.csv"
    answer = year_of(planted(utilisation={"profile": "diurnal", "low_fraction": 0.8}), hours=path)
    rows = list(csv.DictReader(path.open(encoding="utf-8")))
    year = answer.results.year
    assert len(rows) == 8760
    for name, energy in year.energy_kwh.items():
        assert math.fsum(float(row[f"{name}_w"]) for row in rows) / 1000.0 == energy
    assert math.fsum(float(row["facility_w"]) for row in rows) / 1000.0 == year.facility_kwh
    cost = math.fsum(float(row["energy_cost_usd"]) for row in rows)
    assert cost == year.energy_cost_usd
    carbon = math.fsum(float(row["carbon_kg"]) for row in rows)
    assert carbon == pytest.approx(year.carbon_kg, rel=1e-12)
    assert str(path) in answer.text()
    assert (rows[0]["month"], rows[-1]["month"], rows[-1]["hour"]) == ("1", "12", "24")


def test_a_file_of_hours_is_never_replaced_silently(tmp_path: Path) -> None:
    path = tmp_path / "hours.csv"
    path.write_text("mine", encoding="utf-8")
    with pytest.raises(SaveError, match="exists"):
        year_of(planted(), hours=path)
    assert path.read_text("utf-8") == "mine"
    with pytest.raises(SaveError, match="folder does not exist"):
        year_of(planted(), hours=tmp_path / "no" / "hours.csv")
    year_of(planted(), hours=path, force=True)
    assert path.read_text("utf-8").startswith("month,day,hour,dry_bulb_c")
    assert [item.name for item in tmp_path.iterdir()] == ["hours.csv"]


def test_months_have_every_figure_of_merit() -> None:
    results = year_of(planted(footprint={"water_l_kwh": 1.9})).results
    assert len(results.month_ratios) == 12
    for month, told in zip(results.months, results.month_ratios, strict=True):
        assert set(told) == {item.id for item in results.ratios}
        assert told["pue"] == month.pue
        assert told["tue"] == pytest.approx(told["itue"] * told["pue"], rel=1e-9)  # type: ignore[operator]
        assert told["ere"] == pytest.approx((1.0 - (told["erf"] or 0.0)) * month.pue, rel=1e-9)


def test_a_profile_from_a_file(tmp_path: Path) -> None:
    path = tmp_path / "loads.csv"
    path.write_text("load\n" + "0.8\n1.0\n" * 4380, encoding="utf-8")
    answer = year_of(planted(), utilisation=path)
    assert set(answer.results.hourly["load"]) == {0.8, 1.0}


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("0.8\n" * 8759, "8,759 hours"),
        ("0.8\n" * 100 + "full\n" + "0.8\n" * 8659, "Row 101 holds 'full'"),
        ("0.8\n" * 100 + "-0.2\n" + "0.8\n" * 8659, "Row 101"),
        ("0\n" * 8760, "Row 1 holds '0'"),
        ("", "0 hours"),
    ],
)
def test_profiles_that_cannot_be(tmp_path: Path, content: str, told: str) -> None:
    path = tmp_path / "loads.csv"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(PlantFileError, match=told) as raised:
        with_files(planted(), path, None)
    assert raised.value.where == str(path)
    assert raised.value.remedy


def test_curves_from_a_file(tmp_path: Path) -> None:
    path = tmp_path / "chiller.json"
    path.write_text(json.dumps(CURVES), encoding="utf-8")
    design = with_files(planted(), None, path)
    assert design.variant.plant.rejections[0].curves is not None
    assert year_of(planted(), chiller=path).results.year.pue > 1.0
    dry, _ = edits.add_rejection(small_hall(), kind="dry_cooler")
    with pytest.raises(UsageError, match="has chillers"):
        with_files(dry, None, path)


def test_an_entry_of_the_published_sets_is_read(tmp_path: Path) -> None:
    shipped = json.loads(asset("plant", "chillers.json").read_text("utf-8"))["chillers"][0]
    path = tmp_path / "chiller.json"
    path.write_text(json.dumps(shipped), encoding="utf-8")
    curves = read_curve_set(path)
    assert curves.capacity_w == shipped["Qref_W"]
    assert list(curves.input_ratio_curve) == shipped["eirFT"]
    path.write_text(json.dumps({**shipped, "capFT": shipped["capFT"][:5]}), encoding="utf-8")
    with pytest.raises(PlantFileError, match="capacity_curve"):
        read_curve_set(path)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"capacity_curve": [1.0, 0.0, 0.0]}, "capacity_curve"),
        ({"part_load_curve": None}, "part_load_curve"),
        ({"cop": -3.0}, "cop"),
        ({"condenser_range_c": [30.0, 20.0]}, "lower to its higher"),
        ({"cop": None, "COPref": 5.0}, "cop|COPref"),
    ],
)
def test_curves_that_cannot_be(tmp_path: Path, change: dict[str, Any], told: str) -> None:
    path = tmp_path / "chiller.json"
    data = {name: value for name, value in (CURVES | change).items() if value is not None}
    path.write_text(json.dumps(data), encoding="utf-8")
    with pytest.raises(PlantFileError, match=told) as raised:
        with_files(planted(), None, path)
    assert raised.value.where == str(path)
    assert raised.value.remedy


def test_a_hall_without_load_is_refused() -> None:
    design = planted()
    still = edits.update(design, [rack.id for rack in design.variant.racks], load_w=0.0)
    with pytest.raises(SolveError, match="no load") as raised:
        year_of(still)
    assert raised.value.remedy


def test_a_loop_without_rejection_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    design, loop = edits.place(small_hall(), "loop", kind="facility", name="Warm water")
    cooler = design.variant.coolers[0].id
    design, _ = edits.add_rejection(design, kind="air_chiller", cooler_ids=(cooler,))
    with pytest.raises(CoolSimError, match="serves Warm water"):
        year_of(design)
    assert loop


def test_the_command_takes_the_files(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    from coolsim.design.files import dumps

    hall, hours = tmp_path / "hall.coolsim", tmp_path / "hours.csv"
    hall.write_text(dumps(planted()), encoding="utf-8")
    loads = tmp_path / "loads.txt"
    loads.write_text("90\n" * 8760, encoding="utf-8")
    given = ["annual", str(hall), "--climate", "chicago-ohare-il", "--fidelity", "draft"]
    assert cli.main([*given, "--hours", str(hours), "--utilisation", str(loads)]) == 0
    assert "PUE" in capsys.readouterr().out
    assert hours.read_text("utf-8").count("\n") == 8761
    assert cli.main([*given, "--hours", str(hours)]) == 2
    assert "exists" in capsys.readouterr().err
