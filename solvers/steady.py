"""Running a room's flow until the temperatures that matter stand still; judging how it ended.

A run has converged when its inlets stand still and the heat balance closes. One out of steps that
wanders about a mean is *wandering*; one that still has a trend goes on until it has none, up to a
bound; then it is *not converged*, and says which inlet moves by how much.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np

from solvers.exchange import Index
from solvers.flow import DeviceUpdate, Room
from solvers.grid import Array

Outcome = Literal["converged", "wandering", "not_converged", "diverged"]
WINDOW = 60
"""Least steps over which a flow that will not settle is judged and averaged."""
_WINDOWS = (WINDOW, 2 * WINDOW, 4 * WINDOW, 8 * WINDOW)
"""A slow wander shows no trend only over twice its period; the shortest such window counts."""
_REVIEWS = (120, 220)
"""Steps at which a run whose drift has not halved since half-way goes on with half the step."""
_RUNAWAY = 2.0
"""Growth of the highest speed over that of the first steps that asks for half the step [-]."""
_FIRST_STEPS = 5
_QUIET_SPEED = 2.0
"""Speeds up to this never count as runaway: buoyancy alone reaches them [m/s]."""
_MOST_RESCUES = 5
BALANCED = 0.01
"""Heat left over, of that exchanged, with which a flow may count as settled [-]."""
_SPEED_LIMIT = 200.0
"""A speed no room reaches; beyond it the solve has diverged [m/s]."""


@dataclass(frozen=True, slots=True)
class Step:
    """One reported step: its number and the monitored temperatures [deg C]."""

    number: int
    monitored: Array
    drift: float


@dataclass(frozen=True, slots=True)
class Ending:
    """How a run ended.

    Attributes:
        outcome: The judgement.
        drift: Largest change of a monitored temperature over the last ten steps [K].
        wander: Half the largest range of a monitored temperature over the window [K].
        window: Steps over which it was judged, and is to be averaged.
        steps: Steps done.
        history: Largest change over ten steps, step by step [K].
        mover: Which of the monitored intakes has the largest trend.
        trend: Its mean over the window's later half minus that over the earlier [K].
    """

    outcome: Outcome
    drift: float
    wander: float
    window: int
    steps: int
    history: tuple[float, ...]
    mover: int = 0
    trend: float = 0.0


class Run:
    """Steps a room until its monitored intakes settle.

    Standing still is judged over spans of pseudo-time: each halving of the step doubles the steps
    that must pass, for a flow followed at half the pace changes half as much in a step.

    Args:
        room: The room; its state is advanced in place.
        monitored: Indices of the intakes whose means decide.
        update_devices: Behaviour of the devices at given intake means.
        tolerance: Change over twenty steps (half of it over ten) that counts as settled [K].
        max_steps: Where to give up.
        min_steps: Before these a run has not settled.
        more_steps: Steps beyond ``max_steps`` for a run that has a trend.
        span: Steps over which nothing may change by more than the tolerance, if more than twenty.
    """

    def __init__(
        self,
        room: Room,
        monitored: Index,
        update_devices: DeviceUpdate,
        *,
        tolerance: float,
        max_steps: int,
        min_steps: int = 22,
        more_steps: int = 0,
        span: int = 20,
    ) -> None:
        self._room = room
        self._monitored = monitored
        self._update_devices = update_devices
        self._tolerance = tolerance
        self._max_steps = max_steps
        self._min_steps = min_steps
        self._more_steps = more_steps
        self._span = max(span, 20)
        self._history: list[Array] = []
        self._drifts: list[float] = []
        self._outcome: Outcome = "not_converged"
        self._stretch = 1
        self._top_speed = _QUIET_SPEED
        self._rescues = 0
        self._windows: tuple[int, ...] = _WINDOWS
        self._instant: list[Array] = []
        self.mean_intakes: Array | None = None

    def steps(self) -> Iterator[Step]:
        """Advance step by step until settled, diverged or out of steps."""
        for number in range(1, self._max_steps + self._more_steps + 1):
            if number > self._max_steps and not self._goes_on(number):
                return
            self._room.step()
            means = self._room.exchange.intakes.means(self._room.state.temperature)
            speed = self._speed()
            if _has_diverged(means, speed):
                self._outcome = "diverged"
                return
            self._hold_back(number, speed)
            self._room.exchange = self._update_devices(means, self._room.exchange)
            watched = means[self._monitored] if self._monitored.size else means
            self._history.append(watched)
            drift = self._change_over(10)
            self._drifts.append(drift)
            yield Step(number, watched, drift)
            if number in _REVIEWS and drift > 0.5 * self._drifts[number // 2]:
                self._shorten_step()
            if (
                number >= self._min_steps
                and self._change_over(10 * self._stretch) < 0.5 * self._tolerance
                and self._change_over(20 * self._stretch) < self._tolerance
                and self._change_over(self._span * self._stretch) < self._tolerance
                and self._room.heat_imbalance() < BALANCED
            ):
                self._outcome = "converged"
                return

    def average(self, steps: int) -> Iterator[Step]:
        """Go on for a window of steps and replace the room's fields by their means over it.

        The temperature is solved tightly in every step, so the mean heat balance closes. Volume is
        conserved by the mean because it is by every step. A second average goes on from where the
        flow stood at the end of the first.
        """
        fields = _fields(self._room)
        for field, last in zip(fields, self._instant, strict=False):
            np.copyto(field, last)
        totals = [np.zeros_like(field) for field in fields]
        means = np.zeros(self._room.exchange.intakes.count)
        self._history.clear()
        self._windows = (steps,)
        for number in range(1, steps + 1):
            self._room.step(tight=True)
            now = self._room.exchange.intakes.means(self._room.state.temperature)
            if _has_diverged(now, self._speed()):
                self._outcome = "diverged"
                return
            means += now / steps
            for total, field in zip(totals, _fields(self._room), strict=True):
                np.add(total, field / steps, out=total)
            watched = now[self._monitored] if self._monitored.size else now
            self._history.append(watched)
            yield Step(number, watched, self._change_over(10))
            self._room.exchange = self._update_devices(now, self._room.exchange)
        fields = _fields(self._room)
        self._instant = [field.copy() for field in fields]
        for total, field in zip(totals, fields, strict=True):
            np.copyto(field, total)
        self.mean_intakes = means

    def _goes_on(self, number: int) -> bool:
        """Whether a run out of steps still has a trend, asked every half window."""
        if (number - self._max_steps) % (WINDOW // 2) != 1:
            return True
        return len(self._history) >= WINDOW and self.ending().outcome == "not_converged"

    def _least_trend(self, window: Array) -> float:
        """Difference between the halves of a window below which it wanders about a mean [K]."""
        return max(0.5 * _half_range(window), 0.5 * self._tolerance)

    def _speed(self) -> float:
        """Highest velocity component [m/s]."""
        return max(float(np.abs(v).max()) for v in self._room.state.velocity)

    def _shorten_step(self) -> None:
        self._room.shorten_step()
        self._stretch *= 2

    def _hold_back(self, number: int, speed: float) -> None:
        """Halve the step while the flow runs away from the speeds of its first steps."""
        if number <= _FIRST_STEPS:
            self._top_speed = max(self._top_speed, speed)
        elif speed > _RUNAWAY * self._top_speed and self._rescues < _MOST_RESCUES:
            self._rescues += 1
            self._shorten_step()

    def _change_over(self, steps: int) -> float:
        if len(self._history) <= steps or not self._history[-1].size:
            return float("inf") if len(self._history) <= steps else 0.0
        return float(np.abs(self._history[-1] - self._history[-1 - steps]).max())

    def ending(self) -> Ending:
        """The judgement after :meth:`steps` is exhausted."""
        outcome, wander, window = self._outcome, 0.0, self._windows[0]
        mover, trend = 0, 0.0
        if outcome == "not_converged" and self._history and self._history[-1].size:
            for length in self._windows:
                part = np.array(self._history[-length:])
                if len(part) < length:
                    break
                if length == self._windows[0]:
                    wander = _half_range(part)
                    trends = _trends(part)
                    mover = int(np.argmax(np.abs(trends)))
                    trend = float(trends[mover])
                    if 2.0 * wander < self._tolerance * min(1.0, length / (20 * self._stretch)):
                        # it came to rest after all, too late for the spans of a shortened step
                        outcome = "converged"
                        break
                if _trend(part) < self._least_trend(part):
                    outcome, wander, window = "wandering", _half_range(part), length
                    break
        drift = self._drifts[-1] if self._drifts else float("inf")
        history = tuple(self._drifts)
        return Ending(outcome, drift, wander, window, len(history), history, mover, trend)


def _has_diverged(means: Array, speed: float) -> bool:
    return not (np.isfinite(means).all() and np.isfinite(speed) and speed < _SPEED_LIMIT)


def _half_range(window: Array) -> float:
    """Half the largest range of a monitored temperature over a window [K]."""
    return 0.5 * float((window.max(axis=0) - window.min(axis=0)).max())


def _trends(window: Array) -> Array:
    """Difference between the means of both halves of a window, by intake [K]."""
    half = len(window) // 2
    return np.asarray(window[half:].mean(axis=0) - window[:half].mean(axis=0))


def _trend(window: Array) -> float:
    """Largest difference between the means of both halves of a window [K]."""
    return float(np.abs(_trends(window)).max())


def _fields(room: Room) -> list[Array]:
    """The fields of a room that have a mean."""
    state = room.state
    fields = [*state.velocity, state.pressure, state.temperature, state.viscosity]
    if state.turbulence is not None:
        fields += [
            state.turbulence.energy,
            state.turbulence.dissipation,
            state.turbulence.wall_viscosity,
        ]
    return fields
