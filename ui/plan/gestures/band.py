"""Selecting by a rubber band: left to right takes what is inside, right to left what it touches."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QRegion

from ui.plan.gestures.base import Gesture, Pointer
from ui.plan.style import cosmetic

_FRAME_PX = 2


class BandGesture(Gesture):
    """Starts on empty floor. A click there selects the aisle of the floor, or nothing."""

    def press(self, pointer: Pointer) -> None:
        """Remember the first corner."""
        super().press(pointer)
        self._here = pointer
        self._is_band = False

    def move(self, pointer: Pointer) -> None:
        """Grow the band; only what changes between two frames is painted again."""
        before = self._view_box() if self._is_band else QRect()
        self._here = pointer
        self._is_band = self._is_band or self.has_left_start(pointer)
        if self._is_band:
            after = self._view_box()
            changed = QRegion(before).xored(QRegion(after))
            self.canvas.viewport().update(changed + _frame(before) + _frame(after))

    def release(self, pointer: Pointer) -> None:
        """Select."""
        self.move(pointer)
        mode = _mode(pointer)
        if self._is_band:
            ids = self.canvas.plan_scene.within(self._area(), self._is_containing())
            self.session.select(ids, mode)
        else:
            aisle = self.canvas.plan_scene.aisle_at(self.start.scene)
            if aisle or mode == "replace":
                self.session.select((aisle,) if aisle else (), mode)
        self._clear()

    def cancel(self) -> None:
        """Leave the selection alone."""
        self._clear()

    def paint(self, painter: QPainter) -> None:
        """Solid frame when it takes what is inside, dashed when touching is enough."""
        if not self._is_band:
            return
        style = self.canvas.plan_style
        line = Qt.PenStyle.SolidLine if self._is_containing() else Qt.PenStyle.DashLine
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setPen(cosmetic(style.tokens.accent, 1.0, line))
        painter.setBrush(style.band_fill)
        painter.drawRect(self._area())

    def _is_containing(self) -> bool:
        return self._here.view.x() >= self.start.view.x()

    def _area(self) -> QRectF:
        return QRectF(self.start.scene, self._here.scene).normalized()

    def _view_box(self) -> QRect:
        first, last = self.start.view, self._here.view
        return QRectF(QPointF(first), QPointF(last)).normalized().toAlignedRect()

    def _clear(self) -> None:
        self._is_band = False
        self.canvas.viewport().update(self._view_box().adjusted(-2, -2, 3, 3))


def _mode(pointer: Pointer) -> Literal["replace", "add", "toggle"]:
    if pointer.holds(Qt.KeyboardModifier.ControlModifier):
        return "toggle"
    return "add" if pointer.holds(Qt.KeyboardModifier.ShiftModifier) else "replace"


def _frame(box: QRect) -> QRegion:
    """The frame of a box, a few pixels wide."""
    if box.isNull():
        return QRegion()
    wide = _FRAME_PX
    outer = box.adjusted(-wide, -wide, wide, wide)
    return QRegion(outer).subtracted(QRegion(box.adjusted(wide, wide, -wide, -wide)))
