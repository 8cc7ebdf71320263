"""A plan on a real session, with a hall of two rows, and hands to work it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from coolsim.design.document import Document
from tests.ui.plan import halls
from ui import theme
from ui.plan.view import PlanView
from ui.session import Session

LEFT = Qt.MouseButton.LeftButton
NO_KEYS = Qt.KeyboardModifier.NoModifier


class Hands:
    """A plan in a shown window, worked by mouse and keys at scene coordinates."""

    def __init__(self, session: Session, plan: PlanView) -> None:
        self.session, self.plan, self.canvas = session, plan, plan.canvas

    def pixel(self, x_m: float, y_m: float) -> QPoint:
        return self.canvas.viewportTransform().map(QPointF(x_m, y_m)).toPoint()

    def centre(self, object_id: str) -> QPoint:
        record = self.record(object_id)
        return self.pixel(record.x_m, record.y_m)

    def record(self, object_id: str):
        variant = self.session.design.variant
        everything = (
            *variant.racks, *variant.coolers, *variant.tiles, *variant.panels, *variant.obstructions
        )  # fmt: skip
        return next((item for item in everything if item.id == object_id), None)

    def press(self, at: QPoint, keys=NO_KEYS, button=LEFT) -> None:
        QTest.mousePress(self.canvas.viewport(), button, keys, at)

    def move(self, at: QPoint, keys=NO_KEYS, button=LEFT) -> None:
        # QTest.mouseMove carries no modifier keys and no button; events of our own do.
        viewport = self.canvas.viewport()
        place = QPointF(at)
        QApplication.sendEvent(
            viewport,
            QMouseEvent(
                QEvent.Type.MouseMove,
                place,
                QPointF(viewport.mapToGlobal(at)),
                Qt.MouseButton.NoButton,
                button,
                keys,
            ),
        )
        self.canvas.handle_pending()

    def release(self, at: QPoint, keys=NO_KEYS, button=LEFT) -> None:
        QTest.mouseRelease(self.canvas.viewport(), button, keys, at)

    def click(self, at: QPoint, keys=NO_KEYS, button=LEFT) -> None:
        QTest.mouseClick(self.canvas.viewport(), button, keys, at)

    def drag(self, start: QPoint, end: QPoint, keys=NO_KEYS, button=LEFT) -> None:
        self.press(start, NO_KEYS if keys == Qt.KeyboardModifier.AltModifier else keys, button)
        self.move(start + (end - start) / 2, keys, button)
        self.move(end, keys, button)
        self.release(end, keys, button)

    def key(self, key: Qt.Key, keys=NO_KEYS) -> None:
        QTest.keyClick(self.canvas, key, keys)

    @property
    def undo_label(self) -> str:
        return self.session.document.undo_label if self.session.document.can_undo else ""

    def undo_steps(self) -> int:
        count = 0
        while self.session.document.can_undo:
            self.session.undo()
            count += 1
        for _ in range(count):
            self.session.redo()
        return count


@pytest.fixture
def make_plan(qtbot):
    def make(racks: int = 20, per_row: int = 10, size: tuple[int, int] = (900, 640)) -> Hands:
        theme.apply(QApplication.instance(), "light")
        session = Session()
        plan = PlanView(session)
        qtbot.addWidget(plan)
        plan.resize(*size)
        plan.show()
        qtbot.waitExposed(plan)
        session.set_document(Document(halls.hall(racks, per_row)))
        qtbot.wait(1)
        plan.canvas.setFocus()
        return Hands(session, plan)

    return make


@pytest.fixture
def hands(make_plan) -> Hands:
    return make_plan()
