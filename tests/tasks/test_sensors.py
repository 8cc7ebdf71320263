"""Sensors beside the model on the command line, and readings taken into a design."""

import json

import pytest

from coolsim import cli, tasks
from coolsim.design.files import dumps, load
from coolsim.errors import UsageError
from tests.halls import small_hall

TABLE = "name;x;y;z;temp;rh\nrack-0001;;;1;20,5;40\nS-2;0,5;0,5;1,5;24;\nS-3;99;99;1;24;\n"


@pytest.fixture
def files(tmp_path):
    hall, table = tmp_path / "hall.coolsim", tmp_path / "May.csv"
    hall.write_text(dumps(small_hall()), encoding="utf-8")
    table.write_text(TABLE, encoding="utf-8")
    return hall, table


@pytest.fixture(scope="module")
def answer(tmp_path_factory):
    folder = tmp_path_factory.mktemp("sensors")
    (folder / "May.csv").write_text(TABLE, encoding="utf-8")
    asked = tasks.SensorsRequest(
        small_hall(), folder / "May.csv", fidelity="draft", out=folder / "out.csv"
    )
    return tasks.finish(asked)


def test_the_answer_holds_every_sensor_and_how_far_the_model_is_off(answer):
    plain = json.loads(json.dumps(answer.to_json(), allow_nan=False))
    assert plain["schema"] == "coolsim/sensors-1"
    assert plain["measurement"] == {"name": "May", "date": ""}
    first, second, outside = plain["sensors"]
    assert first["difference_k"] == pytest.approx(first["model_c"] - 20.5)
    assert outside["model_c"] is None
    assert plain["temperature"]["count"] == 2
    mean = (first["difference_k"] + second["difference_k"]) / 2
    assert plain["temperature"]["bias"] == pytest.approx(mean)
    assert plain["humidity"]["count"] == 1


@pytest.mark.parametrize(("system", "unit"), [("si", "°C"), ("ip", "°F")])
def test_the_text_is_a_table_with_signs(answer, system, unit):
    text = answer.text(system)
    assert unit in text
    assert "2 compared; bias" in text
    assert f"{answer.comparison.rows[1].difference_k:+.1f}" in text or system == "ip"


def test_the_csv_opens_in_a_spreadsheet(answer):
    lines = answer.saved.read_text(encoding="utf-8-sig").splitlines()
    assert lines[0].startswith("id,name,x_m,y_m,z_m,measured_c,model_c")
    assert len(lines) == 4


def test_a_design_without_sensors_and_a_file_that_is_there_are_refused(files):
    with pytest.raises(UsageError, match="no sensors"):
        tasks.finish(tasks.SensorsRequest(small_hall()))
    with pytest.raises(UsageError):
        tasks.finish(tasks.SensorsRequest(small_hall(), files[1], out=files[1]))


def test_readings_go_into_a_design_by_import(files, tmp_path, capsys):
    hall, table = files
    out = tmp_path / "measured.coolsim"
    words = ["import", str(table), "--from", "sensors", "--into", str(hall), "--out", str(out)]
    assert cli.main(words) == 0
    assert "3 sensors" in capsys.readouterr().out
    variant = load(out).variant
    assert [sensor.name for sensor in variant.sensors] == ["rack-0001", "S-2", "S-3"]
    assert variant.measurement.name == "May"
    # nothing else is another one, and no answer depends on it
    assert variant.racks == load(hall).variant.racks


def test_a_preview_tells_columns_and_gives_the_design(files):
    seen = tasks.finish(tasks.ImportPreviewRequest(small_hall(), files[1], "sensors"))
    assert [(row.name, row.taken) for row in seen.rows][4:] == [
        ("temp", "temperature_c"),
        ("rh", "relative_humidity_percent"),
    ]
    assert len(seen.design.variant.sensors) == 3
    wrong = tasks.ImportPreviewRequest(small_hall(), files[1], "sensors", {"temp": "", "rh": ""})
    assert "temperature or humidity" in tasks.finish(wrong).problem


def test_the_command_line_takes_columns(files, capsys):
    hall, table = files
    table.write_text("point,warmth\nnobody,20\n", encoding="utf-8")
    assert cli.main(["sensors", str(hall), str(table), "--column", "warmth=temperature_c"]) == 2
    told = capsys.readouterr().err
    assert "nobody" in told
    assert "row 2" in told
