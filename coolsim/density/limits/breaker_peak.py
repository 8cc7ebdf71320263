"""Short peaks: what breakers carry for the moment a peak lasts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from coolsim.density.case import DensityCase
from coolsim.density.limits.base import DUTY_TOLERANCE, Point, Reading
from coolsim.density.limits.power_elements import loads_at
from coolsim.density.records import UncheckedLimit
from coolsim.equipment.power_chain import carried_fraction


@dataclass(frozen=True, slots=True)
class BreakerPeak:
    """Short peak of the racks against the breaker's rating, or its trip curve where given."""

    key: str = "breaker_peak"
    title: str = "short peak at the breaker"

    def readings(self, case: DensityCase, point: Point) -> Iterator[Reading]:
        """The peak of every feed with a known breaker."""
        power = case.scene.power
        if power is None or case.variant.power.peak_factor is None:
            return
        seconds = case.variant.power.peak_seconds
        for feed, load in zip(power.feeds, loads_at(case, point).feeds, strict=True):
            if load.rating_w is None or load.peak_w is None:
                continue
            most = load.rating_w * carried_fraction(feed.trip_curve, seconds)
            yield Reading(
                limit=self.key,
                object_id=load.id,
                object_name=load.name,
                value=most,
                actual=load.peak_w,
                unit="w",
                source=load.source,
                confidence=load.confidence,
                tolerance=DUTY_TOLERANCE * most,
            )

    def unchecked(self, case: DensityCase) -> Iterator[UncheckedLimit]:
        """Feeds without a known breaker; without peaks given there is nothing to check."""
        power = case.scene.power
        if power is None or case.variant.power.peak_factor is None:
            return
        for feed in power.feeds:
            if feed.rating.value is None:
                yield UncheckedLimit(self.key, feed.id, feed.name, "the breaker is not known")
