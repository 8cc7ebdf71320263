"""The resolved power chain: every element with its loss law and rating, and who hangs on whom."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from coolsim.catalogue.records import Figure
from coolsim.design.models import PowerElementKind
from coolsim.equipment.conversion import LossLaw
from coolsim.equipment.power_chain import METER, ChainElement, chain_flows

Array = NDArray[np.float64]
BALANCED = -1
"""Phase of a rack that loads all three alike."""
UNKNOWN_PHASE = -2
"""Of a rack on a single-phase feed of which nobody said which phase."""


@dataclass(frozen=True, slots=True)
class SceneElement:
    """An element of the chain.

    Attributes:
        id, name, kind: The element.
        room: Where it stands; empty is the hall.
        parent: Index of what supplies it, after it in the chain; ``METER`` for the utility.
        units: Units that share the load.
        spare: Units the load must be held without.
        rated: What one unit delivers for good [W].
        law: Its losses; ``None`` where they are not known.
        law_note: Where the law is from, or why there is none.
        battery_j: Energy of its batteries, all together [J].
        battery_w: What they deliver at most [W].
        battery: The id of its battery; empty where it has none.
    """

    id: str
    name: str
    kind: PowerElementKind
    room: str
    parent: int
    units: int
    spare: int
    rated: Figure
    law: LossLaw | None
    law_note: str
    battery_j: Figure
    battery_w: Figure
    battery: str = ""

    @property
    def capacity_w(self) -> float | None:
        """What it delivers for good with its spare units out of use [W]."""
        if self.rated.value is None:
            return None
        return self.rated.value * (self.units - self.spare)

    @property
    def in_hall(self) -> bool:
        """Whether its losses heat the hall's air."""
        return not self.room


@dataclass(frozen=True, slots=True)
class SceneFeed:
    """A feed: what supplies it, and what its breaker carries.

    Attributes:
        parent: Index of the element that supplies it, or ``METER``.
        sustained: Power its breaker carries for good [W]; for every rack where ``per_rack``.
        rating: Power at the breaker's full rating [W].
        trip_curve: Points of (current over rating, seconds).
    """

    id: str
    name: str
    parent: int
    per_rack: bool
    phases: int
    sustained: Figure
    rating: Figure
    trip_curve: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class ScenePower:
    """The power chain of a hall.

    Attributes:
        elements: Every element before its parent.
        feeds: The feeds.
        rack_feeds: Per rack the indices of its feeds, none, one or two.
        rack_phases: Per rack 0, 1, 2, or :data:`BALANCED`, or :data:`UNKNOWN_PHASE`.
        cooling_parent: Index of what supplies fans, pumps and plant, or ``METER``.
        fans_w: Fan power of coolers as drawn, which hang there [W].
    """

    elements: tuple[SceneElement, ...]
    feeds: tuple[SceneFeed, ...]
    rack_feeds: tuple[tuple[int, ...], ...]
    rack_phases: tuple[int, ...]
    cooling_parent: int
    fans_w: float

    @property
    def tree(self) -> tuple[ChainElement, ...]:
        """The elements as a tree of machines."""
        return tuple(
            ChainElement(item.parent, item.law, item.rated.value, item.units)
            for item in self.elements
        )

    def supplies_of(self, index: int) -> frozenset[int]:
        """Indices of all elements between an element, itself included, and the utility."""
        found: list[int] = []
        while index != METER:
            found.append(index)
            index = self.elements[index].parent
        return frozenset(found)

    def shares(self, racks_w: Sequence[float], lost: Collection[str] = ()) -> FeedShares:
        """How the racks' power divides among feeds, with what is lost out of use.

        Every rack draws evenly from those of its feeds that still have a way to the utility. A rack
        without a feed hangs on the utility; one whose feeds are all lost draws nothing.

        Args:
            racks_w: Power of each rack [W].
            lost: Ids of feeds and elements out of use.
        """
        gone = set(lost)
        dead = {
            n
            for n, feed in enumerate(self.feeds)
            if feed.id in gone
            or any(self.elements[k].id in gone for k in self.supplies_of(feed.parent))
        }
        hangs = _membership(self.rack_feeds, len(self.feeds))
        alive = hangs.copy()
        alive[list(dead)] = 0.0
        supplied = alive.sum(axis=0)
        powers = np.asarray(racks_w, dtype=float)
        by_rack = alive * (powers / np.maximum(supplied, 1.0))
        without = hangs.sum(axis=0) == 0.0
        dark = np.flatnonzero((supplied == 0.0) & ~without)
        return FeedShares(by_rack, float(powers[without].sum()), tuple(dark.tolist()))

    def element_loads(self, by_feed: Array) -> Array:
        """What hangs on each element directly of loads of feeds, shape (elements, ...)."""
        loads = np.zeros((len(self.elements), *by_feed.shape[1:]))
        for feed, load in zip(self.feeds, by_feed, strict=True):
            if feed.parent != METER:
                loads[feed.parent] += load
        return loads

    def hall_loss_w(self, racks_w: Sequence[float]) -> tuple[float, float]:
        """Losses in the hall at rack powers, of busways and of all other elements [W]."""
        if not any(element.in_hall for element in self.elements):
            return 0.0, 0.0
        by_feed = self.shares(racks_w).by_rack.sum(axis=1)[:, None]
        loads = self.element_loads(by_feed)
        if self.cooling_parent != METER:
            loads[self.cooling_parent] += self.fans_w
        losses = chain_flows(self.tree, loads, np.zeros(1)).loss_w[:, 0]
        above = below = 0.0
        for element, loss in zip(self.elements, losses, strict=True):
            if element.in_hall and element.kind == "busway":
                above += float(loss)
            elif element.in_hall:
                below += float(loss)
        return above, below


@dataclass(frozen=True, slots=True)
class FeedShares:
    """Power of racks by feed.

    Attributes:
        by_rack: Shape (feeds, racks) [W].
        at_meter_w: Of racks without a feed [W].
        dark: Indices of racks whose feeds are all lost.
    """

    by_rack: Array
    at_meter_w: float
    dark: tuple[int, ...]


@lru_cache(maxsize=16)
def _membership(rack_feeds: tuple[tuple[int, ...], ...], feeds: int) -> Array:
    """1 where a rack hangs on a feed, shape (feeds, racks)."""
    hangs = np.zeros((feeds, len(rack_feeds)))
    for rack, own in enumerate(rack_feeds):
        hangs[list(own), rack] = 1.0
    hangs.flags.writeable = False
    return hangs
