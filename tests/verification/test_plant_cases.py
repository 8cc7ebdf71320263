"""Cases of weather files and least efficiencies: what is brought, missing, or worse."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from coolsim.assets import asset
from coolsim.errors import CoolSimError
from coolsim.tasks.requests import VerifyRequest
from coolsim.tasks.verify import VerifyAnswer, _cases
from coolsim.verification import read_case, run, shipped_case
from tests.plant.test_epw import text, year

DRY = {"5": 0, "25": 8760}


def statistics() -> dict[str, Any]:
    data: dict[str, Any] = json.loads(shipped_file("D07").read_text(encoding="utf-8"))
    data["setup"] = {"file": "elsewhere/place.epw", "n_hours": 8760}
    return data


def shipped_file(code: str) -> Path:
    return next(path for path in asset("validation").glob(f"{code}_*.json"))


def test_a_weather_file_beside_its_case(tmp_path: Path) -> None:
    (tmp_path / "place.epw").write_text(text(year()), encoding="utf-8")  # type: ignore[no-untyped-call]
    data = statistics()
    data["reference"]["hours_db_below"] = DRY
    case = tmp_path / "mine.json"
    case.write_text(json.dumps(data), encoding="utf-8")
    rows = {row.quantity: row for row in run(read_case(case))}
    assert rows["hours"].within_tolerance
    assert not rows["mean dry bulb"].within_tolerance
    assert rows["hours with the dry bulb below 25 °C"].published == 8760


def test_a_weather_file_that_is_not_there_is_told() -> None:
    with pytest.raises(CoolSimError, match="does not lie beside the case"):
        run(shipped_case("D07"))


def test_the_full_run_leaves_it_out_and_says_so() -> None:
    ran, left = _cases(VerifyRequest())
    assert [case.id[:3] for case in left] == ["D07"]
    assert not {case.id for case in left} & {case.id for case in ran}
    answer = VerifyAnswer((), (), 0.0, tuple(left))
    assert "Not run" in answer.text()
    assert answer.to_json()["not_run"][0]["id"] == left[0].id


def test_a_default_below_the_minimum_misses(tmp_path: Path) -> None:
    data = json.loads(shipped_file("D05").read_text(encoding="utf-8"))
    data["reference"]["CRAC_SCOP_downflow"]["air"]["mid"] = 3.0
    case = tmp_path / "mine.json"
    case.write_text(json.dumps(data), encoding="utf-8")
    missing = [row for row in run(read_case(case)) if not row.within_tolerance]
    assert len(missing) == 1
    assert missing[0].published == 3.0


def test_least_efficiencies_and_water_agree() -> None:
    for code in ("D05", "E02"):
        assert all(row.within_tolerance for row in run(shipped_case(code)))


def test_air_wetter_than_saturated_is_refused(tmp_path: Path) -> None:
    data: dict[str, Any] = json.loads(shipped_file("E01").read_text(encoding="utf-8"))
    data["reference"]["example1"] |= {"Tdb": 30.0, "Twb": 60.0}
    case = tmp_path / "mine.json"
    case.write_text(json.dumps(data), encoding="utf-8")
    with pytest.raises(CoolSimError, match="wet bulb 60 °C lies above the dry bulb 30 °C"):
        read_case(case)
