"""Racks, devices and device types of NetBox as racks of a plan with equipment of their own.

A folder holds ``racks`` and ``devices`` as NetBox exports them (CSV, JSON of the API or YAML) and
device types as YAML files of the community's library, in any depth below. Read of a device type:
its height, weight, air direction and the largest draw of its power ports (one of two redundant
inlets: see :func:`_power_w`). A device without a type that is known gives a rack nothing, and is
told.
"""

from __future__ import annotations

import csv
import io
import json
import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from coolsim.bounded import read_bounded
from coolsim.design.models import Content, Design, Rack, Slot
from coolsim.design.rack_units import span_m
from coolsim.errors import ImportFileError

MOST_BYTES = 50_000_000
MOST_YAML_BYTES = 2_000_000
"""A device type has some 10 kB; YAML takes seconds for each megabyte."""
MOST_FILES = 20_000
_SUFFIXES = (".json", ".csv", ".yaml", ".yml")
_METRES = {"mm": 0.001, "in": 0.0254, "": 0.001}
_KILOGRAMS = {"kg": 1.0, "g": 0.001, "lb": 0.45359237, "oz": 0.028349523125, "": 1.0}
_IN_A_ROW, _PITCH_M, _AISLE_M, _EDGE_M = 10, 0.6, 3.0, 1.8
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class DeviceType:
    """What NetBox knows of a kind of device.

    Attributes:
        id: Of the own catalogue entry it becomes.
        names: What devices may call it: model, slug, part number, each in small letters.
        title: Maker and model.
        height_u: Rack units; 0 for what is mounted beside.
        weight_kg, power_w: ``None`` where not given.
    """

    id: str
    names: tuple[str, ...]
    title: str
    height_u: int
    weight_kg: float | None
    power_w: float | None


@dataclass(frozen=True, slots=True)
class NetBox:
    """What was read of a folder.

    Attributes:
        racks: Rows of its racks.
        devices: Rows of its devices.
        types: Device types by each of their names.
        notes: What was left out, in words.
    """

    racks: tuple[Row, ...]
    devices: tuple[Row, ...]
    types: Mapping[str, DeviceType]
    notes: tuple[str, ...]


def read_netbox(folder: Path) -> NetBox:
    """Read a folder of exports.

    Raises:
        ImportFileError: There are no racks, or a file cannot be read.
    """
    if not folder.is_dir():
        raise ImportFileError(
            "It is no folder.",
            where=str(folder),
            remedy="Put racks.csv, devices.csv and the device types' YAML files into one folder.",
        )
    racks = _rows(folder, "racks")
    if not racks:
        raise ImportFileError(
            "There is no file of racks: racks.csv, racks.json or racks.yaml.",
            where=str(folder),
            remedy="Export the racks of a site from NetBox into it.",
        )
    types: dict[str, DeviceType] = {}
    unread = 0
    for path in _type_files(folder):
        found = _device_type(path)
        if found is None:
            unread += 1
            continue
        for name in found.names:
            types.setdefault(name, found)
    notes = (f"{unread} YAML files are no device types.",) if unread else ()
    return NetBox(tuple(racks), tuple(_rows(folder, "devices")), types, notes)


def _type_files(folder: Path) -> list[Path]:
    own = {f"{name}{suffix}" for name in ("racks", "devices") for suffix in _SUFFIXES}
    found = [
        path
        for path in sorted(folder.rglob("*.y*ml"))
        if path.suffix in (".yaml", ".yml") and path.name not in own and path.is_file()
    ]
    if len(found) > MOST_FILES:
        raise ImportFileError(
            f"It holds more than {MOST_FILES:,} device types.",
            where=str(folder),
            remedy="Copy the types that the site uses alone.",
        )
    return found


def _rows(folder: Path, name: str) -> list[Row]:
    """Rows of an export; none where it is not there."""
    for suffix in _SUFFIXES:
        path = folder / f"{name}{suffix}"
        if path.is_file():
            data = _csv(path) if suffix == ".csv" else _tree(path)
            if isinstance(data, Mapping):
                data = data.get("results", data.get(name))
            if not isinstance(data, list):
                raise ImportFileError(f"It holds no list of {name}.", where=str(path))
            return [_small(row) for row in data if isinstance(row, Mapping)]
    return []


def _small(row: Row) -> Row:
    """A row with headings as the API writes them: ``U Height`` and ``u_height`` are one."""
    return {re.sub(r"[^a-z0-9]+", "_", str(key).lower()).strip("_"): row[key] for key in row}


def _text(path: Path, most_bytes: int = MOST_BYTES) -> str:
    try:
        return read_bounded(path, most_bytes).decode("utf-8-sig", errors="replace")
    except OSError as error:
        raise ImportFileError(
            f"It cannot be read: {error.strerror or error}.", where=str(path)
        ) from error


def _csv(path: Path) -> list[Row]:
    text = _text(path)
    try:
        return list(csv.DictReader(io.StringIO(text)))
    except csv.Error as error:
        raise ImportFileError(f"It is no readable CSV: {error}.", where=str(path)) from error


def _tree(path: Path) -> Any:
    is_json = path.suffix == ".json"
    text = _text(path, MOST_BYTES if is_json else MOST_YAML_BYTES)
    try:
        return json.loads(text) if is_json else _yaml(text)
    except (ValueError, RecursionError, yaml.YAMLError) as error:
        first = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise ImportFileError(f"It cannot be read: {first[:200]}.", where=str(path)) from error


def _yaml(text: str) -> Any:
    """YAML without aliases: a few lines of them could stand for gigabytes."""
    if re.search(r"(?m)(^|[\s\[{,:-])[&*][A-Za-z0-9_]", text) and "*" in text:
        for event in yaml.parse(text, Loader=yaml.SafeLoader):
            if isinstance(event, yaml.AliasEvent):
                raise ValueError("aliases are not read")
    return yaml.safe_load(text)


def _device_type(path: Path) -> DeviceType | None:
    data = _tree(path)
    if not isinstance(data, Mapping) or not isinstance(data.get("model"), str):
        return None
    maker = _name(data.get("manufacturer"))
    model, slug = data["model"], str(data.get("slug") or "")
    identity = re.sub(r"[^a-z0-9]+", "_", (slug or f"{maker} {model}").lower()).strip("_")[:80]
    if not identity:
        return None
    named = (model, slug, str(data.get("part_number") or ""), f"{maker} {model}")
    height = _number(data.get("u_height"))
    weight = _number(data.get("weight"))
    unit = str(data.get("weight_unit") or "kg")
    return DeviceType(
        id=f"netbox_{identity}",
        names=tuple(dict.fromkeys(name.strip().lower() for name in named if name.strip())),
        title=f"{maker} {model}".strip()[:200],
        height_u=math.ceil(height) if height else 0,
        weight_kg=None if weight is None else weight * _KILOGRAMS.get(unit, 1.0),
        power_w=_power_w(data.get("power-ports")),
    )


def _power_w(ports: object) -> float | None:
    """Largest draw of a device.

    NetBox gives what one port may draw at most. Ports of a device are mostly redundant inlets, each
    of which may carry all of it, so the sum over half of them, rounded up, counts: two of 1,600 W
    are 1,600 W, four are 3,200 W.
    """
    if not isinstance(ports, list):
        return None
    draws = sorted(
        (
            draw
            for port in ports
            if isinstance(port, Mapping) and (draw := _number(port.get("maximum_draw")))
        ),
        reverse=True,
    )
    return sum(draws[: (len(draws) + 1) // 2]) if draws else None


def _number(value: object) -> float | None:
    """A positive finite number, or nothing."""
    try:
        number = float(str(value))
    except ValueError:
        return None
    return number if math.isfinite(number) and 0.0 < number < 1e9 else None


def _name(value: object) -> str:
    """A name, plain or as the API nests it."""
    if isinstance(value, Mapping):
        for key in ("slug", "model", "name", "display", "value"):
            if isinstance(value.get(key), str):
                return str(value[key]).strip()
        return ""
    return "" if value is None else str(value).strip()


def design_from(netbox: NetBox, into: Design) -> tuple[Design, Mapping[str, int], tuple[str, ...]]:
    """The racks of an export in a design without racks, in rows of ten.

    Returns:
        The design, counts by kind, and what was left out, in words.

    Raises:
        ImportFileError: A rack has values that cannot be.
    """
    by_rack: defaultdict[str, list[Row]] = defaultdict(list)
    for device in netbox.devices:
        by_rack[_name(device.get("rack"))].append(device)
    unknown: Counter[str] = Counter()
    used: dict[str, DeviceType] = {}
    racks = [
        _rack(row, number, by_rack.pop(_name(row.get("name")), ()), netbox.types, used, unknown)
        for number, row in enumerate(netbox.racks)
    ]
    lost = sum(len(devices) for name, devices in by_rack.items() if name)
    unracked = len(by_rack.get("", ()))
    notes = [*netbox.notes, f"{len(racks)} racks stand in rows of ten, to be moved."]
    if unknown:
        told = ", ".join(f"{name} ({count})" for name, count in unknown.most_common(8))
        notes.append(f"Devices of types that are not in the folder give no load: {told}.")
    if lost:
        notes.append(f"{lost} devices are in racks that are not in the file.")
    if unracked:
        notes.append(f"{unracked} devices are in no rack.")
    dark = sorted(kind.title for kind in used.values() if kind.power_w is None)
    if dark:
        told = ", ".join(dark[:8])
        notes.append(f"No power is known of: {told}. Give their own catalogue entry p_max_w.")
    table = {kind.id: _entry(kind) for kind in used.values()}
    variant = into.variant.model_copy(update={"racks": tuple(racks)})
    catalogue = {**into.catalogue, "server": {**into.catalogue.get("server", {}), **table}}
    variants = tuple(variant if each.id == variant.id else each for each in into.variants)
    changes: dict[str, Any] = {"variants": variants}
    if table:
        changes["catalogue"] = catalogue
    counts = {"rack": len(racks), "device": len(netbox.devices), "device type": len(table)}
    return into.model_copy(update=changes), counts, tuple(notes)


def _entry(kind: DeviceType) -> dict[str, object]:
    """A device type as an own entry of the catalogue."""
    entry: dict[str, object] = {"name": kind.title, "kind": "server", "cooling": "air"}
    figures = {
        "height_u": kind.height_u or None,
        "weight_kg": kind.weight_kg,
        "p_max_w": kind.power_w,
    }
    for key, value in figures.items():
        if value is not None:
            entry[key] = {"v": round(value, 3), "src": "netbox", "conf": "third_party"}
    return entry


def _rack(
    row: Row,
    number: int,
    devices: Sequence[Row],
    types: Mapping[str, DeviceType],
    used: dict[str, DeviceType],
    unknown: Counter[str],
) -> Rack:
    line, along = divmod(number, _IN_A_ROW)
    unit = _name(row.get("outer_unit"))
    weight_unit = _name(row.get("weight_unit"))
    mass = _number(row.get("weight"))
    limit = _number(row.get("max_weight"))
    fields: dict[str, Any] = {
        "id": f"rack-{number + 1:04d}",
        "name": _name(row.get("name"))[:200],
        "x_m": _EDGE_M + _PITCH_M * along,
        "y_m": _EDGE_M + _AISLE_M * line,
        "heading_deg": 90.0,
        "height_u": round(_number(row.get("u_height")) or 42),
        "width_m": _metres(row.get("outer_width"), unit) or 0.6,
        "depth_m": _metres(row.get("outer_depth"), unit) or 1.2,
        "height_m": _metres(row.get("outer_height"), unit) or None,
        "empty_mass_kg": None if mass is None else mass * _KILOGRAMS.get(weight_unit, 1.0),
        "mass_limit_kg": None if limit is None else limit * _KILOGRAMS.get(weight_unit, 1.0),
    }
    if fields["height_m"] is None:
        fields["height_m"] = max(2.0, round(0.04445 * fields["height_u"] + 0.13, 3))
    mounted = list(_mounted(devices, types, used, unknown))
    try:
        rack = Rack.model_validate(fields)
        slots = _slots(rack, mounted)
        if slots:
            return Rack.model_validate(rack.model_dump() | {"slots": slots})
        counts = Counter(kind.id for kind, _ in mounted)
        contents = [Content(item=item, count=count) for item, count in sorted(counts.items())]
        return Rack.model_validate(rack.model_dump() | {"contents": contents})
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(map(str, first["loc"])) or "rack"
        raise ImportFileError(
            f"{field}: {first['msg']}.",
            where=f"rack {fields['name'] or number + 1}",
            remedy="Mend the rack in NetBox or in the file, and import again.",
        ) from error


def _metres(value: object, unit: str) -> float | None:
    number = _number(value)
    return None if number is None else number * _METRES.get(unit.lower()[:2], 0.001)


def _mounted(
    devices: Iterable[Row],
    types: Mapping[str, DeviceType],
    used: dict[str, DeviceType],
    unknown: Counter[str],
) -> Iterable[tuple[DeviceType, int | None]]:
    """Devices of known types with their lowest unit."""
    for device in devices:
        named = device.get("device_type", device.get("type"))
        candidates = [_name(named).lower()]
        if isinstance(named, Mapping):
            candidates += [str(named.get(key, "")).lower() for key in ("model", "display", "name")]
        candidates.append(f"{_name(device.get('manufacturer'))} {_name(named)}".strip().lower())
        kind = next((types[name] for name in candidates if name in types), None)
        if kind is None:
            unknown[_name(named)[:60] or "(no type)"] += 1
            continue
        used[kind.id] = kind
        position = _number(device.get("position"))
        yield kind, None if position is None else int(position)


def _slots(rack: Rack, mounted: Sequence[tuple[DeviceType, int | None]]) -> list[Slot]:
    """Devices in their units; none where one has no place, or two have the same."""
    taken: set[int] = set()
    slots = []
    for kind, unit in mounted:
        if unit is None or kind.height_u < 1:
            return []
        units = set(range(unit, unit + kind.height_u))
        if taken & units or max(units) > rack.height_u or unit < 1:
            return []
        taken |= units
        low, high = span_m(rack, unit, kind.height_u)
        slots.append(Slot(z_from_m=low, z_to_m=high, contents=(Content(item=kind.id),)))
    return sorted(slots, key=lambda slot: slot.z_from_m)
