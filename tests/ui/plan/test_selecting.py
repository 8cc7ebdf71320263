"""Selecting by mouse and keys."""

from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest

from coolsim.design import edits

SHIFT = Qt.KeyboardModifier.ShiftModifier
CTRL = Qt.KeyboardModifier.ControlModifier


def test_a_click_selects_the_object_under_the_mouse(hands):
    hands.click(hands.centre("rack-0003"))
    assert hands.session.selection == {"rack-0003"}
    hands.click(hands.centre("cooler-0001"))
    assert hands.session.selection == {"cooler-0001"}
    assert hands.undo_steps() == 0


def test_shift_adds_and_ctrl_toggles(hands):
    hands.click(hands.centre("rack-0003"))
    hands.click(hands.centre("rack-0005"), SHIFT)
    assert hands.session.selection == {"rack-0003", "rack-0005"}
    hands.click(hands.centre("rack-0003"), CTRL)
    hands.click(hands.centre("rack-0007"), CTRL)
    assert hands.session.selection == {"rack-0005", "rack-0007"}


def test_a_click_on_one_of_several_selected_objects_leaves_only_it(hands):
    hands.session.select(["rack-0003", "rack-0004"])
    hands.click(hands.centre("rack-0004"))
    assert hands.session.selection == {"rack-0004"}


def test_a_click_on_the_floor_clears_the_selection(hands):
    hands.session.select(["rack-0003"])
    hands.click(hands.pixel(5.0, 6.9))
    assert not hands.session.selection


def test_a_tile_below_a_roof_can_be_clicked(hands):
    hands.click(hands.centre("tile-0004"))
    assert hands.session.selection == {"tile-0004"}


def test_a_band_to_the_right_takes_what_it_contains(hands):
    # Around racks 1 and 2 (x 2.4 to 3.6, y 1.5 to 2.7), cutting through rack 3.
    hands.drag(hands.pixel(2.2, 1.2), hands.pixel(3.8, 2.75))
    assert hands.session.selection == {"rack-0001", "rack-0002"}


def test_a_band_to_the_left_takes_what_it_touches(hands):
    hands.drag(hands.pixel(3.8, 1.2), hands.pixel(2.3, 2.5))
    assert hands.session.selection == {"rack-0001", "rack-0002", "rack-0003"}


def test_a_band_with_shift_adds(hands):
    hands.session.select(["cooler-0001"])
    hands.drag(hands.pixel(2.2, 1.2), hands.pixel(3.05, 2.75), SHIFT)
    assert hands.session.selection == {"cooler-0001", "rack-0001"}


def test_esc_during_a_band_keeps_the_selection(hands):
    hands.session.select(["cooler-0001"])
    hands.press(hands.pixel(2.2, 1.2))
    hands.move(hands.pixel(6.0, 5.0))
    hands.key(Qt.Key.Key_Escape)
    hands.release(hands.pixel(6.0, 5.0))
    assert hands.session.selection == {"cooler-0001"}


def test_ctrl_a_selects_everything_and_esc_nothing(hands):
    hands.key(Qt.Key.Key_A, CTRL)
    assert len(hands.session.selection) == 20 + 20 + 2 + 2 + 1
    hands.key(Qt.Key.Key_Escape)
    assert not hands.session.selection


def test_a_click_selects_one_object_and_g_its_group(hands):
    design, _ = edits.place(hands.session.design, "group", member_ids=("rack-0001", "rack-0002"))
    hands.session.apply("Group", design)
    hands.click(hands.centre("rack-0001"))
    assert hands.session.selection == {"rack-0001"}
    hands.key(Qt.Key.Key_G)
    assert hands.session.selection == {"rack-0001", "rack-0002"}
    hands.click(hands.centre("rack-0001"))
    assert hands.session.selection == {"rack-0001"}


def test_a_double_click_asks_for_the_properties(hands, qtbot):
    with qtbot.waitSignal(hands.plan.editRequested) as signal:
        QTest.mouseDClick(
            hands.canvas.viewport(),
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
            hands.centre("rack-0006"),
        )
    assert signal.args == ["rack-0006"]
    assert hands.session.selection == {"rack-0006"}


def test_select_similar_ignores_name_and_place(hands):
    hands.session.select(["tile-0001"])
    hands.plan.commands.select_similar()
    assert hands.session.selection == {f"tile-{n:04d}" for n in range(1, 21)}


def test_selected_objects_have_an_outline_in_the_accent_colour(hands):
    from ui import theme

    hands.session.select(["cooler-0001"])
    image = hands.canvas.viewport().grab().toImage()
    box = hands.plan.scene.objects["cooler-0001"].box
    item = hands.plan.scene.objects["cooler-0001"]
    corner = hands.canvas.viewportTransform().map(item.pos() + QPointF(0.0, box.top()))
    column = [image.pixelColor(round(corner.x()), round(corner.y()) - n) for n in range(4)]
    assert theme.tokens().accent.name() in [colour.name() for colour in column]
