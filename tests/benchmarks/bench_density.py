"""Uniform density of a hall of 400 racks and of one of 1,000, confirmed by re-solved flow.

    python -m tests.benchmarks.bench_density                 # both halls
    python -m tests.benchmarks.bench_density --halls hall-400 --repeats 3

Each line: racks and cells, seconds by the clock and of processor time from the request to the
answer (kernels compiled before, no start of the program), flows solved, the answer, and two checks
on a grid of its own: how far the worst inlet lies below its limit when the answer is solved once
more from rest, and at a level of one percent more. The clock depends on what else the machine
does; processor time and the ratio of the halls less so.
"""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Callable

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np

from coolsim.air.summary import rack_results
from coolsim.assets import asset
from coolsim.catalogue.loading import load_catalogue
from coolsim.density.records import Density
from coolsim.design.files import load
from coolsim.design.models import Design
from coolsim.scene import with_rack_powers
from coolsim.simulate import make_hall_solver, resolve_design
from coolsim.tasks import DensityRequest, finish
from tests.tools.hall_1000 import hall_1000

HALLS: dict[str, Callable[[], Design]] = {
    "hall-400": lambda: load(asset("examples", "hall-400.coolsim")),
    "1,000 racks": hall_1000,
}


def slack_k(design: Design, density: Density, factor: float) -> float:
    """Least slack of an inlet when the answer times a factor is solved from rest [K]."""
    catalogue = load_catalogue()
    scene = resolve_design(design, catalogue)
    powers = [factor * rack.power_w for rack in density.racks]
    solver = make_hall_solver(design, catalogue, scene, "live", None, capacity_counts=False)
    steps = solver.solve(with_rack_powers(scene, powers))
    while True:
        try:
            next(steps)
        except StopIteration as stop:
            racks = rack_results(stop.value)
            return float(np.min([r.inlet_limit_c - r.inlet_temperature_c for r in racks]))


def run(name: str, repeats: int) -> float:
    """Print one hall's line; returns its processor time [s]."""
    design = HALLS[name]()
    clock, busy = [], []
    for _ in range(repeats):
        begun, spent = time.perf_counter(), time.process_time()
        density = finish(DensityRequest(design, "uniform", None, "live")).density
        clock.append(time.perf_counter() - begun)
        busy.append(time.process_time() - spent)
    hall = density.hall
    print(
        f"  {name:12s} {len(density.racks):5d} racks {density.results.grid.cells:8,d} cells"
        f" {min(clock):7.1f} s {min(busy):7.1f} s CPU {len(density.points):3d} flows"
        f"  {hall.power_w / 1e6:.3f} MW by {hall.binding.limit}"
        f"  slack {slack_k(design, density, 1.0):.3f} K, at 1 % more"
        f" {slack_k(design, density, 1.01):.3f} K"
    )
    return min(busy)


def main() -> None:
    """Run for each hall asked for."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--halls", nargs="*", choices=list(HALLS), default=list(HALLS))
    parser.add_argument("--repeats", type=int, default=1)
    options = parser.parse_args()
    finish(DensityRequest(HALLS["hall-400"](), "uniform", None, "draft"))  # loads and compiles
    times = [run(name, options.repeats) for name in options.halls]
    if len(times) > 1:
        print(f"  ratio of processor times {times[-1] / times[0]:.2f}")


if __name__ == "__main__":
    main()
