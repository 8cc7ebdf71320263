"""Immersion tank: the bath it holds, or the pressure of what boils in it."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from coolsim.catalogue.liquid import has_own_exchanger
from coolsim.coupling.racks import bath_set_point_c
from coolsim.density.case import DensityCase
from coolsim.density.limits.base import LOOP_TOLERANCE_K, Point, Reading
from coolsim.density.records import UncheckedLimit
from coolsim.results.liquid import RackLiquid

_VENTING = "vapour is let out"


@dataclass(frozen=True, slots=True)
class TankBath:
    """The bath of a single-phase tank against its set point; a boiling tank against its relief.

    It reads only where the bath is lost: a tank that holds it says nothing of how much is left,
    which its capacity does.
    """

    key: str = "tank_bath"
    title: str = "tank bath"

    def readings(self, case: DensityCase, point: Point) -> Iterator[Reading]:
        """Tanks above their set point, and tanks that let vapour out."""
        set_points = dict(_set_points_c(case))
        for rack in point.liquids:
            held_c = set_points.get(rack.id, math.nan)
            if rack.method == "immersion" and rack.bath_c > held_c + LOOP_TOLERANCE_K:
                yield self._reading(rack, held_c, rack.bath_c, "c", "set point of the bath")
            venting = any(_VENTING in note for note in rack.notes)
            if rack.method == "immersion_two_phase" and venting:
                yield self._reading(rack, 0.0, rack.asked_w, "w", "pressure of the relief")

    def _reading(
        self, rack: RackLiquid, value: float, actual: float, unit: str, source: str
    ) -> Reading:
        return Reading(
            limit=self.key,
            object_id=rack.id,
            object_name=rack.name,
            value=value,
            actual=actual,
            unit=unit,
            source=source,
            confidence="design",
            tolerance=0.5 * LOOP_TOLERANCE_K,
            at_rest=value,
        )

    def unchecked(self, case: DensityCase) -> Iterator[UncheckedLimit]:
        """Nothing: every tank has a bath."""
        yield from ()


def _set_points_c(case: DensityCase) -> Iterator[tuple[str, float]]:
    """Bath that each single-phase tank with an exchanger of its own holds, by id [deg C]."""
    loops = {loop.id: loop for loop in case.variant.loops}
    for rack in case.racks:
        loop = loops.get((rack.liquid.loop_id if rack.liquid else None) or "")
        if rack.cooling != "immersion" or rack.liquid is None or loop is None:
            continue
        if has_own_exchanger(rack, loop):
            yield rack.id, bath_set_point_c(case.catalogue, rack, loop)
