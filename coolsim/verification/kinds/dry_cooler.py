"""A dry cooler at its maker's rating.

The conductance comes from the same rating, so the row checks that sizing and rating are each
other's inverse and that the figures agree among themselves, not that the coil law is right
elsewhere.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import ClassVar

from pydantic import ConfigDict, FiniteFloat

from coolsim.equipment.dry_cooler import dry_cooler, rated_dry_cooler
from coolsim.verification.kinds.parts import Positive
from coolsim.verification.records import STRICT, Case, Row, Solved


@dataclass(frozen=True, slots=True)
class Setup:
    """Air flow of the machine, which the rating leaves out, and the liquid."""

    air_m3_s: Positive
    liquid_J_m3_K: Positive = 4.12e6
    __pydantic_config__: ClassVar[ConfigDict] = STRICT


@dataclass(frozen=True, slots=True)
class Reference:
    """The rating."""

    Q_W: Positive
    T_air_in_C: FiniteFloat
    T_fluid_in_C: FiniteFloat
    T_fluid_out_C: FiniteFloat
    fan_W: Positive
    fan_W_per_kW: Positive
    approach_K: Positive
    __pydantic_config__: ClassVar[ConfigDict] = STRICT


@dataclass(frozen=True, slots=True)
class Tolerance:
    """Relative error."""

    Q_rel: Positive
    __pydantic_config__: ClassVar[ConfigDict] = STRICT


@dataclass(frozen=True, kw_only=True)
class RatedDryCooler(Case):
    """A dry cooler at its rating."""

    setup: Setup
    reference: Reference
    tolerance: Tolerance


def run(case: RatedDryCooler) -> tuple[Row, ...]:
    """Duty, approach and fan power at the rating."""
    given, setup, share = case.reference, case.setup, case.tolerance.Q_rel
    begun = time.perf_counter()
    machine = rated_dry_cooler(
        given.Q_W,
        given.T_air_in_C,
        given.T_fluid_in_C,
        given.T_fluid_out_C,
        setup.air_m3_s,
        given.fan_W,
        setup.liquid_J_m3_K,
    )
    state = dry_cooler(
        machine,
        given.T_fluid_in_C,
        machine.liquid_m3_s,
        setup.liquid_J_m3_K,
        given.T_air_in_C,
        given.T_air_in_C,
        1.0,
    )
    solved = Solved(time.perf_counter() - begun, "rating")
    duty = float(state.rejected_w)
    approach = float(state.liquid_out_c) - given.T_air_in_C
    fan = 1e3 * float(state.fan_w) / duty
    return (
        case.row("duty at the rating", duty, given.Q_W, share * given.Q_W, solved, "W"),
        case.row("approach", approach, given.approach_K, share * given.approach_K, solved, "K"),
        case.row(
            "fan power per kilowatt",
            fan,
            given.fan_W_per_kW,
            share * given.fan_W_per_kW,
            solved,
            "W/kW",
        ),
    )
