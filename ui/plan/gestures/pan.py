"""Panning with the middle button, or with the space bar held."""

from __future__ import annotations

from PySide6.QtCore import Qt

from ui.plan.gestures.base import Gesture, Pointer


class PanGesture(Gesture):
    """The drawing follows the hand."""

    cursor = Qt.CursorShape.ClosedHandCursor

    def press(self, pointer: Pointer) -> None:
        """Take hold."""
        super().press(pointer)
        self._last = pointer.view

    def move(self, pointer: Pointer) -> None:
        """Scroll by what the mouse has moved."""
        shift = (pointer.view - self._last).toPoint()
        self._last = self._last + shift
        self.canvas.pan_pixels(shift.x(), shift.y())

    def release(self, pointer: Pointer) -> None:
        """Scroll the rest."""
        self.move(pointer)
