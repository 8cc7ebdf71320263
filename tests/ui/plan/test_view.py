"""Zoom, pan, fit, probe, height, units, theme and the empty state."""

import math

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.ui.plan import halls
from ui import theme
from ui.plan.grid import FOOT_M, grid_steps, ruler_step, ticks
from ui.plan.view import EMPTY_HINT

NONE = Qt.MouseButton.NoButton


def _wheel(hands, at: QPointF, notches: int) -> None:
    event = QWheelEvent(
        at,
        QPointF(hands.canvas.viewport().mapToGlobal(at)),
        QPoint(),
        QPoint(0, 120 * notches),
        NONE,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(hands.canvas.viewport(), event)


def test_y_is_up_and_x_is_right(hands):
    assert hands.pixel(1.0, 1.0).y() > hands.pixel(1.0, 2.0).y()
    assert hands.pixel(1.0, 1.0).x() < hands.pixel(2.0, 1.0).x()


def test_at_first_the_whole_hall_is_in_view(hands):
    view = hands.canvas.viewport().rect()
    hall = hands.session.design.variant.hall
    for corner in ((0.0, 0.0), (hall.length_m, hall.width_m)):
        assert view.contains(hands.pixel(*corner))


def test_the_wheel_zooms_and_keeps_the_point_under_the_mouse(hands):
    at = QPointF(211.0, 307.0)
    fixed, scale = hands.canvas.to_scene(at), hands.plan.plan_style.scale
    for notches in (3, 4, -5, 2):
        _wheel(hands, at, notches)
    assert hands.plan.plan_style.scale == pytest.approx(scale * 1.2**4)
    now = hands.canvas.to_scene(at)
    pixel = 1.0 / hands.plan.plan_style.scale
    assert abs(now.x() - fixed.x()) < 4 * pixel
    assert abs(now.y() - fixed.y()) < 4 * pixel


def test_zoom_has_ends(hands):
    _wheel(hands, QPointF(200, 200), 100)
    closest = hands.plan.plan_style.scale
    _wheel(hands, QPointF(200, 200), -300)
    assert math.isfinite(closest)
    assert 0.0 < hands.plan.plan_style.scale < closest <= 1500.0


@pytest.mark.parametrize("with_space", [False, True])
def test_middle_drag_and_space_drag_pan(hands, with_space):
    button = Qt.MouseButton.LeftButton if with_space else Qt.MouseButton.MiddleButton
    _wheel(hands, QPointF(300, 300), 4)
    start, end = QPoint(300, 300), QPoint(380, 260)
    fixed = hands.canvas.to_scene(QPointF(start))
    if with_space:
        QTest.keyPress(hands.canvas, Qt.Key.Key_Space)
    hands.drag(start, end, button=button)
    if with_space:
        QTest.keyRelease(hands.canvas, Qt.Key.Key_Space)
    now = hands.canvas.to_scene(QPointF(end))
    assert (now.x(), now.y()) == (pytest.approx(fixed.x()), pytest.approx(fixed.y()))
    assert hands.undo_steps() == 0
    assert not hands.session.selection


def test_f_fits_again(hands):
    scale = hands.plan.plan_style.scale
    _wheel(hands, QPointF(100, 100), 6)
    hands.key(Qt.Key.Key_F)
    assert hands.plan.plan_style.scale == pytest.approx(scale)


def test_a_problem_zooms_to_its_object(hands):
    hands.session.viewRequested.emit("rack-0010")
    centre = hands.canvas.viewport().rect().center()
    assert (hands.centre("rack-0010") - centre).manhattanLength() < 4
    hands.session.viewRequested.emit("")
    assert hands.canvas.viewport().rect().contains(hands.pixel(0.0, 0.0))


def test_coordinates_and_probe_follow_the_mouse(hands, qtbot):
    hands.session.accept_results(hands.session.design, halls.results(hands.session.design))
    with qtbot.waitSignals([hands.plan.cursorMoved, hands.plan.probed]):
        hands.move(hands.pixel(5.0, 6.0), button=NONE)
    text = hands.plan.probe_text(5.0, 6.0)
    assert "°C" in text
    assert "m/s" in text
    assert hands.plan.probe_text(-3.0, 6.0) == ""
    assert hands.plan.probe_text(2.7, 2.1) == ""  # inside a rack


def test_page_keys_and_slider_move_the_heat_map(hands):
    hands.session.set_slice_height(1.2)
    hands.key(Qt.Key.Key_PageUp)
    assert hands.session.slice_height_m == pytest.approx(1.3)
    assert hands.plan.height_slider.value_label.text() == "1.30 m"
    hands.plan.height_slider.slider.setValue(50)
    assert hands.session.slice_height_m == pytest.approx(0.5)
    hands.session.set_slice_height(2.0)
    assert hands.plan.height_slider.slider.value() == 200


def test_units_change_everywhere(hands):
    hands.session.accept_results(hands.session.design, halls.results(hands.session.design))
    hands.session.set_unit_system("ip")
    assert hands.plan.height_slider.value_label.text().endswith("ft")
    words = " ".join(hands.plan.legend.sentences())
    assert "°F" in words
    assert "ft" in words
    assert "°C" not in words
    assert "°F" in hands.plan.probe_text(5.0, 6.0)


def test_an_empty_hall_says_what_to_do(make_plan):
    hands = make_plan(racks=0)
    hint = hands.plan._hint
    assert hint.isVisible()
    assert hint.text() == EMPTY_HINT
    assert hint.geometry().contains(hands.canvas.viewport().rect().center())
    hands.session.set_tool("place:rack:")
    hands.click(hands.pixel(3.0, 3.0))
    assert not hint.isVisible()


def test_the_theme_is_followed(hands):
    at = hands.pixel(-0.35, 4.07)
    light = hands.canvas.viewport().grab().toImage().pixelColor(at)
    theme.apply(QApplication.instance(), "dark")
    dark = hands.canvas.viewport().grab().toImage().pixelColor(at)
    theme.apply(QApplication.instance(), "light")
    assert hands.canvas.viewport().grab().toImage().pixelColor(at) == light
    assert light.lightness() > 200
    assert dark.lightness() < 80


def test_parts_have_accessible_names(hands):
    parts = (hands.plan, hands.canvas, hands.plan.legend, hands.plan.height_slider.slider)
    assert all(part.accessibleName() for part in parts)
    assert "heat map" in hands.plan.legend.accessibleDescription()


def test_the_menu_offers_what_the_selection_allows(hands):
    from ui.plan.menu import build_menu

    def texts():
        menu = build_menu(hands.plan, QPointF(5.0, 6.0))
        found = [action.text() for action in menu.actions() if action.text()]
        menu.deleteLater()
        return found

    assert "Delete" not in texts()
    hands.session.select(["rack-0001"])
    assert {"Delete", "Rotate left", "Duplicate", "Select similar", "Properties"} <= set(texts())


def test_the_tooltip_knows_load_results_and_problems(hands):
    from coolsim.results.records import Finding

    hands.session.accept_results(hands.session.design, halls.results(hands.session.design))
    hands.session.accept_findings((Finding("a.b", "error", ("rack-0001",), "It overlaps."),))
    text = hands.canvas.describe(hands.plan.scene.objects["rack-0001"])
    for part in ("A-01", "4 kW", "Inlet", "limit 27 °C", "Error: It overlaps."):
        assert part in text


def test_ticks_and_steps():
    assert ticks(-0.3, 1.0, 0.5) == pytest.approx([0.0, 0.5, 1.0])
    assert ruler_step(30.0, 56.0, "si") == 2.0
    assert ruler_step(30.0, 56.0, "ip") == pytest.approx(10 * FOOT_M)
    assert grid_steps(30.0, 0.1, "si") == (0.5, 1.0)
    assert grid_steps(120.0, 0.1, "si") == (0.1, 0.5)
    assert grid_steps(30.0, 0.6, "si") == (0.6, 3.0)
