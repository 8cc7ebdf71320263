"""The electrical side of a design: feeds of racks and the chain from the utility to them."""

from __future__ import annotations

from itertools import pairwise
from typing import Annotated, Final, Literal

from pydantic import Field, model_validator

from coolsim.design.base import Fraction, Identifier, Item, Name, NonNegative, Positive, Record
from coolsim.design.liquid import Redundancy

Jurisdiction = Literal["NEC", "IEC"]
Phase = Literal["L1", "L2", "L3"]
PowerElementKind = Literal["transformer", "ups", "pdu", "busway"]
UpsMode = Literal["double_conversion", "eco"]
PowerFactor = Annotated[float, Field(gt=0.0, le=1.0)]
POWER_ELEMENT_KINDS: Final[tuple[PowerElementKind, ...]] = ("transformer", "ups", "pdu", "busway")
"""From the utility down; also the prefixes of their ids."""


class TripPoint(Record):
    """A point of a breaker's trip curve: it trips not before ``seconds`` at that current."""

    current_fraction: Annotated[float, Field(ge=1.0, le=1000.0)]
    seconds: Positive


class Feed(Item):
    """An electrical feed with its breaker, shared by the racks that name it.

    ``unit`` names a catalogue feed; figures given here override it. ``per_rack`` means each rack
    has a breaker of this size; otherwise all racks on the feed share one. ``supply_id`` is the
    element that supplies it; ``None`` is the utility, no element between. ``trip_curve`` tells how
    long its breaker carries a current above its rating, rising currents.
    """

    unit: Annotated[str, Field(max_length=100)] | None = None
    voltage_v: Positive | None = None
    breaker_a: Positive | None = None
    phases: Literal[1, 3] = 3
    power_factor: PowerFactor = 1.0
    jurisdiction: Jurisdiction = "NEC"
    full_rated: bool = False
    per_rack: bool = True
    supply_id: Identifier | None = None
    trip_curve: Annotated[tuple[TripPoint, ...], Field(max_length=50)] = ()

    @model_validator(mode="after")
    def _falling(self) -> Feed:
        for before, after in pairwise(self.trip_curve):
            rises = after.current_fraction > before.current_fraction
            if not rises or after.seconds > before.seconds:
                raise ValueError("trip_curve: currents must rise and times must not")
        return self


class PowerElement(Item):
    """A transformer, UPS, PDU or busway between utility and feeds.

    ``unit`` names a catalogue conversion (losses) or, of a busway or PDU, a catalogue feed (its
    current). ``rated_w`` is what one unit delivers: its kVA times its power factor.
    ``units`` are installed, of which one more than needed with ``N+1`` and twice as many with
    ``2N``; all share the load. Losses drawn override the catalogue's: an efficiency at every load,
    or no-load loss and load loss at the rating of one unit. A busway or PDU may be rated by
    voltage and current instead. ``supply_id`` is the element above, ``None`` the utility. It
    stands in ``room``; empty is the hall, whose air then takes its losses.
    """

    kind: PowerElementKind
    unit: Annotated[str, Field(max_length=100)] | None = None
    units: Annotated[int, Field(ge=1, le=1000)] = 1
    redundancy: Redundancy = "N"
    rated_w: Positive | None = None
    mode: UpsMode = "double_conversion"
    efficiency_fraction: PowerFactor | None = None
    no_load_loss_w: NonNegative | None = None
    load_loss_w: NonNegative | None = None
    voltage_v: Positive | None = None
    current_a: Positive | None = None
    power_factor: PowerFactor = 1.0
    jurisdiction: Jurisdiction = "NEC"
    full_rated: bool = False
    battery: Annotated[str, Field(max_length=100)] | None = None
    batteries: Annotated[int, Field(ge=1, le=10_000)] = 1
    supply_id: Identifier | None = None
    room: Name = ""

    @model_validator(mode="after")
    def _consistent(self) -> PowerElement:
        if (self.no_load_loss_w is None) != (self.load_loss_w is None):
            raise ValueError("give no_load_loss_w and load_loss_w both, or none")
        if self.efficiency_fraction is not None and self.load_loss_w is not None:
            raise ValueError("give efficiency_fraction or losses, not both")
        if self.battery is not None and self.kind != "ups":
            raise ValueError("only a ups has batteries")
        if self.redundancy == "2N" and self.units % 2:
            raise ValueError("2N needs an even number of units")
        if self.redundancy == "N+1" and self.units < 2:
            raise ValueError("N+1 needs at least two units")
        return self


class Power(Record):
    """Feeds, the chain above them, and what the hall and the site may draw.

    ``cooling_supply_id`` is the element that supplies fans, pumps and plant; ``None`` the utility.
    ``rack_supply`` (catalogue power supply) and ``regulator`` (voltage regulators) tell how much of
    a rack's power its own conversion loses, the supplies loaded to ``rack_supply_load_fraction`` at
    the racks' drawn power. ``peak_factor`` is the highest short draw over the sustained one, which
    lasts ``peak_seconds``. ``imbalance_limit_fraction`` is the uneven load of phases worth telling.
    """

    feeds: tuple[Feed, ...] = ()
    hall_cap_w: Positive | None = None
    elements: tuple[PowerElement, ...] = ()
    grid_cap_w: Positive | None = None
    cooling_supply_id: Identifier | None = None
    rack_supply: Annotated[str, Field(max_length=100)] | None = None
    rack_supply_load_fraction: Annotated[float, Field(gt=0.0, le=1.0)] | None = None
    regulator: Annotated[str, Field(max_length=100)] | None = None
    peak_factor: Annotated[float, Field(ge=1.0, le=10.0)] | None = None
    peak_seconds: Positive | None = None
    imbalance_limit_fraction: Fraction = 0.1
