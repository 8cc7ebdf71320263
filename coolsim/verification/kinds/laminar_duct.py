"""Fully developed laminar flow in a duct: wall friction and heat transfer."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from pydantic import ConfigDict

from coolsim.verification.flows import no_devices
from coolsim.verification.kinds.parts import Cells, NotNegative, Positive
from coolsim.verification.records import STRICT, Case, Row, Solved
from solvers.boundary import Boundary, Side, join, side_wall
from solvers.grid import Array, Grid
from solvers.heat import HeatOperator
from solvers.momentum import MomentumOperator, zero_velocity
from solvers.openness import Openness, build_openness

_LONG = 1e5
"""Length of the two cells along the duct, over its width: nothing varies along it."""
_ROUNDS = 4000
_EIGEN_ROUNDS = 60


@dataclass(frozen=True, slots=True)
class Setup:
    """Cells along each side of the quarter of the duct that is solved."""

    cells: Cells = 24
    __pydantic_config__: ClassVar[ConfigDict] = STRICT


@dataclass(frozen=True, slots=True)
class Constants:
    """Friction factor of Fanning times Reynolds number, and Nusselt numbers.

    ``Nu_T`` is at one wall temperature, ``Nu_H1`` at a heat flux even along the duct; all are on
    the hydraulic diameter.
    """

    fRe_Fanning: Positive
    Nu_T: Positive
    Nu_H1: Positive
    __pydantic_config__: ClassVar[ConfigDict] = STRICT


@dataclass(frozen=True, slots=True)
class Tolerance:
    """Relative error."""

    rel: Positive
    __pydantic_config__: ClassVar[ConfigDict] = STRICT


@dataclass(frozen=True, kw_only=True)
class LaminarDuct(Case):
    """Rectangular ducts by aspect ratio, short over long side; 0 is the gap between plates."""

    setup: Setup
    reference: Mapping[str, Constants]
    tolerance: Tolerance

    def __post_init__(self) -> None:
        for name in self.reference:
            if not 0.0 <= float(name) <= 1.0:
                raise ValueError(f"{name} is no ratio of the short to the long side")


@dataclass(frozen=True, slots=True)
class Duct:
    """A quarter of a duct: walls at the low ends of x and z, planes of symmetry at the high ones.

    Attributes:
        openness: Geometry; flow along y.
        sides: What its outer sides are.
        diameter: Hydraulic diameter [m].
        has_x_wall: ``False`` for the gap between plates.
    """

    openness: Openness
    sides: tuple[Side, ...]
    diameter: float
    has_x_wall: bool


def quarter(aspect: NotNegative, cells: int) -> Duct:
    """The quarter with half a short side of 1 m."""
    plates = aspect == 0.0
    width = 1.0 if plates else 1.0 / aspect
    count = 1 if plates else cells
    grid = Grid((count, 2, cells), (width / count, _LONG, 1.0 / cells))
    sides = [Side(0, high=True, slip=True), Side(2, high=True, slip=True)]
    if plates:
        sides.append(Side(0, high=False, slip=True))
    perimeter = width + (0.0 if plates else 1.0)
    return Duct(build_openness(grid, [], []), tuple(sides), 4.0 * width / perimeter, not plates)


def velocity_profile(duct: Duct) -> Array:
    """Velocity that a unit force drives at unit viscosity, on the cells of the cross-section."""
    grid = duct.openness.grid
    momentum = MomentumOperator(
        grid,
        duct.openness.area,
        duct.openness.loss,
        second_order=False,
        boundary=Boundary(sides=duct.sides),
    )
    flow, still = grid.zeros(), zero_velocity(grid)
    force, viscosity = np.ones(grid.padded_shape), np.ones(grid.padded_shape)
    for _ in range(_ROUNDS):
        before = flow.copy()
        momentum.advance(
            1, flow, before, still, grid.zeros(), viscosity, force, 1e9, tuple(range(8))
        )
        if float(np.abs(flow - before).max()) < 1e-9 * float(np.abs(flow).max()):
            break
    return np.asarray(flow[1:-1, 2, 1:-1])


def temperature_profile(duct: Duct, source: Array) -> Array:
    """Excess over the walls that a source in the cross-section makes at unit diffusivity."""
    grid = duct.openness.grid
    walls = [side_wall(duct.openness, 2, high=False, temperature=0.0)]
    if duct.has_x_wall:
        walls.append(side_wall(duct.openness, 0, high=False, temperature=0.0))
    heat = grid.zeros()
    heat[1:-1, 1:-1, 1:-1] = source[:, None, :] * grid.cell_volume
    operator = HeatOperator(grid, duct.openness.area, walls=join(walls))
    operator.update(zero_velocity(grid), np.ones(grid.padded_shape), no_devices(grid, heat))
    temperature = grid.zeros()
    operator.solve_tightly(temperature, relative=1e-10)
    return np.asarray(temperature[1:-1, 1, 1:-1])


def nusselt_even_flux(duct: Duct, flow: Array) -> float:
    """Nusselt number where heat enters evenly along the duct and the wall is even around it."""
    excess = temperature_profile(duct, flow)
    mixed = float((flow * excess).sum() / flow.sum())
    # mean wall flux over conductivity is mean velocity times area over perimeter, D / 4
    return float(flow.mean()) * duct.diameter**2 / (4.0 * mixed)


def nusselt_even_wall(duct: Duct, flow: Array) -> float:
    """Nusselt number at one wall temperature: the slowest mode that decays along the duct."""
    excess = np.ones_like(flow)
    decay = 0.0
    for _ in range(_EIGEN_ROUNDS):
        last = decay
        image = temperature_profile(duct, flow * excess)
        decay = float((flow * excess).sum() / (flow * image).sum())
        excess = image * decay
        if abs(decay - last) < 1e-8 * decay:
            break
    return decay * float(flow.mean()) * duct.diameter**2 / 4.0


def run(case: LaminarDuct) -> tuple[Row, ...]:
    """Compare friction and both Nusselt numbers of every aspect ratio."""
    rows = []
    for name, constants in case.reference.items():
        begun = time.perf_counter()
        duct = quarter(float(name), case.setup.cells)
        flow = velocity_profile(duct)
        ours = {
            "fRe_Fanning": duct.diameter**2 / (2.0 * float(flow.mean())),
            "Nu_T": nusselt_even_wall(duct, flow),
            "Nu_H1": nusselt_even_flux(duct, flow),
        }
        shape = duct.openness.grid.shape
        solved = Solved(time.perf_counter() - begun, f"{shape[0]} × {shape[2]} per quarter")
        for quantity, value in ours.items():
            published = float(getattr(constants, quantity))
            rows.append(
                case.row(
                    f"{quantity} at aspect ratio {name}",
                    value,
                    published,
                    case.tolerance.rel * published,
                    solved,
                )
            )
    return tuple(rows)
