"""A perforated floor tile or a ceiling grille on the plan."""

from __future__ import annotations

from collections.abc import Sequence
from operator import attrgetter
from typing import Any, Self

from PySide6.QtCore import QLineF, QPointF
from PySide6.QtGui import QPainter

from ui.plan import labels
from ui.plan.items.alike import Alike
from ui.plan.items.base import PlanItem, painter_draw
from ui.plan.style import Style

_SLOTS = 5
_LABEL_FROM_PX = 40.0
_CENTRE = QPointF(0.0, 0.0)


class TileItem(PlanItem):
    """Floor tiles are slotted along their depth; ceiling grilles are dashed, slotted across."""

    kind = "tile"
    layer = 0.0
    shape_of = attrgetter("heading_deg", "width_m", "depth_m", "surface")

    def changed_shape(self, record: Any) -> None:
        """Prepare the slots."""
        a, b = 0.4 * self.depth, 0.4 * self.width
        lines = []
        for number in range(_SLOTS):
            at = -1.0 + 2.0 * number / (_SLOTS - 1)
            if record.surface == "floor":
                lines.append(QLineF(self.point(-a, at * b), self.point(a, at * b)))
            else:
                lines.append(QLineF(self.point(at * a, -b), self.point(at * a, b)))
        self._slots = lines
        self._sparse = lines[::2]

    def prepare(self, style: Style) -> None:
        """How much of the slots there is room for, and the label."""
        short = min(self.extent_px())
        self._frame = self.inset_block(0.5 * style.px)
        self._layout = labels.NOTHING
        if self.value is not None and self.shows_value():
            self._layout = labels.fit(style, self.value_text(), str, *self.extent_px())
        if self._layout.lines:
            self._shown = [self._slots[0], self._slots[-1]]
        elif short >= 24.0:
            self._shown = self._slots
        else:
            self._shown = self._sparse if short >= 12.0 else []

    def shows_value(self) -> bool:
        """A tile shows nothing but its airflow."""
        return min(self.extent_px()) >= _LABEL_FROM_PX

    @classmethod
    def gather(cls, alike: Sequence[Alike[Self]]) -> Any:
        """Frames and slots of floor tiles, then of ceiling grilles."""
        gathered: dict[str, tuple[list[Any], list[Any]]] = {"floor": ([], []), "ceiling": ([], [])}
        for group in alike:
            frame, lines = group.first.blocks()
            frames, slots = gathered[group.first.record.surface]
            frames.extend(group.placed(frame))
            for line in lines:
                slots.extend(group.placed(line))
        return tuple(gathered.values())

    @classmethod
    def paint_many(cls, painter: QPainter, style: Style, gathered: Any) -> None:
        """Frames and slots of tiles that show no airflow."""
        painter.setBrush(style.no_brush)
        for pen, (frames, slots) in zip((style.thin, style.dashed), gathered, strict=True):
            if frames:
                painter.setPen(pen)
                painter.drawRects(frames)
            if slots:
                painter.setPen(style.thin)
                painter.drawLines(slots)

    def likeness(self) -> tuple[object, ...]:
        """Where it lies, and whether its airflow is known, too."""
        is_known = self.value is not None
        return self._shape_key, self.severity, self.is_selected, self.record.surface, is_known

    def blocks(self) -> tuple[Any, ...]:
        """Frame and slots."""
        self._prepare()
        return self._frame, self._shown

    def stands_out(self) -> bool:
        """A tile with its airflow on it has fewer slots."""
        return not self.is_square or (self.value is not None and self.shows_value())

    def paint_body(self, painter: QPainter) -> None:
        """Frame and slots; the airflow where there is room for it."""
        style = self.style
        painter.setPen(style.dashed if self.record.surface == "ceiling" else style.thin)
        painter.setBrush(style.no_brush)
        painter_draw(painter, self._frame)
        if self._shown:
            painter.setPen(style.thin)
            painter.drawLines(self._shown)
        if self._layout.lines:
            labels.draw(painter, style, self._layout, _CENTRE, style.tokens.text)
