"""Rack mass: what the rack itself may carry."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from coolsim.density.case import DensityCase
from coolsim.density.limits.base import Cap
from coolsim.density.limits.mass import rack_mass
from coolsim.density.records import UncheckedLimit


@dataclass(frozen=True, slots=True)
class RackMassLimit:
    """Mass of rack and contents against the rack's mass limit."""

    key: str = "rack_mass"
    title: str = "rack mass"

    def caps(self, case: DensityCase) -> Iterator[Cap | UncheckedLimit]:
        """The power of as many units as the rack may carry."""
        for index, (rack, filling) in enumerate(zip(case.racks, case.fillings, strict=True)):
            if rack.mass_limit_kg is None:
                yield UncheckedLimit(self.key, rack.id, rack.label, "no mass limit is given")
                continue
            mass = rack_mass(rack, filling)
            if isinstance(mass, str):
                yield UncheckedLimit(self.key, rack.id, rack.label, mass)
                continue
            per_watt = mass.per_watt
            yield Cap(
                limit=self.key,
                rack=index,
                power_w=mass.filling.power_of(mass.units_within(rack.mass_limit_kg)),
                value=rack.mass_limit_kg,
                unit="kg",
                source="design",
                confidence=mass.filling.unit.mass_kg.confidence,
                per_watt=per_watt,
                base=mass.base_kg - per_watt * mass.filling.other_power_w,
            )
