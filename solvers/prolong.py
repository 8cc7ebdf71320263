"""Carrying a solved flow to a finer grid: the start of the next level of nested grids."""

from __future__ import annotations

import numpy as np
from scipy import ndimage

from solvers.flow import FlowState
from solvers.grid import INTERIOR, Array, Grid
from solvers.momentum import Velocity
from solvers.openness import Openness, face_slices
from solvers.turbulence import Turbulence

_SMALLEST_SHARE = 0.3
"""Open share below which a carried flux is not turned into a higher velocity: slivers would jet."""


def refine_state(coarse: FlowState, source: Openness, target: Openness) -> FlowState:
    """Carry a state from the grid of ``source`` to that of ``target`` by linear interpolation.

    Solid cells of the coarse grid take the value of the nearest fluid cell first, so that no wall
    value leaks into the room. Velocities are carried as fluxes. Both grids cover the same box.
    """
    velocity: list[Array] = []
    for axis in range(3):
        where = face_slices(axis)
        flux = (coarse.velocity[axis] * source.area[axis])[where]
        fine_flux = _resample(flux, source.grid, target.grid, face_axis=axis)
        share = target.area[axis][where]
        carried = np.zeros(target.grid.padded_shape)
        carried[where] = np.where(share > 0.0, fine_flux / np.maximum(share, _SMALLEST_SHARE), 0.0)
        velocity.append(carried)
    fields = [
        _refine_cells(field, source, target)
        for field in (coarse.pressure, coarse.temperature, coarse.viscosity)
    ]
    carried_velocity: Velocity = (velocity[0], velocity[1], velocity[2])
    turbulence = coarse.turbulence and Turbulence(
        energy=_refine_cells(coarse.turbulence.energy, source, target),
        dissipation=_refine_cells(coarse.turbulence.dissipation, source, target),
        wall_viscosity=_refine_cells(coarse.turbulence.wall_viscosity, source, target),
    )
    return FlowState(carried_velocity, fields[0], fields[1], fields[2], turbulence)


def _refine_cells(field: Array, source: Openness, target: Openness) -> Array:
    inner = field[INTERIOR]
    closed = ~source.active[INTERIOR]
    if closed.any() and not closed.all():
        nearest = ndimage.distance_transform_edt(
            closed, return_distances=False, return_indices=True
        )
        inner = inner[tuple(nearest)]
    out = target.grid.zeros()
    out[INTERIOR] = _resample(inner, source.grid, target.grid, face_axis=-1)
    return out


def _resample(values: Array, source: Grid, target: Grid, *, face_axis: int) -> Array:
    """Linear interpolation axis by axis; beyond the outermost points the value stays."""
    for axis in range(3):
        if axis == face_axis:
            known, wanted = source.edges(axis), target.edges(axis)
        else:
            known, wanted = source.centres(axis), target.centres(axis)
        if known.size == 1:
            values = np.repeat(values, wanted.size, axis=axis)
            continue
        position = np.clip((wanted - known[0]) / (known[1] - known[0]), 0.0, known.size - 1.0)
        low = np.minimum(position.astype(np.int64), known.size - 2)
        weight = position - low
        shape = [1, 1, 1]
        shape[axis] = wanted.size
        share = weight.reshape(shape)
        values = (
            np.take(values, low, axis=axis) * (1.0 - share)
            + np.take(values, low + 1, axis=axis) * share
        )
    return values
