"""Transient conduction by the heat operator with storage, at unit ``rho cp``."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from coolsim.verification.flows import no_devices, rod, row_of, through
from coolsim.verification.kinds.conduction_parts import Compared, Lumped, OneTerm, SemiInfinite
from solvers.boundary import ThermalWalls, side_wall
from solvers.grid import Array
from solvers.heat import HeatOperator, Storage
from solvers.momentum import zero_velocity
from solvers.openness import Openness

_ONE_TERM_FROM = 0.5
"""Fourier number from which on the first term of a plane wall's series stands alone [-]."""
_ONE_TERM_TO = 1.0


def _march(
    openness: Openness,
    conductivity: float,
    walls: ThermalWalls,
    start: float,
    step: float,
    steps: int,
) -> Iterator[Array]:
    """Temperature after each time step at unit heat capacity, padded."""
    grid = openness.grid
    operator = HeatOperator(grid, openness.area, walls=walls)
    spread, devices = np.full(grid.padded_shape, conductivity), no_devices(grid)
    rate = np.full(grid.padded_shape, grid.cell_volume / step)
    temperature = np.full(grid.padded_shape, start)
    for _ in range(steps):
        operator.update(zero_velocity(grid), spread, devices, Storage(rate, temperature.copy()))
        operator.solve_tightly(temperature, relative=1e-11)
        yield temperature


def solve_semi_infinite(
    half_space: SemiInfinite, cells: int, steps: int
) -> tuple[list[Compared], str]:
    """A half space after a step of its surface; the slab is deep enough that its end feels none."""
    depth = 8.0 * float(np.sqrt(half_space.alpha_m2_s * half_space.t_s))
    depth = max(depth, 1.25 * max(point.x for point in half_space.points))
    openness = rod(4 * cells, depth)
    wall = side_wall(openness, 0, high=False, temperature=half_space.Ts)
    *_, temperature = _march(
        openness, half_space.alpha_m2_s, wall, half_space.T0, half_space.t_s / steps, steps
    )
    profile, places = row_of(temperature), openness.grid.centres(0)
    start = half_space.T0
    return [
        (
            f"half space, change at {point.x:g} m",
            float(through(places, profile, [point.x])[0]) - start,
            point.T - start,
            "K",
        )
        for point in half_space.points
    ], f"{4 * cells}, {steps} steps"


def solve_lumped(lump: Lumped, steps: int) -> tuple[list[Compared], str]:
    """One cell that follows a wall with a time constant."""
    openness = rod(1, 1.0)
    transmittance = 1.0 / lump.tau_s
    wall = side_wall(
        openness, 0, high=False, temperature=1.0, transmittance=transmittance, has_film=True
    )
    *_, temperature = _march(openness, 1.0, wall, 0.0, lump.tau_s / steps, steps)
    ours = float(temperature[1, 1, 1])
    name = "lump, share of its step after one time constant"
    return [(name, ours, lump.T_after_tau_fraction, "1")], f"1, {steps} steps"


def solve_one_term(term: OneTerm, cells: int, steps: int) -> tuple[list[Compared], str]:
    """First root and coefficient from the late decay of half a plane wall cooled by a film."""
    openness = rod(cells, 1.0)
    film = side_wall(openness, 0, high=True, temperature=0.0, transmittance=term.Bi)
    step = _ONE_TERM_TO / steps
    begin = round(_ONE_TERM_FROM * steps)
    middle = []
    for temperature in _march(openness, 1.0, film, 1.0, step, steps):
        first, second = temperature[1, 1, 1], temperature[2, 1, 1]
        middle.append(float(first + (first - second) / 8.0))
    early, late = middle[begin - 1], middle[-1]
    rate = float(np.log(early / late)) / ((steps - begin) * step)
    coefficient = early * float(np.exp(rate * begin * step))
    name = f"plane wall, Bi {term.Bi:g}"
    return [
        (f"{name}, first root", float(np.sqrt(rate)), term.zeta1, "1"),
        (f"{name}, first coefficient", coefficient, term.C1, "1"),
    ], f"{cells}, {steps} steps"
