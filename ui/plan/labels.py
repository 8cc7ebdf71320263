"""Text and marks on the plan, in device pixels, so that the flipped view never mirrors them."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPolygonF, QTransform

from ui.plan.style import Style

_PAD_PX = 3.0


class Layout(NamedTuple):
    """How a label fits a box: the lines that have room, upright or turned to read upwards."""

    lines: tuple[str, ...]
    turned: bool


NOTHING = Layout((), False)


def fit(
    style: Style,
    name: str,
    value: Callable[[], str],
    width_px: float,
    height_px: float,
    along_longer: bool = False,
) -> Layout:
    """Choose the fullest label that fits a box [px]: both lines, then the name alone.

    Upright where it fits, or always along the longer side, so that a row of equal racks reads in
    one direction.
    """
    line = style.line_height
    if not has_room(style, width_px, height_px):
        return NOTHING
    second = value() if has_two_lines(style, width_px, height_px) else ""
    options = ((name, second), (name,)) if second else ((name,),)
    upright_first = not along_longer or width_px >= 0.9 * height_px
    for lines in options:
        long = max(style.text_width(text) for text in lines) + 2 * _PAD_PX
        tall = line * len(lines)
        upright = long <= width_px and tall <= height_px
        turned = long <= height_px and tall <= width_px
        if turned and not (upright and upright_first):
            return Layout(lines, True)
        if upright:
            return Layout(lines, False)
    return NOTHING


def has_room(style: Style, width_px: float, height_px: float) -> bool:
    """Whether a box [px] may have room for a name."""
    line = style.line_height
    return max(width_px, height_px) >= line and min(width_px, height_px) >= line - 2.0


def has_two_lines(style: Style, width_px: float, height_px: float) -> bool:
    """Whether a box [px] has room for the value under the name."""
    return min(width_px, height_px) >= 2 * style.line_height


def draw(painter: QPainter, style: Style, layout: Layout, at: QPointF, colour: QColor) -> None:
    """Draw a label centred on a point of the item."""
    if not layout.lines:
        return
    before = painter.worldTransform()
    centre = before.map(at)
    place = QTransform.fromTranslate(centre.x(), centre.y())
    if layout.turned:
        place.rotate(-90.0)
    painter.setWorldTransform(place)
    painter.setFont(style.font)
    painter.setPen(colour)
    top = -0.5 * style.line_height * len(layout.lines) + style.metrics.ascent()
    for number, text in enumerate(layout.lines):
        left = -0.5 * style.text_width(text)
        painter.drawText(QPointF(left, top + number * style.line_height), text)
    painter.setWorldTransform(before)


def draw_mark(
    painter: QPainter, style: Style, severity: str, corner: QPointF, size_px: float
) -> None:
    """Draw the mark of a finding below and left of a corner: a disc for errors, else a triangle."""
    before = painter.worldTransform()
    at = before.map(corner)
    painter.setWorldTransform(QTransform.fromTranslate(at.x() - size_px - 1.0, at.y() + 1.0))
    was_smooth = bool(painter.renderHints() & QPainter.RenderHint.Antialiasing)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    painter.setPen(style.selected_inner)
    painter.setBrush(style.tokens.severity[severity])
    box = QRectF(0.0, 0.0, size_px, size_px)
    if severity == "error":
        painter.drawEllipse(box)
    else:
        painter.drawPolygon(
            QPolygonF([QPointF(size_px / 2, 0), QPointF(size_px, size_px), QPointF(0, size_px)])
        )
    if size_px >= 9.0:
        font = style.font
        painter.setFont(font)
        painter.setPen(style.tokens.surface)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, "!")
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, was_smooth)
    painter.setWorldTransform(before)
