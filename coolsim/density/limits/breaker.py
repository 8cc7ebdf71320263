"""Rack breaker: a feed of which every rack has its own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from coolsim.density.case import DensityCase
from coolsim.density.limits.base import Cap
from coolsim.density.limits.electrical import feed_power
from coolsim.density.records import UncheckedLimit
from coolsim.design.models import Feed, Rack


@dataclass(frozen=True, slots=True)
class Breaker:
    """Sustained power the rack's own breaker carries."""

    key: str = "breaker"
    title: str = "rack breaker"

    def caps(self, case: DensityCase) -> Iterator[Cap | UncheckedLimit]:
        """The breaker of every rack on a per-rack feed."""
        for index, rack in enumerate(case.racks):
            feeds = case.feeds_of(rack)
            if not feeds:
                yield UncheckedLimit(self.key, rack.id, rack.label, "no feed is assigned")
            for feed in feeds:
                if feed.per_rack:
                    yield self._cap(feed, index, rack, case)

    def _cap(self, feed: Feed, index: int, rack: Rack, case: DensityCase) -> Cap | UncheckedLimit:
        """What the breaker of one feed carries; that of a second one carries all without it."""
        power = feed_power(feed, case.catalogue)
        if power is None or power.value is None:
            reason = f"the feed {feed.label} has no voltage or breaker rating"
            return UncheckedLimit(self.key, rack.id, rack.label, reason)
        return Cap(
            limit=self.key,
            rack=index,
            power_w=power.value,
            value=power.value,
            unit="w",
            source=power.source,
            confidence=power.confidence,
        )
