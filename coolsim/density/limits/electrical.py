"""The sustained power of a feed: its rating under its electrical rule."""

from __future__ import annotations

from coolsim.catalogue import Catalogue, Figure
from coolsim.catalogue.feeds import feed_rating
from coolsim.design.models import Feed
from coolsim.standards import sustained_breaker_power_w


def feed_power(feed: Feed, catalogue: Catalogue) -> Figure | None:
    """Power a feed's breaker carries for good [W]; ``None`` where voltage or rating is unknown."""
    rating = feed_rating(catalogue, feed)
    if rating.voltage_v.value is None or rating.breaker_a.value is None:
        return None
    value = sustained_breaker_power_w(
        rating.voltage_v.value,
        rating.breaker_a.value,
        rating.phases,
        rating.power_factor,
        rating.jurisdiction,
        rating.full_rated,
    )
    rule = "100 % rated" if rating.full_rated else "continuous load"
    where = feed.unit or "design"
    return Figure(value, "w", f"{where}, {rating.jurisdiction} {rule}", rating.breaker_a.confidence)
