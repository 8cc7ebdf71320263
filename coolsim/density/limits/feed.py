"""Shared feed: one breaker for all racks that name it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from coolsim.density.case import DensityCase
from coolsim.density.limits.base import POWER_TOLERANCE, Point, Reading
from coolsim.density.limits.electrical import feed_power
from coolsim.density.records import UncheckedLimit


@dataclass(frozen=True, slots=True)
class SharedFeed:
    """Sum of the rack powers on a shared feed against what its breaker carries."""

    key: str = "feed"
    title: str = "shared feed"

    def readings(self, case: DensityCase, point: Point) -> Iterator[Reading]:
        """One reading per shared feed that racks name."""
        for feed in case.variant.power.feeds:
            if feed.per_rack:
                continue
            power = feed_power(feed, case.catalogue)
            loads = [
                watts
                for rack, watts in zip(case.racks, point.powers_w, strict=True)
                if rack.feed_id == feed.id
            ]
            if power is None or power.value is None or not loads:
                continue
            yield Reading(
                limit=self.key,
                object_id=feed.id,
                object_name=feed.label,
                value=power.value,
                actual=float(sum(loads)),
                unit="w",
                source=power.source,
                confidence=power.confidence,
                tolerance=POWER_TOLERANCE * power.value,
            )

    def unchecked(self, case: DensityCase) -> Iterator[UncheckedLimit]:
        """Shared feeds without voltage or rating."""
        for feed in case.variant.power.feeds:
            if not feed.per_rack and feed_power(feed, case.catalogue) is None:
                reason = "it has no voltage or breaker rating"
                yield UncheckedLimit(self.key, feed.id, feed.label, reason)
