"""UPS: what its units carry with the redundancy drawn."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from coolsim.density.case import DensityCase
from coolsim.density.limits.base import Point, Reading
from coolsim.density.limits.power_elements import element_readings, element_unchecked
from coolsim.density.records import UncheckedLimit


@dataclass(frozen=True, slots=True)
class Ups:
    """Load of each UPS against its units, spare ones out of use."""

    key: str = "ups"
    title: str = "UPS"

    def readings(self, case: DensityCase, point: Point) -> Iterator[Reading]:
        """The load of each, with both feeds or after the loss of one."""
        return element_readings(case, point, self.key, ("ups",))

    def unchecked(self, case: DensityCase) -> Iterator[UncheckedLimit]:
        """UPSs without a known rating."""
        return element_unchecked(case, self.key, ("ups",))
