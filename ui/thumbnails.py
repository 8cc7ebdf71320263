"""Small drawings of halls: what stands in them, and the air's temperature where it is known."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPen, QPixmap, QPolygonF

from coolsim.design import geometry
from coolsim.design.models import Hall, Placed, Variant
from ui import theme

Shapes = tuple[tuple[str, QPolygonF], ...]
"""Kind of object and its outline on the plan [m]."""
_KINDS = (("tile", "tiles"), ("rack", "racks"), ("cooler", "coolers"), ("cdu", "cdus"))
_MARGIN_PX = 4


def shapes_of(variant: Variant) -> Shapes:
    """Tiles, racks, coolers and CDUs of a variant, the lowest first."""
    found: list[tuple[str, QPolygonF]] = []
    for kind, name in _KINDS:
        items: tuple[Placed, ...] = getattr(variant, name)
        for item in items:
            kind_or_method = getattr(item, "cooling", kind) if kind == "rack" else kind
            corners = [QPointF(*corner) for corner in geometry.polygon(item)]
            found.append((kind_or_method, QPolygonF(corners)))
    return tuple(found)


def paint_hall(
    painter: QPainter, size: QSize, hall: Hall, shapes: Shapes, heat: QImage | None = None
) -> None:
    """Paint a hall into a rectangle, upright and as large as fits.

    Args:
        painter: Where to.
        size: Of the rectangle [px].
        hall: Its size.
        shapes: As of :func:`shapes_of`.
        heat: Temperatures of the air over the whole floor, row 0 at y = 0.
    """
    tokens = theme.tokens()
    fills = {"cooler": tokens.accent, "cdu": tokens.ok, "tile": tokens.line, **tokens.cooling}
    scale, left, bottom = hall_scale(size, hall)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.translate(left, bottom)
    painter.scale(scale, -scale)
    floor = QRectF(0.0, 0.0, hall.length_m, hall.width_m)
    painter.fillRect(floor, tokens.raised)
    if heat is not None:
        painter.drawImage(floor, heat)
    painter.setPen(Qt.PenStyle.NoPen)
    for kind, outline in shapes:
        if heat is not None and kind == "tile":
            continue
        painter.setBrush(fills[kind])
        painter.drawPolygon(outline)
    pen = QPen(tokens.muted)
    pen.setCosmetic(True)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(floor)
    painter.restore()


def hall_scale(size: QSize, hall: Hall) -> tuple[float, float, float]:
    """Pixels per metre of a hall in a rectangle, and where its inner corner stands [px]."""
    around = 2 * _MARGIN_PX
    scale = min((size.width() - around) / hall.length_m, (size.height() - around) / hall.width_m)
    left = (size.width() - scale * hall.length_m) / 2
    return scale, left, (size.height() + scale * hall.width_m) / 2


def thumbnail(variant: Variant, size: QSize, ratio: float, heat: QImage | None) -> QPixmap:
    """A picture of a variant.

    Args:
        variant: What is drawn.
        size: Of the picture, before the screen's scale [px].
        ratio: Pixels of the screen to one of the picture.
        heat: As of :func:`paint_hall`.
    """
    picture = QPixmap(size * ratio)
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    paint_hall(painter, size, variant.hall, shapes_of(variant), heat)
    painter.end()
    return picture
