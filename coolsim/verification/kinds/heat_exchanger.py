"""Effectiveness of heat exchangers against closed forms, and one exchanger in full."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, ClassVar

from pydantic import ConfigDict, Field, FiniteFloat

from coolsim.equipment.heat_exchanger import Arrangement, effectiveness, exchange
from coolsim.verification.kinds.parts import NotNegative, Positive
from coolsim.verification.records import STRICT, Case, Row, Solved

_Ratio = Annotated[FiniteFloat, Field(ge=0.0, le=1.0)]


@dataclass(frozen=True, slots=True)
class Point:
    """Effectiveness ``eps`` at ``NTU`` transfer units and capacity ratio ``Cr``."""

    NTU: NotNegative
    eps: _Ratio
    Cr: _Ratio = 0.0
    __pydantic_config__: ClassVar[ConfigDict] = STRICT


@dataclass(frozen=True, slots=True)
class Example:
    """A counterflow exchanger with the same liquid on both sides, and its duty."""

    hot_in_C: FiniteFloat
    hot_kg_s: Positive
    cold_in_C: FiniteFloat
    cold_kg_s: Positive
    UA_W_K: Positive
    cp_J_kg_K: Positive
    eps: _Ratio
    Q_kW: FiniteFloat
    __pydantic_config__: ClassVar[ConfigDict] = STRICT


@dataclass(frozen=True, slots=True)
class Reference:
    """Points by arrangement; ``Cr0``: one stream keeps its temperature."""

    counterflow: tuple[Point, ...] = ()
    parallel: tuple[Point, ...] = ()
    Cr0: tuple[Point, ...] = ()
    cdu_example: Example | None = None
    __pydantic_config__: ClassVar[ConfigDict] = STRICT


@dataclass(frozen=True, slots=True)
class Tolerance:
    """Relative error."""

    rel: Positive
    __pydantic_config__: ClassVar[ConfigDict] = STRICT


@dataclass(frozen=True, kw_only=True)
class HeatExchanger(Case):
    """Exchangers by effectiveness and transfer units."""

    reference: Reference
    tolerance: Tolerance


def run(case: HeatExchanger) -> tuple[Row, ...]:
    """Evaluate the functions that units, doors and tanks are made of."""
    return (*_points(case), *_example(case))


def _points(case: HeatExchanger) -> Iterator[Row]:
    groups: tuple[tuple[str, Arrangement, tuple[Point, ...]], ...] = (
        ("counterflow", "counterflow", case.reference.counterflow),
        ("parallel", "parallel", case.reference.parallel),
        ("one temperature", "counterflow", case.reference.Cr0),
        ("one temperature, crossflow", "crossflow", case.reference.Cr0),
    )
    for name, arrangement, points in groups:
        for point in points:
            begun = time.perf_counter()
            ours = float(effectiveness(point.NTU, point.Cr, arrangement))
            solved = Solved(time.perf_counter() - begun, "closed form")
            quantity = f"effectiveness, {name}, NTU {point.NTU:g}, ratio {point.Cr:g}"
            yield case.row(quantity, ours, point.eps, case.tolerance.rel * point.eps, solved)


def _example(case: HeatExchanger) -> Iterator[Row]:
    given = case.reference.cdu_example
    if given is None:
        return
    begun = time.perf_counter()
    found = exchange(
        given.hot_in_C,
        given.cold_in_C,
        given.hot_kg_s * given.cp_J_kg_K,
        given.cold_kg_s * given.cp_J_kg_K,
        given.UA_W_K,
    )
    solved = Solved(time.perf_counter() - begun, "closed form")
    rel = case.tolerance.rel
    yield case.row(
        "effectiveness of the example",
        float(found.effectiveness),
        given.eps,
        rel * given.eps,
        solved,
    )
    duty_kw = float(found.duty_w) / 1e3
    yield case.row("duty of the example", duty_kw, given.Q_kW, rel * abs(given.Q_kW), solved, "kW")
