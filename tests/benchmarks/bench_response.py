"""Time tracers on a solved hall: `python tests/benchmarks/bench_response.py [EXAMPLE [FIDELITY]]`.

Default is `hall-400` on the live grid. Goals: the whole matrix, a row and capture index per rack, a
power or set-point edit at frozen flow. Every printed time is the best of a few repeats; the errors
behind them are the exact properties at frozen flow.
"""

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

import numpy as np  # noqa: E402

from coolsim.air.frozen import FrozenHall  # noqa: E402
from coolsim.air.response import AirResponse, frozen_flow  # noqa: E402
from coolsim.air.solution import AirSolution  # noqa: E402
from coolsim.air.summary import rack_results  # noqa: E402
from coolsim.assets import asset  # noqa: E402
from coolsim.catalogue import load_catalogue  # noqa: E402
from coolsim.design.files import load  # noqa: E402
from coolsim.simulate import make_solver, resolve_design  # noqa: E402
from solvers.response import Response  # noqa: E402


def best_s(function: Callable[[], object], repeats: int) -> tuple[float, object]:
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        result = function()
        times.append(time.perf_counter() - start)
    return min(times), result


def report(name: str, seconds: float, goal_s: float | None, note: str = "") -> None:
    goal = "-" if goal_s is None else f"{1e3 * goal_s:,.0f}"
    print(f"{name:<44}{1e3 * seconds:10,.1f} ms   goal {goal:>6}   {note}")


def solved(example: str, fidelity: str) -> AirSolution:
    design = load(asset("examples", f"{example}.coolsim"))
    catalogue = load_catalogue().with_entries(design.catalogue)
    scene = resolve_design(design, catalogue)
    cell = design.variant.settings.cell_m
    steps = make_solver(design, scene, fidelity, cell).solve(scene)
    while True:
        try:
            next(steps)
        except StopIteration as stop:
            return stop.value


def run(example: str, fidelity: str) -> None:
    start = time.perf_counter()
    solution = solved(example, fidelity)
    seconds = time.perf_counter() - start
    print(f"{example}, {fidelity}: {solution.status}, solved in {seconds:.1f} s with compiling")
    seconds, response = best_s(lambda: AirResponse(solution), 3)
    cells = response.response.cells
    report("tracers set up", seconds, None, f"{cells:,} cells")
    response.explain(0)
    seconds, told = best_s(lambda: response.explain(0), 5)
    report("explain one inlet (transposed, iterative)", seconds, 0.05, f"{told.sum_error_k:.0e} K")
    response.captures()
    seconds, _ = best_s(response.captures, 3)
    report("capture indices of all racks", seconds, 0.3)
    if not response.response.is_direct:
        return

    flow, _ = frozen_flow(solution)

    def factorised() -> Response:
        fresh = Response(flow)
        fresh.factorise()
        return fresh

    seconds, direct = best_s(factorised, 2)
    report("factor (with set-up)", seconds, None)
    seconds, shares = best_s(direct.matrix, 2)
    error = np.abs(shares.air.sum(axis=1) + shares.wall - 1.0).max()
    size = " x ".join(str(n) for n in shares.air.shape)
    report("all of F from the factor", seconds, 5.0, f"{size}, rows sum to 1 within {error:.0e}")
    weights = np.eye(1, shares.heat.size, 0).ravel()
    seconds, row = best_s(lambda: direct.row(weights), 5)
    error = np.abs(row.air[0] - shares.air[0]).max()
    report("one row from the factor", seconds, 0.05, f"equal within {error:.0e}")
    seconds, frozen = best_s(lambda: FrozenHall(response), 2)
    report("frozen edits ready (all of F, coupling)", seconds, None)
    racks = solution.devices.scene.racks
    power = [rack.power_w for rack in racks]
    points = [cooler.supply_temperature_c for cooler in solution.devices.scene.coolers]
    seconds, edited = best_s(lambda: frozen.inlets(power, points), 20)
    inlets = [rack.inlet_temperature_c for rack in rack_results(solution)]
    error = np.abs(np.array(edited.inlet_temperature_c) - inlets).max()
    report("power and set-point edit, all inlets", seconds, 0.02, f"as solved within {error:.0e} K")


if __name__ == "__main__":
    run(*(sys.argv[1:] + ["hall-400", "live"][len(sys.argv) - 1 :]))
