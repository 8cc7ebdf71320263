"""Variants compared, in print."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from coolsim.design import edits
from coolsim.report.blocks import flat
from coolsim.report.variants import variants_section
from coolsim.report.write import write_report
from coolsim.results.variants import (
    KeyFigure,
    VariantComparison,
    VariantFigures,
    VariantPair,
    rack_differences,
)
from coolsim.variants.records import Compared
from tests.factories import make_design, make_results
from tests.report.reading import picture, told
from tests.report.test_answer import make_subject, spaced


def make_compared(warmer_k=2.0):
    """A hall, its copy with one load changed, a rack gone and warmer air, and an empty variant."""
    design, _ = edits.variant_duplicate(make_design(20), "variant-0001", "Warmer")
    design = edits.update(design, ["rack-0002"], load_w=12_000.0)
    design = edits.delete(design, ["rack-0020"])
    design, _ = edits.variant_add(design, "Empty")
    design = edits.variant_activate(design, "variant-0001")
    base = make_results(design)
    other = make_results(edits.variant_activate(design, "variant-0002"))
    racks = [
        dataclasses.replace(rack, inlet_temperature_c=rack.inlet_temperature_c + warmer_k)
        for rack in other.racks
    ]
    air = other.fields.temperature_c + np.float32(warmer_k)
    fields = dataclasses.replace(other.fields, temperature_c=air)
    other = dataclasses.replace(other, racks=tuple(racks), fields=fields)
    figures = tuple(
        VariantFigures(
            identifier, name, "0" * 16, "converged", "live",
            (KeyFigure("it", "IT power", "w", power),
             KeyFigure("worst_inlet", "Worst inlet", "c", inlet, "A-17", "", "low"),
             KeyFigure("cooling", "Cooling power", "w", None, "", "no heat rejection")),
        )
        for identifier, name, power, inlet in (
            ("variant-0001", "Base", 125.7e3, 27.0), ("variant-0002", "Warmer", 126e3, 29.0),
        )
    )  # fmt: skip
    lost = VariantFigures("variant-0003", "Empty", "0" * 16, "not_solved", "live",
                          failure="There is no rack.")  # fmt: skip
    pair = VariantPair("variant-0001", "variant-0002", rack_differences(base, other))
    comparison = VariantComparison("live", (*figures, lost), (pair,), 3.0)
    return Compared(design, comparison, {"variant-0001": base, "variant-0002": other})


@pytest.fixture(scope="module")
def compared():
    return make_compared()


def made(compared, system="si"):
    return variants_section(make_subject(design=compared.design, variants=compared, system=system))


def test_without_a_comparison_there_is_no_section():
    assert variants_section(make_subject()) is None


def test_figures_stand_beside_each_other(compared):
    rows = {row[0]: [spaced(cell) for cell in row[1:]] for row in made(compared).table()["rows"]}
    assert rows["IT power"] == ["125.7 kW", "126 kW", "—"]
    assert rows["Worst inlet"] == ["27 °C A-17", "29 °C A-17", "—"]
    assert rows["Cooling power"] == ["not known", "not known", "—"]
    assert rows["Status"] == ["converged", "converged", "not solved"]
    assert "Empty could not be solved: There is no rack." in told(made(compared))
    rows = {row[0]: [spaced(cell) for cell in row[1:]]
            for row in made(compared, "ip").table()["rows"]}  # fmt: skip
    assert rows["Worst inlet"][1] == "84.2 °F A-17"


def test_what_was_drawn_and_the_racks_it_moved(compared):
    section = made(compared)
    drawn, racks = [table for under, table in section.tables() if under.startswith("Warmer")]
    assert ["rack A-02", "changed", "load", "6.1 kW", "12 kW"] in [
        [spaced(cell) for cell in row] for row in drawn["rows"]
    ]
    assert ["rack B-10", "gone", "", "", ""] in drawn["rows"]
    assert racks["rows"][0][3] == "2.0"
    assert "8 others" in told(section)
    assert len(racks["rows"]) == 12


def test_the_map_is_centred_on_zero_and_covers_the_floor(compared):
    section = made(compared)
    scale = picture(section, "plan")["scale"]
    assert [spaced(mark["text"]) for mark in scale["marks"]] == ["-2 K", "0 K", "2 K"]
    png = section.files["difference-1.png"]
    assert png.startswith(b"\x89PNG")
    hall, size = compared.design.variants[0].hall, [
        int.from_bytes(png[at : at + 4], "big") for at in (16, 20)
    ]  # fmt: skip
    assert size[0] / size[1] == pytest.approx(hall.length_m / hall.width_m, rel=0.03)
    # the same answers give the same bytes
    assert made(compared).files == section.files


def test_inlets_that_are_alike_are_not_listed():
    section = made(make_compared(warmer_k=0.01))
    assert len([1 for block in flat(section.blocks) if block["kind"] == "table"]) == 3
    assert "No inlet of the racks that stand in both differs" in told(section)


def test_it_is_set(compared, tmp_path):
    subject = make_subject(design=compared.design)
    info = write_report(
        compared.design, subject.results, None, subject.catalogue, (), tmp_path / "r.pdf",
        variants=compared,
    )  # fmt: skip
    assert info.notes == ()
    assert (tmp_path / "r.pdf").read_bytes().startswith(b"%PDF")
