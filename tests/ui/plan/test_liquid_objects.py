"""Coolant distribution units and tanks on the plan: placing, moving, menu, looks."""

from PySide6.QtCore import QPointF, Qt
from PySide6.QtWidgets import QMenu

from coolsim.design import edits
from coolsim.design.document import Document
from tests.liquid_factories import FACILITY, TECHNOLOGY, UNIT, liquid_design, liquid_results
from ui.plan.menu import build_menu

NONE = Qt.MouseButton.NoButton


def test_a_unit_is_placed_with_its_fields_and_moved(hands):
    hands.session.set_tool("place:cdu:vertiv_xdu1350", {"unit": "vertiv_xdu1350", "width_m": 1.2})
    hands.move(hands.pixel(5.0, 6.5), button=NONE)
    hands.click(hands.pixel(5.0, 6.5))
    hands.key(Qt.Key.Key_Escape)
    unit = hands.session.design.variant.cdus[0]
    assert (unit.unit, unit.width_m) == ("vertiv_xdu1350", 1.2)
    assert hands.undo_label == "Place CDU"
    start = hands.pixel(unit.x_m, unit.y_m)
    hands.drag(start, hands.pixel(unit.x_m + 1.0, unit.y_m))
    moved = hands.session.design.variant.cdus[0]
    assert moved.x_m > unit.x_m + 0.5
    assert hands.undo_label.startswith("Move")
    hands.key(Qt.Key.Key_Delete)
    assert hands.session.design.variant.cdus == ()


def test_a_tool_without_fields_takes_the_catalogue_entry(hands):
    hands.session.set_tool("place:cdu:vertiv_xdu1350")
    hands.move(hands.pixel(5.0, 6.5), button=NONE)
    hands.click(hands.pixel(5.0, 6.5))
    assert hands.session.design.variant.cdus[0].unit == "vertiv_xdu1350"


def test_a_unit_shows_its_duty(hands):
    hands.session.set_document(Document(liquid_design()))
    results = liquid_results(hands.session.design)
    hands.session.accept_results(hands.session.design, results)
    item = hands.plan.scene.objects[UNIT]
    assert item.value == results.liquid.cdus[0].duty_w
    assert item.value_text().endswith("kW")


def test_tanks_and_stopped_units_look_different(hands, qtbot):
    hands.session.set_document(Document(liquid_design()))
    design = hands.session.design
    rack = design.variant.racks[0]
    before = hands.plan.grab().toImage()
    tank = edits.update(design, [rack.id], cooling="immersion")
    hands.session.apply("tank", tank)
    qtbot.wait(30)
    as_tank = hands.plan.grab().toImage()
    assert as_tank != before
    hands.session.apply("stop", edits.update(tank, [UNIT], running=False))
    qtbot.wait(30)
    assert hands.plan.grab().toImage() != as_tank


def submenu(menu: QMenu, title: str) -> list:
    found = next((a for a in menu.actions() if a.text() == title), None)
    return [] if found is None else found.menu().actions()


def test_the_menu_hangs_the_selection_on_a_loop(hands):
    hands.session.set_document(Document(liquid_design()))
    rack = hands.session.design.variant.racks[15]
    hands.session.select([rack.id])
    menu = build_menu(hands.plan, QPointF(1.0, 1.0))
    entries = {a.text(): a for a in submenu(menu, "Assign to loop")}
    entries["TCS"].trigger()
    assert hands.session.design.variant.racks[15].liquid.loop_id == TECHNOLOGY
    entries["Take off loop"].trigger()
    assert hands.session.design.variant.racks[15].liquid.loop_id is None
    units = {a.text(): a for a in submenu(menu, "Assign racks to CDU")}
    units["CDU-1"].trigger()
    assert hands.session.design.variant.racks[15].liquid.loop_id == TECHNOLOGY
    assert hands.undo_steps() == 3


def test_coolers_hang_on_loops_but_not_on_units(hands):
    hands.session.set_document(Document(liquid_design()))
    cooler = hands.session.design.variant.coolers[0]
    hands.session.select([cooler.id])
    menu = build_menu(hands.plan, QPointF(1.0, 1.0))
    assert submenu(menu, "Assign racks to CDU") == []
    next(a for a in submenu(menu, "Assign to loop") if a.text() == "Facility water").trigger()
    assert hands.session.design.variant.coolers[0].loop_id == FACILITY


def test_tiles_are_offered_no_loop(hands):
    hands.session.set_document(Document(liquid_design()))
    hands.session.select([hands.session.design.variant.tiles[0].id])
    assert submenu(build_menu(hands.plan, QPointF(1.0, 1.0)), "Assign to loop") == []
