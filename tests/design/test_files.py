"""Reading and writing design files: round trips, and every way a file can be wrong."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path

import pytest

from coolsim.design import edits, files
from coolsim.design.examples import example_path
from coolsim.design.models import Content, Design, FixedAirflow, Hall, Rack, Slot, Variant
from coolsim.errors import DesignFileError, SaveError


def small() -> Design:
    design, _ = edits.place(Design(), "rack", 3.0, 4.0, name="A-01 é", load_w=5000.0)
    design, _ = edits.place(design, "cooler", 0.5, 4.0, airflow_m3_s=2.0)
    return design


def problems_of(text: str) -> dict[str, str]:
    with pytest.raises(DesignFileError) as caught:
        files.loads(text, "hall.coolsim")
    assert caught.value.where == "hall.coolsim"
    assert str(caught.value)
    return {problem.path: problem.message for problem in caught.value.problems}


def with_rack(**fields: object) -> str:
    rack = {"id": "rack-0001", "x_m": 1, "y_m": 2, **fields}
    variant = {"id": "variant-0001", "racks": [rack]}
    return json.dumps({"format": "coolsim", "version": 1, "variants": [variant]})


def test_what_is_written_reads_back_the_same(tmp_path: Path) -> None:
    rack = Rack(
        id="rack-0007",
        x_m=1.23456,
        y_m=-0.00001,
        slots=(
            Slot(z_from_m=0.0, z_to_m=1.0, contents=(Content(item="dgx_h100"),)),
            Slot(
                z_from_m=1.0, z_to_m=2.0, load_w=0.1 + 0.2, airflow=FixedAirflow(airflow_m3_s=1e-3)
            ),
        ),
    )
    design = Design(
        variants=(Variant(id="variant-0001", hall=Hall(raised_floor_m=0.0), racks=(rack,)),),
        catalogue={"server": {"mine": {"name": "Mine", "p_max_w": {"v": 1.5}, "note": None}}},
        last_numbers={"rack": 9},
    )
    path = tmp_path / "hall.coolsim"
    files.save(design, path)
    again = files.load(path)
    assert again == design
    assert again.last_numbers == {"rack": 9}
    assert again.catalogue == design.catalogue
    assert files.dumps(again) == path.read_text("utf-8")
    assert files.design_hash(again) == files.design_hash(design)


def test_lengths_are_kept_to_a_tenth_of_a_millimetre() -> None:
    rack = Rack(id="rack-0001", x_m=1.23456, y_m=-0.00001)
    assert (rack.x_m, str(rack.y_m)) == (1.2346, "0.0")
    assert '"x_m": 1.2346' in files.dumps(Design(variants=(_variant(rack),)))


def _variant(*racks: Rack) -> Variant:
    return Variant(id="variant-0001", racks=racks)


def test_moving_one_rack_changes_one_line_of_the_file() -> None:
    design = files.load(example_path("room-20"))
    before = files.dumps(design).splitlines()
    after = files.dumps(edits.move(design, ["rack-0003"], 0.6, 0.0)).splitlines()
    assert sum(a != b for a, b in zip(before, after, strict=True)) == 1
    assert max(map(len, before[12:])) <= 100


def test_all_errors_are_listed_with_place_and_what_is_allowed() -> None:
    racks = [
        {"id": "rack-1", "x_m": "3", "y_m": 2, "heigth_m": 2.0},
        {"id": "rack-0002", "x_m": 1, "cooling": "ice", "height_u": 1.5},
        {"id": "rack-0003", "x_m": 1, "y_m": 2, "airflow": {"law": "fixed", "airflow_m3_s": -1}},
        {"id": "rack-0004", "x_m": 1, "y_m": 2, "load_w": 5, "contents": [{"item": "a"}]},
        {"id": "rack-0005", "x_m": 1, "y_m": 2, "airflow": {"law": "magic"}},
        "rack",
    ]
    data = {
        "format": "coolsim",
        "version": 1,
        "project": None,
        "variants": [{"id": "variant-0001", "racks": racks}],
    }
    found = problems_of(json.dumps(data))
    rack = "variants[0].racks"
    assert "such as rack-0007" in found[f"{rack}[0].id"]
    assert found[f"{rack}[0].x_m"] == 'must be a number; found "3"'
    assert found[f"{rack}[0]"] == 'unknown key "heigth_m"; did you mean "height_m"?'
    assert found[f"{rack}[1]"] == '"y_m" is missing'
    assert "'air', 'rear_door'" in found[f"{rack}[1].cooling"]
    assert found[f"{rack}[1].height_u"] == "must be a whole number; found 1.5"
    assert found[f"{rack}[2].airflow.airflow_m3_s"] == "must be greater than 0.0; found -1"
    assert found[f"{rack}[3]"] == "give contents or load_w, not both"
    assert "'fixed', 'per_power', 'catalogue'" in found[f"{rack}[4].airflow"]
    assert found[f"{rack}[5]"] == 'must be an object; found "rack"'
    assert found["project"] == "must be an object; found null"
    assert "variants" not in found
    assert len(found) == 11


def test_an_unknown_key_without_a_near_one_lists_the_known() -> None:
    found = problems_of(with_rack(airflow={"law": "catalogue", "zzzzzz": 1}))
    assert found["variants[0].racks[0].airflow"] == (
        'unknown key "zzzzzz"; known are airflow_m3_s, airflow_m3_s_kw, inlet_temperature_c, law, '
        "pressure_difference_pa"
    )


def test_repeated_ids_and_broken_references_are_all_listed() -> None:
    variant = {
        "id": "variant-0001",
        "racks": [
            {"id": "rack-0001", "x_m": 1, "y_m": 2, "feed_id": "feed-0009"},
            {"id": "rack-0001", "x_m": 1, "y_m": 2},
        ],
        "tiles": [{"id": "rack-0001", "x_m": 0, "y_m": 0}],
        "aisles": [{"id": "aisle-0001", "rack_ids": ["rack-0001", "rack-0002", "rack-0001"]}],
        "groups": [{"id": "group-0001", "member_ids": ["group-0001"]}],
    }
    found = problems_of(
        json.dumps(
            {
                "format": "coolsim",
                "version": 1,
                "variants": [variant, {**variant, "id": "variant-0002"}],
            }
        )
    )
    for index in (0, 1):
        place = f"variants[{index}]"
        assert found[f"{place}.racks[1].id"] == '"rack-0001" is already used by racks[0]'
        assert found[f"{place}.tiles[0].id"] == '"rack-0001" is already used by racks[0]'
        assert 'no feed "feed-0009"' in found[f"{place}.racks[0].feed_id"]
        assert 'no rack "rack-0002"' in found[f"{place}.aisles[0].rack_ids[1]"]
        assert "listed twice" in found[f"{place}.aisles[0].rack_ids[2]"]
        assert 'no object "group-0001"' in found[f"{place}.groups[0].member_ids[0]"]
    assert len(found) == 12


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ("", "line 1, column 1", "empty"),
        ('{\n "format": "cool', "line 2, column 12", "not closed"),
        ('{\n "format":', "line 2, column 11", "ends in the middle"),
        ('{"a": 1,\n "b": 2,\n "a": 3}', "line 3, column 2", '"a" appears twice'),
        ('{"x": [1, {"y": 1, "\\u0079": 2}]}', "line 1, column 20", '"y" appears twice'),
        ('{"a": NaN}', "line 1, column 7", "NaN is not a finite number"),
        ('{"a": -Infinity}', "line 1, column 7", "-Infinity is not a finite number"),
        ('{"a": 1e999}', "line 1, column 7", "1e999 is not a finite number"),
        ('{"a": ' + "9" * 5000 + "}", "line 1, column 7", "too long a number"),
        ("{'a': 1}", "line 1, column 2", "double quotes"),
        ('{"a" 1}', "line 1, column 6", "colon"),
        ('{"a": 1 "b": 2}', "line 1, column 9", "comma"),
        ("{} {}", "line 1, column 4", "more text after"),
        ("[" * 100_000, "line 1, column 65", "nested deeper"),
        ('{"a":' * 100_000, "line 1, column 321", "nested deeper"),
    ],
)
def test_broken_json_names_line_and_column(text: str, place: str, words: str) -> None:
    found = problems_of(text)
    assert list(found) == [place]
    assert words in found[place]


def test_deep_but_closed_nesting_is_an_error_too() -> None:
    text = (
        '{"format": "coolsim", "version": 1, "variants": [{"id": "variant-0001"}],'
        ' "catalogue": {"t": {"i": {"k": ' + "[" * 300 + "]" * 300 + "}}}}"
    )
    assert "nested deeper" in str(problems_of(text))
    shallow = text.replace("[" * 300 + "]" * 300, "[" * 12 + "]" * 12)
    assert "nested deeper than 8" in str(problems_of(shallow))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[1]", "holds one object"),
        ("3", "holds one object"),
        ("{}", '"format" must be "coolsim"'),
        ('{"format": "other"}', 'is "other"'),
        ('{"format": "coolsim"}', '"version" must be'),
        ('{"format": "coolsim", "version": true}', '"version" must be'),
        ('{"format": "coolsim", "version": -1}', '"version" must be'),
        ('{"format": "coolsim", "version": 2}', "reads up to 1"),
        ('{"format": "coolsim", "version": 1}', '"variants" is missing'),
        ('{"format": "coolsim", "version": 1, "variants": []}', "must not be empty"),
        (
            '{"format": "coolsim", "version": 1, "variants": [{"id": "variant-0002"}]}',
            "active_variant",
        ),
        ('{"format": "coolsim", "version": 1, "project": {"name": "\\ud800"}}', "escape"),
    ],
)
def test_what_is_no_design_is_refused_plainly(text: str, words: str) -> None:
    assert words in " ".join(problems_of(text).values())


def test_a_newer_version_says_what_to_do() -> None:
    with pytest.raises(DesignFileError) as caught:
        files.loads('{"format": "coolsim", "version": 2}')
    assert "newer CoolSim" in caught.value.remedy


def test_any_cut_of_a_file_is_a_clear_error() -> None:
    text = files.dumps(small()).rstrip()
    for length in range(0, len(text), 7):
        assert problems_of(text[:length])


def test_a_byte_order_mark_is_read_over(tmp_path: Path) -> None:
    path = tmp_path / "hall.coolsim"
    path.write_text(files.dumps(small()), "utf-8-sig")
    assert files.load(path) == small()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"\xff\xfe{\x00}\x00", "UTF-16"),
        (b'{\n"name": "\xe9"}', "line 2"),
        (b"\x89PNG\r\n", "not UTF-8"),
        (b"\x00" * 100, "Not a design file"),
    ],
)
def test_bytes_that_are_no_text(tmp_path: Path, data: bytes, words: str) -> None:
    path = tmp_path / "hall.coolsim"
    path.write_bytes(data)
    with pytest.raises(DesignFileError, match=words) as caught:
        files.load(path)
    assert str(path) in str(caught.value)


def test_missing_file_folder_and_huge_file(tmp_path: Path) -> None:
    with pytest.raises(DesignFileError, match="no such file"):
        files.load(tmp_path / "none.coolsim")
    with pytest.raises(DesignFileError, match="folder"):
        files.load(tmp_path)
    with pytest.raises(DesignFileError):
        files.load("bad\0name")
    huge = tmp_path / "huge.coolsim"
    with huge.open("wb") as stream:
        stream.truncate(files.MAX_BYTES + 1)
    with pytest.raises(DesignFileError, match="too large"):
        files.load(huge)


def test_no_permission_to_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "hall.coolsim"
    files.save(small(), path)

    def refuse(self: Path, mode: str) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(DesignFileError, match="No permission"):
        files.load(path)


def test_own_entries_that_json_cannot_hold_are_refused_on_save(tmp_path: Path) -> None:
    for value in (float("nan"), float("inf"), {1, 2}, object()):
        design = Design(catalogue={"server": {"mine": {"p_max_w": value}}})
        with pytest.raises(SaveError, match="p_max_w"):
            files.save(design, tmp_path / "hall.coolsim")
    assert not list(tmp_path.iterdir())


def test_an_outside_change_is_noticed(tmp_path: Path) -> None:
    path = tmp_path / "hall.coolsim"
    stamp = files.save(small(), path)
    assert stamp == files.stamp(path)
    assert not files.changed_outside(path, stamp)
    later = time.time() + 10
    os.utime(path, (later, later))
    assert not files.changed_outside(path, stamp), "touched, but its content is the same"
    text = path.read_text("utf-8")
    path.write_text(text.replace("3.0", "4.0", 1), "utf-8")
    os.utime(path, (later, later))
    assert files.changed_outside(path, stamp)
    path.unlink()
    assert files.changed_outside(path, stamp)


def test_the_hash_covers_what_an_answer_depends_on() -> None:
    design = small()
    base = files.design_hash(design)
    assert len(base) == 16
    assert int(base, 16) >= 0
    assert files.design_hash(edits.set_project(design, name="Other")) == base
    assert files.design_hash(edits.move(design, ["rack-0001"], 0.00004, 0.0)) == base
    assert files.design_hash(files.loads(files.dumps(design))) == base
    for other in (
        edits.move(design, ["rack-0001"], 0.0001, 0.0),
        edits.update(design, ["rack-0001"], name="B"),
        edits.set_hall(design, height_m=4.0),
        edits.set_settings(design, fidelity="full"),
        design.model_copy(update={"catalogue": {"server": {"mine": {}}}}),
    ):
        assert files.design_hash(other) != base
    two, copied = edits.variant_duplicate(design, "variant-0001")
    assert files.design_hash(two, "variant-0001") == base
    assert files.design_hash(two, copied) == files.design_hash(two) != base
    with pytest.raises(KeyError):
        files.design_hash(design, "variant-0099")


def test_a_design_travels_as_an_object() -> None:
    design = small()
    assert files.from_object(files.to_object(design)) == design
    with pytest.raises(DesignFileError):
        files.from_object({"format": "coolsim", "version": float("nan")})
