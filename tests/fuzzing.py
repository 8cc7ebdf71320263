"""Broken files for every reader: good ones, mutated by a seed; only clear errors may come of them.

A reader fails the trial where it raises anything but the program's own error, where such an error
says nothing, or where it takes far longer or far more memory than its file is worth.
"""

from __future__ import annotations

import io
import json
import random
import struct
import time
import tracemalloc
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from zlib import compress, crc32

import ezdxf
import openpyxl

from coolsim.assets import asset
from coolsim.catalogue.loading import load_catalogue
from coolsim.density.placement.jobs import read_jobs
from coolsim.design import edits, files
from coolsim.design.plant_files import read_curve_set, read_profile
from coolsim.errors import CoolSimError
from coolsim.interop.dxf import dxf_text
from coolsim.interop.dxf_reading import read_dxf
from coolsim.interop.netbox import read_netbox
from coolsim.interop.readings import read_readings
from coolsim.interop.schedule import read_schedule
from coolsim.plant.weather.epw import read_epw
from coolsim.report.letterhead import read_logo
from coolsim.results.files import load_results, to_json
from coolsim.simulate import collect
from coolsim.verification.loading import read_case
from tests.halls import small_hall
from tests.interop.halls import solved
from tests.interop.test_netbox import TYPE as NETBOX_TYPE
from tests.plant.test_epw import text, year

MOST_S = 20.0
MOST_BYTES = 400_000_000
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


def readers() -> tuple[Reader, ...]:
    """Every reader of files that a user may bring."""
    design = files.dumps(small_hall()).encode()
    examples = tuple(path.read_bytes() for path in (asset("examples") / "room-20.coolsim",))
    book = openpyxl.Workbook()
    book.active.append(["Name", "x_m", "y_m", "load_kw"])
    book.active.append(["A", 1.5, 2.0, 12.5])
    packed = io.BytesIO()
    book.save(packed)
    block = ezdxf.new("R2010")
    block.blocks.new("R").add_lwpolyline([(0, 0), (1, 0), (1, 2), (0, 2)], close=True)
    block.modelspace().add_blockref("R", (1, 1))
    drawing = io.StringIO()
    block.write(drawing)
    cases = tuple(path.read_bytes() for path in sorted(asset("validation").glob("*.json"))[:6])
    plants = json.loads((asset("plant") / "chillers.json").read_text(encoding="utf-8"))
    first = plants["chillers"][0]
    results = collect(small_hall(), load_catalogue(), "live", solved(), 0.0)
    jobs = {"idle_fraction": 0.3, "jobs": [{"id": "a", "accelerators": 8, "profile": 0.9}]}
    return (
        Reader("design", ".coolsim", (design, *examples), files.load),
        Reader("weather", ".epw", (text(year()).encode(),), read_epw),
        Reader("drawing", ".dxf", (dxf_text(small_hall().variant).encode(),
                                   drawing.getvalue().encode()), read_dxf),
        Reader("schedule", ".csv", (b"Name;X [mm];Power [kW]\nA-01;1500;17,5\nA-02;2100;9\n",
                                    b"name,load_w\nA,1\n"), read_schedule),
        Reader("readings", ".csv", (b"Sensor;x [m];y;z;T [F];RH;Date\nS-1;1,5;2;1;72;45;1.5.2026\n",
                                    b"name,temp\nrack-0001,22.5\n"), _readings),
        Reader("workbook", ".xlsx", (packed.getvalue(),), read_schedule),
        Reader("case", ".json", cases, read_case),
        Reader("curve set", ".json", (json.dumps(first).encode(),), read_curve_set),
        Reader("profile", ".csv", (b"\n".join([b"0.5"] * 8760), b"hour,load\n0,0.5\n"),
               read_profile),
        Reader("jobs", ".json", (json.dumps(jobs).encode(),), read_jobs),
        Reader("result", ".json", (json.dumps(to_json(results)).encode(),), _result),
        Reader("device type", ".yaml", (NETBOX_TYPE.encode(),), _device_types),
        Reader("logo", ".svg", (asset("desktop", "coolsim.svg").read_bytes(), _png()), read_logo),
        Reader("own entries", ".coolsim", (design,), _own_entries),
    )  # fmt: skip


def _png() -> bytes:
    """A grey picture of 8 x 8 pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", crc32(kind + data))

    head = struct.pack(">IIBBBBB", 8, 8, 8, 0, 0, 0, 0)
    rows = compress((b"\0" + b"\x80" * 8) * 8)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def _result(path: Path) -> object:
    folder = path.parent / "result"
    folder.mkdir(exist_ok=True)
    (folder / "result.json").write_bytes(path.read_bytes())
    return load_results(folder)


def _device_types(path: Path) -> object:
    folder = path.parent / "netbox"
    folder.mkdir(exist_ok=True)
    (folder / "racks.csv").write_text("name\nA\n")
    (folder / "kind.yaml").write_bytes(path.read_bytes())
    return read_netbox(folder)


def _readings(path: Path) -> object:
    """Readings, and what they make of a design's sensors."""
    read = read_readings(path)
    return edits.take_readings(small_hall(), read.readings, read.measurement)


def _own_entries(path: Path) -> object:
    """A design whose own catalogue entries are looked up, too."""
    catalogue, own = load_catalogue(), files.load(path).catalogue
    if catalogue.own_problems(own):
        return None
    return catalogue.with_entries(own).entries("server")


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


def trials(count: int, seed: int, folder: Path, *, memory: bool = False) -> Iterator[Outcome]:
    """Try ``count`` broken files, spread over all readers, by the seeds from ``seed`` on."""
    every = readers()
    for number in range(seed, seed + count):
        reader = every[number % len(every)]
        yield trial(reader, number, folder, memory=memory)


def trial(reader: Reader, seed: int, folder: Path, *, memory: bool = False) -> Outcome:
    """Give a reader one broken file."""
    chance = random.Random(seed)
    path = folder / f"broken{reader.suffix}"
    path.write_bytes(mutated(chance.choice(reader.seeds), chance))
    if memory:
        tracemalloc.start()
    start = time.process_time()
    try:
        reader.read(path)
        ended, is_good = "read", True
    except CoolSimError as error:
        ended, is_good = "refused", bool(error.message.strip())
        if not is_good:
            ended = "an error that says nothing"
    except Exception as error:  # noqa: BLE001  that is what is looked for
        ended, is_good = f"{type(error).__name__}: {str(error)[:200]}", False
    seconds = time.process_time() - start
    if seconds > MOST_S:
        ended, is_good = f"took {seconds:.0f} s", False
    if memory:
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        if peak > MOST_BYTES:
            ended, is_good = f"took {peak / 1e6:.0f} MB", False
    return Outcome(reader.name, seed, ended, seconds, is_good)
