"""Moist air at tabled points: the relations behind the weather hours."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from pydantic import ConfigDict, FiniteFloat

from coolsim.properties.air import pressure_at_altitude_pa
from coolsim.properties.psychrometrics import (
    dew_point_c,
    enthalpy_j_kg,
    humidity_ratio_kg_kg,
    humidity_ratio_of_wet_bulb,
    relative_humidity,
    saturation_pressure_pa,
    specific_volume_m3_kg,
)
from coolsim.verification.kinds.parts import Positive
from coolsim.verification.records import STRICT, Case, Row, Solved


@dataclass(frozen=True, slots=True)
class Setup:
    """Pressure of the tables [Pa]."""

    p_Pa: Positive = 101325.0
    __pydantic_config__: ClassVar[ConfigDict] = STRICT


@dataclass(frozen=True, slots=True)
class DryAir:
    """Dry air at one temperature."""

    T_C: FiniteFloat
    h_J_kg: FiniteFloat
    v_m3_kg: Positive
    __pydantic_config__: ClassVar[ConfigDict] = STRICT


@dataclass(frozen=True, slots=True)
class Example:
    """A moist state by dry and wet bulb, and what follows from it."""

    Tdb: FiniteFloat
    Twb: FiniteFloat
    W: Positive
    Tdp: FiniteFloat
    RH: Positive
    h: FiniteFloat
    v: Positive
    __pydantic_config__: ClassVar[ConfigDict] = STRICT

    def __post_init__(self) -> None:
        """Refuse air that cannot be."""
        if self.Twb > self.Tdb:
            raise ValueError(
                f"the wet bulb {self.Twb:g} °C lies above the dry bulb {self.Tdb:g} °C"
            )


@dataclass(frozen=True, slots=True)
class Reference:
    """Saturation by temperature, dry air, a moist state, and standard pressures by altitude."""

    sat_vapour_pressure_Pa: Mapping[str, Positive]
    sat_humidity_ratio: Mapping[str, Positive]
    sat_enthalpy_J_kg: Mapping[str, FiniteFloat]
    dry_air: DryAir
    example1: Example
    std_atm_Pa: Mapping[str, Positive]
    __pydantic_config__: ClassVar[ConfigDict] = STRICT


@dataclass(frozen=True, slots=True)
class ExampleTolerance:
    """Of a state read off a chart: dew point [K], relative humidity [-]."""

    Tdp_abs: Positive
    RH_abs: Positive
    __pydantic_config__: ClassVar[ConfigDict] = STRICT


@dataclass(frozen=True, slots=True)
class Tolerance:
    """Relative errors of the tables, and what the chart allows."""

    psat_rel: Positive
    W_rel: Positive
    h_rel: Positive
    example: ExampleTolerance
    pressure_rel: Positive = 0.0005
    __pydantic_config__: ClassVar[ConfigDict] = STRICT


@dataclass(frozen=True, kw_only=True)
class Psychrometrics(Case):
    """Moist air."""

    setup: Setup
    reference: Reference
    tolerance: Tolerance


def run(case: Psychrometrics) -> tuple[Row, ...]:
    """One row per tabled number."""
    begun = time.perf_counter()
    pressure, given, allowed = case.setup.p_Pa, case.reference, case.tolerance
    found: list[tuple[str, float, float, float, str]] = []
    for text, wanted in given.sat_vapour_pressure_Pa.items():
        ours = float(saturation_pressure_pa(float(text)))
        found.append(
            (f"saturation pressure at {text} °C", ours, wanted, allowed.psat_rel * wanted, "Pa")
        )
    for text, wanted in given.sat_humidity_ratio.items():
        ours = _saturated_ratio(float(text), pressure)
        found.append(
            (
                f"saturated humidity ratio at {text} °C",
                ours,
                wanted,
                allowed.W_rel * wanted,
                "kg/kg",
            )
        )
    for text, wanted in given.sat_enthalpy_J_kg.items():
        ours = float(enthalpy_j_kg(float(text), _saturated_ratio(float(text), pressure)))
        found.append(
            (f"saturated enthalpy at {text} °C", ours, wanted, allowed.h_rel * abs(wanted), "J/kg")
        )
    dry, state = given.dry_air, given.example1
    ratio = float(humidity_ratio_of_wet_bulb(state.Tdb, state.Twb, pressure))
    volume = float(specific_volume_m3_kg(dry.T_C, 0.0, pressure))
    found += [
        ("enthalpy of dry air", float(enthalpy_j_kg(dry.T_C, 0.0)), dry.h_J_kg,
         allowed.h_rel * abs(dry.h_J_kg), "J/kg"),
        ("volume of dry air", volume, dry.v_m3_kg, allowed.W_rel * dry.v_m3_kg, "m³/kg"),
        ("humidity ratio of the example", ratio, state.W, allowed.W_rel * state.W, "kg/kg"),
        ("dew point of the example", float(dew_point_c(ratio, pressure)), state.Tdp,
         allowed.example.Tdp_abs, "°C"),
        ("relative humidity of the example",
         float(relative_humidity(state.Tdb, ratio, pressure)), state.RH,
         allowed.example.RH_abs, "1"),
        ("enthalpy of the example", float(enthalpy_j_kg(state.Tdb, ratio)), state.h,
         allowed.h_rel * abs(state.h), "J/kg"),
        ("volume of the example", float(specific_volume_m3_kg(state.Tdb, ratio, pressure)),
         state.v, allowed.W_rel * state.v, "m³/kg"),
    ]  # fmt: skip
    for text, wanted in given.std_atm_Pa.items():
        ours = pressure_at_altitude_pa(float(text))
        limit = allowed.pressure_rel * wanted
        found.append((f"standard pressure at {text} m", ours, wanted, limit, "Pa"))
    solved = Solved(time.perf_counter() - begun, "relations")
    return tuple(
        case.row(quantity, ours, wanted, limit, solved, unit)
        for quantity, ours, wanted, limit, unit in found
    )


def _saturated_ratio(temperature_c: float, pressure_pa: float) -> float:
    return float(humidity_ratio_kg_kg(saturation_pressure_pa(temperature_c), pressure_pa))
