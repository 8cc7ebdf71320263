"""The confirmed loop around the programme of a choice.

Every selection is drawn into the design and solved. What holds every limit is an answer; what does
not is scaled down to the level that holds, re-solved, and that level cuts the selection off. Cuts
are secants of the re-solved hall, no proof: the answer is the best found.
"""

from __future__ import annotations

import time
from collections.abc import Generator, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from coolsim.air.frozen import FrozenHall
from coolsim.air.response import AirResponse
from coolsim.catalogue import Catalogue
from coolsim.density.choice.options import (
    Option,
    chosen_racks,
    options_of,
    refilled,
    rows_of,
    with_choice,
)
from coolsim.density.choice.points import Surroundings, notes_of, pareto, point_of
from coolsim.density.choice.records import ChoiceAnswer, ChoicePoint, ChoiceWish
from coolsim.density.choice.selection import Ban, Cut, Selection, select
from coolsim.density.limits import Reading
from coolsim.density.opening import OpenStudy, open_study
from coolsim.density.search import Trial, find_level
from coolsim.density.stack import AT_THE_RACK
from coolsim.design.models import CoolingMethod, Design, Fidelity
from coolsim.errors import CoolSimError
from coolsim.events import STOPPED, Progress

MOST_ROUNDS = 10
"""Selections solved for one point."""
GAP = 0.005
"""Share of the accelerators within which bound and best count as equal [-]."""
SEARCH_TOLERANCE = 0.02
"""Relative width of the bracket of a level that cuts a selection off."""
SEARCH_TRIALS = 6
_ON_UNITS = ("cdu_capacity", "cdu_supply", "coolant_supply", "loop_pressure")
_PLATES: frozenset[CoolingMethod] = frozenset({"cold_plate", "cold_plate_two_phase"})


@dataclass(slots=True)
class _Search:
    """One search: its options, what has been cut off, what holds."""

    design: Design
    catalogue: Catalogue
    wish: ChoiceWish
    fidelity: Fidelity
    cell_m: float | None
    options: dict[str, tuple[Option, ...]]
    groups: Sequence[tuple[str, ...]]
    around: Surroundings
    cuts: list[Cut] = field(default_factory=list)
    bans: list[Ban] = field(default_factory=list)
    points: list[ChoicePoint] = field(default_factory=list)
    designs: list[Design] = field(default_factory=list)
    solves: int = 0
    broken: Reading | None = None

    def take(self, point: ChoicePoint, design: Design) -> None:
        """Keep a confirmed point with its design."""
        self.points.append(point)
        self.designs.append(design)

    def everywhere(self) -> dict[str, float]:
        """Every chosen rack with weight 1."""
        return dict.fromkeys(self.options, 1.0)


def choose(
    design: Design,
    catalogue: Catalogue,
    wish: ChoiceWish,
    fidelity: Fidelity,
    cell_m: float | None = None,
    around: Surroundings | None = None,
) -> Generator[Progress, None, ChoiceAnswer]:
    """The cooling and silicon of every rack with the most accelerators found; yields progress.

    Args:
        design: The design.
        catalogue: The catalogue, the design's own entries included.
        wish: What may be chosen, and what it may take.
        fidelity: ``draft``, ``live`` or ``full``.
        cell_m: Cell size [m]; ``None`` for the default of the fidelity.
        around: The site: outdoor air of the design day, the meter.

    Raises:
        UsageError: A server or rack is unknown.
    """
    started = time.perf_counter()
    yield Progress("choice", 0.0, "Looking up what every rack can hold")
    options, excluded = options_of(design, catalogue, wish)
    names = tuple(options)
    groups = rows_of(chosen_racks(design, wish)) if wish.by_row else tuple((n,) for n in names)
    around = around or Surroundings()
    search = _Search(design, catalogue, wish, fidelity, cell_m, options, groups, around)
    if wish.budget_usd is not None:
        search.cuts.append(Cut("capital", search.everywhere(), wish.budget_usd))
    best: ChoicePoint | None = None
    bound, is_stopped = 0, False
    try:
        best, bound = yield from _best(search, _facility_cap_w(search), [])
        if best is not None and wish.front > 0:
            yield from _front(search, best)
    except STOPPED:
        is_stopped = True
        if not search.points:
            raise
        best = max(search.points, key=lambda point: point.accelerators)
    front = pareto(search.points) if wish.front > 0 else ()
    clash = search.broken if best is None else None
    return ChoiceAnswer(
        best=best,
        bound=bound,
        is_stopped=is_stopped,
        solves=search.solves,
        front=front,
        excluded=excluded,
        notes=tuple(notes_of(wish, options)),
        design=design if best is None else search.designs[search.points.index(best)],
        seconds=time.perf_counter() - started,
        front_designs=tuple(search.designs[search.points.index(point)] for point in front),
        clash=clash.limit if clash else "",
        clash_name=clash.object_name if clash else "",
    )


def _best(
    search: _Search, facility_w: float | None, extra: list[Cut]
) -> Generator[Progress, None, tuple[ChoicePoint | None, int]]:
    """The best confirmed choice within a facility power and further cuts, and the last bound."""
    own: list[Cut] = list(extra)
    if facility_w is not None:
        # fans, pumps and losses come on top: what they take is learnt from solved halls
        own.append(Cut("power", search.everywhere(), facility_w - _held_w(search)))
    best: ChoicePoint | None = None
    bound = 0
    for turn in range(MOST_ROUNDS):
        picked = select(search.options, search.groups, [*search.cuts, *own], search.bans)
        if picked is None:
            break
        bound = picked.bound
        if best is not None and picked.accelerators <= best.accelerators * (1.0 + GAP):
            break
        share = turn / MOST_ROUNDS
        told = f"Choice {turn + 1}: {picked.accelerators} accelerators"
        yield Progress("choice", 0.9 * share, told)
        points = yield from _confirmed(search, picked, facility_w, own)
        for point in points:
            if best is None or point.accelerators > best.accelerators:
                best = point
    return best, max(bound, best.accelerators if best else 0)


def _held_w(search: _Search) -> float:
    """Power of the racks that are not chosen, as drawn [W]."""
    held = [rack for rack in search.design.variant.racks if rack.id not in search.options]
    if not held:
        return 0.0
    opened = _opened(search, search.design)
    drawn = {rack.id: rack.power_w for rack in opened.study.case.scene.racks}
    return sum(drawn[rack.id] for rack in held)


def _opened(search: _Search, design: Design) -> OpenStudy:
    return open_study(
        _with_water_cap(design, search.wish.water_cap_kg_s),
        search.catalogue,
        "proportional",
        margin_k=None,
        fidelity=search.fidelity,
        cell_m=search.cell_m,
        design_day=search.around.design_day,
    )


def _facility_cap_w(search: _Search) -> float | None:
    """Most power at the meter: what was asked for, or the grid's cap where it is known there."""
    grid = search.design.variant.power.grid_cap_w if search.around.metered is not None else None
    caps = [cap for cap in (search.wish.facility_cap_w, grid) if cap is not None]
    return min(caps, default=None)


def _with_water_cap(design: Design, cap_kg_s: float | None) -> Design:
    """The design with the lower of its own water cap and the one asked for."""
    plant = design.variant.plant
    if cap_kg_s is None:
        return design
    own = plant.water_cap_kg_s
    least = cap_kg_s if own is None else min(own, cap_kg_s)
    changed = plant.model_copy(update={"water_cap_kg_s": least})
    variants = tuple(
        variant.model_copy(update={"plant": changed}) if variant is design.variant else variant
        for variant in design.variants
    )
    return design.model_copy(update={"variants": variants})


def _confirmed(
    search: _Search, picked: Selection, facility_w: float | None, own: list[Cut]
) -> Generator[Progress, None, list[ChoicePoint]]:
    """Confirmed points that come of a selection; cuts it off where it does not hold."""
    if not any(option.units for option in picked.chosen.values()):
        return []
    try:
        design = with_choice(search.design, search.catalogue, picked.chosen)
        opened = _opened(search, design)
    except CoolSimError:
        # nothing can carry it: a tenth less of it may be
        power = Cut("power", search.everywhere(), 0.0)
        search.cuts.append(replace(power, most=0.9 * power.total(picked.chosen)))
        return []
    study = opened.study
    trial = yield from study.solve_cold(study.powers_at(1.0), 1.0)
    search.solves += 1
    if trial.holds:
        point = point_of(opened, trial, picked.chosen, search.around)
        if facility_w is None or point.facility_w <= facility_w:
            search.take(point, design)
            return [point]
        over = facility_w / point.facility_w
        power = Cut("power", search.everywhere(), 0.0)
        own.append(replace(power, most=over * power.total(picked.chosen)))
        return []
    level, binding = yield from _level_that_holds(opened, trial)
    search.solves = search.solves + study.solves - 1
    _cut(search, opened, picked, level, binding)
    smaller = _scaled(search, picked, level)
    return (yield from _repaired(search, refilled(design, smaller), smaller, facility_w))


def _level_that_holds(
    opened: OpenStudy, broken: Trial
) -> Generator[Progress, None, tuple[float, Reading]]:
    """The share of a selection's power that holds every limit, and the limit that stops it."""
    study = opened.study

    def evaluate(level: float) -> Generator[Progress, None, Trial]:
        if level == broken.level:
            return broken
        return (yield from study.evaluate(level))

    found = yield from find_level(
        evaluate, 1.0, opened.lowest, 1.0, tolerance=SEARCH_TOLERANCE, most_trials=SEARCH_TRIALS
    )
    # the limit that breaks first above what holds, not the one that breaks most at full power
    above = [t for t in found.trials if t.level > found.best.level and not t.holds]
    tight = min(above, key=lambda t: t.level, default=found.best)
    return (found.best.level if found.best.holds else 0.0), tight.readings[0]


def _cut(
    search: _Search, opened: OpenStudy, picked: Selection, level: float, binding: Reading
) -> None:
    """Cut a selection off by the limit that stops it."""
    search.broken = binding
    at_rack = binding.object_id in search.options and binding.limit in AT_THE_RACK
    if at_rack:
        option = picked.chosen[binding.object_id]
        if option.unit is not None:
            least = max(1, int(np.floor(level * option.units)) + 1)
            # a rack's own heat breaks it: so it would in any other rack
            search.bans.append(Ban(option.method, option.unit.id, min(least, option.units)))
            return
    if binding.limit in ("inlet_class", "cooler_capacity"):
        cut = Cut("air", _influence(search, opened, binding), 0.0)
    elif binding.limit in _ON_UNITS:
        cut = Cut("power", search.everywhere(), 0.0, _PLATES)
    else:
        cut = Cut("power", search.everywhere(), 0.0)
    if cut.total(picked.chosen) <= 0.0:
        cut = Cut("power", search.everywhere(), 0.0)
    search.cuts.append(replace(cut, most=level * cut.total(picked.chosen)))


def _influence(search: _Search, opened: OpenStudy, binding: Reading) -> dict[str, float]:
    """How much each rack's heat to the air moves a reading, over the largest [-]."""
    solution = opened.study.solution
    assert solution is not None
    scene = opened.study.case.scene
    hall = FrozenHall(AirResponse(solution))
    inlets, returns = hall.power_slopes(list(solution.devices.inlets_c(solution.intake_means)))
    if binding.limit == "inlet_class":
        row = inlets[[rack.id for rack in scene.racks].index(binding.object_id)]
    else:
        row = returns[[cooler.id for cooler in scene.coolers].index(binding.object_id)]
    # racks without air now would have some with another method: they count like the mean
    known = np.maximum(row, 0.0)
    felt = known[known > 0.0]
    mean = float(felt.mean()) if felt.size else 1.0
    top = float(felt.max()) if felt.size else 1.0
    return {
        rack.id: (float(slope) if slope > 0.0 else mean) / top
        for rack, slope in zip(scene.racks, known, strict=True)
        if rack.id in search.options
    }


def _scaled(search: _Search, picked: Selection, level: float) -> dict[str, Option]:
    """The selection with as many servers as the level leaves each rack."""
    smaller: dict[str, Option] = {}
    for name, option in picked.chosen.items():
        like = [
            other
            for other in search.options[name]
            if other.unit is None
            or (
                option.unit is not None
                and (other.method, other.unit.id) == (option.method, option.unit.id)
            )
        ]
        fitting = [o for o in like if o.power_w <= level * option.power_w * (1.0 + 1e-9)]
        smaller[name] = max(fitting, key=lambda o: o.power_w)
    return smaller


def _repaired(
    search: _Search, design: Design, chosen: dict[str, Option], facility_w: float | None
) -> Generator[Progress, None, list[ChoicePoint]]:
    """A scaled selection, its loops sized for the whole, solved: a point where it holds."""
    if not any(option.units for option in chosen.values()):
        return []
    try:
        opened = _opened(search, design)
    except CoolSimError:
        return []
    trial = yield from opened.study.solve_cold(opened.study.powers_at(1.0), 1.0)
    search.solves += 1
    if not trial.holds:
        return []
    point = point_of(opened, trial, chosen, search.around)
    if facility_w is not None and point.facility_w > facility_w:
        return []
    search.take(point, design)
    return [point]


def _front(search: _Search, best: ChoicePoint) -> Generator[Progress, None, None]:
    """Further points: less facility power, less capital, evenly spread below the best."""
    count = search.wish.front
    for n in range(count, 0, -1):
        share = n / (count + 1.0)
        yield Progress("choice", 0.9, f"Front: {share:.0%} of the power")
        yield from _best(search, share * best.facility_w, [])
        capital = Cut("capital", search.everywhere(), share * best.capital_usd)
        yield Progress("choice", 0.95, f"Front: {share:.0%} of the capital")
        yield from _best(search, _facility_cap_w(search), [capital])
