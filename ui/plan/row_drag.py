"""A row that a drag draws out: how many objects it holds, how it looks before it is there."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainter, QPolygonF

from coolsim.design import edits
from coolsim.design.edits_arrays import MOST
from coolsim.design.geometry import direction
from ui.plan import labels
from ui.plan.style import Style


@dataclass
class RowOptions:
    """What rows are drawn with [m]: ``None`` puts objects side by side; aisle 0 is a single row."""

    pitch_m: float | None = None
    aisle_m: float = 0.0


@dataclass(frozen=True)
class RowDrag:
    """A row under way, its heading, and where the mouse is."""

    row: edits.Row
    heading_deg: float
    mouse: QPointF

    @classmethod
    def along(
        cls, first: QPointF, way: QPointF, heading_deg: float, pitch_m: float, aisle_m: float
    ) -> RowDrag:
        """The row from a first object as far as the mouse has gone, along x or y.

        Objects stand side by side: one that would stand before the next is turned by a quarter.
        """
        level = abs(way.x()) >= abs(way.y())
        if level != bool(round(heading_deg / 90.0) % 2):
            heading_deg = (heading_deg + (90.0 if level else 270.0)) % 360.0
        length = abs(way.x()) if level else abs(way.y())
        positive = (way.x() if level else way.y()) >= 0.0
        along_deg = (0.0 if level else 90.0) + (0.0 if positive else 180.0)
        count = min(int(length / pitch_m + 0.5) + 1, MOST // (2 if aisle_m else 1))
        row = edits.Row(first.x(), first.y(), along_deg % 360.0, pitch_m, count, aisle_m)
        return cls(row, heading_deg, first + way)


def paint_row(painter: QPainter, style: Style, drag: RowDrag, size: tuple[float, float]) -> None:
    """The footprints of a row [m: depth, width] and, at the mouse, its count and pitch."""
    painter.setPen(style.band)
    painter.setBrush(style.band_fill)
    for x_m, y_m, turned in edits.row_places(drag.row, size[0], drag.heading_deg):
        painter.drawPolygon(_outline(x_m, y_m, turned, size))
    rows = "2 × " if drag.row.aisle_m else ""
    text = f"{rows}{drag.row.count} every {style.quantity(drag.row.pitch_m, 'm')}"
    paint_tag(painter, style, text, drag.mouse)


def paint_tag(painter: QPainter, style: Style, text: str, at: QPointF) -> None:
    """A short text on a plate, right above a point of the plan."""
    width = style.text_width(text) + 12.0
    height = style.line_height + 6.0
    px = style.px
    left, top = at.x() + 10.0 * px, at.y() + (height + 10.0) * px
    plate = QPolygonF(
        [
            QPointF(left, top),
            QPointF(left + width * px, top),
            QPointF(left + width * px, top - height * px),
            QPointF(left, top - height * px),
        ]
    )
    painter.setPen(style.band)
    painter.setBrush(style.brush(style.tokens.raised))
    painter.drawPolygon(plate)
    middle = QPointF(left + 0.5 * width * px, top - 0.5 * height * px)
    labels.draw(painter, style, labels.Layout((text,), False), middle, style.tokens.text)


def _outline(x_m: float, y_m: float, heading_deg: float, size: tuple[float, float]) -> QPolygonF:
    ux, uy = direction(heading_deg)
    a, b = 0.5 * size[0], 0.5 * size[1]
    corners = ((a, -b), (a, b), (-a, b), (-a, -b))
    return QPolygonF([QPointF(x_m + u * ux - v * uy, y_m + u * uy + v * ux) for u, v in corners])
