"""How much warmer one hall's air is than another's: two fields on a common grid.

Both halls share their inner corner, so the same place has the same coordinates. Where one of them
has no air, being solid there or ending before, there is no difference to tell.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from coolsim.results.records import Fields
from coolsim.results.sampling import extent, slice_z

_MOST_CELLS = 400_000
"""Cells of a common slice: beyond them the cells are made larger, for a screen shows no more."""


@dataclass(frozen=True, slots=True)
class DifferenceMap:
    """A horizontal slice of differences.

    Attributes:
        origin_m: Place of the corner of the first cell on the plan (x, y) [m].
        spacing_m: Size of the cells along x and y [m].
        height_m: Height of the slice above the floor [m].
        difference_k: How much warmer the other hall is, shape (nx, ny); NaN where either has no
            air [K].
    """

    origin_m: tuple[float, float]
    spacing_m: tuple[float, float]
    height_m: float
    difference_k: NDArray[np.float32]

    @property
    def largest_k(self) -> float:
        """The largest difference but for half a percent of the cells; 0 where there is none [K]."""
        known = np.abs(self.difference_k[np.isfinite(self.difference_k)])
        return float(np.percentile(known, 99.5)) if known.size else 0.0

    @property
    def mean_k(self) -> float:
        """Mean over the cells that both halls have; NaN where there is none [K]."""
        known = self.difference_k[np.isfinite(self.difference_k)]
        return float(known.mean(dtype=np.float64)) if known.size else math.nan


def difference_map(base: Fields, other: Fields, height_m: float) -> DifferenceMap | None:
    """How much warmer ``other`` is than ``base`` on a horizontal slice.

    The common cells are as fine as the finer of both; each hall is read between its cell centres
    (bilinear, solids left out). Worked number: a hall of 20 degrees throughout beside one whose air
    warms by 1 K per metre of x from 20 gives x at every place, whatever the two grids are.

    Args:
        base: What the difference is counted from.
        other: The hall compared.
        height_m: Height above the floor; kept inside of each hall [m].

    Returns:
        ``None`` where the fields of one hold no cells, or the two halls have no place in common.
    """
    if base.temperature_c.size == 0 or other.temperature_c.size == 0:
        return None
    boxes = [extent(fields) for fields in (base, other)]
    x0, y0 = (max(box[axis] for box in boxes) for axis in (0, 1))
    x1, y1 = (min(box[axis] for box in boxes) for axis in (3, 4))
    if x1 <= x0 or y1 <= y0:
        return None
    dx, dy = (min(f.spacing_m[axis] for f in (base, other)) for axis in (0, 1))
    nx, ny = (max(1, round(size / step)) for size, step in ((x1 - x0, dx), (y1 - y0, dy)))
    if nx * ny > _MOST_CELLS:
        shrink = math.sqrt(_MOST_CELLS / (nx * ny))
        nx, ny = max(1, int(nx * shrink)), max(1, int(ny * shrink))
    dx, dy = (x1 - x0) / nx, (y1 - y0) / ny
    x_m = x0 + (np.arange(nx) + 0.5) * dx
    y_m = y0 + (np.arange(ny) + 0.5) * dy
    one, two = (_at(fields, height_m, x_m, y_m) for fields in (base, other))
    return DifferenceMap((x0, y0), (dx, dy), height_m, (two - one).astype(np.float32))


def _at(
    fields: Fields, height_m: float, x_m: NDArray[np.floating], y_m: NDArray[np.floating]
) -> NDArray[np.float64]:
    """Temperatures of a slice at the crossings of ``x_m`` and ``y_m``, shape (nx, ny) [deg C].

    NaN where the cell a place lies in is solid; solid neighbours do not count.
    """
    bottom, top = extent(fields)[2], extent(fields)[5]
    values = slice_z(fields, min(max(height_m, bottom), top)).astype(np.float64)
    known = np.isfinite(values)
    filled = np.where(known, values, 0.0)
    low_x, high_x, far_x, own_x = _between(x_m, fields.origin_m[0], fields.spacing_m[0],
                                           values.shape[0])  # fmt: skip
    low_y, high_y, far_y, own_y = _between(y_m, fields.origin_m[1], fields.spacing_m[1],
                                           values.shape[1])  # fmt: skip
    total = np.zeros((x_m.size, y_m.size))
    weight = np.zeros_like(total)
    for at_x, share_x in ((low_x, 1.0 - far_x), (high_x, far_x)):
        for at_y, share_y in ((low_y, 1.0 - far_y), (high_y, far_y)):
            corner = np.ix_(at_x, at_y)
            share = share_x[:, None] * share_y[None, :] * known[corner]
            total += share * filled[corner]
            weight += share
    mean = np.divide(total, weight, out=np.full_like(total, np.nan), where=weight > 0.0)
    return np.where(known[np.ix_(own_x, own_y)], mean, np.nan)


def _between(
    at_m: NDArray[np.floating], origin_m: float, spacing_m: float, count: int
) -> tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.floating], NDArray[np.intp]]:
    """Cells on both sides of places, weight of the upper one, and the cell each lies in."""
    position = (at_m - origin_m) / spacing_m
    shifted = np.clip(position - 0.5, 0.0, count - 1.0)
    low = np.minimum(shifted.astype(np.intp), max(count - 2, 0))
    own = np.clip(position.astype(np.intp), 0, count - 1)
    return low, np.minimum(low + 1, count - 1), shifted - low, own
