"""Openings beside containment panels: kept on the side of the panel that they were drawn on.

A roof comes to stand on the face plane inside the racks it rests on, a door on the one inside the
end racks. Without care the strip of their fronts beyond that plane would breathe from outside.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from coolsim.scene import Opening
from solvers.grid import Array, Grid
from solvers.openness import Box, Plate
from solvers.seating import seat_plates

_TOUCHING_M = 1e-6
_NEAR_CELLS = 2.0
"""Plates move by a cell at most, and with them the edge that the next one is compared with."""
MovedPlate = tuple[Plate, float]
"""A plate as drawn, and where it stands along its axis on the grid [m]."""


def moved_plates(
    grid: Grid, plates: Sequence[Plate], boxes: Sequence[Box]
) -> tuple[MovedPlate, ...]:
    """The plates that do not stand on the grid where they were drawn."""
    moved = []
    for drawn, (face, _) in zip(plates, seat_plates(grid, plates, boxes), strict=True):
        position = grid.origin[drawn.axis] + grid.spacing[drawn.axis] * face
        if abs(position - drawn.position) > _TOUCHING_M:
            moved.append((drawn, position))
    return tuple(moved)


def confined(grid: Grid, opening: Opening, moved: Sequence[MovedPlate]) -> Opening:
    """An opening cut off at the plates that moved over its edge.

    One that lies wholly beyond such a plate breathes through the cell before it.
    """
    for plate, position in moved:
        if plate.axis == opening.axis:
            continue
        n = _span_index(opening.axis, plate.axis)
        low, high = opening.spans[n]
        step = grid.spacing[plate.axis]
        if plate.position >= high - _TOUCHING_M and position < high:
            span = (low if low < position else position - step, position)
        elif plate.position <= low + _TOUCHING_M and position > low:
            span = (position, high if high > position else position + step)
        else:
            continue
        if not _stands_before(grid, opening, plate):
            continue
        spans = (span, opening.spans[1]) if n == 0 else (opening.spans[0], span)
        opening = replace(opening, spans=spans)
    return opening


class Confinement:
    """Cuts many openings off at the plates that moved; looks only at plates near each.

    Args:
        grid: The grid.
        moved: The plates.
        openings: The openings that will be asked about, as drawn.
    """

    def __init__(
        self, grid: Grid, moved: Sequence[MovedPlate], openings: Sequence[Opening]
    ) -> None:
        self._grid = grid
        self._near: dict[int, list[MovedPlate]] = {}
        if not moved or not openings:
            return
        margin = _NEAR_CELLS * np.asarray(grid.spacing)
        low, high = _corners([(o.axis, o.position, o.spans) for o in openings])
        plate_low, plate_high = _corners([
            (p.axis, p.position, tuple(zip(p.low, p.high, strict=True))) for p, _ in moved
        ])  # fmt: skip
        meets = np.ones((len(openings), len(moved)), dtype=bool)
        for axis in range(3):
            meets &= low[:, None, axis] <= plate_high[:, axis] + margin[axis]
            meets &= high[:, None, axis] >= plate_low[:, axis] - margin[axis]
        for opening, plate in zip(*np.nonzero(meets), strict=True):
            self._near.setdefault(id(openings[opening]), []).append(moved[plate])

    def __call__(self, opening: Opening) -> Opening:
        """One of the openings, cut off."""
        near = self._near.get(id(opening))
        return opening if near is None else confined(self._grid, opening, near)


def _corners(
    flat: Sequence[tuple[int, float, Sequence[tuple[float, float]]]],
) -> tuple[Array, Array]:
    """Low and high corners of flat things by axis, position and two spans, shape (things, 3)."""
    low: list[list[float]] = []
    high: list[list[float]] = []
    for axis, position, (first, second) in flat:
        for corner, n in ((low, 0), (high, 1)):
            place = [first[n], second[n]]
            place.insert(axis, position)
            corner.append(place)
    return np.array(low), np.array(high)


def _stands_before(grid: Grid, opening: Opening, plate: Plate) -> bool:
    """Whether a plate across the opening's plane reaches the air next to the opening."""
    across = 3 - opening.axis - plate.axis
    near, far = sorted(
        opening.position + opening.outward * depth
        for depth in (_TOUCHING_M, 0.51 * grid.spacing[opening.axis])
    )
    before, along = plate.spans[opening.axis], plate.spans[across]
    span = opening.spans[_span_index(opening.axis, across)]
    return before[0] < far and before[1] > near and along[0] < span[1] and along[1] > span[0]


def _span_index(opening_axis: int, axis: int) -> int:
    """Which of the two spans of an opening across one axis lies along another."""
    return axis - (axis > opening_axis)
