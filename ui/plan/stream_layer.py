"""Streamlines of the selected objects, followed in a thread and painted as one path each."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QPointF, QThreadPool, Signal
from PySide6.QtGui import QPainter, QPainterPath, QPolygonF

from coolsim.design import geometry
from coolsim.design.models import Cooler, Placed, Rack, Tile
from coolsim.results.records import Fields
from coolsim.results.streamlines import Points, streamlines
from ui.background import run_aside
from ui.plan.style import Style, cosmetic, faded

MOST_OBJECTS = 6
"""Selected objects that get lines: more would cover the plan."""
_ACROSS, _HIGH = 5, 4
_OUTSIDE_M = 0.08
_CLEARANCE_M = 0.15
_OUTSIDE_CELLS = 0.55
"""Seeds stand over half a cell off: a cell cut by a face may count as solid."""


@dataclass(frozen=True)
class Seeds:
    """Where lines begin: ``after`` is followed downstream, ``before`` back to its sources [m]."""

    after: Points
    before: Points


def seeds_of(records: Sequence[Placed], cell_m: float = 0.0) -> Seeds:
    """Points outside the openings of objects, off by a little more than half a cell [m].

    Racks and coolers: where their air goes, and where it came from; floor tiles: where theirs goes.
    """
    after: list[NDArray[np.float64]] = []
    before: list[NDArray[np.float64]] = []
    off = max(_OUTSIDE_M, _OUTSIDE_CELLS * cell_m)
    for record in records[:MOST_OBJECTS]:
        if isinstance(record, Rack):
            after.append(_face(record, -1.0, off))
            before.append(_face(record, 1.0, off))
        elif isinstance(record, Tile) and record.surface == "floor":
            after.append(_top(record, off))
        elif isinstance(record, Cooler):
            above = _top(record, record.height_m + off)
            front = _face(record, 1.0, off)
            if record.discharge == "underfloor":
                after.append(_top(record, -max(off, _CLEARANCE_M)))
                before.append(above)
            elif record.discharge == "top":
                after.append(above)
                before.append(front)
            else:
                after.append(front)
                before.append(above)
    return Seeds(_together(after), _together(before))


def _together(parts: list[NDArray[np.float64]]) -> Points:
    return np.concatenate(parts) if parts else np.empty((0, 3))


def _face(record: Rack | Cooler, side: float, off_m: float) -> Points:
    """A lattice just outside the front (+1) or the rear (-1)."""
    depth, width = geometry.size(record)
    ux, uy = geometry.direction(record.heading_deg)
    along = side * (depth / 2 + off_m)
    across = np.linspace(-0.4, 0.4, _ACROSS) * width
    z = np.linspace(_CLEARANCE_M, max(record.height_m - _CLEARANCE_M, _CLEARANCE_M), _HIGH)
    across, z = (part.ravel() for part in np.meshgrid(across, z))
    return np.column_stack(
        (record.x_m + along * ux - across * uy, record.y_m + along * uy + across * ux, z)
    )


def _top(record: Placed, z_m: float) -> Points:
    """A lattice over (or, with a negative height, under) the footprint."""
    depth, width = geometry.size(record)
    ux, uy = geometry.direction(record.heading_deg)
    along, across = (
        part.ravel()
        for part in np.meshgrid(
            np.linspace(-0.4, 0.4, _HIGH) * depth, np.linspace(-0.4, 0.4, _ACROSS) * width
        )
    )
    x, y = record.x_m + along * ux - across * uy, record.y_m + along * uy + across * ux
    return np.column_stack((x, y, np.full(x.shape, z_m)))


class _Following:
    """Follows the air in a pool thread: 0.1 s for the lines of two racks."""

    def __init__(self, number: int, fields: Fields, seeds: Seeds, layer: StreamLayer) -> None:
        self._number, self._fields, self._seeds, self._layer = number, fields, seeds, layer

    def run(self) -> None:
        if not self._layer.is_wanted(self._number):
            return
        after = streamlines(self._fields, self._seeds.after)
        before = streamlines(self._fields, self._seeds.before, upstream=True)
        # a plan that has closed meanwhile wants no lines any more
        with contextlib.suppress(RuntimeError):
            self._layer.bridge.followed.emit(self._number, after, before)


class _Bridge(QObject):
    """Carries the lines to the window's thread."""

    followed = Signal(int, object, object)


class StreamLayer(QObject):
    """Streamlines of the selected objects in the fields in sight.

    Signals:
        changed: New lines are to be painted.
    """

    changed = Signal()

    def __init__(self, style: Style, parent: QObject) -> None:
        super().__init__(parent)
        self._style = style
        self._after = QPainterPath()
        self._before = QPainterPath()
        self._key: tuple[object, ...] = ()
        self._number = self._shown = 0
        self.bridge = _Bridge(self)
        self.bridge.followed.connect(self._take)
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to paint."""
        return self._after.isEmpty() and self._before.isEmpty()

    def show(self, fields: Fields | None, records: Sequence[Placed]) -> None:
        """Follow the air of these objects; none of them hides the lines."""
        key = (id(fields), tuple(map(id, records)))
        if key == self._key:
            return
        self._key, self._kept = key, (fields, tuple(records))
        self._number += 1
        seeds = seeds_of(records, max(fields.spacing_m) if fields is not None else 0.0)
        if fields is None or not (len(seeds.after) or len(seeds.before)):
            if not self.is_empty:
                self._after, self._before = QPainterPath(), QPainterPath()
                self.changed.emit()
            self._shown = self._number
            return
        run_aside(self._pool, _Following(self._number, fields, seeds, self).run)

    def is_wanted(self, number: int) -> bool:
        """Whether lines asked for are the latest; of those that wait only these are of use."""
        return number == self._number

    def paint(self, painter: QPainter) -> None:
        """Where air goes: full lines; where it came from: dashed."""
        if self.is_empty:
            return
        style = self._style
        painter.setBrush(style.no_brush)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        for path, dashed in ((self._before, True), (self._after, False)):
            painter.setPen(cosmetic(faded(style.tokens.surface, 150), 3.0))
            painter.drawPath(path)
            pen = cosmetic(style.tokens.accent, 1.4)
            if dashed:
                pen.setDashPattern([4.0, 3.0])
            painter.setPen(pen)
            painter.drawPath(path)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)

    def _take(self, number: int, after: tuple[Points, ...], before: tuple[Points, ...]) -> None:
        # while results keep coming, a former answer is better than none
        if number > self._shown:
            self._shown = number
            self._after, self._before = _path(after), _path(before)
            self.changed.emit()


def _path(lines: tuple[Points, ...]) -> QPainterPath:
    path = QPainterPath()
    for line in lines:
        if len(line) > 1:
            # every other point is as smooth on the screen; the last one is where the line ends
            points = [*line[:-1:2, :2].tolist(), line[-1, :2].tolist()]
            path.addPolygon(QPolygonF([QPointF(x, y) for x, y in points]))
    return path
