"""What a limit is: an object with a key, a title, and what it reads.

*Own* limits depend on one rack alone and cap its power. *Coupled* limits read a confirmed point:
they stop the level common to all racks.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from coolsim.density.case import DensityCase
from coolsim.density.records import UncheckedLimit
from coolsim.results.records import CoolerResult, RackResult


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
    """A coupled limit at one object of a confirmed point.

    ``tolerance`` is how far ``actual`` may lie over ``value`` and still count as held.
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

    @property
    def slack(self) -> float:
        """Distance to the limit in its unit, negative beyond it."""
        return self.value - self.actual

    @property
    def key(self) -> tuple[str, str]:
        """What identifies the limit from point to point."""
        return (self.limit, self.object_id)


@dataclass(frozen=True, slots=True)
class Point:
    """A confirmed trial: the powers and what the re-solved hall did.

    Attributes:
        level: The common level.
        powers_w: Power of every rack [W].
        racks, coolers: What the hall did.
        wander_k: How far inlets wander where the flow does not settle [K].
    """

    level: float
    powers_w: Sequence[float]
    racks: Sequence[RackResult]
    coolers: Sequence[CoolerResult]
    wander_k: float


class OwnLimit(Protocol):
    """A limit of one rack by itself."""

    @property
    def key(self) -> str:
        """Its stable name, such as ``breaker``."""

    @property
    def title(self) -> str:
        """Its name in tables and legends."""

    def caps(self, case: DensityCase) -> Iterator[Cap | UncheckedLimit]:
        """The cap of every rack it applies to, or why it could not be checked."""


class CoupledLimit(Protocol):
    """A limit that racks share."""

    @property
    def key(self) -> str:
        """Its stable name, such as ``inlet_class``."""

    @property
    def title(self) -> str:
        """Its name in tables and legends."""

    def readings(self, case: DensityCase, point: Point) -> Iterator[Reading]:
        """What the limit reads at a confirmed point."""

    def unchecked(self, case: DensityCase) -> Iterator[UncheckedLimit]:
        """Where it cannot be checked because a figure is unknown."""


POWER_TOLERANCE = 1e-3
"""Share of a power limit by which it may be exceeded and still count as held [-]."""
TEMPERATURE_TOLERANCE_K = 0.02
"""Kelvin by which an inlet may exceed its limit and still count as held."""
