"""The common level of a study: searched from potential flow, confirmed by a cold solve."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from dataclasses import replace

from coolsim.density.opening import (
    DRAFT_TOLERANCE,
    DRAFT_TRIALS,
    OpenStudy,
    blurred,
    draft_trials,
)
from coolsim.density.search import LEVEL_TOLERANCE, NEAR, Found, Trial, aim, find_level, slope_of
from coolsim.density.study import ROUGHNESS, Study
from coolsim.errors import SolveError
from coolsim.events import STOPPED, Progress
from coolsim.sentences import quantity, told

_COLD_REPEATS = 4
_MOST_HOPED = 2
"""Halls solved cold in the hope that they end a search."""
_ALIKE = 0.1
"""Relative difference of two levels up to which their slope holds in between [-]."""
_MOST_MORE = 2
"""Rough flows solved near the limit for their slope alone."""
_LEAST_SHRINK = 1e-3


def find_density(opened: OpenStudy, *, is_start: bool = False) -> Generator[Progress, None, Found]:
    """Search the level of a study from potential flow and rough flows, and confirm it cold.

    Potential flow knows neither buoyancy nor jets, but airflow that follows power dominates the way
    inlets rise: its level is a close start, and its slope a good first step. Flows on the way from
    there are solved roughly. A flow whose slope is known is solved cold at once: where that settles
    at its limit, nothing is left to confirm.

    Args:
        opened: The study.
        is_start: Whether a level that holds is only where another search starts, which confirms its
            own answer: it is then not solved cold.
    """
    study = opened.study
    drafts = () if study.is_draft else (yield from draft_trials(opened))
    start = min(drafts, key=lambda t: abs(t.tightest)).level if drafts else opened.first
    rough: tuple[Trial, ...] = ()
    if not study.is_draft:
        rough, start = yield from _rough_trials(opened, start, drafts)
    seen: list[Trial] = []

    def evaluate(level: float) -> Generator[Progress, None, Trial]:
        hoped = [trial for trial in seen if trial.is_cold]
        is_known = _tells_slope(seen or rough) or level == opened.highest
        if (
            not is_start
            and is_known
            and len(hoped) < _MOST_HOPED
            and (study.is_settled or not hoped)
        ):
            study.start_cold()
        trial = yield from study.evaluate(level)
        seen.append(trial)
        return trial

    found = yield from find_level(
        evaluate,
        start,
        opened.lowest,
        opened.highest,
        hints=rough if _tells_slope(rough) else drafts,
        near=NEAR,
    )
    clear = [t for t in rough if abs(t.tightest - found.best.tightest) > 3.0 * ROUGHNESS]
    found = replace(found, trials=(*clear, *found.trials))
    if is_start and found.best.holds and found.best is found.trials[-1] and study.is_settled:
        return found
    return (yield from confirm_cold(study, found))


def _rough_trials(
    opened: OpenStudy, start: float, drafts: Sequence[Trial]
) -> Generator[Progress, None, tuple[tuple[Trial, ...], float]]:
    """Levels tried on rough flows until one is as near its limit as those can tell.

    Returns:
        The trials, and where they say the limit is.
    """
    study = opened.study
    trials: list[Trial] = []

    def evaluate(level: float) -> Generator[Progress, None, Trial]:
        trial = yield from study.evaluate(level)
        trials.append(trial)
        return blurred(trial, ROUGHNESS)

    study.is_rough = True
    try:
        found = yield from find_level(
            evaluate,
            start,
            opened.lowest,
            opened.highest,
            hints=[blurred(draft, ROUGHNESS) for draft in drafts],
            tolerance=DRAFT_TOLERANCE,
            most_trials=DRAFT_TRIALS,
        )
        if found.outcome != "found":
            return tuple(trials), found.best.level
        trials.sort(key=_nearest_last)
        for _ in range(_MOST_MORE if len(trials) > 1 else 0):
            if _tells_slope(trials):
                break
            yield from evaluate(opened.within(aim(trials)))
            trials.sort(key=_nearest_last)
    finally:
        study.is_rough = False
    return tuple(trials), opened.within(aim(trials, drafts))


def _nearest_last(trial: Trial) -> float:
    return -abs(trial.tightest)


def _tells_slope(trials: Sequence[Trial]) -> bool:
    """Whether the newest trial is near its limit, and the one before it near but apart."""
    if len(trials) < 2 or abs(trials[-1].tightest) > ROUGHNESS:
        return False
    newest, before = trials[-1].level, trials[-2].level
    return LEVEL_TOLERANCE < abs(newest - before) / newest < _ALIKE


def find_unless_stopped(
    opened: OpenStudy, *, is_start: bool = False
) -> Generator[Progress, None, tuple[Found, bool]]:
    """Search a level; stopped early, the best that held so far, and that it was stopped.

    Args:
        opened: The study.
        is_start: As of :func:`find_density`.

    Raises:
        Finish: It was stopped before any level held.
    """
    try:
        return (yield from find_density(opened, is_start=is_start)), False
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
