"""Service clearance: free floor before and behind a rack."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from coolsim.checks.boxes import Plan
from coolsim.checks.placement import placement
from coolsim.density.case import DensityCase
from coolsim.density.limits.base import Point
from coolsim.density.records import Watched


@dataclass(frozen=True, slots=True)
class ServiceClearance:
    """Sides of a rack where something stands in the clearance drawn; no power moves it."""

    key: str = "service_clearance"
    title: str = "service clearance"

    def watched(self, case: DensityCase, point: Point) -> Iterator[Watched]:
        """Every rack with a clearance drawn, with the sides that are not free."""
        blocked = [
            finding.object_ids[0]
            for finding in placement(case.variant, Plan(case.variant))
            if finding.code == "rack.clearance"
        ]
        for rack in case.racks:
            if rack.clearance_front_m <= 0.0 and rack.clearance_rear_m <= 0.0:
                continue
            sides = blocked.count(rack.id)
            yield Watched(
                limit=self.key,
                object_id=rack.id,
                object_name=rack.label,
                value=0.0,
                actual=float(sides),
                unit="count",
                source="design",
                confidence="design",
                holds=sides == 0,
            )
