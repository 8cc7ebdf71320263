"""Density pages in print: operations, shares, waterfall, silicon, prices, failures, leftovers."""

import dataclasses
import math

import pytest

from coolsim.compute import compute_account
from coolsim.density.records import Advice, Change, LimitReading, Price, Survival
from coolsim.report.advice import advice_section, survival_section
from coolsim.report.answer import lead, reasons
from coolsim.report.compute import compute_section
from coolsim.report.data import report_data
from coolsim.report.text import Printer
from coolsim.report.write import write_report
from coolsim.results.compute import SiliconRow, SiliconTable
from tests.compute.halls import CATALOGUE, answer, design, rack
from tests.report.reading import picture, told
from tests.report.test_answer import make_subject, spaced

SHARES = "Per rack, floor and power"
COLDER = Change("supply", "Supply air 1 K colder", (), 240e3, 8e3, "breaker")
TILE = Change("tile", "One more tile before A-01", (), 236e3, 4e3, "inlet_class")
WORSE = Change("less", "Less supply air", (), 230e3, -2e3, "inlet_class")
LOST = Change("airflow", "More air", (), math.nan, math.nan, "", "the flow diverged")
ADVICE = Advice(
    (Price("inlet_class", "c", 1.0, 6e3, 6e3, "breaker"),), "breaker", 250e3,
    (COLDER, TILE, WORSE, LOST),
)  # fmt: skip
SURVIVAL = (
    Survival("cooler-0001", "CRAH-1", 116e3, "cooler_capacity", is_screening=False),
    Survival("cooler-0002", "CRAH-2", 200e3, "", is_screening=True),
)
TABLE = SiliconTable(
    "fp8",
    "uniform",
    (
        SiliconRow("", "NVIDIA H100 SXM5 80 GB", status="confirmed", power_w=60e3, racks=2,
                   mean_rack_power_w=30e3, accelerators=32, peak_flops=6.3e16, binds="breaker",
                   flops_per_watt={"chip": 2.8e12, "IT": 1.4e12}),
        SiliconRow("nvidia_rubin_gpu", "NVIDIA Rubin GPU", is_target=True,
                   note="made for liquid; no rack here has plates for it"),
    ),
    12.0,
)  # fmt: skip


def account(*items):
    hall = design(*(rack(n + 1, *contents) for n, (contents, _) in enumerate(items)))
    told = compute_account(hall, CATALOGUE, answer(*(state for _, state in items)))
    assert told is not None
    return told


def subject_with(system="si", silicon=None, **changes):
    plain = make_subject(system=system)
    density = dataclasses.replace(plain.density, **changes)
    return make_subject(system=system, density=density, silicon=silicon)


@pytest.fixture(scope="module")
def counted():
    return account(((("dgx_h100", 1),), (2, 25e3)), ((("dgx_h100", 1),), (1, 11.3e3)))


def cells(table):
    return [[spaced(cell) for cell in row] for row in table["rows"]]


def test_operations_stand_by_precision_with_what_is_sustained(counted):
    section = compute_section(subject_with(compute=counted))
    rates = {row[0]: row[1:] for row in cells(section.table())}
    assert rates["FP8"] == ["47.5 PFLOPS", "33.66 PFLOPS"]
    assert rates["FP64"][1] == "not known"
    assert rates["FP64"][0].endswith("*")  # recalled, not looked up


def test_shares_are_per_rack_floor_and_power_in_the_readers_units(counted):
    si = cells(compute_section(subject_with(compute=counted)).table(SHARES))
    ip = cells(compute_section(subject_with("ip", compute=counted)).table(SHARES))
    assert [row[0] for row in si][1] == "m² of floor with clearances"
    assert [row[0] for row in ip][1] == "ft² of floor with clearances"
    assert float(si[2][2]) / float(ip[2][2]) == pytest.approx(10.76, rel=0.05)
    assert si[4][1:3] == ["not known", "not known"]


def test_the_waterfall_falls_from_the_chip_and_says_what_is_not_known(counted):
    bars = picture(compute_section(subject_with(compute=counted)), "waterfall")["bars"]
    named = {bar["name"]: bar for bar in bars}
    assert [bar["name"] for bar in bars] == ["Chip", "Board", "Server", "Rack", "IT", "Facility"]
    assert named["Chip"]["share"] == 1.0
    assert named["Server"]["share"] == pytest.approx(700.0 / 1412.5, abs=1e-3)
    assert named["Server"]["share"] < named["Board"]["share"] < 1.0
    kept = 100.0 * named["Server"]["share"] / named["Board"]["share"]
    assert named["Server"]["kept"] == f"{kept:.0f} % kept"
    assert named["Facility"]["value"] == "not known"
    assert named["Facility"]["share"] == 0.0


def test_unlike_precisions_are_not_summed_in_print():
    mixed = account(((("dgx_a100", 1),), (1, 6.5e3)), ((("dgx_h100", 1),), (1, 11.3e3)))
    subject = subject_with(compute=mixed)
    rates = {row[0]: row[1] for row in cells(compute_section(subject).table())}
    assert rates["FP8"].startswith("not known for 8")
    assert "FP8" not in lead(subject)
    assert "BF16" in lead(subject)


def test_silicon_says_not_known_and_marks_targets(counted):
    section = compute_section(subject_with(compute=counted, silicon=TABLE))
    drawn, rubin = cells(section.table("The same hall with other silicon"))
    assert drawn[0] == "As drawn: NVIDIA H100 SXM5 80 GB"
    assert drawn[1:5] == ["30.0", "60", "32", "63"]
    assert rubin[0] == "NVIDIA Rubin GPU, target"
    assert set(rubin[1:-1]) == {"not known"}
    assert "made for liquid" in told(section)


def test_prices_changes_and_failures_are_tables():
    section = advice_section(subject_with(advice=ADVICE, survival=SURVIVAL))
    assert cells(section.table("What a limit is worth")) == [
        ["Rack air inlet", "1 K", "+6.0", "6 kW per K", "Rack breaker"]
    ]
    assert "250 kW" in spaced(told(section))
    changes = cells(section.table("What to change"))
    assert changes[0][0] == "Supply air 1 K colder"
    assert changes[3][1] == "not solved"
    lost, screened = cells(survival_section(subject_with(survival=SURVIVAL)).table())
    assert lost[:3] == ["CRAH-1", "116.0", "50"]
    assert screened[4] == "potential flow, screening"


def test_page_one_tells_the_changes_that_gain_most():
    texts = {item["title"]: spaced(item["text"]) for item in reasons(subject_with(advice=ADVICE))}
    text = texts["What to change"]
    assert text.index("Supply air 1 K colder (8 kW more)") < text.index("One more tile")
    assert "Less supply air" not in text
    assert "diverged" not in text


def test_page_one_says_that_a_flow_is_a_draft():
    assert spaced(lead(make_subject(fidelity="draft"))).startswith("On a draft of the flow, ")
    assert spaced(lead(make_subject())).startswith("This hall ")


def test_capacity_left_unused_is_listed():
    reading = LimitReading(
        "ups", "ups-0001", "UPS", 500e3, 200e3, "w", "design", "design", math.inf
    )
    subject = subject_with(limits=(reading,))
    rows = cells(advice_section(subject).table("Capacity that other limits leave unused"))
    assert ["Power", "UPS", "UPS", "300 kW", "60"] in rows


@pytest.mark.parametrize("system", ["si", "ip"])
def test_the_density_pages_are_set(tmp_path, counted, system):
    subject = subject_with(system, compute=counted, advice=ADVICE, survival=SURVIVAL, silicon=TABLE)
    data, _ = report_data(subject)
    titles = [one["title"] for one in data["sections"]]
    assert {"What moves the density", "With one unit lost", "What the hall computes"} <= set(titles)
    info = write_report(
        subject.design, subject.results, subject.density, subject.catalogue, (),
        tmp_path / "r.pdf", units=Printer(system).system, silicon=TABLE,
    )  # fmt: skip
    assert info.pages >= 5
