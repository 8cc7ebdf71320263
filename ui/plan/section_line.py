"""The section's line on the plan, and dragging it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPolygonF

from ui.plan.gestures.base import Gesture, Pointer
from ui.plan.section_view import moved
from ui.plan.style import cosmetic, faded

if TYPE_CHECKING:
    from ui.plan.canvas import PlanCanvas

_GRIP_PX = 9.0
_NEAR_PX = 4.0


def paint_section_line(canvas: PlanCanvas, painter: QPainter) -> None:
    """A dashed line across the hall with a grip outside of either wall."""
    section = canvas.session.section
    if section is None:
        return
    style, ends = canvas.plan_style, _ends(canvas)
    painter.setPen(cosmetic(faded(style.tokens.surface, 170), 3.0))
    painter.drawLine(*ends)
    painter.setPen(cosmetic(style.tokens.accent, 1.5, Qt.PenStyle.DashLine))
    painter.drawLine(*ends)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    painter.setPen(style.no_pen)
    painter.setBrush(style.tokens.accent)
    for end, sign in zip(ends, (-1.0, 1.0), strict=True):
        painter.drawPolygon(_grip(end, section.axis, sign * _GRIP_PX * style.px))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)


def _ends(canvas: PlanCanvas) -> tuple[QPointF, QPointF]:
    """Where the line meets the walls."""
    section, hall = canvas.session.section, canvas.plan_scene.hall
    assert section is not None
    if section.axis == "x":
        return QPointF(section.at_m, hall.top()), QPointF(section.at_m, hall.bottom())
    return QPointF(hall.left(), section.at_m), QPointF(hall.right(), section.at_m)


def _grip(end: QPointF, axis: str, out: float) -> QPolygonF:
    """A triangle outside the wall that points at the line."""
    half = abs(out) * 0.7
    if axis == "x":
        side = (QPointF(-half, 1.6 * out), QPointF(half, 1.6 * out), QPointF(0.0, 0.4 * out))
    else:
        side = (QPointF(1.6 * out, -half), QPointF(1.6 * out, half), QPointF(0.4 * out, 0.0))
    return QPolygonF([end + point for point in side])


def hits_section_line(canvas: PlanCanvas, at: QPointF, on_object: bool) -> bool:
    """Whether a point is on a grip, or on the line where no object is meant."""
    section = canvas.session.section
    if section is None:
        return False
    px = canvas.plan_style.px
    reach = 2.0 * _GRIP_PX * px
    for end in _ends(canvas):
        if QRectF(end.x() - reach, end.y() - reach, 2 * reach, 2 * reach).contains(at):
            return not on_object
    off = at.x() - section.at_m if section.axis == "x" else at.y() - section.at_m
    return not on_object and canvas.plan_scene.hall.contains(at) and abs(off) <= _NEAR_PX * px


class SectionGesture(Gesture):
    """The cut follows the mouse; Esc puts it back."""

    cursor = Qt.CursorShape.SizeAllCursor

    def press(self, pointer: Pointer) -> None:
        """Remember where it was."""
        super().press(pointer)
        self._before = self.session.section

    def move(self, pointer: Pointer) -> None:
        """Cut where the mouse is, in steps of the snap grid unless Alt is held."""
        section = self.session.section
        if section is None:
            return
        at = pointer.scene.x() if section.axis == "x" else pointer.scene.y()
        step = self.canvas.snap_m
        if step and not pointer.holds(Qt.KeyboardModifier.AltModifier):
            at = round(at / step) * step
        self.session.set_section(moved(self.session, at))

    def release(self, pointer: Pointer) -> None:
        """Stay there."""
        if self.has_left_start(pointer):
            self.move(pointer)

    def cancel(self) -> None:
        """Back to where it was."""
        self.session.set_section(self._before)
