"""Loop pressure: what the contents of racks on a loop are made for, and the pumps' suction."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from coolsim.catalogue import Figure
from coolsim.catalogue.liquid_equipment import coolant_pressure_max
from coolsim.density.case import DensityCase
from coolsim.density.limits.base import PRESSURE_TOLERANCE, Point, Reading
from coolsim.density.records import UncheckedLimit


@dataclass(frozen=True, slots=True)
class LoopPressure:
    """The highest gauge pressure of a loop, against the lowest rating of what hangs on it."""

    key: str = "loop_pressure"
    title: str = "loop pressure"

    def readings(self, case: DensityCase, point: Point) -> Iterator[Reading]:
        """Pressure against rating, on loops where a maker states one."""
        ratings = _ratings(case)
        for loop in point.loops:
            rating = ratings.get(loop.id)
            if rating is None or rating.value is None:
                continue
            yield Reading(
                limit=self.key,
                object_id=loop.id,
                object_name=loop.name,
                value=rating.value,
                actual=loop.highest_pressure_pa,
                unit="coolant_pa",
                source=rating.source or "design",
                confidence=rating.confidence,
                tolerance=PRESSURE_TOLERANCE * rating.value,
                at_rest=loop.highest_pressure_pa,
            )

    def unchecked(self, case: DensityCase) -> Iterator[UncheckedLimit]:
        """Loops on which no maker states a pressure."""
        ratings = _ratings(case)
        for loop in case.variant.loops:
            if ratings.get(loop.id) is None:
                reason = "nothing on it has a stated pressure rating"
                yield UncheckedLimit(self.key, loop.id, loop.label, reason)


def _ratings(case: DensityCase) -> dict[str, Figure]:
    """Lowest stated rating on each loop."""
    lowest: dict[str, Figure] = {}
    for rack, placed in zip(case.racks, case.scene.racks, strict=True):
        loop_id = rack.liquid.loop_id if rack.liquid else None
        if loop_id is None:
            continue
        for counted in placed.contents:
            figure = coolant_pressure_max(case.catalogue.get(counted.unit.id))
            best = lowest.get(loop_id)
            if figure.value is not None and (best is None or figure.value < (best.value or 0.0)):
                lowest[loop_id] = figure
    return lowest
