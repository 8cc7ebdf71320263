"""A sensor on the plan: what it read as its colour, and how far the model is from that."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainter, QTransform

from ui.plan.items.base import PlanItem
from ui.plan.style import Style, cosmetic, faded

_DOT_PX = 6.0
_GAP_PX = 4.0
_AWAY_OPACITY = 0.4


@dataclass(frozen=True, slots=True)
class Shown:
    """What is shown of a sensor.

    Attributes:
        fill: Colour of what it read; ``None`` without a reading.
        ring: Colour of how far the model is off; ``None`` where that is not known.
        text: The label.
        is_away: Whether it hangs at another height than the map.
    """

    fill: QColor | None = None
    ring: QColor | None = None
    text: str = ""
    is_away: bool = False


class SensorItem(PlanItem):
    """A dot that keeps its size on the screen; its label is there where the zoom gives it room."""

    kind = "sensor"
    layer = 31.0
    reach_m = 2.0
    shown = Shown()

    def show_reading(self, shown: Shown) -> None:
        """Show another reading or another model value."""
        if shown != self.shown:
            self.shown = shown
            self.update()

    def prepare(self, style: Style) -> None:
        """Whether the label stays inside of what may be painted at this zoom."""
        room = self.reach_m * style.scale
        self._dot = min(_DOT_PX, room)
        self._most_px = room - _DOT_PX - _GAP_PX

    def paint_body(self, painter: QPainter) -> None:
        """Ring, dot and label."""
        style, shown = self.style, self.shown
        centre = painter.worldTransform().map(QPointF(0.0, 0.0))
        before = painter.worldTransform()
        painter.setWorldTransform(QTransform.fromTranslate(centre.x(), centre.y()))
        painter.setOpacity(_AWAY_OPACITY if shown.is_away else 1.0)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        painter.setPen(cosmetic(style.tokens.text, 1.0))
        painter.setBrush(shown.fill or style.tokens.surface)
        painter.drawEllipse(QPointF(0.0, 0.0), self._dot, self._dot)
        if shown.ring is not None:
            painter.setBrush(style.no_brush)
            painter.setPen(cosmetic(shown.ring, 3.0))
            painter.drawEllipse(QPointF(0.0, 0.0), self._dot + 2.0, self._dot + 2.0)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        wide = style.text_width(shown.text) + 8.0
        is_labelled = shown.text and (self.is_selected or not shown.is_away)
        if is_labelled and wide < self._most_px:
            high = style.line_height
            box = QRectF(_DOT_PX + _GAP_PX, -0.5 * high, wide, high)
            painter.fillRect(box, faded(style.tokens.surface, 225))
            painter.setFont(style.font)
            painter.setPen(style.tokens.text)
            painter.drawText(QPointF(box.left() + 4.0, 0.5 * high - style.metrics.descent()),
                             shown.text)  # fmt: skip
        painter.setOpacity(1.0)
        painter.setWorldTransform(before)
