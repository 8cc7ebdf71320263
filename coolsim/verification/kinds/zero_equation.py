"""The zero-equation eddy viscosity against its closed form."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from pydantic import ConfigDict

from coolsim.verification.kinds.parts import NotNegative, Positive
from coolsim.verification.records import STRICT, Case, Row, Solved
from solvers.turbulence import zero_equation


@dataclass(frozen=True, slots=True)
class Point:
    """Eddy viscosity ``nu_t`` [m2/s] at speed ``V`` [m/s] and wall distance ``l`` [m]."""

    V: NotNegative
    l: Positive  # noqa: E741  the symbol of the publication
    nu_t: NotNegative
    __pydantic_config__: ClassVar[ConfigDict] = STRICT


@dataclass(frozen=True, slots=True)
class Reference:
    """Points of the closed form."""

    nu_t: tuple[Point, ...]
    __pydantic_config__: ClassVar[ConfigDict] = STRICT


@dataclass(frozen=True, slots=True)
class Tolerance:
    """Relative error."""

    rel: Positive
    __pydantic_config__: ClassVar[ConfigDict] = STRICT


@dataclass(frozen=True, kw_only=True)
class ZeroEquation(Case):
    """The model of Chen and Xu."""

    reference: Reference
    tolerance: Tolerance


def run(case: ZeroEquation) -> tuple[Row, ...]:
    """Evaluate the closure of the flow solver in a uniform oblique stream."""
    closure = zero_equation(laminar=0.0, relaxation=1.0)
    rows = []
    for point in case.reference.nu_t:
        begun = time.perf_counter()
        component = np.full((4, 4, 4), point.V / np.sqrt(3.0))
        viscosity = np.zeros((4, 4, 4))
        distance = np.full((4, 4, 4), point.l)
        closure(component, component, component, distance, viscosity)
        ours = float(viscosity[1, 1, 1])
        solved = Solved(time.perf_counter() - begun, "closed form")
        quantity = f"nu_t at {point.V:g} m/s, {point.l:g} m"
        allowed = case.tolerance.rel * point.nu_t
        rows.append(case.row(quantity, ours, point.nu_t, allowed, solved, "m2/s"))
    return tuple(rows)
