"""A contained pod of sixty racks drawn from nothing by mouse and keyboard, then solved."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

LEFT = Qt.MouseButton.LeftButton
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
NO_KEYS = Qt.KeyboardModifier.NoModifier


class Hands:
    """Mouse and keys at scene coordinates of the window's plan."""

    def __init__(self, window) -> None:
        self.window, self.canvas = window, window.plan.canvas

    def pixel(self, x_m: float, y_m: float) -> QPoint:
        return self.canvas.viewportTransform().map(QPointF(x_m, y_m)).toPoint()

    def drag(self, start: tuple[float, float], end: tuple[float, float]) -> None:
        view = self.canvas.viewport()
        first, last = self.pixel(*start), self.pixel(*end)
        QTest.mouseMove(view, first)
        self.canvas.handle_pending()
        QTest.mousePress(view, LEFT, NO_KEYS, first)
        for part in (0.3, 0.7, 1.0):
            QTest.mouseMove(view, first + (last - first) * part)
            self.canvas.handle_pending()
        QTest.mouseRelease(view, LEFT, NO_KEYS, last)

    def click(self, x_m: float, y_m: float) -> None:
        QTest.mouseClick(self.canvas.viewport(), LEFT, NO_KEYS, self.pixel(x_m, y_m))

    def key(self, key: Qt.Key, keys=NO_KEYS) -> None:
        self.canvas.setFocus()
        QTest.keyClick(self.canvas, key, keys)

    def type(self, editor: QLineEdit, text: str) -> None:
        editor.setFocus()
        editor.selectAll()
        QTest.keyClicks(editor, text)
        QTest.keyClick(editor, Qt.Key.Key_Return)


def test_sixty_racks_from_nothing(application, qtbot):
    window, session = application.window, application.session
    session.attach_jobs(application.jobs)
    session.document.mark_saved()
    hands = Hands(window)
    hands.key(Qt.Key.Key_N, CTRL)
    assert session.variant.racks == ()
    window.inspector.refresh()
    hands.type(window.inspector._forms["hall"].editor("length_m"), "24 m")
    qtbot.wait(1)
    window.plan.fit()

    hands.key(Qt.Key.Key_K)
    hands.type(window.plan.place_bar.boxes["aisle"], "1.8 m")
    hands.drag((3.3, 3.0), (3.3 + 29 * 0.6, 3.0))
    assert len(session.variant.racks) == 60
    fronts = [rack.y_m for rack in session.variant.racks]
    assert max(fronts) - min(fronts) == pytest.approx(3.0)

    hands.key(Qt.Key.Key_Escape)
    middle = 0.5 * (max(fronts) + min(fronts))
    hands.key(Qt.Key.Key_T, SHIFT)
    hands.drag((3.3, middle), (3.3 + 29 * 0.6, middle))
    assert len(session.variant.tiles) == 30
    hands.key(Qt.Key.Key_C, SHIFT)
    for y_m in (2.5, 6.5):
        hands.click(0.6, y_m)
    assert len(session.variant.coolers) == 2
    hands.key(Qt.Key.Key_Escape)

    hands.key(Qt.Key.Key_A, CTRL)
    hands.key(Qt.Key.Key_A, SHIFT)
    assert len(session.variant.panels) == 3

    hands.key(Qt.Key.Key_T, CTRL)
    table = window.edit_table
    assert table.isVisible()
    load = [column.field.key for column in table.model.columns].index("load_w")
    table.grid.selectColumn(load)
    table.grid.setFocus()
    table.grid.edit(table.grid.model().index(0, load))
    editor = table.grid.viewport().findChild(QLineEdit)
    QTest.keyClicks(editor, "12 kW")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: {rack.load_w for rack in session.variant.racks} == {12e3})

    hands.key(Qt.Key.Key_F5)
    qtbot.waitUntil(lambda: session.busy == "", timeout=20_000)
    assert len(session.results.racks) == 60
    steps = len(session.document.history)
    for _ in range(steps):
        hands.key(Qt.Key.Key_Z, CTRL)
    assert session.variant.racks == ()
    assert session.variant.hall.length_m == 12.0
