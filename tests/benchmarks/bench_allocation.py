"""Allocation against other searches on the same re-solved flows: four racks, or more.

    python -m tests.benchmarks.bench_allocation [--solves N]       # differential evolution
    python -m tests.benchmarks.bench_allocation --racks 16         # sequential least squares
    python -m tests.benchmarks.bench_allocation --hall hall-400    # time and steps of a large hall

Prints the summed power of the uniform point, of the trust-region sequence and of differential
evolution (Storn and Price, *J. Global Optim.* 11 (1997) 341-359), for airflow that follows power
and for fixed airflow, on potential flow, where a solve takes some milliseconds. No rack may take
more than its breaker, and both searches end within one server of :data:`SERVER_W`. With more racks
than the program measures slopes of, differential evolution gets nowhere in any sensible number of
solves, so the other search is SLSQP (Kraft, DFVLR-FB 88-28, 1988) with differences of solved halls,
from the uniform point and from random ones; what it finds beyond the program is the gap. Of a large
hall only the processor time and what was found are told: nothing else searches it.
"""

from __future__ import annotations

import argparse
import time

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import differential_evolution, minimize

from coolsim.assets import asset
from coolsim.catalogue import load_catalogue
from coolsim.density.opening import open_study
from coolsim.density.records import Density, Objective
from coolsim.density.search import Trial
from coolsim.density.solve import solve_density
from coolsim.design.files import load
from coolsim.design.models import Design, Feed, FixedAirflow, Power
from coolsim.tasks import DensityRequest
from coolsim.tasks import finish as task_finish
from tests.density.searching import finish
from tests.halls import small_hall

CELL_M = 0.4
MOST_W = 15_000.0
SERVER_W = 500.0
"""A small server [W]."""
MOST_EVOLVED = 6
"""Racks up to which the other search is differential evolution."""
PENALTY = 50.0
"""Watts of summed power that a tolerance of a limit exceeded costs."""


def hall(is_fixed: bool, racks: int = 4) -> Design:
    """A row of racks, airflow fixed or following power, each on a breaker of :data:`MOST_W`."""
    variant = small_hall(racks).variant
    feed = Feed(id="feed-0001", voltage_v=230.0, breaker_a=MOST_W / 230.0, phases=1,
                jurisdiction="IEC")  # fmt: skip
    row = tuple(
        rack.model_copy(
            update={
                "feed_id": feed.id,
                "airflow": FixedAirflow(airflow_m3_s=0.5) if is_fixed else rack.airflow,
            }
        )
        for rack in variant.racks
    )
    changed = variant.model_copy(update={"racks": row, "power": Power(feeds=(feed,))})
    return Design(variants=(changed,))


def evolved(design: Design, solves: int) -> tuple[float, int]:
    """Best summed power that differential evolution finds [W], and the solves it took."""
    opened = open_study(
        design, load_catalogue(), "uniform", margin_k=None, fidelity="draft", cell_m=CELL_M
    )
    study, count = opened.study, 0
    most = study.caps_w
    best = 0.0

    def cost(powers: NDArray[np.float64]) -> float:
        nonlocal count, best
        count += 1
        trial = finish(study.solve_at(list(powers), 0.0))
        if trial.holds:
            best = max(best, float(powers.sum()))
        over = sum(max(0.0, -r.slack) / r.tolerance for r in trial.readings)
        return -float(powers.sum()) + PENALTY * over

    rounds = max(1, solves // (8 * most.size) - 1)
    bounds = [(0.0, float(p)) for p in most]
    differential_evolution(cost, bounds, popsize=8, maxiter=rounds, seed=1, polish=False, tol=0.0)
    return best, count


def descended(design: Design, starts: int) -> tuple[float, int]:
    """Best summed power that SLSQP finds [W], and the solves it took.

    Args:
        design: The hall.
        starts: Points to start from: a uniform one, the others random.
    """
    opened = open_study(
        design, load_catalogue(), "uniform", margin_k=None, fidelity="draft", cell_m=CELL_M
    )
    study, count, best = opened.study, 0, 0.0
    known: dict[bytes, Trial] = {}

    def solved(kilowatts: NDArray[np.float64]) -> Trial:
        nonlocal count, best
        key = kilowatts.tobytes()
        if key not in known:
            count += 1
            known[key] = finish(study.solve_at([1e3 * float(p) for p in kilowatts], 0.0))
            if known[key].holds:
                best = max(best, 1e3 * float(kilowatts.sum()))
        return known[key]

    names = [r.key for r in solved(np.full(study.caps_w.size, 4.0)).readings]

    def slacks(kilowatts: NDArray[np.float64]) -> NDArray[np.float64]:
        # a rack without power draws no air and reads no inlet: it has all the room there is
        by_key = solved(kilowatts).by_key()
        found = [by_key.get(name) for name in names]
        return np.array([10.0 if r is None else r.slack / r.tolerance / 50.0 for r in found])

    random, most = np.random.default_rng(1), study.caps_w / 1e3
    for n in range(starts):
        start = np.full(most.size, 4.0) if n == 0 else random.uniform(2.0, 8.0, most.size)
        minimize(
            lambda kilowatts: -float(np.sum(kilowatts)),
            start,
            jac=lambda kilowatts: -np.ones_like(kilowatts),
            method="SLSQP",
            bounds=[(0.0, float(p)) for p in most],
            constraints=[{"type": "ineq", "fun": slacks}],
            options={"maxiter": 40, "eps": 0.05, "ftol": 1e-4},
        )
    return best, count


def density(design: Design, objective: Objective) -> Density:
    """The density by the program."""
    answer: Density = finish(
        solve_density(
            design, load_catalogue(), objective=objective, fidelity="draft", cell_m=CELL_M
        )
    )
    return answer


def large(name: str) -> None:
    """Print time and answer of a large example's allocation, confirmed on a finer grid."""
    design = load(asset("examples", f"{name}.coolsim"))
    task_finish(DensityRequest(design, "uniform", None, "draft"))  # loads and compiles
    clock, busy = time.perf_counter(), time.process_time()
    found = task_finish(DensityRequest(design, "total", None, "live")).density
    clock, busy = time.perf_counter() - clock, time.process_time() - busy
    told = next(f.message for f in found.findings if f.code == "density.best_found")
    print(
        f"{name}: {found.hall.power_w / 1e3:.0f} kW by {len(found.points)} flows and "
        f"{found.finer.solves if found.finer else 0} on a finer grid, {clock:.1f} s, "
        f"{busy:.1f} s CPU. {told}"
    )


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--solves", type=int, default=1500)
    parser.add_argument("--racks", type=int, default=4)
    parser.add_argument("--starts", type=int, default=3, help="points SLSQP starts from")
    parser.add_argument("--hall", help="an example whose allocation is timed instead")
    options = parser.parse_args()
    if options.hall:
        large(options.hall)
        return
    is_small = options.racks <= MOST_EVOLVED
    other = "evolution" if is_small else "SLSQP"
    print(
        f"{'airflow':<14}{'uniform kW':>12}{'allocation kW':>15}{other + ' kW':>14}{'solves':>8}"
        f"{'servers apart':>15}{'gap':>8}"
    )
    for is_fixed in (False, True):
        design, start = hall(is_fixed, options.racks), time.perf_counter()
        even, found = density(design, "uniform"), density(design, "total")
        if is_small:
            best, count = evolved(design, options.solves)
        else:
            best, count = descended(design, options.starts)
        name = "fixed" if is_fixed else "follows power"
        apart = (found.hall.power_w - best) / SERVER_W
        print(
            f"{name:<14}{even.hall.power_w / 1e3:>12.2f}{found.hall.power_w / 1e3:>15.2f}"
            f"{best / 1e3:>14.2f}{count:>8}{apart:>+15.2f}{1.0 - found.hall.power_w / best:>8.1%}"
            f"   {time.perf_counter() - start:.0f} s"
        )


if __name__ == "__main__":
    main()
