"""Staggered momentum on openness geometry, one implicit pseudo-time step per component.

Every component uses the same seven-point form as the temperature, so the Gauss-Seidel sweeps of
:mod:`solvers.stencil` serve both. The control volume of a face is weighted with the face's own open
share, which cancels in the projection: the pseudo time step stays uniform and small cuts need no
special care. Losses are linearised by Newton (``|U| U -> 2 |U0| U - |U0| U0``); Picard oscillates.
Convection is upwind, optionally with a limited second-order correction on the right-hand side.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from solvers.boundary import Boundary, fill_ghosts, friction_on_side
from solvers.exchange import Index
from solvers.grid import Array, Grid
from solvers.limiter import add_limited_correction, limit_at_plates
from solvers.momentum_rows import build_rows
from solvers.plates import Plates, covered_edges, put_plates_between
from solvers.stencil import Transport7, sweep, zero_coefficients

Velocity = tuple[Array, Array, Array]
Sheets = Sequence[tuple[int, Index]]
"""Faces of sheets across the room: axis, flat padded indices."""


class MomentumOperator:
    """Builds and sweeps the implicit momentum equations.

    Args:
        grid: The grid.
        area: Open share of the faces, three padded arrays.
        loss: Loss coefficient of the faces, three padded arrays.
        second_order: Whether to add the limited second-order correction.
        boundary: What the walls do; by default they stand still and have friction.
        plates: Faces that thin plates cover, if any; the plates have friction on both sides.
        work: Arrays for the coefficients, if they are to be shared: their content is lost.
        sheets: Faces, by axis, that air passes by their loss alone, whatever moves beside them.
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
        work: Transport7 | None = None,
        sheets: Sheets = (),
    ) -> None:
        self._grid = grid
        self._area = area
        self._loss = loss
        self._second_order = second_order
        self._boundary = boundary or Boundary()
        self._friction = 0.0 if self._boundary.slip else 2.0
        self._coefficients = work or zero_coefficients(grid.padded_shape)
        self._rhs = grid.zeros()
        self._edges = {} if plates is None else covered_edges(grid, area, plates)
        self._sheets = sheets

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
        *,
        body_factor: float = 1.0,
        body_zero: float = 0.0,
    ) -> None:
        """Advance one component in place by a pseudo-time step.

        Args:
            component: 0, 1, 2 for x, y, z.
            velocity: Velocity in the open part of the faces; updated [m/s].
            previous: Its value at the start of the step; its ghost layer is written [m/s].
            flux: Volume flux per full face area, three padded arrays [m/s].
            pressure: Kinematic pressure of the cells [m2/s2].
            viscosity: Kinematic viscosity of the cells [m2/s].
            body_force: What accelerates the cells along this component, or ``None``; by itself an
                acceleration [m/s2].
            step: Pseudo-time step [s].
            sweeps: Gauss-Seidel orders to go through.
            wall_viscosity: What replaces the viscosity in the friction of walls normal to x, y, z,
                shape (3, ...) [m2/s].
            body_factor: The acceleration is this times what ``body_force`` is above
                ``body_zero``.
            body_zero: See there.
        """
        at_walls = (viscosity,) * 3 if wall_viscosity is None else tuple(wall_viscosity)
        c = self._coefficients
        self._build(
            component,
            previous,
            flux,
            pressure,
            viscosity,
            at_walls,
            pressure if body_force is None else body_force,
            (0.0 if body_force is None else body_factor, body_zero),
            step,
        )
        for axis in range(3):
            self._part_at_plates(component, axis, viscosity, at_walls[axis])
        if self._second_order:
            fill_ghosts(self._boundary.sides, component, previous)
            for axis in range(3):
                self._limit(component, axis, previous, flux[axis])
        if not self._boundary.slip:
            for side in self._boundary.sides:
                friction_on_side(
                    side,
                    self._grid,
                    component,
                    self._area[component],
                    at_walls[side.axis],
                    c.centre,
                    self._rhs,
                )
        law = (0.0, 0.0) if body_force is None else (body_factor, body_zero)
        for axis, faces in self._sheets:
            if axis == component:
                body = pressure if body_force is None else body_force
                self._pass_sheet(component, faces, previous, pressure, body, law, step)
        for direction in sweeps:
            sweep(c, self._rhs, velocity, direction)

    def _pass_sheet(
        self,
        component: int,
        faces: Index,
        previous: Array,
        pressure: Array,
        body: Array,
        body_law: tuple[float, float],
        step: float,
    ) -> None:
        """Let the drop of pressure alone drive the air through the faces of a sheet."""
        grid = self._grid
        before, area = faces - grid.strides[component], grid.face_areas[component]
        open_share, value = self._area[component].ravel()[faces], previous.ravel()[faces]
        drag = self._loss[component].ravel()[faces] * area * np.abs(value)
        inertia = grid.cell_volume / step
        weight = 0.5 * (body.ravel()[faces] + body.ravel()[before]) - body_law[1]
        drop = pressure.ravel()[before] - pressure.ravel()[faces]
        driven = drop * area + body_law[0] * weight * grid.cell_volume
        for coefficient in self._coefficients[1:]:
            coefficient.ravel()[faces] = 0.0
        self._coefficients.centre.ravel()[faces] = open_share * (inertia + drag)
        self._rhs.ravel()[faces] = open_share * ((inertia + 0.5 * drag) * value + driven)

    def _build(
        self,
        component: int,
        previous: Array,
        flux: Velocity,
        pressure: Array,
        viscosity: Array,
        at_walls: tuple[Array, ...],
        body: Array,
        body_law: tuple[float, float],
        step: float,
    ) -> None:
        """Write the rows, without plates, limiter and sides that are no walls at rest."""
        grid, c = self._grid, self._coefficients
        own, p, q = axes = (component, (component + 1) % 3, (component + 2) % 3)
        areas, spacing, strides = grid.face_areas, grid.spacing, grid.strides
        build_rows(
            self._area[own].ravel(),
            previous.ravel(),
            self._loss[own].ravel(),
            pressure.ravel(),
            body.ravel(),
            body_law,
            flux[own].ravel(),
            flux[p].ravel(),
            flux[q].ravel(),
            viscosity.ravel(),
            at_walls[p].ravel(),
            at_walls[q].ravel(),
            self._rhs.ravel(),
            grid.cell_volume / step,
            grid.cell_volume,
            (areas[own], areas[p], areas[q]),
            (areas[own] / spacing[own], areas[p] / spacing[p], areas[q] / spacing[q]),
            self._friction,
            (strides[own], strides[p], strides[q]),
            c.centre.ravel(),
            *(c[side + 2 * axis].ravel() for axis in axes for side in (1, 2)),
        )

    def _part_at_plates(self, component: int, axis: int, viscosity: Array, at_walls: Array) -> None:
        """Give the plates normal to an axis their friction."""
        edges = self._edges.get((component, axis))
        if edges is None:
            return
        grid, c = self._grid, self._coefficients
        put_plates_between(
            edges.faces,
            edges.open_share,
            self._friction,
            grid.face_areas[axis] / grid.spacing[axis],
            grid.strides[axis],
            grid.strides[component],
            self._area[component].ravel(),
            viscosity.ravel(),
            at_walls.ravel(),
            c.centre.ravel(),
            c[1 + 2 * axis].ravel(),
            c[2 + 2 * axis].ravel(),
        )

    def _limit(self, component: int, axis: int, previous: Array, flux: Array) -> None:
        """Add the second-order part of what an axis carries."""
        limited = (
            self._area[component].ravel(),
            previous.ravel(),
            flux.ravel(),
            self._grid.face_areas[axis],
            self._grid.strides[axis],
            self._grid.strides[component],
            self._friction,
            self._rhs.ravel(),
        )
        add_limited_correction(*limited)
        edges = self._edges.get((component, axis))
        if edges is not None:
            limit_at_plates(edges.faces, edges.open_share, *limited)


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
