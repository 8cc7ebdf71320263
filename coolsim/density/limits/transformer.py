"""Transformer: its rated power."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from coolsim.density.case import DensityCase
from coolsim.density.limits.base import Point, Reading
from coolsim.density.limits.power_elements import element_readings, element_unchecked
from coolsim.density.records import UncheckedLimit


@dataclass(frozen=True, slots=True)
class Transformer:
    """Load of each transformer against its rating."""

    key: str = "transformer"
    title: str = "transformer"

    def readings(self, case: DensityCase, point: Point) -> Iterator[Reading]:
        """The load of each, losses below it included."""
        return element_readings(case, point, self.key, ("transformer",))

    def unchecked(self, case: DensityCase) -> Iterator[UncheckedLimit]:
        """Transformers without a known rating."""
        return element_unchecked(case, self.key, ("transformer",))
