"""What an import would give: rows, choices, and faults told beside them."""

import json

import pytest

from coolsim import tasks
from coolsim.design.files import from_object
from coolsim.design.models import Design
from coolsim.errors import ImportFileError
from coolsim.interop.dxf import dxf_text
from tests.halls import small_hall


def _look(path, kind, taken=None, design=None, metres=None):
    request = tasks.ImportPreviewRequest(design or Design(), path, kind, taken or {}, metres)
    return tasks.finish(request)


@pytest.fixture
def drawing(tmp_path):
    path = tmp_path / "plan.dxf"
    path.write_text(dxf_text(small_hall().variant))
    return path


@pytest.fixture
def schedule(tmp_path):
    path = tmp_path / "racks.csv"
    path.write_text("Rack,Width mm,kW,Notes\nA1,600,5,old\nA2,750,7,\n")
    return path


def test_a_drawing_tells_its_layers_and_gives_the_design_as_json(drawing):
    answer = _look(drawing, "dxf")
    rows = {row.name: row for row in answer.rows}
    assert (rows["COOLSIM_RACK"].taken, rows["COOLSIM_RACK"].count) == ("rack", 4)
    assert rows["COOLSIM_HALL"].taken == "hall"
    assert rows["COOLSIM_RACK"].size_m == pytest.approx((0.6, 1.2), abs=0.11)
    assert answer.objects == {"rack": 4, "cooler": 1, "tile": 4}
    assert answer.metres == 1.0
    assert answer.says_unit
    plain = json.loads(json.dumps(answer.to_json()))
    assert len(from_object(plain["design"]).variant.racks) == 4


def test_a_layer_can_be_left_out_or_be_taken_otherwise(drawing):
    taken = {"COOLSIM_RACK": "obstruction", "COOLSIM_TILE": ""}
    answer = _look(drawing, "dxf", taken)
    assert answer.objects == {"cooler": 1, "obstruction": 4}


def test_a_drawing_of_which_nothing_is_taken_says_so_and_keeps_its_rows(drawing):
    first = _look(drawing, "dxf")
    answer = _look(drawing, "dxf", {row.name: "" for row in first.rows})
    assert answer.design is None
    assert answer.problem == "Say what the layers hold."
    assert len(answer.rows) == len(first.rows)


def test_the_unit_of_a_drawing_can_be_said(drawing):
    answer = _look(drawing, "dxf", metres=0.5)
    row = next(row for row in answer.rows if row.name == "COOLSIM_RACK")
    usual = next(r for r in _look(drawing, "dxf").rows if r.name == "COOLSIM_RACK")
    assert answer.metres == 0.5
    assert row.size_m == pytest.approx([size / 2.0 for size in usual.size_m])


def test_columns_keep_their_own_units(schedule):
    answer = _look(schedule, "csv")
    assert [(row.taken, row.count, row.sample) for row in answer.rows] == [
        ("name", 2, "A1"), ("width_mm", 2, "600"), ("load_kw", 2, "5"), ("", 1, "old"),
    ]  # fmt: skip
    again = _look(schedule, "csv", {row.name: row.taken for row in answer.rows})
    rack = again.design.variant.racks[1]
    assert (rack.name, rack.width_m, rack.load_w) == ("A2", 0.75, 7000.0)
    assert "2 racks have no x and y" in again.notes[0]


def test_unknown_headings_and_broken_cells_are_told_beside_the_columns(tmp_path):
    path = tmp_path / "odd.csv"
    path.write_text("tag,heat\nA,much\n")
    first = _look(path, "csv")
    assert first.design is None
    assert first.problem.startswith("None of the headings is known.")
    broken = _look(path, "csv", {"tag": "name", "heat": "load_w"})
    assert "'much' in column 'heat' is no number." in broken.problem
    assert [row.taken for row in broken.rows] == ["name", "load_w"]
    assert _look(path, "csv", {"tag": "name", "heat": ""}).objects == {"rack": 1}


def test_a_schedule_does_not_go_where_racks_stand(schedule):
    answer = _look(schedule, "csv", design=small_hall())
    assert "has racks already" in answer.problem
    assert answer.design is None


def test_a_file_that_cannot_be_read_is_refused(tmp_path):
    with pytest.raises(ImportFileError):
        _look(tmp_path / "none.dxf", "dxf")


def test_every_field_of_a_schedule_has_a_key_of_its_own():
    from coolsim.interop.schedule import FIELDS

    keys = [field.key for field in FIELDS]
    assert len(keys) == len(set(keys))
    assert {"x_mm", "width_in", "load_kw", "empty_mass_lb"} <= set(keys)
