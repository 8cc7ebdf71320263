"""What must hold between racks, feeds and the elements that supply them."""

from __future__ import annotations

from collections.abc import Iterator

from coolsim.design.models import Power, Rack, Variant
from coolsim.errors import Problem

FEED_FIELDS: tuple[str, ...] = ("feed_id", "feed_b_id")
"""Fields of a rack that name a feed."""


def power_problems(variant: Variant, path: str) -> Iterator[Problem]:
    """References of the electrical side that lead nowhere, or round in a circle."""
    power = variant.power
    feeds = {feed.id for feed in power.feeds}
    for index, rack in enumerate(variant.racks):
        place = f"{path}.racks[{index}]"
        for field in FEED_FIELDS:
            identifier = getattr(rack, field)
            if identifier is not None and identifier not in feeds:
                yield Problem(f"{place}.{field}", f'there is no feed "{identifier}" in power.feeds')
        if rack.feed_b_id is not None and rack.feed_b_id == rack.feed_id:
            yield Problem(f"{place}.feed_b_id", "both feeds of the rack are the same one")
        if rack.feed_b_id is not None and rack.feed_id is None:
            yield Problem(f"{place}.feed_id", "a rack with a second feed needs a first one")
    elements = {element.id for element in power.elements}
    named = [
        *((f"feeds[{n}].supply_id", feed.supply_id) for n, feed in enumerate(power.feeds)),
        *((f"elements[{n}].supply_id", item.supply_id) for n, item in enumerate(power.elements)),
        ("cooling_supply_id", power.cooling_supply_id),
    ]
    for field, identifier in named:
        if identifier is not None and identifier not in elements:
            yield Problem(f"{path}.power.{field}", f'there is no element "{identifier}" to supply')
    for index, element in enumerate(power.elements):
        if element.id.rpartition("-")[0] != element.kind:
            yield Problem(
                f"{path}.power.elements[{index}].id",
                f'the id of a {element.kind} begins with "{element.kind}-"',
            )
        if _in_circle(power, element.id):
            yield Problem(
                f"{path}.power.elements[{index}].supply_id", "it supplies itself in a circle"
            )


def _in_circle(power: Power, identifier: str) -> bool:
    above = {element.id: element.supply_id for element in power.elements}
    seen: set[str] = set()
    now = above.get(identifier)
    while now is not None and now not in seen:
        if now == identifier:
            return True
        seen.add(now)
        now = above.get(now)
    return False


def racks_without_feeds(racks: tuple[Rack, ...], gone: set[str]) -> tuple[Rack, ...]:
    """The racks without vanished feeds; the second feed takes the place of the first."""
    return tuple(
        rack if gone.isdisjoint({rack.feed_id, rack.feed_b_id}) else _without_feeds(rack, gone)
        for rack in racks
    )


def _without_feeds(rack: Rack, gone: set[str]) -> Rack:
    kept = [feed for feed in (rack.feed_id, rack.feed_b_id) if feed is not None]
    kept = [feed for feed in kept if feed not in gone]
    first, second = (*kept, None, None)[:2]
    return rack.model_copy(update={"feed_id": first, "feed_b_id": second})


def power_without(power: Power, gone: set[str]) -> Power:
    """The power chain without vanished elements: what they supplied goes to what supplied them."""
    above = {element.id: element.supply_id for element in power.elements}

    def next_above(identifier: str | None) -> str | None:
        while identifier is not None and identifier in gone:
            identifier = above.get(identifier)
        return identifier

    if gone.isdisjoint(above):
        return power
    return power.model_copy(
        update={
            "feeds": tuple(
                feed.model_copy(update={"supply_id": next_above(feed.supply_id)})
                for feed in power.feeds
            ),
            "elements": tuple(
                element.model_copy(update={"supply_id": next_above(element.supply_id)})
                for element in power.elements
                if element.id not in gone
            ),
            "cooling_supply_id": next_above(power.cooling_supply_id),
        }
    )
