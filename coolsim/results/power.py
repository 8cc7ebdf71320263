"""The power chain in a result: what every element carries and loses, against what it may."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Checked = Literal["holds", "exceeded", "not_checked"]


@dataclass(frozen=True, slots=True)
class ElementLoad:
    """An element of the chain at the racks' powers.

    Attributes:
        kind: ``transformer``, ``ups``, ``pdu`` or ``busway``.
        room: Where its losses become heat; empty is the hall.
        capacity_w: What it may deliver for good, spare units out of use; ``None``: not known.
        source, confidence: Where its rating is from.
        output_w, loss_w: What it delivers and loses with everything in use.
        loss_known: Whether its losses are known; they count as none otherwise.
        after_loss_w: The most it delivers after the loss of one feed or element.
        after_loss_of: Name of that; empty where no loss adds to its load.
        highest_phase_w: Three times its highest phase, in use or after any loss; ``None``: phases
            not known.
        imbalance_fraction: Of its phases with everything in use; ``None``: not known.
        neutral_fraction: Current in the neutral over the mean of the phases; ``None``: not known.
    """

    id: str
    name: str
    kind: str
    room: str
    units: int
    capacity_w: float | None
    source: str
    confidence: str
    output_w: float
    loss_w: float
    loss_known: bool
    after_loss_w: float
    after_loss_of: str
    highest_phase_w: float | None
    imbalance_fraction: float | None
    neutral_fraction: float | None

    @property
    def worst_w(self) -> float:
        """The most it has to deliver, with everything in use or after a loss [W]."""
        return max(self.output_w, self.after_loss_w)

    @property
    def load_fraction(self) -> float | None:
        """The worst load over its capacity [-]."""
        return None if self.capacity_w is None else self.worst_w / self.capacity_w


@dataclass(frozen=True, slots=True)
class FeedLoad:
    """A feed at the racks' powers; with a breaker per rack, its most loaded rack.

    Attributes:
        sustained_w: What its breaker carries for good; ``None``: not known.
        rating_w: Power at the breaker's full rating.
        output_w: Load with everything in use.
        after_loss_w: The most after the loss of one feed or element.
        after_loss_of: Name of that.
        highest_phase_w: Three times the highest phase of a shared feed, in use or after any loss;
            ``None``: not known.
        imbalance_fraction: Of a shared feed's phases; ``None``: not known or one phase.
        neutral_fraction: Current in the neutral over the mean of the phases.
        peak_w: Short peak of the worst load; ``None``: peaks are not given.
        peak: Whether the breaker carries it.
    """

    id: str
    name: str
    per_rack: bool
    sustained_w: float | None
    rating_w: float | None
    source: str
    confidence: str
    output_w: float
    after_loss_w: float
    after_loss_of: str
    highest_phase_w: float | None
    imbalance_fraction: float | None
    neutral_fraction: float | None
    peak_w: float | None
    peak: Checked

    @property
    def worst_w(self) -> float:
        """The most it has to carry [W]."""
        return max(self.output_w, self.after_loss_w)


@dataclass(frozen=True, slots=True)
class StageLoss:
    """Losses of one stage in one place; an empty ``room`` is the hall."""

    stage: str
    room: str
    loss_w: float


@dataclass(frozen=True, slots=True)
class BatteryLoad:
    """Batteries of a UPS as a store of energy.

    Attributes:
        energy_j, power_w: What they hold and deliver at most; ``None``: not known.
        load_w: What their UPS delivers.
        seconds: How long they carry it; ``None`` where that cannot be told.
        note: Why it cannot, or what it leaves out.
    """

    id: str
    name: str
    energy_j: float | None
    power_w: float | None
    load_w: float
    seconds: float | None
    note: str


@dataclass(frozen=True, slots=True)
class PowerResults:
    """The power chain of a solved hall at the racks' powers.

    Attributes:
        it_w: Power of the racks.
        cooling_w: Fans and pumps counted with it.
        meter_w: What the utility delivers.
        grid_cap_w: What it may; ``None``: not given.
        is_complete: Whether every element's losses are known; else ``meter_w`` is a lower bound.
        stages: Losses by stage and place.
        rack_supply_loss_w: Part of ``it_w`` lost in the racks' power supplies; ``None``: not known.
        regulator_loss_w: Part lost in voltage regulators; ``None``: not known.
        dark: Racks that stand without power after a loss, as (what is lost, how many).
    """

    it_w: float
    cooling_w: float
    meter_w: float
    grid_cap_w: float | None
    is_complete: bool
    elements: tuple[ElementLoad, ...]
    feeds: tuple[FeedLoad, ...]
    stages: tuple[StageLoss, ...]
    batteries: tuple[BatteryLoad, ...]
    rack_supply_loss_w: float | None
    regulator_loss_w: float | None
    dark: tuple[tuple[str, int], ...]

    @property
    def loss_w(self) -> float:
        """Losses between the utility and the racks [W]."""
        return sum(stage.loss_w for stage in self.stages)
