"""Coolant distribution unit: rated capacity."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from coolsim.density.case import DensityCase
from coolsim.density.limits.base import DUTY_TOLERANCE, Point, Reading
from coolsim.density.records import UncheckedLimit


@dataclass(frozen=True, slots=True)
class CduCapacity:
    """Heat a running unit passes on, against its maker's rating at its stated approach."""

    key: str = "cdu_capacity"
    title: str = "CDU capacity"

    def readings(self, case: DensityCase, point: Point) -> Iterator[Reading]:
        """Duty against capacity."""
        drawn = {unit.id: unit for unit in case.scene.loops.cdus}
        for unit in point.cdus:
            capacity = drawn[unit.id].capacity
            if capacity.value is None or unit.mode == "stopped":
                continue
            yield Reading(
                limit=self.key,
                object_id=unit.id,
                object_name=unit.name,
                value=capacity.value,
                actual=unit.duty_w,
                unit="w",
                source=capacity.source or "design",
                confidence=capacity.confidence,
                tolerance=DUTY_TOLERANCE * capacity.value,
            )

    def unchecked(self, case: DensityCase) -> Iterator[UncheckedLimit]:
        """Running units without a known capacity."""
        for unit in case.scene.loops.cdus:
            if unit.running and unit.capacity.value is None:
                yield UncheckedLimit(self.key, unit.id, unit.name, "the capacity is unknown")
