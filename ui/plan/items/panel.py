"""A containment panel on the plan: a thick line, or a translucent roof."""

from __future__ import annotations

from PySide6.QtGui import QPainter, QPainterPath, QPainterPathStroker

from ui.plan.items.base import Block, PlanItem, painter_draw

_CATCH_M = 0.12


class PanelItem(PlanItem):
    """Vertical panels are lines across their heading; roofs let what lies below show through."""

    kind = "panel"
    layer = 20.0

    def changed_record(self) -> None:
        """Prepare the area that catches clicks: a line has no area of its own."""
        self.is_roof = self.record.orientation == "horizontal"
        if self.is_roof:
            self._catch = super().shape()
            return
        path = QPainterPath(self.point(0.0, -self.width / 2))
        path.lineTo(self.point(0.0, self.width / 2))
        stroker = QPainterPathStroker()
        stroker.setWidth(_CATCH_M)
        self._catch = stroker.createStroke(path)
        self._bounds = self._bounds.adjusted(-_CATCH_M, -_CATCH_M, _CATCH_M, _CATCH_M)

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
        painter.setPen(style.panel)
        ends = self.point(0.0, -self.width / 2), self.point(0.0, self.width / 2)
        painter.drawLine(*ends)
        if self.is_selected:
            painter.setPen(style.selected_inner)
            painter.drawLine(*ends)

    def inset_block(self, inset: float) -> Block:
        """A selected line is outlined around it, since there is no inside."""
        if self.is_roof:
            return super().inset_block(inset)
        half = 3.0 * self.style.px
        return self.block(-half, -self.width / 2, half, self.width / 2)
