"""A square cavity whose lid slides: momentum, pressure coupling, moving wall."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from pydantic import ConfigDict, FiniteFloat

from coolsim.verification.flows import closed_room, plane, refined_peak, settle, through, worst
from coolsim.verification.kinds.parts import Cells, Positive, same_length
from coolsim.verification.records import STRICT, Case, Row, Solved
from solvers.boundary import Side
from solvers.flow import FlowOptions, Room
from solvers.grid import Array
from solvers.prolong import refine_state
from solvers.turbulence import constant

_STEP_PER_CELL = 4.0
"""Pseudo-time step over the time the lid takes to pass a cell [-]."""
_STANDING = 1e-5
_MAX_STEPS = 6000


@dataclass(frozen=True, slots=True)
class Setup:
    """Reynolds number by lid speed and side; cells along a side; convection scheme."""

    reynolds: Positive
    cells: Cells = 64
    second_order: bool = True
    __pydantic_config__: ClassVar[ConfigDict] = STRICT


@dataclass(frozen=True, slots=True)
class VerticalProfile:
    """Horizontal velocity ``u`` over the lid's, at heights ``y``, on ``x = 0.5``."""

    y: tuple[FiniteFloat, ...]
    u: tuple[FiniteFloat, ...]
    __pydantic_config__: ClassVar[ConfigDict] = STRICT

    def __post_init__(self) -> None:
        same_length(y=self.y, u=self.u)


@dataclass(frozen=True, slots=True)
class HorizontalProfile:
    """Vertical velocity ``v`` over the lid's, at places ``x``, on ``y = 0.5``."""

    x: tuple[FiniteFloat, ...]
    v: tuple[FiniteFloat, ...]
    __pydantic_config__: ClassVar[ConfigDict] = STRICT

    def __post_init__(self) -> None:
        same_length(x=self.x, v=self.v)


@dataclass(frozen=True, slots=True)
class Reference:
    """Centre-line profiles and the primary vortex; what is ``None`` is not compared."""

    u_on_x0_5: VerticalProfile | None = None
    v_on_y0_5: HorizontalProfile | None = None
    primary_vortex_centre_xy: tuple[FiniteFloat, FiniteFloat] | None = None
    psi_min: FiniteFloat | None = None
    __pydantic_config__: ClassVar[ConfigDict] = STRICT


@dataclass(frozen=True, slots=True)
class Tolerance:
    """Largest error of every quantity, over lid speed and side."""

    abs_err_max: Positive
    __pydantic_config__: ClassVar[ConfigDict] = STRICT


@dataclass(frozen=True, kw_only=True)
class LidCavity(Case):
    """A lid-driven cavity."""

    setup: Setup
    reference: Reference
    tolerance: Tolerance


def solve(setup: Setup) -> tuple[Room, Solved]:
    """The steady flow, lid speed 1 and side 1; coarser grids give the first guess."""
    levels = [setup.cells]
    while levels[0] % 2 == 0 and levels[0] > 32:
        levels.insert(0, levels[0] // 2)
    room: Room | None = None
    seconds = 0.0
    for cells in levels:
        finer = _room(setup, cells)
        if room is not None:
            finer.state = refine_state(room.state, room.openness, finer.openness)
        room = finer
        solved = settle(room, speed=1.0, length=1.0, tolerance=_STANDING, max_steps=_MAX_STEPS)
        seconds += solved.seconds
    assert room is not None
    return room, Solved(seconds, solved.grid)


def _room(setup: Setup, cells: int) -> Room:
    viscosity = 1.0 / setup.reynolds
    return closed_room(
        plane((cells, cells)),
        constant(viscosity),
        FlowOptions(step=_STEP_PER_CELL / cells, expansion=0.0, second_order=setup.second_order),
        viscosity=viscosity,
        sides=(Side(2, high=True, velocity=(1.0, 0.0, 0.0)),),
    )


def run(case: LidCavity) -> tuple[Row, ...]:
    """Compare centre lines and primary vortex; of each profile the point that fits least."""
    room, solved = solve(case.setup)
    grid, reference = room.openness.grid, case.reference
    allowed = case.tolerance.abs_err_max
    rows = []
    if reference.u_on_x0_5 is not None:
        y, published = np.array(reference.u_on_x0_5.y), np.array(reference.u_on_x0_5.u)
        heights = np.concatenate([[0.0], grid.centres(2), [1.0]])
        ours = through(heights, np.concatenate([[0.0], mid_u(room), [1.0]]), y)
        n = worst(ours, published)
        name = f"u on x = 0.5, worst of {y.size}, y = {y[n]:g}"
        rows.append(case.row(name, ours[n], published[n], allowed, solved))
    if reference.v_on_y0_5 is not None:
        x, published = np.array(reference.v_on_y0_5.x), np.array(reference.v_on_y0_5.v)
        places = np.concatenate([[0.0], grid.centres(0), [1.0]])
        ours = through(places, np.concatenate([[0.0], mid_v(room), [0.0]]), x)
        n = worst(ours, published)
        name = f"v on y = 0.5, worst of {x.size}, x = {x[n]:g}"
        rows.append(case.row(name, ours[n], published[n], allowed, solved))
    psi, centre = primary_vortex(room)
    if reference.psi_min is not None:
        rows.append(case.row("stream function, least", psi, reference.psi_min, allowed, solved))
    if reference.primary_vortex_centre_xy is not None:
        for name, ours_at, at in zip("xy", centre, reference.primary_vortex_centre_xy, strict=True):
            rows.append(case.row(f"vortex centre, {name}", ours_at, at, allowed, solved))
    return tuple(rows)


def mid_u(room: Room) -> Array:
    """Horizontal velocity of the cells' heights on the vertical centre line."""
    return _middle(room.state.velocity[0][1:, 1, 1:-1])


def mid_v(room: Room) -> Array:
    """Vertical velocity at the cells' places on the horizontal centre line."""
    return _middle(room.state.velocity[2][1:-1, 1, 1:].T)


def _middle(faces: Array) -> Array:
    """The line of faces in the middle, or the mean of the two beside it."""
    half, odd = divmod(faces.shape[0] - 1, 2)
    return np.asarray(0.5 * (faces[half] + faces[half + odd]))


def primary_vortex(room: Room) -> tuple[float, tuple[float, float]]:
    """Least value of the stream function ``d psi / dy = u``, and its place (x, y)."""
    grid = room.openness.grid
    dx, _, dz = grid.spacing
    u = room.state.velocity[0][1:, 1, 1:-1]
    psi = np.zeros((u.shape[0], u.shape[1] + 1))
    np.cumsum(u * dz, axis=1, out=psi[:, 1:])
    i, k = np.unravel_index(int(np.argmin(psi)), psi.shape)
    along_x, x = refined_peak(-psi[:, k], dx, 0.0)
    along_z, z = refined_peak(-psi[i, :], dz, 0.0)
    return -max(along_x, along_z), (x, z)
