"""Grid cap: what the site may draw from the utility."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from coolsim.density.case import DensityCase
from coolsim.density.limits.base import DUTY_TOLERANCE, Point, Reading
from coolsim.density.limits.power_elements import cooling_w
from coolsim.density.records import UncheckedLimit
from coolsim.plant.power import power_chain


@dataclass(frozen=True, slots=True)
class GridCap:
    """Racks, electrical losses and overhead against the cap at the meter.

    Overhead is what the case says of heat rejection at the worst hour, where a year was computed;
    without one it is fans and pumps at the point, and the heat rejection is *not checked*.
    """

    key: str = "grid_cap"
    title: str = "grid power cap"

    def readings(self, case: DensityCase, point: Point) -> Iterator[Reading]:
        """Power at the meter."""
        cap = case.variant.power.grid_cap_w
        if cap is None:
            return
        yield Reading(
            limit=self.key,
            object_id=case.variant.id,
            object_name=case.variant.label,
            value=cap,
            actual=meter_w(case, point),
            unit="w",
            source="design",
            confidence="design",
            tolerance=DUTY_TOLERANCE * cap,
        )

    def unchecked(self, case: DensityCase) -> Iterator[UncheckedLimit]:
        """What the power at the meter leaves out."""
        if case.variant.power.grid_cap_w is None:
            return
        where = (case.variant.id, case.variant.label)
        if case.overhead_w is None:
            reason = "power of the heat rejection is not counted; fans, pumps and losses are"
            yield UncheckedLimit(self.key, *where, reason)
        power = case.scene.power
        silent = [] if power is None else [e.name for e in power.elements if e.law is None]
        if silent:
            reason = f"losses of {', '.join(silent[:3])} are not known and not counted"
            yield UncheckedLimit(self.key, *where, reason)


def meter_w(case: DensityCase, point: Point) -> float:
    """Power at the meter of a point [W]: racks, losses, and the overhead that is known."""
    racks_w = [rack.power_w for rack in point.racks]
    it_w = sum(racks_w)
    overhead = cooling_w(point) if case.overhead_w is None else case.overhead_w(it_w)
    answer = power_chain(
        case.variant,
        case.catalogue,
        it_w,
        cooling_w=overhead,
        racks_w=racks_w,
        chain=case.scene.power,
    )
    return float(answer.meter_w[0])
