"""The error that the grid leaves in a solved hall: the same hall on a second grid, on request.

The second grid has cells narrower by :data:`REFINEMENT` (four times as many), or wider by as much
where a narrower grid would have too many. The result keeps the grid it was asked for and gets an
estimated error of each rack inlet, see :mod:`coolsim.results.grid_error`.
"""

from __future__ import annotations

import time
from collections.abc import Generator, Sequence
from dataclasses import dataclass, replace
from statistics import median

from coolsim.air.grids import MOST_CELLS, grid_of
from coolsim.air.solution import AirSolution
from coolsim.air.solve import AirSolver
from coolsim.air.summary import rack_results
from coolsim.design.models import Design
from coolsim.errors import SolveError
from coolsim.events import Progress
from coolsim.results.grid_error import (
    ASSUMED_ORDER,
    SAFETY_FACTOR,
    GridError,
    estimated_error,
    not_below_median,
)
from coolsim.results.records import RackResult, Results
from coolsim.scene import Scene
from solvers.grid import Grid

REFINEMENT = 1.6
"""Wanted ratio of the cell widths: above the 1.3 below which two grids tell little [-]."""
_SETTLED = ("converged",)


@dataclass(frozen=True, slots=True)
class Answer:
    """What is compared of a solved hall: its grid, its racks, and whether its flow came to rest."""

    grid: Grid
    racks: tuple[RackResult, ...]
    settled: bool


def with_grid_error(
    design: Design, scene: Scene, results: Results
) -> Generator[Progress, None, Results]:
    """The result with the estimated error of each rack inlet; yields progress.

    Args:
        design: The design that was solved.
        scene: Its scene.
        results: The result to judge.

    Raises:
        SolveError: For a draft, whose error is not the grid's; or if the hall cannot be solved on
            the second grid.
    """
    require_flow(results.fidelity)
    grid = Grid(results.grid.shape, results.grid.spacing_m, results.fields.origin_m)
    answer = Answer(grid, tuple(results.racks), results.status in _SETTLED)
    found, racks = yield from compare(SecondGrid(design, scene, grid), scene, answer)
    return replace(results, grid_error=found, racks=racks)


def require_flow(fidelity: str) -> None:
    """Refuse a draft.

    Raises:
        SolveError: The fidelity is ``draft``.
    """
    if fidelity == "draft":
        raise SolveError(
            "a draft errs by its potential flow, not by its grid.",
            where="fidelity",
            remedy="Ask for the grid error of a live or full solve.",
        )


class SecondGrid:
    """A solver of the same hall on the grid to compare with.

    Args:
        design: The design.
        scene: Its scene.
        first: The grid that is judged.
        capacity_counts: As in :class:`AirSolver`.
        refinement: Wanted ratio of the cell widths [-].
    """

    def __init__(
        self,
        design: Design,
        scene: Scene,
        first: Grid,
        *,
        capacity_counts: bool = True,
        refinement: float = REFINEMENT,
    ) -> None:
        self.is_finer = first.cells * refinement**3 <= MOST_CELLS
        factor = 1.0 / refinement if self.is_finer else refinement
        dx, dy, dz = (spacing * factor for spacing in first.spacing)
        # cells of the same shape: along each axis as much narrower
        grid = grid_of(scene, dx, dz, width_m=dy)
        settings = design.variant.settings
        self.solver = AirSolver(
            scene,
            "full",
            None,
            settings.turbulence,
            capacity_counts=capacity_counts,
            grid=grid,
            second_order=settings.convection == "second_order",
            log_law_walls=settings.wall_friction == "log_law",
        )


def compare(
    second: SecondGrid, scene: Scene, answer: Answer
) -> Generator[Progress, None, tuple[GridError, tuple[RackResult, ...]]]:
    """Solve the scene on the second grid; yields progress.

    Returns:
        What the second grid says, and the racks with their estimated errors.

    Raises:
        SolveError: If the hall cannot be solved there.
    """
    begun = time.perf_counter()
    steps = second.solver.solve(scene)
    while True:
        try:
            progress = next(steps)
        except StopIteration as stop:
            solution = stop.value
            break
        yield replace(progress, stage="grid error", message=f"Second grid: {progress.message}")
    found, racks = judge(answer, solution, is_finer=second.is_finer)
    return replace(found, seconds=time.perf_counter() - begun), racks


def judge(
    answer: Answer, solution: AirSolution, *, is_finer: bool
) -> tuple[GridError, tuple[RackResult, ...]]:
    """What a solution on the second grid says of an answer, and the racks with their errors."""
    grid = solution.devices.geometry.openness.grid
    ratio = (grid.cells / answer.grid.cells) ** (1.0 / 3.0)
    refinement = max(ratio, 1.0 / ratio)
    racks = _judged(answer.racks, rack_results(solution), refinement, is_finer=is_finer)
    errors = [rack.inlet_grid_error_k for rack in racks]
    worst = max(racks, key=lambda rack: rack.inlet_grid_error_k, default=None)
    found = GridError(
        shape=grid.shape,
        cells=grid.cells,
        refinement=refinement,
        is_finer=is_finer,
        order=ASSUMED_ORDER,
        safety_factor=SAFETY_FACTOR,
        settled=answer.settled and solution.status in _SETTLED,
        largest_k=max(errors, default=0.0),
        median_k=median(errors) if errors else 0.0,
        largest_name=(worst.name or worst.id) if worst else "",
        seconds=0.0,
    )
    return found, racks


def with_errors_of(
    racks: Sequence[RackResult], judged: Sequence[RackResult]
) -> tuple[RackResult, ...]:
    """Racks with the grid errors found for them in another solve; as they were without any.

    Args:
        racks: The racks.
        judged: The same racks as they were judged by a second grid, or none.
    """
    if not judged:
        return tuple(racks)
    return tuple(
        replace(
            rack,
            inlet_grid_error_k=known.inlet_grid_error_k,
            second_grid_inlet_c=known.second_grid_inlet_c,
        )
        for rack, known in zip(racks, judged, strict=True)
    )


def _judged(
    racks: Sequence[RackResult],
    compared: Sequence[RackResult],
    refinement: float,
    *,
    is_finer: bool,
) -> tuple[RackResult, ...]:
    """The racks of one grid with what the other grid says of them."""
    errors = not_below_median(
        [
            estimated_error(
                other.inlet_temperature_c - rack.inlet_temperature_c, refinement, is_finer=is_finer
            )
            for rack, other in zip(racks, compared, strict=True)
        ]
    )
    return tuple(
        replace(rack, second_grid_inlet_c=other.inlet_temperature_c, inlet_grid_error_k=error)
        for rack, other, error in zip(racks, compared, errors, strict=True)
    )
