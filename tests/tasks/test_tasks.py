"""Requests in, progress out, then an answer."""

import dataclasses
import json

import pytest

from coolsim import tasks
from coolsim.assets import asset
from coolsim.design.files import load, to_object
from coolsim.errors import DesignFileError, SolveError, UsageError
from tests.halls import small_hall

HEAD = [
    "schema",
    "command",
    "status",
    "design_hash",
    "program_version",
    "fidelity",
    "grid",
    "seconds",
    "findings",
]


def no_cooler():
    design = small_hall()
    variant = design.variants[0].model_copy(update={"coolers": ()})
    return design.model_copy(update={"variants": (variant, design.variants[1])})


def outcome(request):
    """All progress and the answer of a request."""
    steps, seen = tasks.run(request), []
    while True:
        try:
            seen.append(next(steps))
        except StopIteration as stop:
            return seen, stop.value


@pytest.fixture(scope="module")
def drafted():
    return outcome(tasks.SolveRequest(small_hall(), "draft"))


def test_progress_grows_to_at_most_one(drafted):
    fractions = [progress.fraction for progress in drafted[0]]
    assert fractions == sorted(fractions)
    assert 0.0 <= fractions[0] <= fractions[-1] <= 1.0


def test_every_answer_begins_with_the_same_keys(drafted):
    answers = [
        drafted[1],
        tasks.finish(tasks.CheckRequest(small_hall())),
        tasks.finish(tasks.CatalogueRequest()),
        tasks.finish(tasks.ExamplesRequest()),
    ]
    for answer in answers:
        plain = json.loads(json.dumps(answer.to_json(), allow_nan=False))
        assert list(plain)[: len(HEAD)] == HEAD


def test_a_draft_is_complete_and_closes_its_balance(drafted):
    results = drafted[1].results
    assert results.fidelity == "draft"
    assert abs(results.balance.energy_fraction) < 1e-3
    assert [rack.id for rack in results.racks] == [r.id for r in small_hall().variant.racks]


def test_closing_the_steps_cancels():
    steps = tasks.run(tasks.SolveRequest(small_hall(), "draft"))
    next(steps)
    steps.close()
    with pytest.raises(StopIteration):
        next(steps)


def test_a_design_with_errors_is_checked_but_not_solved():
    design = no_cooler()
    answer = tasks.finish(tasks.CheckRequest(design))
    assert answer.exit_code == tasks.EXIT_INPUT
    assert answer.findings[0].severity == "error"
    with pytest.raises(SolveError, match="cannot be solved as drawn") as caught:
        tasks.finish(tasks.SolveRequest(design, "draft"))
    assert caught.value.exit_code == tasks.EXIT_INPUT


def test_the_findings_of_the_check_are_among_those_of_the_solve(drafted):
    found = tasks.finish(tasks.CheckRequest(small_hall())).findings
    assert set(found) <= set(drafted[1].results.findings)


def test_racks_whose_contents_have_a_weak_power_are_told():
    design = load(asset("examples", "room-20.coolsim"))
    answer = tasks.finish(tasks.DensityRequest(design, fidelity="draft"))
    by_id = {rack.id: rack for rack in design.variant.racks}
    assert answer.weak_racks
    assert all(by_id[rack_id].contents for rack_id in answer.weak_racks)
    plain = tasks.finish(tasks.DensityRequest(small_hall(), fidelity="draft"))
    assert not plain.weak_racks


def test_a_fidelity_that_is_not_solved_is_refused_with_what_there_is(monkeypatch):
    monkeypatch.setattr("coolsim.simulate.FIDELITIES", ("draft", "live"))
    with pytest.raises(UsageError, match="'full'") as caught:
        tasks.finish(tasks.SolveRequest(small_hall(), "full"))
    assert "live" in caught.value.remedy


def test_solved_files_are_written_once_and_replaced_only_by_force(tmp_path):
    request = tasks.SolveRequest(small_hall(), "draft", out=tmp_path / "out")
    answer = tasks.finish(request)
    before = answer.saved.read_bytes()
    with pytest.raises(UsageError, match="file of that name"):
        tasks.finish(request)
    assert answer.saved.read_bytes() == before
    tasks.finish(dataclasses.replace(request, force=True))


@pytest.mark.parametrize(
    ("name", "message"),
    [("report.txt", "is a PDF"), ("no/report.pdf", "no such folder"), ("old.pdf", "that name")],
)
def test_a_report_that_cannot_be_written_is_refused_before_solving(tmp_path, name, message):
    (tmp_path / "old.pdf").write_text("mine")
    steps = tasks.run(tasks.ReportRequest(small_hall(), tmp_path / name))
    with pytest.raises(UsageError, match=message):
        next(steps)
    assert (tmp_path / "old.pdf").read_text() == "mine"


def test_variants_are_chosen_by_id():
    design = small_hall()
    assert tasks.with_variant(design, None) is design
    assert tasks.with_variant(design, "variant-0002").variant.name == "Other"
    with pytest.raises(UsageError, match="variant-0009") as caught:
        tasks.with_variant(design, "variant-0009")
    assert "variant-0002" in caught.value.remedy


def test_a_request_from_json_is_the_same_request():
    design = small_hall()
    plain = {"design": to_object(design), "cell_m": 0.3}
    assert tasks.from_json("draft", plain) == tasks.SolveRequest(design, "draft", 0.3)
    assert tasks.from_json("check", {"design": to_object(design)}) == tasks.CheckRequest(design)


@pytest.mark.parametrize(
    ("task", "change", "where"),
    [
        ("solve", {"fidelity": "best"}, "fidelity"),
        ("solve", {"cell": 1}, "cell"),
        ("density", {"objective": "least"}, "objective"),
        ("density", {"margin_k": "much"}, "margin_k"),
        ("report", {}, "out"),
    ],
)
def test_a_wrong_field_of_a_request_is_named(task, change, where):
    with pytest.raises(UsageError) as caught:
        tasks.from_json(task, {"design": to_object(small_hall())} | change)
    assert where in caught.value.where


def test_an_unknown_task_and_a_broken_design_are_told_apart():
    with pytest.raises(UsageError, match="no task 'fly'"):
        tasks.from_json("fly", {})
    with pytest.raises(DesignFileError):
        tasks.from_json("check", {"design": {"format": "other"}})
