"""Snapping of a moving box to the grid and to the edges of its neighbours."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QRectF

EDGE_REACH_PX = 7.0


class Guide(NamedTuple):
    """A line to show: ``axis`` "x" is vertical at ``at_m``; it runs from ``from_m`` to ``to_m``."""

    axis: str
    at_m: float
    from_m: float
    to_m: float


@dataclass(frozen=True)
class Snapped:
    """The shift to apply [m] and the guides that explain it."""

    dx_m: float
    dy_m: float
    guides: tuple[Guide, ...] = ()


class Snapper:
    """Knows the standing boxes; asked once per mouse move.

    Args:
        standing: Boxes of everything that does not move.
        hall: The room; its walls count as edges.
        grid_m: Step of the grid [m]; 0 for none.
    """

    def __init__(self, standing: Sequence[QRectF], hall: QRectF, grid_m: float) -> None:
        boxes = [*standing, hall]
        self._boxes = np.array(
            [(b.left(), b.top(), b.right(), b.bottom()) for b in boxes], dtype=np.float64
        )
        self._grid_m = grid_m

    def snap(self, box: QRectF, dx_m: float, dy_m: float, scale: float) -> Snapped:
        """Adjust a shift of ``box`` so that it lands on an edge or on the grid.

        Args:
            box: The moving box before the shift.
            dx_m: Wanted shift along x [m].
            dy_m: Wanted shift along y [m].
            scale: Zoom [px/m]: edges catch within a few pixels, never beyond a grid step or two.
        """
        reach = EDGE_REACH_PX / scale
        if self._grid_m > 0.0:
            reach = min(reach, max(self._grid_m, 4.0 / scale))
        moved = box.translated(dx_m, dy_m)
        low, high = (moved.left(), moved.top()), (moved.right(), moved.bottom())
        shifts, guides = [dx_m, dy_m], []
        caught: list[tuple[int, float]] = []
        for axis in (0, 1):
            found = self._nearest_edge(axis, low, high, reach)
            if found is None:
                shifts[axis] += self._to_grid(low[axis])
            else:
                offset, edge = found
                shifts[axis] += offset
                caught.append((axis, edge))
        final = box.translated(*shifts)
        for axis, edge in caught:
            guides.append(self._guide(axis, edge, final))
        return Snapped(shifts[0], shifts[1], tuple(guides))

    def _to_grid(self, low: float) -> float:
        if self._grid_m <= 0.0:
            return 0.0
        return round(low / self._grid_m) * self._grid_m - low

    def _nearest_edge(
        self, axis: int, low: tuple[float, float], high: tuple[float, float], reach: float
    ) -> tuple[float, float] | None:
        """Offset and edge of the best catch: the smallest shift; among equals the nearest box."""
        edges = self._boxes[:, (axis, axis + 2)]
        offsets = np.concatenate((edges - low[axis], edges - high[axis]), axis=1)
        distance = np.abs(offsets)
        smallest = float(distance.min())
        if smallest > reach:
            return None
        other = 1 - axis
        gap = np.maximum(
            self._boxes[:, other] - high[other], low[other] - self._boxes[:, other + 2]
        )
        gap = np.maximum(gap, 0.0)[:, None] + np.where(distance <= smallest + 1e-6, 0.0, math.inf)
        row, column = np.unravel_index(int(np.argmin(gap)), gap.shape)
        return float(offsets[row, column]), float(edges[row, column % 2])

    def _guide(self, axis: int, edge: float, final: QRectF) -> Guide:
        """A line along the edge that covers both boxes."""
        other = 1 - axis
        on_edge = self._boxes[
            np.min(np.abs(self._boxes[:, (axis, axis + 2)] - edge), axis=1) < 1e-6
        ]
        spans = (final.top(), final.bottom()) if axis == 0 else (final.left(), final.right())
        middle = 0.5 * (spans[0] + spans[1])
        centres = 0.5 * (on_edge[:, other] + on_edge[:, other + 2])
        near = on_edge[int(np.argmin(np.abs(centres - middle)))]
        return Guide(
            "xy"[axis],
            edge,
            min(spans[0], float(near[other])),
            max(spans[1], float(near[other + 2])),
        )
