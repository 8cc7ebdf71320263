"""What the library offers: each item is a kind and the fields of a new object."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from coolsim import units
from coolsim.catalogue import Catalogue, Entry, Figure
from coolsim.catalogue.contents import cooler_figures, sustained_power
from coolsim.catalogue.conversions import in_si
from coolsim.catalogue.cooling_choice import cdu_fields, footprint_fields
from coolsim.catalogue.liquid import CDU_TYPES, cdu_figures
from coolsim.catalogue.liquid_equipment import TANK_TYPES, tank_figures
from coolsim.errors import CoolSimError
from ui import words

_STATUS_WORDS = {"target": "announced", "estimate": "typical, no product"}
ITEM_MIME = "application/x-coolsim-item"
"""Type of a dragged item: JSON of its kind and fields."""
_COOLER_TYPES = {"crah": "crah", "crac": "crac", "inrow": "in_row", "fan_wall": "fan_wall"}
_COOLER_SIZES_M = {"crah": (2.5, 0.9, 2.0), "crac": (1.8, 0.9, 2.0), "in_row": (0.3, 1.07, 2.0)}
_TANK: dict[str, object] = {"height_m": 1.1, "width_m": 1.2, "depth_m": 0.8}
"""Footprint of a tank whose catalogue entry has none, and its height."""
_RACK_HEIGHT_U = 42
_MOST_SERVERS = {"gpu_server": 4, "cpu_server": 20, "storage": 10, "gpu_tray": 8}
_LIQUID_WORDS = {"dlc": "cold_plate", "hybrid": "cold_plate", "air+rdhx": "rear_door"}


@dataclass(frozen=True)
class LibraryItem:
    """One thing to place.

    Attributes:
        group: Where it stands: ``Racks``, ``Cooling``, ``Liquid`` or ``Room``.
        name: What it is called.
        detail: Key figures in a few words.
        kind: Kind of object.
        fields: Fields of the new object beside its place.
        tool: Name of the place tool for it.
        tooltip: Figures with source and class.
        is_weak: Whether a key figure is of a weak class.
    """

    group: str
    name: str
    detail: str
    kind: str
    tool: str
    fields: dict[str, object] = field(default_factory=dict)
    tooltip: str = ""
    is_weak: bool = False

    @property
    def words(self) -> str:
        """What the search looks through."""
        return f"{self.name} {self.detail} {self.kind}".casefold()


def library_items(catalogue: Catalogue, system: units.System = "si") -> tuple[LibraryItem, ...]:
    """Everything that can be placed, group by group."""
    return (
        *_plain_racks(system),
        *_server_racks(catalogue, system),
        *_whole_racks(catalogue, system),
        *_plain_coolers(),
        *_coolers(catalogue, system),
        *liquid_items(catalogue, system),
        *_tiles(catalogue),
        *_room(),
    )


def _plain_racks(system: units.System) -> Iterator[LibraryItem]:
    yield LibraryItem("Racks", "Empty rack", "42 U, no load yet", "rack", "place:rack:")
    for load_w in (5_000.0, 10_000.0, 20_000.0, 40_000.0):
        shown = units.text(load_w, "w", system)
        tip = "A plain load; airflow by the catalogue's design rule."
        yield LibraryItem(
            "Racks", f"Rack, {shown}", "42 U, plain load", "rack", "", {"load_w": load_w}, tip
        )


def _server_racks(catalogue: Catalogue, system: units.System) -> Iterator[LibraryItem]:
    for entry in catalogue.entries("server"):
        power, height = sustained_power(entry), entry.figure("height_u").value
        if power.value is None or entry.word("kind") == "switch_tray":
            continue
        most = _MOST_SERVERS.get(entry.word("kind"), 4)
        count = max(1, min(most, int(_RACK_HEIGHT_U // height))) if height else 1
        detail = f"rack with {count} × {units.text(power.value, 'w', system)}"
        contents = [{"item": entry.id, "count": count}]
        yield _catalogued("Racks", entry.name, detail, "rack", entry, power,
                          {"contents": contents, **_cooling(entry)})  # fmt: skip


def _whole_racks(catalogue: Catalogue, system: units.System) -> Iterator[LibraryItem]:
    for entry in catalogue.entries("rack"):
        power = sustained_power(entry)
        if power.value is None or not entry.word("accelerator"):
            continue
        detail = f"whole rack, {units.text(power.value, 'w', system)}"
        fields: dict[str, object] = {"contents": [{"item": entry.id, "count": 1}]}
        height = entry.figure("height_u").value
        if height is not None and height > _RACK_HEIGHT_U:
            fields |= {"height_u": int(height), "height_m": 2.3}
        yield _catalogued(
            "Racks", entry.name, detail, "rack", entry, power, fields | _cooling(entry)
        )


def _plain_coolers() -> Iterator[LibraryItem]:
    plain: tuple[tuple[str, str, dict[str, object]], ...] = (
        ("CRAH, under the floor", "80 kW, 5 m³/s", {
            "type": "crah", "airflow_m3_s": 5.0, "capacity_w": 80_000.0,
        }),
        ("Fan wall, from the front", "200 kW, 14 m³/s", {
            "type": "fan_wall", "discharge": "front", "intake": "rear", "width_m": 3.0,
            "depth_m": 1.5, "height_m": 3.0, "airflow_m3_s": 14.0, "capacity_w": 200_000.0,
        }),
        ("CRAC, up-flow", "40 kW, 2.5 m³/s, free blowing", {
            "type": "crac", "discharge": "top", "intake": "front", "width_m": 1.8,
            "airflow_m3_s": 2.5, "capacity_w": 40_000.0,
        }),
        ("Ceiling unit, blowing down", "20 kW, 1.5 m³/s, above an aisle", {
            "type": "ceiling", "discharge": "bottom", "intake": "rear", "width_m": 1.2,
            "depth_m": 0.9, "height_m": 0.5, "z_from_m": 2.4, "airflow_m3_s": 1.5,
            "capacity_w": 20_000.0,
        }),
        ("Ceiling unit, blowing sideways", "20 kW, 1.5 m³/s", {
            "type": "ceiling", "discharge": "front", "intake": "rear", "width_m": 1.2,
            "depth_m": 0.9, "height_m": 0.5, "z_from_m": 2.4, "airflow_m3_s": 1.5,
            "capacity_w": 20_000.0,
        }),
    )  # fmt: skip
    for name, detail, fields in plain:
        tip = "Figures of the drawing, not of a product; change them in the inspector."
        yield LibraryItem("Cooling", name, detail, "cooler", "", fields, tip)


def _coolers(catalogue: Catalogue, system: units.System) -> Iterator[LibraryItem]:
    for entry in catalogue.entries("unit"):
        kind = _COOLER_TYPES.get(entry.word("type"))
        if kind is None:
            continue
        figures = cooler_figures(entry)
        width, depth, height = _COOLER_SIZES_M[kind]
        fields: dict[str, object] = {
            "type": kind,
            "unit": entry.id,
            "width_m": figures.width_m.value or width,
            "depth_m": figures.depth_m.value or depth,
            "height_m": figures.height_m.value or height,
        }
        if kind == "in_row":
            fields |= {"discharge": "front", "intake": "rear"}
        capacity = figures.capacity_w
        shown = units.text(capacity.value, "w", system, 3)
        yield _catalogued("Cooling", entry.name, shown, "cooler", entry, capacity, fields)


def liquid_items(catalogue: Catalogue, system: units.System) -> Iterator[LibraryItem]:
    """Coolant distribution units, and tanks as racks that hold nothing yet."""
    for entry in catalogue.entries("unit"):
        kind = entry.word("type")
        if kind in CDU_TYPES:
            capacity = cdu_figures(entry).capacity_w
            what = "to liquid" if kind == "cdu_l2l" else "to air"
            detail = f"CDU {what}, {units.text(capacity.value, 'w', system, 3)}"
            yield _catalogued("Liquid", entry.name, detail, "cdu", entry, capacity,
                              cdu_fields(entry))  # fmt: skip
        elif kind in TANK_TYPES:
            figures = tank_figures(entry)
            method = "immersion" if kind == "immersion_1p" else "immersion_two_phase"
            fields = {"cooling": method, "liquid": {"unit": entry.id}, **_TANK}
            fields |= footprint_fields(entry)
            detail = f"tank, {units.text(figures.capacity_w.value, 'w', system, 3)}"
            yield _catalogued("Liquid", entry.name, detail, "rack", entry, figures.capacity_w,
                              fields)  # fmt: skip


def _tiles(catalogue: Catalogue) -> Iterator[LibraryItem]:
    for entry in catalogue.entries("tile"):
        share = entry.plain.get("open_fraction")
        if not isinstance(share, float):
            continue
        loss = entry.figure("k_loss")
        detail = f"K = {units.number(loss.value, 3)}"
        yield _catalogued("Room", entry.name, detail, "tile", entry, loss, {"unit": entry.id})


def _room() -> Iterator[LibraryItem]:
    grille: dict[str, object] = {"surface": "ceiling", "open_fraction": 0.5}
    upright: dict[str, object] = {"width_m": 1.2, "leak_fraction": None}
    door = {**upright, "construction": "door"}
    curtain = {**upright, "construction": "curtain"}
    above = {**upright, "z_from_m": 2.0, "z_to_m": 3.0}
    roof: dict[str, object] = {
        "orientation": "horizontal", "z_from_m": 2.0, "leak_fraction": None,
    }  # fmt: skip
    beam: dict[str, object] = {"width_m": 6.0, "depth_m": 0.3, "z_from_m": 3.0, "z_to_m": 3.4}
    tray: dict[str, object] = {
        "width_m": 6.0, "depth_m": 0.4, "z_from_m": 2.3, "z_to_m": 2.4, "open_fraction": 0.4,
    }  # fmt: skip
    column: dict[str, object] = {"width_m": 0.4, "depth_m": 0.4}
    wall: dict[str, object] = {"width_m": 3.0, "depth_m": 0.15}
    for name, detail, kind, tool, fields in (
        ("Ceiling grille", "to the ceiling void", "tile", "", grille),
        ("Containment wall", "rigid panel", "panel", "place:panel:vertical", upright),
        ("Containment door", "hinged or sliding", "panel", "", door),
        ("Strip curtain", "leaks more than a door", "panel", "", curtain),
        ("Panel above racks", "from 2 m to 3 m", "panel", "", above),
        ("Containment roof", "horizontal panel", "panel", "place:panel:horizontal", roof),
        ("Column", "0.4 × 0.4 m", "obstruction", "place:obstruction:", column),
        ("Wall", "3 × 0.15 m", "obstruction", "", wall),
        ("Beam", "6 × 0.3 m, below the ceiling", "obstruction", "", beam),
        ("Cable tray", "6 × 0.4 m above racks, 40 % open", "obstruction", "", tray),
    ):
        yield LibraryItem("Room", name, detail, kind, tool, fields)


def _catalogued(
    group: str,
    name: str,
    detail: str,
    kind: str,
    entry: Entry,
    main: Figure,
    fields: dict[str, object],
) -> LibraryItem:
    status = _STATUS_WORDS.get(entry.status, "")
    mark = " *" if main.is_weak else ""
    return LibraryItem(
        group,
        name,
        detail + mark + (f", {status}" if status else ""),
        kind,
        f"place:{kind}:{entry.id}",
        fields,
        entry_tooltip(entry),
        main.is_weak,
    )


def entry_tooltip(entry: Entry, most: int = 8) -> str:
    """An entry's figures, each with source and class, the weak ones marked ``*``."""
    lines = [entry.name]
    for key, figure in list(entry.figures.items())[:most]:
        lines.append(f"{key.replace('_', ' ')}: {figure_text(figure)}")
    if len(entry.figures) > most:
        lines.append(f"… and {len(entry.figures) - most} more figures")
    return "\n".join(lines)


def figure_text(figure: Figure) -> str:
    """A figure with its class and source: ``10.2 kW (data sheet: dgx_h100_ug)``."""
    try:
        base = in_si(figure)
        shown = units.text(base.value, base.unit or "count")
    except CoolSimError:  # a unit of costs or claims, which no calculation reads
        shown = f"{units.number(figure.value)} {figure.unit.replace('_', ' ')}".strip()
    if not figure.is_known:
        shown = f"unknown ({figure.note})" if figure.note else "unknown"
    label = words.CONFIDENCE_LABELS.get(figure.confidence, figure.confidence)
    source = f": {figure.source}" if figure.source else ""
    return f"{shown}{' *' if figure.is_weak else ''} ({label}{source})"


def _cooling(entry: Entry) -> dict[str, object]:
    method = _LIQUID_WORDS.get(entry.word("cooling"))
    return {"cooling": method} if method else {}
