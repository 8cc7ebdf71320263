"""Uniform and proportional density: the headline answer, confirmed by re-solved flow.

Rack i gets ``P_i = min(level * w_i, c_i)`` with its own cap ``c_i``; the level grows until the
first shared or coupled limit stops it.
"""

from __future__ import annotations

import time
from collections.abc import Generator
from dataclasses import replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from coolsim.air.summary import rack_results
from coolsim.catalogue import Catalogue
from coolsim.density.answer import assemble_answer
from coolsim.density.case import DensityCase, make_case
from coolsim.density.limits import (
    COUPLED_LIMITS,
    OWN_LIMITS,
    SHARED_LIMITS,
    Cap,
)
from coolsim.density.records import Density, UncheckedLimit
from coolsim.density.search import Found, Trial, binding_levels, find_level
from coolsim.density.study import Study
from coolsim.design.models import Design, Fidelity
from coolsim.errors import SolveError
from coolsim.events import Progress
from coolsim.grid_error import Answer, SecondGrid, compare, require_flow
from coolsim.results.grid_error import GridError
from coolsim.scene import with_rack_powers
from coolsim.simulate import collect, make_hall_solver, resolve_design

Array = NDArray[np.float64]

HIGHEST_RACK_POWER_W = 2.0e6
"""Level beyond which a rack counts as unlimited: no product comes near it."""
LOWEST_LEVEL_FRACTION = 0.01
"""Lowest level tried, over the mean drawn load."""
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
    study = Study(
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
    if study.solution is None:
        raise _never_stood(found)
    seconds = time.perf_counter() - start
    results = collect(design, catalogue, fidelity, study.solution, seconds, study.liquid)
    results = replace(results, grid_error=error, racks=study.judged(results.racks))
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


def _highest_level(study: Study) -> float:
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


def _confirm_cold(study: Study, found: Found) -> Generator[Progress, None, Found]:
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
