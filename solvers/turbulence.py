"""Eddy-viscosity closures: functions from the flow to a cell viscosity, passed in by the caller.

A closure whose viscosity follows from the velocities alone is a plain function (:data:`Closure`);
one that carries quantities with the air is a :class:`TransportClosure` (:mod:`solvers.k_epsilon`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

import numpy as np

from solvers.boundary import ThermalWalls
from solvers.compiled import kernel
from solvers.exchange import Exchange
from solvers.grid import Array
from solvers.openness import Openness

Closure = Callable[[Array, Array, Array, Array, Array], None]
"""``closure(u, v, w, wall_distance, viscosity)``: update the padded cell viscosity in place."""

Faces = tuple[Array, Array, Array]
"""Padded face arrays along x, y, z."""


@dataclass(frozen=True, slots=True)
class Turbulence:
    """What a transport closure carries with the air, padded cell fields.

    Attributes:
        energy: Turbulent kinetic energy ``k`` [m2/s2].
        dissipation: Its rate of dissipation ``epsilon`` [m2/s3].
        wall_viscosity: Viscosity with which ``2 nu U / spacing`` is the shear of a wall, of walls
            normal to x, y, z, shape (3, ...) [m2/s].
    """

    energy: Array
    dissipation: Array
    wall_viscosity: Array


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The room as a transport closure sees it.

    Attributes:
        openness: Geometry.
        exchange: Devices: where air is blown in.
        no_walls: Outer sides that are no walls: axis, and 0 or -1 for the low or the high end.
        imposed: Face velocities of the openings [m/s].
        flux: Volume flux per full face area, openings included [m/s].
        through: The same through the open part of the faces only [m/s].
        temperature: Of the cells [deg C].
        buoyancy: Gravity times thermal expansion [m/s2/K].
        prandtl: Turbulent Prandtl number [-].
        step: Time step, true or pseudo [s].
    """

    openness: Openness
    exchange: Exchange
    no_walls: tuple[tuple[int, int], ...]
    imposed: Faces
    flux: Faces
    through: Faces
    temperature: Array
    buoyancy: float
    prandtl: float
    step: float


@runtime_checkable
class TransportClosure(Protocol):
    """A closure with transport equations of its own and wall functions."""

    def begin(self, room: Surroundings, viscosity: Array) -> Turbulence:
        """Turbulence to start from, given the flow and a first viscosity."""
        ...

    def advance(
        self, room: Surroundings, turbulence: Turbulence, viscosity: Array, *, in_time: bool
    ) -> None:
        """Advance turbulence and viscosity in place by a step; ``in_time`` if it is a true one."""
        ...

    def wall_diffusivity(
        self, turbulence: Turbulence, walls: ThermalWalls, prandtl: float, turbulent_prandtl: float
    ) -> Array:
        """Diffusivity between each wall area and its cell's centre, one per area [m2/s]."""
        ...


AIR_VISCOSITY = 1.5e-5
"""Kinematic viscosity of air near 20 deg C [m2/s]."""
CHEN_XU_COEFFICIENT = 0.03874
"""Coefficient of the zero-equation model [-]."""


def constant(value: float) -> Closure:
    """The same viscosity everywhere [m2/s]."""

    def closure(u: Array, v: Array, w: Array, wall_distance: Array, viscosity: Array) -> None:
        viscosity.fill(value)

    return closure


def zero_equation(
    laminar: float = AIR_VISCOSITY,
    coefficient: float = CHEN_XU_COEFFICIENT,
    relaxation: float = 0.5,
) -> Closure:
    """Eddy viscosity ``nu_t = 0.03874 |V| L`` with ``L`` the distance to the nearest wall.

    Source: Chen and Xu, *Energy and Buildings* 28 (1998) 137-144. Example: 1 m/s at 0.5 m gives
    0.01937 m2/s. ``relaxation`` blends with the previous value, which damps the coupling.
    """

    def closure(u: Array, v: Array, w: Array, wall_distance: Array, viscosity: Array) -> None:
        _zero_equation(u, v, w, wall_distance, viscosity, laminar, coefficient, relaxation)

    return closure


@kernel
def _zero_equation(
    u: Array,
    v: Array,
    w: Array,
    wall_distance: Array,
    viscosity: Array,
    laminar: float,
    coefficient: float,
    relaxation: float,
) -> None:
    n0, n1, n2 = viscosity.shape
    for i in range(1, n0 - 1):
        for j in range(1, n1 - 1):
            for k in range(1, n2 - 1):
                a = 0.5 * (u[i, j, k] + u[i + 1, j, k])
                b = 0.5 * (v[i, j, k] + v[i, j + 1, k])
                c = 0.5 * (w[i, j, k] + w[i, j, k + 1])
                speed = np.sqrt(a * a + b * b + c * c)
                target = laminar + coefficient * speed * wall_distance[i, j, k]
                viscosity[i, j, k] += relaxation * (target - viscosity[i, j, k])
