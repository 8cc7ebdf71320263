"""Coolant distribution unit: its supply set point."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from coolsim.density.case import DensityCase
from coolsim.density.limits.base import LOOP_TOLERANCE_K, Point, Reading
from coolsim.density.records import UncheckedLimit


@dataclass(frozen=True, slots=True)
class CduSupply:
    """The supply of a unit against the set point of its technology loop.

    It reads only where the set point is lost: a unit that holds it says nothing of how much is
    left, which its capacity does.
    """

    key: str = "cdu_supply"
    title: str = "CDU supply set point"

    def readings(self, case: DensityCase, point: Point) -> Iterator[Reading]:
        """Units whose supply is above what their loop asks for."""
        loops = {loop.id: loop for loop in case.variant.loops}
        drawn = {unit.id: unit for unit in case.variant.cdus}
        for unit in point.cdus:
            loop = loops.get(drawn[unit.id].technology_loop_id or "")
            if loop is None or unit.mode != "short" or not math.isfinite(unit.supply_c):
                continue
            if unit.supply_c <= loop.supply_temperature_c + LOOP_TOLERANCE_K:
                continue
            yield Reading(
                limit=self.key,
                object_id=unit.id,
                object_name=unit.name,
                value=loop.supply_temperature_c,
                actual=unit.supply_c,
                unit="c",
                source="design",
                confidence="design",
                tolerance=0.5 * LOOP_TOLERANCE_K,
                at_rest=loop.supply_temperature_c,
            )

    def unchecked(self, case: DensityCase) -> Iterator[UncheckedLimit]:
        """Nothing: every loop has a set point."""
        yield from ()
