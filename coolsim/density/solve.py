"""Uniform and proportional density: the headline answer, confirmed by re-solved flow.

Rack i gets ``P_i = min(level * w_i, c_i)`` with its own cap ``c_i``; the level grows until the
first shared or coupled limit stops it.
"""

from __future__ import annotations

import time
from collections.abc import Generator
from dataclasses import replace
from typing import Literal

from coolsim.air.summary import rack_results
from coolsim.catalogue import Catalogue
from coolsim.density.answer import assemble_answer
from coolsim.density.opening import OpenStudy, draft_trials, open_study
from coolsim.density.records import Density
from coolsim.density.search import Found, Trial, binding_levels, find_level
from coolsim.density.study import Study
from coolsim.design.models import Design, Fidelity
from coolsim.errors import SolveError
from coolsim.events import Progress
from coolsim.grid_error import Answer, SecondGrid, compare, require_flow
from coolsim.results.grid_error import GridError
from coolsim.scene import with_rack_powers
from coolsim.simulate import collect

_COLD_REPEATS = 4
_LEAST_SHRINK = 1e-3


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
    opened = open_study(
        design, catalogue, objective, margin_k=margin_k, fidelity=fidelity, cell_m=cell_m
    )
    study = opened.study
    found = yield from find_density(opened)
    error: GridError | None = None
    if grid_error:
        error = yield from _compare_grids(design, study, found)
        study.start_cold()
        level, lowest, highest = found.best.level, opened.lowest, opened.highest
        found = yield from find_level(study.evaluate, level, lowest, highest)
        found = yield from confirm_cold(study, found)
    if study.solution is None:
        raise _never_stood(found)
    seconds = time.perf_counter() - start
    results = collect(design, catalogue, fidelity, study.solution, seconds, study.liquid)
    results = replace(results, grid_error=error, racks=study.judged(results.racks))
    return assemble_answer(
        design=design,
        case=study.case,
        objective=objective,
        found=found,
        caps=opened.caps,
        unchecked=opened.unchecked,
        powers_w=study.powers_at(found.best.level),
        results=results,
        seconds=time.perf_counter() - start,
    )


def find_density(opened: OpenStudy) -> Generator[Progress, None, Found]:
    """Search the level of a study from where potential flow puts it, and confirm it cold.

    Potential flow knows neither buoyancy nor jets, but airflow that follows power dominates the way
    inlets rise: its level is a close start, and its slope a good first step.
    """
    study = opened.study
    hints = () if study.is_draft else (yield from draft_trials(opened))
    start = max((t.level for t in hints if t.holds), default=opened.first)
    found = yield from find_level(study.evaluate, start, opened.lowest, opened.highest, hints=hints)
    return (yield from confirm_cold(study, found))


def _never_stood(found: Found) -> SolveError:
    """The flow diverged at every level tried."""
    lowest = min(trial.power_w for trial in found.trials)
    error = SolveError(
        f"the flow diverged at every power tried, down to {lowest / 1e3:.1f} kW in the hall; "
        f"{found.trials[-1].readings[0].source}",
        remedy="Ask for another cell size, or look at strong jets and closed aisles.",
    )
    error.exit_code = 4
    return error


def _compare_grids(
    design: Design, study: Study, found: Found
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


def confirm_cold(study: Study, found: Found) -> Generator[Progress, None, Found]:
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
