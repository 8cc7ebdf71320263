"""Aisles as areas of the plan: seen, selected by a click, with figures, contained in two clicks."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest

from coolsim.design import edits
from coolsim.results.aisles import aisle_figures
from tests.factories import make_results
from ui.plan.menu import build_menu

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def aisle(hands):
    """A hall whose aisles are found, without tiles and roofs in the way."""
    session = hands.session
    session.apply("Aisles", edits.make_all_aisles(session.design)[0])
    gone = [each.id for each in (*session.variant.tiles, *session.variant.panels)]
    session.apply("Bare floor", edits.delete(session.design, gone))
    return session.variant.aisles[0]


def middle(hands, aisle):
    area = hands.plan.scene.aisles.items[aisle.id].area
    return hands.pixel(area.center().x(), area.center().y())


def test_a_click_on_its_floor_selects_it_and_a_drag_is_a_band(hands, aisle):
    at = middle(hands, aisle)
    hands.click(at)
    assert hands.session.selection == {aisle.id}
    assert hands.plan.scene.aisles.items[aisle.id].is_selected
    hands.drag(at, hands.pixel(50.0, 50.0))
    assert aisle.id not in hands.session.selection
    assert hands.session.document.undo_label == "Bare floor"  # nothing was moved
    hands.click(hands.pixel(0.3, 0.3))
    assert hands.session.selection == frozenset()


def test_a_double_click_asks_to_edit_it(qtbot, hands, aisle):
    with qtbot.waitSignal(hands.canvas.editRequested) as asked:
        QTest.mouseDClick(hands.canvas.viewport(), LEFT, pos=middle(hands, aisle))
    assert asked.args == [aisle.id]


def test_it_follows_its_racks_and_shows_how_warm_it_is(hands, aisle):
    session, areas = hands.session, hands.plan.scene.aisles
    before = areas.items[aisle.id].area
    session.apply("Move", edits.move(session.design, [aisle.id], 0.5, 0.0))
    assert areas.items[aisle.id].area == before.translated(0.5, 0.0)
    session.accept_results(session.design, make_results(session.design))
    found = aisle_figures(session.variant, aisle, session.results)
    assert found.racks == len(aisle.rack_ids)
    assert found.power_w == pytest.approx(
        sum(rack.power_w for rack in session.results.racks if rack.id in aisle.rack_ids)
    )
    assert f"{found.worst_inlet_c:.1f}" in areas.items[aisle.id].text
    session.apply("Gone", edits.delete(session.design, [aisle.id]))
    assert aisle.id not in areas.items


def test_hidden_and_locked_it_takes_no_click(hands, aisle):
    layers = hands.session.drawing_layers
    for change in (lambda: layers.set_shown("aisle", False), lambda: layers.set_locked("aisle", 1)):
        layers.reset()
        change()
        hands.click(middle(hands, aisle))
        assert hands.session.selection == frozenset()


def test_two_clicks_contain_it(hands, aisle):
    session = hands.session
    assert not aisle_figures(session.variant, aisle, None).is_contained
    area = hands.plan.scene.aisles.items[aisle.id].area
    menu = build_menu(hands.plan, QPointF(area.center()))
    names = [action.text() for action in menu.actions()]
    assert f"Select {aisle.label}" in names
    contain = next(a for a in menu.actions() if a.text().startswith("Contain this"))
    menu.popup(hands.canvas.mapToGlobal(middle(hands, aisle)))
    QTest.mouseClick(menu, LEFT, pos=menu.actionGeometry(contain).center())
    assert aisle_figures(session.variant, aisle, None).is_contained
    assert session.document.undo_label == "Contain aisle"
