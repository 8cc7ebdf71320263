"""The loops panel: tree, buttons, drops, schematic, all with real events."""

import json

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog

from coolsim.design.document import Document
from tests.liquid_factories import FACILITY, TECHNOLOGY, UNIT, liquid_design, liquid_results
from ui.widgets.id_tree import IDS_MIME

LEFT = Qt.MouseButton.LeftButton
NO_KEYS = Qt.KeyboardModifier.NoModifier


@pytest.fixture
def session(application):
    return application.session


@pytest.fixture
def panel(application, qtbot):
    window = application.window
    window.tabs.setCurrentWidget(window.loops)
    qtbot.waitUntil(window.loops.isVisible)
    window.loops.refresh()
    return window.loops


@pytest.fixture
def wet(application, panel):
    """The panel on a hall with coolant, solved."""
    session = application.session
    session.set_document(Document(liquid_design()))
    session.accept_results(session.design, liquid_results(session.design))
    panel.refresh()
    return panel


def row_of(panel, object_id):
    return panel.tree._rows[object_id][0]


def click_row(panel, object_id):
    item = row_of(panel, object_id)
    panel.tree.scrollToItem(item)
    area = panel.tree.visualItemRect(item)
    QTest.mouseClick(panel.tree.viewport(), LEFT, NO_KEYS, area.center())


def test_an_empty_hall_offers_cold_plates_for_selected_racks(panel, session):
    button = panel.buttons["first_plates"]
    assert not button.isEnabled()
    ids = [rack.id for rack in session.variant.racks[:4]]
    session.select(ids)
    assert button.isEnabled()
    QTest.mouseClick(button, LEFT)
    variant = session.variant
    assert {rack.cooling for rack in variant.racks[:4]} == {"cold_plate"}
    assert [loop.kind for loop in variant.loops] == ["facility", "technology"]
    assert variant.cdus[0].technology_loop_id == variant.racks[0].liquid.loop_id
    assert len(session.document.history) == 1
    session.undo()
    assert session.variant.loops == session.variant.cdus == ()
    assert session.variant.racks[0].cooling == "air"


def test_loops_are_added_by_the_menu_and_deleted(panel, session, qtbot):
    QTest.mouseClick(panel.buttons["first_facility"], LEFT)
    added = session.variant.loops[0]
    assert added.kind == "facility"
    assert session.selection == {added.id}
    panel.refresh()
    qtbot.waitUntil(lambda: panel.loop is not None)
    actions = panel.buttons["add"].menu().actions()
    next(a for a in actions if a.text().startswith("Technology")).trigger()
    assert len(session.variant.loops) == 2
    assert len(session.variant.cdus) == 1
    panel.refresh()
    QTest.mouseClick(panel.buttons["delete"], LEFT)
    assert len(session.variant.loops) == 1
    assert session.document.undo_label.startswith("Delete")


def test_a_row_selects_and_shows_its_loop(wet, session):
    click_row(wet, UNIT)
    assert session.selection == {UNIT}
    click_row(wet, session.variant.racks[2].id)
    assert session.selection == {session.variant.racks[2].id}
    assert wet.loop.id == TECHNOLOGY
    click_row(wet, FACILITY)
    assert wet.loop.id == FACILITY
    assert "converged" in wet.title.text()


def test_the_selection_of_the_plan_shows_in_tree_and_schematic(wet, session):
    rack = session.variant.racks[3].id
    session.select([rack])
    assert row_of(wet, rack).isSelected()
    assert [b.box.ids for b in wet.schematic.boxes if b.is_selected] == [(rack,)]


def test_a_drop_on_a_loop_hangs_racks_on_it(wet, session):
    free = [rack.id for rack in session.variant.racks[12:14]]
    data = QMimeData()
    data.setData(IDS_MIME, json.dumps(free).encode())
    wet.tree.scrollToItem(row_of(wet, TECHNOLOGY))
    at = QPointF(wet.tree.visualItemRect(row_of(wet, TECHNOLOGY)).center())
    copy = Qt.DropAction.CopyAction
    viewport = wet.tree.viewport()
    for kind in (QDragEnterEvent, QDragMoveEvent):
        event = kind(at.toPoint(), copy, data, LEFT, NO_KEYS)
        QApplication.sendEvent(viewport, event)
        assert event.isAccepted()
    QApplication.sendEvent(viewport, QDropEvent(at, copy, data, LEFT, NO_KEYS))
    racks = {rack.id: rack for rack in session.variant.racks}
    assert {racks[each].liquid.loop_id for each in free} == {TECHNOLOGY}
    assert session.document.undo_label == "Assign to TCS"
    assert len(session.document.history) == 1


def test_a_drop_of_a_tile_changes_nothing(wet, session):
    wet.assign([session.variant.tiles[0].id], TECHNOLOGY)
    assert not session.document.can_undo


def test_the_selection_is_assigned_and_taken_off(wet, session):
    session.select([TECHNOLOGY])
    rack = session.variant.racks[15].id
    session.select([rack])
    QTest.mouseClick(wet.buttons["assign"], LEFT)
    assert session.variant.racks[15].liquid.loop_id == wet.loop.id
    QTest.mouseClick(wet.buttons["take_off"], LEFT)
    assert session.variant.racks[15].liquid.loop_id is None


def test_a_click_in_the_schematic_selects(wet, session):
    session.select([TECHNOLOGY])
    view = wet.schematic
    box = next(b for b in view.boxes if b.box.role == "liquid")
    view.fit()
    at = view.mapFromScene(box.sceneBoundingRect().center())
    QTest.mouseClick(view.viewport(), LEFT, NO_KEYS, at)
    assert session.selection == set(box.box.ids)
    with_signal = []
    session.viewRequested.connect(with_signal.append)
    QTest.mouseDClick(view.viewport(), LEFT, NO_KEYS, at)
    assert with_signal == list(box.box.ids)


def test_the_schematic_zooms_fits_and_steps_by_keys(wet, session):
    session.select([TECHNOLOGY])
    view = wet.schematic
    view.setFocus()
    assert view.transform().m11() >= 0.7
    QTest.keyClick(view, Qt.Key.Key_F)
    before = view.transform().m11()
    QTest.keyClick(view, Qt.Key.Key_Plus)
    assert view.transform().m11() == pytest.approx(1.2 * before)
    QTest.keyClick(view, Qt.Key.Key_F)
    assert view.transform().m11() == pytest.approx(before)
    QTest.keyClick(view, Qt.Key.Key_Right)
    first = session.selection
    QTest.keyClick(view, Qt.Key.Key_Right)
    assert first
    assert session.selection != first


def test_a_rack_short_of_coolant_says_so_in_words(wet, session):
    session.select([TECHNOLOGY])
    short = session.variant.racks[7].id
    box = next(b for b in wet.schematic.boxes if b.box.ids == (short,))
    assert box.is_short()
    assert "50% of design" in box.lines()[1]
    assert row_of(wet, short).text(5) == "50% of design"
    assert "Pressure drop 90 kPa" in box.toolTip()


def test_units_and_theme_change_the_words_not_the_loops(wet, session):
    session.select([TECHNOLOGY])
    session.set_unit_system("ip")
    wet.refresh()
    assert "gpm" in row_of(wet, TECHNOLOGY).text(1)
    assert any("gpm" in line for line in wet.schematic.boxes[0].lines())


def test_the_picture_is_saved(wet, session, tmp_path, monkeypatch):
    session.select([TECHNOLOGY])
    path = tmp_path / "loop.png"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    QTest.mouseClick(wet.buttons["picture"], LEFT)
    image = QImage(str(path))
    assert image.width() > 2 * wet.schematic.drawing.width
    points = (QPoint(x, y) for x in range(0, image.width(), 9) for y in range(image.height()))
    colours = {image.pixel(point) for point in points}
    assert len(colours) > 3


def test_a_picture_that_cannot_be_written_is_told(wet, session, tmp_path, monkeypatch):
    told = []
    session.message.connect(lambda text, kind: told.append((text, kind)))
    path = tmp_path / "no" / "such" / "loop.png"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    wet.save_picture()
    assert told[-1][1] == "error"


def test_every_control_has_a_name(wet):
    for button in wet.buttons.values():
        assert button.accessibleName() or button.text()
    assert wet.tree.accessibleName()
    assert wet.schematic.accessibleName()


def test_four_hundred_racks_are_drawn_in_rows(panel, session):
    session.set_document(Document(liquid_design(400, 399)))
    panel.refresh()
    session.select([TECHNOLOGY])
    assert len(panel.schematic.boxes) == 21
    QTest.mouseClick(panel.buttons["each"], LEFT)
    assert len(panel.schematic.boxes) == 400
