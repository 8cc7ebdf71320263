"""The common level of a study: searched from potential flow, confirmed by a cold solve."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence

from coolsim.density.opening import OpenStudy, draft_trials
from coolsim.density.search import Found, Trial, find_level, slope_of
from coolsim.density.study import Study
from coolsim.errors import SolveError
from coolsim.events import STOPPED, Progress
from coolsim.sentences import quantity, told

_COLD_REPEATS = 4
_COLD_FROM = 2
"""Halls solved before the one that is solved cold in the hope that it ends the search."""
_LEAST_SHRINK = 1e-3


def find_density(opened: OpenStudy) -> Generator[Progress, None, Found]:
    """Search the level of a study from where potential flow puts it, and confirm it cold.

    Potential flow knows neither buoyancy nor jets, but airflow that follows power dominates the way
    inlets rise: its level is a close start, and its slope a good first step. The step after that
    knows the slope of the flow itself and often ends the search, so where a cold flow settles it is
    solved cold at once: nothing is left to confirm.
    """
    study = opened.study
    hints = () if study.is_draft else (yield from draft_trials(opened))
    start = min(hints, key=lambda t: abs(t.tightest)).level if hints else opened.first

    def evaluate(level: float) -> Generator[Progress, None, Trial]:
        is_near = study.solves == _COLD_FROM or level == opened.highest
        if hints and 0 < study.solves <= _COLD_FROM and is_near and study.is_settled:
            study.start_cold()
        return study.evaluate(level)

    found = yield from find_level(evaluate, start, opened.lowest, opened.highest, hints=hints)
    return (yield from confirm_cold(study, found))


def find_unless_stopped(opened: OpenStudy) -> Generator[Progress, None, tuple[Found, bool]]:
    """Search a level; stopped early, the best that held so far, and that it was stopped.

    Raises:
        Finish: It was stopped before any level held.
    """
    try:
        return (yield from find_density(opened)), False
    except STOPPED:
        kept = opened.study.fall_back()
        if kept is None:
            raise
        return Found("unfinished", kept.trial, (kept.trial,)), True


def confirm_cold(
    study: Study,
    found: Found,
    powers: Callable[[float], Sequence[float]] | None = None,
    slope: float | None = None,
) -> Generator[Progress, None, Found]:
    """Re-solve the best level from a cold start, and shrink it while a limit is exceeded.

    Args:
        study: The hall.
        found: What a search found.
        powers: Rack powers at a level [W]; ``None`` takes the study's own.
        slope: As of :func:`slope_of`, where it is known.
    """
    at = study.powers_at if powers is None else powers
    trials, best = found.trials, found.best
    if best is trials[-1] and best.is_cold and study.is_settled:
        return found
    level = best.level
    for _ in range(_COLD_REPEATS):
        best = yield from study.solve_cold(at(level), level)
        if found.outcome == "infeasible" or (best.holds and study.is_settled):
            break
        # a flow that stops moving only slowly may do so better a little below
        level = (
            level * (1.0 - _LEAST_SHRINK)
            if best.holds
            else _shrunk(best, slope or slope_of(best, trials))
        )
        trials = (*trials, best)
    trials = trials if trials[-1] is best else (*trials, best)
    outcome = found.outcome
    if not best.holds and outcome != "infeasible":
        outcome = "unfinished"
    elif outcome == "unlimited" and best.level < found.best.level:
        outcome = "found"
    return Found(outcome, best, trials)


def _shrunk(trial: Trial, slope: float) -> float:
    """A lower level: where the tightest limit holds, at least a tenth of a percent below.

    Trials beside this one differ by how they were started: the slope is that of one further off.
    """
    down = trial.tightest / slope
    return trial.level * (1.0 - min(max(down, _LEAST_SHRINK), 0.5))


def never_stood(found: Found) -> SolveError:
    """The flow diverged at every level tried."""
    lowest = min(trial.power_w for trial in found.trials)
    error = told(
        SolveError(
            f"the flow diverged at every power tried, down to {quantity(lowest, 'w')} in the hall; "
            f"{found.trials[-1].readings[0].source}",
            remedy="Ask for another cell size, or look at strong jets and closed aisles.",
        )
    )
    error.exit_code = 4
    return error
