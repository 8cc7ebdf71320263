"""Floor load: mass over the rack's footprint with its clearances."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from coolsim.density.case import DensityCase
from coolsim.density.limits.base import Cap
from coolsim.density.limits.mass import rack_mass
from coolsim.density.records import UncheckedLimit
from coolsim.design.models import Rack


@dataclass(frozen=True, slots=True)
class FloorLoad:
    """Mass of rack and contents per floor area it claims, against the floor's limit."""

    key: str = "floor_load"
    title: str = "floor load"

    def caps(self, case: DensityCase) -> Iterator[Cap | UncheckedLimit]:
        """The power of as many units as the floor carries."""
        limit = case.variant.hall.floor_load_limit_kg_m2
        if limit is None:
            variant = case.variant
            yield UncheckedLimit(
                self.key, variant.id, variant.label, "no floor load limit is given"
            )
            return
        for index, (rack, filling) in enumerate(zip(case.racks, case.fillings, strict=True)):
            mass = rack_mass(rack, filling)
            if isinstance(mass, str):
                yield UncheckedLimit(self.key, rack.id, rack.label, mass)
                continue
            area = claimed_area_m2(rack)
            per_watt = mass.per_watt / area
            yield Cap(
                limit=self.key,
                rack=index,
                power_w=mass.filling.power_of(mass.units_within(limit * area)),
                value=limit,
                unit="kg_m2",
                source="design",
                confidence=mass.filling.unit.mass_kg.confidence,
                per_watt=per_watt,
                base=mass.base_kg / area - per_watt * mass.filling.other_power_w,
            )


def claimed_area_m2(rack: Rack) -> float:
    """Footprint of a rack with the clearances drawn before and behind it [m2]."""
    return rack.width_m * (rack.depth_m + rack.clearance_front_m + rack.clearance_rear_m)
