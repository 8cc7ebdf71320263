"""Finding the highest common level at which every coupled limit holds, by re-solving the flow.

The answer is a confirmed point, never an extrapolation. Each trial is a re-solved hall; the next
level is the smallest at which any limit would bind on a straight line through its last two
readings, kept inside the bracket between the best level that held and the lowest that did not.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Generator
from dataclasses import dataclass

from coolsim.density.limits import Reading
from coolsim.events import Progress

STEP_CAP = 1.5
"""Most a level may grow in one step: with airflow that follows power a longer first step overshoots
by tens of kelvin."""
LEVEL_TOLERANCE = 1e-3
"""Relative width of the bracket at which the search ends."""
SLACK_TOLERANCE_K = 0.02
MAX_TRIALS = 14


@dataclass(frozen=True, slots=True)
class Trial:
    """A confirmed level with everything it read, tightest reading first."""

    level: float
    readings: tuple[Reading, ...]

    @property
    def holds(self) -> bool:
        """Whether every limit is held, each within its tolerance."""
        return all(reading.slack >= -reading.tolerance for reading in self.readings)

    def by_key(self) -> dict[tuple[str, str], Reading]:
        """Readings by limit and object."""
        return {reading.key: reading for reading in self.readings}


Evaluate = Callable[[float], Generator[Progress, None, Trial]]


@dataclass(frozen=True, slots=True)
class Found:
    """How a search ended.

    Attributes:
        outcome: ``found``, ``unlimited`` (the highest level holds) or ``infeasible`` (the lowest
            does not).
        best: The highest confirmed level that holds; the lowest tried where none does.
        trials: Every trial, in the order made.
    """

    outcome: str
    best: Trial
    trials: tuple[Trial, ...]


def find_level(
    evaluate: Evaluate, start: float, lowest: float, highest: float
) -> Generator[Progress, None, Found]:
    """Search the highest level in [lowest, highest] that holds.

    Args:
        evaluate: Re-solves the hall at a level; yields progress.
        start: First guess.
        lowest, highest: Range of levels; beyond ``highest`` own caps hold every rack.
    """
    trials: list[Trial] = []
    held: Trial | None = None
    broken: Trial | None = None
    level = min(max(start, lowest), highest)
    while len(trials) < MAX_TRIALS:
        trial = yield from evaluate(level)
        trials.append(trial)
        if trial.holds:
            held = trial if held is None or trial.level > held.level else held
        else:
            broken = trial if broken is None or trial.level < broken.level else broken
        if held and held.level >= highest * (1.0 - 1e-12):
            return Found("unlimited", held, tuple(trials))
        if broken and broken.level <= lowest * (1.0 + 1e-12):
            return Found("infeasible", broken, tuple(trials))
        if held and (_touches(held) or _narrow(held, broken)):
            return Found("found", held, tuple(trials))
        level = _next_level(trials, held, broken, lowest, highest)
    if held is None:
        return Found("infeasible", trials[-1], tuple(trials))
    return Found("found", held, tuple(trials))


def _touches(trial: Trial) -> bool:
    """Whether some limit is reached within its tolerance."""
    return any(abs(reading.slack) <= reading.tolerance for reading in trial.readings)


def _narrow(held: Trial, broken: Trial | None) -> bool:
    return broken is not None and broken.level - held.level <= LEVEL_TOLERANCE * broken.level


def binding_levels(newer: Trial, older: Trial) -> dict[tuple[str, str], float]:
    """Level at which each limit would bind on the line through two trials; infinite if it recedes."""
    gap = newer.level - older.level
    before = older.by_key()
    levels: dict[tuple[str, str], float] = {}
    for reading in newer.readings:
        other = before.get(reading.key)
        slope = 0.0 if other is None or gap == 0.0 else (reading.slack - other.slack) / gap
        levels[reading.key] = newer.level - reading.slack / slope if slope < 0.0 else math.inf
    return levels


def _next_level(
    trials: list[Trial],
    held: Trial | None,
    broken: Trial | None,
    lowest: float,
    highest: float,
) -> float:
    newest = trials[-1]
    low = held.level if held else lowest
    high = broken.level if broken else highest
    if len(trials) == 1:
        guess = newest.level * (1.2 if newest.holds else 0.8)
    else:
        guess = min(binding_levels(newest, _partner(trials)).values(), default=math.inf)
    guess = min(guess, STEP_CAP * newest.level)
    if not held:
        guess = max(guess, newest.level / 2.0)
    if low < guess < high:
        return guess
    if broken and held:
        return 0.5 * (low + high)
    if broken:
        return max(lowest, 0.5 * high)
    return min(highest, STEP_CAP * low) if guess <= low else highest


def _partner(trials: list[Trial]) -> Trial:
    """The earlier trial nearest in level to the newest: its slope is the local one."""
    newest = trials[-1]
    return min(trials[:-1], key=lambda trial: abs(trial.level - newest.level))
