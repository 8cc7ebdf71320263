"""Openings beside containment panels: kept on the side of the panel that they were drawn on.

A roof comes to stand on the face plane inside the racks it rests on, a door on the one inside the
end racks. Without care the strip of their fronts beyond that plane would breathe from outside.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from coolsim.scene import Opening
from solvers.grid import Grid
from solvers.openness import Box, Plate, seat_plates

_TOUCHING_M = 1e-6
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
        if plate.axis == opening.axis or not _stands_before(grid, opening, plate):
            continue
        n = _span_index(opening, plate.axis)
        low, high = opening.spans[n]
        step = grid.spacing[plate.axis]
        if plate.position >= high - _TOUCHING_M and position < high:
            span = (low if low < position else position - step, position)
        elif plate.position <= low + _TOUCHING_M and position > low:
            span = (position, high if high > position else position + step)
        else:
            continue
        spans = (span, opening.spans[1]) if n == 0 else (opening.spans[0], span)
        opening = replace(opening, spans=spans)
    return opening


def _stands_before(grid: Grid, opening: Opening, plate: Plate) -> bool:
    """Whether a plate across the opening's plane reaches the air next to the opening."""
    across = 3 - opening.axis - plate.axis
    near, far = sorted(
        opening.position + opening.outward * depth
        for depth in (_TOUCHING_M, 0.51 * grid.spacing[opening.axis])
    )
    before, along = plate.spans[opening.axis], plate.spans[across]
    span = opening.spans[_span_index(opening, across)]
    return before[0] < far and before[1] > near and along[0] < span[1] and along[1] > span[0]


def _span_index(opening: Opening, axis: int) -> int:
    """Which of an opening's two spans lies along an axis."""
    return [other for other in range(3) if other != opening.axis].index(axis)
