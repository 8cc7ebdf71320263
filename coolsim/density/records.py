"""What a density study answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from coolsim.results.compute import ComputeAccount
from coolsim.results.grid_error import GridError
from coolsim.results.records import Assumption, Finding, Results

Objective = Literal["uniform", "proportional", "min", "total", "accelerators", "flops", "tokens"]
"""One power for every rack, all drawn loads by one factor, or an allocation of powers."""


@dataclass(frozen=True, slots=True)
class LimitReading:
    """One limit at one object.

    Attributes:
        limit: Key of the limit, such as ``inlet_class`` or ``breaker``.
        object_id: Where it acts: a rack, a cooler, a feed, the variant (for the hall).
        object_name: The name to show for it.
        value: The limit's value, in ``unit``.
        actual: What the answer reaches there, in ``unit``.
        unit: Unit of both ("C", "W", "U", "kg", "kg/m2").
        source: Where the limit's value is from.
        confidence: Class of the value.
        slack_w: How much more power the rack in question could take before this limit binds [W];
            for coupled limits a screening estimate from the nearest confirmed points.
    """

    limit: str
    object_id: str
    object_name: str
    value: float
    actual: float
    unit: str
    source: str
    confidence: str
    slack_w: float


@dataclass(frozen=True, slots=True)
class UncheckedLimit:
    """A limit that could not be checked because a figure is unknown."""

    limit: str
    object_id: str
    object_name: str
    reason: str


@dataclass(frozen=True, slots=True)
class Watched:
    """A limit that no power moves: read and told, but it never stops a level.

    Attributes:
        limit: Key of the limit.
        object_id, object_name: Where it acts.
        value, actual, unit: The limit and what the answer has there.
        source, confidence: Where the value is from.
        holds: Whether it is held.
    """

    limit: str
    object_id: str
    object_name: str
    value: float
    actual: float
    unit: str
    source: str
    confidence: str
    holds: bool


@dataclass(frozen=True, slots=True)
class RackDensity:
    """The answer for one rack.

    Attributes:
        power_now_w: Sustained power as drawn [W].
        power_w: Power it can sustain, with all racks at their answer [W].
        unit_name, unit_power_w: The smallest unit sold that was counted; "" and 0 where the rack
            holds a plain load and nothing can be counted.
        units: Whole units that fit into ``power_w``.
        units_drawn: Units drawn.
        next_unit_missing_w: Power missing for one more unit [W]; ``None`` without units.
        accelerators: Whole accelerators.
        flops: Peak dense operations per second by precision, "bf16" -> FLOP/s; of precisions that
            all its accelerators have.
        binding: What stops this rack; ``None`` only where nothing limits it.
        next: The limit that would stop it next.
        slack_w: Distance to ``next`` [W].
        also: Kinds of limits that bind within half a percent of ``binding``; ``next`` lies beyond.
        limits: Its own limits, lowest first.
    """

    id: str
    name: str
    power_now_w: float
    power_w: float
    unit_name: str
    unit_power_w: float
    units: int
    units_drawn: int
    next_unit_missing_w: float | None
    accelerators: int
    flops: dict[str, float]
    binding: LimitReading | None
    next: LimitReading | None
    slack_w: float | None
    also: tuple[str, ...] = ()
    limits: tuple[LimitReading, ...] = ()


@dataclass(frozen=True, slots=True)
class HallDensity:
    """The answer for the hall: totals, and what stopped the common level.

    ``also`` and ``next`` as for a rack.
    """

    power_now_w: float
    power_w: float
    mean_rack_power_w: float
    accelerators: int
    flops: dict[str, float]
    area_m2: float
    power_per_area_w_m2: float
    binding: LimitReading | None
    next: LimitReading | None
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DensityPoint:
    """One confirmed trial: level, hall power, and the tightest limit's slack (in ``unit``).

    ``level`` is the common rack power in watts for uniform density, and the factor on the drawn
    loads for proportional.
    """

    level: float
    power_w: float
    worst_limit: str
    worst_object_id: str
    slack: float
    unit: str


@dataclass(frozen=True, slots=True)
class Price:
    """What one kind of limit is worth: the hall solved again with it relaxed.

    Attributes:
        limit: Key of the limit.
        unit: Its unit.
        step: By how much it was relaxed, in that unit.
        gained_w: Power the hall gained by that [W].
        per_unit_w: The same per unit [W per unit].
        binds_then: What bound with it relaxed.
    """

    limit: str
    unit: str
    step: float
    gained_w: float
    per_unit_w: float
    binds_then: str


@dataclass(frozen=True, slots=True)
class Change:
    """One change of the design, and the density found with it.

    Attributes:
        key: What identifies it, such as ``contain:aisle-0001``.
        title: What to do.
        object_ids: Objects it touches.
        power_w: Power of the hall with it [W]; not a number where it could not be solved.
        gained_w: The same over the power without it [W].
        binds_then: What binds with it.
        note: Why it could not be solved.
    """

    key: str
    title: str
    object_ids: tuple[str, ...]
    power_w: float
    gained_w: float
    binds_then: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Advice:
    """What moves the answer: prices of limits, and single changes, best first; all re-solved.

    ``second_limit`` binds once every limit of the binding kind is taken away, at ``second_w``.
    """

    prices: tuple[Price, ...]
    second_limit: str
    second_w: float
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Survival:
    """The density of the hall with one unit lost.

    Attributes:
        object_id, name: The cooler, coolant distribution unit or feed that fails.
        power_w: Power of the hall that all limits still hold; 0 where none does [W].
        binds: What binds then, as a limit's key.
        is_screening: Whether it was found on potential flow only.
    """

    object_id: str
    name: str
    power_w: float
    binds: str
    is_screening: bool


@dataclass(frozen=True, slots=True)
class Tokens:
    """Tokens by the rates that a user gives, of whole units.

    Attributes:
        per_s: Tokens of the hall [1/s].
        accelerators: Accelerators with a rate.
        unknown: Catalogue ids of those without one, which are left out.
    """

    per_s: float
    accelerators: int
    unknown: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FinerGrid:
    """What a finer grid said of an answer, every limit read on it from a cold start.

    Attributes:
        shape, cells: The finer grid.
        refinement: Cell width of the answer's grid over its own [-].
        found_w: Power of the hall that the answer's grid alone lets it have [W].
        power_w: Power that both grids hold: the answer's [W].
        limit, object_name: The limit with the least slack on the finer grid, and where it acts.
        slack, unit: That slack.
        solves: Halls solved there.
        holds: Whether a power was found that every limit holds on both.
        grid_error: Estimated error of the answer's inlets, from both grids.
    """

    shape: tuple[int, int, int]
    cells: int
    refinement: float
    found_w: float
    power_w: float
    limit: str
    object_name: str
    slack: float
    unit: str
    solves: int
    holds: bool
    grid_error: GridError


@dataclass(frozen=True, slots=True)
class Density:
    """A complete density answer, with the confirmed flow it stands on.

    ``level`` is the common rack power [W] for uniform density, and the factor on the drawn loads
    for proportional; an allocation has level 1, and grows by one factor. ``status``: ``confirmed``
    (a re-solved flow holds every limit), ``infeasible`` (no level holds them; ``findings`` names
    the clash), ``unlimited`` (nothing checked limits it) or ``not_confirmed`` (the flow would not
    settle, or no level could be pinned down). ``advice`` and ``survival`` are there where they were
    asked for; ``compute`` counts accelerators and operations, ``None`` where none are drawn;
    ``finer`` is there where the answer was confirmed on a finer grid as well, ``tokens`` where
    rates were given.
    """

    status: Literal["confirmed", "infeasible", "unlimited", "not_confirmed", "cancelled"]
    objective: Objective
    level: float
    margin_k: float
    design_hash: str
    variant_id: str
    program_version: str
    seconds: float
    hall: HallDensity
    racks: tuple[RackDensity, ...]
    unchecked: tuple[UncheckedLimit, ...]
    points: tuple[DensityPoint, ...]
    findings: tuple[Finding, ...]
    assumptions: tuple[Assumption, ...]
    results: Results
    advice: Advice | None = None
    survival: tuple[Survival, ...] = ()
    limits: tuple[LimitReading, ...] = ()
    watched: tuple[Watched, ...] = ()
    compute: ComputeAccount | None = None
    finer: FinerGrid | None = None
    tokens: Tokens | None = None
