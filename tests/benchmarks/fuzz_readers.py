"""Give every reader broken files: ``python -m tests.benchmarks.fuzz_readers --count 100000``.

Good files of each kind are mutated by a seed; a reader may read what comes of it or refuse it with
an error of its own. Batches run in processes of their own that may take no more than
``--memory-mb`` beyond what they start with (on Linux) and that end when one file takes minutes.
Printed is how many files of each kind ended how, the slowest, and the seeds of anything else,
crashes among them; then the exit code is 1. A single file: ``--count 1 --seed N``.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

from tests.fuzzing import MOST_S, Outcome, trials

BATCH = 5_000
LONGEST_S = 120
"""After which a file that is still being read ends its process."""


def main() -> int:
    """Run the trials and print their ends."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--count", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--memory-mb", type=int, default=1_000)
    parser.add_argument("--batch", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    seeds = range(options.seed, options.seed + options.count)
    if options.batch:
        _run_batch(seeds, options.memory_mb)
        return 0
    start = time.perf_counter()
    told = _Told()
    for first in seeds[::BATCH]:
        for outcome, peak_mb in _batches(range(first, min(first + BATCH, seeds.stop)), options):
            told.take(outcome, peak_mb)
    told.show(options.count, time.perf_counter() - start, options.memory_mb)
    return 1 if told.bad else 0


class _Told:
    """What became of the files so far."""

    def __init__(self) -> None:
        self.ends: defaultdict[str, Counter[str]] = defaultdict(Counter)
        self.slowest: dict[str, Outcome] = {}
        self.bad: list[Outcome] = []
        self.peak_mb = 0.0

    def take(self, outcome: Outcome, peak_mb: float) -> None:
        """Count a file."""
        self.ends[outcome.reader][outcome.ended if outcome.is_good else "FAILED"] += 1
        if outcome.seconds >= self.slowest.get(outcome.reader, outcome).seconds:
            self.slowest[outcome.reader] = outcome
        self.peak_mb = max(self.peak_mb, peak_mb)
        if not outcome.is_good:
            self.bad.append(outcome)
            print(f"{outcome.reader}, seed {outcome.seed}: {outcome.ended}", flush=True)

    def show(self, count: int, seconds: float, bound_mb: int) -> None:
        """Print the table."""
        print(f"{count:,} files in {seconds:.0f} s")
        for reader, counted in sorted(self.ends.items()):
            words = ", ".join(f"{count:,} {end}" for end, count in sorted(counted.items()))
            worst = self.slowest[reader]
            print(f"{reader:20} {words}; slowest {worst.seconds:.2f} s (seed {worst.seed})")
        print(
            f"bounds of one file: {MOST_S:.0f} s, {bound_mb:,} MB beyond the start of its process"
        )
        print(f"most memory of a process {self.peak_mb:.0f} MB")


def _batches(seeds: range, options: argparse.Namespace) -> Iterator[tuple[Outcome, float]]:
    """Outcomes of the seeds; a process that dies costs the file it died of, and the rest go on."""
    while seeds:
        call = [sys.executable, "-m", "tests.benchmarks.fuzz_readers", "--batch"]
        call += ["--seed", str(seeds[0]), "--count", str(len(seeds))]
        call += ["--memory-mb", str(options.memory_mb)]
        done = 0
        quiet = {**os.environ, "QT_LOGGING_RULES": "*=false"}
        with subprocess.Popen(call, stdout=subprocess.PIPE, text=True, env=quiet) as process:
            assert process.stdout is not None
            for line in process.stdout:
                outcome, peak_mb = json.loads(line)
                yield Outcome(*outcome), peak_mb
                done += 1
        if done < len(seeds):
            ended = f"its process ended with {process.returncode}"
            yield Outcome("crash", seeds[done], ended, 0.0, is_good=False), 0.0
            done += 1
        seeds = seeds[done:]


def _run_batch(seeds: range, memory_mb: int) -> None:
    """Try files in this process and print each outcome as a line of JSON."""
    from tests.fuzzed_brought import brought
    from tests.fuzzed_kept import kept

    readers = (*brought(), *kept())
    with tempfile.TemporaryDirectory() as folder:
        for reader in readers:  # what they load once is no memory of a broken file
            good = Path(folder) / f"good{reader.suffix}"
            good.write_bytes(reader.seeds[0])
            reader.read(good)
            good.unlink()
        _bound_memory(memory_mb)
        outcomes = trials(readers, seeds, Path(folder))
        for _ in seeds:
            _end_after(LONGEST_S)
            outcome = next(outcomes)
            told = (outcome.reader, outcome.seed, outcome.ended, outcome.seconds, outcome.is_good)
            print(json.dumps((told, _peak_mb())), flush=True)


def _bound_memory(beyond_mb: int) -> None:
    """Let this process take so much more memory than it has, where the system can hold it."""
    statm = Path("/proc/self/statm")
    if not statm.exists():
        return
    import resource

    has = int(statm.read_text().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    most = has + beyond_mb * 1_000_000
    resource.setrlimit(resource.RLIMIT_AS, (most, most))


def _end_after(seconds: int) -> None:
    if hasattr(os, "fork"):
        import signal

        signal.alarm(seconds)


def _peak_mb() -> float:
    """Most memory this process has held [MB]; zero where the system does not tell."""
    if not hasattr(os, "fork"):
        return 0.0
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1e6 if sys.platform == "darwin" else 1024.0)


if __name__ == "__main__":
    sys.exit(main())
