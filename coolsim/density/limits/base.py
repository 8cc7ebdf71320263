"""What a limit is: an object with a key, a title, and what it reads.

*Own* limits depend on one rack alone and cap its power. *Shared* limits hold the summed power of
several racks; *coupled* limits read a re-solved hall. Both stop the level common to all racks.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from coolsim.density.case import DensityCase
from coolsim.density.records import UncheckedLimit, Watched
from coolsim.results.liquid import CduAnswer, ConsumerState, LoopState, RackLiquid
from coolsim.results.records import CoolerResult, RackResult, TileResult

DUTY_TOLERANCE = 1e-3
"""Share of a cooler's capacity by which its duty may exceed it and still count as held [-]."""
FLOW_TOLERANCE = 1e-3
"""Share of a design flow by which the flow asked for may exceed the flow given [-]."""
LOOP_TOLERANCE_K = 0.05
"""Kelvin by which a loop's supply or a bath may stand above its set point and still be held."""
POWER_TOLERANCE = 1e-3
"""Share of a power by which a boiling surface may fall short and still bear it [-]."""
PRESSURE_TOLERANCE = 1e-3
"""Share of a pressure rating [-]."""
ROUND_OFF = 1e-9
"""Share of a sum of powers that is round-off [-]."""
TEMPERATURE_TOLERANCE_K = 0.02
"""Kelvin by which an inlet may exceed its limit and still count as held."""


@dataclass(frozen=True, slots=True)
class Cap:
    """An own limit of one rack.

    Attributes:
        limit: Key of the limit.
        rack: Index of the rack.
        power_w: Most power the limit lets the rack have [W].
        value: The limit in its own unit.
        unit: That unit.
        source, confidence: Where the value is from.
        per_watt, base: The limited quantity at rack power P is ``base + per_watt * P``.
    """

    limit: str
    rack: int
    power_w: float
    value: float
    unit: str
    source: str
    confidence: str
    per_watt: float = 1.0
    base: float = 0.0

    def actual(self, power_w: float) -> float:
        """The limited quantity at a rack power, in the limit's unit."""
        return self.base + self.per_watt * power_w


@dataclass(frozen=True, slots=True)
class Reading:
    """A shared or coupled limit at one object of a confirmed point.

    Attributes:
        limit: Key of the limit.
        object_id, object_name: Where it acts.
        value, actual, unit: The limit and what was reached.
        source, confidence: Where the value is from.
        tolerance: How far ``actual`` may lie over ``value`` and still count as held.
        at_rest: What ``actual`` would be with no rack powered and the flow as it is.
    """

    limit: str
    object_id: str
    object_name: str
    value: float
    actual: float
    unit: str
    source: str
    confidence: str
    tolerance: float
    at_rest: float = 0.0

    @property
    def slack(self) -> float:
        """Distance to the limit in its unit, negative beyond it."""
        return self.value - self.actual

    @property
    def key(self) -> tuple[str, str]:
        """What identifies the limit from point to point."""
        return (self.limit, self.object_id)


@dataclass(frozen=True, slots=True)
class PowerGroup:
    """Racks that share a limit on their summed power.

    Attributes:
        limit: Key of the limit.
        object_id, object_name: What they share.
        racks: Their indices.
        value_w: The most they may draw together [W].
        source, confidence: Where the value is from.
    """

    limit: str
    object_id: str
    object_name: str
    racks: tuple[int, ...]
    value_w: float
    source: str
    confidence: str

    def reading(self, powers_w: Sequence[float]) -> Reading:
        """The sum of the racks' powers against the limit."""
        return Reading(
            limit=self.limit,
            object_id=self.object_id,
            object_name=self.object_name,
            value=self.value_w,
            actual=math.fsum(powers_w[n] for n in self.racks),
            unit="w",
            source=self.source,
            confidence=self.confidence,
            tolerance=ROUND_OFF * self.value_w,
        )

    def highest_level(self, weights: Sequence[float], caps_w: Sequence[float]) -> float:
        """The level at which ``sum(min(level * weight, cap))`` over the group reaches the limit.

        Infinite where the racks' own caps keep the sum below it. Worked number: weights 1 and 1,
        caps 3 W and none, limit 10 W: 7.
        """
        growing = [n for n in self.racks if weights[n] > 0.0]
        growing.sort(key=lambda n: caps_w[n] / weights[n])
        capped, slope = 0.0, math.fsum(weights[n] for n in growing)
        for n in growing:
            if capped + slope * (caps_w[n] / weights[n]) >= self.value_w:
                return (self.value_w - capped) / slope
            capped += caps_w[n]
            slope -= weights[n]
        return math.inf


@dataclass(frozen=True, slots=True)
class Point:
    """A confirmed trial: what the re-solved hall did.

    Attributes:
        racks, coolers: The solved racks and coolers.
        wander_k: How far inlets wander where the flow does not settle [K].
        liquids: What coolant does for each rack it serves.
        loops, cdus, consumers: The coolant loops, their units, and what hangs on them.
        tiles: Air through the tiles.
    """

    racks: Sequence[RackResult]
    coolers: Sequence[CoolerResult]
    wander_k: float
    liquids: Sequence[RackLiquid] = ()
    loops: Sequence[LoopState] = ()
    cdus: Sequence[CduAnswer] = ()
    consumers: Sequence[ConsumerState] = ()
    tiles: Sequence[TileResult] = ()


class Limit(Protocol):
    """What every limit has."""

    @property
    def key(self) -> str:
        """Its stable name, such as ``breaker``."""

    @property
    def title(self) -> str:
        """Its name in tables and legends."""


class OwnLimit(Limit, Protocol):
    """A limit of one rack by itself."""

    def caps(self, case: DensityCase) -> Iterator[Cap | UncheckedLimit]:
        """The cap of every rack it applies to, or why it could not be checked."""


class SharedLimit(Limit, Protocol):
    """A limit on the summed power of several racks."""

    def groups(self, case: DensityCase) -> Iterator[PowerGroup]:
        """The racks that share it, with what they may draw together."""

    def unchecked(self, case: DensityCase) -> Iterator[UncheckedLimit]:
        """Where it cannot be checked because a figure is unknown."""


class CoupledLimit(Limit, Protocol):
    """A limit that shows only in the re-solved hall."""

    def readings(self, case: DensityCase, point: Point) -> Iterator[Reading]:
        """What the limit reads at a confirmed point."""

    def unchecked(self, case: DensityCase) -> Iterator[UncheckedLimit]:
        """Where it cannot be checked because a figure is unknown."""


class WatchedLimit(Limit, Protocol):
    """A limit that no power moves: told beside the answer, it stops no level."""

    def watched(self, case: DensityCase, point: Point) -> Iterator[Watched]:
        """What it reads at the answer."""
