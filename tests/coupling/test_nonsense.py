"""Nonsense on the liquid side ends in findings that name the object; nothing crashes."""

import json
import math
import re

import pypdf
import pytest

from coolsim.catalogue import load_catalogue
from coolsim.checks import check
from coolsim.design.files import save
from coolsim.errors import SolveError
from coolsim.report import write_report
from coolsim.tasks import SolveAnswer
from coolsim.tasks.requests import SolveRequest
from coolsim.tasks.running import finish
from tests.liquid_nonsense import SOLVED, UNSOLVABLE, result_of

NO_NUMBER = re.compile(r"\b(nan|-?inf)\b", re.IGNORECASE)


def findings_of(design, results=None):
    catalogue = load_catalogue().with_entries(design.catalogue)
    found = list(check(design, catalogue))
    return found if results is None else [*found, *results.findings]


def named(found, code, identifier):
    """The finding of a code that names an object; fails where there is none."""
    return next(item for item in found if item.code == code and identifier in item.object_ids)


@pytest.mark.parametrize("name", UNSOLVABLE)
def test_what_cannot_be_solved_is_told_before_anything_is_solved(name):
    make, code, identifier = UNSOLVABLE[name]
    design = make()
    finding = named(findings_of(design), code, identifier)
    assert finding.severity == "error"
    assert finding.hint
    with pytest.raises(SolveError) as refused:
        finish(SolveRequest(design, fidelity="draft"))
    assert refused.value.where
    assert refused.value.remedy


@pytest.mark.parametrize("name", SOLVED)
def test_what_can_be_solved_says_what_is_wrong_with_it(name):
    design, results = result_of(name)
    _, code, identifier = SOLVED[name]
    assert named(findings_of(design, results), code, identifier).hint
    for system in ("si", "ip"):
        assert not NO_NUMBER.search(SolveAnswer("", results, None).text(system))
        assert not any(NO_NUMBER.search(item.text(system)) for item in results.findings)
    json.dumps(SolveAnswer("", results, None).to_json(), allow_nan=False)
    for balance in results.liquid.balances:
        assert math.isfinite(balance.left_w)
    # a result that does not close says that it has not converged
    closed = all(balance.fraction < 1e-3 for balance in results.liquid.balances)
    assert closed or results.status == "not_converged"


@pytest.mark.parametrize("name", SOLVED)
def test_the_report_is_set_and_holds_no_missing_number(name, tmp_path):
    design, results = result_of(name)
    path = tmp_path / "hall.pdf"
    catalogue = load_catalogue().with_entries(design.catalogue)
    write_report(design, results, None, catalogue, findings_of(design), path)
    text = "\n".join(page.extract_text() for page in pypdf.PdfReader(path).pages)
    assert "Coolant" in text
    assert not NO_NUMBER.search(text)


def test_a_file_with_nonsense_opens_and_checks(tmp_path, capsys):
    from coolsim.cli import main

    path = tmp_path / "pure.coolsim"
    save(UNSOLVABLE["nothing but glycol"][0](), path)
    assert main(["check", str(path)]) == 2
    told = capsys.readouterr().out
    assert "loop.concentration" in told
    assert "Technology" in told
    assert main(["solve", str(path), "--fidelity", "draft"]) == 2
    assert "Technology" in capsys.readouterr().err
