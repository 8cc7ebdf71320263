"""Carrying a solved flow to a finer grid: the start of the next level of nested grids."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from scipy import ndimage

from solvers.exchange import Index
from solvers.flow import FlowState
from solvers.grid import INTERIOR, Array, Grid
from solvers.momentum import Velocity
from solvers.openness import Openness, face_slices
from solvers.turbulence import Turbulence

Sheets = tuple[Sequence[float], Sequence[float], Sequence[float]]
"""Positions of sheets across the room along x, y, z [m]."""
_ON_PLANE_M = 1e-9
_SMALLEST_SHARE = 0.3
"""Open share below which a carried flux is not turned into a higher velocity: slivers would jet."""


def refine_state(
    coarse: FlowState, source: Openness, target: Openness, sheets: Sheets = ((), (), ())
) -> FlowState:
    """Carry a state from the grid of ``source`` to that of ``target`` by linear interpolation.

    Solid cells of the coarse grid take the value of the nearest fluid cell first, so that no wall
    value leaks into the room. Velocities are carried as fluxes. Both grids cover the same box; what
    only one of them covers is solid.

    Args:
        coarse: The state.
        source: Geometry it belongs to.
        target: Geometry to carry it to.
        sheets: Planes on faces of both grids, across which fields are not continuous.
    """
    velocity: list[Array] = []
    for axis in range(3):
        where = face_slices(axis)
        flux = (coarse.velocity[axis] * source.area[axis])[where]
        fine_flux = _resample(flux, source.grid, target.grid, sheets, face_axis=axis)
        share = target.area[axis][where]
        carried = np.zeros(target.grid.padded_shape)
        floor: Array | float = _SMALLEST_SHARE
        if source.grid == target.grid:
            # what was a sliver before has its speed already, and keeps it
            floor = np.minimum(_SMALLEST_SHARE, source.area[axis][where])
        held = np.maximum(share, floor)
        carried[where] = np.where(share > 0.0, fine_flux / np.where(held > 0.0, held, 1.0), 0.0)
        velocity.append(carried)
    filled = _nearest_fluid(source, target)

    def refined(field: Array) -> Array:
        inner = field[INTERIOR] if filled is None else field[INTERIOR][filled]
        out = target.grid.zeros()
        out[INTERIOR] = _resample(inner, source.grid, target.grid, sheets, face_axis=-1)
        return out

    fields = [refined(field) for field in (coarse.pressure, coarse.temperature, coarse.viscosity)]
    carried_velocity: Velocity = (velocity[0], velocity[1], velocity[2])
    turbulence = coarse.turbulence and Turbulence(
        energy=refined(coarse.turbulence.energy),
        dissipation=refined(coarse.turbulence.dissipation),
        wall_viscosity=np.stack([refined(nu) for nu in coarse.turbulence.wall_viscosity]),
    )
    return FlowState(carried_velocity, fields[0], fields[1], fields[2], turbulence)


def _nearest_fluid(source: Openness, target: Openness) -> tuple[Index, Index, Index] | None:
    """The fluid cell of ``source`` nearest to each of its cells; ``None`` where none is asked for.

    On one and the same grid only cells that hold air now and did not before are asked for.
    """
    closed = ~source.active[INTERIOR]
    wanted = closed & target.active[INTERIOR] if source.grid == target.grid else closed
    if not wanted.any() or closed.all():
        return None
    x, y, z = ndimage.distance_transform_edt(closed, return_distances=False, return_indices=True)
    return x, y, z


def _resample(
    values: Array, source: Grid, target: Grid, sheets: Sheets, *, face_axis: int
) -> Array:
    """Linear interpolation axis by axis; beyond the outermost points the value stays."""
    if source == target:
        return values
    for axis in range(3):
        if axis == face_axis:
            known, wanted = source.edges(axis), target.edges(axis)
        else:
            known, wanted = source.centres(axis), target.centres(axis)
        low, high, weight = _between(known, wanted, sheets[axis])
        shape = [1, 1, 1]
        shape[axis] = wanted.size
        share = weight.reshape(shape)
        values = (
            np.take(values, low, axis=axis) * (1.0 - share)
            + np.take(values, high, axis=axis) * share
        )
    return values


def _between(known: Array, wanted: Array, sheets: Sequence[float]) -> tuple[Index, Index, Array]:
    """The known points around each wanted one on its own side of every sheet, and where between."""
    bounds = [-np.inf, *sorted(sheets), np.inf]
    low, high = np.zeros(wanted.size, dtype=np.int64), np.zeros(wanted.size, dtype=np.int64)
    weight = np.zeros(wanted.size)
    for start, end in pairwise(bounds):
        here = np.flatnonzero((wanted >= start - _ON_PLANE_M) & (wanted <= end + _ON_PLANE_M))
        points = np.flatnonzero((known >= start - _ON_PLANE_M) & (known <= end + _ON_PLANE_M))
        if not here.size:
            continue
        if not points.size:
            # only the wanted grid reaches beyond this sheet
            points = np.arange(known.size)
        place = np.interp(wanted[here], known[points], np.arange(points.size, dtype=float))
        below = place.astype(np.int64)
        low[here] = points[below]
        high[here] = points[np.minimum(below + 1, points.size - 1)]
        weight[here] = place - below
    return low, high, weight
