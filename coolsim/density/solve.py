"""Uniform and proportional density: the headline answer, confirmed by re-solved flow.

Rack i gets ``P_i = min(level * w_i, c_i)`` with its own cap ``c_i``; the level grows until the
first shared or coupled limit stops it.
"""

from __future__ import annotations

import math
import time
from collections.abc import Generator
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from coolsim.air.solve import AirSolution
from coolsim.air.summary import cooler_results, rack_results
from coolsim.catalogue import Catalogue
from coolsim.coupling import HallSolver
from coolsim.density.answer import assemble_answer
from coolsim.density.case import DensityCase, make_case
from coolsim.density.limits import (
    COUPLED_LIMITS,
    OWN_LIMITS,
    SHARED_LIMITS,
    Cap,
    Point,
    PowerGroup,
    Reading,
)
from coolsim.density.records import Density, UncheckedLimit
from coolsim.density.search import Found, Trial, binding_levels, find_level
from coolsim.design.models import Design, Fidelity
from coolsim.errors import SolveError
from coolsim.events import Progress
from coolsim.grid_error import Answer, SecondGrid, compare, require_flow
from coolsim.results.grid_error import GridError
from coolsim.results.records import RackResult
from coolsim.scene import with_rack_powers
from coolsim.simulate import collect, make_hall_solver, resolve_design

Array = NDArray[np.float64]

HIGHEST_RACK_POWER_W = 2.0e6
"""Level beyond which a rack counts as unlimited: no product comes near it."""
LOWEST_LEVEL_FRACTION = 0.01
"""Lowest level tried, over the mean drawn load."""
_COLD_REPEATS = 4
_LEAST_SHRINK = 1e-3


@dataclass(slots=True)
class _Study:
    """The moving parts of a study: the solver, and the last solved room."""

    case: DensityCase
    caps_w: Array
    groups: tuple[PowerGroup, ...]
    solver: HallSolver
    is_draft: bool
    solution: AirSolution | None = None
    compared: tuple[RackResult, ...] = ()
    solves: int = 0
    starts_cold: bool = True

    def start_cold(self) -> None:
        """Let the next solve forget the ones before."""
        self.solver.forget()
        self.starts_cold = True

    def powers_at(self, level: float) -> list[float]:
        """Rack powers at a level [W]."""
        weights = np.array(self.case.weights)
        return [float(p) for p in np.minimum(level * weights, self.caps_w)]

    def evaluate(self, level: float) -> Generator[Progress, None, Trial]:
        """Re-solve the hall at a level and read every shared and coupled limit."""
        self.solves += 1
        # a draft has no flow to go on from
        is_cold, self.starts_cold = self.starts_cold, self.is_draft
        powers = self.powers_at(level)
        scene = with_rack_powers(self.case.scene, powers)
        steps = self.solver.solve(scene)
        while True:
            try:
                progress = next(steps)
            except StopIteration as stop:
                self.solution = stop.value
                break
            yield self._progress(progress, level)
        assert self.solution is not None
        point = Point(
            racks=self.racks(),
            coolers=cooler_results(self.solution),
            wander_k=self.solution.wander_k,
        )
        readings = [r for limit in COUPLED_LIMITS for r in limit.readings(self.case, point)]
        readings += [group.reading(powers) for group in self.groups]
        readings.sort(key=_relative_slack)
        return Trial(level, tuple(readings), math.fsum(powers), is_cold)

    def racks(self) -> tuple[RackResult, ...]:
        """The racks of the last solve, each with the grid error found for it, if any was."""
        assert self.solution is not None
        racks = rack_results(self.solution)
        if not self.compared:
            return racks
        return tuple(
            replace(
                rack,
                inlet_grid_error_k=judged.inlet_grid_error_k,
                second_grid_inlet_c=judged.second_grid_inlet_c,
            )
            for rack, judged in zip(racks, self.compared, strict=True)
        )

    def _progress(self, inner: Progress, level: float) -> Progress:
        done = 1.0 - 0.72**self.solves
        before = 1.0 - 0.72 ** (self.solves - 1)
        fraction = before + (done - before) * inner.fraction
        mean_kw = float(np.mean(self.powers_at(level))) / 1e3
        message = f"Trial {self.solves}: {mean_kw:.2f} kW per rack; {inner.message}"
        return Progress("density", 0.95 * fraction, message, inner.values)


def _relative_slack(reading: Reading) -> float:
    """Slack in tolerances: comparable between limits of different units."""
    return reading.slack / reading.tolerance


def solve_density(
    design: Design,
    catalogue: Catalogue,
    *,
    objective: Literal["uniform", "proportional"] = "uniform",
    margin_k: float | None = None,
    fidelity: Fidelity = "live",
    cell_m: float | None = None,
    grid_error: bool = False,
) -> Generator[Progress, None, Density]:
    """The density of the active variant, confirmed by a cold re-solve; yields progress.

    Args:
        design: The design.
        catalogue: The catalogue, the design's own entries included.
        objective: ``uniform`` (the same power for every rack) or ``proportional`` (all drawn loads
            by one factor).
        margin_k: Margin under every inlet limit [K]; ``None`` for the design's own.
        fidelity: ``draft``, ``live`` or ``full``.
        cell_m: Cell size [m]; ``None`` for the default of the fidelity.
        grid_error: Whether the estimated error of the grid, taken at the density found without it,
            is kept free below every inlet limit as well.

    Raises:
        SolveError: If there is no rack, no drawn load to be proportional to, or no solution.
    """
    start = time.perf_counter()
    if grid_error:
        require_flow(fidelity)
    yield Progress("scene", 0.0, "Looking up equipment and air")
    scene = resolve_design(design, catalogue)
    if not scene.racks:
        raise SolveError("the hall has no racks.", remedy="Place at least one rack.")
    drawn = sum(rack.power_w for rack in scene.racks)
    if objective == "proportional" and drawn <= 0.0:
        raise SolveError(
            "no rack has a load to be proportional to.",
            remedy="Give the racks loads, or ask for uniform density.",
        )
    margin = design.variant.settings.inlet_margin_k if margin_k is None else margin_k
    case = make_case(design.variant, scene, catalogue, objective, margin)
    caps, unchecked = read_own_limits(case)
    study = _Study(
        case=case,
        caps_w=_lowest_caps(caps, len(scene.racks)),
        groups=tuple(group for limit in SHARED_LIMITS for group in limit.groups(case)),
        solver=make_hall_solver(
            design,
            catalogue,
            scene,
            fidelity,
            cell_m if cell_m is not None else design.variant.settings.cell_m,
            # the limit of each coil asks what its set point needs, also beyond its capacity
            capacity_counts=False,
        ),
        is_draft=fidelity == "draft",
    )
    mean = max(drawn / len(scene.racks), 100.0)
    first = mean if objective == "uniform" else 1.0
    highest = _highest_level(study)
    lowest = LOWEST_LEVEL_FRACTION * first
    found = yield from find_level(study.evaluate, first, lowest, highest)
    found = yield from _confirm_cold(study, found)
    error: GridError | None = None
    if grid_error:
        error = yield from _compare_grids(design, study, found)
        study.start_cold()
        found = yield from find_level(study.evaluate, found.best.level, lowest, highest)
        found = yield from _confirm_cold(study, found)
    assert study.solution is not None
    seconds = time.perf_counter() - start
    results = collect(
        design, catalogue, fidelity, study.solution, seconds, study.solver.liquid
    )
    results = replace(results, grid_error=error, racks=study.racks())
    unchecked = (
        *unchecked,
        *(u for limit in COUPLED_LIMITS for u in limit.unchecked(case)),
        *(u for limit in SHARED_LIMITS for u in limit.unchecked(case)),
    )
    return assemble_answer(
        design=design,
        case=case,
        objective=objective,
        found=found,
        caps=caps,
        unchecked=unchecked,
        powers_w=study.powers_at(found.best.level),
        results=results,
        seconds=time.perf_counter() - start,
    )


def _compare_grids(
    design: Design, study: _Study, found: Found
) -> Generator[Progress, None, GridError]:
    """Solve the answer on a second grid; from then on racks are read with their grid errors."""
    assert study.solution is not None
    grid = study.solution.devices.geometry.openness.grid
    settled = study.solution.status == "converged"
    answer = Answer(grid, rack_results(study.solution), settled)
    scene = with_rack_powers(study.case.scene, study.powers_at(found.best.level))
    second = SecondGrid(design, study.case.scene, grid, capacity_counts=False)
    compared, study.compared = yield from compare(second, scene, answer)
    return compared


def read_own_limits(
    case: DensityCase,
) -> tuple[dict[int, tuple[Cap, ...]], tuple[UncheckedLimit, ...]]:
    """Caps of every rack, lowest first, and what could not be checked."""
    caps: dict[int, list[Cap]] = {n: [] for n in range(len(case.racks))}
    unchecked: list[UncheckedLimit] = []
    for limit in OWN_LIMITS:
        for item in limit.caps(case):
            if isinstance(item, Cap):
                caps[item.rack].append(item)
            else:
                unchecked.append(item)
    ordered = {n: tuple(sorted(found, key=lambda c: c.power_w)) for n, found in caps.items()}
    return ordered, tuple(unchecked)


def _lowest_caps(caps: dict[int, tuple[Cap, ...]], count: int) -> Array:
    return np.array([caps[n][0].power_w if caps[n] else np.inf for n in range(count)])


def _highest_level(study: _Study) -> float:
    """Level that no limit on power alone lets grow further.

    There every rack stands at its own cap, or at a power no rack reaches, or a shared limit on
    summed powers binds exactly.
    """
    weights = np.array(study.case.weights)
    growing = weights > 0.0
    caps = np.minimum(study.caps_w, HIGHEST_RACK_POWER_W)
    own = float((caps[growing] / weights[growing]).max())
    shared = (group.highest_level(study.case.weights, list(study.caps_w)) for group in study.groups)
    return min([own, *shared])


def _confirm_cold(study: _Study, found: Found) -> Generator[Progress, None, Found]:
    """Re-solve the best level from a cold start, and shrink it while a limit is exceeded."""
    trials, best = found.trials, found.best
    if best is trials[-1] and best.is_cold:
        return found
    level = best.level
    for _ in range(_COLD_REPEATS):
        study.start_cold()
        best = yield from study.evaluate(level)
        if best.holds or found.outcome == "infeasible":
            break
        level = _shrunk(best, trials)
        trials = (*trials, best)
    trials = trials if trials[-1] is best else (*trials, best)
    outcome = found.outcome
    if not best.holds and outcome != "infeasible":
        outcome = "unfinished"
    elif outcome == "unlimited" and best.level < found.best.level:
        outcome = "found"
    return Found(outcome, best, trials)


def _shrunk(trial: Trial, others: tuple[Trial, ...]) -> float:
    """A lower level: where the first limit binds, at least a tenth of a percent below."""
    binding = min(binding_levels(trial, others).values(), default=trial.level)
    return min(max(binding, 0.5 * trial.level), (1.0 - _LEAST_SHRINK) * trial.level)
