"""Coolant at a rack: the maker's warmest inlet."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from coolsim.catalogue import Figure
from coolsim.catalogue.liquid_equipment import lowest_inlet_max
from coolsim.density.case import DensityCase, is_on_coolant
from coolsim.density.limits.base import TEMPERATURE_TOLERANCE_K, Point, Reading
from coolsim.density.records import UncheckedLimit
from coolsim.design.models import Rack
from coolsim.scene import SceneRack


@dataclass(frozen=True, slots=True)
class CoolantInlet:
    """Coolant entering plates, against the lowest inlet maximum of what it meets there."""

    key: str = "coolant_inlet"
    title: str = "coolant inlet of a rack"

    def readings(self, case: DensityCase, point: Point) -> Iterator[Reading]:
        """Inlet against the maker's maximum."""
        limits = dict(_limits(case))
        for rack in point.liquids:
            limit = limits.get(rack.id)
            if limit is None or limit.value is None or not math.isfinite(rack.coolant_in_c):
                continue
            yield Reading(
                limit=self.key,
                object_id=rack.id,
                object_name=rack.name,
                value=limit.value,
                actual=rack.coolant_in_c,
                unit="c",
                source=limit.source or "design",
                confidence=limit.confidence,
                tolerance=TEMPERATURE_TOLERANCE_K,
                at_rest=rack.coolant_in_c,
            )

    def unchecked(self, case: DensityCase) -> Iterator[UncheckedLimit]:
        """Plates and contents whose makers state no maximum."""
        names = {rack.id: rack.label for rack in case.racks}
        for rack_id, limit in _limits(case):
            if limit is None:
                reason = "no maker states the warmest coolant"
                yield UncheckedLimit(self.key, rack_id, names[rack_id], reason)


def _limits(case: DensityCase) -> Iterator[tuple[str, Figure | None]]:
    """Lowest maximum of each rack with plates by its id, ``None`` where nobody states one."""
    for rack, placed in zip(case.racks, case.scene.racks, strict=True):
        if is_on_coolant(rack) and rack.cooling.startswith("cold_plate"):
            yield rack.id, _lowest(case, rack, placed)


def _lowest(case: DensityCase, rack: Rack, placed: SceneRack) -> Figure | None:
    entries = [counted.unit.id for counted in placed.contents]
    if rack.liquid is not None and rack.liquid.unit is not None:
        entries.append(rack.liquid.unit)
    return lowest_inlet_max(case.catalogue, entries)
