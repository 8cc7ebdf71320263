"""How long a cold steady flow takes, against its own converged state.

    python -m tests.benchmarks.bench_flow [30k 230k 1M 4M]

Two rows a grid: (a) constant viscosity and first order, the physics that other codes were timed
with; (b) the shipped physics, zero-equation. Nested grids, each level doubled. Printed: seconds
(wall, after the kernels are compiled) until every rack inlet stays within 0.1 K of the end of a run
with four times as many steps on the finest grid, steps there, bytes a cell above the interpreter,
and the cost exponent between the grids.
"""

from __future__ import annotations

import math
import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import resource
import sys
import time
from dataclasses import dataclass

import numpy as np

from solvers.flow import FlowOptions, FlowState, Room
from solvers.prolong import refine_state
from solvers.turbulence import Closure, constant, zero_equation
from tests.benchmarks.trial_hall import GRIDS, RACKS, TrialHall, trial_hall

LEVELS = {
    "30k": ("30k",),
    "230k": ("30k", "230k"),
    "1M": ("30k", "230k", "1M"),
    "4M": ("30k", "230k", "1M", "4M"),
}
COARSE_STEPS = 25
FINE_STEPS = {"30k": 40, "230k": 30, "1M": 30, "4M": 15}
BAND_K = 0.1


@dataclass(frozen=True)
class Timing:
    """One row: seconds and fine steps until the inlets stay in the band, and the last drift [K]."""

    seconds: float
    steps: int
    cells: int
    step_seconds: float
    end_drift_k: float


def options(spacing: float, prandtl: float) -> FlowOptions:
    """Numerical options of the runs: the pseudo-time step follows the cell."""
    step = min(max(3.5 * spacing, 0.3), 1.5)
    return FlowOptions(step=step, expansion=1.0 / 300.0, reference=18.0, prandtl=prandtl)


def timed(name: str, closure: Closure, prandtl: float) -> Timing:
    """Run the nested grids of a case and judge when its inlets stood still."""
    halls = [trial_hall(GRIDS[level]) for level in LEVELS[name]]
    start = time.perf_counter()
    state: FlowState | None = None
    previous: TrialHall | None = None
    for hall in halls[:-1]:
        room = _start(hall, previous, state, closure, prandtl)
        for _ in range(COARSE_STEPS):
            room.step()
        state, previous = room.state, hall
    room = _start(halls[-1], previous, state, closure, prandtl)
    history, clock = [], []
    began = time.perf_counter()
    for _ in range(4 * FINE_STEPS[name]):
        room.step()
        history.append(room.exchange.intakes.means(room.state.temperature)[:RACKS])
        clock.append(time.perf_counter() - start)
    inlets = np.array(history)
    reference = inlets[-max(1, len(inlets) // 8) :].mean(axis=0)
    outside = np.flatnonzero(np.abs(inlets - reference).max(axis=1) > BAND_K)
    first = int(outside[-1]) + 1 if outside.size else 0
    first = min(first, len(inlets) - 1)
    drift = float(np.abs(inlets[-1] - inlets[-11]).max())
    step_seconds = (clock[-1] - (began - start)) / len(clock)
    cells = room.openness.grid.cells
    return Timing(clock[first], first + 1, cells, step_seconds, drift)


def _start(
    hall: TrialHall,
    previous: TrialHall | None,
    state: FlowState | None,
    closure: Closure,
    prandtl: float,
) -> Room:
    if previous is not None and state is not None:
        state = refine_state(state, previous.openness, hall.openness)
    return hall.room(closure, options(min(hall.openness.grid.spacing[:2]), prandtl), state)


def main(names: list[str]) -> None:
    """Print the table."""
    timed("30k", zero_equation(), 0.9)  # compiles every kernel
    base = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(f"{'grid':>5} {'physics':<16} {'to 0.1 K':>9} {'steps':>6} {'a step':>8} {'drift':>8}")
    rows: dict[str, list[Timing]] = {"a": [], "b": []}
    for name in names:
        for key, label, closure, prandtl in (
            ("a", "constant", constant(0.01), 1.0),
            ("b", "zero-equation", zero_equation(), 0.9),
        ):
            row = timed(name, closure, prandtl)
            rows[key].append(row)
            print(
                f"{name:>5} ({key}) {label:<12} {row.seconds:8.2f}s {row.steps:6d} "
                f"{1e3 * row.step_seconds:6.0f}ms {row.end_drift_k:6.3f}K",
                flush=True,
            )
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    largest = max(row.cells for row in rows["a"])
    print(f"memory above the start: {(peak - base) * 1024 / largest:.0f} bytes a cell")
    for key, found in rows.items():
        if len(found) > 1 and found[0].cells != found[-1].cells:
            exponent = math.log(found[-1].step_seconds / found[0].step_seconds) / math.log(
                found[-1].cells / found[0].cells
            )
            print(f"({key}) cost exponent of a step from first to last grid: {exponent:.2f}")


if __name__ == "__main__":
    main(sys.argv[1:] or ["230k", "1M"])
