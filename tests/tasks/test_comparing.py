"""Variants compared on the command line: answers, tables, errors."""

import csv
import json

import pytest

from coolsim import cli
from coolsim.design import edits
from coolsim.design.files import dumps, loads
from coolsim.results.codec import decode
from coolsim.results.variants import VariantComparison
from coolsim.tasks import CompareRequest, finish, from_json
from tests.halls import small_hall


def two_halls():
    """The small hall, and the same with a rack of double load and another one gone."""
    design = edits.variant_activate(small_hall(), "variant-0002")
    design = edits.update(design, ["rack-0002"], load_w=10_000.0)
    return edits.variant_activate(edits.delete(design, ["rack-0004"]), "variant-0001")


@pytest.fixture(scope="module")
def answer():
    """Both on potential flow, their density too."""
    return finish(CompareRequest(two_halls(), fidelity="draft", density=True))


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "hall.coolsim"
    path.write_text(dumps(two_halls()), encoding="utf-8")
    return path


def run(capsys, *arguments):
    code = cli.main([str(argument) for argument in arguments])
    out, err = capsys.readouterr()
    return code, out, err


def test_figures_follow_what_was_drawn(answer):
    base, other = answer.comparison.variants
    assert (base.name, other.name) == ("Base", "Other")
    assert base.figure("it").value == pytest.approx(20_000.0)
    assert other.figure("it").value == pytest.approx(20_000.0)  # 5 + 10 + 5 kW
    assert (base.figure("racks").value, other.figure("racks").value) == (4.0, 3.0)
    assert base.design_hash != other.design_hash
    assert base.figure("cooling").value is None
    assert "rejection" in base.figure("cooling").note
    # more power of three racks than of four alike cannot be had from the same cooler
    assert base.figure("binds").words
    assert base.figure("density").value > 0.0


def test_racks_are_matched_by_their_ids(answer):
    (pair,) = answer.comparison.pairs
    rows = {row.id: row for row in pair.racks}
    assert rows["rack-0004"].other_inlet_c is None
    assert rows["rack-0004"].inlet_difference_k is None
    assert pair.racks[-1].id == "rack-0004", "racks of one variant only come last"
    known = [abs(row.inlet_difference_k) for row in pair.racks[:-1]]
    assert known == sorted(known, reverse=True)
    double = rows["rack-0002"]
    assert (double.base_power_w, double.other_power_w) == (5000.0, 10_000.0)
    assert double.inlet_difference_k == pytest.approx(double.other_inlet_c - double.base_inlet_c)


def test_the_text_says_what_was_drawn_and_what_it_did(answer):
    text = answer.text()
    assert "changed: rack R2  load 5 kW → 10 kW" in text
    assert "removed: rack R4" in text
    assert "Worst inlet" in text
    assert "°F" in answer.text("ip")


def test_the_answer_survives_json(answer):
    plain = json.loads(json.dumps(answer.to_json(), allow_nan=False))
    assert decode(VariantComparison, plain) == answer.comparison
    assert plain["schema"] == "coolsim/compare-1"
    (change, gone) = plain["drawing"]["variant-0002"]
    assert change["fields"][0] == {
        "path": "load_w", "before": 5000.0, "after": 10_000.0, "unit": "w",
    }  # fmt: skip
    assert gone["what"] == "removed"


def test_tables_of_a_comparison_at_hand_are_written_without_a_solve(answer, tmp_path):
    plain = answer.to_json()
    request = {"design": json.loads(dumps(two_halls())), "comparison": plain,
               "out": str(tmp_path / "tables")}  # fmt: skip
    finish(from_json("compare-tables", request))
    read = {}
    for path in (tmp_path / "tables").iterdir():
        with path.open(encoding="utf-8-sig", newline="") as stream:
            read[path.stem] = list(csv.reader(stream))
    assert set(read) == {"figures", "drawing", "racks"}
    assert read["figures"][0] == ["figure", "unit", "Base (variant-0001)", "Other (variant-0002)"]
    assert ["IT power", "w", "20000.0", "20000.0"] in read["figures"]
    assert ["Base", "Other", "changed", "rack", "rack-0002", "R2", "load_w", "w", "5000.0",
            "10000.0"] in read["drawing"]  # fmt: skip
    assert len(read["racks"]) == 5


def test_a_workbook_on_the_command_line(file, tmp_path, capsys):
    out = tmp_path / "tables.xlsx"
    wanted = ("compare", file, "--variants", "Other", "variant-0001", "--fidelity", "draft",
              "--out", out)  # fmt: skip
    code, text, _ = run(capsys, *wanted, "--json")
    assert code == 0
    assert [each["name"] for each in json.loads(text)["variants"]] == ["Other", "Base"]
    assert out.read_bytes().startswith(b"PK")
    code, _, err = run(capsys, *wanted)
    assert code == 2
    assert "--force" in err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--variants", "Base", "Nowhere"), "There is no variant 'Nowhere'"),
        (("--variants", "Base"), "Two variants or more"),
        (("--variants", "Base", "variant-0001"), "named twice"),
        (("--out", "tables.pdf"), "not written as .pdf"),
        (("--out", "/nowhere-at-all/tables"), "no such folder"),
    ],
)
def test_nonsense_is_refused_before_anything_is_solved(file, capsys, arguments, said):
    code, _, err = run(capsys, "compare", file, *arguments)
    assert code == 2
    assert said in err


def test_one_variant_has_nothing_to_be_compared_with(tmp_path, capsys):
    path = tmp_path / "one.coolsim"
    path.write_text(dumps(edits.variant_delete(small_hall(), "variant-0002")), encoding="utf-8")
    code, _, err = run(capsys, "compare", path)
    assert code == 2
    assert "Duplicate variant" in err


def test_a_variant_that_cannot_be_solved_has_its_reason():
    design = edits.variant_activate(two_halls(), "variant-0002")
    design = edits.delete(design, [rack.id for rack in design.variant.racks])
    design = edits.update(design, ["cooler-0001"], x_m=90.0)
    design = edits.variant_activate(loads(dumps(design)), "variant-0001")
    answer = finish(CompareRequest(design, fidelity="draft"))
    first, second = answer.comparison.variants
    assert first.figures
    assert second.status == "not_solved"
    assert second.failure
    assert answer.comparison.pairs == ()
    assert answer.exit_code == 3
    assert second.failure in answer.text()


def test_a_report_of_a_variant_that_is_not_there_is_refused_at_once(file, tmp_path, capsys):
    out = tmp_path / "report.pdf"
    code, _, err = run(capsys, "report", file, "--out", out, "--variants", "Nowhere")
    assert code == 2
    assert "There is no variant 'Nowhere'" in err
    code, _, err = run(capsys, "report", file, "--out", out, "--variants", "Base")
    assert code == 2
    assert "named twice" in err
