"""What an answer says in words: why there is none, what clashes, what it rests on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from coolsim.catalogue.contents import flops_by_precision
from coolsim.catalogue.rates import counted_in
from coolsim.density.case import DensityCase
from coolsim.density.limits import Cap, Reading
from coolsim.density.records import Density, UncheckedLimit, Watched
from coolsim.density.search import Found, Trial
from coolsim.density.titles import TITLES
from coolsim.density.unchecked import UncheckedSummary, summarise_unchecked
from coolsim.results.records import Assumption, Finding
from coolsim.sentences import quantity

_CURES = {
    "inlet_low": "Raise the supply temperature, or take the allowable range of the class.",
    "service_clearance": "Move what stands there, or lower the clearance.",
}


def _clash(found: Found, case: DensityCase) -> Finding:
    """Which limits fail almost without load, and against what."""
    broken, told = _broken(found.best, case)
    return Finding(
        "density.infeasible",
        "warning",
        tuple(r.object_id for r in broken[:20]),
        f"No power level holds every limit. At {quantity(found.best.power_w, 'w')} in the hall: "
        f"{told}.",
        "Raise one of the limits named, or change what it clashes with.",
    )


def floor_clash(trial: Trial, floor_w: float, case: DensityCase) -> Finding:
    """The least power asked of every rack, against the limits that break at it."""
    broken, told = _broken(trial, case)
    return Finding(
        "density.infeasible",
        "warning",
        tuple(r.object_id for r in broken[:20]),
        f"A floor of {quantity(floor_w, 'w')} per rack clashes with: {told}.",
        "Lower the floor, or raise the limits named.",
    )


def cap_clash(caps: Sequence[Cap], floor_w: float, case: DensityCase) -> Finding:
    """The least power asked of every rack, against racks whose own limits lie below it."""
    first = caps[0]
    more = f" and {len(caps) - 1} more" if len(caps) > 1 else ""
    return Finding(
        "density.infeasible",
        "warning",
        tuple(case.scene.racks[cap.rack].id for cap in caps[:20]),
        f"A floor of {quantity(floor_w, 'w')} per rack clashes with: {TITLES[first.limit]} of "
        f"{case.scene.racks[first.rack].name}{more}, which lets it have "
        f"{quantity(first.power_w, 'w')}.",
        "Lower the floor, or raise the limits named.",
    )


def _broken(trial: Trial, case: DensityCase) -> tuple[list[Reading], str]:
    """Readings that break their limits, and the kinds of them in words."""
    broken = [r for r in trial.readings if r.slack < -r.tolerance]
    kinds: dict[str, list[Reading]] = {}
    for reading in broken:
        kinds.setdefault(reading.limit, []).append(reading)
    return broken, "; ".join(_against(items, case) for items in kinds.values())


def _against(items: Sequence[Reading], case: DensityCase) -> str:
    """One kind of limit that fails, at its worst object, and what it fails against."""
    worst = min(items, key=lambda r: r.slack / r.tolerance)
    more = f" and {len(items) - 1} more" if len(items) > 1 else ""
    reached = quantity(worst.actual, worst.unit)
    text = (
        f"{TITLES[worst.limit]} of {worst.object_name}{more} reaches {reached} where "
        f"{quantity(worst.value, worst.unit)} is allowed"
    )
    if worst.at_rest > worst.value:
        # no heat at all would break it as well: supply, set point, a load that does not follow
        text += f", {quantity(worst.at_rest, worst.unit)} of it without any power in the racks"
    if worst.limit == "inlet_class" and case.margin_k > 0.0:
        text += f" (margin of {quantity(case.margin_k, 'k')} kept)"
    return text


def stopped(density: Density) -> Density:
    """An answer whose search was ended early: the best so far, and a finding that says so."""
    told = Finding(
        "density.cancelled",
        "warning",
        (density.variant_id,),
        "Stopped before the search ended: shown is the densest hall so far that held every limit. "
        "It was not solved again from a cold start.",
        "Run it again to the end before the numbers leave your desk.",
    )
    kept = tuple(f for f in density.findings if f.code != "density.not_confirmed")
    return replace(density, status="cancelled", findings=(*kept, told))


def answer_findings(
    status: str,
    found: Found,
    case: DensityCase,
    watched: Sequence[Watched],
    unchecked: Sequence[UncheckedLimit],
) -> tuple[Finding, ...]:
    """What is to be said of an answer: why there is none, and what no power cures."""
    return (*_of_status(status, found, case, unchecked), *_of_watched(watched))


def _of_watched(watched: Sequence[Watched]) -> Iterator[Finding]:
    """One finding for every kind of limit that is broken and that no power moves."""
    broken: dict[str, list[Watched]] = {}
    for item in watched:
        if not item.holds:
            broken.setdefault(item.limit, []).append(item)
    for limit, items in broken.items():
        names = ", ".join(item.object_name for item in items[:5])
        more = f" and {len(items) - 5} more" if len(items) > 5 else ""
        yield Finding(
            f"density.{limit}",
            "warning",
            tuple(item.object_id for item in items[:20]),
            f"{TITLES[limit].capitalize()} is not held at {names}{more}; no power of the racks "
            "changes that, so the density does not count it.",
            _CURES[limit],
        )


def _of_status(
    status: str, found: Found, case: DensityCase, unchecked: Sequence[UncheckedLimit]
) -> tuple[Finding, ...]:
    if status == "infeasible":
        return (_clash(found, case),)
    if status == "unlimited":
        missing = "; ".join(map(_missing, summarise_unchecked(unchecked)))
        return (
            Finding(
                "density.unlimited",
                "warning",
                (case.variant.id,),
                "Nothing that could be checked limits the racks; the power shown is the highest "
                f"tried, not an answer. Missing are: {missing}.",
                "Give coolers a capacity, racks a feed, or the hall a power cap.",
            ),
        )
    if status == "not_confirmed":
        return (
            Finding(
                "density.not_confirmed",
                "warning",
                (case.variant.id,),
                "The flow did not settle well enough to pin a level down, so the density is not "
                "confirmed.",
                "Ask for another cell size, or look at strong jets and closed aisles.",
            ),
        )
    return ()


def _missing(item: UncheckedSummary) -> str:
    """A limit that the design or the catalogue leaves open, why, and at how many objects."""
    more = f", {item.count} objects" if item.count > 1 else ""
    return f"{TITLES[item.limit]} ({item.reason}{more})"


def not_counted(case: DensityCase, racks: Sequence[int], what: str, cure: str) -> Finding:
    """Racks with accelerators that an objective has no figure for, so that they count as nothing.

    Args:
        case: The hall.
        racks: Their indices.
        what: What there is no figure of.
        cure: What to do about it.
    """
    names = ", ".join(case.scene.racks[n].name for n in racks[:5])
    more = f" and {len(racks) - 5} more" if len(racks) > 5 else ""
    fillings = (case.fillings[n] for n in racks)
    kinds = dict.fromkeys(f.unit.accelerator_id for f in fillings if f is not None)
    return Finding(
        "density.not_counted",
        "warning",
        tuple(case.scene.racks[n].id for n in racks[:20]),
        f"No figure of {what} for {', '.join(kinds)}: what {names}{more} could do counts as "
        "nothing in what is made large, so the others are given power first.",
        cure,
    )


def compute_assumptions(case: DensityCase) -> tuple[Assumption, ...]:
    """The peak rates that accelerators are counted with."""
    seen: dict[str, tuple[Assumption, ...]] = {}
    for filling in case.fillings:
        if filling is None or not filling.unit.accelerator_id:
            continue
        accelerator = filling.unit.accelerator_id
        if accelerator in seen:
            continue
        seen[accelerator] = tuple(
            Assumption(
                object_id=accelerator,
                subject=accelerator,
                quantity=f"peak dense {precision}",
                value=figure.value,
                unit=counted_in(precision),
                source=figure.source,
                confidence=figure.confidence,
                note=figure.note,
            )
            for precision, figure in flops_by_precision(case.catalogue, accelerator).items()
        )
    return tuple(assumption for group in seen.values() for assumption in group)
