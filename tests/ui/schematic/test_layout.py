"""The schematic of a loop: order of consumers, numbers on the pipes, large halls."""

import math

import pytest

from tests.liquid_factories import FACILITY, TECHNOLOGY, UNIT, liquid_design, liquid_results
from ui.schematic.layout import SHOW_EACH_UP_TO, draw


def loop_of(design, loop_id):
    return next(loop for loop in design.variant.loops if loop.id == loop_id)


@pytest.fixture
def design():
    return liquid_design()


def test_without_a_result_the_loop_is_drawn_bare(design):
    drawing = draw(design.variant, loop_of(design, TECHNOLOGY), None)
    assert [box.ids for box in drawing.boxes if box.role == "source"] == [(UNIT,)]
    assert len([box for box in drawing.boxes if box.role == "liquid"]) == 8
    assert all(math.isnan(line.temperature_c) for line in drawing.lines)


def test_consumers_stand_in_the_order_of_their_take_offs(design):
    results = liquid_results(design)
    drawing = draw(design.variant, loop_of(design, TECHNOLOGY), results)
    boxes = [box for box in drawing.boxes if box.role == "liquid"]
    assert [box.ids[0] for box in boxes] == [rack.id for rack in design.variant.racks[:8]]
    assert [box.x for box in boxes] == sorted(box.x for box in boxes)
    assert boxes[0].flow.flow_m3_s == pytest.approx(1e-3)
    assert boxes[-1].flow.outlet_c == pytest.approx(52.0)


def test_pipes_know_what_passes_through_them(design):
    results = liquid_results(design)
    drawing = draw(design.variant, loop_of(design, TECHNOLOGY), results)
    branch = next(line for line in drawing.lines if line.role == "branch" and not line.is_supply)
    assert branch.temperature_c == pytest.approx(44.0)
    assert branch.flow.pressure_pa == pytest.approx(90e3)
    header = next(line for line in drawing.lines if line.role == "header" and line.is_supply)
    assert header.flow.diameter_m == 0.05
    assert (drawing.low_c, drawing.high_c) == (36.0, 52.0)


def test_the_plant_feeds_a_facility_loop(design):
    drawing = draw(design.variant, loop_of(design, FACILITY), liquid_results(design))
    plant = next(box for box in drawing.boxes if box.role == "source")
    assert plant.title == "Plant"
    assert {box.role for box in drawing.boxes} == {"source", "door", "primary"}


def test_a_large_loop_has_one_box_for_each_row():
    design = liquid_design(400, 399)
    loop, results = loop_of(design, TECHNOLOGY), liquid_results(design)
    bare = draw(design.variant, loop, None)
    assert bare.is_grouped
    boxes = [box for box in bare.boxes if box.role == "liquid"]
    assert len(boxes) == 20
    assert sum(len(box.ids) for box in boxes) == 399
    solved = draw(design.variant, loop, results)
    together = next(box for box in solved.boxes if box.role == "liquid")
    assert together.flow.flow_m3_s == pytest.approx(398.5e-3)
    assert together.flow.outlet_c == pytest.approx(36.0 + 399 * 8.0 / 398.5)
    each = draw(design.variant, loop, None, each=True)
    assert len([box for box in each.boxes if box.role == "liquid"]) == 399 > SHOW_EACH_UP_TO


def test_a_result_of_another_drawing_lends_no_numbers(design):
    results = liquid_results(design)
    more = liquid_design(20, 10)
    drawing = draw(more.variant, loop_of(more, TECHNOLOGY), results)
    wet = [box for box in drawing.boxes if box.role == "liquid"]
    assert len(wet) == 10
    assert all(math.isnan(box.flow.flow_m3_s) for box in wet)
