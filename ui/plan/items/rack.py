"""A rack on the plan: body in the colour of the metric, front mark, stripe of the cooling method."""

from __future__ import annotations

from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QPainter, QPolygonF

from ui.plan import labels
from ui.plan.colour_tables import text_on
from ui.plan.items.base import PlanItem

_STRIPE_M = 0.10
_TRIANGLE_PX = 5.0


class RackItem(PlanItem):
    """Front, where air enters, has the thick line and a small arrow into the rack; the stripe at
    the rear has the hue of the cooling method."""

    kind = "rack"
    layer = 10.0

    def changed_record(self) -> None:
        """Prepare stripe and label."""
        half, side = self.depth / 2, self.width / 2
        stripe = min(_STRIPE_M, 0.2 * self.depth)
        self._stripe = self.block(-half, -side, -half + stripe, side)
        self._name = self.record.label
        self._layout_key: tuple[object, ...] = ()
        self._layout = labels.NOTHING
        if not hasattr(self, "colour"):
            self.colour: QColor | None = None
            self.value = ""

    def set_metric(self, colour: QColor | None, value: str) -> None:
        """Take the body colour (``None``: plain) and the second line of the label."""
        if colour != self.colour or value != self.value:
            self.colour, self.value = colour, value
            self.update()

    def paint_body(self, painter: QPainter) -> None:
        """Body, stripe, front, label; details leave as the zoom takes their room."""
        style = self.style
        body = self.colour or style.body
        self.fill(painter, self.outline, body)
        self.fill(painter, self._stripe, style.tokens.cooling[self.record.cooling])
        self.paint_outline(painter, style.outline)
        self._paint_front(painter, body)
        width, height = self.extent_px()
        key = (style.scale, self._name, self.value, id(style.metrics))
        if key != self._layout_key:
            self._layout_key = key
            spare = style.scale * 0.16 + 4.0  # stripe and front mark are not for text
            along_x = abs(self.ux) > abs(self.uy)
            width, height = (width - spare, height) if along_x else (width, height - spare)
            self._layout = labels.fit(style, self._name, self.value, width, height)
        labels.draw(painter, style, self._layout, QPointF(0.0, 0.0), text_on(body))

    def _paint_front(self, painter: QPainter, body: QColor) -> None:
        style = self.style
        half, side = self.depth / 2, self.width / 2
        edge = half - 1.5 * style.px
        painter.setPen(style.front)
        painter.drawLine(self.point(edge, -side), self.point(edge, side))
        size = _TRIANGLE_PX * style.px
        if style.scale < 24.0 or self.width < 4 * size:
            return
        base = half - 3.0 * style.px
        painter.setPen(style.no_pen)
        painter.setBrush(style.tokens.text)
        painter.drawPolygon(
            QPolygonF(
                [self.point(base, -size), self.point(base, size), self.point(base - size, 0.0)]
            )
        )
