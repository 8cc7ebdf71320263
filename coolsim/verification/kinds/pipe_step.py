"""A step of temperature through a long pipe, measured: transport, wall, loss."""

from __future__ import annotations

import time
from dataclasses import dataclass
from itertools import pairwise
from typing import ClassVar

import numpy as np
from pydantic import ConfigDict, FiniteFloat

from coolsim.design.liquid import Coolant
from coolsim.equipment.pipe import film_w_m2_k, transient_pipe
from coolsim.properties.liquids import liquid_table
from coolsim.verification.kinds.parts import Cells, NotNegative, Positive
from coolsim.verification.records import STRICT, Case, Row, Solved
from solvers.pipe_friction import friction_factor
from solvers.pipe_transient import Array, outlet_temperatures

_COLUMNS = ("t_s", "m_kg_s", "T_out_C", "T_in_C")


@dataclass(frozen=True, slots=True)
class Setup:
    """The pipe, filled with water; ``R_m_K_W`` is its resistance to the room per metre."""

    length_m: Positive
    inner_diameter_m: Positive
    wall_m: NotNegative
    wall_cp_J_kg_K: Positive
    wall_rho_kg_m3: Positive
    roughness_m: NotNegative
    R_m_K_W: Positive
    ambient_C: FiniteFloat
    cells: Cells = 400
    __pydantic_config__: ClassVar[ConfigDict] = STRICT


@dataclass(frozen=True, slots=True)
class Reference:
    """The record: rows of time, flow, outlet and inlet temperature."""

    columns: tuple[str, ...]
    rows: tuple[tuple[FiniteFloat, ...], ...]
    __pydantic_config__: ClassVar[ConfigDict] = STRICT

    def __post_init__(self) -> None:
        if self.columns != _COLUMNS:
            raise ValueError(f"columns must be {', '.join(_COLUMNS)}")
        if len(self.rows) < 3 or any(len(row) != len(_COLUMNS) for row in self.rows):
            raise ValueError("rows need one number per column, and at least three of them")
        times = [row[0] for row in self.rows]
        if any(b <= a for a, b in pairwise(times)):
            raise ValueError("times must rise")


@dataclass(frozen=True, slots=True)
class Tolerance:
    """Root mean square of the outlet's difference, and shift of its half-way time."""

    T_out_rms_K: Positive
    delay_abs_s: Positive
    __pydantic_config__: ClassVar[ConfigDict] = STRICT


@dataclass(frozen=True, kw_only=True)
class PipeStep(Case):
    """A pipe whose inlet steps up."""

    setup: Setup
    reference: Reference
    tolerance: Tolerance


def run(case: PipeStep) -> tuple[Row, ...]:
    """Compare the outlet's course; a pipe that passes its inlet on at once is the null model."""
    times, flow, measured, inlet = np.array(case.reference.rows, dtype=float).T
    start = time.perf_counter()
    ours = outlet(case.setup, times, flow, inlet, float(measured[0]))
    solved = Solved(time.perf_counter() - start, f"{case.setup.cells} cells")
    half = 0.5 * (float(measured[0]) + float(measured[-1]))
    return (
        case.row(
            "outlet, root mean square of the difference",
            _rms(ours - measured),
            0.0,
            case.tolerance.T_out_rms_K,
            solved,
            "K",
            null_model=_rms(inlet - measured),
        ),
        case.row(
            "time at which the outlet is half way",
            _first_crossing(times, ours, half),
            _first_crossing(times, measured, half),
            case.tolerance.delay_abs_s,
            solved,
            "s",
            null_model=_first_crossing(times, inlet, half),
        ),
    )


def outlet(setup: Setup, times: Array, flow: Array, inlet: Array, start_c: float) -> Array:
    """Outlet temperatures of the pipe, water's properties at the middle of the step [deg C]."""
    state = liquid_table(Coolant()).at(0.5 * (float(inlet.min()) + float(inlet.max())))
    density, heat, viscosity, conductivity = (
        float(value)
        for value in (
            state.density_kg_m3,
            state.heat_capacity_j_kg_k,
            state.viscosity_pa_s,
            state.conductivity_w_m_k,
        )
    )
    d = setup.inner_diameter_m
    reynolds = 4.0 * float(flow.mean()) / (np.pi * d * viscosity)
    factor, _ = friction_factor(np.array([reynolds]), np.array([setup.roughness_m / d]))
    film = film_w_m2_k(reynolds, heat * viscosity / conductivity, float(factor[0]), conductivity, d)
    pipe = transient_pipe(
        setup.length_m,
        d,
        setup.wall_m,
        density * heat,
        setup.wall_rho_kg_m3 * setup.wall_cp_J_kg_K,
        film,
        setup.ambient_C,
        outer_w_m_k=1.0 / setup.R_m_K_W,
    )
    return outlet_temperatures(pipe, times, flow * heat, inlet, start_c, setup.cells)


def _rms(values: Array) -> float:
    return float(np.sqrt(np.mean(values**2)))


def _first_crossing(times: Array, values: Array, level: float) -> float:
    """Time at which values first rise above a level, straight between two."""
    above = int(np.argmax(values > level))
    before = max(above - 1, 0)
    if above == before:
        return float(times[above])
    share = (level - values[before]) / (values[above] - values[before])
    return float(times[before] + share * (times[above] - times[before]))
