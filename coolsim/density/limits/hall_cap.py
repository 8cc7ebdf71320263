"""Hall power cap."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from coolsim.density.case import DensityCase
from coolsim.density.limits.base import POWER_TOLERANCE, Point, Reading
from coolsim.density.records import UncheckedLimit


@dataclass(frozen=True, slots=True)
class HallCap:
    """Sum of the rack powers against the hall's cap."""

    key: str = "hall_cap"
    title: str = "hall power cap"

    def readings(self, case: DensityCase, point: Point) -> Iterator[Reading]:
        """The sum against the cap, where one is given."""
        cap = case.variant.power.hall_cap_w
        if cap is None:
            return
        yield Reading(
            limit=self.key,
            object_id=case.variant.id,
            object_name=case.variant.label,
            value=cap,
            actual=float(sum(point.powers_w)),
            unit="w",
            source="design",
            confidence="design",
            tolerance=POWER_TOLERANCE * cap,
        )

    def unchecked(self, case: DensityCase) -> Iterator[UncheckedLimit]:
        """A hall without a cap drawn."""
        if case.variant.power.hall_cap_w is None:
            yield UncheckedLimit(
                self.key, case.variant.id, case.variant.label, "no hall power cap is given"
            )
