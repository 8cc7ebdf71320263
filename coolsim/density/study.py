"""A hall under study: re-solved at any rack powers, with every shared and coupled limit read."""

from __future__ import annotations

import math
from collections.abc import Generator, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from coolsim.air.solution import AirSolution
from coolsim.air.summary import cooler_results, rack_results
from coolsim.air.tile_flows import tile_results
from coolsim.coupling import CoupledLiquid, HallSolver
from coolsim.coupling.summary import rack_liquids
from coolsim.density.case import DensityCase
from coolsim.density.limits import COUPLED_LIMITS, WATCHED_LIMITS, Point, PowerGroup, Reading
from coolsim.density.records import Watched
from coolsim.density.search import Trial
from coolsim.errors import SolveError
from coolsim.events import Progress
from coolsim.grid_error import with_errors_of
from coolsim.results.records import RackResult
from coolsim.scene import with_rack_powers

Array = NDArray[np.float64]

FLOW_LIMIT = "flow"
"""Key of the reading of a level at which the flow diverges."""
ROUGHNESS = 10.0
"""Tolerances by which readings of a rough solve may be wrong: 0.2 K of an inlet."""
CONTINUED = 2
"""Times that a cold flow which has not settled is taken on from where it is."""
_DIVERGED = 4
"""Exit code of a flow that diverged."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A hall that held every limit: its powers [W], what it read, and the hall itself."""

    powers_w: tuple[float, ...]
    trial: Trial
    solution: AirSolution
    liquid: CoupledLiquid | None


@dataclass(slots=True)
class Study:
    """The moving parts of a study: the solver, and the last solved room.

    Attributes:
        case: The hall.
        caps_w: Lowest own limit of every rack, infinite without [W].
        groups: Limits on summed powers.
        solver: Solves the hall.
        is_draft: Whether there is no flow to go on from.
        solution, liquid: The last hall solved.
        compared: Racks with the grid error found for them.
        solves: Halls solved.
        starts_cold: Whether the next solve is a cold one.
        is_rough: Whether solves may end roughly, each known to :data:`ROUGHNESS`.
        held_w: Powers held whatever the level, not a number elsewhere [W].
        relief: What each limit is relaxed by, in its unit, by key.
        best: The hall of the highest level that held every limit; what a search that is stopped
            early falls back on.
    """

    case: DensityCase
    caps_w: Array
    groups: tuple[PowerGroup, ...]
    solver: HallSolver
    is_draft: bool
    solution: AirSolution | None = None
    liquid: CoupledLiquid | None = None
    compared: tuple[RackResult, ...] = ()
    solves: int = 0
    starts_cold: bool = True
    is_rough: bool = False
    held_w: Array | None = None
    relief: dict[str, float] = field(default_factory=dict)
    best: Kept | None = None

    @property
    def is_settled(self) -> bool:
        """Whether the last flow came to rest, or wanders within known bounds."""
        return self.solution is not None and self.solution.status in ("converged", "wandering")

    def start_cold(self) -> None:
        """Let the next solve forget the ones before."""
        self.solver.forget()
        self.starts_cold = True

    def powers_at(self, level: float) -> list[float]:
        """Rack powers at a level, those held as they are [W]."""
        powers = np.minimum(level * np.array(self.case.weights), self.caps_w)
        if self.held_w is not None:
            powers = np.where(np.isnan(self.held_w), powers, self.held_w)
        return [float(p) for p in powers]

    def hold(self, powers_w: Sequence[float]) -> None:
        """Hold racks at a power whatever the level; not a number for those that follow it [W]."""
        self.held_w = np.array(powers_w, dtype=float)

    def evaluate(self, level: float) -> Generator[Progress, None, Trial]:
        """Re-solve the hall at a level and read every shared and coupled limit."""
        return (yield from self.solve_at(self.powers_at(level), level))

    def solve_at(self, powers_w: Sequence[float], level: float) -> Generator[Progress, None, Trial]:
        """Re-solve the hall at rack powers; a flow that diverges holds no limit.

        A flow that diverges on its way from another one is solved once more from a cold start.

        Args:
            powers_w: Power of each rack [W].
            level: What to call the trial.

        Raises:
            SolveError: If the hall cannot be solved for another reason.
        """
        while True:
            self.solves += 1
            # a draft has no flow to go on from
            is_cold, self.starts_cold = self.starts_cold, self.is_draft
            try:
                yield from self._solve(powers_w)
            except SolveError as error:
                if error.exit_code != _DIVERGED:
                    raise
                self.start_cold()
                if is_cold:
                    reading = _diverged(self.case, str(error))
                    return Trial(level, (reading,), math.fsum(powers_w), is_cold)
                continue
            trial = Trial(level, self._readings(powers_w), math.fsum(powers_w), is_cold)
            is_held = trial.tightest >= ROUGHNESS if self.is_rough else trial.holds
            if is_held and (self.best is None or level > self.best.trial.level):
                self.keep(powers_w, trial)
            return trial

    def solve_cold(
        self, powers_w: Sequence[float], level: float
    ) -> Generator[Progress, None, Trial]:
        """Solve the hall at rack powers from a cold start, as :meth:`solve_at`.

        A flow that has not settled then is taken on from where it is: slow waves that a cold start
        leaves often die away with more steps.
        """
        self.start_cold()
        trial = yield from self.solve_at(powers_w, level)
        for _ in range(CONTINUED):
            if self.is_settled or not trial.readings or trial.readings[0].limit == FLOW_LIMIT:
                break
            trial = replace((yield from self.solve_at(powers_w, level)), is_cold=True)
        return trial

    def keep(self, powers_w: Sequence[float], trial: Trial) -> None:
        """Keep the last hall solved as the best so far."""
        assert self.solution is not None
        self.best = Kept(tuple(powers_w), trial, self.solution, self.liquid)

    def fall_back(self) -> Kept | None:
        """Make the best hall so far the last one solved, if there is any."""
        if self.best is not None:
            self.solution, self.liquid = self.best.solution, self.best.liquid
        return self.best

    def _solve(self, powers_w: Sequence[float]) -> Generator[Progress, None, None]:
        scene = with_rack_powers(self.case.scene, powers_w)
        steps = self.solver.solve(scene, is_rough=self.is_rough)
        while True:
            try:
                progress = next(steps)
            except StopIteration as stop:
                self.solution, self.liquid = stop.value, self.solver.liquid
                return
            yield self._progress(progress, float(np.mean(powers_w)))

    def _readings(self, powers_w: Sequence[float]) -> tuple[Reading, ...]:
        point = self.point()
        readings = [r for limit in COUPLED_LIMITS for r in limit.readings(self.case, point)]
        readings += [group.reading(powers_w) for group in self.groups]
        return tuple(sorted(map(self.relieved, readings), key=_relative_slack))

    def relieved(self, reading: Reading) -> Reading:
        """A reading with its limit relaxed as the study asks."""
        relief = self.relief.get(reading.limit, 0.0)
        return replace(reading, value=reading.value + relief) if relief else reading

    def again(self, trial: Trial) -> Trial:
        """A trial made before, read with the limits as they are relaxed now."""
        readings = sorted(map(self.relieved, trial.readings), key=_relative_slack)
        return replace(trial, readings=tuple(readings))

    def point(self) -> Point:
        """What the last solved hall did."""
        assert self.solution is not None
        coolers, tiles = cooler_results(self.solution), tile_results(self.solution)
        if self.liquid is None:
            return Point(self.racks(), coolers, self.solution.wander_k, tiles=tiles)
        loops = self.liquid.state.loops
        return Point(
            racks=self.racks(),
            coolers=coolers,
            wander_k=self.solution.wander_k,
            liquids=rack_liquids(self.liquid),
            loops=loops.loops,
            cdus=loops.cdus,
            consumers=loops.consumers,
            tiles=tiles,
        )

    def watched(self) -> list[Watched]:
        """Limits that no power moves, at the last solved hall."""
        point = self.point()
        return [item for limit in WATCHED_LIMITS for item in limit.watched(self.case, point)]

    def racks(self) -> tuple[RackResult, ...]:
        """The racks of the last solve, each with the grid error found for it, if any was."""
        assert self.solution is not None
        return with_errors_of(rack_results(self.solution), self.compared)

    def _progress(self, inner: Progress, mean_w: float) -> Progress:
        done = 1.0 - 0.72**self.solves
        before = 1.0 - 0.72 ** (self.solves - 1)
        fraction = before + (done - before) * inner.fraction
        message = f"Trial {self.solves}: {mean_w / 1e3:.2f} kW per rack; {inner.message}"
        return Progress("density", 0.95 * fraction, message, inner.values)


def _relative_slack(reading: Reading) -> float:
    """Slack in tolerances: comparable between limits of different units."""
    return reading.slack / reading.tolerance


def _diverged(case: DensityCase, reason: str) -> Reading:
    """What a hall reads whose flow has no answer at these powers."""
    return Reading(
        limit=FLOW_LIMIT,
        object_id=case.variant.id,
        object_name=case.variant.label,
        value=0.0,
        actual=1.0,
        unit="count",
        source=reason,
        confidence="computed_here",
        tolerance=0.5,
        at_rest=1.0,
    )
