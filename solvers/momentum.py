"""Staggered momentum on openness geometry, one implicit pseudo-time step per component.

Every component uses the same seven-point form as the temperature, so the Gauss-Seidel sweeps of
:mod:`solvers.stencil` serve both. The control volume of a face is weighted with the face's own open
share, which cancels in the projection: the pseudo time step stays uniform and small cuts need no
special care. Losses are linearised by Newton (``|U| U -> 2 |U0| U - |U0| U0``); Picard oscillates.
Convection is upwind, optionally with a limited second-order correction on the right-hand side.
"""

from __future__ import annotations

import numpy as np

from solvers.boundary import Boundary, fill_ghosts, friction_on_sides
from solvers.compiled import kernel
from solvers.grid import Array, Grid
from solvers.limiter import add_limited_correction, limit_at_plates
from solvers.plates import Plates, covered_edges, put_plates_between
from solvers.stencil import Transport7, sweep

Velocity = tuple[Array, Array, Array]


class MomentumOperator:
    """Builds and sweeps the implicit momentum equations; owns its work arrays.

    Args:
        grid: The grid.
        area: Open share of the faces, three padded arrays.
        loss: Loss coefficient of the faces, three padded arrays.
        second_order: Whether to add the limited second-order correction.
        boundary: What the walls do; by default they stand still and have friction.
        plates: Faces that thin plates cover, if any; the plates have friction on both sides.
    """

    def __init__(
        self,
        grid: Grid,
        area: Velocity,
        loss: Velocity,
        *,
        second_order: bool,
        boundary: Boundary | None = None,
        plates: Plates | None = None,
    ) -> None:
        self._grid = grid
        self._area = area
        self._loss = loss
        self._second_order = second_order
        self._boundary = boundary or Boundary()
        self._coefficients = Transport7(*(grid.zeros() for _ in Transport7._fields))
        self._rhs = grid.zeros()
        self._edges = {} if plates is None else covered_edges(grid, area, plates)

    def advance(
        self,
        component: int,
        velocity: Array,
        previous: Array,
        flux: Velocity,
        pressure: Array,
        viscosity: Array,
        body_force: Array | None,
        step: float,
        sweeps: tuple[int, ...],
        wall_viscosity: Array | None = None,
    ) -> None:
        """Advance one component in place by a pseudo-time step.

        Args:
            component: 0, 1, 2 for x, y, z.
            velocity: Velocity in the open part of the faces; updated [m/s].
            previous: Its value at the start of the step; its ghost layer is written [m/s].
            flux: Volume flux per full face area, three padded arrays [m/s].
            pressure: Kinematic pressure of the cells [m2/s2].
            viscosity: Kinematic viscosity of the cells [m2/s].
            body_force: Acceleration of the cells along this component [m/s2], or ``None``.
            step: Pseudo-time step [s].
            sweeps: Gauss-Seidel orders to go through.
            wall_viscosity: What replaces the viscosity in the friction of walls [m2/s].
        """
        at_walls = viscosity if wall_viscosity is None else wall_viscosity
        grid, c = self._grid, self._coefficients
        strides, areas, spacing = grid.strides, grid.face_areas, grid.spacing
        own = strides[component]
        open_share = self._area[component].ravel()
        _start_row(
            open_share,
            previous.ravel(),
            self._loss[component].ravel(),
            pressure.ravel(),
            grid.cell_volume / step,
            areas[component],
            own,
            c.centre.ravel(),
            self._rhs.ravel(),
        )
        if body_force is not None:
            _add_body_force(
                open_share, body_force.ravel(), grid.cell_volume, own, self._rhs.ravel()
            )
        friction = 0.0 if self._boundary.slip else 2.0
        if self._second_order:
            fill_ghosts(self._boundary.sides, component, previous)
        for axis in range(3):
            _add_direction(
                axis == component,
                friction,
                open_share,
                flux[axis].ravel(),
                viscosity.ravel(),
                at_walls.ravel(),
                areas[axis],
                areas[axis] / spacing[axis],
                strides[axis],
                own,
                c.centre.ravel(),
                c[1 + 2 * axis].ravel(),
                c[2 + 2 * axis].ravel(),
            )
            edges = self._edges.get((component, axis))
            if edges is not None:
                put_plates_between(
                    edges.faces,
                    edges.open_share,
                    friction,
                    areas[axis] / spacing[axis],
                    strides[axis],
                    own,
                    open_share,
                    viscosity.ravel(),
                    at_walls.ravel(),
                    c.centre.ravel(),
                    c[1 + 2 * axis].ravel(),
                    c[2 + 2 * axis].ravel(),
                )
            if self._second_order:
                add_limited_correction(
                    open_share,
                    previous.ravel(),
                    flux[axis].ravel(),
                    areas[axis],
                    strides[axis],
                    own,
                    friction,
                    self._rhs.ravel(),
                )
                if edges is not None:
                    limit_at_plates(
                        edges.faces,
                        edges.open_share,
                        open_share,
                        previous.ravel(),
                        flux[axis].ravel(),
                        areas[axis],
                        strides[axis],
                        own,
                        friction,
                        self._rhs.ravel(),
                    )
        if not self._boundary.slip:
            friction_on_sides(
                self._boundary.sides,
                grid,
                component,
                self._area[component],
                at_walls,
                c.centre,
                self._rhs,
            )
        for direction in sweeps:
            sweep(c, self._rhs, velocity, direction)


@kernel
def _start_row(
    open_share: Array,
    previous: Array,
    loss: Array,
    pressure: Array,
    inertia: float,
    face_area: float,
    own: int,
    centre: Array,
    rhs: Array,
) -> None:
    for n in range(own, open_share.size):
        a = open_share[n]
        value = previous[n]
        drag = loss[n] * face_area * abs(value)
        centre[n] = a * (inertia + drag)
        rhs[n] = a * (
            (inertia + 0.5 * drag) * value - (pressure[n] - pressure[n - own]) * face_area
        )


@kernel
def _add_body_force(
    open_share: Array, body_force: Array, volume: float, own: int, rhs: Array
) -> None:
    for n in range(own, open_share.size):
        rhs[n] += open_share[n] * 0.5 * (body_force[n] + body_force[n - own]) * volume


@kernel
def _add_direction(
    along: bool,
    friction: float,
    open_share: Array,
    flux: Array,
    viscosity: Array,
    wall_viscosity: Array,
    area: float,
    conductance: float,
    stride: int,
    own: int,
    centre: Array,
    lower: Array,
    upper: Array,
) -> None:
    # The control volume of face n reaches half a cell to both sides along `own`; its faces across
    # `stride` carry the mean flux of the two cells it straddles. Where a neighbour face is closed,
    # diffusion acts on a wall half a cell away across the flow; along the flow the neighbour still
    # holds a value (the wall's, or the prescribed velocity of an opening).
    for n in range(max(stride, own), open_share.size - stride):
        a = open_share[n]
        if a == 0.0:
            centre[n] = 0.0
            lower[n] = 0.0
            upper[n] = 0.0
            continue
        a_lower = open_share[n - stride]
        a_upper = open_share[n + stride]
        flow_lower = 0.5 * area * (flux[n] + flux[n - own])
        flow_upper = 0.5 * area * (flux[n + stride] + flux[n + stride - own])
        shared_lower = min(a, a_lower)
        shared_upper = min(a, a_upper)
        if along:
            if a_lower == 0.0:
                shared_lower = a
            if a_upper == 0.0:
                shared_upper = a
            to_lower = max(flow_lower, 0.0) + shared_lower * viscosity[n - own] * conductance
            to_upper = max(-flow_upper, 0.0) + shared_upper * viscosity[n] * conductance
            centre[n] += to_lower + to_upper
            lower[n] = to_lower
            upper[n] = to_upper
        else:
            # the mean of the four cells around the edge between two control volumes: both rows
            # then have the same exchange, so momentum is conserved where the viscosity varies
            beside = viscosity[n] + viscosity[n - own]
            below = viscosity[n - stride] + viscosity[n - stride - own]
            above = viscosity[n + stride] + viscosity[n + stride - own]
            nu_lower = 0.25 * (beside + below) * conductance
            nu_upper = 0.25 * (beside + above) * conductance
            at_wall = 0.5 * (wall_viscosity[n] + wall_viscosity[n - own]) * conductance
            to_lower = max(flow_lower, 0.0) + shared_lower * nu_lower
            to_upper = max(-flow_upper, 0.0) + shared_upper * nu_upper
            wall = friction * (a - shared_lower + a - shared_upper) * at_wall
            centre[n] += to_lower + to_upper + wall
            lower[n] = to_lower if a_lower > 0.0 else 0.0
            upper[n] = to_upper if a_upper > 0.0 else 0.0


def zero_velocity(grid: Grid) -> Velocity:
    """Three padded face arrays of zeros."""
    return (grid.zeros(), grid.zeros(), grid.zeros())


def cell_velocity(grid: Grid, flux: Velocity) -> Array:
    """Cell-centred velocity from face fluxes, shape (3, nx, ny, nz) [m/s]."""
    out = np.empty((3, *grid.shape))
    for axis in range(3):
        lower, upper = [slice(1, -1)] * 3, [slice(1, -1)] * 3
        upper[axis] = slice(2, None)
        out[axis] = 0.5 * (flux[axis][tuple(lower)] + flux[axis][tuple(upper)])
    return out
