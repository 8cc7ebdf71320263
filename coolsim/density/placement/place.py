"""Placements solved: how many of the jobs each strategy keeps running within every limit."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from coolsim.catalogue import Catalogue
from coolsim.density.limits import Reading
from coolsim.density.opening import OpenStudy, open_study
from coolsim.density.placement.jobs import JobList, Slots, read_jobs, slots_of
from coolsim.density.placement.records import Placed, PlacementAnswer, RackJobs, Strategy
from coolsim.density.placement.strategies import (
    STRATEGIES,
    Counts,
    Linear,
    fill,
    in_order,
    optimal,
    spread,
)
from coolsim.density.search import Trial
from coolsim.density.slopes import Slopes
from coolsim.design.models import Design, Fidelity
from coolsim.events import STOPPED, Progress
from coolsim.plant.outdoor import Outdoor

__all__ = ["STRATEGIES", "place", "read_jobs"]

Array = NDArray[np.float64]

MOST_ROUNDS = 6
"""Programmes solved and confirmed for the optimal placement."""


@dataclass(slots=True)
class _Hall:
    """A study with the jobs and servers in it."""

    opened: OpenStudy
    slots: Slots
    jobs: JobList
    broken: Reading | None = None

    def step(
        self, placed: Counts, step: int, *, is_cold: bool = False
    ) -> Generator[Progress, None, Trial]:
        """One step of a placement, solved."""
        powers = self.slots.powers_w(placed, self.jobs, step)
        study = self.opened.study
        solved = study.solve_cold if is_cold else study.solve_at
        return (yield from solved(list(powers), float(powers.sum())))

    def over_caps(self, placed: Counts) -> bool:
        """Whether any rack exceeds a limit of its own in any step."""
        caps = self.opened.study.caps_w * (1.0 + 1e-9)
        steps = range(self.jobs.steps)
        return any((self.slots.powers_w(placed, self.jobs, s) > caps).any() for s in steps)

    def hardest(self, placed: Counts) -> list[int]:
        """Steps by power of the hall, highest first."""
        powers = [self.slots.powers_w(placed, self.jobs, s).sum() for s in range(self.jobs.steps)]
        return [int(s) for s in np.argsort(powers)[::-1]]


def place(
    design: Design,
    catalogue: Catalogue,
    jobs: JobList,
    fidelity: Fidelity,
    cell_m: float | None = None,
    *,
    overhead_w: Callable[[float], float] | None = None,
    design_day: Outdoor | None = None,
) -> Generator[Progress, None, PlacementAnswer]:
    """Place jobs by every strategy and confirm each; yields progress.

    Args:
        design: The design.
        catalogue: The catalogue, the design's own entries included.
        jobs: What is to run.
        fidelity: ``draft``, ``live`` or ``full``.
        cell_m: Cell size [m]; ``None`` for the default of the fidelity.
        overhead_w: Power of racks -> cooling power in the worst hour [W]: counts against the grid
            cap; ``None`` where no year tells it.
        design_day: Outdoor air of the design day, that plants and the water cap are judged at.

    Raises:
        SolveError: No rack holds accelerators, or the hall cannot be solved.
    """
    started = time.perf_counter()
    yield Progress("placement", 0.0, "Looking up the servers")
    opened = open_study(
        design, catalogue, "uniform", margin_k=None, fidelity=fidelity, cell_m=cell_m,
        overhead_w=overhead_w, design_day=design_day,
    )  # fmt: skip
    hall = _Hall(opened, slots_of(opened.study.case), jobs)
    nothing = np.zeros((len(jobs.jobs), hall.slots.servers.size), dtype=np.int64)
    yield from hall.step(nothing, 0)
    inlets = np.array([rack.inlet_temperature_c for rack in opened.study.racks()])
    racks = [int(r) for r in np.flatnonzero(hall.slots.servers)]
    coldest = sorted(racks, key=lambda r: (np.nan_to_num(inlets[r], nan=-np.inf), r))
    orders = {
        "spread": spread(hall.slots), "pack": in_order(racks), "coldest": in_order(coldest)
    }  # fmt: skip
    found: list[tuple[Strategy, Counts, list[Trial]]] = []
    asked = sum(job.accelerators for job in jobs.jobs)
    bound = asked
    is_stopped = False
    try:
        for n, strategy in enumerate(STRATEGIES[:-1]):
            yield Progress("placement", 0.1 + 0.2 * n, f"Placement {strategy}")
            placed, trials = yield from _most_jobs(hall, orders[strategy])
            found.append((strategy, placed, trials))
        yield Progress("placement", 0.7, "Placement optimal")
        best = max(found, key=lambda item: _running(hall, item[1]))
        placed, trials, bound = yield from _optimal(hall, best[1], best[2], asked)
        found.append((STRATEGIES[-1], placed, trials))
    except STOPPED:
        if not found:
            raise
        is_stopped = True
    answers = [_answer(hall, *item) for item in found]
    clash = None if any(item.accelerators for item in answers) else hall.broken
    ranked = sorted(answers, key=lambda p: (-p.accelerators, -STRATEGIES.index(p.strategy)))
    return PlacementAnswer(
        placements=tuple(ranked),
        asked=asked,
        steps=jobs.steps,
        solves=opened.study.solves,
        seconds=time.perf_counter() - started,
        is_stopped=is_stopped,
        bound=bound,
        clash=clash.limit if clash else "",
        clash_name=clash.object_name if clash else "",
        checked=_kinds(found),
        unchecked=tuple(dict.fromkeys(item.limit for item in opened.unchecked)),
    )


def _most_jobs(
    hall: _Hall, order: Callable[[Counts], Sequence[int]]
) -> Generator[Progress, None, tuple[Counts, list[Trial]]]:
    """The most jobs, in their order, that a way to fill racks keeps within every limit."""
    nothing = np.zeros((len(hall.jobs.jobs), hall.slots.servers.size), dtype=np.int64)
    low, high = 0, len(hall.jobs.jobs)
    best: tuple[Counts, list[Trial]] = (nothing, [])
    while low < high:
        # all of them first: most lists are short of the hall
        count = high if low == 0 and high == len(hall.jobs.jobs) else (low + high + 1) // 2
        placed = fill(order, hall.slots, hall.jobs, count)
        trials = None if placed is None else (yield from _confirmed(hall, placed))
        if placed is None or trials is None:
            high = count - 1
        else:
            low, best = count, (placed, trials)
    return best


def _confirmed(hall: _Hall, placed: Counts) -> Generator[Progress, None, list[Trial] | None]:
    """Every step solved, the hardest first and cold; ``None`` once a limit is exceeded."""
    if hall.over_caps(placed):
        return None
    trials: list[Trial] = []
    for step in hall.hardest(placed):
        trial = yield from hall.step(placed, step, is_cold=not trials)
        if not trial.holds:
            hall.broken = trial.readings[0]
            return None
        inlets = [rack.inlet_temperature_c for rack in hall.opened.study.racks()]
        trials.append(replace(trial, level=float(np.nanmax(inlets))))
    return trials


def _optimal(
    hall: _Hall, start: Counts, confirmed: list[Trial], asked: int
) -> Generator[Progress, None, tuple[Counts, list[Trial], int]]:
    """The best of a simpler strategy, improved by programmes around re-solved halls.

    Returns:
        The placement, what it read, and the accelerators that the last programme allows.
    """
    study, best, trials = hall.opened.study, start, confirmed
    step = hall.hardest(start)[0]
    at = hall.slots.powers_w(start, hall.jobs, step)
    trial = yield from hall.step(start, step)
    slopes = Slopes(study, at, trial)
    tried: set[bytes] = set()
    bound = asked
    for _ in range(MOST_ROUNDS):
        wanted = _running(hall, best) + (1 if trials else 0)
        solved = optimal(hall.slots, hall.jobs, _linear(slopes, trial, at), wanted)
        placed, bound = solved.placed, solved.bound
        if placed is None or placed.tobytes() in tried:
            break
        tried.add(placed.tobytes())
        holding = yield from _confirmed(hall, placed)
        if holding is not None:
            best, trials = placed, holding
        # what was seen in the hardest step corrects the slopes, held or not
        step = hall.hardest(placed)[0]
        at = hall.slots.powers_w(placed, hall.jobs, step)
        trial = yield from hall.step(placed, step)
        slopes.correct(at, trial)
        slopes.move_to(at, trial)
    return best, trials, max(bound, _running(hall, best))


def _kinds(found: Sequence[tuple[Strategy, Counts, list[Trial]]]) -> tuple[str, ...]:
    """Kinds of limits that were read in the steps confirmed."""
    readings = (r for _, _, trials in found for t in trials for r in t.readings)
    return tuple(dict.fromkeys(reading.limit for reading in readings))


def _linear(slopes: Slopes, trial: Trial, powers_w: Array) -> Linear:
    readings = [r for r in trial.readings if np.isfinite(r.slack)]
    return Linear(
        slopes=np.array([slopes.row(reading) for reading in readings]),
        room=np.array([reading.slack for reading in readings]),
        powers_w=powers_w,
        unit=np.array([1.0 if r.unit == "c" else 0.01 * abs(r.value) or 1.0 for r in readings]),
    )


def _running(hall: _Hall, placed: Counts) -> int:
    """Accelerators of the jobs that run."""
    jobs = hall.jobs.jobs
    return sum(job.accelerators for n, job in enumerate(jobs) if placed[n].any())


def _answer(hall: _Hall, strategy: Strategy, placed: Counts, trials: list[Trial]) -> Placed:
    jobs = hall.jobs.jobs
    tight = min(
        (r for t in trials for r in t.readings), key=lambda r: r.slack / r.tolerance, default=None
    )
    powers = hall.slots.powers_w(placed, hall.jobs, hall.hardest(placed)[0])
    racks = tuple(
        RackJobs(
            rack_id=rack.id,
            rack_name=rack.name,
            servers={job.id: int(placed[n, r]) for n, job in enumerate(jobs) if placed[n, r]},
            idle=int(hall.slots.servers[r] - placed[:, r].sum()),
            power_w=float(powers[r]),
        )
        for r, rack in enumerate(hall.opened.study.case.scene.racks)
        if hall.slots.servers[r]
    )
    return Placed(
        strategy=strategy,
        jobs=tuple(job.id for n, job in enumerate(jobs) if placed[n].any()),
        accelerators=_running(hall, placed),
        peak_w=max((t.power_w for t in trials), default=float("nan")),
        tightest=tight.limit if tight else "",
        tightest_name=tight.object_name if tight else "",
        slack=tight.slack if tight else float("nan"),
        unit=tight.unit if tight else "",
        worst_inlet_c=max((t.level for t in trials), default=float("nan")),
        racks=racks,
    )
