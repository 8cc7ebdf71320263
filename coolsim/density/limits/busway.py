"""PDU and busway: what they carry for good."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from coolsim.density.case import DensityCase
from coolsim.density.limits.base import Point, Reading
from coolsim.density.limits.power_elements import element_readings, element_unchecked
from coolsim.density.records import UncheckedLimit


@dataclass(frozen=True, slots=True)
class Busway:
    """Load of each PDU and busway against what it carries for good."""

    key: str = "busway"
    title: str = "PDU or busway"

    def readings(self, case: DensityCase, point: Point) -> Iterator[Reading]:
        """The load of each, with both feeds or after the loss of one."""
        return element_readings(case, point, self.key, ("pdu", "busway"))

    def unchecked(self, case: DensityCase) -> Iterator[UncheckedLimit]:
        """Those without a known rating."""
        return element_unchecked(case, self.key, ("pdu", "busway"))
