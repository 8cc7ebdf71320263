"""Rack height: U space for whole units."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from coolsim.density.case import DensityCase, Filling
from coolsim.density.limits.base import Cap
from coolsim.density.records import UncheckedLimit


@dataclass(frozen=True, slots=True)
class RackUnits:
    """Whole units that fit into the rack's height beside what else stands in it."""

    key: str = "rack_units"
    title: str = "rack height"

    def caps(self, case: DensityCase) -> Iterator[Cap | UncheckedLimit]:
        """The power of as many units as fit, for every rack with counted contents."""
        for index, (rack, filling) in enumerate(zip(case.racks, case.fillings, strict=True)):
            if filling is None:
                yield UncheckedLimit(self.key, rack.id, rack.label, "a plain load has no units")
                continue
            height, other = filling.unit.height_u.value, filling.other_height_u
            if not height or other is None:
                reason = f"the height of {filling.unit.name} or its neighbours is unknown"
                yield UncheckedLimit(self.key, rack.id, rack.label, reason)
                continue
            yield self._cap(index, rack.height_u, height, other, filling)

    def _cap(self, index: int, rack_u: int, height: float, other: float, filling: Filling) -> Cap:
        units = max(0, math.floor((rack_u - other) / height + 1e-9))
        per_watt = height / filling.unit_power_w if filling.unit_power_w else 0.0
        return Cap(
            limit=self.key,
            rack=index,
            power_w=filling.power_of(min(units, 1) if filling.unit.is_whole_rack else units),
            value=float(rack_u),
            unit="u",
            source=filling.unit.height_u.source or "design",
            confidence=filling.unit.height_u.confidence,
            per_watt=per_watt,
            base=other - per_watt * filling.other_power_w,
        )
