"""Published sizing points of liquid cooling: racks, plates, units, pumps.

Every row predicts a published figure from another one by the laws of :mod:`coolsim.equipment`: a
plate from one point of its curve, a unit's approach from one row of its table, a rack's flow from
its heat. Nothing is sized with the figure that it is compared with.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from pydantic import ConfigDict, FiniteFloat

from coolsim.catalogue import load_catalogue
from coolsim.catalogue.contents import heat_to_liquid_fraction
from coolsim.verification.kinds import liquid_units, plate_curves
from coolsim.verification.kinds.parts import Positive
from coolsim.verification.records import STRICT, Case, Row, Solved

_L_MIN_M3_S = 1e-3 / 60.0


@dataclass(frozen=True, slots=True)
class HeatSplit:
    """Power of a rack [kW], to the liquid and to the air; the catalogue's split is ours."""

    rack: str
    rack_kW: Positive
    liquid_kW: Positive
    air_kW: Positive
    __pydantic_config__: ClassVar[ConfigDict] = STRICT


@dataclass(frozen=True, slots=True)
class LiquidShare:
    """Published share of a rack's heat that the liquid takes; the catalogue's is ours."""

    rack: str
    fraction: Positive
    __pydantic_config__: ClassVar[ConfigDict] = STRICT


@dataclass(frozen=True, slots=True)
class RackFlow:
    """A rack's flow [L/min] and pressure drop [psi] by supply temperature [deg C].

    The flow is predicted from the heat into the water and the return temperature, the drop from the
    row of ``rated_row``.
    """

    rack: str
    rack_kW: Positive
    liquid_fraction: Positive
    return_C: FiniteFloat
    table: tuple[tuple[FiniteFloat, Positive, Positive], ...]
    rated_row: int
    water_J_m3_K: Positive
    __pydantic_config__: ClassVar[ConfigDict] = STRICT


@dataclass(frozen=True, slots=True)
class Warming:
    """A stream and what it warms by [K]: heat [kW], flow [L/min], density, heat capacity."""

    name: str
    heat_kW: Positive
    flow_L_min: Positive
    rho_kg_m3: Positive
    cp_J_kg_K: Positive
    rise_K: Positive
    __pydantic_config__: ClassVar[ConfigDict] = STRICT


@dataclass(frozen=True, slots=True)
class Reference:
    """Points by kind; each may be left out."""

    heat_split: tuple[HeatSplit, ...] = ()
    liquid_share: tuple[LiquidShare, ...] = ()
    rack_flow: tuple[RackFlow, ...] = ()
    warming: tuple[Warming, ...] = ()
    plate_curve: tuple[plate_curves.PlateCurve, ...] = ()
    unit_rating: tuple[liquid_units.UnitRating, ...] = ()
    approach_by_flow: tuple[liquid_units.ApproachByFlow, ...] = ()
    pump_curve: tuple[liquid_units.PumpPoints, ...] = ()
    __pydantic_config__: ClassVar[ConfigDict] = STRICT


@dataclass(frozen=True, slots=True)
class Tolerance:
    """Relative error that counts as agreement of sizing figures."""

    plausibility_rel: Positive
    __pydantic_config__: ClassVar[ConfigDict] = STRICT


@dataclass(frozen=True, kw_only=True)
class LiquidAnchors(Case):
    """Sizing points of liquid cooling."""

    reference: Reference
    tolerance: Tolerance


def run(case: LiquidAnchors) -> tuple[Row, ...]:
    """Predict every published figure and put it beside."""
    given = case.reference
    begun = time.perf_counter()
    predicted = [
        *(found for split in given.heat_split for found in _heat_split(split)),
        *(_liquid_share(share) for share in given.liquid_share),
        *(found for rack in given.rack_flow for found in _rack_flow(rack)),
        *(_warming(stream) for stream in given.warming),
        *(found for curve in given.plate_curve for found in plate_curves.predict(curve)),
        *(found for unit in given.unit_rating for found in liquid_units.rating(unit)),
        *(found for unit in given.approach_by_flow for found in liquid_units.approaches(unit)),
        *(found for pump in given.pump_curve for found in liquid_units.heads(pump)),
    ]
    solved = Solved(time.perf_counter() - begun, "closed form")
    return tuple(
        case.row(
            found.quantity,
            found.ours,
            found.published,
            case.tolerance.plausibility_rel * abs(found.published),
            solved,
            found.unit,
        )
        for found in predicted
    )


def _heat_split(given: HeatSplit) -> Iterator[liquid_units.Predicted]:
    share = heat_to_liquid_fraction(load_catalogue().get(given.rack)).value or 0.0
    liquid_kw = share * given.rack_kW
    name = f"of {given.rack} at {given.rack_kW:g} kW"
    yield liquid_units.Predicted(f"heat to the liquid {name}", liquid_kw, given.liquid_kW, "kW")
    air_kw = given.rack_kW - liquid_kw
    yield liquid_units.Predicted(f"heat to the air {name}", air_kw, given.air_kW, "kW")


def _liquid_share(given: LiquidShare) -> liquid_units.Predicted:
    share = heat_to_liquid_fraction(load_catalogue().get(given.rack)).value or 0.0
    return liquid_units.Predicted(f"liquid share of {given.rack}", share, given.fraction, "1")


def _rack_flow(given: RackFlow) -> Iterator[liquid_units.Predicted]:
    """Flow that carries the heat up to the return; drop by the power law from one row."""
    heat_w = 1e3 * given.rack_kW * given.liquid_fraction
    law = plate_curves.drop_law(given.table[given.rated_row])
    for row, (supply_c, flow_l_min, drop_psi) in enumerate(given.table):
        carried = heat_w / ((given.return_C - supply_c) * given.water_J_m3_K)
        name = f"of {given.rack} at {supply_c:g} degC"
        yield liquid_units.Predicted(f"flow {name}", carried / _L_MIN_M3_S, flow_l_min, "L/min")
        if row != given.rated_row:
            drop = float(law.drop_pa(flow_l_min))
            yield liquid_units.Predicted(f"pressure drop {name}", drop, drop_psi, "psi")


def _warming(given: Warming) -> liquid_units.Predicted:
    rate_w_k = given.flow_L_min * _L_MIN_M3_S * given.rho_kg_m3 * given.cp_J_kg_K
    rise_k = 1e3 * given.heat_kW / rate_w_k
    return liquid_units.Predicted(f"warming, {given.name}", rise_k, given.rise_K, "K")
