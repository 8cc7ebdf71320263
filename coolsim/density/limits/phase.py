"""Phase: the most loaded phase of shared feeds and of elements with uneven racks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from coolsim.density.case import DensityCase
from coolsim.density.limits.base import DUTY_TOLERANCE, Point, Reading
from coolsim.density.limits.power_elements import loads_at
from coolsim.density.records import UncheckedLimit
from coolsim.results.power import ElementLoad, FeedLoad
from coolsim.scene.power_records import UNKNOWN_PHASE

UNEVEN = 1e-6
"""Imbalance from which a phase says more than the whole load does [-]."""


@dataclass(frozen=True, slots=True)
class Phase:
    """Three times the most loaded phase, against what all three carry for good."""

    key: str = "phase"
    title: str = "phase"

    def readings(self, case: DensityCase, point: Point) -> Iterator[Reading]:
        """Every shared feed and element whose phases are loaded unevenly."""
        loads = loads_at(case, point)
        found: list[FeedLoad | ElementLoad] = [*loads.feeds, *loads.elements]
        for load in found:
            value = load.sustained_w if isinstance(load, FeedLoad) else load.capacity_w
            highest, uneven = load.highest_phase_w, load.imbalance_fraction
            if value is None or highest is None or uneven is None or uneven <= UNEVEN:
                continue
            yield Reading(
                limit=self.key,
                object_id=load.id,
                object_name=load.name,
                value=value,
                actual=highest,
                unit="w",
                source=load.source,
                confidence=load.confidence,
                tolerance=DUTY_TOLERANCE * value,
            )

    def unchecked(self, case: DensityCase) -> Iterator[UncheckedLimit]:
        """Racks on one phase of which nobody said which."""
        power = case.scene.power
        if power is None or not power.elements:
            return
        for rack, phase in zip(case.scene.racks, power.rack_phases, strict=True):
            if phase == UNKNOWN_PHASE:
                reason = "its feed has one phase, and which one is not given"
                yield UncheckedLimit(self.key, rack.id, rack.name, reason)
