"""Coolants and air: density, heat capacity, viscosity and conductivity beside published ones."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar

from pydantic import ConfigDict, FiniteFloat

from coolsim.design.liquid import Coolant
from coolsim.properties.air import moist_air
from coolsim.properties.liquids import liquid_table
from coolsim.verification.kinds.parts import Positive
from coolsim.verification.records import STRICT, Case, Row, Solved

_DRY = 0.0
_ATMOSPHERE_PA = 101325.0
_UNITS = {"rho": "kg/m3", "cp": "J/(kg K)", "mu": "Pa s", "k": "W/(m K)"}
_WORDS = {"rho": "density", "cp": "heat capacity", "mu": "viscosity", "k": "conductivity"}


@dataclass(frozen=True, slots=True)
class Point:
    """Properties at a temperature; what is left out is not compared."""

    T_C: FiniteFloat
    rho: Positive | None = None
    cp: Positive | None = None
    mu: Positive | None = None
    k: Positive | None = None
    __pydantic_config__: ClassVar[ConfigDict] = STRICT


@dataclass(frozen=True, slots=True)
class Setup:
    """The liquids compared, as coolants of a design, by the name their points have."""

    liquids: Mapping[str, Coolant]
    __pydantic_config__: ClassVar[ConfigDict] = STRICT


@dataclass(frozen=True, slots=True)
class Tolerance:
    """Relative error."""

    rel: Positive
    __pydantic_config__: ClassVar[ConfigDict] = STRICT


@dataclass(frozen=True, kw_only=True)
class FluidProperties(Case):
    """Points by liquid; ``air`` is dry air at 101325 Pa, density and heat capacity only."""

    setup: Setup
    reference: Mapping[str, tuple[Point, ...]]
    tolerance: Tolerance

    def __post_init__(self) -> None:
        for name in self.reference:
            if name != "air" and name not in self.setup.liquids:
                raise ValueError(f"setup.liquids does not say what {name} is")


def run(case: FluidProperties) -> tuple[Row, ...]:
    """Compare every property of every point.

    Raises:
        SolveError: A point lies beyond what is known of its liquid.
    """
    return tuple(
        row for name, points in case.reference.items() for row in _rows(case, name, points)
    )


def _rows(case: FluidProperties, name: str, points: tuple[Point, ...]) -> Iterator[Row]:
    for point in points:
        start = time.perf_counter()
        ours = _air(point) if name == "air" else _liquid(case.setup.liquids[name], point)
        solved = Solved(time.perf_counter() - start, "1 point")
        for key, unit in _UNITS.items():
            published = getattr(point, key)
            if published is None or (name == "air" and key in ("mu", "k")):
                continue
            what = f"{name}: {_WORDS[key]} at {point.T_C:g} C"
            tolerance = case.tolerance.rel * published
            yield case.row(what, ours[key], published, tolerance, solved, unit)


def _liquid(coolant: Coolant, point: Point) -> dict[str, float]:
    state = liquid_table(coolant).at(point.T_C)
    return {
        "rho": float(state.density_kg_m3),
        "cp": float(state.heat_capacity_j_kg_k),
        "mu": float(state.viscosity_pa_s),
        "k": float(state.conductivity_w_m_k),
    }


def _air(point: Point) -> dict[str, float]:
    state = moist_air(point.T_C, _ATMOSPHERE_PA, _DRY)
    return {"rho": state.density_kg_m3, "cp": state.heat_capacity_j_kg_k}
