"""Coolant distribution units: duty at another approach, approach at other flows, pump heads."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, ClassVar

from pydantic import ConfigDict, Field

from coolsim.equipment.cdu import plates_of_rating
from coolsim.equipment.heat_exchanger import exchange
from coolsim.equipment.pump import PumpCurve, curve_of_group
from coolsim.verification.kinds.parts import Positive
from coolsim.verification.records import STRICT

_L_MIN_M3_S = 1e-3 / 60.0
_US_GPM_M3_S = 3.785411784e-3 / 60.0


@dataclass(frozen=True, slots=True)
class Predicted:
    """A number of ours, the published one, and their unit."""

    quantity: str
    ours: float
    published: float
    unit: str


@dataclass(frozen=True, slots=True)
class UnitRating:
    """A unit rated at one approach, and its published duty [kW] at another one.

    Flows [kg/s] are the same at both; ``cp_J_kg_K`` is that of both liquids.
    """

    name: str
    kW: Positive
    approach_K: Positive
    technology_kg_s: Positive
    facility_kg_s: Positive
    cp_J_kg_K: Positive
    other_approach_K: Positive
    other_kW: Positive
    __pydantic_config__: ClassVar[ConfigDict] = STRICT


@dataclass(frozen=True, slots=True)
class ApproachByFlow:
    """Approach [K] of a unit by flow [US gal/min on both sides] and duty [kW].

    The exchanger is made from ``rated_row``. ``target`` is a duty, flow and approach asked of the
    unit by its specification.
    """

    name: str
    liquid_J_m3_K: Positive
    rated_row: Annotated[int, Field(ge=0)]
    table: tuple[tuple[Positive, Positive, Positive], ...]
    target: tuple[Positive, Positive, Positive] | None = None
    __pydantic_config__: ClassVar[ConfigDict] = STRICT

    def __post_init__(self) -> None:
        if self.rated_row >= len(self.table):
            raise ValueError(f"rated_row {self.rated_row} is not among {len(self.table)} rows")


@dataclass(frozen=True, slots=True)
class PumpPoints:
    """External head [kPa] of a unit's pumps by flow [L/min].

    ``coefficients`` are those of ``pumps`` pumps together, kPa by powers of L/min; ``points`` are
    published numbers of pumps, flow and head.
    """

    name: str
    pumps: Annotated[int, Field(ge=1, le=10)]
    coefficients: tuple[float, float, float]
    points: tuple[tuple[Annotated[int, Field(ge=1, le=10)], Positive, Positive], ...]
    __pydantic_config__: ClassVar[ConfigDict] = STRICT


def rating(given: UnitRating) -> Iterator[Predicted]:
    """Duty at the other approach: found from the inlet difference that gives it."""
    technology, facility = given.technology_kg_s, given.facility_kg_s
    law = plates_of_rating(
        1e3 * given.kW,
        given.approach_K,
        technology,
        facility,
        given.cp_J_kg_K,
        given.cp_J_kg_K,
    )
    hot, cold = technology * given.cp_J_kg_K, facility * given.cp_J_kg_K
    # one kelvin between the inlets; duty and approach both grow with it
    found = exchange(1.0, 0.0, hot, cold, law.conductance_w_k(technology, facility))
    duty_kw = float(found.duty_w / found.hot_out_c) * given.other_approach_K / 1e3
    quantity = f"duty of {given.name} at {given.other_approach_K:g} K"
    yield Predicted(quantity, duty_kw, given.other_kW, "kW")


def approaches(given: ApproachByFlow) -> Iterator[Predicted]:
    """Approach at every other row of the table, and at the target."""
    flow, duty, approach = given.table[given.rated_row]
    rated_m3_s = flow * _US_GPM_M3_S
    volume_j = given.liquid_J_m3_K
    law = plates_of_rating(1e3 * duty, approach, rated_m3_s, rated_m3_s, volume_j, volume_j)
    rows = [
        (f"approach of {given.name} at {gpm:g} gal/min", gpm, kw, published)
        for row, (gpm, kw, published) in enumerate(given.table)
        if row != given.rated_row
    ]
    if given.target is not None:
        gpm, kw, published = given.target
        rows.append((f"target approach of {given.name} at {gpm:g} gal/min", gpm, kw, published))
    for quantity, gpm, kw, published in rows:
        m3_s = gpm * _US_GPM_M3_S
        rate = m3_s * volume_j
        found = exchange(1.0, 0.0, rate, rate, law.conductance_w_k(m3_s, m3_s))
        ours = float(1e3 * kw * found.hot_out_c / found.duty_w)
        yield Predicted(quantity, ours, published, "K")


def heads(given: PumpPoints) -> Iterator[Predicted]:
    """Head at each point, by one pump's curve and the pumps that run."""
    shutoff, linear, quadratic = given.coefficients
    group = PumpCurve(1e3 * shutoff, 1e3 * linear / _L_MIN_M3_S, 1e3 * quadratic / _L_MIN_M3_S**2)
    one = curve_of_group(group, given.pumps)
    for running, flow_l_min, published in given.points:
        ours = float(one.head_pa(flow_l_min * _L_MIN_M3_S, running=running)) / 1e3
        quantity = f"head of {given.name}, {running} pumps, {flow_l_min:g} L/min"
        yield Predicted(quantity, ours, published, "kPa")
