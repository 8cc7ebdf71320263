"""The rack elevation by mouse and keys: mounting, moving, blanking, totals, undo."""

from __future__ import annotations

import json

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from coolsim.design import edits
from coolsim.design.rack_units import units_of
from ui.library_items import ITEM_MIME

SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def session(application):
    return application.session


@pytest.fixture
def panel(application):
    """The elevation of an empty rack, opened by its key."""
    session, window = application.session, application.window
    rack = session.variant.racks[0]
    session.edit("Empty", edits.update, [rack.id], load_w=None)
    session.select([rack.id])
    window.plan.setFocus()
    QTest.keyClick(window.plan.canvas, Qt.Key.Key_E)
    assert window.elevation.isVisible()
    return window.elevation


def rack(session):
    return session.variant.racks[0]


def choose(panel, text):
    panel.search.clear()
    QTest.keyClicks(panel.search, text)
    assert panel.list.count()


def at(face, unit):
    return face.rect_of(range(unit, unit + 1)).center()


def test_enter_mounts_and_the_totals_add_up(panel, session):
    choose(panel, "dgx h100")
    panel.face.setFocus()
    for _ in range(2):
        QTest.keyClick(panel.face, Qt.Key.Key_Return)
    held = rack(session).slots
    assert [units_of(rack(session), slot).start for slot in held] == [1, 9]
    assert "16 of 42 U" in panel.totals.text()
    assert "22.6 kW" in panel.totals.text()
    session.undo()
    session.undo()
    assert rack(session).slots == ()


def test_a_double_click_mounts_a_drag_moves_delete_takes_out(panel, session):
    choose(panel, "plain load")
    face = panel.face
    QTest.mouseDClick(face, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at(face, 20))
    assert units_of(rack(session), rack(session).slots[0]) == range(20, 21)
    QTest.mousePress(face, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at(face, 20))
    QTest.mouseMove(face, at(face, 30))
    QTest.mouseRelease(
        face, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at(face, 30)
    )
    assert units_of(rack(session), rack(session).slots[0]) == range(30, 31)
    assert face.current == 30
    face.setFocus()
    QTest.keyClick(face, Qt.Key.Key_Up, SHIFT)
    assert units_of(rack(session), rack(session).slots[0]) == range(31, 32)
    QTest.keyClick(face, Qt.Key.Key_Delete)
    assert rack(session).slots == ()
    assert len(session.variant.racks) == 20  # the rack itself is not deleted


def test_free_units_are_opened_and_blanked_by_b(panel, session):
    face = panel.face
    face.setFocus()
    QTest.keyClick(face, Qt.Key.Key_B)
    assert [slot.blanked for slot in rack(session).slots] == [False]
    QTest.keyClick(face, Qt.Key.Key_B)
    assert [slot.blanked for slot in rack(session).slots] == [True]
    QTest.mouseClick(panel.open, Qt.MouseButton.LeftButton)
    assert [slot.blanked for slot in rack(session).slots] == [False]
    face.grab()


def test_a_library_item_is_dropped_into_units(panel, session):
    data = QMimeData()
    item = {"kind": "rack", "fields": {"contents": [{"item": "dgx_h100", "count": 4}]}}
    data.setData(ITEM_MIME, json.dumps(item).encode())
    place = at(panel.face, 5)
    for sort, where in (
        (QDragEnterEvent, place), (QDragMoveEvent, place), (QDropEvent, QPointF(place)),
    ):  # fmt: skip
        event = sort(
            where, Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )  # fmt: skip
        QApplication.sendEvent(panel.face, event)
        assert event.isAccepted()
    assert units_of(rack(session), rack(session).slots[0]) == range(5, 13)


def test_taken_units_are_refused_with_a_message(panel, session, qtbot):
    choose(panel, "dgx h100")
    panel._mount("", 1)
    with qtbot.waitSignal(session.message) as heard:
        panel._mount("", 4)
    assert "taken" in heard.args[0]
    assert len(rack(session).slots) == 1


def test_a_plain_load_is_three_slots_as_soon_as_it_is_changed(panel, session):
    ids = [each.id for each in session.variant.racks[:3]]
    session.edit("Load", edits.update, ids, load_w=9e3)
    session.select(ids)
    panel.refresh()
    assert panel.face.block_at(1).power_w == 3e3  # shown by unit, not yet drawn so
    assert rack(session).slots == ()
    panel.face.setFocus()
    QTest.keyClick(panel.face, Qt.Key.Key_Delete)
    assert [slot.load_w for slot in rack(session).slots] == [3e3, 3e3]
    QTest.mouseClick(panel.to_all, Qt.MouseButton.LeftButton)
    assert [len(each.slots) for each in session.variant.racks[:3]] == [2, 2, 2]


def test_contents_are_stacked_from_the_bottom_by_the_first_change(panel, session):
    contents = [{"item": "dgx_h100", "count": 2}]
    session.edit("Fill", edits.update, [rack(session).id], contents=contents)
    panel.refresh()
    assert panel.face.block_at(9).units == range(9, 17)
    panel.face.set_current(9)
    panel.face.setFocus()
    QTest.keyClick(panel.face, Qt.Key.Key_Up, SHIFT)
    starts = [units_of(rack(session), slot).start for slot in rack(session).slots]
    assert starts == [1, 10]
    assert len(session.document.history) == 3


def test_units_follow_the_unit_system(panel, session):
    choose(panel, "plain load")
    panel._mount("", 3)
    session.set_unit_system("ip")
    panel.refresh()
    assert "CFM" in panel.totals.text()
    assert panel.face.unit_at(QPoint(40, panel.face.rect_of(range(3, 4)).center().y())) == 3
