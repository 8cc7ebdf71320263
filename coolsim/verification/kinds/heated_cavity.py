"""A square cavity heated from one side: buoyancy, coupled with the heat it carries."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Literal

import numpy as np
from pydantic import ConfigDict, FiniteFloat

from coolsim.verification.flows import closed_room, plane, refined_peak, settle
from coolsim.verification.kinds.lid_cavity import mid_u, mid_v
from coolsim.verification.kinds.parts import Cells, Positive
from coolsim.verification.records import STRICT, Case, Row, Solved
from solvers.boundary import join, side_wall
from solvers.flow import GRAVITY, FlowOptions, Room
from solvers.turbulence import constant

Quantity = Literal["Nu_mean", "Nu_max", "u_max", "w_max"]
_STEP_PER_CELL = 4.0
"""Pseudo-time step over the time free fall takes to pass a cell [-]."""
_STANDING = 1e-5
_MAX_STEPS = 4000


@dataclass(frozen=True, slots=True)
class Setup:
    """Prandtl number, and cells along a side by Rayleigh number as the reference writes it."""

    prandtl: Positive
    cells: Mapping[str, Cells]
    second_order: bool = True
    __pydantic_config__: ClassVar[ConfigDict] = STRICT

    def __post_init__(self) -> None:
        for name in self.cells:
            if not 0.0 < float(name) < np.inf:
                raise ValueError(f"{name} is no Rayleigh number")


@dataclass(frozen=True, slots=True)
class Tolerance:
    """Relative tolerances: of the mean Nusselt number by Rayleigh number, of all else alike."""

    Nu_mean_rel: Mapping[str, Positive]
    u_max_rel: Positive
    Nu_max_rel: Positive
    energy_balance_rel: Positive
    __pydantic_config__: ClassVar[ConfigDict] = STRICT


@dataclass(frozen=True, kw_only=True)
class HeatedCavity(Case):
    """Published values by Rayleigh number; velocities over diffusivity and side."""

    setup: Setup
    reference: Mapping[str, Mapping[Quantity, FiniteFloat]]
    tolerance: Tolerance

    def __post_init__(self) -> None:
        for given in (self.reference, self.tolerance.Nu_mean_rel):
            missing = sorted(set(self.setup.cells) - set(given))
            if missing:
                raise ValueError(f"reference and Nu_mean_rel also need {', '.join(missing)}")


@dataclass(frozen=True, slots=True)
class Answer:
    """What one solve gives, in the scales of the reference."""

    values: Mapping[Quantity, float]
    nusselt_cold: float
    solved: Solved


def solve(setup: Setup, rayleigh: float, cells: int) -> Answer:
    """The steady flow at one Rayleigh number.

    In the scale of free fall (side 1, temperature difference 1, buoyancy 1) the diffusivity is
    ``1 / sqrt(Ra Pr)`` and velocities stay near one at every Rayleigh number.
    """
    diffusivity = 1.0 / float(np.sqrt(rayleigh * setup.prandtl))
    viscosity = setup.prandtl * diffusivity
    openness = plane((cells, cells))
    hot = side_wall(openness, 0, high=False, temperature=1.0)
    cold = side_wall(openness, 0, high=True, temperature=0.0)
    options = FlowOptions(
        step=_STEP_PER_CELL / cells,
        expansion=1.0 / GRAVITY,
        reference=0.5,
        prandtl=setup.prandtl,
        second_order=setup.second_order,
    )
    room = closed_room(
        openness,
        constant(viscosity),
        options,
        viscosity=viscosity,
        temperature=0.5,
        thermal=join([hot, cold]),
    )
    speed = max(diffusivity, 0.25)
    solved = settle(room, speed=speed, length=1.0, tolerance=_STANDING, max_steps=_MAX_STEPS)
    return _answer(room, diffusivity, solved)


def _answer(room: Room, diffusivity: float, solved: Solved) -> Answer:
    walls, grid = room.boundary.thermal, room.openness.grid
    assert walls is not None
    heat = walls.heat(room.diffusivity, room.state.temperature) / (diffusivity * grid.face_areas[0])
    hot, cold = heat[: grid.shape[2]], heat[grid.shape[2] :]
    u, _ = refined_peak(np.abs(mid_u(room)), grid.spacing[2], 0.0)
    w, _ = refined_peak(np.abs(mid_v(room)), grid.spacing[0], 0.0)
    peak, _ = refined_peak(hot, grid.spacing[2], 0.0)
    values: dict[Quantity, float] = {
        "Nu_mean": float(hot.mean()),
        "Nu_max": peak,
        "u_max": u / diffusivity,
        "w_max": w / diffusivity,
    }
    return Answer(values, -float(cold.mean()), solved)


def run(case: HeatedCavity) -> tuple[Row, ...]:
    """Compare Nusselt numbers and largest velocities, and the heat of both walls."""
    rows = []
    allowed = case.tolerance
    for name, cells in case.setup.cells.items():
        answer = solve(case.setup, float(name), cells)
        for quantity, published in case.reference[name].items():
            share = {"Nu_mean": allowed.Nu_mean_rel[name], "Nu_max": allowed.Nu_max_rel}.get(
                quantity, allowed.u_max_rel
            )
            rows.append(
                case.row(
                    f"{quantity} at Ra {name}",
                    answer.values[quantity],
                    published,
                    share * abs(published),
                    answer.solved,
                )
            )
        mean = answer.values["Nu_mean"]
        rows.append(
            case.row(
                f"Nu of the cold wall at Ra {name}, against the hot one",
                answer.nusselt_cold,
                mean,
                allowed.energy_balance_rel * abs(mean),
                answer.solved,
            )
        )
    return tuple(rows)
