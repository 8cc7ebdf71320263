"""How long a cold steady flow takes, against its own converged state.

    python -m tests.benchmarks.bench_flow                 rows (a) to (c) on 230k, 1M and 4M cells
    python -m tests.benchmarks.bench_flow 30k 230k        other grids; small ones first

Three rows a grid: (a) constant viscosity and first order, the physics that other codes were timed
with; (b) the shipped physics, zero-equation; (c) the same with second order on the finest grid and
the log law at walls, as settings have it. Nested grids, each level about doubled, all with the
pseudo-time step of the coarsest: 60 steps there, 25 on levels between. Timed, wall and CPU, after
the kernels are compiled: until every rack inlet, in rows (b) and (c) its mean over the last ten
steps, stays within 0.1 K of the end of a run with four times as many steps on the finest grid.
Printed too are the steps there, the drift at the end, the peak of memory above that of a compiled
program, and the cost exponent of a step between the first and the last grid. One thread.
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
GOAL_BYTES = 450
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
class Timing:
    """Seconds, CPU seconds, fine steps until the inlets stay in the band; drift at the end [K]."""

    seconds: float
    cpu_seconds: float
    steps: int
    cells: int
    step_cpu_seconds: float
    end_drift_k: float


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
    inlets = np.array(history)
    first = min(_first_inside(inlets, physics.mean_steps), len(inlets) - 1)
    drift = float(np.abs(inlets[-1] - inlets[-11]).max())
    step_seconds = (time.process_time() - begun) / len(clock)
    return Timing(*clock[first], first + 1, room.openness.grid.cells, step_seconds, drift)


def _first_inside(inlets: NDArray[np.float64], mean_steps: int) -> int:
    """Step from which all running means stay in the band about the last eighth's mean."""
    reference = inlets[-max(1, len(inlets) // 8) :].mean(axis=0)
    running = np.array(
        [inlets[max(0, n + 1 - mean_steps) : n + 1].mean(axis=0) for n in range(len(inlets))]
    )
    outside = np.flatnonzero(np.abs(running - reference).max(axis=1) > BAND_K)
    return int(outside[-1]) + 1 if outside.size else 0


def _start(hall: TrialHall, coarser: Room | None, physics: Physics, numerics: FlowOptions) -> Room:
    state: FlowState | None = None
    if coarser is not None:
        state = refine_state(coarser.state, coarser.openness, hall.openness)
    return hall.room(physics.closure, numerics, state, physics.wall_law)


def _peak_bytes() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def main(names: list[str]) -> None:
    """Print the table."""
    timed("30k", PHYSICS[1])  # compiles every kernel
    timed("30k", PHYSICS[2])
    gc.collect()
    base = _peak_bytes()
    print(
        f"{'grid':>5} {'physics':<17} {'to 0.1 K':>9} {'asked':>6} {'CPU':>8} {'steps':>6} "
        f"{'CPU a step':>11} {'drift':>8} {'memory':>9}"
    )
    rows: dict[str, list[Timing]] = {physics.key: [] for physics in PHYSICS}
    for name in names:
        for physics in PHYSICS:
            row = timed(name, physics)
            rows[physics.key].append(row)
            goal = GOALS_S.get((name, physics.key))
            print(
                f"{name:>5} ({physics.key}) {physics.name:<13} {row.seconds:8.2f}s "
                f"{'' if goal is None else f'{goal:.1f}s':>6} {row.cpu_seconds:7.2f}s "
                f"{row.steps:6d} {1e3 * row.step_cpu_seconds:9.0f}ms {row.end_drift_k:7.3f}K "
                f"{(_peak_bytes() - base) / row.cells:6.0f} B/c",
                flush=True,
            )
            gc.collect()
    print(f"memory: asked under {GOAL_BYTES} bytes a cell, on the largest grid")
    for key, found in rows.items():
        if len(found) > 1 and found[0].cells != found[-1].cells:
            growth = math.log(found[-1].step_cpu_seconds / found[0].step_cpu_seconds)
            exponent = growth / math.log(found[-1].cells / found[0].cells)
            print(f"({key}) cost exponent of a step: {exponent:.2f}, asked {GOAL_EXPONENT}")


if __name__ == "__main__":
    main(sys.argv[1:] or ["230k", "1M", "4M"])
