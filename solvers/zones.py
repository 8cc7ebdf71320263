"""The parts of a room that air can pass between."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from solvers.compiled import kernel
from solvers.exchange import Index
from solvers.grid import Array
from solvers.openness import Mask, Openness


@dataclass(frozen=True, slots=True)
class Zones:
    """Connected parts of the room.

    Attributes:
        count: Number of parts.
        label: Part of each padded cell, -1 where not active.
    """

    count: int
    label: NDArray[np.int32]


def find_zones(openness: Openness) -> Zones:
    """Label the parts of the room that air can pass between, in the order of their first cells."""
    grid = openness.grid
    label = np.full(grid.padded_shape, -1, dtype=np.int32)
    waiting = np.empty(label.size, dtype=np.int64)
    x, y, z = (faces.ravel() for faces in openness.area)
    strides = np.array(grid.strides, dtype=np.int64)
    count = _flood(openness.active.ravel(), x, y, z, strides, label.ravel(), waiting)
    return Zones(count, label)


@kernel
def _flood(
    active: Mask,
    open_x: Array,
    open_y: Array,
    open_z: Array,
    strides: Index,
    label: NDArray[np.int32],
    waiting: Index,
) -> int:
    """Label cell after cell with all that can be reached from it; return how many parts there are.

    Cells outside the room are not active, so that no neighbour of an active one is beyond an end.
    """
    count = 0
    for first in range(active.size):
        if not active[first] or label[first] >= 0:
            continue
        label[first] = count
        waiting[0] = first
        held = 1
        while held > 0:
            held -= 1
            here = waiting[held]
            for axis in range(3):
                faces = open_x if axis == 0 else open_y if axis == 1 else open_z
                for face, cell in (
                    (here, here - strides[axis]),
                    (here + strides[axis], here + strides[axis]),
                ):
                    if faces[face] > 0.0 and active[cell] and label[cell] < 0:
                        label[cell] = count
                        waiting[held] = cell
                        held += 1
        count += 1
    return count
