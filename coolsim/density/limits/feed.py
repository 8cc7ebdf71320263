"""Shared feed: one breaker for all racks that name it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from coolsim.density.case import DensityCase
from coolsim.density.limits.base import PowerGroup
from coolsim.density.limits.electrical import feed_power
from coolsim.density.records import UncheckedLimit


@dataclass(frozen=True, slots=True)
class SharedFeed:
    """Sum of the rack powers on a shared feed against what its breaker carries.

    A rack with two feeds counts in full on both: each carries it alone once the other is lost.
    """

    key: str = "feed"
    title: str = "shared feed"

    def groups(self, case: DensityCase) -> Iterator[PowerGroup]:
        """The racks on each shared feed."""
        for feed in case.variant.power.feeds:
            racks = tuple(
                n for n, rack in enumerate(case.racks) if feed.id in (rack.feed_id, rack.feed_b_id)
            )
            power = None if feed.per_rack else feed_power(feed, case.catalogue)
            if power is None or power.value is None or not racks:
                continue
            yield PowerGroup(
                limit=self.key,
                object_id=feed.id,
                object_name=feed.label,
                racks=racks,
                value_w=power.value,
                source=power.source,
                confidence=power.confidence,
            )

    def unchecked(self, case: DensityCase) -> Iterator[UncheckedLimit]:
        """Shared feeds without voltage or rating."""
        for feed in case.variant.power.feeds:
            if not feed.per_rack and feed_power(feed, case.catalogue) is None:
                reason = "it has no voltage or breaker rating"
                yield UncheckedLimit(self.key, feed.id, feed.label, reason)
