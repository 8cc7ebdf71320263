"""Rack schedules: headings found, units scaled, broken rows named."""

import io

import openpyxl
import pytest

from coolsim.errors import ImportFileError, UsageError
from coolsim.interop.schedule import read_schedule


def _csv(tmp_path, text, encoding="utf-8"):
    path = tmp_path / "racks.csv"
    path.write_bytes(text.encode(encoding))
    return path


def test_headings_and_units_are_understood(tmp_path):
    path = _csv(
        tmp_path,
        "Rack Name;X [mm];Y [mm];Width (mm);Depth (mm);U;Power [kW];Cooling;Remark\n"
        "A-01;1500;3000;600;1200;48;17,5;Cold plate;first\n"
        "A-02;2100;3000;600;1200;48;20;air;\n",
    )
    schedule = read_schedule(path)
    first, second = schedule.racks
    assert (first.id, first.name) == ("rack-0001", "A-01")
    assert (first.x_m, first.y_m, first.width_m, first.depth_m) == (1.5, 3.0, 0.6, 1.2)
    assert (first.height_u, first.load_w, first.cooling) == (48, 17500.0, "cold_plate")
    assert (second.load_w, second.cooling) == (20000.0, "air")
    assert schedule.unused == ("Remark",)
    assert schedule.unplaced == 0


def test_racks_without_a_place_stand_in_rows(tmp_path):
    path = _csv(tmp_path, "name,kW\n" + "".join(f"R{n},5\n" for n in range(23)))
    schedule = read_schedule(path)
    assert schedule.unplaced == 23
    places = {(rack.x_m, rack.y_m) for rack in schedule.racks}
    assert len(places) == 23
    assert len({y for _, y in places}) == 3


def test_a_column_can_be_named_or_left_out(tmp_path):
    path = _csv(tmp_path, "tag,demand,kw\nR1,7,9\n")
    schedule = read_schedule(path, {"tag": "name", "demand": "load_kw", "kw": ""})
    assert schedule.racks[0].name == "R1"
    assert schedule.racks[0].load_w == 7000.0
    assert schedule.unused == ("kw",)


def test_a_workbook_is_read(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["Name", "x_m", "y_m", "load_kw"])
    book.active.append(["A", 1.5, 2, 12.5])
    book.active.append([None, None, None, None])
    book.active.append(["=B", 3, 2, "1,250.5"])
    out = io.BytesIO()
    book.save(out)
    path = tmp_path / "racks.xlsx"
    path.write_bytes(out.getvalue())
    schedule = read_schedule(path)
    assert [rack.load_w for rack in schedule.racks] == [12500.0, 1250500.0]


def test_our_own_table_comes_back(tmp_path):
    from coolsim.catalogue.loading import load_catalogue
    from coolsim.interop.sheets import sheets_of, write_csv
    from coolsim.simulate import collect
    from tests.halls import small_hall
    from tests.interop.halls import solved

    design = small_hall()
    results = collect(design, load_catalogue(), "live", solved(), 0.0)
    write_csv(tmp_path, sheets_of(design, results))
    back = read_schedule(tmp_path / "design_racks.csv").racks
    assert back == design.variant.racks


@pytest.mark.parametrize("text", ["=1+1", "<script>", "نص", "🔥", "../../etc/passwd"])
def test_odd_names_stay_names(tmp_path, text):
    path = _csv(tmp_path, f"name,kw\n'{text},1\n" if text[0] == "=" else f"name,kw\n{text},1\n")
    assert read_schedule(path).racks[0].name == text


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "empty"),
        ("foo,bar\n1,2\n", "None of its headings is known: foo, bar"),
        ("name,kw\n", "no racks"),
        ("name,kw\nA,many\n", "'many' in column 'kw' is no number"),
        ("name,kw\nA,nan\n", "no number"),
        ("name,kw\nA,-5\n", "load_w"),
        ("name,kw,cooling\nA,5,magic\n", "cooling"),
        ("name,kw\n" + "x" * 5000 + ",1\n", "name"),
        ("a\0b\n", "no text"),
    ],
)
def test_broken_schedules_are_named(tmp_path, text, said):
    path = _csv(tmp_path, text)
    with pytest.raises(ImportFileError, match=said) as error:
        read_schedule(path)
    assert str(path) in error.value.where


def test_the_row_of_a_broken_value_is_named(tmp_path):
    path = _csv(tmp_path, "name,kw\nA,1\nB,2\nC,x\n")
    with pytest.raises(ImportFileError) as error:
        read_schedule(path)
    assert error.value.where.endswith("row 4")


def test_a_map_that_names_nothing_is_refused(tmp_path):
    path = _csv(tmp_path, "name,kw\nA,1\n")
    with pytest.raises(UsageError, match="no column 'foo'"):
        read_schedule(path, {"foo": "name"})
    with pytest.raises(UsageError, match="no field 'colour'"):
        read_schedule(path, {"kw": "colour"})


def test_a_broken_workbook_is_refused(tmp_path):
    path = tmp_path / "racks.xlsx"
    path.write_bytes(b"PK\x03\x04 and then nothing")
    with pytest.raises(ImportFileError, match="no readable workbook"):
        read_schedule(path)
