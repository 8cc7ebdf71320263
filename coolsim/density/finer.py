"""An answer on a finer grid: every limit read there too, and the answer shrunk until both hold.

The grid of a search leaves errors of some tenths of a kelvin at single racks, far more than the
search itself. So the answer is solved once more, from a cold start, on cells narrower by
:data:`coolsim.grid_error.REFINEMENT`. What breaks a limit there is scaled down to where it holds.
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
from coolsim.density.search import Found, Trial, find_level
from coolsim.density.study import Study
from coolsim.events import STOPPED, Progress
from coolsim.grid_error import Answer, SecondGrid, judge
from coolsim.results.grid_error import GridError
from coolsim.results.records import Finding, RackResult

Powers = Callable[[float], Sequence[float]]

MOST_SOLVES = 6
"""Halls solved on the finer grid in search of a level that holds."""
TOLERANCE = 2e-3
"""Relative width of the bracket at which that search ends [-]."""
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
    second = SecondGrid(opened.design, scene, grid, capacity_counts=False)
    if not second.is_finer:
        return None
    solver = HallSolver(opened.design.variant, opened.catalogue, scene, second.solver)
    finer = replace(study, solver=solver, solution=None, liquid=None, solves=0, best=None)
    return FinerHall(study, finer)


def confirm_on_finer(
    hall: FinerHall, found: Found, powers: Powers
) -> Generator[Progress, None, tuple[Found, FinerGrid]]:
    """Solve an answer on the finer grid, and lower its level until both grids hold it.

    Args:
        hall: The hall on both grids, last solved at the answer on the first.
        found: The answer on the first grid.
        powers: Rack powers at a level [W].

    Returns:
        The level that both grids hold, read where each limit is tighter; and what the finer said.
    """
    before_w = found.best.power_w
    # without a second trial, on a straight line from the hall at rest
    hints = found.trials if len(found.trials) > 1 else (found.best, found.best.at_rest())

    def on_finer(level: float) -> Generator[Progress, None, Trial]:
        return (yield from hall.on_finer(powers(level), level))

    trials, solved = found.trials, found
    while True:
        top, hall.study.best = solved.best.level, None
        finer = yield from find_level(
            on_finer, top, LEAST_SHARE * top, top,
            hints=hints, tolerance=TOLERANCE, most_trials=MOST_SOLVES,
        )  # fmt: skip
        if not finer.best.holds or finer.best.level >= top:
            break
        # fewer watts on the first grid: as a rule it holds them with room to spare
        lower = Found("found", finer.best, trials)
        solved = yield from confirm_cold(hall.first, lower, powers)
        trials = solved.trials
        if solved.best.level >= finer.best.level or not solved.best.holds:
            break
    best = tighter(solved.best, finer.best)
    outcome = found.outcome if solved is found else solved.outcome
    if not best.holds:
        outcome = "unfinished"
    hall.study.fall_back()
    return Found(outcome, best, trials), _record(hall, before_w, best, finer.best)


def confirm_unless_stopped(
    opened: OpenStudy, found: Found, powers: Powers, hall: FinerHall | None = None
) -> Generator[Progress, None, tuple[Found, Confirmed, bool]]:
    """As :func:`confirm_on_finer`; stopped early, the best that held on the first grid.

    Args:
        opened: The study, last solved at the answer.
        found: The answer on its own grid.
        powers: Rack powers at a level [W].
        hall: The hall on both grids, where it is there already.
    """
    hall = hall or finer_hall(opened)
    if hall is None:
        return found, Confirmed(None, (), opened.study.case.variant.id), False
    solution, liquid = opened.study.solution, opened.study.liquid
    try:
        both, record = yield from confirm_on_finer(hall, found, powers)
    except STOPPED:
        opened.study.solution, opened.study.liquid = solution, liquid
        return found, Confirmed(None, (), ""), True
    return both, Confirmed(record, judged(hall)[1], opened.study.case.variant.id), False


@dataclass(frozen=True, slots=True)
class Confirmed:
    """What the finer grid adds to an answer.

    Attributes:
        record: What it said; ``None`` where there was none.
        racks: Racks with their estimated errors.
        variant_id: Whose answer it is; empty where somebody ended it before it was done.
    """

    record: FinerGrid | None
    racks: tuple[RackResult, ...]
    variant_id: str

    def judged(self, racks: Sequence[RackResult]) -> tuple[RackResult, ...]:
        """Racks of the answer with the errors that the finer grid shows."""
        if not self.racks:
            return tuple(racks)
        return tuple(
            replace(
                rack,
                inlet_grid_error_k=seen.inlet_grid_error_k,
                second_grid_inlet_c=seen.second_grid_inlet_c,
            )
            for rack, seen in zip(racks, self.racks, strict=True)
        )

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
