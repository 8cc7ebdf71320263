"""Rear door: rated capacity."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from coolsim.catalogue import Figure
from coolsim.catalogue.liquid_equipment import DEFAULT_UNITS, door_figures
from coolsim.density.case import DensityCase
from coolsim.density.limits.base import DUTY_TOLERANCE, Point, Reading
from coolsim.density.records import UncheckedLimit
from coolsim.design.models import Rack


@dataclass(frozen=True, slots=True)
class RearDoor:
    """Heat a rear door takes, against its maker's rating."""

    key: str = "rear_door"
    title: str = "rear door capacity"

    def readings(self, case: DensityCase, point: Point) -> Iterator[Reading]:
        """Duty against capacity; what a door leaves in the air shows at the inlets."""
        drawn = {rack.id: rack for rack in case.racks}
        for rack in point.liquids:
            capacity = _capacity(case, drawn[rack.id])
            if capacity is None or capacity.value is None:
                continue
            yield Reading(
                limit=self.key,
                object_id=rack.id,
                object_name=rack.name,
                value=capacity.value,
                actual=rack.door_duty_w,
                unit="w",
                source=capacity.source or "design",
                confidence=capacity.confidence,
                tolerance=DUTY_TOLERANCE * capacity.value,
            )

    def unchecked(self, case: DensityCase) -> Iterator[UncheckedLimit]:
        """Doors without a known capacity."""
        for rack in case.racks:
            capacity = _capacity(case, rack)
            if capacity is not None and capacity.value is None:
                yield UncheckedLimit(self.key, rack.id, rack.label, "the capacity is unknown")


def _capacity(case: DensityCase, rack: Rack) -> Figure | None:
    """Rating of a rack's door; ``None`` where it has none."""
    if rack.door is None:
        return None
    unit = rack.door.unit or DEFAULT_UNITS["rear_door"]
    return door_figures(case.catalogue.get(unit)).capacity_w
