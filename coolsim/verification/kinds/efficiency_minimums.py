"""Least efficiencies of a standard beside the figures a plant takes where its design names none."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from pydantic import ConfigDict, Field

from coolsim.equipment.chiller import ChillerCurves, chiller
from coolsim.plant.chillers import DEFAULT_AIR_CHILLER, DEFAULT_WATER_CHILLER, chiller_named
from coolsim.plant.units import (
    DRY_COOLER_W_PER_W,
    DX_RATINGS,
    OPEN_TOWER_M3_J,
    WATER_J_M3_K,
)
from coolsim.verification.kinds.parts import NotNegative, Positive
from coolsim.verification.records import STRICT, Case, Row, Solved

_TON_W = 12000.0 * 1055.05585262 / 3600.0
_GPM_M3_S = 6.30902e-5
_HP_W = 745.7
_CHILLED_C = 6.67
_CONDENSER_WATER_C = 29.44
_CONDENSER_AIR_C = 35.0
"""Rating conditions of AHRI 550/590 [deg C]."""
_DRY_COOLER_RANGE_K = 46.11 - 40.55


@dataclass(frozen=True, slots=True)
class Setup:
    """What the numbers are in."""

    units: str = ""
    __pydantic_config__: ClassVar[ConfigDict] = STRICT


@dataclass(frozen=True, slots=True)
class Band:
    """Largest full-load input of chillers between two capacities in tons; IPLV is not compared."""

    tons: tuple[NotNegative, Positive | None]
    kW_ton: Positive
    IPLV: Positive | None = None
    COP: Positive | None = None
    __pydantic_config__: ClassVar[ConfigDict] = STRICT


@dataclass(frozen=True, slots=True)
class HeatRejection:
    """Least water flow per fan motor power [gpm/hp], condensers [Btu/h/hp]."""

    open_axial_gpm_hp: Positive
    dry_cooler_gpm_hp: Positive
    open_centrifugal_gpm_hp: Positive | None = None
    closed_axial_gpm_hp: Positive | None = None
    closed_centrifugal_gpm_hp: Positive | None = None
    air_cooled_condenser_btuh_hp: Positive | None = None
    __pydantic_config__: ClassVar[ConfigDict] = STRICT


@dataclass(frozen=True, slots=True)
class Sizes:
    """Least sensible COP by capacity: below 80,000 Btu/h, between, from 295,000 up."""

    lt80k: Positive
    mid: Positive
    ge295k: Positive
    __pydantic_config__: ClassVar[ConfigDict] = STRICT


@dataclass(frozen=True, slots=True)
class RoomUnits:
    """Down-flow room units by what cools their condenser."""

    air: Sizes
    water: Sizes | None = None
    __pydantic_config__: ClassVar[ConfigDict] = STRICT


@dataclass(frozen=True, slots=True)
class Reference:
    """Least efficiencies."""

    heat_rejection: HeatRejection
    CRAC_SCOP_downflow: RoomUnits
    air_cooled: tuple[Band, ...] = Field(min_length=1)
    water_centrifugal: tuple[Band, ...] = Field(min_length=1)
    water_positive_displacement: tuple[Band, ...] = ()
    __pydantic_config__: ClassVar[ConfigDict] = STRICT


@dataclass(frozen=True, slots=True)
class Tolerance:
    """None: a figure is at least as good as the minimum or it is not."""

    exact: bool = True
    __pydantic_config__: ClassVar[ConfigDict] = STRICT


@dataclass(frozen=True, kw_only=True)
class Minimums(Case):
    """Least efficiencies of a standard."""

    setup: Setup = Setup()
    reference: Reference
    tolerance: Tolerance = Tolerance()


def run(case: Minimums) -> tuple[Row, ...]:
    """One row per default of the plant; those at least as good as the minimum agree."""
    begun = time.perf_counter()
    given = case.reference
    rows: list[tuple[str, float, float, str, bool]] = []
    for name, bands, condenser_c in (
        (DEFAULT_AIR_CHILLER, given.air_cooled, _CONDENSER_AIR_C),
        (DEFAULT_WATER_CHILLER, given.water_centrifugal, _CONDENSER_WATER_C),
    ):
        curves = chiller_named(name)
        tons, ours = _rated(curves, condenser_c)
        rows.append((f"{name}, at most", ours, _band(bands, tons).kW_ton, "kW/ton", False))
    tower = OPEN_TOWER_M3_J * _HP_W / _GPM_M3_S
    dry = _HP_W / (_GPM_M3_S * DRY_COOLER_W_PER_W * WATER_J_M3_K * _DRY_COOLER_RANGE_K)
    rejection, room = given.heat_rejection, given.CRAC_SCOP_downflow.air
    rows += [
        ("open tower, at least", tower, rejection.open_axial_gpm_hp, "gpm/hp", True),
        ("dry cooler, at least", dry, rejection.dry_cooler_gpm_hp, "gpm/hp", True),
    ]
    for (_, ours), least, size in zip(
        DX_RATINGS,
        (room.lt80k, room.mid, room.ge295k),
        ("below 80,000 Btu/h", "between", "from 295,000 Btu/h"),
        strict=True,
    ):
        rows.append((f"sensible COP of a room unit {size}, at least", ours, least, "1", True))
    solved = Solved(time.perf_counter() - begun, "figures")
    return tuple(
        case.row(name, ours, least, _allowed(ours, least, higher=higher), solved, unit)
        for name, ours, least, unit, higher in rows
    )


def _allowed(ours: float, least: float, *, higher: bool) -> float:
    """Any difference to the good side, round-off to the other."""
    good = ours >= least if higher else ours <= least
    return abs(ours - least) if good else 1e-9 * least


def _rated(curves: ChillerCurves, condenser_c: float) -> tuple[float, float]:
    """Capacity in tons and full-load input [kW/ton] at rating conditions."""
    full = chiller(curves, 1e12, _CHILLED_C, condenser_c)
    at_one = float(full.cooling_w) / float(full.part_load)
    rated = chiller(curves, at_one, _CHILLED_C, condenser_c)
    tons = at_one / _TON_W
    return tons, float(rated.power_w) / 1000.0 / tons


def _band(bands: Sequence[Band], tons: float) -> Band:
    return next(band for band in bands if band.tons[1] is None or tons < band.tons[1])
