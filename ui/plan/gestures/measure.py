"""From point to point: measuring, dimension lines, the background's scale; and notes."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter

from coolsim.design import edits
from coolsim.errors import CoolSimError
from ui.plan.gestures.base import Pointer, ToolGesture
from ui.plan.row_drag import paint_tag
from ui.plan.snapping import Snapper

if TYPE_CHECKING:
    from ui.plan.canvas import PlanCanvas

_CROSS_PX = 5.0


class PointToPoint(ToolGesture):
    """Takes two points, snapped to edges and grid; Shift keeps to one axis, Alt leaves snapping."""

    def __init__(self, canvas: PlanCanvas) -> None:
        super().__init__(canvas)
        self._first: QPointF | None = None
        self._last = QPointF()

    def hover(self, pointer: Pointer) -> None:
        """Show what a click would catch."""
        self._snap(pointer, None)

    def press(self, pointer: Pointer) -> None:
        """The first point."""
        super().press(pointer)
        self._first = self._last = self._snap(pointer, None)
        self.canvas.viewport().update()

    def move(self, pointer: Pointer) -> None:
        """Draw the line out."""
        self._last = self._snap(pointer, self._first)
        self.canvas.viewport().update()

    def release(self, pointer: Pointer) -> None:
        """The second point."""
        self.move(pointer)
        first, last = self._first, self._last
        if first is None or self.length_m == 0.0:
            self.clear()
            return
        self.finish(first, last)

    def finish(self, first: QPointF, last: QPointF) -> None:
        """Do what the tool is for."""

    @property
    def length_m(self) -> float:
        """Distance of the two points [m]."""
        if self._first is None:
            return 0.0
        way = self._last - self._first
        return math.hypot(way.x(), way.y())

    def clear(self) -> None:
        """Take the line away."""
        self._first = None
        self.canvas.show_guides(())
        self.canvas.viewport().update()

    def cancel(self) -> None:
        """Esc while the button is down."""
        self.clear()

    def paint(self, painter: QPainter) -> None:
        """The line with its ends and its length."""
        if self._first is None:
            return
        style = self.canvas.plan_style
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        painter.setPen(style.selected)
        painter.drawLine(self._first, self._last)
        reach = _CROSS_PX * style.px
        for end in (self._first, self._last):
            painter.drawLine(end + QPointF(-reach, -reach), end + QPointF(reach, reach))
            painter.drawLine(end + QPointF(-reach, reach), end + QPointF(reach, -reach))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        paint_tag(painter, style, self.text(), self._last)

    def text(self) -> str:
        """Length, and the parts along x and y where it is oblique."""
        assert self._first is not None
        style, way = self.canvas.plan_style, self._last - self._first
        length = style.quantity(self.length_m, "m")
        if min(abs(way.x()), abs(way.y())) < 1e-6:
            return length
        parts = (style.quantity(abs(part), "m") for part in (way.x(), way.y()))
        return f"{length} ({' × '.join(parts)})"

    def _snap(self, pointer: Pointer, start: QPointF | None) -> QPointF:
        at = QPointF(pointer.scene)
        if not pointer.holds(Qt.KeyboardModifier.AltModifier):
            scene = self.canvas.plan_scene
            snapper = Snapper(scene.footprints(), scene.hall, self.canvas.snap_m)
            point = QRectF(0.0, 0.0, 0.0, 0.0)
            found = snapper.snap(point, at.x(), at.y(), self.canvas.plan_style.scale)
            at = QPointF(found.dx_m, found.dy_m)
            self.canvas.show_guides(found.guides)
        if start is not None and pointer.holds(Qt.KeyboardModifier.ShiftModifier):
            way = at - start
            level = abs(way.x()) >= abs(way.y())
            at = QPointF(at.x(), start.y()) if level else QPointF(start.x(), at.y())
        return at


class MeasureGesture(PointToPoint):
    """Reads a distance; the line stays until the next one, or Esc."""

    def finish(self, first: QPointF, last: QPointF) -> None:
        """Say the distance; nothing is drawn."""
        self.session.message.emit(f"Distance {self.text()}", "note")


class DimensionGesture(PointToPoint):
    """Draws a dimension line."""

    def finish(self, first: QPointF, last: QPointF) -> None:
        """Place the line between the points."""
        way, middle = last - first, (first + last) / 2
        heading = math.degrees(math.atan2(way.y(), way.x())) + 90.0
        try:
            design, identifier = edits.place(
                self.session.design, "dimension", middle.x(), middle.y(),
                width_m=self.length_m, heading_deg=round(heading, 6) % 360.0,
            )  # fmt: skip
        except CoolSimError as error:
            self.session.message.emit(str(error), "warning")
            return
        self.clear()
        self.session.apply("Draw dimension", design)
        self.session.select((identifier,))


class TwoPointGesture(PointToPoint):
    """Takes two points of the background, for its scale; snapping would only mislead."""

    def finish(self, first: QPointF, last: QPointF) -> None:
        """Hand the points to whoever asks for the true distance."""
        self.canvas.pointsTaken.emit(first, last)

    def _snap(self, pointer: Pointer, start: QPointF | None) -> QPointF:
        free = Pointer(pointer.view, pointer.scene, pointer.keys | Qt.KeyboardModifier.AltModifier)
        return super()._snap(free, start)


class NoteGesture(ToolGesture):
    """Writes a note where it is clicked; its text is typed in the inspector."""

    cursor = Qt.CursorShape.IBeamCursor

    def release(self, pointer: Pointer) -> None:
        """Place the note and go on with the selection tool."""
        at = pointer.scene
        try:
            design, identifier = edits.place(
                self.session.design, "note", at.x(), at.y(), text="Note", heading_deg=90.0
            )
        except CoolSimError as error:
            self.session.message.emit(str(error), "warning")
            return
        self.session.apply("Write note", design)
        self.session.set_tool("select")
        self.session.select((identifier,))
        self.canvas.editRequested.emit(identifier)
