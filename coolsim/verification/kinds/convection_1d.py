"""Convection against diffusion along a line: the scalar discretisation against the exponential."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from pydantic import ConfigDict, FiniteFloat

from coolsim.verification.flows import no_devices, rod, through, worst
from coolsim.verification.kinds.parts import Cells, Positive
from coolsim.verification.records import STRICT, Case, Row, Solved
from solvers.boundary import held_cells
from solvers.grid import Array
from solvers.heat import HeatOperator
from solvers.momentum import zero_velocity


@dataclass(frozen=True, slots=True)
class Setup:
    """Cells from end to end, and the convection scheme."""

    cells: Cells = 100
    second_order: bool = True
    __pydantic_config__: ClassVar[ConfigDict] = STRICT


@dataclass(frozen=True, slots=True)
class Reference:
    """Values at places ``x``, by Peclet number (negative: the flow goes towards low x)."""

    x: tuple[FiniteFloat, ...]
    phi: Mapping[str, tuple[FiniteFloat, ...]]
    __pydantic_config__: ClassVar[ConfigDict] = STRICT

    def __post_init__(self) -> None:
        for name, values in self.phi.items():
            if not 0.0 < abs(float(name)) < np.inf:
                raise ValueError(f"{name} is no Peclet number")
            if len(values) != len(self.x):
                raise ValueError(f"phi.{name} has {len(values)} values and x has {len(self.x)}")


@dataclass(frozen=True, slots=True)
class Tolerance:
    """Largest error."""

    abs: Positive
    __pydantic_config__: ClassVar[ConfigDict] = STRICT


@dataclass(frozen=True, kw_only=True)
class Convection(Case):
    """One-dimensional convection and diffusion between two held ends."""

    setup: Setup
    reference: Reference
    tolerance: Tolerance


def solve(setup: Setup, peclet: float) -> tuple[Array, Array, Solved]:
    """Places and values; the end cells lie on the ends and are held there."""
    step = 1.0 / setup.cells
    openness = rod(setup.cells + 1, 1.0 + step, -0.5 * step)
    grid = openness.grid
    ends = np.ravel_multi_index(([1, setup.cells + 1], [1, 1], [1, 1]), grid.padded_shape)
    held = held_cells(grid, ends, np.array([0.0, 1.0]))
    operator = HeatOperator(grid, openness.area, second_order=setup.second_order, walls=held)
    flux = zero_velocity(grid)
    flux[0][:] = np.where(openness.area[0] > 0.0, np.sign(peclet), 0.0)
    begun = time.perf_counter()
    diffusivity = np.full(grid.padded_shape, 1.0 / abs(peclet))
    operator.update(flux, diffusivity, no_devices(grid))
    scalar = grid.zeros()
    result = operator.solve_tightly(scalar)
    text = str(setup.cells) + ("" if result.converged else ", not converged")
    return grid.centres(0), scalar[1:-1, 1, 1], Solved(time.perf_counter() - begun, text)


def run(case: Convection) -> tuple[Row, ...]:
    """Compare the profile of every Peclet number where it fits least."""
    rows = []
    places = np.array(case.reference.x)
    for name, listed in case.reference.phi.items():
        x, values, solved = solve(case.setup, float(name))
        published = np.array(listed)
        ours = through(x, values, places)
        n = worst(ours, published)
        quantity = f"phi at Pe {name}, worst of {places.size}, x = {places[n]:g}"
        rows.append(case.row(quantity, ours[n], published[n], case.tolerance.abs, solved))
    return tuple(rows)
