"""Readers of files that a user brings, each with good files to break."""

from __future__ import annotations

import io
import json
import struct
from pathlib import Path
from zlib import compress, crc32

import ezdxf
import openpyxl

from coolsim.assets import asset
from coolsim.catalogue.loading import load_catalogue, read_tables
from coolsim.density.placement.jobs import read_jobs
from coolsim.design import edits, files
from coolsim.design.plant_files import read_curve_set, read_profile
from coolsim.interop.dxf import dxf_text
from coolsim.interop.dxf_reading import read_dxf
from coolsim.interop.netbox import read_netbox
from coolsim.interop.readings import read_readings
from coolsim.interop.schedule import read_schedule
from coolsim.plant.weather.epw import read_epw
from coolsim.report.letterhead import read_logo
from coolsim.verification.loading import read_case
from tests.fuzzing import Reader
from tests.halls import small_hall
from tests.interop.test_netbox import DEVICES, RACKS
from tests.interop.test_netbox import TYPE as NETBOX_TYPE
from tests.plant.test_epw import text, year

_DEVICES = [
    {"name": "s", "device_type": {"model": "PowerEdge R760", "slug": "dell-poweredge-r760"},
     "rack": {"name": "A-01"}, "position": 10.0, "face": {"value": "front"}},
]  # fmt: skip


def brought() -> tuple[Reader, ...]:
    """Readers of files that a user brings."""
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
        Reader("device type", ".yaml", (NETBOX_TYPE.encode(),), _device_types),
        Reader("devices", ".csv", (DEVICES.encode(),), _devices),
        Reader("devices of the API", ".json", (json.dumps(_DEVICES).encode(),), _devices),
        Reader("catalogue", ".toml", _catalogue_files(), read_tables),
        Reader("logo", ".svg", (asset("desktop", "coolsim.svg").read_bytes(), small_png()),
               read_logo),
        Reader("own entries", ".coolsim", (design,), _own_entries),
    )  # fmt: skip


def small_png() -> bytes:
    """A grey picture of 8 x 8 pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", crc32(kind + data))

    head = struct.pack(">IIBBBBB", 8, 8, 8, 0, 0, 0, 0)
    rows = compress((b"\0" + b"\x80" * 8) * 8)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def _catalogue_files() -> tuple[bytes, ...]:
    return tuple(asset("catalogue", f"{name}.toml").read_bytes() for name in ("racks", "coolants"))


def _device_types(path: Path) -> object:
    folder = path.parent / "netbox"
    folder.mkdir(exist_ok=True)
    (folder / "racks.csv").write_text("name\nA\n")
    (folder / "kind.yaml").write_bytes(path.read_bytes())
    return read_netbox(folder)


def _devices(path: Path) -> object:
    """Devices beside a list of racks and a device type."""
    folder = path.parent / f"netbox{path.suffix}"
    folder.mkdir(exist_ok=True)
    (folder / "racks.csv").write_text(RACKS)
    (folder / "kind.yaml").write_text(NETBOX_TYPE)
    (folder / f"devices{path.suffix}").write_bytes(path.read_bytes())
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
