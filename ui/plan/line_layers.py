"""Contours and arrows of the air on the slice, painted as one path each."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QPainterPath

from coolsim.results.contours import Segments, contour
from coolsim.results.records import Fields
from coolsim.results.sampling import arrows_z, extent
from ui.plan import labels
from ui.plan.map_scale import MapScale
from ui.plan.scales import nice_ceiling
from ui.plan.style import Style, cosmetic, faded

ARROW_APART_PX = 32.0
_LONGEST_OF_STEP = 0.92
_BARB_OF_LENGTH = 0.32
_BARB_MOST_OF_STEP = 0.22
_SHORTEST_OF_LONGEST = 0.04
_TYPICAL_FAST = 98.0
"""Percentile of the speeds on the slice that the longest arrow stands for."""
_LABEL_APART_PX = 150.0


class ContourLayer:
    """Lines of equal value; those of limits are bold and carry their number."""

    def __init__(self, style: Style) -> None:
        self._style = style
        self._thin = QPainterPath()
        self._bold = QPainterPath()
        self._labels: list[tuple[QPointF, float]] = []
        self._key: tuple[object, ...] = ()
        self._scale: MapScale | None = None

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to paint."""
        return self._thin.isEmpty() and self._bold.isEmpty()

    def show(self, values: NDArray[np.floating], rect: QRectF, scale: MapScale | None) -> bool:
        """Prepare the lines of a slice over ``rect``; ``None`` hides them. Whether it changed."""
        key = (id(values), scale)
        if key == self._key:
            return False
        was_empty = self.is_empty
        self._key, self._values, self._scale = key, values, scale
        self._thin, self._bold, self._labels = QPainterPath(), QPainterPath(), []
        if scale is None or min(values.shape) < 2:
            return not was_empty
        origin = (rect.left(), rect.top())
        size = (rect.width() / values.shape[0], rect.height() / values.shape[1])
        for level in scale.levels():
            _add(self._thin, contour(values, level, origin, size))
        for level in scale.limits or scale.levels():
            pieces = contour(values, level, origin, size)
            if scale.limits:
                _add(self._bold, pieces)
            self._labels += [(QPointF(x, y), level) for x, y in _spread(pieces)]
        return True

    def paint(self, painter: QPainter) -> None:
        """Thin lines, then bold lines."""
        if self.is_empty:
            return
        style = self._style
        painter.setBrush(style.no_brush)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        painter.setPen(cosmetic(faded(style.tokens.text, 130), 1.0))
        painter.drawPath(self._thin)
        painter.setPen(cosmetic(style.tokens.text, 2.0))
        painter.drawPath(self._bold)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)

    def paint_numbers(self, painter: QPainter) -> None:
        """Numbers of the lines, far enough from each other at any zoom."""
        if self.is_empty or self._scale is None:
            return
        style, unit = self._style, self._scale.quantity.unit
        taken: list[QRectF] = []
        for at, level in self._labels:
            text = style.quantity(level, unit)
            wide, high = (style.text_width(text) + 6) * style.px, style.line_height * style.px
            box = QRectF(at.x() - wide / 2, at.y() - high / 2, wide, high)
            apart = _LABEL_APART_PX * style.px
            if any(box.adjusted(-apart, -apart, apart, apart).intersects(other) for other in taken):
                continue
            taken.append(box)
            painter.fillRect(box, faded(style.tokens.surface, 215))
            labels.draw(painter, style, labels.Layout((text,), False), at, style.tokens.text)


class ArrowLayer:
    """Horizontal velocity on the slice: length by speed, the longest named on the legend."""

    def __init__(self, style: Style) -> None:
        self._style = style
        self._path = QPainterPath()
        self._key: tuple[object, ...] = ()
        self.longest_m_s = 0.0

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to paint."""
        return self._path.isEmpty()

    def show(self, fields: Fields | None, height_m: float) -> bool:
        """Prepare the arrows at a height [m] for the zoom in force; return whether they changed."""
        apart_m = ARROW_APART_PX * self._style.px
        every = _cells_apart(fields, apart_m)
        key = (id(fields), height_m, every)
        if key == self._key:
            return False
        self._key, self._fields = key, fields
        was_empty = self.is_empty
        self._path, self.longest_m_s = QPainterPath(), 0.0
        if fields is None or fields.temperature_c.size == 0:
            return not was_empty
        _, _, z0, _, _, z1 = extent(fields)
        arrows = arrows_z(fields, min(max(height_m, z0), z1), apart_m)
        speed = np.hypot(arrows.u_m_s, arrows.v_m_s)
        if not speed.size or not speed.max() > 0.0:
            return True
        self.longest_m_s = nice_ceiling(max(float(np.percentile(speed, _TYPICAL_FAST)), 1e-3))
        shares = np.minimum(speed / self.longest_m_s, 1.0)
        shown = shares >= _SHORTEST_OF_LONGEST
        length = _LONGEST_OF_STEP * arrows.step_m * shares[shown]
        ux, uy = arrows.u_m_s[shown] / speed[shown], arrows.v_m_s[shown] / speed[shown]
        self._path = _arrow_path(
            arrows.x_m[shown], arrows.y_m[shown], ux, uy, length, arrows.step_m
        )
        return True

    def paint(self, painter: QPainter) -> None:
        """All arrows at once."""
        if self.is_empty:
            return
        style = self._style
        painter.setBrush(style.no_brush)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        # a pixel wide, or a thousand arrows take fifty times as long: wider lines are filled shapes
        painter.setPen(cosmetic(style.tokens.text, 1.0))
        painter.drawPath(self._path)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)


def _cells_apart(fields: Fields | None, apart_m: float) -> tuple[int, ...]:
    """Every how many cells an arrow stands: what a change of zoom may change."""
    if fields is None:
        return ()
    return tuple(math.ceil(apart_m / step - 1e-9) for step in fields.spacing_m[:2])


def _arrow_path(
    x: NDArray[np.float64],
    y: NDArray[np.float64],
    ux: NDArray[np.float64],
    uy: NDArray[np.float64],
    length: NDArray[np.float64],
    step_m: float,
) -> QPainterPath:
    """Shafts through the cells' middles with two barbs each."""
    tip_x, tip_y = x + 0.5 * length * ux, y + 0.5 * length * uy
    tail_x, tail_y = x - 0.5 * length * ux, y - 0.5 * length * uy
    barb = np.minimum(_BARB_OF_LENGTH * length, _BARB_MOST_OF_STEP * step_m)
    back_x, back_y = tip_x - barb * ux, tip_y - barb * uy
    side_x, side_y = -0.6 * barb * uy, 0.6 * barb * ux
    rows = np.column_stack(
        (tail_x, tail_y, tip_x, tip_y, back_x + side_x, back_y + side_y,
         back_x - side_x, back_y - side_y)
    ).tolist()  # fmt: skip
    path = QPainterPath()
    for x0, y0, x1, y1, ax, ay, bx, by in rows:
        path.moveTo(x0, y0)
        path.lineTo(x1, y1)
        path.moveTo(ax, ay)
        path.lineTo(x1, y1)
        path.lineTo(bx, by)
    return path


def _add(path: QPainterPath, pieces: Segments) -> None:
    for x0, y0, x1, y1 in pieces.tolist():
        path.moveTo(x0, y0)
        path.lineTo(x1, y1)


def _spread(pieces: Segments) -> list[tuple[float, float]]:
    """Places for numbers: a few pieces far apart, by their order from left to right."""
    if not len(pieces):
        return []
    order = np.argsort(pieces[:, 0], kind="stable")
    chosen = order[np.linspace(0, len(order) - 1, 7).astype(int)[1:-1]]
    middles = 0.5 * (pieces[chosen, :2] + pieces[chosen, 2:])
    return [(float(x), float(y)) for x, y in middles]
