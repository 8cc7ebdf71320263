"""Tables for spreadsheets: every value there, no text run as a formula, same input same file."""

import csv
import io
import math

import openpyxl
import pytest

from coolsim.catalogue.loading import load_catalogue
from coolsim.errors import SaveError
from coolsim.interop.sheets import Sheet, csv_text, sheets_of, workbook_bytes, write_csv
from coolsim.simulate import collect
from tests.halls import small_hall
from tests.interop.halls import solved

HOSTILE = ["=1+1", "+cmd", "-2", "@SUM(A1)", "\tx", "<b>&", "نص عربي", "🔥", 'say "hi", twice']


@pytest.fixture(scope="module")
def sheets():
    return {
        sheet.name: sheet
        for sheet in sheets_of(
            small_hall(), collect(small_hall(), load_catalogue(), "live", solved(), 0.0)
        )
    }


def _rows(text):
    return list(csv.reader(io.StringIO(text, newline="")))


def test_racks_are_there_with_what_was_solved(sheets):
    racks = sheets["racks"]
    inlet = racks.headings.index("inlet_temperature_c")
    results = collect(small_hall(), load_catalogue(), "live", solved(), 0.0)
    assert [row[inlet] for row in racks.rows] == [r.inlet_temperature_c for r in results.racks]
    assert [row[racks.headings.index("name")] for row in racks.rows] == ["R1", "R2", "R3", "R4"]


def test_what_is_drawn_is_there_and_empty_tables_are_not(sheets):
    assert len(sheets["design_racks"].rows) == 4
    assert "design_loops" not in sheets
    about = dict(sheets["about"].rows)
    assert about["project"] == "Small hall"
    assert about["status"] == solved().status


def test_every_row_is_as_long_as_the_headings(sheets):
    for sheet in sheets.values():
        assert len(set(sheet.headings)) == len(sheet.headings)
        assert all(len(row) == len(sheet.headings) for row in sheet.rows)


def test_csv_comes_back_and_formulas_stay_texts():
    sheet = Sheet("odd", ("text", "number"), tuple((text, -2.5) for text in HOSTILE))
    back = _rows(csv_text(sheet))
    assert back[0] == ["text", "number"]
    for (text, number), given in zip(back[1:], HOSTILE, strict=True):
        assert text.removeprefix("'") == given
        assert text[0] not in "=+-@\t"
        assert number == "-2.5"


def test_a_workbook_holds_texts_as_texts_and_numbers_as_numbers():
    rows = (*((text, 1.5, True) for text in HOSTILE), (None, math.nan, False))
    sheet = Sheet("odd", ("text", "number", "flag"), rows)
    book = openpyxl.load_workbook(io.BytesIO(workbook_bytes([sheet])))
    page = book["odd"]
    for row, given in zip(page.iter_rows(min_row=2), HOSTILE, strict=False):
        assert row[0].value == given
        assert row[0].data_type == "s"
        assert row[1].value == 1.5
        assert row[2].value is True
    last = [cell.value for cell in list(page.iter_rows())[-1]]
    assert last == [None, None, False]


def test_the_same_tables_give_the_same_workbook(sheets):
    assert workbook_bytes(tuple(sheets.values())) == workbook_bytes(tuple(sheets.values()))


def test_a_folder_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / "odd.csv").mkdir()
    with pytest.raises(SaveError, match=r"odd\.csv"):
        write_csv(tmp_path, [Sheet("odd", ("a",), ((1,),))])
