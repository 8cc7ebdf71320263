"""A tall cavity between a hot and a cold plate, turbulent: the eddy viscosity at walls."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from pydantic import ConfigDict, FiniteFloat

from coolsim.verification.flows import closed_room, plane, settle
from coolsim.verification.kinds.parts import Cells, Positive, same_length
from coolsim.verification.records import STRICT, Case, Row, Solved
from solvers.boundary import join, side_wall
from solvers.flow import GRAVITY, FlowOptions, Room
from solvers.grid import Array
from solvers.turbulence import zero_equation

_STEP_PER_CELL = 4.0
"""Pseudo-time step over the time free fall takes to pass a cell [-]."""
_STANDING = 2e-4
_MAX_STEPS = 3000
_CORE = (0.3, 0.7)
"""Part of the height over which stratification is taken [-]."""
_ZERO_C_K = 273.15


@dataclass(frozen=True, slots=True)
class Setup:
    """Plate distance, height [m], plate temperatures [deg C], cells along both, air by temperature.

    The top and bottom surfaces are linear between the plates.
    """

    width_m: Positive
    height_m: Positive
    cold_c: FiniteFloat
    hot_c: FiniteFloat
    cells: tuple[Cells, Cells]
    air_temperature_c: tuple[FiniteFloat, ...]
    air_viscosity_m2_s: tuple[Positive, ...]
    air_prandtl: tuple[Positive, ...]
    second_order: bool = True
    __pydantic_config__: ClassVar[ConfigDict] = STRICT

    def __post_init__(self) -> None:
        same_length(
            air_temperature_c=self.air_temperature_c,
            air_viscosity_m2_s=self.air_viscosity_m2_s,
            air_prandtl=self.air_prandtl,
        )
        if not self.cold_c < self.hot_c:
            raise ValueError("hot_c must be above cold_c")


@dataclass(frozen=True, slots=True)
class Reference:
    """Measured values.

    Attributes:
        Nu_mean: Mean Nusselt number on the width.
        v_max_m_s, wall_gradient_k_m: Largest speed and wall gradient at half height.
        core_stratification: Change, per height, of the excess over the cold plate over the plates'
            difference.
    """

    Nu_mean: Positive
    v_max_m_s: Positive
    wall_gradient_k_m: Positive
    core_stratification: FiniteFloat
    __pydantic_config__: ClassVar[ConfigDict] = STRICT


@dataclass(frozen=True, slots=True)
class Tolerance:
    """Relative errors, and the absolute one of the stratification."""

    Nu_rel: Positive
    v_max_rel: Positive
    core_stratification_abs: Positive
    __pydantic_config__: ClassVar[ConfigDict] = STRICT


@dataclass(frozen=True, kw_only=True)
class TallCavity(Case):
    """Turbulent natural convection between two plates."""

    setup: Setup
    reference: Reference
    tolerance: Tolerance


def solve(setup: Setup) -> tuple[Room, Solved]:
    """The steady flow with the zero-equation eddy viscosity."""
    mean = 0.5 * (setup.cold_c + setup.hot_c)
    viscosity = float(np.interp(mean, setup.air_temperature_c, setup.air_viscosity_m2_s))
    difference = setup.hot_c - setup.cold_c
    openness = plane(setup.cells, (setup.width_m, setup.height_m))
    grid = openness.grid
    across = setup.cold_c + difference * grid.centres(0) / setup.width_m
    walls = [
        side_wall(openness, 0, high=False, temperature=setup.cold_c),
        side_wall(openness, 0, high=True, temperature=setup.hot_c),
        side_wall(openness, 2, high=False, temperature=across[:, None]),
        side_wall(openness, 2, high=True, temperature=across[:, None]),
    ]
    expansion = 1.0 / (mean + _ZERO_C_K)
    speed = float(np.sqrt(GRAVITY * expansion * difference * setup.width_m))
    options = FlowOptions(
        step=_STEP_PER_CELL * min(grid.spacing[0], grid.spacing[2]) / speed,
        expansion=expansion,
        reference=mean,
        laminar_viscosity=viscosity,
        laminar_prandtl=float(np.interp(mean, setup.air_temperature_c, setup.air_prandtl)),
        second_order=setup.second_order,
    )
    room = closed_room(
        openness,
        zero_equation(laminar=viscosity),
        options,
        viscosity=viscosity,
        temperature=mean,
        thermal=join(walls),
    )
    solved = settle(
        room, speed=speed, length=setup.width_m, tolerance=_STANDING, max_steps=_MAX_STEPS
    )
    return room, solved


def plate_gradient(room: Room, setup: Setup) -> Array:
    """Temperature gradient in the air at the cold plate, by height [K/m]."""
    walls = room.boundary.thermal
    assert walls is not None
    heat = -walls.heat(room.diffusivity, room.state.temperature)[: setup.cells[1]]
    options, area = room.options, room.openness.grid.face_areas[0]
    return np.asarray(heat * options.laminar_prandtl / (options.laminar_viscosity * area))


def run(case: TallCavity) -> tuple[Row, ...]:
    """Compare heat transfer, largest speed and stratification."""
    setup, reference, allowed = case.setup, case.reference, case.tolerance
    room, solved = solve(setup)
    grid = room.openness.grid
    difference = setup.hot_c - setup.cold_c
    gradient = plate_gradient(room, setup)
    half = setup.cells[1] // 2
    nusselt = float(gradient.mean()) * setup.width_m / difference
    fastest = float(np.abs(room.state.velocity[2][1:-1, 1, half + 1]).max())
    height = grid.centres(2) / setup.height_m
    core = (height >= _CORE[0]) & (height <= _CORE[1])
    middle = room.state.temperature[1 + setup.cells[0] // 2, 1, 1:-1]
    slope = np.polyfit(height[core], (middle[core] - setup.cold_c) / difference, 1)[0]
    rows = [
        ("mean Nusselt number", nusselt, reference.Nu_mean, allowed.Nu_rel, "1"),
        (
            "wall gradient at half height",
            float(gradient[half]),
            reference.wall_gradient_k_m,
            allowed.Nu_rel,
            "K/m",
        ),
        (
            "largest speed at half height",
            fastest,
            reference.v_max_m_s,
            allowed.v_max_rel,
            "m/s",
        ),
    ]
    compared = [
        case.row(name, ours, published, share * published, solved, unit)
        for name, ours, published, share, unit in rows
    ]
    stratification = case.row(
        "core stratification",
        float(slope),
        reference.core_stratification,
        allowed.core_stratification_abs,
        solved,
    )
    return (*compared, stratification)
