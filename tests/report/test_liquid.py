"""The liquid side in print and on a terminal."""

from dataclasses import replace

from coolsim.catalogue import load_catalogue
from coolsim.report import write_report
from coolsim.report.liquid import liquid_section
from coolsim.report.subject import Subject
from coolsim.report.text import UNKNOWN, Printer
from coolsim.tasks import SolveAnswer
from coolsim.tasks.liquid_tables import liquid_blocks
from tests.factories import make_design, make_results
from tests.liquid_factories import liquid_design, liquid_results


def subject_of(design, results, system="si"):
    return Subject(
        design=design, results=results, density=None, catalogue=load_catalogue(), findings=(),
        printer=Printer(system), date="2026-01-01",
    )  # fmt: skip


def test_a_dry_hall_has_no_section():
    design = make_design(20)
    assert liquid_section(subject_of(design, make_results(design))) is None
    assert liquid_blocks(None, "si") == []


def test_every_loop_unit_rack_balance_and_surface_is_listed():
    design = liquid_design()
    section = liquid_section(subject_of(design, liquid_results(design)))
    assert [row[0] for row in section.table()["rows"]] == [
        "Facility water (facility)", "TCS (technology)"
    ]  # fmt: skip
    assert section.table()["rows"][1][1] == "propylene glycol 25%"
    assert len(section.table("Racks on coolant")["rows"]) == 9
    short = section.table("Racks on coolant")["rows"][7]
    assert short[3] == "50"
    assert short[-1] == "2.0"
    door = section.table("Racks on coolant")["rows"][8]
    assert (door[1], door[-1]) == ("rear door", UNKNOWN)
    assert section.table("Heat balances")["rows"][-1][0] == "Left over"
    assert section.table("Margin to the dew point")["rows"][0][-1] == "1.0"


def test_numbers_follow_the_units():
    design = liquid_design()
    results = liquid_results(design)
    loops = liquid_section(subject_of(design, results, "ip")).table()
    assert {"gpm", "°F", "psi"} <= {head["unit"] for head in loops["columns"]}


def test_what_could_not_be_checked_is_a_dash():
    design = liquid_design()
    results = liquid_results(design)
    blind = tuple(replace(rack, case_c=float("nan")) for rack in results.liquid.racks)
    unknown = replace(results, liquid=replace(results.liquid, racks=blind))
    rows = liquid_section(subject_of(design, unknown)).table("Racks on coolant")["rows"]
    assert {row[6] for row in rows} == {UNKNOWN}
    assert {row[-1] for row in rows} == {UNKNOWN}


def test_the_report_is_set_with_its_section(tmp_path):
    design = liquid_design()
    results = liquid_results(design)
    info = write_report(design, results, None, load_catalogue(), (), tmp_path / "wet.pdf")
    plain = replace(results, liquid=None)
    dry = write_report(design, plain, None, load_catalogue(), (), tmp_path / "dry.pdf")
    assert info.pages > dry.pages


def test_a_terminal_gets_the_short_tables():
    design = liquid_design()
    text = SolveAnswer("Hall", liquid_results(design)).text()
    for word in ("TCS", "CDU-1", "% design", "Balance", "Cold surface"):
        assert word in text
    assert "gpm" in SolveAnswer("Hall", liquid_results(design)).text("ip")
