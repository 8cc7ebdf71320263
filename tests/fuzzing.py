"""Broken files for every reader: good ones, mutated by a seed; only clear errors may come of them.

A reader fails the trial where it raises anything but the program's own error, where such an error
says nothing, where memory runs out, or where it takes far longer than its file is worth. The
readers are those of :mod:`tests.fuzzed_brought` and :mod:`tests.fuzzed_kept`.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from coolsim.errors import CoolSimError

MOST_S = 20.0
_INTERESTING = (
    b"", b"0", b"-1", b"1e999", b"nan", b"null", b"true", b'"', b"'", b"{", b"}", b"[", b"]",
    b"\0", b"\xff\xfe", b"\xed\xa0\x80", b"\r\n", b",", b";", b"9" * 400, b"[" * 400,
    b"=1+1", b"../../x", b"<script>", "نص🔥".encode(), b"A" * 10_000,
)  # fmt: skip


@dataclass(frozen=True)
class Reader:
    """A reader under trial.

    Attributes:
        name: What it reads.
        suffix: Of its files.
        seeds: Good files.
        read: Reads a file.
    """

    name: str
    suffix: str
    seeds: tuple[bytes, ...]
    read: Callable[[Path], object]


@dataclass(frozen=True)
class Outcome:
    """How a trial ended: ``read``, ``refused``, or what went wrong."""

    reader: str
    seed: int
    ended: str
    seconds: float
    is_good: bool


def mutated(good: bytes, chance: random.Random) -> bytes:
    """A good file with one to eight things done to it."""
    data = bytearray(good)
    for _ in range(chance.randint(1, 8)):
        at = chance.randrange(len(data) + 1)
        end = min(len(data), at + chance.choice((1, 1, 2, 8, 64, 1024)))
        match chance.randrange(8):
            case 0:
                data[at:end] = bytes(chance.randrange(256) for _ in range(end - at))
            case 1:
                del data[at:end]
            case 2:
                data[at:at] = data[at:end] * chance.randint(1, 5)
            case 3:
                data[at:end] = chance.choice(_INTERESTING)
            case 4:
                data[at:at] = chance.choice(_INTERESTING)
            case 5:
                del data[at:]
            case 6:
                _swap_word(data, chance)
            case _:
                if data:
                    data[at % len(data)] ^= 1 << chance.randrange(8)
    return bytes(data[:5_000_000])


def _swap_word(data: bytearray, chance: random.Random) -> None:
    """Put a number or a word of the file in place of another."""
    words = [word for word in bytes(data).split() if word]
    if len(words) > 1:
        old, new = chance.choice(words), chance.choice((*words, *_INTERESTING))
        at = data.find(old)
        data[at : at + len(old)] = new


def trials(readers: Sequence[Reader], seeds: range, folder: Path) -> Iterator[Outcome]:
    """Try one broken file for each seed, readers in turn."""
    for seed in seeds:
        yield trial(readers[seed % len(readers)], seed, folder)


def trial(reader: Reader, seed: int, folder: Path) -> Outcome:
    """Give a reader one broken file."""
    chance = random.Random(seed)
    path = folder / f"broken{reader.suffix}"
    path.write_bytes(mutated(chance.choice(reader.seeds), chance))
    start = time.process_time()
    try:
        reader.read(path)
        ended, is_good = "read", True
    except CoolSimError as error:
        ended, is_good = _refused(error)
    except Exception as error:  # noqa: BLE001  that is what is looked for
        ended, is_good = f"{type(error).__name__}: {str(error)[:200]}", False
    seconds = time.process_time() - start
    if seconds > MOST_S:
        ended, is_good = f"took {seconds:.0f} s", False
    return Outcome(reader.name, seed, ended, seconds, is_good)


def _refused(error: CoolSimError) -> tuple[str, bool]:
    """A refusal has to say something, and is none where memory ran out."""
    if not error.message.strip():
        return "an error that says nothing", False
    if "MemoryError" in error.message:
        return "ran out of memory", False
    return "refused", True
