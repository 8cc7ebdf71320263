"""A room air cooler on the plan: body, symbol and arrow of the discharge, label."""

from __future__ import annotations

from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainter, QPolygonF

from ui.plan import labels
from ui.plan.items.base import PlanItem
from ui.plan.style import Style, cosmetic

_ARROW_M = 0.5
_SYMBOL_FROM_PX = 4.0


class CoolerItem(PlanItem):
    """Shows where the air goes.

    A circled cross: down, under the floor or into the room; a circled dot: up; an arrow out of the
    front: into the room. A unit that hangs has a dashed outline.
    """

    kind = "cooler"
    layer = 10.0
    reach_m = _ARROW_M + 0.1

    def prepare(self, style: Style) -> None:
        """Frame, symbol and label."""
        blows_forward = self.record.discharge == "front"
        self._radius = 0.0 if blows_forward else min(0.16, 0.25 * min(self.depth, self.width))
        self._has_symbol = self._radius * style.scale >= _SYMBOL_FROM_PX
        self._inside = self.inset_block(2.0 * style.px)
        self._front = self.front_block()
        width, height = self.extent_px()
        taken = 4.8 * self._radius * style.scale
        room = (width - taken, height) if width >= height else (width, height - taken)
        self._layout = labels.fit(style, self.record.label, self.value_text, *room)

    def paint_body(self, painter: QPainter) -> None:
        """Body, discharge, label; a stopped unit is crossed out and dashed."""
        style, tokens = self.style, self.style.tokens
        if self.record.running:
            # Two fills: a frame of this width takes a pen twenty times as long.
            self.fill(painter, self.outline, tokens.cooling["air"])
            self.fill(painter, self._inside, tokens.raised)
            if self.record.z_from_m > 0.0:
                self.paint_outline(painter, style.dashed, 4.0)
        else:
            self.fill(painter, self.outline, tokens.raised)
            self.paint_outline(painter, style.dashed)
            a, b = self.depth / 2, self.width / 2
            painter.drawLine(self.point(-a, -b), self.point(a, b))
            painter.drawLine(self.point(-a, b), self.point(a, -b))
        self.fill(painter, self._front, style.ink)
        if not self._radius:
            self._paint_arrow(painter)
        elif self._has_symbol:
            self._paint_symbol(painter, self._radius)
        labels.draw(painter, style, self._layout, QPointF(0.0, 0.0), tokens.text)

    def _paint_arrow(self, painter: QPainter) -> None:
        tip, start, hue = (
            self.depth / 2 + _ARROW_M,
            self.depth / 2,
            self.style.tokens.cooling["air"],
        )
        half = max(0.02, 1.0 * self.style.px)
        self.fill(painter, self.block(start, -half, tip - 0.15, half), hue)
        painter.setPen(self.style.no_pen)
        painter.setBrush(hue)
        painter.drawPolygon(
            QPolygonF(
                [self.point(tip, 0.0), self.point(tip - 0.2, 0.11), self.point(tip - 0.2, -0.11)]
            )
        )

    def _paint_symbol(self, painter: QPainter, radius: float) -> None:
        """Circle at the left end seen from the front: cross down, dot up."""
        centre = self.point(0.0, self.width / 2 - 1.4 * radius)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        painter.setPen(cosmetic(self.style.tokens.cooling["air"], 1.5))
        painter.setBrush(self.style.no_brush)
        painter.drawEllipse(centre, radius, radius)
        if self.record.discharge in ("underfloor", "bottom"):
            arm = 0.7 * radius
            for sx, sy in ((1.0, 1.0), (1.0, -1.0)):
                offset = QPointF(sx * arm, sy * arm)
                painter.drawLine(centre - offset, centre + offset)
        else:
            painter.setBrush(self.style.tokens.cooling["air"])
            painter.drawEllipse(centre, 0.3 * radius, 0.3 * radius)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, not self.is_square)
