"""Heat rejection on the design day: what each plant can take then."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from coolsim.density.case import DensityCase
from coolsim.density.limits.base import DUTY_TOLERANCE, Point, Reading
from coolsim.density.limits.power_elements import rooms_of
from coolsim.density.records import UncheckedLimit
from coolsim.design.plant import serving
from coolsim.plant.asked import asked_of, plant_side, supply_c
from coolsim.plant.capacity import capacity_at_w


@dataclass(frozen=True, slots=True)
class PlantDesignDay:
    """Heat that loops and coolers give to each plant, against what it holds on the design day."""

    key: str = "plant_design_day"
    title: str = "heat rejection on the design day"

    def readings(self, case: DensityCase, point: Point) -> Iterator[Reading]:
        """Heat asked of every plant whose capacity is drawn."""
        day, variant = case.design_day, case.variant
        if day is None:
            return
        air = case.scene.air
        rate = air.density_kg_m3 * air.heat_capacity_j_kg_k
        served, _ = serving(variant.plant, *plant_side(variant))
        rooms_w = rooms_of(case, point)
        for item in variant.plant.rejections:
            mine = served[item.id]
            asked = asked_of(point.coolers, point.loops, mine, rate).beside(rooms_w[item.id])
            value = capacity_at_w(
                item,
                asked,
                supply_c(variant, mine, item.id),
                has_own_pump=not mine[0] or bool(mine[1]),
                moment=day,
                catalogue=case.catalogue,
            )
            if value is None or not item.running:
                continue
            yield Reading(
                limit=self.key,
                object_id=item.id,
                object_name=item.label,
                value=value,
                actual=asked.load_w,
                unit="w",
                source="design",
                confidence="design",
                tolerance=DUTY_TOLERANCE * max(value, 1.0),
            )

    def unchecked(self, case: DensityCase) -> Iterator[UncheckedLimit]:
        """Plants without a capacity of their own, or a site without outdoor air."""
        for item in case.variant.plant.rejections:
            if case.design_day is None:
                reason = "the site names no climate and no weather file"
                yield UncheckedLimit(self.key, item.id, item.label, reason)
            elif item.capacity_w is None:
                reason = "no capacity is drawn: its machines are sized for the hall"
                yield UncheckedLimit(self.key, item.id, item.label, reason)
