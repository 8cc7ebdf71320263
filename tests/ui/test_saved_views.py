"""Saved views, by mouse and keyboard."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from coolsim.design import edits
from coolsim.view3d.camera import Camera
from ui.air_state import SectionLine
from ui.dialogs.saved_views import SavedViewsDialog
from ui.saved_views import NONE_YET
from ui.variants.side_plan import middle_of

KEY, CTRL = Qt.Key, Qt.KeyboardModifier.ControlModifier
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def session(application):
    return application.session


@pytest.fixture
def window(application):
    application.window.activateWindow()
    application.window.plan.setFocus()
    return application.window


def press(window, key, modifiers=CTRL) -> None:
    QTest.keyClick(window.plan.canvas, key, modifiers)


def test_what_was_in_sight_is_shown_again(window, session):
    heard = []
    session.message.connect(lambda text, _: heard.append(text))
    press(window, KEY.Key_1)
    assert heard == [NONE_YET]
    canvas = window.plan.canvas
    canvas.zoom(2.0)
    canvas.pan_pixels(90, -40)
    scale, middle = canvas.transform().m11(), middle_of(canvas)
    session.set_slice_height(2.2)
    session.set_air_key("speed")
    session.set_metric("power")
    session.set_layer("arrows", True)
    session.drawing_layers.set_shown("tile", False)
    press(window, KEY.Key_0)
    assert "Ctrl+1" in heard[-1]
    (view,) = session.design.views
    assert view.camera is None
    # another look, another variant
    press(window, KEY.Key_D, CTRL | Qt.KeyboardModifier.AltModifier)
    canvas.fit()
    session.set_slice_height(0.4)
    session.set_air_key("temperature")
    session.set_metric("inlet")
    session.set_layer("arrows", False)
    session.drawing_layers.reset()
    session.set_section(SectionLine("x", 2.0))
    press(window, KEY.Key_1)
    assert (session.slice_height_m, session.air_key, session.metric) == (2.2, "speed", "power")
    assert session.layers == {"arrows"}
    assert session.drawing_layers.hidden == {"tile"}
    assert session.section is None
    assert canvas.transform().m11() == pytest.approx(scale, rel=0.01)
    assert (middle_of(canvas) - middle).manhattanLength() * scale < 4.0
    assert window.actions_["view_1"].text() == "View 1"
    assert not window.actions_["view_2"].isVisible()
    for _ in range(2):
        press(window, KEY.Key_Z)
    assert session.design.views == ()


def test_the_camera_is_kept_where_the_hall_is_seen_in_3d(window, session, monkeypatch):
    monkeypatch.setattr(type(window.view3d), "isVisibleTo", lambda *_: True)
    kept = Camera((1.0, 2.0, 0.5), 17.0, -30.0, 20.0)
    window.view3d.canvas.camera = kept
    press(window, KEY.Key_0)
    window.view3d.canvas.camera = Camera((0.0, 0.0, 0.0), 3.0, 0.0, 0.0)
    monkeypatch.setattr(type(window.view3d), "isHidden", lambda *_: False)
    press(window, KEY.Key_1)
    assert window.view3d.canvas.camera == kept


def test_views_are_named_replaced_and_deleted_in_their_list(window, session):
    design, _ = edits.view_add(session.document.design, x_m=1.0, y_m=1.0, across_m=5.0)
    session.apply("Save view", design)
    session.select(["rack-0003"])
    worked = []

    def work() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, SavedViewsDialog)
        try:
            QTest.mouseClick(dialog.buttons["add"], LEFT)
            assert [view.name for view in session.design.views] == ["View 1", "View 2"]
            QTest.mouseClick(dialog.buttons["rename"], LEFT)
            field = dialog.list.findChild(QLineEdit)
            QTest.keyClick(field, KEY.Key_A, CTRL)
            QTest.keyClicks(field, "Hot aisle")
            QTest.keyClick(field, KEY.Key_Return)
            QTest.qWait(30)
            assert session.design.views[1].name == "Hot aisle"
            dialog.list.setCurrentRow(0)
            assert not dialog.list.item(0).icon().isNull()
            QTest.mouseClick(dialog.buttons["replace"], LEFT)
            assert session.design.views[0].across_m > 5.0
            QTest.mouseClick(dialog.buttons["delete"], LEFT)
            assert [view.name for view in session.design.views] == ["Hot aisle"]
            worked.append(True)
        finally:
            dialog.reject()

    QTimer.singleShot(50, work)
    press(window, KEY.Key_0, CTRL | Qt.KeyboardModifier.ShiftModifier)
    assert worked
    assert session.selection == {"rack-0003"}
    assert session.document.history[-4:] == (
        "Save view", "Rename view", "Replace view", "Delete view",
    )  # fmt: skip
