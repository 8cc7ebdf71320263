"""A chiller by its curve set: COP, part load and leaving condenser water at published points."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import ClassVar, Literal

from pydantic import ConfigDict, Field, FiniteFloat

from coolsim.equipment.chiller import ChillerCurves, available_capacity_w, chiller
from coolsim.verification.kinds.parts import NotNegative, Positive
from coolsim.verification.records import STRICT, Case, Row, Solved

Six = tuple[FiniteFloat, FiniteFloat, FiniteFloat, FiniteFloat, FiniteFloat, FiniteFloat]
Three = tuple[FiniteFloat, FiniteFloat, FiniteFloat]
Two = tuple[FiniteFloat, FiniteFloat]
_WATER_J_KG_K = 4184.0
"""Heat capacity of the water of the published runs [J/(kg K)]."""


@dataclass(frozen=True, slots=True)
class Machine:
    """The curve set, with the keys of the EnergyPlus data sets."""

    name: str
    Qref_W: Positive
    COPref: Positive
    PLRmin: NotNegative
    PLRmax: Positive
    m_eva: Positive
    m_con: Positive
    T_eva_lvg_C: FiniteFloat
    T_con_ent_C: FiniteFloat
    T_eva_range_C: Two
    T_con_range_C: Two
    capFT: Six
    eirFT: Six
    eirFPLR: Three
    __pydantic_config__: ClassVar[ConfigDict] = STRICT


@dataclass(frozen=True, slots=True)
class Setup:
    """The machine, and what its condenser gives its heat to."""

    machine: Machine
    condenser: Literal["water", "air"] = "water"
    __pydantic_config__: ClassVar[ConfigDict] = STRICT


@dataclass(frozen=True, slots=True)
class Point:
    """A steady point: evaporator and condenser temperatures, part load and COP."""

    T_eva_lvg_C: FiniteFloat
    T_eva_ent_C: FiniteFloat
    T_con_ent_C: FiniteFloat
    PLR: Positive
    COP: Positive
    T_con_lvg_C: FiniteFloat | None = None
    __pydantic_config__: ClassVar[ConfigDict] = STRICT


@dataclass(frozen=True, slots=True)
class Reference:
    """Published points."""

    points: tuple[Point, ...] = Field(min_length=1)
    __pydantic_config__: ClassVar[ConfigDict] = STRICT


@dataclass(frozen=True, slots=True)
class Tolerance:
    """Relative errors, and the error of the leaving condenser water [K]."""

    COP_rel: Positive
    PLR_rel: Positive = 0.005
    T_con_lvg_abs_K: Positive = 0.02
    __pydantic_config__: ClassVar[ConfigDict] = STRICT


@dataclass(frozen=True, kw_only=True)
class Chiller(Case):
    """A chiller at published points."""

    setup: Setup
    reference: Reference
    tolerance: Tolerance


def curves_of(machine: Machine, condenser: Literal["water", "air"]) -> ChillerCurves:
    """The curve set as the equipment function takes it."""
    return ChillerCurves(
        name=machine.name,
        condenser=condenser,
        capacity_w=machine.Qref_W,
        cop=machine.COPref,
        capacity_curve=machine.capFT,
        input_ratio_curve=machine.eirFT,
        part_load_curve=machine.eirFPLR,
        least_part_load=machine.PLRmin,
        most_part_load=machine.PLRmax,
        chilled_c=machine.T_eva_range_C,
        condenser_c=machine.T_con_range_C,
        chilled_kg_s=machine.m_eva,
        condenser_kg_s=machine.m_con,
    )


def run(case: Chiller) -> tuple[Row, ...]:
    """The load from the chilled water's flow and temperatures; COP and part load follow from it."""
    machine = case.setup.machine
    curves = curves_of(machine, case.setup.condenser)
    rows = []
    for point in case.reference.points:
        begun = time.perf_counter()
        load_w = machine.m_eva * _WATER_J_KG_K * (point.T_eva_ent_C - point.T_eva_lvg_C)
        state = chiller(curves, load_w, point.T_eva_lvg_C, point.T_con_ent_C)
        part_load = load_w / available_capacity_w(curves, point.T_eva_lvg_C, point.T_con_ent_C)
        solved = Solved(time.perf_counter() - begun, "curves")
        at = f"at {point.T_eva_lvg_C:g} and {point.T_con_ent_C:g} °C"
        cop = float(state.cooling_w / state.power_w)
        tolerance = case.tolerance
        rows += [
            case.row(f"COP {at}", cop, point.COP, tolerance.COP_rel * point.COP, solved),
            case.row(
                f"part load {at}",
                float(part_load),
                point.PLR,
                tolerance.PLR_rel * point.PLR,
                solved,
            ),
        ]
        if point.T_con_lvg_C is not None:
            leaving = point.T_con_ent_C + float(state.rejected_w) / machine.m_con / _WATER_J_KG_K
            limit = tolerance.T_con_lvg_abs_K
            quantity = f"leaving condenser water {at}"
            rows.append(case.row(quantity, leaving, point.T_con_lvg_C, limit, solved, "°C"))
    return tuple(rows)
