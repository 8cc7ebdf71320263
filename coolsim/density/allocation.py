"""Non-uniform density: a trust-region sequence of linear programmes on re-solved flows.

A linear programme on a frozen flow names a corner that the flow does not hold: 4 to 14 K over the
limits once solved again. So each step stays within a trust region, is solved again, and counts only
by what was then read. Where few racks may change, the slopes of the programme are measured by
solving the hall once for each of them; elsewhere every solved hall corrects those of the frozen
flow. The best hall met, which may still break a limit by some hundredths of a kelvin, is scaled by
one factor to where every limit holds; the answer is that, solved from a cold start, or the start
where nothing better held. No proof says that no better one exists: it is the best found.
"""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from coolsim.density.level import confirm_cold
from coolsim.density.limits import Reading
from coolsim.density.programme import Programme, Step, solve_programme
from coolsim.density.search import APART, Found, Trial, find_level, slope_of
from coolsim.density.slopes import Slopes
from coolsim.density.study import Study
from coolsim.events import STOPPED, Progress

Array = NDArray[np.float64]
Allocating = Literal["min", "total", "accelerators", "flops", "tokens"]

MOST_STEPS = 20
"""Steps in search of a better allocation; each is a solved hall."""
MOST_MEASURED = 12
"""Racks up to which slopes are measured at every step taken, one more solved hall for each."""
MOST_MEASURED_ONCE = 40
"""Racks up to which they are measured at the start, and corrected from there."""
FIRST_REGION = 0.15
"""First trust region, over the mean power [-]."""
LEAST_REGION = 0.004
"""Trust region at which the search ends, over the mean power [-]."""
LEAST_GAIN = 5e-4
"""Predicted gain at which it ends, over the value reached [-]."""
PENALTY_KW = 100.0
"""Cost of exceeding a limit by :data:`UNIT_TOLERANCES`; above the largest price of a limit, for
only then does the penalty's optimum hold the limits [kW]."""
UNIT_TOLERANCES = 50.0
"""Tolerances of a limit that count as one in the programme: 1 K of an inlet [-]."""
PATIENCE, LITTLE = 4, 1e-3
"""Steps taken that bring less than this share of the value reached, after which it ends, too."""
_GOOD, _POOR = 0.7, 0.25
LEAST_SCALE, MOST_SCALE = 0.5, 1.1
"""Factors between which the best hall met is scaled [-]."""
MOST_SCALED = 8
"""Halls solved to find that factor."""


@dataclass(frozen=True, slots=True)
class Allocation:
    """An allocation found.

    Attributes:
        powers_w: Power of each rack [W].
        trial: The confirmed hall.
        trials: Every hall solved.
        value: What it is worth in its objective.
        is_flat: Whether other allocations were equally good in the last programme.
        is_stopped: Whether somebody ended the search before it was done.
    """

    powers_w: Array
    trial: Trial
    trials: tuple[Trial, ...]
    value: float
    is_flat: bool
    is_stopped: bool = False


@dataclass(frozen=True, slots=True)
class Goal:
    """What an allocation is to make large.

    Attributes:
        value: What a kilowatt at each rack is worth, scaled to a mean of 1, shape (racks,).
        maximises_least: Whether the least power counts instead.
        moved: Racks that may change.
        floor_w: Least power of those [W].
    """

    value: Array
    maximises_least: bool
    moved: NDArray[np.bool_]
    floor_w: float

    def worth(self, powers_w: Array) -> float:
        """What powers are worth [kW, or kW by value]."""
        if self.maximises_least:
            return float(powers_w[self.moved].min(initial=np.inf)) / 1e3
        return float(self.value @ powers_w) / 1e3


def allocate(
    study: Study,
    goal: Goal,
    start_w: Sequence[float],
    start: Trial,
    slope: float | None = None,
    seen: Sequence[Trial] = (),
) -> Generator[Progress, None, Allocation]:
    """Improve an allocation that holds every limit.

    Args:
        study: The hall, last solved at the start.
        goal: What to make large.
        start_w: Powers that hold every limit [W].
        start: What they read.
        slope: Change of the tightest slack by relative power there, see :func:`slope_of`.
        seen: Halls solved at other common levels of the study.
    """
    here = np.array(start_w, dtype=float)
    trial = replace(start, level=goal.worth(here))
    study.keep(start_w, trial)
    trials = [trial]
    try:
        down = slope_of(trial, seen) if slope is None else slope
        met = yield from _improve(study, goal, here, trials, seen, down)
        powers, confirmed, more = yield from _confirm(
            study, goal, np.array(start_w), trial, met, slope
        )
    except STOPPED:
        kept = study.fall_back()
        assert kept is not None
        powers = np.array(kept.powers_w)
        return Allocation(powers, kept.trial, tuple(trials), goal.worth(powers), False, True)
    return Allocation(powers, confirmed, (*trials, *more), goal.worth(powers), met.is_flat)


@dataclass(frozen=True, slots=True)
class _Met:
    """The best hall of a search, by worth less the penalty: powers [W], what it read, flatness."""

    powers_w: Array
    trial: Trial
    is_flat: bool


def _improve(
    study: Study,
    goal: Goal,
    here: Array,
    trials: list[Trial],
    seen: Sequence[Trial],
    slope: float,
) -> Generator[Progress, None, _Met]:
    """Step from powers that hold every limit."""
    trial = trials[-1]
    slopes = Slopes(study, here, trial)
    is_measured = int(goal.moved.sum()) <= MOST_MEASURED
    if int(goal.moved.sum()) <= MOST_MEASURED_ONCE:
        yield from slopes.measure(goal.moved)
    elif (other := _apart(trial, seen)) is not None:
        # what all racks do together is known from the search of the common level
        slopes.correct(np.array(study.powers_at(other.level)), other)
    mean = float(here[goal.moved].mean())
    region = FIRST_REGION * mean
    is_flat = False
    best, since = _merit(goal, here, trial, slope), 0
    while len(trials) <= MOST_STEPS and region > LEAST_REGION * mean:
        step = _step(study, goal, slopes, here, trial, region)
        is_flat = step.is_flat
        merit = _merit(goal, here, trial, slope)
        if step.value - merit <= LEAST_GAIN * abs(goal.worth(here)):
            break
        there = step.powers * 1e3
        solved = yield from study.solve_at(list(there), goal.worth(there))
        trials.append(solved)
        slopes.correct(there, solved)
        ratio = (_merit(goal, there, solved, slope) - merit) / (step.value - merit)
        if ratio > 0.0:
            here, trial = there, solved
            slopes.move_to(here, trial)
            if is_measured:
                yield from slopes.measure(goal.moved)
        grown = _merit(goal, here, trial, slope) > best + LITTLE * abs(goal.worth(here))
        if grown:
            best, since = _merit(goal, here, trial, slope), 0
        elif ratio > 0.0:
            since += 1
        if since >= PATIENCE:
            break
        if ratio > _GOOD:
            region *= 1.6
        elif ratio < _POOR:
            region *= 0.5
    # a step is only taken where the merit grows: the last point is the best
    return _Met(here, trial, is_flat)


def _apart(trial: Trial, seen: Sequence[Trial]) -> Trial | None:
    """The hall solved nearest to a trial that lies clearly apart in power."""
    found = [t for t in seen if abs(t.power_w - trial.power_w) >= APART * trial.power_w]
    return min(found, key=lambda t: abs(t.power_w - trial.power_w), default=None)


def _step(
    study: Study, goal: Goal, slopes: Slopes, here: Array, trial: Trial, region_w: float
) -> Step:
    lower = np.minimum(np.maximum(here - region_w, goal.floor_w), study.caps_w)
    upper = np.maximum(np.minimum(here + region_w, study.caps_w), lower)
    readings = trial.readings
    unit = np.array([_unit(reading.tolerance, reading.value) for reading in readings])
    rows = np.array([slopes.row(reading) for reading in readings]).reshape(-1, here.size)
    slack = np.array([reading.slack for reading in readings])
    return solve_programme(
        Programme(
            value=goal.value,
            lower=np.where(goal.moved, lower, here) / 1e3,
            upper=np.where(goal.moved, upper, here) / 1e3,
            slopes=1e3 * rows / unit[:, None],
            room=(slack + rows @ here) / unit,
            weight=PENALTY_KW,
            maximises_least=goal.maximises_least,
            moved=goal.moved,
        )
    )


def _unit(tolerance: float, value: float) -> float:
    """What counts as one of a limit: some tolerances, a percent where those are round-off."""
    return 0.01 * abs(value) if _is_exact(tolerance, value) else UNIT_TOLERANCES * tolerance


def _is_exact(tolerance: float, value: float) -> bool:
    """Whether a limit is one on powers alone, whose tolerance is round-off."""
    return tolerance < 1e-6 * abs(value)


def _merit(goal: Goal, powers_w: Array, trial: Trial, slope: float) -> float:
    """Worth of what is left once scaled to where every limit holds, twice the way down [kW].

    Flow answers back by hundredths of a kelvin that no slope foresees; scaling mends these for a
    few tenths of a percent, so a step counts by what it is worth then. Twice, so that no point
    beyond a limit is better than the one it is scaled to.

    Args:
        goal: What counts.
        powers_w: The powers [W].
        trial: What they read.
        slope: As of :func:`slope_of`.
    """
    down = max((_way_down(reading, slope) for reading in trial.readings), default=0.0)
    return goal.worth(powers_w) * (1.0 - min(2.0 * down, 1.0))


def _way_down(reading: Reading, slope: float) -> float:
    """Share of the power to give up for a limit to hold within its tolerance [-]."""
    over = -reading.slack - reading.tolerance
    if over <= 0.0:
        return 0.0
    if _is_exact(reading.tolerance, reading.value):
        return over / abs(reading.value)
    return over / reading.tolerance / abs(slope)


def _confirm(
    study: Study, goal: Goal, start_w: Array, start: Trial, met: _Met, slope: float | None
) -> Generator[Progress, None, tuple[Array, Trial, list[Trial]]]:
    """Scale the best hall met to its limits and solve it cold; the start where that is no gain."""

    def powers(scale: float, of_w: Array = met.powers_w) -> list[float]:
        return [float(p) for p in scaled_powers(study, goal, of_w, scale)]

    def evaluate(scale: float) -> Generator[Progress, None, Trial]:
        if scale == 1.0:
            return first
        trial = yield from study.solve_at(powers(scale), goal.worth(np.array(powers(scale))))
        return replace(trial, level=scale)

    first = replace(met.trial, level=1.0)
    found: Found = yield from find_level(
        evaluate,
        1.0,
        LEAST_SCALE,
        MOST_SCALE,
        # the tightest limit on a straight line from the hall at rest
        hints=(first, first.at_rest()),
        most_trials=MOST_SCALED,
    )
    if found.best.holds:
        found = yield from confirm_cold(study, found, powers, slope)
    best = np.array(powers(found.best.level))
    solved = [
        replace(t, level=goal.worth(np.array(powers(t.level)))) for t in found.trials if t != first
    ]
    if found.best.holds and goal.worth(best) > goal.worth(start_w):
        return best, replace(found.best, level=goal.worth(best)), solved
    # the start was not solved cold: it may have to come down a little, too
    warm = replace(start, level=1.0, is_cold=False)
    again = yield from confirm_cold(
        study, Found("found", warm, (warm,)), lambda scale: powers(scale, start_w), slope
    )
    best = np.array(powers(again.best.level, start_w))
    trial = replace(again.best, level=goal.worth(best))
    return best, trial, [*solved, trial]


def scaled_powers(study: Study, goal: Goal, powers_w: Array, scale: float) -> Array:
    """Powers above the floor times a factor, within the racks' own limits; others stay [W].

    Worked number: 6 kW above a floor of 2 kW by half: 4 kW.
    """
    grown = goal.floor_w + scale * (powers_w - goal.floor_w)
    return np.where(goal.moved, np.minimum(grown, study.caps_w), powers_w)
