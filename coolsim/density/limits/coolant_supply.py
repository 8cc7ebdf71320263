"""Coolant supply of a loop: its liquid class."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from coolsim.density.case import DensityCase
from coolsim.density.limits.base import LOOP_TOLERANCE_K, Point, Reading
from coolsim.density.records import UncheckedLimit
from coolsim.standards import liquid_limits


@dataclass(frozen=True, slots=True)
class CoolantSupply:
    """Mixed supply of every loop that names a class, against the warmest the class allows."""

    key: str = "coolant_supply"
    title: str = "coolant supply class"

    def readings(self, case: DensityCase, point: Point) -> Iterator[Reading]:
        """Supply as solved against the class."""
        drawn = {loop.id: loop for loop in case.variant.loops}
        for loop in point.loops:
            name = drawn[loop.id].liquid_class
            if name is None or not math.isfinite(loop.supply_c):
                continue
            limit = liquid_limits(case.catalogue, name).supply_max_c
            if limit.value is None:
                continue
            yield Reading(
                limit=self.key,
                object_id=loop.id,
                object_name=loop.name,
                value=limit.value,
                # a set point that is the class's own maximum is held there, not at its edge
                actual=loop.supply_c - LOOP_TOLERANCE_K,
                unit="c",
                source=f"{name} [{limit.source}]",
                confidence=limit.confidence,
                tolerance=0.5 * LOOP_TOLERANCE_K,
                at_rest=drawn[loop.id].supply_temperature_c - LOOP_TOLERANCE_K,
            )

    def unchecked(self, case: DensityCase) -> Iterator[UncheckedLimit]:
        """Loops without a class."""
        for loop in case.variant.loops:
            if loop.liquid_class is None:
                yield UncheckedLimit(self.key, loop.id, loop.label, "no liquid class is given")
