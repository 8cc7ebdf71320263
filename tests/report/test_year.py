"""The section "The year": its tables, charts and words."""

from __future__ import annotations

import dataclasses
import itertools
from pathlib import Path

import pypdf
import pytest

from coolsim.catalogue import load_catalogue
from coolsim.design import edits
from coolsim.design.files import design_hash
from coolsim.design.models import Content
from coolsim.report import write_report
from coolsim.report.plant import MOST_ROWS
from coolsim.report.text import NO_BREAK
from coolsim.report.year import year_section
from coolsim.results.year import YearResults
from tests.factories import make_density, make_design, make_results
from tests.report.reading import facts_of, picture, told
from tests.report.test_answer import make_subject
from tests.studies.halls import air_hall, air_room, year_of


@pytest.fixture(scope="module")
def year() -> YearResults:
    return year_of(edits.set_plant(air_hall(), tariff={"usd_kwh": 0.1}), air_room(), "phoenix-az")


def test_without_a_year_there_is_no_section() -> None:
    assert year_section(make_subject()) is None


def test_charts_hold_what_the_year_sums_to(year: YearResults) -> None:
    section = year_section(dataclasses.replace(make_subject(), year=year))
    assert section is not None
    bars = picture(section, "months")["bars"]
    assert len(bars) == 12
    heights = [sum(part["share"] for part in bar["parts"]) for bar in bars]
    assert max(heights) == pytest.approx(1.0, abs=1e-3)
    over = [month.facility_kwh - month.it_kwh for month in year.months]
    assert heights.index(max(heights)) == over.index(max(over))
    points = picture(section, "duration")["points"]
    assert points[0][0] == 0.0
    assert points[-1][0] == 1.0
    assert all(later[1] <= earlier[1] for earlier, later in itertools.pairwise(points))
    assert len(section.table("Electricity beside IT by month")["rows"]) == 13


def test_the_section_is_set(tmp_path: Path, year: YearResults) -> None:
    design = make_design(20, "Example hall")
    results = dataclasses.replace(make_results(design), design_hash=design_hash(design))
    out = tmp_path / "year.pdf"
    density = make_density(design, results)
    write_report(design, results, density, load_catalogue(), (), out, year=year)
    text = " ".join(page.extract_text() for page in pypdf.PdfReader(out).pages)
    words = " ".join(text.split())
    assert "The year" in words
    assert f"{year.year.pue:.4f}" in words
    assert "Fans of coolers" in words
    assert "December" in words


def test_costs_running_and_rule_are_told(year: YearResults) -> None:
    section = year_section(dataclasses.replace(make_subject(), year=year))
    assert section is not None
    costs = facts_of(section)
    assert costs["Cost"] == f"{year.year.cost_usd:,.0f} USD"
    running = costs
    assert running["Compressors alone"] == f"{year.hours_in_mode['mechanical']:,} h"
    assert "Design day, wet bulb" in running
    assert "least power" in told(section)
    assert picture(section, "waterfall") is None  # no accelerators are drawn
    supply = section.table("Warmer supply")
    assert len(supply["rows"]) == len(year.supply)
    assert sum(row[-1] == "best" for row in supply["rows"]) == 1
    assert "fan curve over the inlet temperature (class design), 8 racks" in told(section)


def test_the_schematic_of_the_design_day_tells_flows_and_temperatures(year: YearResults) -> None:
    design = edits.set_plant(air_hall(), tariff={"usd_kwh": 0.1})
    subject = dataclasses.replace(make_subject(), year=year, design=design)
    drawing = picture(year_section(subject), "schematic")
    assert drawing is not None
    words = {box["title"]: " ".join(box["words"]) for box in drawing["boxes"]}
    (plant,) = year.plants
    assert subject.printer.text(plant.values["load_w"], "w", 3) in flat_text(words["Coolers: 2"])
    assert f"{year.design_day.dry_bulb_c:.3g}" in words["Outdoor air"]
    assert {label["text"] for label in drawing["labels"]} >= {
        subject.printer.text(plant.values[name], "c", 3) for name in ("supply_c", "return_c")
    }
    right = max(box["at"][0] + box["width"] for box in drawing["boxes"])
    assert right == pytest.approx(170.0, abs=0.1)  # all of it between the margins
    lowest = max(box["at"][1] + box["height"] for box in drawing["boxes"])
    assert lowest <= drawing["height"] + 0.02


def test_a_plant_too_long_for_a_page_has_its_table_alone(year: YearResults) -> None:
    many = dataclasses.replace(year, plants=year.plants * (MOST_ROWS + 1))
    section = year_section(dataclasses.replace(make_subject(), year=many))
    assert picture(section, "schematic") is None
    assert section is not None
    assert len(section.table("Heat rejection on the design day")["rows"]) == MOST_ROWS + 1


def flat_text(text: str) -> str:
    """Words with the spaces between numbers and units as the printer sets them."""
    return text.replace(" ", NO_BREAK)


def test_accelerators_have_a_waterfall_through_the_year() -> None:
    design = edits.update(
        air_hall(), ["rack-0001"], load_w=None, contents=(Content(item="dgx_h100", count=2),)
    )
    year = year_of(design, air_room(), "chicago-ohare-il")
    section = year_section(dataclasses.replace(make_subject(), year=year))
    assert section is not None
    bars = picture(section, "waterfall")["bars"]
    assert [bar["name"] for bar in bars] == [
        "Chip", "Board", "Server", "Rack", "IT", "Facility"
    ]  # fmt: skip
    shares = [bar["share"] for bar in bars]
    assert shares == sorted(shares, reverse=True)


def test_the_steps_of_pue_add_up_to_the_meter(year: YearResults) -> None:
    section = year_section(dataclasses.replace(make_subject(), year=year))
    assert section is not None
    it, *steps, meter = picture(section, "steps")["bars"]
    assert (it["name"], meter["name"]) == ("IT equipment", "Meter: PUE")
    assert meter["value"] == f"{year.year.pue:.4f}"
    assert it["start"] == meter["start"] == 0.0
    assert meter["share"] == pytest.approx(1.0, abs=1e-4)
    reached = it["share"]
    for step in steps:
        assert step["start"] == pytest.approx(reached, abs=1e-4)
        reached += step["share"]
    assert reached == pytest.approx(1.0, abs=1e-3)
    told_parts = sum(float(step["value"]) for step in steps)
    assert 1.0 + told_parts == pytest.approx(year.year.pue, abs=5e-4)


def test_months_have_their_figures_of_merit_and_plants_their_design_day(year: YearResults) -> None:
    section = year_section(dataclasses.replace(make_subject(), year=year))
    assert section is not None
    months = section.table("Figures of merit by month")
    assert len(months["rows"]) == 13
    titles = [head["title"] for head in months["columns"]]
    assert titles[:4] == ["Month", "pPUE", "MLC", "WUE site"]
    assert "WUE source" not in titles  # not known
    (plant,) = section.table("Heat rejection on the design day")["rows"]
    assert plant[0] == "Air-cooled chillers, 2 of 2"
    assert plant[2].endswith("kW")
