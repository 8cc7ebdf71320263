"""The plan to scale: lengths in the PDF's own coordinates, scales that fit, the title block."""

import pypdf
import pytest

from coolsim import cli
from coolsim.catalogue import load_catalogue
from coolsim.design import edits
from coolsim.design.files import save
from coolsim.design.models import Revision
from coolsim.design.sheet_layout import largest_scale, scale_words, sheet_layout
from coolsim.errors import ReportError
from coolsim.report.sheet import write_sheet
from tests.factories import make_design, make_results

MM_PER_PT = 25.4 / 72.0


def lines_mm(path):
    """Straight pieces of every path as pairs of points in millimetres on paper."""
    found, last = [], [None]

    def visit(operator, operands, matrix, _text):
        if operator not in (b"m", b"l"):
            return
        x, y = (float(value) for value in operands)
        a, b, c, d, e, f = matrix
        point = ((a * x + c * y + e) * MM_PER_PT, (b * x + d * y + f) * MM_PER_PT)
        if operator == b"l":
            found.append((last[0], point))
        last[0] = point

    pypdf.PdfReader(path).pages[0].extract_text(visitor_operand_before=visit)
    return found


def lengths(path):
    return [((x1 - x0) ** 2 + (y1 - y0) ** 2) ** 0.5 for (x0, y0), (x1, y1) in lines_mm(path)]


@pytest.mark.parametrize(("paper", "scale"), [("a3", 50), ("a3", 100), ("a1", 20), ("a4", 100)])
def test_a_metre_of_the_hall_is_true_to_scale_on_paper(tmp_path, paper, scale):
    design = make_design(20)
    path = tmp_path / "plan.pdf"
    write_sheet(design, load_catalogue(), path, paper=paper, scale=scale)
    drawn = lengths(path)
    rack, hall = design.variant.racks[0], design.variant.hall
    for length_m, least in ((rack.width_m, 20), (rack.depth_m, 20), (hall.length_m, 1)):
        wanted = length_m * 1e3 / scale
        assert sum(abs(length - wanted) < 0.02 for length in drawn) >= least
    box = pypdf.PdfReader(path).pages[0].mediabox
    known = {"a4": (297, 210), "a3": (420, 297), "a1": (841, 594)}[paper]
    assert (float(box.width) * MM_PER_PT, float(box.height) * MM_PER_PT) == pytest.approx(
        known, abs=0.01
    )


def test_a_scale_that_does_not_fit_names_the_largest_that_does(tmp_path):
    with pytest.raises(ReportError) as caught:
        write_sheet(make_design(20), load_catalogue(), tmp_path / "plan.pdf", scale=10)
    assert "1:50" in caught.value.remedy
    assert not (tmp_path / "plan.pdf").exists()


def test_the_largest_usual_scale_that_fits():
    assert largest_scale(sheet_layout("a3"), (12.0, 9.6)) == 50
    assert largest_scale(sheet_layout("a1"), (60.0, 30.0)) == 100
    assert scale_words(96, "ip") == "1:96 (1/8 in = 1 ft)"
    assert scale_words(100, "ip") == "1:100"


def test_title_block_tells_the_project_and_the_revision(tmp_path):
    issues = (Revision(mark="C", date="2025-11-20", author="A. Drafter"),)
    design = edits.set_project(make_design(20), company="Office", number="77-1", revisions=issues)
    path = tmp_path / "plan.pdf"
    write_sheet(design, load_catalogue(), path, results=make_results(design), units="ip")
    text = pypdf.PdfReader(path).pages[0].extract_text().replace("\u00a0", " ")
    for words in ("Office", "77-1", "C, 2025-11-20", "A. Drafter", "A3 landscape", "36.09 ft",
                  "A-01", "Floor tile", "°F"):  # fmt: skip
        assert words in text


def test_the_command_writes_the_plan(tmp_path, capsys):
    save(make_design(20), tmp_path / "hall.coolsim")
    out = tmp_path / "plan.pdf"
    told = ["plan", str(tmp_path / "hall.coolsim"), "--out", str(out), "--scale", "100"]
    assert cli.main(told) == 0
    assert "1:100, A3 landscape" in capsys.readouterr().out
    assert cli.main(told) == 2
    assert out.exists()
