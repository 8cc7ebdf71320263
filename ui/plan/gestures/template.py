"""Placing a template: a whole group of objects under the mouse, put down with each click."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPolygonF

from coolsim.design import edits, geometry
from coolsim.design.edits_copies import read_objects
from coolsim.design.models import Design, Placed
from coolsim.errors import CoolSimError
from ui.plan.gestures.base import Pointer, ToolGesture
from ui.plan.snapping import Snapper

if TYPE_CHECKING:
    from ui.plan.canvas import PlanCanvas


class TemplateGesture(ToolGesture):
    """Carries the outlines of the objects of a clipboard text; R turns them."""

    def __init__(self, canvas: PlanCanvas, text: str) -> None:
        super().__init__(canvas)
        self._text = text
        self._at: QPointF | None = None
        self._take(text)

    def _take(self, text: str) -> None:
        try:
            placed: list[Any] = [i for _, i in read_objects(text) if isinstance(i, Placed)]
        except CoolSimError as error:
            self.session.message.emit(str(error), "warning")
            placed = []
        self._outlines: list[QPolygonF] = []
        self._box = QRectF()
        if placed:
            x0, y0, x1, y1 = geometry.bounds(placed)
            middle = QPointF(0.5 * (x0 + x1), 0.5 * (y0 + y1))
            self._box = QRectF(x0, y0, x1 - x0, y1 - y0).translated(-middle)
            self._outlines = [
                QPolygonF([QPointF(*corner) - middle for corner in geometry.polygon(item)])
                for item in placed
            ]

    def hover(self, pointer: Pointer) -> None:
        """Carry the outlines along, snapped like a drag."""
        at = pointer.scene
        if not pointer.holds(Qt.KeyboardModifier.AltModifier):
            scene = self.canvas.plan_scene
            snapper = Snapper(scene.footprints(), scene.hall, self.canvas.snap_m)
            found = snapper.snap(self._box, at.x(), at.y(), self.canvas.plan_style.scale)
            at = QPointF(found.dx_m, found.dy_m)
            self.canvas.show_guides(found.guides)
        self._at = at
        self.canvas.viewport().update()

    def press(self, pointer: Pointer) -> None:
        """Remember where; the release puts it down."""
        super().press(pointer)
        self.hover(pointer)

    def release(self, pointer: Pointer) -> None:
        """Put the objects down."""
        self.place()

    def place(self) -> None:
        """Put the objects where their outlines are, and select them."""
        at = self._at
        if at is None:
            return
        try:
            design, ids = edits.paste(self.session.design, self._text, at.x(), at.y())
        except CoolSimError as error:
            self.session.message.emit(str(error), "warning")
            return
        self.canvas.show_guides(())
        self.session.apply("Place template", design)
        self.session.select(ids)

    def turn(self, degrees: float) -> None:
        """Turn the whole template about its middle."""
        try:
            design, ids = edits.paste(Design(), self._text, 0.0, 0.0)
            placed = [each for each in ids if not each.startswith(("loop-", "group-", "aisle-"))]
            self._text = edits.copy(edits.rotate_about_centre(design, placed, degrees), ids)
        except CoolSimError as error:
            self.session.message.emit(str(error), "warning")
            return
        self._take(self._text)
        self.canvas.viewport().update()

    def clear(self) -> None:
        """Take the outlines away."""
        self._at = None
        self.canvas.show_guides(())
        self.canvas.viewport().update()

    def cancel(self) -> None:
        """Put nothing down."""
        self.clear()

    def paint(self, painter: QPainter) -> None:
        """The outlines under the mouse."""
        if self._at is None:
            return
        style = self.canvas.plan_style
        painter.setPen(style.band)
        painter.setBrush(style.band_fill)
        for outline in self._outlines:
            painter.drawPolygon(outline.translated(self._at))
