"""The 3-D view in the window: drawn by its process, turned, picked in, saved."""

import sys

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QImage

from ui.view3d.client import DrawingClient

READY_MS = 30_000


@pytest.fixture
def shown(application, qtbot):
    """The window with the 3-D view beside the plan and its first picture drawn."""
    window = application.window
    with qtbot.waitSignal(window.view3d.client.arrived, timeout=READY_MS):
        qtbot.keyClick(window.plan.canvas, Qt.Key.Key_3)
    return application


def _settled(qtbot, canvas):
    """Wait until no picture is under way, and return it as pixels."""
    qtbot.waitUntil(
        lambda: not canvas._under_way and not canvas._wanted and not canvas._rough,
        timeout=READY_MS,
    )
    image = canvas.image.convertToFormat(QImage.Format.Format_RGB32)
    raw = np.frombuffer(image.constBits(), np.uint8)
    return raw.reshape(image.height(), image.width(), 4)[..., :3].copy()


def _place_of(canvas, object_id):
    """Where the middle of an object is seen, in pixels."""
    number = canvas._boxes.ids.index(object_id)
    point = (canvas._boxes.low[number] + canvas._boxes.high[number]) / 2.0
    return _pixel(canvas, point)


def _pixel(canvas, point):
    camera = canvas.camera
    away = point - camera.position
    half = (away @ camera.forward) * np.tan(np.radians(15.0))
    x = canvas.width() / 2 + (away @ camera.right) / half * canvas.height() / 2
    y = canvas.height() / 2 - (away @ camera.up) / half * canvas.height() / 2
    return QPointF(x, y)


def test_a_key_shows_it_beside_the_plan_and_hides_it(shown, qtbot):
    window = shown.window
    assert window.view3d.isVisible()
    assert window.plan.isVisible()
    assert window.actions_["view3d"].isChecked()
    assert (_settled(qtbot, window.view3d.canvas) != 255).any()
    qtbot.keyClick(window.view3d.canvas, Qt.Key.Key_3)
    assert not window.view3d.isVisible()
    assert not window.actions_["view3d"].isChecked()


def test_it_can_stand_alone(shown, qtbot):
    window = shown.window
    window.actions_["view3d_alone"].trigger()
    assert not window.plan.isVisible()
    assert window.view3d.isVisible()
    window.actions_["view3d_alone"].trigger()
    assert window.plan.isVisible()
    window.actions_["view3d_alone"].trigger()
    window.actions_["view3d"].trigger()
    assert window.plan.isVisible()
    assert not window.view3d.isVisible()


def test_a_drag_turns_the_hall(shown, qtbot):
    canvas = shown.window.view3d.canvas
    before, camera = _settled(qtbot, canvas), canvas.camera
    middle = canvas.rect().center()
    qtbot.mousePress(canvas, Qt.MouseButton.LeftButton, pos=middle)
    for step in range(1, 6):
        qtbot.mouseMove(canvas, middle + step * canvas.rect().center() / 20)
    qtbot.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=middle + middle / 4)
    assert canvas.camera.azimuth_deg != camera.azimuth_deg
    after = _settled(qtbot, canvas)
    assert before.shape == after.shape
    assert (before != after).any(axis=2).mean() > 0.02


def test_keys_turn_zoom_and_show_the_whole_hall(shown, qtbot):
    canvas = shown.window.view3d.canvas
    first = canvas.camera
    qtbot.keyClick(canvas, Qt.Key.Key_Right)
    assert canvas.camera.azimuth_deg == pytest.approx(first.azimuth_deg + 10.0)
    qtbot.keyClick(canvas, Qt.Key.Key_Plus)
    assert canvas.camera.distance_m < first.distance_m
    qtbot.keyClick(canvas, Qt.Key.Key_Home)
    assert canvas.camera == first


def test_a_click_selects_what_is_seen_there(shown, qtbot):
    canvas, session = shown.window.view3d.canvas, shown.session
    canvas.show_preset("top")
    _settled(qtbot, canvas)
    for rack in ("rack-0003", "rack-0007"):
        at = _place_of(canvas, rack).toPoint()
        qtbot.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=at)
        assert session.selection == {rack}
    at = _place_of(canvas, "rack-0003").toPoint()
    qtbot.mouseClick(canvas, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ControlModifier, pos=at)
    assert session.selection == {"rack-0003", "rack-0007"}
    for _ in range(8):
        qtbot.keyClick(canvas, Qt.Key.Key_Minus)
    qtbot.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=QPoint(2, 2))
    assert not session.selection


def test_the_selection_of_the_plan_is_seen(shown, qtbot):
    canvas = shown.window.view3d.canvas
    before = _settled(qtbot, canvas)
    with qtbot.waitSignal(shown.window.view3d.client.arrived, timeout=READY_MS):
        shown.session.select(["rack-0005"])
    assert (_settled(qtbot, canvas) != before).any()


def test_a_picture_is_saved_and_a_bad_place_told(shown, qtbot, tmp_path):
    view = shown.window.view3d
    _settled(qtbot, view.canvas)
    assert view.save_picture(tmp_path / "hall.png")
    saved = QImage(str(tmp_path / "hall.png"))
    assert saved.size() == view.canvas.grab().size()
    with qtbot.waitSignal(shown.session.message) as told:
        assert not view.save_picture(tmp_path / "no" / "hall.png")
    assert "could not be written" in told.args[0]


def test_a_process_that_dies_is_started_again(shown, qtbot):
    client = shown.window.view3d.client
    _settled(qtbot, shown.window.view3d.canvas)
    with qtbot.waitSignal(client.started, timeout=READY_MS):
        client._process.kill()
    with qtbot.waitSignal(client.arrived, timeout=READY_MS):
        shown.window.view3d.canvas.refresh()


def test_a_process_that_cannot_draw_says_so(qtbot):
    client = DrawingClient([sys.executable, "-c", "raise SystemExit('no graphics here')"])
    with qtbot.waitSignal(client.failed, timeout=READY_MS) as said:
        client.start()
    assert "cannot be drawn on this machine" in said.args[0]
    assert "no graphics here" in said.args[0]


def test_nonsense_from_the_process_ends_it(qtbot):
    client = DrawingClient([sys.executable, "-c", "print('hello', flush=True); input()"])
    with qtbot.waitSignal(client.failed, timeout=READY_MS) as said:
        client.start()
    assert "odd" in said.args[0]
    assert client.pid == 0


def test_closing_the_window_ends_the_process(shown, qtbot):
    client = shown.window.view3d.client
    assert client.pid
    shown.session.document.mark_saved()
    shown.window.close()
    assert client.pid == 0
