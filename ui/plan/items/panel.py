"""A containment panel on the plan: a thick line, or a translucent roof."""

from __future__ import annotations

import math
from operator import attrgetter
from typing import Any

from PySide6.QtGui import QPainter, QPainterPath, QPainterPathStroker, QPen

from ui.plan.items.base import Block, PlanItem, painter_draw

_CATCH_M = 0.12


class PanelItem(PlanItem):
    """Vertical panels are lines across their heading; roofs let what lies below show through.

    A door is drawn with its leaf: across the opening when closed, swung out when open. A curtain is
    a broken line.
    """

    kind = "panel"
    layer = 20.0
    shape_of = attrgetter("heading_deg", "width_m", "depth_m", "orientation", "is_open")

    def changed_shape(self, record: Any) -> None:
        """Prepare the area that catches clicks: a line has no area of its own."""
        self.is_roof = record.orientation == "horizontal"
        if self.is_roof:
            self._catch = super().shape()
            return
        path = QPainterPath(self.point(0.0, -self.width / 2))
        path.lineTo(self.point(0.0, self.width / 2))
        stroker = QPainterPathStroker()
        stroker.setWidth(_CATCH_M)
        self._catch = stroker.createStroke(path)
        reach = self.width + _CATCH_M if record.is_open else _CATCH_M
        self._bounds = self._bounds.adjusted(-reach, -reach, reach, reach)

    def shape(self) -> QPainterPath:
        """The footprint, widened for a line."""
        return self._catch

    def hit_rank(self) -> float:
        """A roof yields to whatever stands below it."""
        return -1.0 if self.is_roof else self.layer

    def paint_body(self, painter: QPainter) -> None:
        """Roof or line."""
        style = self.style
        if self.is_roof:
            painter.setPen(style.dashed)
            painter.setBrush(style.roof_fill)
            painter_draw(painter, self.inset_block(0.5 * style.px))
            return
        ends = self.point(0.0, -self.width / 2), self.point(0.0, self.width / 2)
        if self.record.is_open:
            self._paint_open(painter)
            return
        pen = style.panel
        if self.record.construction == "curtain":
            pen = QPen(pen)
            pen.setDashPattern([2.0, 1.5])
        painter.setPen(pen)
        painter.drawLine(*ends)
        if self.record.construction == "door":
            self._paint_hinge(painter)
        if self.is_selected:
            painter.setPen(style.selected_inner)
            painter.drawLine(*ends)

    def _paint_open(self, painter: QPainter) -> None:
        """The leaf at a right angle, and the sweep of its edge."""
        style = self.style
        low, leaf = -self.width / 2, self.width
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        painter.setPen(style.panel)
        painter.drawLine(self.point(0.0, low), self.point(leaf, low))
        painter.setPen(style.dashed)
        painter.setBrush(style.no_brush)
        sweep = QPainterPath(self.point(leaf, low))
        for step in range(1, 13):
            angle = math.pi / 2 * step / 12
            sweep.lineTo(self.point(leaf * math.cos(angle), low + leaf * math.sin(angle)))
        painter.drawPath(sweep)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)

    def _paint_hinge(self, painter: QPainter) -> None:
        """A short tick at the hinge and at the handle tells a door from a wall."""
        tick = 0.08
        for end in (-self.width / 2, self.width / 2):
            painter.drawLine(self.point(-tick, end), self.point(tick, end))

    def inset_block(self, inset: float) -> Block:
        """A selected line is outlined around it, since there is no inside."""
        if self.is_roof:
            return super().inset_block(inset)
        half = 3.0 * self.style.px
        return self.block(-half, -self.width / 2, half, self.width / 2)
