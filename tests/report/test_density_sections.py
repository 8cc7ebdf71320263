"""Limits over every rack, allocation, choice of cooling, placement of jobs: in print."""

import dataclasses

import pytest

from coolsim.cli.arguments import json_object
from coolsim.density.choice.records import ChoiceAnswer, ChoicePoint, Excluded, RackChoice
from coolsim.density.placement.records import Placed, PlacementAnswer, RackJobs
from coolsim.density.records import LimitReading
from coolsim.design.files import design_hash
from coolsim.design.models import Design
from coolsim.errors import UsageError
from coolsim.report.allocation import allocation_section
from coolsim.report.choice import choice_section
from coolsim.report.limits import limits_section
from coolsim.report.placement import placement_section
from coolsim.report.write import write_report
from coolsim.results.records import Finding
from coolsim.tasks.choosing import ChooseAnswer
from coolsim.tasks.kept import kept_answers
from coolsim.tasks.placing import PlaceAnswer
from tests.factories import make_design
from tests.report.reading import facts_of, picture, told
from tests.report.test_answer import make_subject, spaced

INLET = LimitReading("inlet_class", "rack-0001", "A-01", 27.0, 26.0, "c", "A2", "standard", 9e3)
BREAKER = LimitReading("breaker", "rack-0002", "A-02", 14e3, 11e3, "w", "design", "design", 3e3)
RACK = RackChoice("rack-0001", "A-01", "rear_door", "dgx_h100", "NVIDIA DGX H100", 2, 16, 22.6e3)
EMPTY = RackChoice("rack-0002", "A-02", "air", "", "", 0, 0, 0.0)
BEST = ChoicePoint(16, 22.6e3, 30e3, 0.6e6, "inlet_class", "A-01", (RACK, EMPTY))
LESS = dataclasses.replace(BEST, accelerators=8, facility_w=15e3, capital_usd=0.3e6)
CHOICE = ChoiceAnswer(
    best=BEST, bound=24, is_stopped=False, solves=7, front=(BEST, LESS),
    excluded=(Excluded("dgx_h100", "cold_plate", "the server is not made for this method"),),
    notes=("Capital counts what has a price.",), design=Design(), seconds=12.0,
)  # fmt: skip
PLACED = Placed(
    "optimal", ("a", "b"), 32, 50e3, "inlet_class", "A-01", 0.4, "c", 26.6,
    (RackJobs("rack-0001", "A-01", {"a": 2}, 1, 24e3),),
)  # fmt: skip
SPREAD = dataclasses.replace(PLACED, strategy="spread", accelerators=16, jobs=("a",))
JOBS = PlacementAnswer((PLACED, SPREAD), 48, 2, 9, 30.0, bound=40)


def with_density(system="si", **changes):
    plain = make_subject(system=system)
    return make_subject(system=system, density=dataclasses.replace(plain.density, **changes))


def limited(system="si"):
    density = make_subject().density
    first, second, *rest = density.racks
    racks = (dataclasses.replace(first, binding=INLET),
             dataclasses.replace(second, limits=(BREAKER,), binding=None), *rest)  # fmt: skip
    return with_density(system, racks=racks, limits=(INLET,))


def cells(table):
    return [[spaced(cell) for cell in row] for row in table["rows"]]


def test_every_rack_has_its_slack_to_every_limit():
    section = limits_section(limited())
    nearest = {row[0]: row for row in cells(section.table("Nearest in the hall"))}
    assert nearest["Rack breaker"][1:5] == ["A-02", "14 kW", "11 kW", "3.0"]
    table = section.table("Slack over each rack")
    titles = [column["title"] for column in table["columns"]]
    rows = cells(table)
    at = titles.index("Rack breaker")
    assert rows[1][at] == "3.0"
    assert rows[2][at] == "—"  # it has no breaker
    at = titles.index("Rack air inlet")
    assert rows[0][at] == "0"  # it binds there
    # the others share the hall's 9 kW by their power
    density = limited().density
    total = sum(rack.power_w for rack in density.racks)
    assert float(rows[1][at]) == pytest.approx(9.0 * density.racks[1].power_w / total, abs=0.051)


def test_without_a_density_there_is_no_stack():
    assert limits_section(make_subject(density=None)) is None
    assert limits_section(with_density(status="infeasible")) is None


def test_an_allocation_says_what_it_made_large_and_that_nothing_is_proven():
    note = Finding("density.best_found", "note", (), "The best allocation found.", "")
    section = allocation_section(with_density(objective="total", findings=(note,)))
    facts = facts_of(section)
    assert facts["Made large"] == "largest total power"
    assert spaced(facts["Least and largest rack"]) == "11 kW to 11.8 kW"
    assert "best allocation found" in told(section)
    assert allocation_section(with_density(objective="uniform")) is None


def test_a_choice_prints_its_front_its_racks_and_what_it_leaves_out():
    section = choice_section(make_subject(choice=CHOICE))
    points = cells(section.table("Accelerators against power and capital"))
    assert points[1][:4] == ["8", "22.6", "15.0", "0.30"]
    racks = cells(section.table("What the racks become"))
    assert racks[0][:5] == ["1", "Rear door", "NVIDIA DGX H100", "2", "16"]
    assert racks[1][1] == "empty"
    charts = picture(section, "scatter")["charts"]
    assert charts[0]["points"][1] == {"x": 0.5, "y": 0.5, "label": "8"}
    words = told(section)
    assert "no choice within the cuts made has more than 24" in words
    assert "not made for this method" in words
    assert choice_section(make_subject()) is None


def test_a_choice_without_a_point_names_the_limit_that_clashes():
    none = dataclasses.replace(CHOICE, best=None, front=(), clash="inlet_class", clash_name="A-01")
    assert "Rack air inlet at A-01 breaks first" in told(choice_section(make_subject(choice=none)))


def test_a_placement_prints_its_strategies_and_what_runs_where():
    section = placement_section(make_subject(placement=JOBS))
    assert [row[:4] for row in cells(section.table())] == [
        ["Optimal", "2", "32", "+16"], ["Spread", "1", "16", "+0"]
    ]  # fmt: skip
    assert cells(section.table("Optimal: what runs where")) == [["A-01", "24.0", "1", "a (2)"]]
    assert "allows 8 more" in told(section)


def test_kept_answers_belong_to_their_design():
    design = make_design()
    choice = ChooseAnswer("Hall", design, "draft", CHOICE).to_json()
    jobs = PlaceAnswer("Hall", design_hash(design), "draft", JOBS).to_json()
    kept = kept_answers(design, (choice, jobs))
    assert kept.choice.front == CHOICE.front
    assert kept.placement == dataclasses.replace(JOBS, seconds=kept.placement.seconds)
    with pytest.raises(UsageError, match="another state"):
        kept_answers(make_design(8), (choice,))
    with pytest.raises(UsageError, match="cannot be printed"):
        kept_answers(design, ({"command": "solve"},))


def test_an_answer_in_a_file_is_read_or_refused_with_its_name(tmp_path):
    path = tmp_path / "choice.json"
    path.write_text('{"command": "choose"}')
    assert json_object(str(path)) == {"command": "choose"}
    path.write_text("[1]")
    with pytest.raises(UsageError, match="no JSON object"):
        json_object(str(path))
    with pytest.raises(UsageError, match="cannot be read"):
        json_object(str(tmp_path / "none.json"))


def test_all_of_it_is_set_on_paper(tmp_path):
    subject = limited("ip")
    out = tmp_path / "hall.pdf"
    info = write_report(
        subject.design, subject.results, subject.density, subject.catalogue, (), out,
        units="ip", choice=CHOICE, placement=JOBS,
    )  # fmt: skip
    assert out.read_bytes().startswith(b"%PDF")
    assert info.pages > 3
