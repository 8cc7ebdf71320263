"""Where thin plates come to stand on the grid: on face planes, drawn into the solids they touch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from solvers.grid import ON_FACE, Array, Grid

if TYPE_CHECKING:
    from solvers.openness import Box, Mask, Plate

_NEAR_CELLS = 4.0
"""Cells around a plate in which boxes may draw its edges into them."""


def nearest_face(grid: Grid, axis: int, position: float) -> int:
    """Index 0..n of the face plane nearest to a position [m]."""
    ratio = (position - grid.origin[axis]) / grid.spacing[axis]
    return int(np.clip(np.floor(ratio + 0.5), 0, grid.shape[axis]))


def seat_plate(grid: Grid, plate: Plate, boxes: Sequence[Box]) -> tuple[int, Plate]:
    """Face plane for a plate, and the plate with its edges drawn into the solids it touches.

    A plate that ends at a solid must not leave a seam there when both are put on the grid: it is
    moved to the face plane inside the solid it rests on, and its edges are lengthened by a cell
    into any box they touch.
    """
    return _seat(grid, plate, boxes, *_corners(boxes))


def _corners(boxes: Sequence[Box]) -> tuple[Array, Array]:
    """Low and high corners of boxes, shape (boxes, 3) [m]."""
    low = np.array([box.low for box in boxes], dtype=np.float64).reshape(-1, 3)
    return low, np.array([box.high for box in boxes], dtype=np.float64).reshape(-1, 3)


def _seat(
    grid: Grid, plate: Plate, boxes: Sequence[Box], lows: Array, highs: Array
) -> tuple[int, Plate]:
    """As :func:`seat_plate`, the boxes' corners at hand."""
    axis, others = plate.axis, [axis for axis in range(3) if axis != plate.axis]
    low, high = list(plate.low), list(plate.high)
    face = nearest_face(grid, axis, plate.position)
    reach = [0.51 * grid.spacing[axis] for axis in range(3)]
    near_top = np.abs(plate.position - highs[:, axis]) < reach[axis]
    near_bottom = np.abs(plate.position - lows[:, axis]) < reach[axis]
    inside = (lows[:, axis] - 1e-6 <= plate.position) & (plate.position <= highs[:, axis] + 1e-6)
    beside = near_top | near_bottom | inside
    first = 0
    while first < len(boxes):
        # an edge that was lengthened may touch boxes that it did not touch before
        spans = np.minimum(high, highs[first:, others]) - np.maximum(low, lows[first:, others])
        touches = (spans.min(axis=1) >= -1e-6) & (spans.max(axis=1) > 1e-6)
        before = (*low, *high)
        for number in first + np.flatnonzero(touches & beside[first:]):
            first = int(number) + 1
            box = boxes[first - 1]
            if near_top[first - 1]:
                face = _inner_face(grid, axis, box.high[axis], outward=1)
            elif near_bottom[first - 1]:
                face = _inner_face(grid, axis, box.low[axis], outward=-1)
            for n, other in enumerate(others):
                if abs(high[n] - box.low[other]) < reach[other]:
                    high[n] = min(box.low[other] + grid.spacing[other], box.high[other])
                if abs(low[n] - box.high[other]) < reach[other]:
                    low[n] = max(box.high[other] - grid.spacing[other], box.low[other])
            if (*low, *high) != before:
                break
        else:
            break
    return face, replace(plate, low=(low[0], low[1]), high=(high[0], high[1]))


def seat_plates(
    grid: Grid, plates: Sequence[Plate], boxes: Sequence[Box]
) -> tuple[tuple[int, Plate], ...]:
    """Seat all plates, and lengthen those that end at another one to where that one now stands."""
    if not plates:
        return ()
    near = _near(grid, plates, boxes)
    seats = tuple(
        _seat_near(grid, plate, tuple(boxes[n] for n in np.flatnonzero(row).tolist()))
        or _seat(grid, plate, boxes, *_corners(boxes))
        for plate, row in zip(plates, near, strict=True)
    )
    return _all_joined(grid, tuple(plates), seats)


def _near(grid: Grid, plates: Sequence[Plate], boxes: Sequence[Box]) -> Mask:
    """Which boxes lie within reach of each plate, shape (plates, boxes)."""
    lows, highs = _corners(boxes)
    low, high = np.empty((len(plates), 1, 3)), np.empty((len(plates), 1, 3))
    for n, plate in enumerate(plates):
        low[n, 0, plate.axis] = high[n, 0, plate.axis] = plate.position
        for axis, (start, end) in plate.spans.items():
            low[n, 0, axis], high[n, 0, axis] = start, end
    reach = _NEAR_CELLS * np.asarray(grid.spacing)
    return np.asarray(((lows <= high + reach) & (highs >= low - reach)).all(axis=2))


@lru_cache(maxsize=1024)
def _seat_near(grid: Grid, plate: Plate, boxes: tuple[Box, ...]) -> tuple[int, Plate] | None:
    """A plate seated by the boxes near it; ``None`` where it grows so far as to meet others.

    Kept: while one object is dragged through a hall, most plates keep the boxes near them.
    """
    face, seated = _seat(grid, plate, boxes, *_corners(boxes))
    others = (axis for axis in range(3) if axis != plate.axis)
    reach = [(_NEAR_CELLS - 1.0) * grid.spacing[axis] for axis in others]
    grown = np.subtract(plate.low, seated.low), np.subtract(seated.high, plate.high)
    return (face, seated) if (np.maximum(*grown) < reach).all() else None


@lru_cache(maxsize=16)
def _all_joined(
    grid: Grid, plates: tuple[Plate, ...], seats: tuple[tuple[int, Plate], ...]
) -> tuple[tuple[int, Plate], ...]:
    """Seated plates with their edges drawn to the face planes of those they end at."""
    return tuple((face, _joined(grid, seated, plates, seats)) for face, seated in seats)


def _joined(
    grid: Grid, plate: Plate, drawn: Sequence[Plate], seats: Sequence[tuple[int, Plate]]
) -> Plate:
    """A plate with its edges drawn to the face planes of the plates it ends at."""
    others = [axis for axis in range(3) if axis != plate.axis]
    low, high = list(plate.low), list(plate.high)
    for other, (face, _) in zip(drawn, seats, strict=True):
        if other.axis == plate.axis:
            continue
        n = others.index(other.axis)
        reach = 0.51 * grid.spacing[other.axis]
        spans = other.spans
        near_low, near_high = (
            abs(edges[n] - other.position) < reach for edges in (plate.low, plate.high)
        )
        across = spans[others[1 - n]]
        along = spans[plate.axis]
        meets = (
            across[0] < high[1 - n]
            and low[1 - n] < across[1]
            and along[0] - reach <= plate.position <= along[1] + reach
        )
        plane = grid.origin[other.axis] + grid.spacing[other.axis] * face
        if meets and near_high:
            high[n] = max(high[n], plane)
        if meets and near_low:
            low[n] = min(low[n], plane)
    return replace(plate, low=(low[0], low[1]), high=(high[0], high[1]))


def _inner_face(grid: Grid, axis: int, position: float, outward: int) -> int:
    """The last face plane inside a solid whose surface is at ``position``."""
    ratio = (position - grid.origin[axis]) / grid.spacing[axis]
    index = np.floor(ratio + ON_FACE) if outward > 0 else np.ceil(ratio - ON_FACE)
    return int(np.clip(index, 0, grid.shape[axis]))
