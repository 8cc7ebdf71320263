"""A sheet across the whole room on one face plane: a floor slab or a ceiling with its openings.

What each face lets through is given as its discharge share ``c``: the share of the face's area that
an opening without any loss but its dynamic pressure would need, ``q = c A sqrt(2 dp / rho)``. An
opening of area share ``s`` and loss coefficient K on its own velocity has ``c = s / sqrt(K)``;
openings side by side add, so a sheet off the grid passes exactly what its parts do together.

Loss coefficients of such openings are measured between still rooms: they contain what it takes to
set the air in motion. So the drop between the cells on both sides is ``K v^2 / 2`` and no more,
while the air beyond receives the momentum of what comes through.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from solvers.exchange import Index
from solvers.grid import Array, Grid
from solvers.openness import Mask, Openness
from solvers.plates import covered_faces


def with_sheet(openness: Openness, axis: int, face: int, discharge_share: Array) -> Openness:
    """The geometry with a sheet on it.

    Args:
        openness: Geometry without the sheet; what it closes stays closed.
        axis: Axis the sheet is normal to.
        face: Index 0..n of its face plane.
        discharge_share: What each face of the plane lets through, 0 closes it, shape of the plane
            in ascending order of axis [-].
    """
    grid = openness.grid
    place: list[slice | int] = [slice(1, -1)] * 3
    place[axis] = face + 1
    plane = tuple(place)
    area, loss, mixing = (list(field) for field in (openness.area, openness.loss, openness.mixing))
    free = area[axis][plane]
    passing = (discharge_share > 0.0) & (free > 0.0)
    through = np.where(passing, discharge_share, 1.0)
    area[axis], loss[axis], mixing[axis] = (f[axis].copy() for f in (area, loss, mixing))
    area[axis][plane] = np.where(passing, free, 0.0)
    # the loss belongs to the velocity in the open part of the face
    loss[axis][plane] = np.where(passing, (free / through) ** 2, 0.0)
    mixing[axis][plane] = np.where(passing, np.minimum(through, free), 0.0)
    left = np.ones(grid.padded_shape)
    left.ravel()[openness.plates[axis].faces] = openness.plates[axis].open_share
    through_open = np.minimum(discharge_share / np.where(free > 0.0, free, 1.0), 1.0)
    left[plane] = np.where(free > 0.0, np.where(passing, through_open, 0.0), left[plane])
    plates = list(openness.plates)
    plates[axis] = covered_faces(left)
    active = np.zeros(grid.padded_shape, dtype=bool)
    for direction in range(3):
        is_open = area[direction] > 0.0
        active |= is_open
        lower: list[slice] = [slice(None)] * 3
        upper: list[slice] = [slice(None)] * 3
        lower[direction], upper[direction] = slice(0, -1), slice(1, None)
        active[tuple(lower)] |= is_open[tuple(upper)]
    return replace(
        openness,
        area=(area[0], area[1], area[2]),
        loss=(loss[0], loss[1], loss[2]),
        mixing=(mixing[0], mixing[1], mixing[2]),
        active=active & openness.active,
        plates=(plates[0], plates[1], plates[2]),
        sheets=(*openness.sheets, (axis, _faces(grid, axis, face, passing))),
    )


def _faces(grid: Grid, axis: int, face: int, passing: Mask) -> Index:
    """Flat padded indices of the faces of a plane that air passes."""
    first, second = np.nonzero(passing)
    strides = [grid.strides[other] for other in range(3) if other != axis]
    along = (face + 1) * grid.strides[axis]
    return np.asarray(along + (first + 1) * strides[0] + (second + 1) * strides[1])
