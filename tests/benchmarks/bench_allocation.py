"""Allocation of the four-rack hall against differential evolution on the same re-solved flows.

    python -m tests.benchmarks.bench_allocation [--solves N]

Prints the summed power of the uniform point, of the trust-region sequence and of differential
evolution (Storn and Price, *J. Global Optim.* 11 (1997) 341-359), for airflow that follows power
and for fixed airflow, on potential flow, where a solve takes some milliseconds. No rack may take
more than its breaker, and both searches end within one server of :data:`SERVER_W`.
"""

from __future__ import annotations

import argparse
import time

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import differential_evolution

from coolsim.catalogue import load_catalogue
from coolsim.density.opening import open_study
from coolsim.density.records import Density, Objective
from coolsim.density.solve import solve_density
from coolsim.design.models import Design, Feed, FixedAirflow, Power
from tests.density.searching import finish
from tests.halls import small_hall

CELL_M = 0.4
MOST_W = 15_000.0
SERVER_W = 500.0
"""A small server [W]."""
PENALTY = 50.0
"""Watts of summed power that a tolerance of a limit exceeded costs."""


def hall(is_fixed: bool) -> Design:
    """The hall, its airflow fixed or following power, each rack on a breaker of :data:`MOST_W`."""
    variant = small_hall().variant
    feed = Feed(id="feed-0001", voltage_v=230.0, breaker_a=MOST_W / 230.0, phases=1,
                jurisdiction="IEC")  # fmt: skip
    racks = tuple(
        rack.model_copy(
            update={
                "feed_id": feed.id,
                "airflow": FixedAirflow(airflow_m3_s=0.5) if is_fixed else rack.airflow,
            }
        )
        for rack in variant.racks
    )
    changed = variant.model_copy(update={"racks": racks, "power": Power(feeds=(feed,))})
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


def density(design: Design, objective: Objective) -> Density:
    """The density by the program."""
    answer: Density = finish(
        solve_density(
            design, load_catalogue(), objective=objective, fidelity="draft", cell_m=CELL_M
        )
    )
    return answer


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--solves", type=int, default=1500)
    solves = parser.parse_args().solves
    print(
        f"{'airflow':<14}{'uniform kW':>12}{'allocation kW':>15}{'evolution kW':>14}{'solves':>8}"
        f"{'servers apart':>15}"
    )
    for is_fixed in (False, True):
        design, start = hall(is_fixed), time.perf_counter()
        even, found = density(design, "uniform"), density(design, "total")
        best, count = evolved(design, solves)
        name = "fixed" if is_fixed else "follows power"
        apart = (found.hall.power_w - best) / SERVER_W
        print(
            f"{name:<14}{even.hall.power_w / 1e3:>12.2f}{found.hall.power_w / 1e3:>15.2f}"
            f"{best / 1e3:>14.2f}{count:>8}"
            f"{apart:>+15.2f}   {time.perf_counter() - start:.0f} s"
        )


if __name__ == "__main__":
    main()
