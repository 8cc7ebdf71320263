"""Rooms for tests: openings in walls, devices between them, flows that conserve volume."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.sparse import csr_matrix

from solvers.exchange import Exchange, Patch, stack
from solvers.flow import FlowOptions, FlowState, Room, prescribed_velocity
from solvers.grid import Array, Grid
from solvers.momentum import zero_velocity
from solvers.openness import Openness
from solvers.turbulence import Closure, constant


def patch_of(
    grid: Grid, cells: Sequence[tuple[int, int, int]], face: tuple[int, int] | None = None
):
    """A patch over cells (without ghosts), evenly; ``face`` is (axis, outward) of a wall opening.

    ``outward`` is the direction in which air enters the room: +1 for a low wall.
    """
    index = np.asarray(cells, dtype=np.int64) + 1
    flat = index @ np.asarray(grid.strides, dtype=np.int64)
    share = np.full(len(cells), 1.0 / len(cells))
    if face is None:
        return Patch(flat, share, -1, flat, np.zeros(len(cells)))
    axis, outward = face
    faces = flat if outward > 0 else flat + grid.strides[axis]
    return Patch(flat, share, axis, faces, outward * share / grid.face_areas[axis])


def wall_cells(grid: Grid, axis: int, side: int, first: range, second: range):
    """Cells along a wall: ``side`` -1 or +1, ranges along the two other axes."""
    others = [a for a in range(3) if a != axis]
    cells = []
    for i in first:
        for j in second:
            cell = [0, 0, 0]
            cell[axis] = 0 if side < 0 else grid.shape[axis] - 1
            cell[others[0]], cell[others[1]] = i, j
            cells.append(tuple(cell))
    return cells


def wall_patch(grid: Grid, axis: int, side: int, first: range, second: range) -> Patch:
    """An opening in an outer wall."""
    return patch_of(grid, wall_cells(grid, axis, side, first, second), (axis, -side))


def exchange_of(
    grid: Grid,
    discharges: Sequence[Patch],
    intakes: Sequence[Patch],
    discharge_flow: Sequence[float],
    intake_flow: Sequence[float],
    transfer: Sequence[Sequence[float]],
    offset: Sequence[float],
    heat: Array | None = None,
) -> Exchange:
    """Devices with a dense transfer matrix."""
    return Exchange(
        intakes=stack(intakes),
        discharges=stack(discharges),
        intake_flow=np.asarray(intake_flow, dtype=float),
        discharge_flow=np.asarray(discharge_flow, dtype=float),
        transfer=csr_matrix(
            np.asarray(transfer, dtype=float).reshape(len(discharges), len(intakes))
        ),
        offset=np.asarray(offset, dtype=float),
        heat=grid.zeros() if heat is None else heat,
    )


def room_of(
    openness: Openness,
    exchange: Exchange,
    discharges: Sequence[Patch],
    intakes: Sequence[Patch],
    options: FlowOptions,
    closure: Closure | None = None,
    viscosity: float = 0.01,
    temperature: float = 20.0,
) -> Room:
    """A room at rest."""
    grid = openness.grid
    return Room(
        openness=openness,
        exchange=exchange,
        imposed=prescribed_velocity(grid, list(discharges), list(intakes), exchange),
        closure=closure or constant(viscosity),
        options=options,
        state=FlowState(
            velocity=zero_velocity(grid),
            pressure=grid.zeros(),
            temperature=np.full(grid.padded_shape, temperature),
            viscosity=np.full(grid.padded_shape, viscosity),
        ),
    )


def keep(means: Array, exchange: Exchange) -> Exchange:
    """Devices that never change."""
    return exchange
