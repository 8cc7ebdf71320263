"""Sensors of the design in sight beside the result in sight, compared once for all who show it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coolsim.results.sensors import SensorComparison, compare_sensors

if TYPE_CHECKING:
    from coolsim.design.models import Variant
    from coolsim.results.records import Results

SAME_HEIGHT_M = 0.25
"""How far from the height of the map a sensor still belongs to it [m]."""


class SensorReadings:
    """Remembers the last comparison as long as sensors, hall and result are the same."""

    def __init__(self) -> None:
        self._of: tuple[object, ...] = ()
        self._comparison = SensorComparison((), None, None)

    def compared(self, variant: Variant, results: Results | None) -> SensorComparison:
        """The sensors of a variant beside a result; the same object while nothing changes."""
        of = (variant.sensors, variant.hall, variant.site, results)
        if len(of) != len(self._of) or any(a is not b for a, b in zip(of, self._of, strict=True)):
            self._of = of
            fields = None if results is None else results.fields
            self._comparison = compare_sensors(variant, fields)
        return self._comparison
