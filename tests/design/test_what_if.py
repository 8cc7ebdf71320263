"""What-if questions as changes of the plant, and the small files of a plant."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from coolsim.design import edits
from coolsim.design.models import Design
from coolsim.design.plant_files import PlantFileError, read_curve_set, read_profile
from coolsim.design.what_if import WhatIf, asked, has_approach
from coolsim.errors import EditError

CURVES = {
    "capacity_w": 1e6,
    "cop": 6.0,
    "capacity_curve": [1, 0, 0, 0, 0, 0],
    "input_ratio_curve": [1, 0, 0, 0, 0, 0],
    "part_load_curve": [0, 1, 0],
    "chilled_range_c": [5, 20],
    "condenser_range_c": [12, 35],
}


def planted(*kinds: str) -> Design:
    design = Design()
    for kind in kinds:
        design, _ = edits.add_rejection(design, kind=kind)
    return design


def test_supply_is_raised_by_a_fixed_rule_and_zero_is_none() -> None:
    raised = asked(planted("dx"), WhatIf(raise_k=3.5)).variant.plant.reset
    assert (raised.rule, raised.most_k) == ("fixed", 3.5)
    assert asked(planted("dx"), WhatIf(raise_k=0.0)).variant.plant.reset.rule == "none"


def test_approach_moves_where_there_is_one_and_never_below_half_a_kelvin() -> None:
    design = planted("water_chiller", "dx", "air_chiller")
    tower, dx, air = asked(design, WhatIf(approach_k=-10.0)).variant.plant.rejections
    assert tower.tower.approach_k == 0.5
    assert dx == design.variant.plant.rejections[1]
    assert air == design.variant.plant.rejections[2]
    assert [has_approach(item) for item in design.variant.plant.rejections] == [True, False, False]
    more = asked(design, WhatIf(approach_k=2.0)).variant.plant.rejections[0]
    assert more.tower.approach_k == pytest.approx(5.9)


def test_load_keeps_the_shape_of_its_profile() -> None:
    daily = {"profile": "diurnal", "high_fraction": 0.8, "low_fraction": 0.4}
    design = edits.set_plant(planted(), utilisation=daily)
    made = asked(design, WhatIf(high_fraction=0.5)).variant.plant.utilisation
    assert (made.high_fraction, made.low_fraction) == (0.5, 0.25)
    flat = asked(planted(), WhatIf(high_fraction=0.9)).variant.plant.utilisation
    assert (flat.profile, flat.high_fraction, flat.low_fraction) == ("flat", 0.9, 0.5)
    hours = edits.set_plant(
        planted(), utilisation={"profile": "hours", "hours": (0.5, 0.25) * 4380}
    )
    made = asked(hours, WhatIf(high_fraction=1.0)).variant.plant.utilisation
    assert made.hours[:2] == (1.0, 0.5)


def test_nothing_asked_changes_nothing_and_nonsense_is_refused() -> None:
    design = planted("tower")
    assert asked(design, WhatIf()) is design
    assert WhatIf().is_empty
    with pytest.raises(EditError):
        asked(design, WhatIf(high_fraction=1.5))


def test_a_curve_set_is_read_and_its_faults_are_named(tmp_path: Path) -> None:
    path = tmp_path / "chiller.json"
    path.write_text(json.dumps(CURVES))
    assert read_curve_set(path).cop == 6.0
    for broken, told in (
        ({**CURVES, "cop": -1}, "cop"),
        ({**CURVES, "chilled_range_c": [20, 5]}, "range"),
        ({key: value for key, value in CURVES.items() if key != "capacity_w"}, "capacity_w"),
    ):
        path.write_text(json.dumps(broken))
        with pytest.raises(PlantFileError, match=told):
            read_curve_set(path)
    for text in ("[1]", "{", "[" * 100_000):
        path.write_text(text)
        with pytest.raises(PlantFileError):
            read_curve_set(path)


def test_a_profile_is_read_as_shares_or_percent(tmp_path: Path) -> None:
    path = tmp_path / "load.csv"
    path.write_text("hour;load\n" + "\n".join(f"{n};{50 + n % 2}%" for n in range(8760)))
    assert read_profile(path)[:2] == (0.5, 0.51)
    path.write_text("\n".join(["0.5", "1"] * 4380))
    assert read_profile(path)[:2] == (0.5, 1.0)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("0.5\n\n0.6\nmuch\n", "Row 4"),
        ("0.5\n-1\n", "Row 2"),
        ("0.5\nnan\n", "Row 2"),
        ("0.5\n" * 7000, "7,000 hours"),
        ("", "0 hours"),
    ],
)
def test_a_broken_profile_names_the_row_or_the_count(tmp_path: Path, text: str, told: str) -> None:
    path = tmp_path / "load.csv"
    path.write_text(text)
    with pytest.raises(PlantFileError, match=told):
        read_profile(path)
    with pytest.raises(PlantFileError, match="cannot be read"):
        read_profile(tmp_path / "none.csv")
