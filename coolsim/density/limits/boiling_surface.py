"""Boiling surface: accelerators held back by dry-out or critical heat flux below their limit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from coolsim.density.case import DensityCase
from coolsim.density.limits.base import POWER_TOLERANCE, Point, Reading
from coolsim.density.records import UncheckedLimit

_BOILS = ("cold_plate_two_phase", "immersion_two_phase")


@dataclass(frozen=True, slots=True)
class BoilingSurface:
    """Power that boils off, against the power asked of a rack.

    It reads only where the surface holds the rack back while its case is within its limit: what the
    surface would bear beyond the power asked is not known.
    """

    key: str = "boiling_surface"
    title: str = "boiling surface (dry-out, critical heat flux)"

    def readings(self, case: DensityCase, point: Point) -> Iterator[Reading]:
        """Boiling racks that draw less than they are asked for, their case below its limit."""
        for rack in point.liquids:
            is_case = rack.case_c >= rack.case_limit_c - 1e-6
            if rack.method not in _BOILS or rack.throttled_w <= 0.0 or is_case:
                continue
            yield Reading(
                limit=self.key,
                object_id=rack.id,
                object_name=rack.name,
                value=rack.power_w,
                actual=rack.asked_w,
                unit="w",
                source="boiling correlations",
                confidence="computed_here",
                tolerance=POWER_TOLERANCE * rack.asked_w,
            )

    def unchecked(self, case: DensityCase) -> Iterator[UncheckedLimit]:
        """Boiling racks without accelerators, whose heat flux is unknown."""
        for rack, placed in zip(case.racks, case.scene.racks, strict=True):
            chips = any(counted.unit.accelerators for counted in placed.contents)
            if rack.cooling in _BOILS and not chips:
                reason = "a load without accelerators has no boiling surface"
                yield UncheckedLimit(self.key, rack.id, rack.label, reason)
