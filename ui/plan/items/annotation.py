"""Notes and dimension lines on the plan."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPainterPathStroker, QTransform

from ui.plan import labels
from ui.plan.items.base import Block, PlanItem
from ui.plan.style import Style

_CATCH_M = 0.2
_TICK_PX = 5.0
_PAD_PX = 4.0
_MOST_LINES = 40


class NoteItem(PlanItem):
    """A text that keeps its size on the screen, in a box that is drawn when selected.

    The text begins at the upper left corner of the box and is folded at its width.
    """

    kind = "note"
    layer = 30.0

    def prepare(self, style: Style) -> None:
        """Fold the text at the box's width at this zoom."""
        width = max(self.box.width() * self.style.scale - 2 * _PAD_PX, 24.0)
        self._lines = folded(self.record.text or self.record.label, width, self.style.text_width)

    def paint_body(self, painter: QPainter) -> None:
        """The lines on a plate as high as they need."""
        style = self.style
        line = style.line_height
        corner = painter.worldTransform().map(self.box.bottomLeft())
        before = painter.worldTransform()
        painter.setWorldTransform(QTransform.fromTranslate(corner.x(), corner.y()))
        width = self.box.width() * style.scale
        height = max(self.box.height() * style.scale, line * len(self._lines) + _PAD_PX)
        shown = min(height, self.box.height() * style.scale)
        painter.fillRect(QRectF(0.0, 0.0, width, shown), style.tokens.raised)
        painter.setPen(style.band)
        painter.drawLine(QPointF(0.0, 0.0), QPointF(0.0, shown))
        painter.setFont(style.font)
        painter.setPen(style.tokens.text)
        painter.setClipRect(QRectF(0.0, 0.0, width, shown), Qt.ClipOperation.IntersectClip)
        for number, text in enumerate(self._lines):
            top = 0.5 * _PAD_PX + number * line + style.metrics.ascent()
            painter.drawText(QPointF(_PAD_PX, top), text)
        painter.setClipping(False)
        painter.setWorldTransform(before)


class DimensionItem(PlanItem):
    """A line between two points with ticks at its ends and its length in the middle."""

    kind = "dimension"
    layer = 29.0

    def changed_shape(self, _: Any) -> None:
        """Prepare the area that catches clicks."""
        path = QPainterPath(self.point(0.0, -self.width / 2))
        path.lineTo(self.point(0.0, self.width / 2))
        stroker = QPainterPathStroker()
        stroker.setWidth(_CATCH_M)
        self._catch = stroker.createStroke(path)
        reach = 1.5  # the text stands beside the line whatever the zoom
        self._bounds = self.box.adjusted(-reach, -reach, reach, reach)

    def shape(self) -> QPainterPath:
        """The line, widened for the mouse."""
        return self._catch

    def paint_body(self, painter: QPainter) -> None:
        """Line, ticks, length."""
        style = self.style
        low, high = self.point(0.0, -self.width / 2), self.point(0.0, self.width / 2)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        painter.setPen(style.selected if self.is_selected else style.measured)
        painter.drawLine(low, high)
        tick = _TICK_PX * style.px
        for end in (-self.width / 2, self.width / 2):
            painter.drawLine(self.point(-tick, end - tick), self.point(tick, end + tick))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        text = self.record.name or style.quantity(self.record.width_m, "m")
        room = style.text_width(text) + 8.0
        if self.width * style.scale < 0.6 * room:
            return
        middle = QPointF(0.0, 0.0)
        plate = 0.5 * room * style.px, 0.5 * style.line_height * style.px
        steep = abs(self.ux) > 0.75
        across = (plate[1], plate[0]) if steep else plate
        box = QRectF(-across[0], -across[1], 2 * across[0], 2 * across[1])
        painter.fillRect(box, style.tokens.surface)
        labels.draw(painter, style, labels.Layout((text,), steep), middle, style.tokens.text)

    def inset_block(self, inset: float) -> Block:
        """A selected line is outlined around it."""
        half = 4.0 * self.style.px
        return self.block(-half, -self.width / 2, half, self.width / 2)


def folded(text: str, width_px: float, measure: Callable[[str], float]) -> list[str]:
    """A text in lines no wider than given, broken at spaces; a longer word stands alone."""
    lines: list[str] = []
    for paragraph in text.splitlines() or [""]:
        line = ""
        for word in paragraph.split():
            longer = f"{line} {word}".strip()
            if line and measure(longer) > width_px:
                lines.append(line)
                line = word
            else:
                line = longer
        lines.append(line)
    return lines[:_MOST_LINES]
