"""Saving while the process is killed: what stands at the path afterwards is whole."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from coolsim.design import files
from coolsim.errors import CoolSimError

_CHILD = """
import sys
from pathlib import Path
from coolsim.design import files
path = Path(sys.argv[1])
short, long = files.load(sys.argv[2]), files.load(sys.argv[3])
print("ready", flush=True)
while True:
    files.save(long, path)
    files.save(short, path)
"""
LONGEST_S = 0.5
"""Until when a save that began is killed: several saves fit in."""


@dataclass(frozen=True)
class Killed:
    """What stood at the path after a kill.

    Attributes:
        after_s: When the process was killed, after its first save began.
        found: ``short``, ``long``, ``before``, or why the file is broken.
        left_behind: Other files in the folder.
    """

    after_s: float
    found: str
    left_behind: tuple[str, ...]

    @property
    def is_whole(self) -> bool:
        """Whether one of the designs stands there."""
        return self.found in ("short", "long", "before")


def killed_saves(count: int, seed: int, folder: Path, short: Path, long: Path) -> Iterator[Killed]:
    """Save two designs in turns in a process, and kill it at random moments."""
    chance = random.Random(seed)
    hashes = {
        files.design_hash(files.load(short)): "short",
        files.design_hash(files.load(long)): "long",
    }
    for number in range(count):
        place = folder / f"{number}"
        place.mkdir()
        path = place / "hall.coolsim"
        path.write_bytes(short.read_bytes())
        yield _killed(path, short, long, chance.uniform(0.0, LONGEST_S), hashes)


def _killed(path: Path, short: Path, long: Path, after_s: float, hashes: dict[str, str]) -> Killed:
    command = [sys.executable, "-c", _CHILD, str(path), str(short), str(long)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as child:
        assert child.stdout is not None
        if child.stdout.readline().strip() != b"ready":
            raise RuntimeError("the saving process did not begin")
        time.sleep(after_s)
        child.kill()
        child.wait()
    try:
        found = hashes.get(files.design_hash(files.load(path)), "another design")
    except CoolSimError as error:
        found = str(error)
    others = tuple(sorted(item.name for item in path.parent.iterdir() if item != path))
    return Killed(after_s, found, others)
