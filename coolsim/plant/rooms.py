"""Heat of other rooms: losses of the power chain there, and the plant that takes them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np

from coolsim.catalogue.loading import Catalogue
from coolsim.design.models import Variant
from coolsim.design.plant import HeatRejection
from coolsim.plant.losses import losses_of
from coolsim.scene.power_records import ScenePower

ROOM_FAN_W_PER_W = 0.05
"""Fan power of coolers in other rooms over the heat they take, where not given: an estimate [-]."""


def taken_rooms(rejections: Iterable[HeatRejection]) -> dict[str, tuple[str, ...]]:
    """The rooms whose heat each rejection takes, by its id: the first that names a room has it."""
    taken: set[str] = set()
    found: dict[str, tuple[str, ...]] = {}
    for item in rejections:
        mine = tuple(room for room in dict.fromkeys(item.rooms) if room not in taken)
        taken.update(mine)
        found[item.id] = mine
    return found


def room_fans(item: HeatRejection) -> float:
    """Fan power in the rooms a rejection serves over their heat [-]."""
    given = item.room_fan_w_per_w
    return ROOM_FAN_W_PER_W if given is None else given


def room_heat_w(
    variant: Variant,
    catalogue: Catalogue,
    chain: ScenePower | None,
    it_w: float,
    cooling_w: float,
) -> Mapping[str, float]:
    """Heat that other rooms give each rejection at a moment, fans there included, by its id [W].

    Worked number: 100 kW on a UPS of 95 % in the one room named, 5 % for fans: 5.526 kW.

    Args:
        variant: What was drawn.
        catalogue: The catalogue, the design's own entries included.
        chain: Its resolved power chain; ``None`` without.
        it_w: Power of the racks.
        cooling_w: Power of what cools them.
    """
    rooms = taken_rooms(variant.plant.rejections)
    if chain is None or not any(rooms.values()):
        return dict.fromkeys(rooms, 0.0)
    lost = losses_of(variant, catalogue, chain)(np.array([it_w]), np.array([cooling_w])).by_room
    return {
        item.id: (1.0 + room_fans(item))
        * sum(float(lost[room][0]) for room in rooms[item.id] if room in lost)
        for item in variant.plant.rejections
    }
