"""Eddy-viscosity closures: functions from the flow to a cell viscosity, passed in by the caller."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from solvers.compiled import kernel
from solvers.grid import Array

Closure = Callable[[Array, Array, Array, Array, Array], None]
"""``closure(u, v, w, wall_distance, viscosity)``: update the padded cell viscosity in place."""

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
