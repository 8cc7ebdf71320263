"""A box in the way of the air on the plan: column, wall, beam, cable tray."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QLineF
from PySide6.QtGui import QPainter

from ui.plan.items.base import PlanItem, painter_draw

_PITCH_M = 0.12
_MAX_LINES = 60
_HANGING_M = 1.5
"""Height of the underside from which an obstruction hangs above what stands [m]."""
_HANGING_LAYER = 21.0


class ObstructionItem(PlanItem):
    """Hatched at 45 degrees across its own axes; one that air passes is see-through and dashed."""

    kind = "obstruction"
    layer = 5.0

    def changed_record(self) -> None:
        """What hangs above the racks is drawn over them."""
        self.layer = _HANGING_LAYER if self.record.z_from_m >= _HANGING_M else type(self).layer
        self.setZValue(self.layer)

    def changed_shape(self, _: Any) -> None:
        """Prepare the hatch: lines ``along + across = c`` clipped to the footprint."""
        a, b = self.depth / 2, self.width / 2
        total = 2 * (a + b)
        count = max(2, min(_MAX_LINES, round(total / (_PITCH_M * 1.4142))))
        lines = []
        for number in range(1, count):
            c = -(a + b) + total * number / count
            start, end = max(-a, c - b), min(a, c + b)
            lines.append(QLineF(self.point(start, c - start), self.point(end, c - end)))
        self._hatch = lines

    def hit_rank(self) -> float:
        """What hangs yields to whatever stands below it."""
        return -1.0 if self.layer == _HANGING_LAYER else self.layer

    def paint_body(self, painter: QPainter) -> None:
        """Filled and hatched; the hatch leaves when it would only be a grey."""
        style = self.style
        if self.record.open_fraction > 0.0:
            painter.setPen(style.dashed)
            painter.setBrush(style.roof_fill)
            painter_draw(painter, self.inset_block(0.5 * style.px))
            return
        self.fill(painter, self.outline, style.body)
        if min(self.box.width(), self.box.height()) * style.scale >= 6.0 and style.scale > 12.0:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
            painter.setPen(style.thin)
            painter.drawLines(self._hatch)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        self.paint_outline(painter, style.outline)
