"""A coolant distribution unit on the plan: body, two pipes, label."""

from __future__ import annotations

from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainter

from ui.plan import labels
from ui.plan.items.base import PlanItem
from ui.plan.style import Style

_PIPES_FROM_PX = 18.0


class CduItem(PlanItem):
    """Framed in the hue of cold plates, with a supply and a return pipe along one side.

    A stopped unit is crossed out and dashed.
    """

    kind = "cdu"
    layer = 10.0

    def prepare(self, style: Style) -> None:
        """Frame, pipes and label."""
        self._inside = self.inset_block(2.0 * style.px)
        width, height = self.extent_px()
        self._has_pipes = min(width, height) >= _PIPES_FROM_PX
        pipe, gap = 3.0 * style.px, 3.0 * style.px
        edge = self.width / 2 - 4.0 * style.px
        half = self.depth / 2 - 2.0 * style.px
        self._pipes = tuple(
            self.block(-half, edge - at - pipe, half, edge - at) for at in (0.0, pipe + gap)
        )
        spare = 2 * (pipe + gap) * style.scale * 2 if self._has_pipes else 0.0
        along_x = abs(self.ux) > abs(self.uy)
        room = (width, height - spare) if along_x else (width - spare, height)
        self._layout = labels.fit(style, self.record.label, self.value_text, *room)

    def paint_body(self, painter: QPainter) -> None:
        """Body, pipes, label."""
        style, tokens = self.style, self.style.tokens
        hue = tokens.cooling["cold_plate"]
        if self.record.running:
            self.fill(painter, self.outline, hue)
            self.fill(painter, self._inside, tokens.raised)
        else:
            self.fill(painter, self.outline, tokens.raised)
            self.paint_outline(painter, style.dashed)
            a, b = self.depth / 2, self.width / 2
            painter.drawLine(self.point(-a, -b), self.point(a, b))
            painter.drawLine(self.point(-a, b), self.point(a, -b))
        if self._has_pipes:
            for pipe, colour in zip(self._pipes, (tokens.cooling["air"], tokens.bad), strict=True):
                self.fill(painter, pipe, colour)
        labels.draw(painter, style, self._layout, QPointF(0.0, 0.0), tokens.text)
