"""The life of a gesture: press, moves, release, or Esc."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter

if TYPE_CHECKING:
    from ui.plan.canvas import PlanCanvas


class Pointer(NamedTuple):
    """Where the mouse is: view pixels, scene metres, keys held."""

    view: QPointF
    scene: QPointF
    keys: Qt.KeyboardModifier

    def holds(self, key: Qt.KeyboardModifier) -> bool:
        """Whether a modifier key is down."""
        return bool(self.keys & key)


DRAG_START_PX = 4.0
"""A press that moves less than this is a click."""


class Gesture:
    """One drag of the mouse. ``cancel`` leaves everything as it was before ``press``."""

    cursor: Qt.CursorShape | None = None

    def __init__(self, canvas: PlanCanvas) -> None:
        self.canvas = canvas
        self.session = canvas.session

    def press(self, pointer: Pointer) -> None:
        """The button goes down."""
        self.start = pointer

    def move(self, pointer: Pointer) -> None:
        """The mouse has moved; called at most once a frame."""

    def release(self, pointer: Pointer) -> None:
        """The button goes up."""

    def cancel(self) -> None:
        """Esc, or the window takes the mouse away."""

    def paint(self, painter: QPainter) -> None:
        """Paint above the drawing, in scene coordinates."""

    def has_left_start(self, pointer: Pointer) -> bool:
        """Whether the mouse has gone far enough for a drag."""
        return (pointer.view - self.start.view).manhattanLength() >= DRAG_START_PX


class ToolGesture(Gesture):
    """A gesture that stays in hand: what it will do is shown before the button goes down."""

    cursor = Qt.CursorShape.CrossCursor

    def hover(self, pointer: Pointer) -> None:
        """The mouse moves with no button down."""

    def turn(self, degrees: float) -> None:
        """Turn what will be placed counter-clockwise."""

    def clear(self) -> None:
        """Take away what is shown; the tool stays in hand."""
