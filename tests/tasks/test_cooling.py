"""Cooling methods side by side: the rows, what cannot be solved, how it is asked for."""

import math

import pytest

from coolsim import tasks
from coolsim.catalogue import load_catalogue
from coolsim.catalogue.cooling_choice import with_cooling
from coolsim.design import edits
from coolsim.errors import CoolSimError, UsageError
from coolsim.events import Interim
from coolsim.results.cooling import NOW, Consequence
from coolsim.tasks.cooling import common_method, consequence, pump_power_w
from tests.halls import small_hall
from tests.liquid_factories import liquid_design, liquid_results


def test_a_row_reads_the_racks_asked_about():
    design = liquid_design()
    results = liquid_results(design)
    ids = [design.variant.racks[0].id, design.variant.racks[7].id]
    row = consequence("cold_plate", results, ids)
    assert row.case_c == 85.0
    assert row.throttled_w == pytest.approx(2e3)
    assert row.residual_air_w == pytest.approx(12e3)
    assert row.to_liquid_w == pytest.approx(64e3)
    assert row.inlet_c == max(results.racks[0].inlet_temperature_c,
                              results.racks[7].inlet_temperature_c)  # fmt: skip


def test_an_air_cooled_rack_leaves_all_its_heat_to_the_air():
    design = liquid_design()
    results = liquid_results(design)
    last = results.racks[-1]
    row = consequence(NOW, results, [last.id])
    assert row.residual_air_w == last.heat_to_air_w
    assert row.to_liquid_w == 0.0
    assert math.isnan(row.case_c)


def test_pumps_of_plant_units_and_doors_count_once():
    liquid = liquid_results(liquid_design()).liquid
    assert pump_power_w(liquid) == pytest.approx(5000.0 + 4000.0 + 100.0)


def test_racks_of_one_method_share_its_row():
    design = liquid_design()
    racks = design.variant.racks
    assert common_method(design, [racks[0].id, racks[1].id]) == "cold_plate"
    assert common_method(design, [racks[0].id, racks[-1].id]) == ""


@pytest.fixture(scope="module")
def followed():
    """A small hall with two methods: everything told on the way, and the answer."""
    design = small_hall(2)
    plain = {"design": design.model_dump(mode="json"), "racks": [design.variant.racks[0].id]}
    told = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("coolsim.tasks.cooling.METHODS", ("air", "rear_door"))
        steps = tasks.run(tasks.from_json("cooling", plain))
        while True:
            try:
                told.append(next(steps))
            except StopIteration as stop:
                return told, stop.value


def test_the_task_solves_the_hall_with_each_method(followed):
    _, answer = followed
    rows = {row.method: row for row in answer.rows}
    assert list(rows) == [NOW, "air", "rear_door"]
    assert rows[NOW].status in ("converged", "wandering")
    assert rows["air"].residual_air_w == rows[NOW].residual_air_w == pytest.approx(5000.0)
    assert rows["rear_door"].residual_air_w < rows["air"].residual_air_w
    assert rows["rear_door"].to_liquid_w > 0.0
    assert "Rear door" in answer.text()
    assert [row["method"] for row in answer.to_json()["rows"]] == list(rows)


def test_a_method_that_cannot_be_solved_says_why(monkeypatch):
    monkeypatch.setattr("coolsim.tasks.cooling.METHODS", ("rear_door",))
    design = small_hall(2)
    rack = design.variant.racks[0]
    beside = edits.update(design, [design.variant.racks[1].id], x_m=rack.x_m, y_m=rack.y_m)
    answer = tasks.finish(tasks.CoolingRequest(beside, (rack.id,)))
    assert [row.status for row in answer.rows] == ["not_solved", "not_solved"]
    assert all("cannot be solved as drawn" in row.reason for row in answer.rows)


def test_no_rack_and_no_such_rack_are_refused():
    design = small_hall()
    with pytest.raises(UsageError, match="No rack"):
        tasks.finish(tasks.CoolingRequest(design, ()))
    with pytest.raises(CoolSimError):
        tasks.finish(tasks.CoolingRequest(design, ("rack-9999",)))


def test_a_row_without_numbers_has_none():
    assert math.isnan(Consequence("air", "not_solved", "why").inlet_c)


def test_every_row_is_told_as_soon_as_it_is_known(followed):
    told = [event for event in followed[0] if isinstance(event, Interim)]
    assert [[row.method for row in event.answer.rows] for event in told] == [[NOW], [NOW, "air"]]
    fractions = [event.fraction for event in told]
    assert fractions == sorted(fractions)


def test_a_row_followed_from_another_is_that_of_a_cold_solve(followed):
    design = small_hall(2)
    ids = (design.variant.racks[0].id,)
    last = followed[1].rows[-1]
    changed = with_cooling(design, load_catalogue(), ids, last.method)
    cold = consequence(
        last.method, tasks.finish(tasks.SolveRequest(changed, fidelity="live")).results, ids
    )
    # the live grid's flow stands in one of several states a few tenths of a kelvin apart
    assert last.inlet_c == pytest.approx(cold.inlet_c, abs=0.5)
    within = 0.01 * 5000.0  # one percent of the rack's power
    assert last.to_liquid_w == pytest.approx(cold.to_liquid_w, abs=within)
    assert last.residual_air_w == pytest.approx(cold.residual_air_w, abs=within)
