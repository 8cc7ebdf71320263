import dataclasses
import math

import pytest

from coolsim.catalogue import load_catalogue
from coolsim.design.files import design_hash
from coolsim.report.answer import key_facts, lead, reasons, status, weak_figures
from coolsim.report.data import report_data
from coolsim.report.problems import problems_section
from coolsim.report.racks import racks_section
from coolsim.report.subject import Subject, joined_findings
from coolsim.report.text import Printer
from tests.factories import make_density, make_design, make_results


def make_subject(design=None, status="converged", fidelity="live", system="si", **changes):
    design = design or make_design()
    results = dataclasses.replace(
        make_results(design, status, fidelity), design_hash=design_hash(design)
    )
    density = make_density(design, results)
    return Subject(
        **{
            "design": design,
            "results": results,
            "density": density,
            "catalogue": load_catalogue(),
            "findings": joined_findings(results.findings, results.findings),
            "printer": Printer(system),
            "date": "2025-11-24",
            **changes,
        }
    )


def spaced(text):
    """The text with ordinary spaces before its units."""
    return text.replace("\u00a0", " ")


def words(badges):
    return [spaced(badge["word"]) for badge in badges]


def test_page_one_says_how_dense():
    text = spaced(lead(make_subject()))
    assert "11.6 kW per rack on average (11.0 to 11.8 kW) in 20 racks" in text
    assert "232 kW in all" in text
    assert "10 × 8-GPU air-cooled server: 80 accelerators" in text
    assert "79.1 PFLOPS BF16" in text
    assert "more than that" not in text


def test_page_one_says_when_more_is_drawn_than_can_be_sustained():
    subject = make_subject()
    hall = dataclasses.replace(subject.density.hall, power_now_w=300e3)
    subject = make_subject(density=dataclasses.replace(subject.density, hall=hall))
    assert "it is drawn for 300 kW, more than that" in spaced(lead(subject))


def test_page_one_says_what_limits_and_what_would_stop_next():
    paragraphs = {item["title"]: spaced(item["text"]) for item in reasons(make_subject())}
    assert paragraphs["What limits"].startswith("Rack air inlet at A-01: limit 27 °C")
    assert (
        "cooler capacity in 8, rack air inlet in 8, rack breaker in 4 of 20 racks"
        in (paragraphs["What limits"])
    )
    assert "CRAH-1: limit 150 kW*" in paragraphs["What would stop next"]
    assert "supply air" in paragraphs["What to change"]


def test_units_drawn_that_do_not_fit_are_told():
    subject = make_subject()
    racks = tuple(
        dataclasses.replace(rack, units=0) if rack.id == "rack-0002" else rack
        for rack in subject.density.racks
    )
    first = reasons(make_subject(density=dataclasses.replace(subject.density, racks=racks)))[0]
    assert first["text"] == (
        "Drawn, but not sustained at this density: 1 of 10 8-GPU air-cooled server."
    )
    assert reasons(subject)[0]["title"] == "What limits"


def test_a_limit_met_from_above_says_by_how_much():
    subject = make_subject()
    binding = dataclasses.replace(subject.density.hall.binding, actual=27.02, unit="c")
    hall = dataclasses.replace(subject.density.hall, binding=binding)
    density = dataclasses.replace(subject.density, hall=hall, margin_k=0.0)
    detail = spaced(status(make_subject(density=density))[-1]["detail"])
    assert detail.endswith("checked, the inlets to 0.02 K.")


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, ["Converged ±0.02 K", "Density confirmed"]),
        ({"status": "wandering"}, ["Wandering ±0.02 K", "Density confirmed"]),
        ({"status": "not_converged"}, ["Not converged", "Density confirmed"]),
        ({"status": "diverged"}, ["Diverged", "Density confirmed"]),
        ({"fidelity": "draft"}, ["Draft", "Converged ±0.02 K", "Density confirmed"]),
        ({"density": None}, ["Converged ±0.02 K", "No density answer"]),
    ],
)
def test_every_status_is_stated(changes, expected):
    assert words(status(make_subject(**changes))) == expected


def test_a_result_of_an_older_design_is_stale_and_so_is_an_older_density():
    subject = make_subject()
    older = dataclasses.replace(subject.results, design_hash="f" * 16)
    assert "Stale" in words(status(make_subject(results=older)))
    older = dataclasses.replace(subject.density, design_hash="f" * 16)
    assert "Density stale" in words(status(make_subject(density=older)))


@pytest.mark.parametrize(
    ("answer", "text"),
    [
        ("infeasible", "No common power level holds every limit"),
        ("not_confirmed", "not confirmed"),
        ("unlimited", "was tried up to"),
    ],
)
def test_a_density_that_is_no_answer_is_not_sold_as_one(answer, text):
    density = dataclasses.replace(make_subject().density, status=answer)
    subject = make_subject(density=density)
    assert text in spaced(lead(subject))
    assert "can sustain" not in spaced(lead(subject))
    assert status(subject)[-1]["level"] != "ok"


def test_without_density_the_rack_closest_to_its_limit_is_named():
    text = spaced(lead(make_subject(density=None)))
    assert "B-07: inlet 26.8 °C, limit 27 °C" in text


def test_weak_figures_are_listed_and_an_unknown_one_has_no_number():
    weak = weak_figures(make_subject())
    assert [spaced(line["value"]) for line in weak["lines"]] == ["0.07 m³/s per kW*", "—"]
    assert weak["unchecked"] == "1 limit"


def test_facts_are_in_the_readers_units():
    facts = {
        label: spaced(value)
        for column in key_facts(make_subject(system="ip"))
        for label, value in column
    }
    assert facts["Hall"] == "36.1 ft × 23.6 ft"
    assert facts["Worst inlet, as drawn"] == "80.3 °F"
    assert facts["Rack airflow"].endswith("CFM")
    assert facts["Problems"] == "1 warning, 1 note"


def test_density_table_has_a_row_per_rack_with_limit_and_object():
    table = racks_section(make_subject()).table()
    assert len(table["rows"]) == 20
    assert table["rows"][0] == [
        "A-01", "6.0", "11.0", "—", "—", "Rack breaker", "Rack air inlet", "0.8", "21.0",
    ]  # fmt: skip
    assert table["rows"][1][5] == "Cooler capacity* @ CRAH-1"


def test_alike_problems_are_told_a_few_times_only():
    subject = make_subject()
    finding = subject.findings[0]
    many = tuple(
        dataclasses.replace(finding, message=f"Rack {n} is warm.", object_ids=(f"rack-{n:04d}",))
        for n in range(1, 21)
    )
    rows = problems_section(make_subject(findings=many)).table()["rows"]
    assert [row[1] for row in rows][-1] == "17 more of this kind."
    assert len(rows) == 4


def test_answers_with_gaps_still_make_data():
    subject = make_subject()
    nan = math.nan
    racks = tuple(
        dataclasses.replace(rack, inlet_temperature_c=nan, outlet_temperature_c=nan)
        for rack in subject.results.racks
    )
    hollow = dataclasses.replace(
        subject.results, racks=racks, coolers=(), tiles=(), metrics=(), assumptions=(),
        findings=(), plenum=None, inlet_history_k=(), status="diverged",
    )  # fmt: skip
    empty = dataclasses.replace(hollow, racks=())
    for results in (hollow, empty):
        data, _ = report_data(make_subject(results=results, density=None, findings=()))
        assert data["header_status"] == "Diverged"
    assert "no racks" in data["lead"]
