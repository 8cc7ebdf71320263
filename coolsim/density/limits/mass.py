"""How heavy a rack grows per watt, for the limits that weigh it."""

from __future__ import annotations

import math
from dataclasses import dataclass

from coolsim.density.case import Filling
from coolsim.design.models import Rack


@dataclass(frozen=True, slots=True)
class RackMass:
    """Mass of a rack as a line over its power: ``base_kg + unit_kg / unit_power * P``."""

    base_kg: float
    unit_kg: float
    filling: Filling

    def units_within(self, limit_kg: float) -> int:
        """Whole units the mass limit leaves room for."""
        return max(0, math.floor((limit_kg - self.base_kg) / self.unit_kg + 1e-9))

    @property
    def per_watt(self) -> float:
        """Mass per watt of counted units [kg/W]."""
        return self.unit_kg / self.filling.unit_power_w if self.filling.unit_power_w else 0.0


def rack_mass(rack: Rack, filling: Filling | None) -> RackMass | str:
    """The mass line of a rack, or the reason why it is unknown."""
    if filling is None:
        return "a plain load has no mass"
    unit_kg = filling.unit.mass_kg.value
    if not unit_kg:
        return f"the mass of {filling.unit.name} is unknown"
    if filling.other_mass_kg is None:
        return "the mass of the other contents is unknown"
    if rack.empty_mass_kg is None and not filling.unit.is_whole_rack:
        return "the mass of the empty rack is not given"
    return RackMass((rack.empty_mass_kg or 0.0) + filling.other_mass_kg, unit_kg, filling)
