"""A perforated floor tile or a ceiling grille on the plan."""

from __future__ import annotations

from PySide6.QtCore import QLineF, QPointF
from PySide6.QtGui import QPainter

from ui.plan import labels
from ui.plan.items.base import PlanItem

_SLOTS = 5


class TileItem(PlanItem):
    """Floor tiles are slotted along their depth; ceiling grilles are dashed, slotted across."""

    kind = "tile"
    layer = 0.0

    def changed_record(self) -> None:
        """Prepare the slots."""
        a, b = 0.4 * self.depth, 0.4 * self.width
        lines = []
        for number in range(_SLOTS):
            at = -1.0 + 2.0 * number / (_SLOTS - 1)
            if self.record.surface == "floor":
                lines.append(QLineF(self.point(-a, at * b), self.point(a, at * b)))
            else:
                lines.append(QLineF(self.point(at * a, -b), self.point(at * a, b)))
        self._slots = lines
        self._sparse = lines[::2]
        if not hasattr(self, "value"):
            self.value = ""

    def set_value(self, value: str) -> None:
        """Take the airflow to show."""
        if value != self.value:
            self.value = value
            self.update()

    def paint_body(self, painter: QPainter) -> None:
        """Frame and slots; the airflow where there is room for it."""
        style = self.style
        width, height = self.extent_px()
        ceiling = self.record.surface == "ceiling"
        self.paint_outline(painter, style.dashed if ceiling else style.thin)
        layout = labels.fit(style, self.value, "", width, height) if self.value else labels.NOTHING
        if not layout.lines and min(width, height) >= 8.0:
            painter.setPen(style.thin)
            painter.drawLines(self._slots if min(width, height) >= 24.0 else self._sparse)
        if layout.lines:
            painter.setPen(style.thin)
            painter.drawLines([self._slots[0], self._slots[-1]])
            labels.draw(painter, style, layout, QPointF(0.0, 0.0), style.tokens.text)
