"""Solve many random legal halls: ``python -m tests.benchmarks.random_halls --count 1000 --seed 7``.

Each hall is solved as draft and live (or one of the two, ``--fidelity``) with a cell that gives
about ``--cells`` cells, in one process. Printed are the outcomes, the worst balances, and the seeds
of anything that should not have happened; then the exit code is 1. A hall is bounded by its steps,
not by seconds, so that a busy machine gives the same answer. ``--seconds`` ends the whole run early
and says so; with ``--kept FILE`` every solve is kept as a line of JSON, and a later run goes on
from there. A single hall: ``--count 1 --seed N``.
"""

from __future__ import annotations

import argparse
import faulthandler
import json
import os
import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from coolsim.design.models import Fidelity
from tests.hall_trials import Trial, solve_hall
from tests.random_halls import cell_for, random_hall

FIDELITIES: tuple[Fidelity, ...] = ("draft", "live")
HANG_S = 3600.0
"""Seconds of one solve after which it hangs inside a step: the run ends with its traceback."""


def trials(
    seeds: Iterable[int],
    fidelities: Iterable[Fidelity],
    cells: int,
    until: float,
    known: set[tuple[int, str]],
) -> Iterator[Trial]:
    """Solve the halls of the seeds that are not known, until the clock says stop."""
    for seed in seeds:
        if time.perf_counter() > until:
            return
        wanted = [fidelity for fidelity in fidelities if (seed, fidelity) not in known]
        if not wanted:
            continue
        design = random_hall(seed)
        for fidelity in wanted:
            faulthandler.dump_traceback_later(HANG_S, exit=True)
            yield solve_hall(design, seed, fidelity, cell_for(design, cells))
            faulthandler.cancel_dump_traceback_later()


def kept(path: Path | None, cells: int) -> list[Trial]:
    """The solves an earlier run with as many cells has kept."""
    if path is None or not path.exists():
        return []
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return [
        Trial(**{**line["trial"], "problems": tuple(line["trial"]["problems"])})
        for line in lines
        if line["cells"] == cells
    ]


def keep(path: Path | None, cells: int, trial: Trial) -> None:
    """Add a solve to those kept."""
    if path is not None:
        with path.open("a", encoding="utf-8") as file:
            file.write(json.dumps({"cells": cells, "trial": asdict(trial)}) + "\n")


def table(done: list[Trial]) -> str:
    """Outcomes with counts, median steps and seconds."""
    groups: dict[tuple[str, str], list[Trial]] = defaultdict(list)
    for trial in done:
        groups[trial.fidelity, trial.outcome].append(trial)
    lines = [f"{'fidelity':<10}{'outcome':<16}{'halls':>6}{'steps':>8}{'longest s':>11}"]
    for (fidelity, outcome), group in sorted(groups.items()):
        steps = statistics.median(trial.steps for trial in group)
        longest = max(trial.seconds for trial in group)
        lines.append(f"{fidelity:<10}{outcome:<16}{len(group):>6}{steps:>8.0f}{longest:>11.1f}")
    return "\n".join(lines)


def worst(done: list[Trial]) -> str:
    """The worst balances and the coldest air of the answers published as sound."""
    sound = [trial for trial in done if trial.outcome in ("converged", "wandering")]
    if not sound:
        return "no sound answers"
    mass = max(sound, key=lambda trial: trial.mass_fraction)
    energy = max(sound, key=lambda trial: trial.energy_fraction)
    cold = [trial for trial in sound if trial.above_supply_k == trial.above_supply_k]
    lines = [
        f"worst mass fraction    {mass.mass_fraction:9.1e}  seed {mass.seed} {mass.fidelity}",
        f"worst energy fraction  {energy.energy_fraction:9.1e}  seed {energy.seed} "
        f"{energy.fidelity}",
    ]
    if cold:
        low = min(cold, key=lambda trial: trial.above_supply_k)
        lines.append(
            f"coldest above supply   {low.above_supply_k:9.1e} K  seed {low.seed} {low.fidelity}"
        )
    return "\n".join(lines)


def reasons(done: list[Trial]) -> str:
    """Every refusal and every answer that is no answer, one line each."""
    quiet = ("converged", "wandering")
    lines = [
        f"seed {trial.seed} {trial.fidelity}: {trial.outcome}: {trial.reason}"
        for trial in done
        if trial.outcome not in quiet
    ]
    return "\n".join(lines)


def main() -> int:
    parser = argparse.ArgumentParser(description="Solve random legal halls.")
    parser.add_argument("--count", type=int, default=1000, help="halls to solve")
    parser.add_argument("--seed", type=int, default=7, help="seed of the first hall")
    parser.add_argument("--cells", type=int, default=2000, help="cells of a hall, about")
    parser.add_argument("--fidelity", nargs="+", choices=FIDELITIES, default=FIDELITIES)
    parser.add_argument("--seconds", type=float, default=3e4, help="longest for all [s]")
    parser.add_argument("--kept", type=Path, help="file of solves to go on from and to add to")
    parser.add_argument("--list", action="store_true", help="one line for every solve")
    options = parser.parse_args()
    start = time.perf_counter()
    seeds = range(options.seed, options.seed + options.count)
    done = [
        trial
        for trial in kept(options.kept, options.cells)
        if trial.seed in seeds and trial.fidelity in options.fidelity
    ]
    known = {(trial.seed, trial.fidelity) for trial in done}
    until = start + options.seconds
    for trial in trials(seeds, options.fidelity, options.cells, until, known):
        done.append(trial)
        keep(options.kept, options.cells, trial)
        if options.list:
            print(
                f"{trial.seed:6d} {trial.fidelity:<6}{trial.outcome:<14}{trial.steps:5d}"
                f"{trial.seconds:7.2f} s  wander {trial.wander_k:6.2f} K  "
                f"energy {trial.energy_fraction:8.1e}",
                flush=True,
            )
    odd = [trial for trial in done if trial.problems]
    solved = len({trial.seed for trial in done})
    print(f"{solved} of {options.count} halls from seed {options.seed}, about {options.cells:,} ")
    print(f"cells each, in {time.perf_counter() - start:,.0f} s\n")
    print(table(done))
    print(f"\n{worst(done)}\n\n{reasons(done)}")
    print(f"\n{len(odd)} odd")
    for trial in odd:
        print(f"seed {trial.seed} {trial.fidelity}: {', '.join(trial.problems)}")
    return 1 if odd else 0


if __name__ == "__main__":
    sys.exit(main())
