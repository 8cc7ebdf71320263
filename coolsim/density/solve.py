"""Uniform and proportional density: the headline answer, confirmed by re-solved flow.

Rack i gets ``P_i = min(level * w_i, c_i)`` with its own cap ``c_i``; the level grows until the
first shared or coupled limit stops it.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Generator
from dataclasses import replace

from coolsim.air.summary import rack_results
from coolsim.catalogue import Catalogue
from coolsim.density.advice import advise
from coolsim.density.allocated import ALLOCATING, Wish, solve_allocation
from coolsim.density.answer import assemble_answer, density_point
from coolsim.density.finer import confirm_unless_stopped
from coolsim.density.level import confirm_cold, find_unless_stopped, never_stood
from coolsim.density.opening import open_study
from coolsim.density.records import Density, Objective
from coolsim.density.search import Found, find_level
from coolsim.density.study import Study
from coolsim.density.survival import survive
from coolsim.density.tokens import with_tokens
from coolsim.density.told import stopped
from coolsim.design.models import Design, Fidelity
from coolsim.events import Progress
from coolsim.grid_error import Answer, SecondGrid, compare, require_flow, with_errors_of
from coolsim.plant.outdoor import Outdoor
from coolsim.results.grid_error import GridError
from coolsim.scene import with_rack_powers
from coolsim.simulate import collect


def solve_density(
    design: Design,
    catalogue: Catalogue,
    *,
    objective: Objective = "uniform",
    margin_k: float | None = None,
    fidelity: Fidelity = "live",
    cell_m: float | None = None,
    grid_error: bool = False,
    finer: bool | None = None,
    wish: Wish | None = None,
    changes: bool = False,
    failures: bool = False,
    overhead_w: Callable[[float], float] | None = None,
    design_day: Outdoor | None = None,
) -> Generator[Progress, None, Density]:
    """The density of the active variant, confirmed by a cold re-solve; yields progress.

    Args:
        design: The design.
        catalogue: The catalogue, the design's own entries included.
        objective: ``uniform`` (the same power for every rack), ``proportional`` (all drawn loads
            by one factor), or an allocation: ``min`` (largest least power), ``total``,
            ``accelerators``, ``flops``, ``tokens``.
        margin_k: Margin under every inlet limit [K]; ``None`` for the design's own.
        fidelity: ``draft``, ``live`` or ``full``.
        cell_m: Cell size [m]; ``None`` for the default of the fidelity.
        grid_error: Whether the estimated error of the grid, taken at the density found without it,
            is kept free below every inlet limit as well; not for allocations.
        finer: Whether the answer is confirmed on a finer grid, and lowered to where it holds there;
            ``None`` does so for allocations.
        wish: What an allocation may change.
        changes: Whether prices of limits and single changes are found too, for uniform and
            proportional density.
        failures: Whether the density with any single cooler or unit lost is found too, likewise.
        overhead_w: Power of racks -> cooling power in the worst hour [W]: counts against the grid
            cap; ``None`` where no year tells it.
        design_day: Outdoor air of the design day, that the plants are judged at.

    Raises:
        SolveError: If there is no rack, no drawn load to be proportional to, or no solution.
    """
    start = time.perf_counter()
    if grid_error:
        require_flow(fidelity)
    yield Progress("scene", 0.0, "Looking up equipment and air")
    opened = open_study(
        design, catalogue, objective, margin_k=margin_k, fidelity=fidelity, cell_m=cell_m,
        overhead_w=overhead_w, design_day=design_day,
    )  # fmt: skip
    study = opened.study
    if objective in ALLOCATING:
        is_wanted = finer is None or finer
        wanted = wish or Wish()
        allocated = yield from solve_allocation(opened, objective, wanted, start, finer=is_wanted)
        return with_tokens(allocated, study.case, wanted.tokens)
    found, is_stopped = yield from find_unless_stopped(opened)
    error: GridError | None = None
    if grid_error and not is_stopped:
        error = yield from _compare_grids(design, study, found)
        study.start_cold()
        level, lowest, highest = found.best.level, opened.lowest, opened.highest
        found = yield from find_level(study.evaluate, level, lowest, highest)
        found = yield from confirm_cold(study, found)
    if study.solution is None:
        raise never_stood(found)
    first, told = found, None
    if finer and not is_stopped and found.best.holds:
        found, told, is_stopped = yield from confirm_unless_stopped(opened, found, study.powers_at)
    seconds = time.perf_counter() - start
    results = collect(design, catalogue, fidelity, study.solution, seconds, study.liquid)
    compared = study.compared if told is None else told.racks or study.compared
    racks = with_errors_of(results.racks, compared)
    results = replace(results, grid_error=error, racks=racks)
    plain = assemble_answer(
        design=design,
        case=study.case,
        objective=objective,
        found=found,
        caps=opened.caps,
        unchecked=opened.unchecked,
        powers_w=study.powers_at(found.best.level),
        results=results,
        seconds=time.perf_counter() - start,
        watched=study.watched(),
    )
    answer = with_tokens(plain, study.case, wish.tokens if wish else ())
    if told is not None:
        answer = told.on(replace(answer, points=tuple(map(density_point, told.trials))))
    if is_stopped:
        return stopped(answer)
    # what moves the answer is found on its own grid alone
    if changes:
        answer = replace(answer, advice=(yield from advise(opened, first, answer)))
    if failures:
        answer = replace(answer, survival=(yield from survive(opened, first, answer)))
    return replace(answer, seconds=time.perf_counter() - start)


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
