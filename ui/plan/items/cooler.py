"""A room air cooler on the plan: body, symbol and arrow of the discharge, label."""

from __future__ import annotations

from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainter, QPolygonF

from ui.plan import labels
from ui.plan.items.base import PlanItem
from ui.plan.style import cosmetic

_ARROW_M = 0.5


class CoolerItem(PlanItem):
    """The discharge is a circled cross where air goes down into the floor, a circled dot where it
    goes up, and an arrow out of the front where it blows into the room."""

    kind = "cooler"
    layer = 10.0
    reach_m = _ARROW_M + 0.1

    def changed_record(self) -> None:
        """Prepare the label."""
        self._name = self.record.label
        self._layout_key: tuple[object, ...] = ()
        self._layout = labels.NOTHING
        if not hasattr(self, "value"):
            self.value = ""

    def set_value(self, value: str) -> None:
        """Take the second line of the label."""
        if value != self.value:
            self.value = value
            self.update()

    def paint_body(self, painter: QPainter) -> None:
        """Body, discharge, label; a stopped unit is crossed out and dashed."""
        style, tokens = self.style, self.style.tokens
        self.fill(painter, self.outline, tokens.raised)
        hue = tokens.cooling["air"]
        if self.record.running:
            self.paint_outline(painter, cosmetic(hue, 2.0), 1.0)
        else:
            self.paint_outline(painter, style.dashed)
            a, b = self.depth / 2, self.width / 2
            painter.drawLine(self.point(-a, -b), self.point(a, b))
            painter.drawLine(self.point(-a, b), self.point(a, -b))
        self._paint_front_edge(painter)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        radius = min(0.16, 0.25 * min(self.depth, self.width))
        if self.record.discharge == "front":
            self._paint_arrow(painter)
            radius = 0.0
        else:
            self._paint_symbol(painter, radius)
        width, height = self.extent_px()
        key = (style.scale, self._name, self.value, id(style.metrics))
        if key != self._layout_key:
            self._layout_key = key
            taken = 2.4 * radius * style.scale
            wide = width >= height
            room = (width - 2 * taken, height) if wide else (width, height - 2 * taken)
            self._layout = labels.fit(style, self._name, self.value, *room)
        labels.draw(painter, style, self._layout, QPointF(0.0, 0.0), tokens.text)

    def _paint_front_edge(self, painter: QPainter) -> None:
        edge = self.depth / 2 - 1.5 * self.style.px
        painter.setPen(self.style.front)
        painter.drawLine(self.point(edge, -self.width / 2), self.point(edge, self.width / 2))

    def _paint_arrow(self, painter: QPainter) -> None:
        tip, start = self.depth / 2 + _ARROW_M, self.depth / 2
        hue = self.style.tokens.cooling["air"]
        painter.setPen(cosmetic(hue, 2.0))
        painter.drawLine(self.point(start, 0.0), self.point(tip - 0.12, 0.0))
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
        painter.setPen(cosmetic(self.style.tokens.cooling["air"], 1.5))
        painter.setBrush(self.style.no_brush)
        painter.drawEllipse(centre, radius, radius)
        if self.record.discharge == "underfloor":
            arm = 0.7 * radius
            for sx, sy in ((1.0, 1.0), (1.0, -1.0)):
                offset = QPointF(sx * arm, sy * arm)
                painter.drawLine(centre - offset, centre + offset)
        else:
            painter.setBrush(self.style.tokens.cooling["air"])
            painter.drawEllipse(centre, 0.3 * radius, 0.3 * radius)
