"""Readings of sensors from the tables people have."""

import pytest

from coolsim.errors import CoolSimError, ImportFileError
from coolsim.interop.readings import read_readings


def file(tmp_path, text, encoding="utf-8"):
    path = tmp_path / "May test.csv"
    path.write_bytes(text.encode(encoding))
    return path


def test_a_german_table_with_commas_and_a_date(tmp_path):
    read = read_readings(file(
        tmp_path,
        "Sensor;x [m];y [m];Höhe;Z [cm];Temperatur (°C);Rel. Feuchte;Datum;Bemerkung\n"
        "K-01;1,5;2,25;;110;22,4;45;20.11.2026;gut\nK-02;1,5;2,25;;210;n/a;;20.11.2026 12:00;\n",
        "latin-1",
    ))  # fmt: skip
    one, two = read.readings
    assert (one.name, one.x_m, one.y_m, one.z_m) == ("K-01", 1.5, 2.25, pytest.approx(1.1))
    assert (one.temperature_c, one.relative_humidity_fraction) == (22.4, pytest.approx(0.45))
    assert (two.temperature_c, two.relative_humidity_fraction) == (None, None)
    assert (read.measurement.name, read.measurement.date) == ("May test", "2026-11-20")
    assert read.unused == ("Höhe", "Bemerkung")
    assert read.notes == ("Without a temperature: 1 of 2 rows.",)


def test_fahrenheit_feet_and_utf_16(tmp_path):
    text = "Rack name\tTemp [°F]\tHeight (ft)\nA-01\t77\t5\n"
    (one,) = read_readings(file(tmp_path, text, "utf-16")).readings
    assert one.temperature_c == pytest.approx(25.0)
    assert one.z_m == pytest.approx(1.524)
    assert one.where.endswith("May test.csv, row 2")


def test_fahrenheit_that_does_not_say_so_is_pointed_out(tmp_path):
    path = file(tmp_path, "name,temp\na,72\nb,75\n")
    assert "temperature_f" in read_readings(path).notes[0]
    (first, _) = read_readings(path, {"temp": "temperature_f"}).readings
    assert first.temperature_c == pytest.approx(22.22, abs=0.01)


def test_rows_of_several_days_have_no_date(tmp_path):
    read = read_readings(file(tmp_path, "name,temp,date\na,22,2026-05-01\nb,23,2026-05-02\n"))
    assert read.measurement.date == ""
    assert "several days" in read.notes[0]


@pytest.mark.parametrize(
    ("text", "told", "where"),
    [
        ("x,y,z,temp\n1,2,3,22\n", "names the sensors", "May test.csv"),
        ("name,x,y,z\na,1,2,3\n", "temperature or humidity", "May test.csv"),
        ("name,temp\na,warm\n", "'warm' in column 'temp'", "row 2"),
        ("name,temp\n,22\n", "names no sensor", "row 2"),
        ("name,temp\n", "no readings", "May test.csv"),
        ("", "empty", "May test.csv"),
    ],
)
def test_what_cannot_be_is_told_with_its_place(tmp_path, text, told, where):
    with pytest.raises(ImportFileError, match=told) as caught:
        read_readings(file(tmp_path, text))
    assert caught.value.where.endswith(where)


def test_a_column_map_must_fit(tmp_path):
    path = file(tmp_path, "name,temp\na,22\n")
    for columns in ({"none": "name"}, {"temp": "colour"}):
        with pytest.raises(CoolSimError, match=r"no column|no field"):
            read_readings(path, columns)
