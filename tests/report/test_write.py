import dataclasses
import datetime
import errno
import io
import time

import pypdf
import pytest

from coolsim.catalogue import load_catalogue
from coolsim.design.files import design_hash
from coolsim.errors import ReportError, SaveError
from coolsim.report import write_report
from tests.factories import make_density, make_design, make_results

DAY = datetime.date(2025, 11, 24)


def make(racks=20, name="Example hall", rename=None):
    design = make_design(racks, name)
    if rename:
        variant = design.variant
        renamed = tuple(
            rack.model_copy(update={"name": rename[n % len(rename)]})
            for n, rack in enumerate(variant.racks)
        )
        variant = variant.model_copy(update={"racks": renamed})
        design = design.model_copy(update={"variants": (variant,)})
    results = dataclasses.replace(make_results(design), design_hash=design_hash(design))
    return design, results, make_density(design, results)


def write(path, made, **options):
    design, results, density = made
    options = {"date": DAY, **options}
    return write_report(design, results, density, load_catalogue(), (), path, **options)


def text_of(path):
    pages = pypdf.PdfReader(path).pages
    return [page.extract_text().replace("\u200b", "").replace("\u00a0", " ") for page in pages]


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    path = tmp_path_factory.mktemp("report") / "hall.pdf"
    return path, write(path, make())


def test_report_is_a_tagged_pdf_with_title_bookmarks_and_page_numbers(report):
    path, info = report
    reader = pypdf.PdfReader(path)
    assert info.pages == len(reader.pages) > 3
    assert info.notes == ()
    assert reader.metadata.title == "Example hall – Thermal and density report"
    assert reader.metadata.author == "J. Engineer"
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    bookmarks = [item.title for item in reader.outline if not isinstance(item, list)]
    assert [title.lstrip("0123456789 ") for title in bookmarks][:4] == [
        "Contents", "Temperatures", "What limits where", "Density by rack",
    ]  # fmt: skip
    for number, text in enumerate(text_of(path), 1):
        assert f"Page {number} of {info.pages}" in text


def test_page_one_answers_and_states_the_status(report):
    first = text_of(report[0])[0]
    for words in ("11.6 kW per rack", "What limits", "What would stop next", "Converged",
                  "Density confirmed", "2025-11-24", "80 accelerators"):  # fmt: skip
        assert words in first


def test_only_the_bundled_font_is_used_and_embedded(report):
    fonts = set()
    for page in pypdf.PdfReader(report[0]).pages:
        for font in page["/Resources"]["/Font"].values():
            fonts.add(font.get_object()["/BaseFont"].split("+")[1])
    assert fonts
    assert all(font.startswith("Inter") for font in fonts), fonts


def test_the_same_input_gives_the_same_file(report, tmp_path):
    path, _ = report
    write(tmp_path / "again.pdf", make())
    assert (tmp_path / "again.pdf").read_bytes() == path.read_bytes()


def test_paper_and_units_are_the_readers(tmp_path):
    path = tmp_path / "hall.pdf"
    write(path, make(), units="ip", paper="letter")
    box = pypdf.PdfReader(path).pages[0].mediabox
    assert (round(box.width), round(box.height)) == (612, 792)
    text = " ".join(text_of(path))
    assert "°F" in text
    assert "CFM" in text
    assert "°C" not in text


HOSTILE = [
    '#eval("1+1") #panic("x")',
    "$x^2$ *b* _i_ `c`",
    "<lab> @ref // /* [ { ]",
    "\\u{41} \\ \"q\" 'q'",
    "=head",
    "../../x",
]


def test_hostile_names_come_out_verbatim_and_reach_no_interpreter(tmp_path):
    path = tmp_path / "hall.pdf"
    info = write(path, make(name=HOSTILE[0], rename=HOSTILE))
    pages = text_of(path)
    assert info.notes == ()
    assert pypdf.PdfReader(path).metadata.title.startswith(HOSTILE[0])
    assert HOSTILE[0] in pages[0]
    table = "".join(pages)
    for name in ("$x^2$", "<lab>", "=head", "../../x", "\\u{41}"):
        assert name in table


def test_glyphs_the_font_lacks_do_not_stop_the_report_and_are_noted(tmp_path):
    path = tmp_path / "hall.pdf"
    info = write(path, make(name="Halle 漢字 🔥 \u05e9\u05dc\u05d5\u05dd"))
    assert len(info.notes) == 1
    assert "font" in info.notes[0]
    assert len(pypdf.PdfReader(path).pages) == info.pages


def test_very_long_texts_stay_on_few_pages(tmp_path):
    design, results, density = make(name="W" * 200)
    project = design.project.model_copy(update={"notes": "N" * 10_000})
    design = design.model_copy(update={"project": project})
    long = dataclasses.replace(results.findings[0], message="M" * 10_000, hint="H" * 10_000)
    results = dataclasses.replace(results, findings=(long,), status_note="S" * 10_000)
    info = write(tmp_path / "hall.pdf", (design, results, density))
    assert info.pages < 12


@pytest.mark.parametrize(
    ("status", "word"), [("not_converged", "Not converged"), ("converged", "Draft")]
)
def test_a_weak_result_says_so_on_every_page(tmp_path, status, word):
    design, results, _ = make()
    fidelity = "draft" if word == "Draft" else "live"
    results = dataclasses.replace(results, status=status, fidelity=fidelity)
    write(tmp_path / "hall.pdf", (design, results, None))
    pages = text_of(tmp_path / "hall.pdf")
    assert all(word in page for page in pages)
    assert "No density answer" in pages[0]


def test_a_file_that_is_there_is_kept_unless_asked_for(tmp_path):
    path = tmp_path / "hall.pdf"
    path.write_bytes(b"mine")
    with pytest.raises(ReportError) as caught:
        write(path, make())
    assert path.read_bytes() == b"mine"
    assert caught.value.remedy
    write(path, make(), force=True)
    assert path.read_bytes()[:5] == b"%PDF-"


def test_a_write_that_fails_leaves_the_old_file(tmp_path):
    path = tmp_path / "hall.pdf"
    path.write_bytes(b"old")

    def full_disk(stream, data):
        stream.write(data[:100])
        raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(SaveError, match="full"):
        write(path, make(), force=True, write=full_disk)
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]
    with pytest.raises(SaveError):
        write(tmp_path / "no" / "such" / "hall.pdf", make())


def test_an_unknown_paper_is_refused(tmp_path):
    with pytest.raises(ReportError, match="paper"):
        write(tmp_path / "hall.pdf", make(), paper="a0")


def test_400_racks_have_every_row_and_take_under_three_seconds(tmp_path):
    made = make(400)
    begun = time.perf_counter()
    info = write(tmp_path / "hall.pdf", made)
    assert time.perf_counter() - begun < 3.0
    pages = text_of(tmp_path / "hall.pdf")
    everything = " ".join(pages)
    assert info.pages < 32
    missing = [rack.name for rack in made[1].racks if rack.name not in everything]
    assert missing == []
    assert sum("Binding limit" in page for page in pages) >= 6


def test_the_file_holds_no_path_of_this_machine(report, tmp_path):
    content = report[0].read_bytes()
    assert b"/tmp" not in content
    reader = pypdf.PdfReader(io.BytesIO(content))
    assert "/home" not in str(reader.metadata)
