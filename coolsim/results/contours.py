"""Lines of one value on a slice, by marching squares."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Segments = NDArray[np.float64]
"""One straight piece a row: ``x0, y0, x1, y1`` [m]."""

_SADDLE_PAIRS = {False: ((0, 3), (1, 2)), True: ((0, 1), (2, 3))}
"""Edges that belong together where all four are crossed, by whether the middle is with corner 0."""


def contour(
    values: NDArray[np.floating],
    level: float,
    origin_m: tuple[float, float] = (0.0, 0.0),
    spacing_m: tuple[float, float] = (1.0, 1.0),
) -> Segments:
    """The line where a slice takes a value, linear between cell centres.

    A saddle (all four sides of a square crossed) is joined by the mean of its corners. Squares with
    a corner of NaN have no line.

    Worked number: values 0 and 1 at centres x = 0.5 and 1.5: level 0.25 lies at x = 0.75.

    Args:
        values: Shape (n, m), NaN inside solids.
        level: The value of the line.
        origin_m: Corner of the first cell [m].
        spacing_m: Size of a cell [m].

    Returns:
        Shape (pieces, 4), unordered.
    """
    corners = np.asarray(values, dtype=float)
    if min(corners.shape) < 2:
        return np.empty((0, 4))
    # around the square: (0, 0), (1, 0), (1, 1), (0, 1); edge k runs from corner k to the next
    around = np.stack((corners[:-1, :-1], corners[1:, :-1], corners[1:, 1:], corners[:-1, 1:]))
    above = around > level
    mixed = above.any(axis=0) & ~above.all(axis=0) & ~np.isnan(around).any(axis=0)
    i, j = np.nonzero(mixed)
    around, above = around[:, i, j], above[:, i, j]
    following = np.roll(around, -1, axis=0)
    crossed = above != np.roll(above, -1, axis=0)
    step = following - around
    with np.errstate(invalid="ignore", divide="ignore"):
        along = np.where(crossed, (level - around) / step, 0.0)
    x = i + 0.5 + np.stack((along[0], np.ones(i.size), 1.0 - along[2], np.zeros(i.size)))
    y = j + 0.5 + np.stack((np.zeros(i.size), along[1], np.ones(i.size), 1.0 - along[3]))
    x, y = origin_m[0] + spacing_m[0] * x, origin_m[1] + spacing_m[1] * y
    pieces = [_two_sided(x, y, crossed)]
    saddle = crossed.all(axis=0)
    with_first = (around.mean(axis=0) > level) == above[0]
    for side, pairs in _SADDLE_PAIRS.items():
        chosen = saddle & (with_first == side)
        pieces += [
            np.column_stack((x[a, chosen], y[a, chosen], x[b, chosen], y[b, chosen]))
            for a, b in pairs
        ]
    return np.concatenate(pieces)


def _two_sided(
    x: NDArray[np.float64], y: NDArray[np.float64], crossed: NDArray[np.bool_]
) -> Segments:
    """The pieces of squares with two crossed sides."""
    plain = np.nonzero(crossed.sum(axis=0) == 2)[0]
    first = crossed[:, plain].argmax(axis=0)
    last = 3 - crossed[::-1, plain].argmax(axis=0)
    return np.column_stack((x[first, plain], y[first, plain], x[last, plain], y[last, plain]))
