"""Give every reader broken files: ``python -m tests.benchmarks.fuzz_readers --count 100000``.

Good files of each kind are mutated by a seed; a reader may read what comes of it or refuse it with
an error of its own. Printed is how many files of each kind ended how, the slowest, and the seeds of
anything else; then the exit code is 1. ``--memory`` also bounds the memory of each (slower).
A single file: ``--count 1 --seed N``.
"""

from __future__ import annotations

import argparse
import resource
import sys
import tempfile
import time
from collections import Counter, defaultdict
from pathlib import Path

from tests.fuzzing import MOST_S, Outcome, trials


def main() -> int:
    """Run the trials and print their ends."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--count", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--memory", action="store_true")
    options = parser.parse_args()
    ends: defaultdict[str, Counter[str]] = defaultdict(Counter)
    slowest: dict[str, Outcome] = {}
    bad: list[Outcome] = []
    start = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        for outcome in trials(options.count, options.seed, Path(folder), memory=options.memory):
            ends[outcome.reader][outcome.ended if outcome.is_good else "FAILED"] += 1
            if outcome.seconds > slowest.get(outcome.reader, outcome).seconds:
                slowest[outcome.reader] = outcome
            slowest.setdefault(outcome.reader, outcome)
            if not outcome.is_good:
                bad.append(outcome)
                print(f"{outcome.reader}, seed {outcome.seed}: {outcome.ended}", flush=True)
    print(f"{options.count:,} files in {time.perf_counter() - start:.0f} s")
    for reader, counted in sorted(ends.items()):
        told = ", ".join(f"{count:,} {end}" for end, count in sorted(counted.items()))
        worst = slowest[reader]
        print(f"{reader:12} {told}; slowest {worst.seconds:.2f} s (seed {worst.seed})")
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024  # KiB on Linux
    print(f"most memory of the process {peak_mb:.0f} MB; bound of one file {MOST_S:.0f} s")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
