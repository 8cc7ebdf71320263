"""A vortex that decays by friction alone: true time steps and the projection."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from pydantic import ConfigDict

from coolsim.verification.flows import closed_room, plane
from coolsim.verification.kinds.parts import Cells, Positive, Steps
from coolsim.verification.records import STRICT, Case, Row, Solved
from solvers.boundary import Side
from solvers.flow import FlowOptions, Room
from solvers.turbulence import constant


@dataclass(frozen=True, slots=True)
class Setup:
    """Kinematic viscosity; cells along a side of pi; time steps per unit of time."""

    viscosity: Positive
    cells: Cells = 32
    steps_per_unit_time: Steps = 100
    second_order: bool = True
    __pydantic_config__: ClassVar[ConfigDict] = STRICT


@dataclass(frozen=True, slots=True)
class Reference:
    """Kinetic energy over that at the start, by time."""

    kinetic_energy_ratio: Mapping[str, Positive]
    __pydantic_config__: ClassVar[ConfigDict] = STRICT


@dataclass(frozen=True, slots=True)
class Tolerance:
    """Relative error."""

    rel: Positive
    __pydantic_config__: ClassVar[ConfigDict] = STRICT


@dataclass(frozen=True, kw_only=True)
class TaylorGreen(Case):
    """One vortex of the Taylor-Green array, between its own planes of symmetry."""

    setup: Setup
    reference: Reference
    tolerance: Tolerance

    def __post_init__(self) -> None:
        for name in self.reference.kinetic_energy_ratio:
            steps = float(name) * self.setup.steps_per_unit_time
            if not (steps > 0.5 and abs(steps - round(steps)) < 1e-6):
                raise ValueError(f"time {name} is no whole number of steps")


def start(setup: Setup) -> Room:
    """The room at time zero: ``u = sin x cos z``, ``w = -cos x sin z`` on a square of pi.

    This is the array moved by a quarter of its wave length, so that a whole vortex stands between
    four planes that no air crosses and nothing shears.
    """
    sides = tuple(Side(axis, high=high, slip=True) for axis in (0, 2) for high in (False, True))
    room = closed_room(
        plane((setup.cells, setup.cells), (np.pi, np.pi)),
        constant(setup.viscosity),
        FlowOptions(
            step=1.0 / setup.steps_per_unit_time,
            expansion=0.0,
            second_order=setup.second_order,
        ),
        viscosity=setup.viscosity,
        sides=sides,
    )
    grid = room.openness.grid
    edges, centres = grid.edges(0), grid.centres(0)
    room.state.velocity[0][1:, 1, 1:-1] = np.outer(np.sin(edges), np.cos(centres))
    room.state.velocity[2][1:-1, 1, 1:] = -np.outer(np.cos(centres), np.sin(edges))
    for axis in (0, 2):
        room.state.velocity[axis][room.openness.area[axis] == 0.0] = 0.0
    double = 0.25 * np.cos(2.0 * centres)
    room.state.pressure[1:-1, 1, 1:-1] = double[:, None] + double[None, :]
    return room


def kinetic_energy(room: Room) -> float:
    """Twice the kinetic energy over the cell volume, from the face velocities [m2/s2]."""
    return sum(float(np.sum(component**2)) for component in room.state.velocity)


def run(case: TaylorGreen) -> tuple[Row, ...]:
    """Compare the decay at every time of the reference."""
    setup = case.setup
    begun = time.perf_counter()
    room = start(setup)
    first = kinetic_energy(room)
    rows = []
    published = sorted(case.reference.kinetic_energy_ratio.items(), key=lambda item: float(item[0]))
    for name, ratio in published:
        wanted = round(float(name) * setup.steps_per_unit_time)
        while room.iterations < wanted:
            room.step_in_time()
        grid = f"{setup.cells} × {setup.cells}, {wanted} steps"
        solved = Solved(time.perf_counter() - begun, grid)
        ours = kinetic_energy(room) / first
        quantity = f"kinetic energy over the first, time {name}"
        rows.append(case.row(quantity, ours, ratio, case.tolerance.rel * ratio, solved))
    return tuple(rows)
