"""Rows by one drag, exact numbers, templates, measuring, dimensions and notes on the plan."""

from __future__ import annotations

from itertools import pairwise

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from coolsim.design.templates import TEMPLATES

NONE = Qt.MouseButton.NoButton


@pytest.fixture
def empty(make_plan):
    from coolsim.design.document import Document
    from coolsim.design.models import Design

    hands = make_plan()
    hands.session.set_document(Document(Design()))
    QTest.qWait(1)
    return hands


def racks(hands):
    return hands.session.design.variant.racks


def take(hands, tool="place:rack:", **fields):
    hands.session.set_tool(tool, {"heading_deg": 90.0} | fields)


def test_a_drag_is_a_row_and_one_step(empty):
    take(empty)
    empty.drag(empty.pixel(2.0, 3.0), empty.pixel(7.4, 3.1))
    assert len(racks(empty)) == 10
    assert {round(b.x_m - a.x_m, 3) for a, b in pairwise(racks(empty))} == {0.6}
    assert len({rack.y_m for rack in racks(empty)}) == 1
    assert [rack.name for rack in racks(empty)][-1] == "A-10"
    assert len(empty.session.selection) == 10
    assert empty.undo_steps() == 1
    empty.session.undo()
    assert racks(empty) == ()


def test_objects_of_a_row_stand_side_by_side(empty):
    take(empty)
    empty.drag(empty.pixel(2.0, 2.0), empty.pixel(2.0, 3.8))
    assert [rack.x_m for rack in racks(empty)] == [racks(empty)[0].x_m] * 4
    assert racks(empty)[1].y_m - racks(empty)[0].y_m == pytest.approx(0.6)
    assert {rack.heading_deg for rack in racks(empty)} == {0.0}
    take(empty, heading_deg=180.0)
    empty.drag(empty.pixel(5.0, 6.0), empty.pixel(6.8, 6.0))
    assert {rack.heading_deg for rack in racks(empty)[4:]} == {270.0}


def test_pitch_and_aisle_typed_with_units_make_two_facing_rows(empty):
    take(empty)
    bar = empty.plan.place_bar
    assert bar.isVisible()
    for key, text in (("pitch", "800 mm"), ("aisle", "6 ft")):
        bar.boxes[key].setFocus()
        QTest.keyClicks(bar.boxes[key], text)
        QTest.keyClick(bar.boxes[key], Qt.Key.Key_Return)
    empty.drag(empty.pixel(2.0, 2.0), empty.pixel(5.2, 2.0))
    assert len(racks(empty)) == 10
    assert {rack.heading_deg for rack in racks(empty)} == {90.0, 270.0}
    assert racks(empty)[1].x_m - racks(empty)[0].x_m == pytest.approx(0.8)
    assert racks(empty)[5].y_m - racks(empty)[0].y_m == pytest.approx(1.2 + 1.8288)


def test_exact_numbers_place_without_the_mouse(empty):
    take(empty)
    bar = empty.plan.place_bar
    for key, text in (("x", "2 m"), ("y", "9 ft"), ("count", "3")):
        bar.boxes[key].setFocus()
        bar.boxes[key].selectAll()
        QTest.keyClicks(bar.boxes[key], text)
        QTest.keyClick(bar.boxes[key], Qt.Key.Key_Return)
    QTest.keyClick(bar.button, Qt.Key.Key_Space)
    assert [rack.x_m for rack in racks(empty)] == [2.0, 2.6, 3.2]
    assert racks(empty)[0].y_m == pytest.approx(2.7432)
    empty.session.set_tool("select")
    assert not bar.isVisible()


def test_esc_in_the_middle_of_a_drag_places_nothing(empty):
    take(empty)
    start, end = empty.pixel(2.0, 3.0), empty.pixel(6.0, 3.0)
    empty.press(start)
    empty.move(end)
    empty.key(Qt.Key.Key_Escape)
    empty.release(end)
    assert racks(empty) == ()


def test_a_template_follows_the_mouse_and_is_put_down(empty):
    pod = next(each for each in TEMPLATES if each.key == "pod")
    empty.session.set_tool("template:pod", {"text": pod.text()})
    at = empty.pixel(6.0, 5.0)
    empty.move(at, button=NONE)
    empty.click(at)
    variant = empty.session.design.variant
    assert (len(variant.racks), len(variant.tiles), len(variant.panels)) == (20, 20, 3)
    assert set(variant.aisles[0].rack_ids) == {rack.id for rack in variant.racks}
    assert empty.undo_steps() == 1
    empty.key(Qt.Key.Key_R)
    empty.click(empty.pixel(6.0, 5.0))
    assert {rack.heading_deg for rack in empty.session.design.variant.racks[20:]} == {180.0, 0.0}


def test_measuring_tells_a_distance_and_draws_nothing(empty):
    heard = []
    empty.session.message.connect(lambda text, _: heard.append(text))
    empty.session.set_tool("measure")
    empty.drag(empty.pixel(1.0, 1.0), empty.pixel(4.0, 1.0))
    assert heard == ["Distance 3 m"]
    assert empty.undo_steps() == 0
    empty.plan.canvas.grab()
    empty.session.set_unit_system("ip")
    empty.drag(empty.pixel(1.0, 1.0), empty.pixel(4.0, 1.0))
    assert heard[-1].endswith("ft")


def test_a_dimension_is_drawn_moved_and_edited(empty):
    empty.session.set_tool("dimension")
    empty.drag(empty.pixel(1.0, 1.0), empty.pixel(5.0, 1.0))
    line = empty.session.design.variant.dimensions[0]
    assert (line.x_m, line.y_m, line.width_m, line.heading_deg) == (3.0, 1.0, 4.0, 90.0)
    empty.session.set_tool("select")
    empty.drag(empty.pixel(3.0, 1.0), empty.pixel(3.0, 2.0))
    assert empty.session.design.variant.dimensions[0].y_m == pytest.approx(2.0, abs=0.1)
    empty.plan.canvas.grab()


def test_a_note_is_written_where_it_is_clicked(empty, qtbot):
    empty.session.set_tool("note")
    with qtbot.waitSignal(empty.plan.editRequested):
        empty.click(empty.pixel(4.0, 4.0))
    note = empty.session.design.variant.notes[0]
    assert note.text == "Note"
    assert empty.session.tool == "select"
    assert empty.session.selection == {note.id}
    empty.plan.canvas.grab()


def test_hidden_and_locked_kinds_cannot_be_taken_hold_of(hands):
    layers = hands.session.drawing_layers
    rack = racks(hands)[0]
    hands.click(hands.centre(rack.id))
    assert hands.session.selection == {rack.id}
    layers.set_locked("rack", True)
    assert hands.session.selection == frozenset()
    hands.click(hands.centre(rack.id))
    hands.drag(hands.pixel(0.2, 0.2), hands.pixel(9.0, 9.0))
    assert not any(each.startswith("rack-") for each in hands.session.selection)
    layers.set_shown("rack", False)
    assert not hands.plan.scene.objects[rack.id].isVisible()
    hands.key(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert not any(each.startswith("rack-") for each in hands.session.selection)
    layers.reset()
    assert hands.plan.scene.objects[rack.id].isVisible()


def test_a_picture_under_the_plan_is_scaled_by_two_points(hands, qtbot, tmp_path):
    from PySide6.QtGui import QColor, QImage

    from coolsim.design import edits

    picture = QImage(400, 300, QImage.Format.Format_RGB32)
    picture.fill(QColor("black"))
    picture.save(str(tmp_path / "plan.png"))
    plain = hands.plan.canvas.grab().toImage()
    hands.session.edit(
        "Background", edits.set_background, file=str(tmp_path / "plan.png"), width_m=10.0
    )
    dark = hands.plan.canvas.grab().toImage()
    at = hands.pixel(0.3, 0.3)
    assert dark.pixelColor(at).lightness() < plain.pixelColor(at).lightness()
    hands.session.set_tool("scale_background")
    with qtbot.waitSignal(hands.canvas.pointsTaken) as taken:
        hands.drag(hands.pixel(1.0, 1.0), hands.pixel(4.0, 1.0))
    first, second = taken.args
    assert second.x() - first.x() == pytest.approx(3.0, abs=0.05)


def test_a_missing_picture_says_so(hands, qtbot):
    from coolsim.design import edits

    with qtbot.waitSignal(hands.session.message) as heard:
        hands.session.edit("Background", edits.set_background, file="nowhere.png")
        hands.plan.canvas.grab()
    assert "nowhere.png" in heard.args[0]


def test_snapping_is_switched_by_one_key_command(hands):
    hands.session.toggle_snap()
    assert hands.session.snap_m == 0.0
    hands.session.toggle_snap()
    assert hands.session.snap_m == 0.1


def test_tab_reaches_the_exact_place_from_the_plan(empty):
    empty.plan.activateWindow()
    QTest.qWait(1)
    take(empty)
    empty.plan.canvas.setFocus()
    empty.key(Qt.Key.Key_Tab)
    assert empty.plan.place_bar.boxes["x"].hasFocus()
