"""Water cap: what the heat rejection draws on the design day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from coolsim.density.case import DensityCase
from coolsim.density.limits.base import DUTY_TOLERANCE, Point, Reading
from coolsim.density.limits.power_elements import rooms_of
from coolsim.density.records import UncheckedLimit
from coolsim.design.plant import HeatRejection, serving
from coolsim.plant.asked import Asked, asked_of, plant_side, supply_c
from coolsim.plant.outdoor import Outdoor
from coolsim.plant.rejection import Demand, reject
from coolsim.plant.units import SIZING_MARGIN, Sizing, resolve_unit


@dataclass(frozen=True, slots=True)
class WaterCap:
    """Evaporation, blow-down and drift of all rejections on the design day, against the cap.

    A plant without a capacity drawn is sized for the heat of the point.
    """

    key: str = "water_cap"
    title: str = "water cap"

    def readings(self, case: DensityCase, point: Point) -> Iterator[Reading]:
        """Water drawn at a point."""
        cap, day = case.variant.plant.water_cap_kg_s, case.design_day
        if cap is None or day is None:
            return
        yield Reading(
            limit=self.key,
            object_id=case.variant.id,
            object_name=case.variant.label,
            value=cap,
            actual=water_kg_s(case, point, day),
            unit="kg_s",
            source="design",
            confidence="design",
            tolerance=DUTY_TOLERANCE * cap,
        )

    def unchecked(self, case: DensityCase) -> Iterator[UncheckedLimit]:
        """A cap without outdoor air to know the water by."""
        if case.variant.plant.water_cap_kg_s is not None and case.design_day is None:
            reason = "the site names no climate and no weather file"
            yield UncheckedLimit(self.key, case.variant.id, case.variant.label, reason)


def water_kg_s(case: DensityCase, point: Point, moment: Outdoor) -> float:
    """Water that all running rejections use at a point and moment [kg/s]."""
    variant, air = case.variant, case.scene.air
    served, _ = serving(variant.plant, *plant_side(variant))
    rate = air.density_kg_m3 * air.heat_capacity_j_kg_k
    rooms_w = rooms_of(case, point)
    total = 0.0
    for item in variant.plant.rejections:
        mine = served[item.id]
        asked = asked_of(point.coolers, point.loops, mine, rate).beside(rooms_w[item.id])
        if item.running and asked.load_w > 0.0:
            own_pump = not mine[0] or bool(mine[1])
            total += _used_kg_s(
                case, item, asked, supply_c(variant, mine, item.id), own_pump, moment
            )
    return total


def _used_kg_s(
    case: DensityCase,
    item: HeatRejection,
    asked: Asked,
    supply: float,
    has_own_pump: bool,
    moment: Outdoor,
) -> float:
    drawn_w = (item.capacity_w or 0.0) * item.duty_machines / SIZING_MARGIN
    sizing = Sizing(
        load_w=drawn_w or asked.load_w,
        supply_c=supply,
        flow_w_k=None if has_own_pump else max(asked.flow_w_k, 1e-6),
        outdoor=moment,
    )
    unit, _ = resolve_unit(item, sizing, case.catalogue)
    demand = Demand(
        load_w=np.array([asked.load_w]),
        supply_c=np.array([supply]),
        flow_w_k=np.array([asked.flow_w_k]),
        air_w_k=np.array([asked.air_w_k]),
        air_supply_c=np.array([asked.air_supply_c]),
        air_return_c=np.array([asked.air_return_c]),
    )
    return float(reject(unit, demand, moment).water_kg_s[0])
