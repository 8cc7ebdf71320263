"""How long a cold steady flow takes, against its own converged state.

    python -m tests.benchmarks.bench_flow                 rows (a) to (c) on 230k, 1M and 4M cells
    python -m tests.benchmarks.bench_flow 30k 230k        other grids; small ones first
    python -m tests.benchmarks.bench_flow 4M a            other grids and rows

Three rows a grid: (a) constant viscosity and first order, the physics that other codes were timed
with; (b) the shipped physics, zero-equation; (c) the same with second order on the finest grid and
the log law at walls, as settings have it. Nested grids, each level about doubled, all with the
pseudo-time step of the coarsest: 60 steps there, 25 on levels between. Timed, wall and CPU, after
the kernels are compiled: until every rack inlet, in rows (b) and (c) its mean over the last ten
steps, stays within 0.1 K of the end of a run with four times as many steps on the finest grid.
A flow that does not settle is timed a second time, until its running means stay within its wander:
half the largest range of an inlet over the last steps, as many as a solve states it over. Printed
too are the steps there, the peak of memory above that of a compiled program, and the cost exponent
of a step between the first and the last grid. One thread.
"""

from __future__ import annotations

import gc
import math
import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import resource
import sys
import time
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from solvers.flow import FlowOptions, FlowState, Room
from solvers.prolong import refine_state
from solvers.steady import WINDOW
from solvers.turbulence import Closure, constant, zero_equation
from solvers.wall_friction import WallLaw, log_law
from tests.benchmarks.trial_hall import GRIDS, RACKS, SIZE_M, TrialHall, trial_hall

LEVELS = {
    "30k": ("30k",),
    "230k": ("30k", "230k"),
    "1M": ("30k", "230k", "1M"),
    "4M": ("30k", "230k", "1M", "4M"),
}
COARSEST_STEPS = 60
COARSE_STEPS = 25
FINE_STEPS = {"30k": 40, "230k": 30, "1M": 30, "4M": 15}
STEP_PER_SPACING_S_M = 3.5
BAND_K = 0.1
MEAN_STEPS = 10
GOALS_S = {("230k", "a"): 2.5, ("1M", "a"): 12.0, ("4M", "a"): 60.0, ("230k", "b"): 6.0}
AIMS_S = {("230k", "a"): 0.6, ("1M", "a"): 3.0, ("4M", "a"): 15.0}
GOAL_BYTES = 450
AIM_BYTES = 200
GOAL_EXPONENT = 1.15


@dataclass(frozen=True)
class Physics:
    """One row: its letter and name, closure and Prandtl number, steps a running mean is over.

    ``wall_law`` is the friction of walls, ``second_order`` the convection on the finest grid.
    """

    key: str
    name: str
    closure: Closure
    prandtl: float
    mean_steps: int
    wall_law: WallLaw | None = None
    second_order: bool = False


PHYSICS = (
    Physics("a", "constant", constant(0.01), 1.0, 1),
    Physics("b", "zero-equation", zero_equation(), 0.9, MEAN_STEPS),
    Physics("c", "2nd, log law", zero_equation(), 0.9, MEAN_STEPS, log_law(), second_order=True),
)


@dataclass(frozen=True)
class Reached:
    """Seconds, CPU seconds and fine steps until all later running means lie in a band."""

    seconds: float
    cpu_seconds: float
    steps: int


@dataclass(frozen=True)
class Timing:
    """When the inlets stay in the band of 0.1 K, when in that of their wander; cost of a step."""

    to_band: Reached
    to_wander: Reached
    wander_k: float
    cells: int
    step_cpu_seconds: float


def options(shape: tuple[int, int, int], prandtl: float) -> FlowOptions:
    """Numerical options of all levels; ``shape`` is that of the coarsest grid."""
    width = min(SIZE_M[0] / shape[0], SIZE_M[1] / shape[1])
    step = STEP_PER_SPACING_S_M * width
    return FlowOptions(step=step, expansion=1.0 / 300.0, reference=18.0, prandtl=prandtl)


def timed(name: str, physics: Physics) -> Timing:
    """Run the nested grids of a case and judge when its inlets stood still."""
    levels = LEVELS[name]
    numerics = options(GRIDS[levels[0]], physics.prandtl)
    start, cpu_start = time.perf_counter(), time.process_time()
    finest = replace(numerics, second_order=physics.second_order)
    room = _start(trial_hall(GRIDS[levels[0]]), None, physics, numerics)
    for level, finer in pairwise(levels):
        for _ in range(COARSEST_STEPS if level == levels[0] else COARSE_STEPS):
            room.step()
        order = finest if finer == levels[-1] else numerics
        room = _start(trial_hall(GRIDS[finer]), room, physics, order)
    begun = time.process_time()
    history, clock = [], []
    for _ in range(4 * FINE_STEPS[name]):
        room.step()
        history.append(room.exchange.intakes.means(room.state.temperature)[:RACKS])
        clock.append((time.perf_counter() - start, time.process_time() - cpu_start))
    inlets: NDArray[np.float64] = np.array(history, dtype=np.float64)
    step_seconds = (time.process_time() - begun) / len(clock)
    last = inlets[-WINDOW:]
    wander = 0.5 * float((last.max(axis=0) - last.min(axis=0)).max())

    def reached(band_k: float) -> Reached:
        first = min(_first_inside(inlets, physics.mean_steps, band_k), len(inlets) - 1)
        seconds, cpu_seconds = clock[first]
        return Reached(seconds, cpu_seconds, first + 1)

    to_wander = reached(max(BAND_K, wander))
    cells = room.openness.grid.cells
    return Timing(reached(BAND_K), to_wander, wander, cells, step_seconds)


def _first_inside(inlets: NDArray[np.float64], mean_steps: int, band_k: float) -> int:
    """Step from which all running means stay in a band about the last eighth's mean."""
    reference = inlets[-max(1, len(inlets) // 8) :].mean(axis=0)
    running = np.array(
        [inlets[max(0, n + 1 - mean_steps) : n + 1].mean(axis=0) for n in range(len(inlets))]
    )
    outside = np.flatnonzero(np.abs(running - reference).max(axis=1) > band_k)
    return int(outside[-1]) + 1 if outside.size else 0


def _start(hall: TrialHall, coarser: Room | None, physics: Physics, numerics: FlowOptions) -> Room:
    state: FlowState | None = None
    if coarser is not None:
        state = refine_state(coarser.state, coarser.openness, hall.openness)
    return hall.room(physics.closure, numerics, state, physics.wall_law)


def _peak_bytes() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def _goal(goals: dict[tuple[str, str], float], name: str, key: str) -> str:
    goal = goals.get((name, key))
    return "" if goal is None else f"{goal:.1f}s"


def main(names: list[str]) -> None:
    """Print the table; names are grids, and letters of rows where not all are wanted."""
    grids = [name for name in names if name in LEVELS] or ["230k", "1M", "4M"]
    chosen = [row for row in PHYSICS if row.key in names] or list(PHYSICS)
    for physics in chosen:
        timed("30k", physics)  # compiles every kernel
    gc.collect()
    base = _peak_bytes()
    print(
        f"{'grid':>5} {'physics':<17} {'to 0.1 K':>9} {'asked':>6} {'aim':>6} {'CPU':>8} "
        f"{'steps':>6} {'wander':>8} {'to it':>9} {'CPU':>8} {'CPU a step':>11} {'memory':>9}"
    )
    rows: dict[str, list[Timing]] = {physics.key: [] for physics in chosen}
    for name in grids:
        for physics in chosen:
            row = timed(name, physics)
            rows[physics.key].append(row)
            band, wander = row.to_band, row.to_wander
            print(
                f"{name:>5} ({physics.key}) {physics.name:<13} {band.seconds:8.2f}s "
                f"{_goal(GOALS_S, name, physics.key):>6} {_goal(AIMS_S, name, physics.key):>6} "
                f"{band.cpu_seconds:7.2f}s {band.steps:6d} {row.wander_k:7.3f}K "
                f"{wander.seconds:8.2f}s {wander.cpu_seconds:7.2f}s "
                f"{1e3 * row.step_cpu_seconds:9.0f}ms "
                f"{(_peak_bytes() - base) / row.cells:6.0f} B/c",
                flush=True,
            )
            gc.collect()
    print(f"memory: asked under {GOAL_BYTES} bytes a cell, aim {AIM_BYTES}, on the largest grid")
    for key, found in rows.items():
        if len(found) > 1 and found[0].cells != found[-1].cells:
            growth = math.log(found[-1].step_cpu_seconds / found[0].step_cpu_seconds)
            exponent = growth / math.log(found[-1].cells / found[0].cells)
            print(f"({key}) cost exponent of a step: {exponent:.2f}, asked {GOAL_EXPONENT}")


if __name__ == "__main__":
    main(sys.argv[1:])
