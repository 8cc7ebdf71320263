"""Water by IAPWS-IF97 at its verification points."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import ClassVar

from pydantic import ConfigDict, Field

from coolsim.properties.liquids import vapour_pressure_pa, water_at
from coolsim.verification.kinds.parts import Positive
from coolsim.verification.records import STRICT, Case, Row, Solved

_ZERO_C_K = 273.15


@dataclass(frozen=True, slots=True)
class Setup:
    """What the points are."""

    note: str = ""
    __pydantic_config__: ClassVar[ConfigDict] = STRICT


@dataclass(frozen=True, slots=True)
class Point:
    """A point of region 1; enthalpy, entropy and speed of sound are not compared."""

    T_K: Positive
    p_MPa: Positive
    v: Positive
    cp: Positive
    h_kJ: float | None = None
    s: float | None = None
    w: float | None = None
    __pydantic_config__: ClassVar[ConfigDict] = STRICT


@dataclass(frozen=True, slots=True)
class Saturation:
    """A point of the saturation line."""

    T_C: Positive
    p_Pa: Positive
    __pydantic_config__: ClassVar[ConfigDict] = STRICT


@dataclass(frozen=True, slots=True)
class Reference:
    """Published points."""

    table5: tuple[Point, ...] = Field(min_length=1)
    sat: tuple[Saturation, ...] = ()
    __pydantic_config__: ClassVar[ConfigDict] = STRICT


@dataclass(frozen=True, slots=True)
class Tolerance:
    """Relative error."""

    rel: Positive
    __pydantic_config__: ClassVar[ConfigDict] = STRICT


@dataclass(frozen=True, kw_only=True)
class WaterIf97(Case):
    """Water at published points."""

    setup: Setup = Setup()
    reference: Reference
    tolerance: Tolerance


def run(case: WaterIf97) -> tuple[Row, ...]:
    """Volume, heat capacity and saturation pressure, one row each."""
    begun = time.perf_counter()
    found: list[tuple[str, float, float, str]] = []
    for point in case.reference.table5:
        density, capacity = water_at(point.T_K - _ZERO_C_K, 1e6 * point.p_MPa)
        place = f"at {point.T_K:g} K, {point.p_MPa:g} MPa"
        found.append((f"specific volume {place}", 1.0 / density, point.v, "m³/kg"))
        found.append((f"heat capacity {place}", capacity / 1000.0, point.cp, "kJ/(kg K)"))
    for line in case.reference.sat:
        ours = vapour_pressure_pa(line.T_C)
        found.append((f"saturation pressure at {line.T_C:g} °C", ours, line.p_Pa, "Pa"))
    solved = Solved(time.perf_counter() - begun, "IAPWS-IF97")
    return tuple(
        case.row(name, ours, wanted, case.tolerance.rel * wanted, solved, unit)
        for name, ours, wanted, unit in found
    )
