"""What a hand-over adds to the figures: letterhead, contents, revisions, pictures, tables."""

import base64
import dataclasses
import datetime
import io
import struct
import sys

import openpyxl
import pypdf
import pytest

from coolsim.catalogue import load_catalogue
from coolsim.design import edits
from coolsim.design.models import Content, Revision, Slot
from coolsim.errors import ReportError
from coolsim.interop.sheets import Sheet, csv_text, workbook_bytes
from coolsim.report import Letterhead, draw_hall, printed_tables, read_logo, write_report
from coolsim.report.cuts import cut_blocks
from coolsim.report.elevations import elevations_section
from coolsim.report.pictures import cut_png, rgb_png
from coolsim.report.text import clip, flowing, whole
from coolsim.report.validation import outcomes, validation_section
from coolsim.verification import shipped_cases
from tests.factories import make_density, make_design, make_results
from tests.report.reading import picture
from tests.report.test_answer import make_subject, spaced
from tests.report.test_write import DAY, make, text_of, write

SVG = (
    b"<svg xmlns='http://www.w3.org/2000/svg' width='60' height='20'>"
    b"<rect width='60' height='20' fill='#0b63ce'/></svg>"
)
ISSUES = (
    Revision(mark="A", date="2025-10-01", text="First issue"),
    Revision(mark="B", date="2025-11-20", author="#panic()", text="Row B moved"),
)


JPEG_HEAD = b"\xff\xd8\xff\xe0\x00\x04JF\xff\xc0\x00\x11\x08" + b"\xff" * 4 + bytes(12)


def png(width=24, height=8):
    """A grey picture; of a size that is not that of its pixels, only the head says so."""
    import numpy as np

    made = rgb_png(np.full((8, 24, 3), 120, np.uint8))
    return made[:16] + struct.pack(">II", width, height) + made[24:]


def with_project(made, **fields):
    design, results, density = made
    return edits.set_project(design, **fields), results, density


def logo_of(tmp_path, name, content):
    path = tmp_path / name
    path.write_bytes(content)
    return path


@pytest.mark.parametrize(("name", "kind"), [("a.png", "png"), ("a.jpg", "png"), ("a.svg", "svg")])
def test_company_and_logo_stand_above_page_one(tmp_path, name, kind):
    content = SVG if kind == "svg" else png()
    logo = read_logo(logo_of(tmp_path, name, content))
    assert logo.kind == kind  # what the bytes are, whatever the name says
    info = write(tmp_path / "hall.pdf", make(), letterhead=Letterhead("Design office", logo))
    assert info.notes == ()
    pages = text_of(tmp_path / "hall.pdf")
    assert pages[0].startswith("Design office")
    assert all("Design office" in page for page in pages)
    first = pypdf.PdfReader(tmp_path / "hall.pdf").pages[0]
    assert (b"/Figure" in first.get_contents().get_data()) or first.get("/Resources")


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("none.png", None, "cannot be read"),
        ("text.png", b"hello", "no PNG, JPEG or SVG"),
        ("cut.png", png()[:30], "broken"),
        ("cut.jpg", b"\xff\xd8\xff\xe0" + b"x" * 60, "broken"),
        ("cut.svg", SVG[:-6], "broken"),
        ("reads.svg", SVG.replace(b"<rect", b"<image href='/etc/passwd'/><rect"), "broken"),
        ("huge.png", png() + b"x" * 8_000_001, "larger than 8 MB"),
        ("wide.png", png(width=60_000, height=60_000), "3,600 million pixels"),
        ("wide.jpg", JPEG_HEAD, "4,295 million pixels"),
        (
            "wide.svg",
            SVG + b"data:image/png;base64," + base64.b64encode(png(60_000, 60_000)),
            "3,600 million pixels",
        ),
    ],
)
def test_a_bad_logo_is_a_clear_error(tmp_path, name, content, words):
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(ReportError, match=words) as caught:
        read_logo(path)
    assert caught.value.remedy
    assert str(path) in str(caught.value)


def test_the_files_company_goes_on_the_report_unless_another_is_given(tmp_path):
    made = with_project(make(), company="From the file")
    write(tmp_path / "a.pdf", made)
    write(tmp_path / "b.pdf", made, letterhead=Letterhead("As asked"))
    assert text_of(tmp_path / "a.pdf")[0].startswith("From the file")
    assert text_of(tmp_path / "b.pdf")[0].startswith("As asked")


def test_contents_lead_to_the_pages_and_revisions_stand_below(tmp_path):
    write(tmp_path / "hall.pdf", with_project(make(), revisions=ISSUES))
    pages = text_of(tmp_path / "hall.pdf")
    assert "Revision B" in pages[0]
    second = " ".join(pages[1].split())
    for words in ("Contents", "Density by rack", "First issue", "Row B moved", "#panic()"):
        assert words in second
    reader = pypdf.PdfReader(tmp_path / "hall.pdf")
    page_of = {
        item.title.lstrip("0123456789. "): reader.get_destination_page_number(item)
        for item in reader.outline
        if not isinstance(item, list)
    }
    for title, page in page_of.items():
        assert title in pages[page]
    links = [note.get_object()["/Subtype"] for note in reader.pages[1].get("/Annots", ())]
    assert links.count("/Link") >= len(page_of) - 1


def test_without_revisions_or_people_nothing_is_invented(tmp_path):
    design, results, density = make()
    empty = design.project.model_copy(
        update={"client": "", "engineer": "", "number": "", "revisions": ()}
    )
    write(tmp_path / "hall.pdf", (design.model_copy(update={"project": empty}), results, density))
    first, second = text_of(tmp_path / "hall.pdf")[:2]
    for word in ("Engineer", "Client", "Revision"):
        assert word not in first + second


def test_cuts_stand_through_the_warmest_rack_and_show_the_hall_alone():
    subject = make_subject()
    blocks, files = cut_blocks(subject, 170.0, {"marks": []})
    along, across = (block["picture"] for block in blocks if block["kind"] == "plan")
    assert sorted(files) == ["cut-x.png", "cut-y.png"]
    assert along["scale"] is None
    assert across["scale"] is not None
    assert len(along["racks"]) == 10  # its row
    assert len(across["racks"]) == 2
    rack = along["racks"][0]["points"]
    hall = subject.variant.hall
    mm_per_m = along["width"] / hall.length_m
    assert rack[0][1] - rack[2][1] == pytest.approx(2.0 * mm_per_m, abs=1e-2)
    assert rack[0][1] == pytest.approx(hall.height_m * mm_per_m, abs=1e-2)
    again, same = cut_blocks(subject, 170.0, {"marks": []})
    assert same == files
    assert again == blocks


def test_a_cut_is_cropped_to_its_window():
    fields = make_subject().results.fields
    dx = fields.spacing_m[0]
    nx = fields.temperature_c.shape[0]
    full = cut_png(fields, "y", 1.0, 15.0, 35.0, (0.0, nx * dx, fields.origin_m[2], 1e3))
    half = cut_png(fields, "y", 1.0, 15.0, 35.0, (0.0, nx * dx / 2.0, fields.origin_m[2], 1e3))
    width = [int.from_bytes(data[16:20], "big") for data in (full, half)]
    assert width[1] == pytest.approx(width[0] / 2.0, abs=1)


@pytest.mark.parametrize(
    ("command", "words"),
    [
        ((sys.executable, "-c", "raise SystemExit(3)"), "ended without a picture"),
        ((sys.executable, "-c", "print('not a message')"), "not a message"),
        ((sys.executable, "-c", "import time; time.sleep(60)"), "more than 0 s"),
        (("no-such-program-here",), "No such file"),
    ],
)
def test_where_nothing_can_be_drawn_the_report_goes_on_and_says_so(tmp_path, command, words):
    info = write(
        tmp_path / "hall.pdf", make(), draw=lambda subject: draw_hall(subject, command, 0.4)
    )
    assert len(info.notes) == 1
    assert words in info.notes[0]
    assert "could not be drawn in 3-D" in " ".join(" ".join(text_of(tmp_path / "hall.pdf")).split())


def test_a_picture_in_3_d_is_set_where_one_is_given(tmp_path):
    plain = write(tmp_path / "plain.pdf", make())
    info = write(tmp_path / "hall.pdf", make(), draw=lambda _: (png(), ""))
    assert info.notes == plain.notes == ()
    assert "The hall in 3-D" in " ".join(text_of(tmp_path / "hall.pdf"))
    assert "The hall in 3-D" not in " ".join(text_of(tmp_path / "plain.pdf"))


def test_elevations_show_slots_once_for_racks_alike(tmp_path):
    slots = (
        Slot(z_from_m=0.0667, z_to_m=0.4223, contents=(Content(item="dgx_h100", count=1),)),
        Slot(z_from_m=0.4223, z_to_m=0.5112, load_w=500.0),
    )
    design = make_design()
    ids = [rack.id for rack in design.variant.racks[:3]]
    design = edits.update(design, ids, slots=slots, load_w=None)
    subject = make_subject(design=design, elevations=True)
    faces = picture(elevations_section(subject), "elevations")["faces"]
    drawn = [face for face in faces if face["blocks"]]
    assert len(drawn) == 1
    assert drawn[0]["name"].startswith("A-01, A-02 and 1 more")
    assert [block["count"] for block in drawn[0]["blocks"]] == [8, 2]
    assert drawn[0]["blocks"][0]["from"] == 1
    assert elevations_section(make_subject()) is None
    info = write_report(
        design, subject.results, subject.density, load_catalogue(), (), tmp_path / "e.pdf",
        elevations=True,
    )  # fmt: skip
    assert info.notes == ()


def test_every_printed_table_is_exported_whole_and_as_numbers():
    long = "Rack " + "x" * 120
    design = make_design()
    design = edits.update(design, ["rack-0001"], name=long)
    subject = make_subject(design=design)
    tables = {one.name: one for one in printed_tables(subject)}
    assert len(tables) == len(printed_tables(subject))
    racks = tables["density_by_rack"]
    assert racks.headings[1] == "Now [kW]"
    assert racks.rows[0][0] == long
    assert racks.rows[0][1] == pytest.approx(6.0)
    assert all(len(row) == len(racks.headings) for row in racks.rows)
    for name in ("this_document", "inputs_and_their_sources", "coolers", "balance", "problems"):
        assert name in tables
    assert all(len(name) <= 31 for name in tables)


def test_names_become_no_formulas():
    design = make_design()
    hostile = ("=1+1", "+cmd|' /C calc'!A0", "@SUM(A1)", "-2+3")
    for number, name in enumerate(hostile, start=1):
        design = edits.update(design, [f"rack-{number:04d}"], name=name)
    sheets = [
        Sheet(one.name, one.headings, one.rows)
        for one in printed_tables(make_subject(design=design))
    ]
    book = openpyxl.load_workbook(io.BytesIO(workbook_bytes(sheets)))
    cells = [
        cell for page in book.worksheets for row in page.iter_rows() for cell in row if cell.value
    ]
    assert not [cell.value for cell in cells if cell.data_type == "f"]
    assert set(hostile) <= {cell.value for cell in cells}
    racks = next(sheet for sheet in sheets if sheet.name == "density_by_rack")
    text = csv_text(racks)
    for name in hostile:
        assert f"'{name}" in text
    assert isinstance(racks.rows[0][1], float)  # numbers stay numbers


@pytest.mark.parametrize(
    "words",
    [
        "שלום עולם",
        "🔥" * 40,
        "\u202etxt.exe",
        "x" * 10_000,
        "a\x00b\x1b[31m",
        "漢" * 3000,
    ],
)
def test_words_of_any_kind_break_no_layout(tmp_path, words):
    issues = (Revision(mark=words[:20], author=words[:200], text=words[:2000]),)
    made = with_project(
        make(2, rename=[words[:200]]), company=words[:200], number=words[:200], revisions=issues,
        notes=words,
    )  # fmt: skip
    info = write(tmp_path / "hall.pdf", made, letterhead=Letterhead(words), elevations=True)
    assert info.pages < 24
    reader = pypdf.PdfReader(tmp_path / "hall.pdf")
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert len(printed_tables(info.subject)) > 8


def test_cut_text_knows_the_whole_of_it():
    line = "A rack with a rather long name, longer than its cell"
    assert clip(line, 8.0) != line
    assert whole(clip(line, 8.0)) == line
    assert whole(flowing("word " * 300, 50)) == ("word " * 300).strip()
    assert whole("12\u00a0kW") == "12 kW"


def test_validation_is_told_with_its_known_misses():
    section = validation_section(make_subject())
    rows = section.table()["rows"]
    assert rows
    for row in rows:
        missed = int(row[3]) - int(row[4])
        assert (missed > 0) == (spaced(row[5]) != "none")


def test_a_report_of_another_day_differs_by_its_date_alone(tmp_path):
    write(tmp_path / "a.pdf", make())
    write(tmp_path / "b.pdf", make(), date=DAY + datetime.timedelta(days=1))
    one, other = (" ".join(text_of(tmp_path / name)) for name in ("a.pdf", "b.pdf"))
    assert one != other
    assert one.replace("2025-11-24", "") == other.replace("2025-11-25", "")


def test_a_hall_without_racks_has_a_report(tmp_path):
    design = edits.delete(make_design(), [f"rack-{n:04d}" for n in range(1, 21)])
    results = dataclasses.replace(make_results(make_design()), racks=())
    info = write_report(design, results, None, load_catalogue(), (), tmp_path / "empty.pdf")
    assert "no racks" in text_of(tmp_path / "empty.pdf")[0]
    assert info.pages >= 3
    assert make_density(make_design(), make_results(make_design())).racks


def test_outcomes_are_of_shipped_cases_as_they_are_declared():
    shipped = {case.id: case for case in shipped_cases()}
    for one in outcomes():
        case = shipped[one.id]
        assert (one.title, one.source) == (case.title, case.source)
        assert one.agree + one.declared == one.rows
        assert set(one.reasons) <= set(case.known_misses.values())
