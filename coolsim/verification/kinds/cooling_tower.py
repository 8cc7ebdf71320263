"""Cooling towers: the York correlation's approach, and Merkel's theory against a run in time."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Annotated, ClassVar

import numpy as np
from pydantic import ConfigDict, Field, FiniteFloat

from coolsim.equipment.cooling_tower import (
    design_tower,
    merkel,
    merkel_at_set_point,
    york_approach_k,
)
from coolsim.properties.psychrometrics import (
    humidity_ratio_kg_kg,
    saturation_pressure_pa,
    specific_volume_m3_kg,
)
from coolsim.verification.flows import worst
from coolsim.verification.kinds.parts import NotNegative, Positive, same_length
from coolsim.verification.records import STRICT, Case, Row, Solved

_SEA_LEVEL_PA = 101325.0
_WATER_KG_M3 = 995.65
"""Water at 30 deg C (IAPWS-IF97) [kg/m3]."""


@dataclass(frozen=True, slots=True)
class YorkSetup:
    """Coefficients by powers of flow ratio, range and wet bulb (fastest)."""

    coefficients_27: Annotated[tuple[FiniteFloat, ...], Field(min_length=27, max_length=27)]
    __pydantic_config__: ClassVar[ConfigDict] = STRICT


@dataclass(frozen=True, slots=True)
class YorkReference:
    """Approach by water-flow ratio, at one range, wet bulb and air-flow ratio."""

    Trange: Positive
    Twb_C: FiniteFloat
    FRAir: Positive
    FRWat: tuple[Positive, ...]
    approach_K: tuple[FiniteFloat, ...]
    __pydantic_config__: ClassVar[ConfigDict] = STRICT

    def __post_init__(self) -> None:
        same_length(FRWat=self.FRWat, approach_K=self.approach_K)


@dataclass(frozen=True, slots=True)
class YorkTolerance:
    """Largest error [K]."""

    abs_K: Positive
    __pydantic_config__: ClassVar[ConfigDict] = STRICT


@dataclass(frozen=True, kw_only=True)
class YorkTower(Case):
    """A tower by the York correlation."""

    setup: YorkSetup
    reference: YorkReference
    tolerance: YorkTolerance


def run_york(case: YorkTower) -> tuple[Row, ...]:
    """Every approach; shown is each."""
    begun, given = time.perf_counter(), case.reference
    ours = york_approach_k(
        given.Trange,
        given.Twb_C,
        np.array(given.FRWat),
        given.FRAir,
        case.setup.coefficients_27,
    )
    solved = Solved(time.perf_counter() - begun, "correlation")
    return tuple(
        case.row(
            f"approach at water ratio {ratio:g}", value, wanted, case.tolerance.abs_K, solved, "K"
        )
        for ratio, value, wanted in zip(given.FRWat, ours, given.approach_K, strict=True)
    )


@dataclass(frozen=True, slots=True)
class Nominal:
    """Design point of the tower; ``T_db_C`` fixes the density of its air."""

    V_water_m3_s: Positive
    V_air_m3_s: Positive
    T_wb_C: FiniteFloat
    range_K: Positive
    approach_K: Positive
    fan_W: Positive
    free_convection_fraction: NotNegative
    T_db_C: FiniteFloat = 35.0
    __pydantic_config__: ClassVar[ConfigDict] = STRICT


@dataclass(frozen=True, slots=True)
class FanCurve:
    """Fan power over design power by speed."""

    speed: tuple[NotNegative, ...]
    power_ratio: tuple[NotNegative, ...]
    __pydantic_config__: ClassVar[ConfigDict] = STRICT

    def __post_init__(self) -> None:
        same_length(speed=self.speed, power_ratio=self.power_ratio)


@dataclass(frozen=True, slots=True)
class MerkelSetup:
    """Design point, fan, and the leaving water that the fan's control holds."""

    nominal: Nominal
    fan_curve: FanCurve
    set_point_C: FiniteFloat = 30.0
    __pydantic_config__: ClassVar[ConfigDict] = STRICT


MerkelRow = Annotated[tuple[FiniteFloat, ...], Field(min_length=9, max_length=9)]
"""Time, dry bulb, wet bulb, water in, water out, water flow, heat, fan power, fan speed."""


@dataclass(frozen=True, slots=True)
class MerkelReference:
    """Operating rows."""

    rows: Annotated[tuple[MerkelRow, ...], Field(min_length=1)]
    __pydantic_config__: ClassVar[ConfigDict] = STRICT


@dataclass(frozen=True, slots=True)
class MerkelTolerance:
    """Error of the leaving water [K], relative ones of heat and fan power."""

    T_out_abs_K: Positive
    Q_rel: Positive
    fan_power_rel: Positive
    __pydantic_config__: ClassVar[ConfigDict] = STRICT


@dataclass(frozen=True, kw_only=True)
class MerkelRun(Case):
    """A tower by Merkel's theory along a run."""

    setup: MerkelSetup
    reference: MerkelReference
    tolerance: MerkelTolerance


def run_merkel(case: MerkelRun) -> tuple[Row, ...]:
    """Water and heat at the run's fan speeds, and the fan power our control would need.

    Each quantity is shown where it fits least. Fan power counts in the rows whose control holds its
    set point.
    """
    nominal = case.setup.nominal
    saturated = humidity_ratio_kg_kg(saturation_pressure_pa(nominal.T_wb_C), _SEA_LEVEL_PA)
    humidity = float(saturated) - 1006.0 * (nominal.T_db_C - nominal.T_wb_C) / 2.5e6
    air_kg_m3 = 1.0 / float(specific_volume_m3_kg(nominal.T_db_C, humidity, _SEA_LEVEL_PA))
    tower = design_tower(
        nominal.V_water_m3_s * _WATER_KG_M3,
        nominal.V_air_m3_s * air_kg_m3,
        nominal.T_wb_C,
        nominal.approach_K,
        nominal.range_K,
        free_convection=nominal.free_convection_fraction,
    )
    table = np.array(case.reference.rows)
    wet, water_in, water_out, flow, heat, power, speed = table[:, 2:].T
    begun = time.perf_counter()
    state = merkel(tower, water_in, flow, wet, speed)
    held = np.abs(water_out - case.setup.set_point_C) < 0.005
    control = merkel_at_set_point(
        tower, water_in[held], flow[held], wet[held], case.setup.set_point_C
    )
    ours_w = nominal.fan_W * np.interp(
        control.air_ratio, case.setup.fan_curve.speed, case.setup.fan_curve.power_ratio
    )
    solved = Solved(time.perf_counter() - begun, f"{len(table)} rows")
    rows = []
    allowed = case.tolerance
    n = worst(state.water_out_c, water_out)
    rows.append(
        case.row(
            f"leaving water, worst of {len(table)}",
            float(state.water_out_c[n]), float(water_out[n]), allowed.T_out_abs_K, solved, "°C",
        )
    )  # fmt: skip
    n = worst(state.rejected_w / heat, np.ones(heat.size))
    rows.append(
        case.row(
            f"heat rejected, worst of {len(table)}",
            float(state.rejected_w[n]), float(heat[n]), allowed.Q_rel * float(heat[n]), solved, "W",
        )
    )  # fmt: skip
    if held.any():
        wanted = power[held]
        n = worst(ours_w / wanted, np.ones(wanted.size))
        limit = allowed.fan_power_rel * float(wanted[n])
        quantity = f"fan power that holds the set point, worst of {wanted.size}"
        rows.append(case.row(quantity, float(ours_w[n]), float(wanted[n]), limit, solved, "W"))
    return tuple(rows)
