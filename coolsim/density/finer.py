"""An answer on a finer grid: every limit read there too, and the answer shrunk until both hold.

The grid of a search leaves errors of some tenths of a kelvin at single racks, far more than the
search itself. So the answer is solved once more, from a cold start, on cells narrower by
:data:`REFINEMENT`. What breaks a limit there is scaled down to where it holds.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass, replace

from coolsim.air.summary import rack_results
from coolsim.coupling import HallSolver
from coolsim.density.level import confirm_cold
from coolsim.density.opening import OpenStudy
from coolsim.density.records import Density, FinerGrid
from coolsim.density.search import NEAR, Found, Trial, slope_of
from coolsim.density.study import Study
from coolsim.events import STOPPED, Progress
from coolsim.grid_error import Answer, SecondGrid, judge
from coolsim.results.grid_error import GridError
from coolsim.results.records import Finding, RackResult

Powers = Callable[[float], Sequence[float]]

REFINEMENT = 1.4
"""Wanted ratio of the cell widths [-]: above the 1.3 below which two grids tell little, and nearly
three times the cells, so that a hall of 400 racks is confirmed within a minute."""
MOST_SOLVES = 6
"""Halls solved on the finer grid in search of a level that holds."""
TOLERANCE = 2e-3
"""Relative width of the bracket at which that search ends [-]."""
AIM = 1.0
"""Slack, in tolerances, that is aimed at: 0.04 K below an inlet's limit."""
LEAST_SHARE = 0.5
"""Share of an answer below which no level is looked for [-]."""


@dataclass(frozen=True, slots=True)
class FinerHall:
    """A hall under study on two grids.

    Attributes:
        first: On the grid of the search.
        study: On the finer one.
    """

    first: Study
    study: Study

    def cold(self, powers_w: Sequence[float], level: float) -> Generator[Progress, None, Trial]:
        """The hall at rack powers from a cold start on both grids; the finer where that holds.

        Returns:
            Of every limit the reading with less slack.
        """
        trial = yield from self.first.solve_cold(powers_w, level)
        if not trial.holds:
            return trial
        finer = yield from self.on_finer(powers_w, level)
        return tighter(trial, finer)

    def on_finer(self, powers_w: Sequence[float], level: float) -> Generator[Progress, None, Trial]:
        """The hall at rack powers from a cold start on the finer grid."""
        steps = self.study.solve_cold(powers_w, level)
        while True:
            try:
                progress = next(steps)
            except StopIteration as stop:
                trial: Trial = stop.value
                return trial
            yield replace(progress, message=f"On the finer grid: {progress.message}")


def finer_hall(opened: OpenStudy) -> FinerHall | None:
    """The hall on a finer grid; ``None`` where it would have too many cells, or for a draft."""
    study = opened.study
    if study.is_draft or study.solution is None:
        return None
    grid = study.solution.devices.geometry.openness.grid
    scene = study.case.scene
    second = SecondGrid(opened.design, scene, grid, capacity_counts=False, refinement=REFINEMENT)
    if not second.is_finer:
        return None
    solver = HallSolver(opened.design.variant, opened.catalogue, scene, second.solver)
    finer = replace(study, solver=solver, solution=None, liquid=None, solves=0, best=None)
    return FinerHall(study, finer)


def confirm_on_finer(
    hall: FinerHall, found: Found, powers: Powers, slope: float | None = None
) -> Generator[Progress, None, tuple[Found, FinerGrid, tuple[Trial, ...]]]:
    """Solve an answer on the finer grid, and lower its level until both grids hold it.

    Args:
        hall: The hall on both grids, last solved at the answer on the first.
        found: The answer on the first grid.
        powers: Rack powers at a level [W].
        slope: Change of the tightest slack by relative power, see :func:`slope_of`; ``None`` takes
            that of the trials.

    Returns:
        The level that both grids hold, read where each limit is tighter, with the trials as the
        finer grid would read them; what it said; and the trials as the first grid did.
    """
    before_w = found.best.power_w
    slope = slope or slope_of(found.best, found.trials)
    trials, solved = found.trials, found
    while True:
        top, hall.study.best = solved.best.level, None
        finer = yield from _lowered(hall, powers, top, slope)
        if not finer.holds or finer.level >= top:
            break
        # fewer watts on the first grid: as a rule it holds them with room to spare
        lower = Found("found", finer, trials)
        solved = yield from confirm_cold(hall.first, lower, powers)
        trials = solved.trials
        if solved.best.level >= finer.level or not solved.best.holds:
            break
    best = tighter(solved.best, finer)
    if best.level < found.best.level:
        best = _ending_near(best)
    outcome = found.outcome if solved is found else solved.outcome
    if not best.holds:
        outcome = "unfinished"
    hall.study.fall_back()
    both = Found(outcome, best, _as_finer(trials, solved.best, best))
    return both, _record(hall, before_w, best, finer), trials


def _lowered(
    hall: FinerHall, powers: Powers, top: float, slope: float
) -> Generator[Progress, None, Trial]:
    """The highest level found up to ``top`` that the finer grid holds; the lowest tried without.

    Args:
        hall: The hall.
        powers: Rack powers at a level [W].
        top: Level that the first grid holds.
        slope: Change of the tightest slack, in tolerances, per relative change of power.
    """
    broken = yield from hall.on_finer(powers(top), top)
    if broken.holds:
        return broken
    held: Trial | None = None
    for _ in range(MOST_SOLVES - 1):
        if held is not None:
            gap = broken.level - held.level
            share = (held.tightest - AIM) / (held.tightest - broken.tightest)
            level = held.level + min(max(share, 0.1), 0.9) * gap
        else:
            down = (AIM - broken.tightest) / -slope if math.isfinite(broken.tightest) else 0.1
            level = max(broken.level * (1.0 - max(down, TOLERANCE)), LEAST_SHARE * top)
        trial = yield from hall.on_finer(powers(level), level)
        if trial.holds:
            held = trial
            if held.tightest <= NEAR or broken.level - level <= TOLERANCE * top:
                return held
        else:
            if held is None:
                slope = min(slope_of(broken, (trial,)), 0.5 * slope)
            broken = trial
            if level <= LEAST_SHARE * top:
                break
    return held or broken


def confirm_unless_stopped(
    opened: OpenStudy,
    found: Found,
    powers: Powers,
    hall: FinerHall | None = None,
    slope: float | None = None,
) -> Generator[Progress, None, tuple[Found, Confirmed, bool]]:
    """As :func:`confirm_on_finer`; stopped early, the best that held on the first grid.

    Args:
        opened: The study, last solved at the answer.
        found: The answer on its own grid.
        powers: Rack powers at a level [W].
        hall: The hall on both grids, where it is there already.
        slope: As in :func:`confirm_on_finer`.
    """
    hall = hall or finer_hall(opened)
    if hall is None:
        return found, Confirmed(found.trials, None, (), opened.study.case.variant.id), False
    solution, liquid = opened.study.solution, opened.study.liquid
    try:
        both, record, trials = yield from confirm_on_finer(hall, found, powers, slope)
    except STOPPED:
        opened.study.solution, opened.study.liquid = solution, liquid
        return found, Confirmed(found.trials, None, (), ""), True
    case = opened.study.case
    return both, Confirmed(trials, record, judged(hall)[1], case.variant.id), False


@dataclass(frozen=True, slots=True)
class Confirmed:
    """What the finer grid adds to an answer.

    Attributes:
        trials: Halls solved on the answer's own grid.
        record: What it said; ``None`` where there was none.
        racks: Racks with their estimated errors; none without a finer grid.
        variant_id: Whose answer it is; empty where somebody ended it before it was done.
    """

    trials: tuple[Trial, ...]
    record: FinerGrid | None
    racks: tuple[RackResult, ...]
    variant_id: str

    def of_whole(self, hall: FinerHall, trial: Trial) -> Confirmed:
        """The same of whole servers, last solved on both grids."""
        if self.record is None:
            return self
        record = _record(hall, self.record.found_w, trial, trial)
        return replace(self, record=record, racks=judged(hall)[1])

    def on(self, density: Density) -> Density:
        """The answer with it, or with what is to be said where there was no finer grid."""
        if self.record is not None:
            return replace(density, finer=self.record)
        if not self.variant_id:
            return density
        told = Finding(
            "density.no_finer_grid",
            "note",
            (self.variant_id,),
            "The answer was not confirmed on a finer grid: a draft has none, and a finer grid of "
            "this hall would have too many cells.",
            "Ask for a larger cell, or another fidelity.",
        )
        return replace(density, findings=(*density.findings, told))


def _ending_near(trial: Trial) -> Trial:
    """A trial lowered to somewhere near its limits: what is as near as that counts as binding."""
    wide = (replace(reading, tolerance=NEAR * reading.tolerance) for reading in trial.readings)
    return replace(trial, readings=tuple(wide))


def _as_finer(trials: Sequence[Trial], first: Trial, both: Trial) -> tuple[Trial, ...]:
    """Trials of the first grid as the finer would read them, where that is tighter.

    Each reading is moved by what the two grids differ by at the answer, so that straight lines
    through the answer and these trials mean one grid.
    """
    known = first.by_key()
    moved = {
        reading.key: reading.actual - known[reading.key].actual
        for reading in both.readings
        if reading.key in known
    }
    return tuple(
        replace(
            trial,
            readings=tuple(
                replace(r, actual=r.actual + moved.get(r.key, 0.0)) for r in trial.readings
            ),
        )
        for trial in trials
    )


def tighter(one: Trial, other: Trial) -> Trial:
    """A trial of the level solved first, each limit read where it has less slack."""
    others = other.by_key()
    readings = []
    for mine in one.readings:
        theirs = others.pop(mine.key, mine)
        readings.append(min(mine, theirs, key=lambda r: r.slack / r.tolerance))
    readings += others.values()
    readings.sort(key=lambda reading: reading.slack / reading.tolerance)
    return replace(one, readings=tuple(readings))


def judged(hall: FinerHall) -> tuple[GridError, tuple[RackResult, ...]]:
    """The estimated error of the first grid, and its racks with what the finer says of each."""
    first, finer = hall.first.solution, hall.study.solution
    assert first is not None
    assert finer is not None
    grid = first.devices.geometry.openness.grid
    return judge(Answer(grid, rack_results(first), hall.first.is_settled), finer, is_finer=True)


def _record(hall: FinerHall, before_w: float, best: Trial, finer: Trial) -> FinerGrid:
    error, _ = judged(hall)
    tight = finer.readings[0] if finer.readings else None
    return FinerGrid(
        shape=error.shape,
        cells=error.cells,
        refinement=error.refinement,
        found_w=before_w,
        power_w=best.power_w,
        limit=tight.limit if tight else "",
        object_name=tight.object_name if tight else "",
        slack=tight.slack if tight else math.inf,
        unit=tight.unit if tight else "",
        solves=hall.study.solves,
        holds=best.holds and hall.study.is_settled,
        grid_error=error,
    )
