"""Kill a saving process at random moments: ``python -m tests.benchmarks.kill_saves --count 200``.

Two designs are saved over each other in turns by a process that is killed (SIGKILL) some time after
it began; then the file must hold one of the two, whole. Printed is how often which was found, and
how often a temporary file was left beside it; a broken file makes the exit code 1.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import Counter
from pathlib import Path

from coolsim.assets import asset
from tests.killed_saves import killed_saves


def main() -> int:
    """Kill the saves and print what was found."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    short, long = (asset("examples") / f"{name}.coolsim" for name in ("room-20", "hall-400"))
    found: Counter[str] = Counter()
    left = 0
    with tempfile.TemporaryDirectory() as folder:
        for killed in killed_saves(options.count, options.seed, Path(folder), short, long):
            found[killed.found if killed.is_whole else "BROKEN"] += 1
            left += bool(killed.left_behind)
            if not killed.is_whole:
                print(f"after {1e3 * killed.after_s:.1f} ms: {killed.found}", flush=True)
    told = ", ".join(f"{count} {what}" for what, count in sorted(found.items()))
    print(f"{options.count} kills: {told}; {left} left a temporary file beside it")
    return 1 if found["BROKEN"] else 0


if __name__ == "__main__":
    sys.exit(main())
