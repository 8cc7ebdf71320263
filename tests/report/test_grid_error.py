"""The grid's error in the report: a column per rack and a sentence, only where it was asked for."""

import dataclasses

import pytest

from coolsim.report import racks
from coolsim.report.solver import solver_facts
from coolsim.results.grid_error import GridError
from tests.report.test_answer import make_subject

FOUND = GridError((10, 20, 30), 6000, 1.6, True, 1.0, 1.25, True, 1.25, 0.5, "A-01", 2.0)


def judged(results):
    racks = tuple(
        dataclasses.replace(rack, inlet_grid_error_k=0.5, second_grid_inlet_c=21.0)
        for rack in results.racks
    )
    return dataclasses.replace(results, racks=racks, grid_error=FOUND)


def with_errors():
    subject = make_subject()
    density = dataclasses.replace(subject.density, results=judged(subject.density.results))
    return dataclasses.replace(subject, results=judged(subject.results), density=density)


@pytest.mark.parametrize("table", [racks.density_table, racks.rack_table])
def test_every_rack_has_its_error_in_a_column_of_its_own(table):
    plain, found = table(make_subject()), table(with_errors())
    assert len(found["columns"]) == len(plain["columns"]) + 1
    assert found["columns"][-1]["unit"].startswith("±")
    assert {row[-1] for row in found["rows"]} == {"0.5"}


def test_the_solver_table_tells_how_it_was_estimated():
    told = dict(solver_facts(with_errors()))
    assert "order 1 assumed" in told["Grid error as drawn"]
    assert "kept below its limit" in told["Grid error, density"]
    assert not any("Grid error" in line[0] for line in solver_facts(make_subject()))
