"""Finding the highest common level at which every coupled limit holds, by re-solving the flow.

The answer is a confirmed point, never an extrapolation. Each trial is a re-solved hall; the next
level is the smallest at which any limit would bind on a straight line through its readings, kept
inside the bracket between the best level that held and the lowest that did not.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Generator, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from coolsim.density.limits import Reading
from coolsim.events import Progress

STEP_CAP = 1.5
"""Most a level may grow in one step: with airflow that follows power a longer step overshoots by
tens of kelvin."""
LONG_STEP_CAP = 3.0
"""The same once two solved levels agree that every limit is far away."""
NEAR = 3.0
"""Slack, in tolerances, with which a cold flow that holds is the answer: 0.08 K below an inlet's
limit."""
LEVEL_TOLERANCE = 1e-3
"""Relative width of the bracket at which the search ends."""
COARSE_TOLERANCE = 0.02
"""Relative width of the bracket that still counts as an answer when the trials are used up."""
MAX_TRIALS = 14
_NEARLY_ALL = 0.95
"""Share of the highest level from which the highest itself is tried."""
_EDGE = 0.05
"""Share of the bracket beside its ends where no limit can bind if it is far away at that end."""
APART = 0.01
"""Relative difference of two powers that shows a slope [-]."""
_FAR = 10.0
"""Distance from a limit, in its tolerances, that counts as far."""


@dataclass(frozen=True, slots=True)
class Trial:
    """A confirmed level with everything it read, tightest reading first.

    Attributes:
        level: The common level.
        readings: Every shared and coupled limit.
        power_w: Power of the hall [W].
        is_cold: Whether the flow was solved from a cold start.
    """

    level: float
    readings: tuple[Reading, ...]
    power_w: float = 0.0
    is_cold: bool = False

    @property
    def holds(self) -> bool:
        """Whether every limit is held, each within its tolerance."""
        return all(reading.slack >= -reading.tolerance for reading in self.readings)

    @property
    def touches(self) -> bool:
        """Whether some limit is reached within its tolerance."""
        return self.is_near(1.0)

    def is_near(self, tolerances: float) -> bool:
        """Whether some limit is reached within its tolerance, or nearly: with so much slack."""
        return any(-r.tolerance <= r.slack <= tolerances * r.tolerance for r in self.readings)

    @property
    def is_far(self) -> bool:
        """Whether no limit is anywhere near."""
        return all(abs(reading.slack) > _FAR * reading.tolerance for reading in self.readings)

    @property
    def tightest(self) -> float:
        """The smallest slack of all, in its tolerances; infinite without readings."""
        return min((r.slack / r.tolerance for r in self.readings), default=math.inf)

    def by_key(self) -> dict[tuple[str, str], Reading]:
        """Readings by limit and object."""
        return {reading.key: reading for reading in self.readings}

    def at_rest(self) -> Trial:
        """What the limits would read with no rack powered, the flow left as it is."""
        return Trial(0.0, tuple(replace(r, actual=r.at_rest) for r in self.readings))


Evaluate = Callable[[float], Generator[Progress, None, Trial]]
Outcome = Literal["found", "unlimited", "infeasible", "unfinished"]


@dataclass(frozen=True, slots=True)
class Found:
    """How a search ended.

    Attributes:
        outcome: ``found``; ``unlimited`` (the highest level holds and reaches no limit);
            ``infeasible`` (the lowest does not hold); ``unfinished`` (the trials were used up
            before the answer was pinned down).
        best: The highest confirmed level that holds; the lowest tried where none does.
        trials: Every trial, in the order made.
    """

    outcome: Outcome
    best: Trial
    trials: tuple[Trial, ...]


@dataclass(slots=True)
class _Bracket:
    """Levels between which the answer lies."""

    lowest: float
    highest: float
    held: Trial | None = None
    broken: Trial | None = None

    def take(self, trial: Trial) -> None:
        """Tighten the bracket by a trial."""
        if trial.holds:
            if self.held is None or trial.level > self.held.level:
                self.held = trial
        elif self.broken is None or trial.level < self.broken.level:
            self.broken = trial

    @property
    def low(self) -> float:
        """Highest level known to hold, or the lowest allowed."""
        return self.held.level if self.held else self.lowest

    @property
    def high(self) -> float:
        """Lowest level known to break a limit, or the highest allowed."""
        return self.broken.level if self.broken else self.highest

    def is_within(self, tolerance: float) -> bool:
        """Whether a limit breaks at most this much above a level that holds."""
        if self.held is None or self.broken is None:
            return False
        return self.broken.level - self.held.level <= tolerance * self.broken.level


def find_level(
    evaluate: Evaluate,
    start: float,
    lowest: float,
    highest: float,
    *,
    hints: Sequence[Trial] = (),
    tolerance: float = LEVEL_TOLERANCE,
    most_trials: int = MAX_TRIALS,
    near: float = 1.0,
) -> Generator[Progress, None, Found]:
    """Search the highest level in [lowest, highest] that holds.

    Args:
        evaluate: Re-solves the hall at a level; yields progress.
        start: First guess.
        lowest: Lowest level worth having.
        highest: Level beyond which no rack can be given more.
        hints: Trials of a simpler flow, whose slopes the first step takes.
        tolerance: Relative width of the bracket at which the search ends.
        most_trials: Trials after which it ends anyway.
        near: Slack, in tolerances, with which a level that holds is the answer.
    """
    trials: list[Trial] = []
    bracket = _Bracket(lowest, highest)
    level = min(max(start, lowest), highest)
    while len(trials) < most_trials:
        trial = yield from evaluate(level)
        trials.append(trial)
        bracket.take(trial)
        outcome = _outcome(bracket, tolerance, near)
        if outcome is not None:
            best = bracket.held or trial
            return Found(outcome, best, tuple(trials))
        level = _next_level(trials, bracket, hints)
    if bracket.held is None:
        return Found("unfinished", min(trials, key=lambda t: t.level), tuple(trials))
    pinned = bracket.is_within(COARSE_TOLERANCE)
    return Found("found" if pinned else "unfinished", bracket.held, tuple(trials))


def _outcome(bracket: _Bracket, tolerance: float, near: float) -> Outcome | None:
    """How the search ended, or ``None`` while it goes on."""
    held, broken = bracket.held, bracket.broken
    if held and (held.is_near(near) or bracket.is_within(tolerance)):
        return "found"
    if held and held.level >= bracket.highest * (1.0 - 1e-12):
        return "unlimited"
    if broken and broken.level <= bracket.lowest * (1.0 + 1e-12):
        return "infeasible"
    return None


def binding_levels(trial: Trial, others: Iterable[Trial]) -> dict[tuple[str, str], float]:
    """Level at which each limit would bind on a straight line; infinite where it recedes.

    The line of a limit runs through the trial and the nearest other one at which it read something
    clearly different (by more than both tolerances), so that no slope is made of round-off.
    """
    nearest = sorted(others, key=lambda other: abs(other.level - trial.level))
    before = [(trial.level - other.level, other.by_key()) for other in nearest]
    levels: dict[tuple[str, str], float] = {}
    for reading in trial.readings:
        levels[reading.key] = math.inf
        for gap, readings in before:
            other = readings.get(reading.key)
            if other is None or gap == 0.0:
                continue
            change = reading.slack - other.slack
            if abs(change) <= reading.tolerance + other.tolerance:
                continue
            if change / gap < 0.0:
                levels[reading.key] = trial.level - reading.slack * gap / change
            break
    return levels


def slope_of(trial: Trial, others: Iterable[Trial]) -> float:
    """Change of the tightest slack, in tolerances, per relative change of power; negative.

    From the nearest other trial that lies clearly apart, or the hall at rest: on a straight line
    from there the slope is no steeper than where airflow follows power.

    Worked number: 10 tolerances of slack at 9 kW and none at 10 kW: -100 by the power at 10 kW.
    """
    near = sorted(others, key=lambda other: abs(other.power_w - trial.power_w))
    for other in (*near, replace(trial.at_rest(), power_w=0.0)):
        change = 1.0 - other.power_w / trial.power_w
        if abs(change) < APART:
            continue
        slope = (trial.tightest - other.tightest) / change
        if math.isfinite(slope) and slope < 0.0:
            return slope
    return -100.0


def _next_level(trials: list[Trial], bracket: _Bracket, hints: Sequence[Trial]) -> float:
    """The next level to try, strictly inside the bracket or at one of its untried ends."""
    newest, low, high = trials[-1], bracket.low, bracket.high
    guess = aim(trials, hints)
    if bracket.held is None:
        guess = max(guess, 0.5 * newest.level)
    if not bracket.broken and guess > _NEARLY_ALL * high:
        return high
    if low < guess < high and not _is_doubtful(guess, bracket):
        return guess
    if bracket.broken:
        return _middle(bracket)
    return min(high, STEP_CAP * low)


def aim(trials: Sequence[Trial], hints: Sequence[Trial] = ()) -> float:
    """Where the first limit should bind, by the newest trial and those before, or by hints."""
    return _first_guess(trials[-1], hints) if len(trials) == 1 else _secant_guess(trials)


def _is_doubtful(guess: float, bracket: _Bracket) -> bool:
    """Whether a line says a limit binds beside a level where it was far: it jumps, or is noise."""
    if bracket.held is None or bracket.broken is None:
        return False
    edge = _EDGE * (bracket.high - bracket.low)
    near_held, near_broken = guess < bracket.low + edge, guess > bracket.high - edge
    return (near_held and bracket.held.is_far) or (near_broken and bracket.broken.is_far)


def _first_guess(trial: Trial, hints: Sequence[Trial]) -> float:
    """A second level from a single solved one.

    A simpler flow knows the slope, if not the place. Without one, every reading would grow in
    proportion to power from where it rests if the flow stayed; airflow that follows power makes the
    real slope steeper, so only half of the way is taken.
    """
    hinted = _hinted(trial, hints)
    if hinted is not None:
        return min(hinted, STEP_CAP * trial.level)
    frozen = min(binding_levels(trial, [trial.at_rest()]).values(), default=math.inf)
    return min(0.5 * (trial.level + frozen), STEP_CAP * trial.level)


def _hinted(trial: Trial, hints: Sequence[Trial]) -> float | None:
    """Where the tightest slack would be none if it changed as between the two nearest hints.

    The slope is that of the tightest reading of each, in tolerances: lines of single readings cross
    their limits anywhere, the tightest of all is what decides.
    """
    nearest = sorted(hints, key=lambda hint: abs(hint.level - trial.level))[:2]
    if len(nearest) < 2 or nearest[0].level == nearest[1].level:
        return None
    slope = (nearest[1].tightest - nearest[0].tightest) / (nearest[1].level - nearest[0].level)
    if not (slope < 0.0 and math.isfinite(slope)):
        return None
    level = trial.level - trial.tightest / slope
    return level if level > 0.0 else None


def _secant_guess(trials: Sequence[Trial]) -> float:
    """Where the first limit binds on lines through the newest trial and those nearest to it."""
    newest = trials[-1]
    guess = min(binding_levels(newest, trials[:-1]).values(), default=math.inf)
    is_far = guess > LONG_STEP_CAP * newest.level
    return min(guess, (LONG_STEP_CAP if is_far else STEP_CAP) * newest.level)


def _middle(bracket: _Bracket) -> float:
    """Half-way between what held and what broke, or half of what broke while nothing has held."""
    if bracket.held:
        return 0.5 * (bracket.low + bracket.high)
    return max(bracket.lowest, 0.5 * bracket.high)
