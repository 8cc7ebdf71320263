"""Distance of the air to the nearest wall, which the zero-equation model takes for its length."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from scipy import ndimage

from solvers.exchange import Index
from solvers.grid import Array, Grid
from solvers.openness import Mask, Openness

_KEPT_CELLS = 100_000
"""Size of a grid above which distances are not kept."""
_MOSTLY = 0.5
"""Open share of a face below which a thin plate is a wall to the air beside it [-]."""


def wall_distance(openness: Openness, no_walls: Sequence[tuple[int, int]] = ()) -> Array:
    """Distance of each cell centre to the nearest solid or wall, padded, at least half a cell [m].

    Cells less than half fluid count as solid. The nearest solid cell is found by its centre, the
    distance is that to its surface. Thin plates count where they close most of a face.

    Args:
        openness: Geometry.
        no_walls: Outer sides that are no walls but planes of symmetry: axis, and 0 or -1 for the
            low or the high end.
    """
    grid = openness.grid
    fluid = openness.fluid > 0.5
    for axis, end in no_walls:
        ghost, inside = [slice(None)] * 3, [slice(None)] * 3
        ghost[axis] = slice(-1, None) if end else slice(0, 1)
        inside[axis] = slice(-2, -1) if end else slice(1, 2)
        fluid[tuple(ghost)] = fluid[tuple(inside)]
    squared = _squared_distance(grid, ~fluid, beyond=-0.5)
    for axis, plates in enumerate(openness.plates):
        faces = plates.faces[plates.open_share < _MOSTLY]
        if not faces.size:
            continue
        if grid.cells > _KEPT_CELLS:
            beside = _beside(grid, axis, faces)
        else:
            beside = _beside_kept(grid, axis, faces.tobytes())
        np.minimum(squared, beside, out=squared)
    return np.maximum(np.sqrt(squared), 0.5 * min(grid.spacing))


@lru_cache(maxsize=6)
def _beside_kept(grid: Grid, axis: int, faces: bytes) -> Array:
    """As :func:`_beside`, kept on the grids that are drawn on: plates move less than racks do."""
    return _beside(grid, axis, np.frombuffer(faces, dtype=np.int64))


def _beside(grid: Grid, axis: int, faces: Index) -> Array:
    """Squared distance of each cell to the nearest of some plates, padded [m2]."""
    cells = np.zeros(grid.padded_shape, dtype=bool)
    cells.ravel()[faces] = True
    cells.ravel()[faces - grid.strides[axis]] = True
    return _squared_distance(grid, cells, along=axis)


def _squared_distance(grid: Grid, marked: Mask, *, beyond: float = 0.0, along: int = -1) -> Array:
    """Squared distance of each cell to the nearest marked one, padded [m2].

    Args:
        grid: The grid.
        marked: Padded cells.
        beyond: Cells added to the distance along every axis, -0.5 for that to the surface [-].
        along: Axis on whose faces the surface stands beyond the marked cells.
    """
    if not marked.any():
        return np.full(grid.padded_shape, np.inf)
    nearest = ndimage.distance_transform_edt(
        ~marked, sampling=grid.spacing, return_distances=False, return_indices=True
    )
    squared = np.zeros(grid.padded_shape)
    for axis, here in enumerate(np.indices(grid.padded_shape, sparse=True)):
        added = 0.5 if axis == along else beyond
        gap = np.maximum(np.abs(nearest[axis] - here) + added, 0.0)
        squared += (grid.spacing[axis] * gap) ** 2
    return squared
