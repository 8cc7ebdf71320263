"""Humidity in the report: a table where it is transported, in the units of the reader."""

import dataclasses

import pytest

from coolsim.catalogue import load_catalogue
from coolsim.report import write_report
from coolsim.report.humidity import humidity_table
from coolsim.results.records import Finding, Term
from coolsim.sentences import quantity
from tests.report.test_answer import make_subject


def moist(results):
    """Results with the humidity that a solve with transported humidity gives."""
    racks = [
        dataclasses.replace(
            rack,
            inlet_humidity_ratio_kg_kg=0.008,
            inlet_relative_humidity_fraction=0.456,
            inlet_dew_point_c=10.8,
        )
        for rack in results.racks
    ]
    water = (Term("Water from people", 1e-4, "kg_s"), Term("Condensate of coils", -1e-4, "kg_s"))
    balance = dataclasses.replace(
        results.balance, terms=(*results.balance.terms, *water), moisture_fraction=3e-9
    )
    told = Finding("a.b", "note", (), f"It is {quantity(10.0, 'c', 3)} cold.")
    return dataclasses.replace(results, racks=racks, balance=balance, findings=(told,))


@pytest.mark.parametrize(
    ("system", "cells"), [("si", ["8.00", "45.6", "10.8"]), ("ip", ["56.00", "45.6", "51.4"])]
)
def test_every_rack_has_its_humidity_in_the_units_of_the_reader(system, cells):
    subject = make_subject(system=system)
    subject = dataclasses.replace(subject, results=moist(subject.results))
    rows = humidity_table(subject)["rows"]
    assert len(rows) == len(subject.results.racks)
    assert rows[0][2:] == cells


def test_uniform_humidity_has_no_table():
    assert humidity_table(make_subject())["rows"] == []


@pytest.mark.parametrize("units", ["si", "ip"])
def test_a_humid_report_is_set(tmp_path, units):
    subject = make_subject()
    info = write_report(
        subject.design, moist(subject.results), None, load_catalogue(), (),
        tmp_path / "humid.pdf", units=units,
    )  # fmt: skip
    assert info.pages >= 2
