"""Cooler: net sensible capacity."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from coolsim.density.case import DensityCase
from coolsim.density.limits.base import DUTY_TOLERANCE, Point, Reading
from coolsim.density.records import UncheckedLimit


@dataclass(frozen=True, slots=True)
class CoolerCapacity:
    """The duty each cooler needs to hold its set point, against its net sensible capacity."""

    key: str = "cooler_capacity"
    title: str = "cooler capacity"

    def readings(self, case: DensityCase, point: Point) -> Iterator[Reading]:
        """Duty at the set point against capacity; beyond it the duty needed goes on growing."""
        air = case.scene.air
        rate = air.density_kg_m3 * air.heat_capacity_j_kg_k
        for cooler, scene_cooler in zip(point.coolers, case.scene.coolers, strict=True):
            capacity = scene_cooler.capacity
            if capacity.value is None:
                continue
            above_set_point = max(0.0, cooler.return_temperature_c - cooler.set_point_c)
            yield Reading(
                limit=self.key,
                object_id=cooler.id,
                object_name=cooler.name,
                value=capacity.value,
                actual=rate * cooler.airflow_m3_s * above_set_point,
                unit="w",
                source=capacity.source or "design",
                confidence=capacity.confidence,
                tolerance=DUTY_TOLERANCE * capacity.value,
            )

    def unchecked(self, case: DensityCase) -> Iterator[UncheckedLimit]:
        """Coolers without a known capacity."""
        for cooler in case.scene.coolers:
            if cooler.capacity.value is None:
                yield UncheckedLimit(self.key, cooler.id, cooler.name, "the capacity is unknown")
