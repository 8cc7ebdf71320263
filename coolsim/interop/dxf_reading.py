"""A DXF drawing as objects of a plan.

Read are closed rectangles and blocks of layers that are mapped to kinds, in the drawing's units;
drawings that CoolSim wrote come back as they were.
"""

from __future__ import annotations

import logging
import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from coolsim.design.models import (
    Cdu,
    Cooler,
    Hall,
    Obstruction,
    Panel,
    Placed,
    Rack,
    Tile,
    Variant,
)
from coolsim.errors import ImportFileError
from coolsim.interop.dxf import APP

KINDS: Mapping[str, type[Placed]] = {
    "rack": Rack,
    "cooler": Cooler,
    "cdu": Cdu,
    "tile": Tile,
    "panel": Panel,
    "obstruction": Obstruction,
}
"""Kinds of objects a layer can hold; a layer mapped to ``hall`` gives the room's outline."""
_METRES = {
    1: 0.0254, 2: 0.3048, 4: 0.001, 5: 0.01, 6: 1.0, 7: 1000.0, 8: 2.54e-8, 10: 0.9144,
    13: 1e-6, 14: 0.1,
}  # fmt: skip
"""Metres in a unit of the drawing by its code ``$INSUNITS``."""
MOST_BYTES = 100_000_000
MOST_OBJECTS = 20_000
_LEAST_M, _MOST_M = 0.01, 100.0


@dataclass(frozen=True, slots=True)
class LayerFound:
    """A layer of a drawing: how many outlines it holds, and their usual size [m]."""

    name: str
    outlines: int
    width_m: float
    depth_m: float


@dataclass(frozen=True, slots=True)
class Outline:
    """A rectangle of a drawing: place, size, heading, and what its extended data say."""

    layer: str
    x_m: float
    y_m: float
    width_m: float
    depth_m: float
    heading_deg: float
    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """What is read of a drawing.

    Attributes:
        outlines: Its rectangles.
        metres: Metres in one of its units.
        has_units: Whether it says so itself; else millimetres or metres were guessed by its size.
        skipped: What was left out, by reason.
    """

    outlines: tuple[Outline, ...]
    metres: float
    has_units: bool
    skipped: Mapping[str, int]

    def layers(self) -> tuple[LayerFound, ...]:
        """The layers with outlines, most first."""
        counts = Counter(outline.layer for outline in self.outlines)
        found = []
        for name, count in counts.most_common():
            own = sorted(
                (outline for outline in self.outlines if outline.layer == name),
                key=lambda outline: outline.width_m * outline.depth_m,
            )
            middle = own[len(own) // 2]
            found.append(LayerFound(name, count, middle.width_m, middle.depth_m))
        return tuple(found)


def read_dxf(path: Path, metres: float | None = None) -> Drawing:
    """Read the rectangles of a drawing.

    Args:
        path: The file.
        metres: Metres in one of its units; ``None`` takes what the drawing says, or guesses.

    Raises:
        ImportFileError: If it is no readable DXF drawing, or has nothing to read.
    """
    document = _document(path)
    said = _METRES.get(int(document.header.get("$INSUNITS", 0) or 0))
    skipped: Counter[str] = Counter()
    raw = []
    for entity in document.modelspace():
        kind = entity.dxftype()
        if kind not in ("LWPOLYLINE", "POLYLINE", "INSERT"):
            skipped[f"{kind.lower()} entities"] += 1
            continue
        try:
            points = _points(entity)
        except Exception:  # noqa: BLE001  a broken entity is left out and counted, not fatal
            skipped["entities that cannot be read"] += 1
            continue
        if points is None:
            skipped["open or curved lines"] += 1
            continue
        raw.append((entity, points))
        if len(raw) > MOST_OBJECTS:
            raise ImportFileError(
                f"It holds more than {MOST_OBJECTS:,} outlines.",
                where=str(path),
                remedy="Keep the layers with racks, coolers and tiles alone, and import again.",
            )
    if not raw:
        raise ImportFileError(
            "It holds no closed outlines.",
            where=str(path),
            remedy="Draw each object as a closed polyline or a block.",
        )
    factor = metres or said or _guessed(points for _, points in raw)
    outlines = []
    for entity, points in raw:
        outline = _outline(entity, [(x * factor, y * factor) for x, y in points])
        if outline is None:
            skipped["outlines that are no rectangles"] += 1
        elif not _is_sensible(outline):
            skipped["outlines under 1 cm or over 100 m"] += 1
        else:
            outlines.append(outline)
    return Drawing(tuple(outlines), factor, said is not None, dict(skipped))


def _document(path: Path) -> Any:
    from ezdxf import filemanagement

    # It tells of odd drawings on the terminal; what matters is said by the errors below.
    logging.getLogger("ezdxf").setLevel(logging.CRITICAL)
    try:
        if path.exists() and not path.is_file():
            raise ImportFileError("It is no file.", where=str(path), remedy="Name a drawing.")
        if path.stat().st_size > MOST_BYTES:
            raise ImportFileError(
                "It is over 100 MB.", where=str(path), remedy="Export fewer layers."
            )
        return filemanagement.readfile(path)
    except OSError as error:
        raise ImportFileError(
            f"It cannot be read: {str(error.strerror or error).rstrip('.')}.", where=str(path)
        ) from error
    except ImportFileError:
        raise
    except Exception as error:
        # The reader's own errors are of many kinds, some of them plain Python errors.
        raise ImportFileError(
            f"It is no readable DXF drawing ({type(error).__name__}).",
            where=str(path),
            remedy="Save it as DXF R2010 or newer, as text.",
        ) from error


def _points(entity: Any) -> list[tuple[float, float]] | None:
    """Corners of a closed outline in the drawing's units; ``None`` for another shape."""
    kind = entity.dxftype()
    if kind == "INSERT":
        from ezdxf import bbox

        box = bbox.extents(entity.virtual_entities(), fast=True)
        if not box.has_data:
            return None
        (x0, y0, _), (x1, y1, _) = box.extmin, box.extmax
        return [(x0, y0), (x1, y0), (x1, y1), (x0, y1)]
    if kind == "LWPOLYLINE":
        if entity.has_arc:
            return None
        points = [(float(x), float(y)) for x, y in entity.get_points("xy")]
    else:
        points = [(float(p.dxf.location.x), float(p.dxf.location.y)) for p in entity.vertices]
    ends_meet = len(points) > 2 and math.dist(points[0], points[-1]) <= 1e-9
    if ends_meet:
        points = points[:-1]
    if not (entity.is_closed or ends_meet) or not all(math.isfinite(v) for p in points for v in p):
        return None
    return points


def _guessed(outlines: Iterable[list[tuple[float, float]]]) -> float:
    """Metres in a unit by the usual size: objects of a hall are decimetres to metres."""
    sizes = sorted(
        max(max(p[0] for p in points) - min(p[0] for p in points),
            max(p[1] for p in points) - min(p[1] for p in points))
        for points in outlines
        if points
    )  # fmt: skip
    usual = sizes[len(sizes) // 2]
    return 0.001 if usual > 50.0 else 1.0


def _outline(entity: Any, points: list[tuple[float, float]]) -> Outline | None:
    """A rectangle as an object's place; ``None`` where it is none."""
    if len(points) != 4:
        return None
    (ax, ay), (bx, by), (cx, cy), (dx, dy) = points
    first = math.hypot(bx - ax, by - ay)
    second = math.hypot(cx - bx, cy - by)
    skew = math.hypot(ax + cx - bx - dx, ay + cy - by - dy)
    if min(first, second) <= 0.0 and max(first, second) <= 0.0:
        return None
    corner = abs((bx - ax) * (cx - bx) + (by - ay) * (cy - by))
    if skew > 1e-3 * max(first, second) or corner > 1e-3 * max(first * second, 1e-9):
        return None
    name, kind, said = _said(entity)
    along = math.degrees(math.atan2(by - ay, bx - ax))
    heading = said if said is not None else _front(along, first, second)
    turned = abs(math.cos(math.radians(along - heading))) > 0.5
    depth, width = (first, second) if turned else (second, first)
    if entity.dxftype() == "INSERT" and not name:
        name = str(entity.dxf.get("name", ""))[:250]
    return Outline(
        str(entity.dxf.layer), (ax + cx) / 2.0, (ay + cy) / 2.0, width, depth, heading, name, kind
    )


def _said(entity: Any) -> tuple[str, str, float | None]:
    """Name, kind and heading of an outline that CoolSim wrote."""
    if not entity.has_xdata(APP):
        return "", "", None
    data = [(tag.code, tag.value) for tag in entity.get_xdata(APP)]
    texts = [str(value) for code, value in data if code == 1000]
    numbers = [float(value) for code, value in data if code == 1040]
    if len(texts) < 3 or not numbers or not math.isfinite(numbers[0]):
        return "", "", None
    return texts[1], texts[2], numbers[0] % 360.0


def _front(along_deg: float, first: float, second: float) -> float:
    """A heading for a rectangle that has none: across its shorter side, to the right or up."""
    heading = along_deg if first >= second else along_deg + 90.0
    return round(heading, 6) % 180.0


def _is_sensible(outline: Outline) -> bool:
    largest = max(outline.width_m, outline.depth_m)
    return _LEAST_M <= largest <= _MOST_M and max(abs(outline.x_m), abs(outline.y_m)) < 1e5


def variant_from(
    drawing: Drawing, layers: Mapping[str, str], variant: Variant
) -> tuple[Variant, Mapping[str, int]]:
    """A variant with the outlines of the mapped layers as objects.

    Args:
        drawing: What was read.
        layers: Kind for each layer, ``hall`` for the outline of the room, "" to leave it out;
            layers that CoolSim wrote need none.
        variant: What hall, heights and settings are taken from; its objects are replaced.

    Returns:
        The variant, and how many objects of each kind it got.

    Raises:
        ImportFileError: If no outline is of a mapped layer.
    """
    kinds = {name.upper(): kind for name, kind in layers.items()}
    chosen = [(kinds.get(o.layer.upper(), own_kind(o)), o) for o in drawing.outlines]
    halls = [outline for kind, outline in chosen if kind == "hall"]
    objects = [(kind, outline) for kind, outline in chosen if kind in KINDS]
    if not objects and not halls:
        found = ", ".join(layer.name for layer in drawing.layers()[:10])
        raise ImportFileError(
            f"No outline is on a mapped layer; the drawing has: {found}.",
            remedy="Map a layer: --layer NAME=rack (or cooler, tile, panel, obstruction, hall).",
        )
    origin, hall = _room(halls, [outline for _, outline in objects], variant.hall)
    made: dict[str, list[Placed]] = {kind: [] for kind in KINDS}
    for kind, outline in objects:
        made[kind].append(_object(kind, outline, origin, len(made[kind]) + 1))
    changes: dict[str, Any] = {
        "racks": tuple(made["rack"]),
        "coolers": tuple(made["cooler"]),
        "cdus": tuple(made["cdu"]),
        "tiles": tuple(made["tile"]),
        "panels": tuple(made["panel"]),
        "obstructions": tuple(made["obstruction"]),
        "aisles": (),
        "groups": (),
        "hall": hall,
    }
    return variant.model_copy(update=changes), {k: len(v) for k, v in made.items() if v}


def own_kind(outline: Outline) -> str:
    """What an outline of a drawing that CoolSim wrote says it is; "" for any other."""
    if outline.kind in KINDS:
        return outline.kind
    return "hall" if outline.layer.upper() == "COOLSIM_HALL" else ""


def _room(
    halls: list[Outline], objects: list[Outline], hall: Hall
) -> tuple[tuple[float, float], Hall]:
    """The drawing's place of the hall's inner corner, and a hall of the size found."""
    if halls:
        largest = max(halls, key=lambda outline: outline.width_m * outline.depth_m)
        boxes = [_box(largest)]
    else:
        boxes = [_box(outline) for outline in objects]
    x0, y0 = min(box[0] for box in boxes), min(box[1] for box in boxes)
    x1, y1 = max(box[2] for box in boxes), max(box[3] for box in boxes)
    if not halls:
        x0, y0, x1, y1 = x0 - 1.2, y0 - 1.2, x1 + 1.2, y1 + 1.2
    size = {"length_m": max(x1 - x0, 1.0), "width_m": max(y1 - y0, 1.0)}
    return (x0, y0), Hall.model_validate(hall.model_dump() | size)


def _box(outline: Outline) -> tuple[float, float, float, float]:
    turned = math.radians(outline.heading_deg)
    across, along = abs(math.sin(turned)), abs(math.cos(turned))
    half_x = 0.5 * (outline.depth_m * along + outline.width_m * across)
    half_y = 0.5 * (outline.depth_m * across + outline.width_m * along)
    return (
        outline.x_m - half_x, outline.y_m - half_y, outline.x_m + half_x, outline.y_m + half_y,
    )  # fmt: skip


def _object(kind: str, outline: Outline, origin: tuple[float, float], number: int) -> Placed:
    fields: dict[str, Any] = {
        "id": f"{kind}-{number:04d}",
        "name": outline.name,
        "x_m": outline.x_m - origin[0],
        "y_m": outline.y_m - origin[1],
        "heading_deg": outline.heading_deg,
        "width_m": outline.width_m,
    }
    if kind != "panel":
        fields["depth_m"] = outline.depth_m
    if kind == "obstruction":
        fields |= {"z_from_m": 0.0, "z_to_m": 2.0}
    return KINDS[kind].model_validate(fields)
