"""Whole servers of an allocation: floor and greedy, or a mixed-integer programme on demand.

Both stand on slopes around the confirmed allocation, so what they name is solved from a cold start
before it counts; what breaks a limit is taken back. HiGHS (Huangfu and Hall, *Math. Prog. Comp.* 10
(2018) 119-142) solves the programme through scipy, and tells the gap it leaves.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp

from coolsim.density.allocation import MOST_MEASURED, Goal
from coolsim.density.case import DensityCase
from coolsim.density.search import Trial
from coolsim.density.slopes import Slopes
from coolsim.density.study import Study
from coolsim.events import Progress

Array = NDArray[np.float64]
Counts = NDArray[np.int64]
How = Literal["greedy", "exact"]
Cold = Callable[[Sequence[float], float], Generator[Progress, None, Trial]]
"""Solves the hall at rack powers, naming the trial, from a cold start."""

SECONDS = 10.0
"""Time the programme may take [s]."""
PASSES = 3
"""Rounds in which servers are added while the slopes say that they fit."""


@dataclass(frozen=True, slots=True)
class Servers:
    """Whole servers of the racks that may change, arrays by rack; a rack without keeps its power.

    Attributes:
        least_w: Power with none of them [W].
        each_w: Power of one [W]; 0 where the rack has none to count.
        most: Servers that the rack's own limits let in.
    """

    least_w: Array
    each_w: Array
    most: Counts

    def powers_w(self, counts: Counts) -> Array:
        """Rack powers with a number of servers each [W]."""
        return self.least_w + counts * self.each_w

    def within(self, powers_w: Array) -> Counts:
        """Whole servers that powers carry."""
        steps = np.divide(
            powers_w - self.least_w, self.each_w, out=np.zeros_like(powers_w), where=self.each_w > 0
        )
        whole = np.floor(np.maximum(steps, 0.0) + 1e-9).astype(np.int64)
        return np.minimum(whole, self.most)


@dataclass(frozen=True, slots=True)
class Linear:
    """Limits as planes: ``slopes @ P <= room`` [units of the limits]."""

    slopes: Array
    room: Array

    def holds(self, powers_w: Array) -> bool:
        """Whether all are held."""
        return bool((self.slopes @ powers_w <= self.room + 1e-9 * np.abs(self.room)).all())


@dataclass(frozen=True, slots=True)
class Whole:
    """An allocation in whole servers, confirmed.

    Attributes:
        powers_w: Power of each rack [W].
        trial: The hall, solved from a cold start.
        trials: Every hall solved.
        servers: How many there are.
        how: What found them.
        gap: Share of the programme's value by which its bound lies higher; not a number without.
    """

    powers_w: Array
    trial: Trial
    trials: tuple[Trial, ...]
    servers: int
    how: How
    gap: float


def servers_of(
    case: DensityCase, powers_w: Array, moved: NDArray[np.bool_], caps_w: Array
) -> Servers:
    """The servers of racks that may change.

    Args:
        case: The hall.
        powers_w: Power of each rack, kept where no servers are counted [W].
        moved: Racks that may change.
        caps_w: Lowest own limit of each [W].
    """
    least, each = powers_w.copy(), np.zeros(powers_w.size)
    most = np.zeros(powers_w.size, dtype=np.int64)
    for n in np.flatnonzero(moved):
        filling = case.fillings[n]
        if filling is None or filling.unit_power_w <= 0.0:
            continue
        least[n], each[n] = filling.other_power_w, filling.unit_power_w
        # no rack comes near a million servers: where nothing limits it the programme still ends
        most[n] = filling.units_within(float(min(caps_w[n], 1e6 * filling.unit_power_w)))
    return Servers(least, each, most)


def whole_servers(
    study: Study, goal: Goal, powers_w: Array, trial: Trial, how: How, cold: Cold | None = None
) -> Generator[Progress, None, Whole]:
    """Whole servers of a confirmed allocation.

    Args:
        study: The hall, last solved at the allocation.
        goal: What to make large.
        powers_w: Its powers [W].
        trial: What they read.
        how: ``greedy`` or ``exact``.
        cold: Solves the hall at rack powers from a cold start; ``None`` does so on its own grid.
    """

    def solved_cold(counts: Counts) -> Generator[Progress, None, Trial]:
        powers = servers.powers_w(counts)
        if cold is not None:
            return (yield from cold(list(powers), goal.worth(powers)))
        return (yield from study.solve_cold(list(powers), goal.worth(powers)))

    servers = servers_of(study.case, powers_w, goal.moved, study.caps_w)
    slopes = Slopes(study, powers_w, trial)
    if int(goal.moved.sum()) <= MOST_MEASURED:
        yield from slopes.measure(goal.moved)
    rows = np.array([slopes.row(reading) for reading in trial.readings]).reshape(-1, powers_w.size)
    slack = np.array([max(reading.slack, 0.0) for reading in trial.readings])
    linear = Linear(rows, slack + rows @ powers_w)
    trials: list[Trial] = []
    floor = servers.within(powers_w)
    gap = float("nan")
    if how == "exact":
        exact, gap = programme(servers, goal, linear)
        if exact is not None:
            solved = yield from solved_cold(exact)
            trials.append(solved)
            if solved.holds:
                return Whole(
                    servers.powers_w(exact), solved, tuple(trials), int(exact.sum()), how, gap
                )
    added = greedy(servers, goal, linear, floor)
    counts, solved = yield from _longest(solved_cold, floor, added, trials)
    return Whole(servers.powers_w(counts), solved, tuple(trials), int(counts.sum()), "greedy", gap)


def greedy(servers: Servers, goal: Goal, linear: Linear, floor: Counts) -> list[int]:
    """Racks that get one server more, in the order added, while the slopes say that they fit.

    Those worth most for the room they take come first.
    """
    counts, added = floor.copy(), list[int]()
    room = linear.room - linear.slopes @ servers.powers_w(counts)
    for _ in range(PASSES):
        takes = np.maximum(linear.slopes, 0.0) * servers.each_w / np.maximum(room, 1e-9)[:, None]
        cost = takes.max(axis=0, initial=1e-12)
        worth = np.where(servers.each_w > 0.0, goal.value * servers.each_w / cost, 0.0)
        before = len(added)
        for n in np.argsort(-worth, kind="stable"):
            step = linear.slopes[:, n] * servers.each_w[n]
            if worth[n] > 0.0 and counts[n] < servers.most[n] and (step <= room).all():
                counts[n] += 1
                room -= step
                added.append(int(n))
        if len(added) == before:
            break
    return added


def programme(servers: Servers, goal: Goal, linear: Linear) -> tuple[Counts | None, float]:
    """Servers of the greatest value within the planes, and the gap left [-].

    Worked number: planes of 10 kW together, servers of 3 kW and 4 kW worth their power: two of the
    first and one of the second.
    """
    high = np.minimum(servers.most, 10_000).astype(float)
    scaled = np.maximum(np.abs(linear.slopes * servers.each_w).max(axis=1, initial=0.0), 1e-12)
    rows = linear.slopes * servers.each_w / scaled[:, None]
    room = (linear.room - linear.slopes @ servers.least_w) / scaled
    found = milp(
        -goal.value * servers.each_w / 1e3,
        constraints=[LinearConstraint(rows, -np.inf, room)],
        integrality=np.ones(high.size, dtype=np.int64),
        bounds=Bounds(np.zeros(high.size), high),
        options={"time_limit": SECONDS},
    )
    if found.x is None:
        return None, float("nan")
    return np.rint(found.x).astype(np.int64), float(found.mip_gap or 0.0)


def _longest(
    solved_cold: Callable[[Counts], Generator[Progress, None, Trial]],
    floor: Counts,
    added: list[int],
    trials: list[Trial],
) -> Generator[Progress, None, tuple[Counts, Trial]]:
    """The most of the servers added that a cold solve holds, by halving; none at worst."""

    def counts_with(number: int) -> Counts:
        counts = floor.copy()
        np.add.at(counts, added[:number], 1)
        return counts

    low, high = 0, len(added)
    best: tuple[Counts, Trial] | None = None
    number = high
    while True:
        counts = counts_with(number)
        solved = yield from solved_cold(counts)
        trials.append(solved)
        if solved.holds:
            best, low = (counts, solved), number
        elif number == 0:
            # fewer watts than the confirmed allocation everywhere: only the flow's own noise
            return counts, solved
        else:
            high = number - 1
        if best is not None and low >= high:
            if not solved.holds:
                # the hall to be shown is the one that held
                best = best[0], (yield from solved_cold(best[0]))
            return best
        number = (low + high + 1) // 2 if best is not None else min(high, number // 2)
