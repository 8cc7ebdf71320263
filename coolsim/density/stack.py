"""The stack of limits over one rack, and the capacity that other limits leave unused."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

from coolsim.density.records import Density, LimitReading, RackDensity

Cause = Literal["power", "cooling", "space"]

AT_THE_RACK = (
    "chip_case", "boiling_surface", "coolant_inlet", "coolant_flow", "rear_door", "tank_bath"
)  # fmt: skip
"""Coupled limits that a rack's own heat breaks."""
_CAUSES: dict[str, Cause] = {
    **dict.fromkeys(
        ("breaker", "feed", "busway", "ups", "transformer", "hall_cap", "grid_cap"), "power"
    ),
    **dict.fromkeys(
        ("cooler_capacity", "cdu_capacity", "rear_door", "tank_capacity", "plant_design_day"),
        "cooling",
    ),
    **dict.fromkeys(("rack_units", "rack_mass", "floor_load"), "space"),
}
"""What a limit is a capacity of; inlets, cases and flows are none."""


@dataclass(frozen=True, slots=True)
class Stranded:
    """Capacity that is there and cannot be used, for another limit binds first.

    Attributes:
        cause: What there is too much of: ``power``, ``cooling`` or ``space``.
        limit: Key of the capacity.
        object_id, object_name: Where it is.
        left, unit: How much of it is left at the answer, in its unit.
        share: The same over the whole of it [-].
        binds: Key of the limit that leaves it unused.
    """

    cause: Cause
    limit: str
    object_id: str
    object_name: str
    left: float
    unit: str
    share: float
    binds: str


def stack_of(density: Density, rack: RackDensity) -> tuple[LimitReading, ...]:
    """Every limit over a rack, nearest first, with its slack in power of the rack [W].

    Its own limits, the coupled ones read at the rack, and of each kind the nearest in the hall,
    which is what stops all racks together. A limit that recedes as power grows has no slack to tell
    and is left out.
    """
    total = sum(each.power_w for each in density.racks)
    share = rack.power_w / total if total > 0.0 else 1.0 / len(density.racks)
    kinds: set[str] = set()
    found: list[LimitReading] = []
    for reading in density.limits:
        is_nearest = reading.limit not in kinds
        if math.isfinite(reading.slack_w) and (is_nearest or reading.object_id == rack.id):
            kinds.add(reading.limit)
            found.append(reading)
    shared = [replace(reading, slack_w=share * reading.slack_w) for reading in found]
    return tuple(sorted([*rack.limits, *shared], key=lambda reading: reading.slack_w))


def stranded_of_rack(density: Density, rack: RackDensity) -> tuple[Stranded, ...]:
    """What a rack's own limits leave unused, and coupled ones read at the rack."""
    here = [reading for reading in density.limits if reading.object_id == rack.id]
    binds = rack.binding.limit if rack.binding is not None else ""
    tightest: dict[tuple[str, str], Stranded] = {}
    for item in _left([*rack.limits, *here], binds):
        # each of two feeds carries all without the other: what they leave is there once
        key = (item.limit, item.object_id)
        if key not in tightest or item.left < tightest[key].left:
            tightest[key] = item
    return tuple(tightest.values())


def stranded_of_hall(density: Density) -> tuple[Stranded, ...]:
    """What coolers, units, feeds and the chain above leave unused, and racks all together.

    Racks' own capacities are summed by limit, loads on the floor averaged; ``binds`` is what stops
    the hall.
    """
    binds = density.hall.binding.limit if density.hall.binding is not None else ""
    known = {rack.id for rack in density.racks}
    shared = [reading for reading in density.limits if reading.object_id not in known]
    at_racks: dict[str, list[Stranded]] = {}
    for rack in density.racks:
        for item in stranded_of_rack(density, rack):
            at_racks.setdefault(item.limit, []).append(item)
    summed = [_summed(items, density.variant_id) for items in at_racks.values()]
    return (*_left(shared, binds), *summed)


def _left(readings: Iterable[LimitReading], binds: str) -> Iterator[Stranded]:
    for reading in readings:
        cause = _CAUSES.get(reading.limit)
        left = reading.value - reading.actual
        if cause is None or reading.limit == binds or left <= 1e-6 * abs(reading.value):
            continue
        yield Stranded(
            cause,
            reading.limit,
            reading.object_id,
            reading.object_name,
            left,
            reading.unit,
            left / reading.value,
            binds,
        )


def _summed(items: list[Stranded], variant_id: str) -> Stranded:
    first = items[0]
    whole = math.fsum(item.left / item.share for item in items)
    left = math.fsum(item.left for item in items)
    count = f"{len(items)} racks" if len(items) > 1 else "1 rack"
    if first.unit == "kg_m2" and len(items) > 1:  # loads on a floor do not add up
        left, whole, count = left / len(items), whole / len(items), f"mean of {count}"
    return replace(
        first,
        object_id=variant_id,
        object_name=count,
        left=left,
        share=left / whole,
        binds=max({i.binds for i in items}, key=[i.binds for i in items].count),
    )
