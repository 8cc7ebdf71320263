"""What a choice of cooling and silicon is asked for, and what it answers."""

from __future__ import annotations

from dataclasses import dataclass

from coolsim.design.models import CoolingMethod, Design


@dataclass(frozen=True, slots=True)
class ChoiceWish:
    """What may be chosen, and what it may take.

    Attributes:
        units: Catalogue ids of the servers or rack-scale systems to choose from.
        methods: Cooling methods to choose from.
        racks: Racks that may change, the others as drawn; empty for all.
        by_row: Whether the racks of a row are all alike.
        facility_cap_w: Most power of racks, losses, fans and pumps; ``None`` for no cap [W].
        water_cap_kg_s: Most water that heat rejection may draw on the design day; ``None`` leaves
            the design's own cap [kg/s].
        budget_usd: Most capital of cooling plant and silicon; ``None`` for none [USD].
        prices_usd: Price of one accelerator by its catalogue id [USD].
        front: Points of the Pareto front asked for in power and in capital each; 0 for none.
    """

    units: tuple[str, ...]
    methods: tuple[CoolingMethod, ...]
    racks: tuple[str, ...] = ()
    by_row: bool = False
    facility_cap_w: float | None = None
    budget_usd: float | None = None
    prices_usd: tuple[tuple[str, float], ...] = ()
    front: int = 0
    water_cap_kg_s: float | None = None


@dataclass(frozen=True, slots=True)
class RackChoice:
    """What one rack becomes; without units it stays empty."""

    rack_id: str
    rack_name: str
    method: CoolingMethod
    unit_id: str
    unit_name: str
    units: int
    accelerators: int
    power_w: float


@dataclass(frozen=True, slots=True)
class ChoicePoint:
    """One confirmed choice for the whole hall.

    Attributes:
        accelerators: Accelerators in the chosen racks.
        power_w: Power of all racks [W].
        facility_w: Power at the meter: with losses, fans and pumps, and with heat rejection on the
            design day where ``has_rejection`` [W].
        capital_usd: Cooling plant and silicon of the chosen racks, prices that are known [USD].
        tightest: Key of the limit with the least slack.
        tightest_name: Where it acts.
        racks: What each chosen rack becomes.
        has_rejection: Whether heat rejection is in ``facility_w``.
        water_kg_s: Water that heat rejection draws on the design day; ``None`` where there is no
            heat rejection or no outdoor air [kg/s].
        meter_note: How the power at the meter was found, or why heat rejection is not in it.
    """

    accelerators: int
    power_w: float
    facility_w: float
    capital_usd: float
    tightest: str
    tightest_name: str
    racks: tuple[RackChoice, ...]
    has_rejection: bool = False
    water_kg_s: float | None = None
    meter_note: str = ""


@dataclass(frozen=True, slots=True)
class Excluded:
    """A server with a method that no rack can have, and why."""

    unit_id: str
    method: CoolingMethod
    reason: str


@dataclass(frozen=True, slots=True)
class ChoiceAnswer:
    """The best choice found, and the Pareto front where it was asked for.

    Attributes:
        best: The choice with the most accelerators; ``None`` where nothing holds every limit.
        bound: Accelerators of the last programme: no choice within the cuts made has more.
        is_stopped: Whether somebody ended the search before it was done.
        solves: Halls solved.
        front: Choices of which none has more accelerators for less power and less capital.
        front_designs: The design with each of them.
        clash, clash_name: Where nothing holds: key of the limit that broke first, and where; "" for
            none known.
        excluded: What could not be chosen.
        notes: What the figures leave out.
        design: The design with the best choice; as drawn without one.
        seconds: Time taken [s].
    """

    best: ChoicePoint | None
    bound: int
    is_stopped: bool
    solves: int
    front: tuple[ChoicePoint, ...]
    excluded: tuple[Excluded, ...]
    notes: tuple[str, ...]
    design: Design
    seconds: float
    front_designs: tuple[Design, ...] = ()
    clash: str = ""
    clash_name: str = ""
