"""The grid under the drawing and the steps that rulers share with it."""

from __future__ import annotations

import itertools
import math

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPixmap, QTransform

from ui.plan.style import Style

FOOT_M = 0.3048
_MINOR_PX = 9.0
_METRIC_STEPS = (0.1, 0.5, 1.0, 5.0, 10.0, 50.0, 100.0)
_FOOT_STEPS = tuple(FOOT_M * feet for feet in (0.25, 0.5, 1.0, 5.0, 10.0, 50.0, 100.0))
_RULER_METRIC = (0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0, 200.0)
_RULER_FEET = tuple(
    FOOT_M * feet for feet in (0.25, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0, 200.0, 500.0)
)


def grid_steps(scale: float, snap_m: float, system: str) -> tuple[float, float]:
    """Minor and major step of the grid [m] at a zoom [px/m].

    A snap step that is not a decimal one (floor tiles of 600 mm) is shown in its own multiples.
    """
    steps: tuple[float, ...] = _FOOT_STEPS if system == "ip" else _METRIC_STEPS
    if snap_m > 0.0 and not _is_decimal(snap_m):
        steps = tuple(snap_m * factor for factor in (1.0, 5.0, 10.0, 50.0, 100.0))
    for minor, major in itertools.pairwise(steps):
        if minor * scale >= _MINOR_PX:
            return minor, major
    return steps[-1], 5.0 * steps[-1]


def _is_decimal(step_m: float) -> bool:
    exponent = math.log10(step_m)
    return abs(exponent - round(exponent)) < 1e-6


def ruler_step(scale: float, spacing_px: float, system: str) -> float:
    """Distance of the ruler's numbers [m] so that they stand at least ``spacing_px`` apart."""
    steps = _RULER_FEET if system == "ip" else _RULER_METRIC
    return next((step for step in steps if step * scale >= spacing_px), steps[-1])


def ticks(low: float, high: float, step: float) -> list[float]:
    """Multiples of a step from ``low`` to ``high``."""
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    return [number * step for number in range(first, last + 1)]


class GridLayer:
    """Paints the grid; as a picture while neither zoom nor place changes.

    Hundreds of translucent lines take longer than the map under them, which changes several times a
    second while air is followed.
    """

    def __init__(self) -> None:
        self._key: tuple[object, ...] = ()
        self._picture: QPixmap | None = None

    def paint(
        self, painter: QPainter, area: QRectF, style: Style, snap_m: float, system: str
    ) -> None:
        """Paint grid lines over an exposed area."""
        view = painter.worldTransform()
        box = view.mapRect(area).toAlignedRect()
        ratio = painter.device().devicePixelRatio()
        place = (view.m11(), view.m22(), view.dx(), view.dy(), box.getRect(), ratio)
        key = (place, style.grid_minor.rgba(), style.grid_major.rgba(), snap_m, system)
        if key != self._key:
            self._key, self._picture = key, None
            paint_grid(painter, area, style, snap_m, system)
            return
        if self._picture is None:
            self._picture = _picture(painter, area, style, snap_m, system)
        painter.resetTransform()
        painter.drawPixmap(box.topLeft(), self._picture)
        painter.setWorldTransform(view)


def _picture(like: QPainter, area: QRectF, style: Style, snap_m: float, system: str) -> QPixmap:
    """The grid of an area as another painter would paint it, on nothing."""
    view = like.worldTransform()
    box = view.mapRect(area).toAlignedRect()
    ratio = like.device().devicePixelRatio()
    picture = QPixmap(box.size() * ratio)
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setWorldTransform(view * QTransform.fromTranslate(-box.left(), -box.top()))
    paint_grid(painter, area, style, snap_m, system)
    painter.end()
    return picture


def paint_grid(painter: QPainter, area: QRectF, style: Style, snap_m: float, system: str) -> None:
    """Paint grid lines over an exposed area, minor ones first.

    Lines are one-pixel rectangles in view coordinates, all of one colour at once: blending those
    takes a fortieth of the time that translucent pens take.
    """
    minor, major = grid_steps(style.scale, snap_m, system)
    view = painter.worldTransform()
    box = view.mapRect(area).toAlignedRect()
    painter.resetTransform()
    painter.setPen(style.no_pen)
    for step, colour in ((minor, style.grid_minor), (major, style.grid_major)):
        columns = (view.m11() * x + view.dx() for x in ticks(area.left(), area.right(), step))
        rows = (view.m22() * y + view.dy() for y in ticks(area.top(), area.bottom(), step))
        painter.setBrush(colour)
        painter.drawRects([QRect(math.floor(at), box.top(), 1, box.height()) for at in columns])
        painter.drawRects([QRect(box.left(), math.floor(at), box.width(), 1) for at in rows])
    painter.setWorldTransform(view)
