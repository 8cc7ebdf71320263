"""Reading fields at many points at once."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from coolsim.results.records import Fields
from coolsim.results.sampling import FLOOR_Z_M, extent


def values_at(
    fields: Fields, points_m: NDArray[np.float64], values: NDArray[np.float32] | None = None
) -> NDArray[np.float64]:
    """Cell values at points, trilinear between cell centres, solids and the floor's far side out.

    A point in a solid cell takes its neighbours with air where it has any: what hangs before a
    rack may be in the rack on a coarse grid.

    Args:
        fields: The fields.
        points_m: Places, shape (n, 3) [m].
        values: Cell values of shape (nx, ny, nz); the temperature where ``None``.

    Returns:
        Shape (n,); NaN outside the grid, and where no air is near.
    """
    cells = fields.temperature_c if values is None else values
    if cells.size == 0 or points_m.size == 0:
        return np.full(len(points_m), np.nan)
    box = np.array(extent(fields))
    inside = np.all((points_m >= box[:3] - 1e-9) & (points_m <= box[3:] + 1e-9), axis=1)
    last = np.array(cells.shape) - 1
    spacing, origin = np.array(fields.spacing_m), np.array(fields.origin_m)
    place = np.clip((points_m - origin) / spacing - 0.5, 0.0, last)
    low = np.minimum(place.astype(int), np.maximum(last - 1, 0))
    high = np.minimum(low + 1, last)
    share = place - low
    total, weights = np.zeros(len(points_m)), np.zeros(len(points_m))
    for corner in np.ndindex(2, 2, 2):
        at = np.where(corner, high, low)
        weight = np.where(corner, share, 1.0 - share).prod(axis=1)
        centre_z = origin[2] + (at[:, 2] + 0.5) * spacing[2]
        found = cells[at[:, 0], at[:, 1], at[:, 2]].astype(float)
        beyond_floor = (centre_z < FLOOR_Z_M) != (points_m[:, 2] < FLOOR_Z_M)
        usable = ~np.isnan(found) & ~beyond_floor
        total += np.where(usable, weight * found, 0.0)
        weights += np.where(usable, weight, 0.0)
    known = inside & (weights > 1e-9)
    return np.where(known, total / np.where(known, weights, 1.0), np.nan)
