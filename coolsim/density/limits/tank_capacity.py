"""Immersion tank: rated capacity."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from coolsim.catalogue import Figure
from coolsim.catalogue.liquid_equipment import DEFAULT_UNITS, tank_figures
from coolsim.density.case import DensityCase
from coolsim.density.limits.base import Cap
from coolsim.density.records import UncheckedLimit
from coolsim.design.models import Rack


@dataclass(frozen=True, slots=True)
class TankCapacity:
    """Power in a tank against its maker's rating."""

    key: str = "tank_capacity"
    title: str = "tank capacity"

    def caps(self, case: DensityCase) -> Iterator[Cap | UncheckedLimit]:
        """The rating of every tank; what its walls lose to the room is not counted on."""
        for index, rack in enumerate(case.racks):
            if not rack.cooling.startswith("immersion"):
                continue
            capacity = tank_capacity(case, rack)
            if capacity.value is None:
                yield UncheckedLimit(self.key, rack.id, rack.label, "the capacity is unknown")
                continue
            yield Cap(
                limit=self.key,
                rack=index,
                power_w=capacity.value,
                value=capacity.value,
                unit="w",
                source=capacity.source or "design",
                confidence=capacity.confidence,
            )


def tank_capacity(case: DensityCase, rack: Rack) -> Figure:
    """Rating of the tank that a rack is [W]."""
    unit = (rack.liquid.unit if rack.liquid else None) or DEFAULT_UNITS[rack.cooling]
    return tank_figures(case.catalogue.get(unit)).capacity_w
