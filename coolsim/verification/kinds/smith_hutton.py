"""A given flow turns a sharp front by half a circle: false diffusion and boundedness."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from pydantic import ConfigDict, FiniteFloat

from coolsim.verification.flows import flow_through_cells, plane, worst
from coolsim.verification.kinds.parts import Cells, NotNegative, Positive
from coolsim.verification.records import STRICT, Case, Row, Solved
from solvers.boundary import ThermalWalls, join, side_wall
from solvers.grid import Array, Grid
from solvers.heat import HeatOperator
from solvers.momentum import zero_velocity
from solvers.openness import Openness

_FRONT = 10.0
"""Steepness of the front that enters, and of the value at the walls [-]."""


@dataclass(frozen=True, slots=True)
class Setup:
    """Cells along the two sides of the 2 by 1 box, and the convection scheme."""

    cells: tuple[Cells, Cells] = (100, 50)
    second_order: bool = True
    __pydantic_config__: ClassVar[ConfigDict] = STRICT


@dataclass(frozen=True, slots=True)
class Reference:
    """Values at the outlet, at places ``x`` from 0 to 1, by Peclet number."""

    x: tuple[FiniteFloat, ...]
    phi: Mapping[str, tuple[FiniteFloat, ...]]
    __pydantic_config__: ClassVar[ConfigDict] = STRICT

    def __post_init__(self) -> None:
        for name, values in self.phi.items():
            if not 0.0 < float(name) < np.inf:
                raise ValueError(f"{name} is no Peclet number")
            if len(values) != len(self.x):
                raise ValueError(f"phi.{name} has {len(values)} values and x has {len(self.x)}")


@dataclass(frozen=True, slots=True)
class Tolerance:
    """Largest error by Peclet number, and how far values may leave the range 0 to 2."""

    abs: Mapping[str, Positive]
    bounds: NotNegative
    __pydantic_config__: ClassVar[ConfigDict] = STRICT


@dataclass(frozen=True, kw_only=True)
class SmithHutton(Case):
    """The convection-diffusion problem of Smith and Hutton."""

    setup: Setup
    reference: Reference
    tolerance: Tolerance

    def __post_init__(self) -> None:
        missing = sorted(set(self.reference.phi) - set(self.tolerance.abs))
        if missing:
            raise ValueError(f"tolerance.abs also needs {', '.join(missing)}")


def solve(setup: Setup, peclet: float) -> tuple[Openness, Array, Solved]:
    """The steady scalar, padded.

    Face flows are differences of the stream function ``-(1 - x^2)(1 - y^2)``, so the flow conserves
    volume exactly; what crosses the bottom enters or leaves through openings of single cells.
    """
    openness = plane(setup.cells, (2.0, 1.0), (-1.0, 0.0))
    grid = openness.grid
    x, y = np.meshgrid(grid.edges(0), grid.edges(2), indexing="ij")
    stream = -(1.0 - x**2) * (1.0 - y**2)
    flux = zero_velocity(grid)
    flux[0][1:, 1, 1:-1] = np.diff(stream, axis=1) / grid.spacing[2]
    flux[2][1:-1, 1, 1:] = -np.diff(stream, axis=0) / grid.spacing[0]
    inflow, entering = grid.zeros(), grid.zeros()
    centres = grid.centres(0)
    inflow[1:-1, 1, 1] = flux[2][1:-1, 1, 1] * grid.face_areas[2]
    entering[1:-1, 1, 1] = 1.0 + np.tanh(_FRONT * (2.0 * centres + 1.0))
    flux[2][:, :, 1] = 0.0
    exchange = flow_through_cells(grid, inflow, entering)
    operator = HeatOperator(
        grid, openness.area, second_order=setup.second_order, walls=_walls(openness, entering)
    )
    begun = time.perf_counter()
    operator.update(flux, np.full(grid.padded_shape, 1.0 / peclet), exchange)
    scalar = grid.zeros()
    result = operator.solve_tightly(scalar)
    text = f"{grid.shape[0]} × {grid.shape[2]}" + ("" if result.converged else ", not converged")
    return openness, scalar, Solved(time.perf_counter() - begun, text)


def _walls(openness: Openness, entering: Array) -> ThermalWalls:
    """Three sides at the wall value, and the inlet half of the bottom at what enters."""
    value = 1.0 - float(np.tanh(_FRONT))
    sides = [
        side_wall(openness, axis, high=high, temperature=value)
        for axis, high in ((0, False), (0, True), (2, True))
    ]
    bottom = side_wall(openness, 2, high=False, temperature=entering[1:-1, 1:-1, 1])
    x = openness.grid.centres(0)
    return join([*sides, bottom.part(x < 0.0)])


def outlet(grid: Grid, scalar: Array) -> tuple[Array, Array]:
    """Places and values along the outlet, with what is given at its two ends."""
    x, values = grid.centres(0), scalar[1:-1, 1, 1]
    keep = x > 0.0
    ends = 1.0 + np.tanh(_FRONT), 1.0 - np.tanh(_FRONT)
    return (
        np.concatenate([[0.0], x[keep], [1.0]]),
        np.concatenate([[ends[0]], values[keep], [ends[1]]]),
    )


def run(case: SmithHutton) -> tuple[Row, ...]:
    """Compare the outlet's profile where it fits least, and the range of all values."""
    rows = []
    places = np.array(case.reference.x)
    for name, listed in case.reference.phi.items():
        openness, scalar, solved = solve(case.setup, float(name))
        published = np.array(listed)
        ours = np.interp(places, *outlet(openness.grid, scalar))
        n = worst(ours, published)
        quantity = f"outlet at Pe {name}, worst of {places.size}, x = {places[n]:g}"
        rows.append(case.row(quantity, ours[n], published[n], case.tolerance.abs[name], solved))
        inside = scalar[1:-1, 1:-1, 1:-1]
        excess = max(-float(inside.min()), float(inside.max()) - 2.0, 0.0)
        rows.append(
            case.row(f"beyond 0 to 2 at Pe {name}", excess, 0.0, case.tolerance.bounds, solved)
        )
    return tuple(rows)
