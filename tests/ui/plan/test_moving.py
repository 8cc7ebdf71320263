"""Dragging, nudging, turning, deleting and copying: real events, one undo step each."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from coolsim.design import edits

ALT = Qt.KeyboardModifier.AltModifier
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


def test_a_drag_moves_snaps_to_the_grid_and_is_one_undo_step(hands):
    before = hands.session.design
    start = hands.centre("obstruction-0001")
    hands.drag(start, start + (hands.pixel(1.0, 0.0) - hands.pixel(2.23, 0.38)))
    moved = hands.record("obstruction-0001")
    for low in (moved.x_m - 0.2, moved.y_m - 0.2):
        assert low / 0.1 == pytest.approx(round(low / 0.1), abs=1e-6)
    assert moved.x_m == pytest.approx(8.8 - 1.23, abs=0.06)
    assert moved.y_m == pytest.approx(7.0 - 0.38, abs=0.06)
    assert hands.undo_steps() == 1
    assert hands.undo_label.startswith("Move obstruction")
    hands.session.undo()
    assert hands.session.design is before


def test_a_drag_moves_the_whole_selection(hands):
    hands.session.select(["rack-0001", "rack-0002", "rack-0003"])
    hands.drag(hands.centre("rack-0002"), hands.pixel(5.3, 6.0))
    shifts = {
        (round(hands.record(i).x_m - x, 4), round(hands.record(i).y_m - 2.1, 4))
        for i, x in (("rack-0001", 2.7), ("rack-0002", 3.3), ("rack-0003", 3.9))
    }
    assert len(shifts) == 1
    assert shifts != {(0.0, 0.0)}
    assert hands.undo_label == "Move 3 objects"
    assert hands.undo_steps() == 1


def test_a_drag_snaps_to_a_neighbours_edge_and_shows_a_guide(hands):
    # The column comes to stand beside the cooler: right edge of the cooler is x = 0.55 + 0.45.
    start = hands.centre("obstruction-0001")
    hands.press(start)
    hands.move(hands.pixel(1.225, 1.63))
    hands.move(hands.pixel(1.225, 1.63))
    assert any(
        guide.axis == "x" and guide.at_m == pytest.approx(1.0) for guide in hands.canvas.guides
    )
    hands.release(hands.pixel(1.225, 1.63))
    assert hands.record("obstruction-0001").x_m == pytest.approx(1.2)
    assert hands.canvas.guides == ()


def test_alt_leaves_the_snapping_out(hands):
    start = hands.centre("obstruction-0001")
    hands.drag(start, start + (hands.pixel(1.0, 0.0) - hands.pixel(1.637, 0.0)), ALT)
    moved = hands.record("obstruction-0001")
    scale = hands.plan.plan_style.scale
    assert moved.x_m == pytest.approx(8.8 - 0.637, abs=1.0 / scale)
    assert moved.y_m == 7.0


def test_esc_puts_everything_back(hands):
    before = hands.session.design
    start = hands.centre("rack-0004")
    hands.press(start)
    hands.move(hands.pixel(5.0, 6.0))
    assert hands.session.design is not before
    hands.key(Qt.Key.Key_Escape)
    assert hands.session.design is before
    hands.move(hands.pixel(6.0, 6.0))
    hands.release(hands.pixel(6.0, 6.0))
    assert hands.session.design is before
    assert hands.undo_steps() == 0
    item = hands.plan.scene.objects["rack-0004"]
    assert (item.pos().x(), item.pos().y()) == (4.5, 2.1)


def test_an_undo_in_the_middle_of_a_drag_ends_it(hands):
    hands.session.apply("Other", edits.move(hands.session.design, ["cooler-0001"], 0.0, 0.5))
    hands.press(hands.centre("rack-0004"))
    hands.move(hands.pixel(5.0, 6.0))
    hands.session.undo()
    undone = hands.session.design
    hands.move(hands.pixel(5.5, 6.0))
    hands.release(hands.pixel(5.5, 6.0))
    assert hands.session.design is undone


def test_a_tiny_jerk_is_a_click(hands):
    start = hands.centre("rack-0004")
    hands.press(start)
    hands.move(start + (hands.pixel(0.02, 0.0) - hands.pixel(0.0, 0.0)))
    hands.release(start)
    assert hands.undo_steps() == 0
    assert hands.session.selection == {"rack-0004"}


def test_shift_keeps_a_drag_to_one_axis(hands):
    start = hands.centre("obstruction-0001")
    hands.drag(start, start + (hands.pixel(0.0, 0.0) - hands.pixel(1.5, 0.4)), SHIFT)
    assert hands.record("obstruction-0001").y_m == 7.0
    assert hands.record("obstruction-0001").x_m < 8.0


@pytest.mark.parametrize(
    ("key", "keys", "dx", "dy"),
    [
        (Qt.Key.Key_Right, Qt.KeyboardModifier.NoModifier, 0.1, 0.0),
        (Qt.Key.Key_Up, Qt.KeyboardModifier.NoModifier, 0.0, 0.1),
        (Qt.Key.Key_Left, SHIFT, -0.01, 0.0),
        (Qt.Key.Key_Down, SHIFT, 0.0, -0.01),
    ],
)
def test_arrow_keys_nudge(hands, key, keys, dx, dy):
    hands.session.select(["rack-0001", "rack-0002"])
    hands.key(key, keys)
    assert hands.record("rack-0001").x_m == pytest.approx(2.7 + dx)
    assert hands.record("rack-0002").y_m == pytest.approx(2.1 + dy)
    assert hands.undo_steps() == 1


def test_holding_an_arrow_key_is_one_undo_step(hands):
    hands.session.select(["rack-0001"])
    for _ in range(5):
        QTest.keyPress(hands.canvas, Qt.Key.Key_Right)
    QTest.keyRelease(hands.canvas, Qt.Key.Key_Right)
    assert hands.record("rack-0001").x_m == pytest.approx(3.2)
    assert hands.undo_steps() == 1


def test_r_turns_left_and_shift_r_turns_right(hands):
    hands.session.select(["rack-0001"])
    hands.key(Qt.Key.Key_R)
    assert hands.record("rack-0001").heading_deg == 180.0
    hands.key(Qt.Key.Key_R, SHIFT)
    hands.key(Qt.Key.Key_R, SHIFT)
    assert hands.record("rack-0001").heading_deg == 0.0
    box = hands.plan.scene.objects["rack-0001"].box
    assert (box.width(), box.height()) == (pytest.approx(1.2), pytest.approx(0.6))


def test_several_objects_turn_about_their_common_centre(hands):
    hands.session.select(["rack-0001", "rack-0002", "rack-0003"])
    hands.key(Qt.Key.Key_R)
    assert hands.record("rack-0002").x_m == pytest.approx(3.3)
    assert {round(hands.record(f"rack-000{n}").x_m, 4) for n in (1, 2, 3)} == {3.3}
    assert hands.undo_steps() == 1


def test_delete_removes_the_selection_at_once(hands):
    hands.session.select(["rack-0001", "tile-0001"])
    hands.key(Qt.Key.Key_Delete)
    assert hands.record("rack-0001") is None
    assert "tile-0001" not in hands.plan.scene.objects
    assert hands.undo_steps() == 1
    hands.session.undo()
    assert "rack-0001" in hands.plan.scene.objects


def test_ctrl_d_duplicates_and_selects_the_copy(hands):
    hands.session.select(["rack-0001"])
    hands.key(Qt.Key.Key_D, CTRL)
    (copy,) = hands.session.selection
    assert copy not in ("rack-0001",)
    assert hands.record(copy).x_m > hands.record("rack-0001").x_m
    assert hands.undo_steps() == 1


def test_copy_and_paste_at_the_mouse(hands):
    hands.session.select(["rack-0001", "rack-0002"])
    hands.key(Qt.Key.Key_C, CTRL)
    hands.move(hands.pixel(5.0, 6.5), button=Qt.MouseButton.NoButton)
    hands.key(Qt.Key.Key_V, CTRL)
    pasted = [hands.record(i) for i in hands.session.selection]
    assert len(pasted) == 2
    assert sum(rack.x_m for rack in pasted) / 2 == pytest.approx(5.0, abs=0.06)
    assert hands.undo_steps() == 1


def test_cut_and_paste(hands):
    hands.session.select(["rack-0001"])
    hands.key(Qt.Key.Key_X, CTRL)
    assert hands.record("rack-0001") is None
    hands.key(Qt.Key.Key_V, CTRL)
    assert len(hands.session.design.variant.racks) == 20


def test_a_foreign_clipboard_gives_a_message(hands, qtbot):
    from PySide6.QtWidgets import QApplication

    QApplication.clipboard().setText("something else")
    with qtbot.waitSignal(hands.session.message) as signal:
        hands.key(Qt.Key.Key_V, CTRL)
    assert "clipboard" in signal.args[0]


def test_a_move_touches_one_item_only(make_plan):
    hands = make_plan(racks=200, per_row=20)
    design = edits.move(hands.session.design, ["rack-0042"], 0.1, 0.0)
    hands.session.apply("Move", design)
    assert hands.plan.scene.touched == 1
    hands.session.undo()
    assert hands.plan.scene.touched == 1
