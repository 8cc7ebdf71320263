"""The answer of a non-uniform density: from a uniform point to the best allocation found."""

from __future__ import annotations

import time
from collections.abc import Generator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from coolsim.catalogue.contents import flops_by_precision
from coolsim.density.allocation import Allocation, Goal, allocate, scaled_powers
from coolsim.density.answer import assemble_answer, density_point
from coolsim.density.case import DensityCase
from coolsim.density.finer import Confirmed, FinerHall, confirm_unless_stopped, finer_hall
from coolsim.density.level import find_unless_stopped, never_stood
from coolsim.density.opening import OpenStudy
from coolsim.density.records import Density, Objective
from coolsim.density.search import Found, slope_of
from coolsim.density.tokens import Rates
from coolsim.density.told import cap_clash, floor_clash, not_counted, stopped
from coolsim.density.whole import How, Whole, whole_servers
from coolsim.errors import SolveError
from coolsim.events import Progress
from coolsim.grid_error import with_errors_of
from coolsim.results.records import Finding
from coolsim.simulate import collect

Array = NDArray[np.float64]

ALLOCATING: tuple[Objective, ...] = ("min", "total", "accelerators", "flops", "tokens")
"""Objectives whose racks may have different powers."""
_FILL = "Fill racks from the catalogue, or choose another objective."
_RATE = "Give rates, as ID=TOKENS."


@dataclass(frozen=True, slots=True)
class Wish:
    """What an allocation may change.

    Attributes:
        floor_w: Least power of every chosen rack [W].
        racks: Ids of the racks chosen, the others held as drawn; empty for all.
        precision: Precision whose operations count for ``flops``.
        tokens: Tokens per second of one accelerator, by its catalogue id.
        whole: Whether racks get whole servers: ``greedy``, ``exact`` (a mixed-integer programme) or
            not at all.
    """

    floor_w: float = 0.0
    racks: tuple[str, ...] = ()
    precision: str = "fp8"
    whole: How | None = None
    tokens: Rates = ()


def solve_allocation(
    opened: OpenStudy, objective: Objective, wish: Wish, started: float, *, finer: bool = True
) -> Generator[Progress, None, Density]:
    """The best allocation found, from the uniform point of the chosen racks.

    Args:
        opened: A uniform study.
        objective: One of :data:`ALLOCATING`.
        wish: What may change.
        started: Start of the study on the performance counter [s].
        finer: Whether the answer is confirmed on a finer grid, too; a draft has none.

    Raises:
        SolveError: If nothing can be chosen or counted, or the hall never stood.
    """
    study, case = opened.study, opened.study.case
    moved = _chosen(case, wish)
    value = _values(case, objective, wish, moved)
    study.hold(
        [np.nan if free else r.power_w for free, r in zip(moved, case.scene.racks, strict=True)]
    )
    found, is_stopped = yield from find_unless_stopped(opened, is_start=True)
    powers = np.array(study.powers_at(found.best.level))
    allocation: Allocation | None = None
    clash: Finding | None = None
    whole: Whole | None = None
    told: Confirmed | None = None
    reached_w = 0.0
    if found.best.holds and not is_stopped and bool((powers[moved] < wish.floor_w).any()):
        # no powers are lower than all chosen racks at the floor: where that breaks, nothing holds
        at_floor = np.where(moved, np.minimum(wish.floor_w, study.caps_w), powers)
        trial = yield from study.solve_at(list(at_floor), wish.floor_w)
        too_low = [n for n in np.flatnonzero(moved) if study.caps_w[n] < wish.floor_w]
        if too_low:
            clash = cap_clash([opened.caps[int(n)][0] for n in too_low], wish.floor_w, case)
        elif not trial.holds:
            clash = floor_clash(trial, wish.floor_w, case)
        else:
            powers, found = at_floor, replace(found, best=trial)
        if clash is not None:
            found = Found("infeasible", trial, (trial,))
            powers = at_floor
    if clash is None and found.best.holds and not is_stopped:
        goal = Goal(value, objective == "min", moved, wish.floor_w)
        # what a change of all powers does at the even point stands for one of the allocation
        slope = slope_of(found.best, found.trials)
        allocation = yield from allocate(study, goal, list(powers), found.best, slope, found.trials)
        reached_w = float(allocation.powers_w.sum())
        hall = finer_hall(opened) if finer and not allocation.is_stopped else None
        if hall is not None:
            allocation, told = yield from on_finer_grid(opened, hall, goal, allocation, slope)
        if wish.whole is not None and not allocation.is_stopped:
            cold = None if hall is None else hall.cold
            whole = yield from whole_servers(
                study, goal, allocation.powers_w, allocation.trial, wish.whole, cold
            )
            allocation = in_whole(allocation, whole, goal)
            if hall is not None and told is not None:
                told = told.of_whole(hall, whole.trial)
        powers = allocation.powers_w
    if study.solution is None:
        raise never_stood(found)
    seconds = time.perf_counter() - started
    results = collect(
        opened.design, opened.catalogue, opened.fidelity, study.solution, seconds, study.liquid
    )
    if told is not None:
        results = replace(results, racks=with_errors_of(results.racks, told.racks))
    answer = assemble_answer(
        design=opened.design,
        case=case if allocation is None else replace(case, weights=tuple(powers.tolist())),
        objective=objective,
        found=found if allocation is None else _as_level(allocation),
        caps=opened.caps,
        unchecked=opened.unchecked,
        powers_w=powers.tolist(),
        results=results,
        seconds=seconds,
        watched=study.watched(),
    )
    if clash is not None:
        kept = tuple(f for f in answer.findings if f.code != clash.code)
        return replace(answer, findings=(*kept, clash))
    if allocation is None:
        return stopped(answer) if is_stopped else answer
    best = _finding(case, allocation, reached_w - found.best.power_w, whole)
    points = tuple(map(density_point, (*found.trials, *allocation.trials[1:])))
    left_out = _not_counted(case, objective, wish, moved)
    answer = replace(answer, points=points, findings=(*answer.findings, *left_out, best))
    answer = answer if told is None else told.on(answer)
    return stopped(answer) if allocation.is_stopped else answer


def _as_level(allocation: Allocation) -> Found:
    """The allocation as a level of 1 that would grow by one factor."""
    best = replace(allocation.trial, level=1.0)
    return Found("found" if best.holds else "unfinished", best, (best,))


def _chosen(case: DensityCase, wish: Wish) -> NDArray[np.bool_]:
    """Which racks may change."""
    known = {rack.id for rack in case.racks}
    unknown = [name for name in wish.racks if name not in known]
    if unknown:
        raise SolveError(f"there is no rack {unknown[0]!r}.", where="racks")
    return np.array([not wish.racks or rack.id in wish.racks for rack in case.racks])


def _values(case: DensityCase, objective: Objective, wish: Wish, moved: NDArray[np.bool_]) -> Array:
    """What a watt is worth at each rack, over the mean of those that are worth anything [-]."""
    if objective in ("min", "total"):
        return np.ones(len(case.racks))
    found = _worths(case, objective, wish)
    if not (found[moved] > 0.0).any():
        what, cure = {
            "flops": (f"{wish.precision} operations", _FILL),
            "tokens": ("accelerators with a rate of tokens", _RATE),
        }.get(objective, ("accelerators", _FILL))
        raise SolveError(f"no chosen rack holds {what}.", remedy=cure)
    return found / float(found[found > 0.0].mean())


def _worths(case: DensityCase, objective: Objective, wish: Wish) -> Array:
    """What a watt brings at each rack: accelerators, operations or tokens a second [1/W]."""
    found = np.zeros(len(case.racks))
    for n, filling in enumerate(case.fillings):
        if filling is None or filling.unit_power_w <= 0.0:
            continue
        worth = float(filling.unit.accelerators)
        if objective == "flops":
            rates = flops_by_precision(case.catalogue, filling.unit.accelerator_id)
            rate = rates.get(wish.precision)
            worth *= (rate.value or 0.0) if rate is not None else 0.0
        elif objective == "tokens":
            worth *= dict(wish.tokens).get(filling.unit.accelerator_id, 0.0)
        found[n] = worth / filling.unit_power_w
    return found


def _not_counted(
    case: DensityCase, objective: Objective, wish: Wish, moved: NDArray[np.bool_]
) -> tuple[Finding, ...]:
    """What an objective has no figure for, said where it leaves chosen racks out."""
    if objective not in ("flops", "tokens"):
        return ()
    worths = _worths(case, objective, wish)
    left_out = [
        n
        for n, filling in enumerate(case.fillings)
        if moved[n] and filling is not None and filling.unit.accelerators and worths[n] == 0.0
    ]
    if not left_out:
        return ()
    if objective == "tokens":
        return (not_counted(case, left_out, "tokens", _RATE),)
    what = f"dense {wish.precision} operations"
    return (not_counted(case, left_out, what, "Choose a precision that all of them have."),)


def on_finer_grid(
    opened: OpenStudy,
    hall: FinerHall,
    goal: Goal,
    allocation: Allocation,
    slope: float,
) -> Generator[Progress, None, tuple[Allocation, Confirmed]]:
    """The allocation scaled by one factor to where the finer grid holds it too."""
    study = opened.study

    def powers(level: float) -> list[float]:
        return [float(p) for p in scaled_powers(study, goal, allocation.powers_w, level)]

    found, told, is_stopped = yield from confirm_unless_stopped(
        opened, _as_level(allocation), powers, hall, slope
    )
    at = np.array(powers(found.best.level))
    value = goal.worth(at)
    more = [replace(t, level=goal.worth(np.array(powers(t.level)))) for t in told.trials[1:]]
    confirmed = Allocation(
        powers_w=at,
        trial=replace(found.best, level=value),
        trials=(*allocation.trials, *more),
        value=value,
        is_flat=allocation.is_flat,
        is_stopped=is_stopped,
    )
    return confirmed, told


def in_whole(allocation: Allocation, whole: Whole, goal: Goal) -> Allocation:
    """An allocation rounded to whole servers."""
    return replace(
        allocation,
        powers_w=whole.powers_w,
        trial=whole.trial,
        trials=(*allocation.trials, *whole.trials),
        value=goal.worth(whole.powers_w),
    )


def _in_servers(whole: Whole | None) -> str:
    """How the whole servers were found."""
    if whole is None:
        return ""
    if whole.how == "exact":
        return (
            f" Whole servers ({whole.servers}) by a mixed-integer programme on the slopes there, "
            f"gap {whole.gap:.2%}."
        )
    return f" Whole servers ({whole.servers}) by rounding down and adding what holds."


def _finding(
    case: DensityCase, allocation: Allocation, gained: float, whole: Whole | None
) -> Finding:
    """How good the allocation is, and what is not proven; ``gained`` on one grid [W]."""
    flat = (
        " Other allocations are as good; of these the one with the largest least power is shown."
        if allocation.is_flat
        else ""
    )
    return Finding(
        "density.best_found",
        "note",
        (case.variant.id,),
        f"The best allocation found in {len(allocation.trials) - 1} flows beyond the uniform "
        f"point, {gained / 1e3:+.1f} kW in the hall against it; no proof says that there is no "
        f"better one.{flat}{_in_servers(whole)}",
        "",
    )
