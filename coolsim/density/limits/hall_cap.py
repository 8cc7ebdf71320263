"""Hall power cap."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from coolsim.density.case import DensityCase
from coolsim.density.limits.base import PowerGroup
from coolsim.density.records import UncheckedLimit


@dataclass(frozen=True, slots=True)
class HallCap:
    """Sum of the rack powers against the hall's cap."""

    key: str = "hall_cap"
    title: str = "hall power cap"

    def groups(self, case: DensityCase) -> Iterator[PowerGroup]:
        """All racks of the hall, where a cap is given."""
        cap = case.variant.power.hall_cap_w
        if cap is not None:
            yield PowerGroup(
                limit=self.key,
                object_id=case.variant.id,
                object_name=case.variant.label,
                racks=tuple(range(len(case.racks))),
                value_w=cap,
                source="design",
                confidence="design",
            )

    def unchecked(self, case: DensityCase) -> Iterator[UncheckedLimit]:
        """A hall without a cap drawn."""
        if case.variant.power.hall_cap_w is None:
            yield UncheckedLimit(
                self.key, case.variant.id, case.variant.label, "no hall power cap is given"
            )
