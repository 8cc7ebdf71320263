"""What a picture of a hall shows: plain arrays that travel to whoever draws them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from coolsim.design import geometry
from coolsim.design.models import Cdu, Cooler, Obstruction, Panel, Placed, Rack, Tile, Variant

Rgb = tuple[int, int, int]
Point = tuple[float, float, float]
_THIN_M = 0.02
"""Thickness panels and tiles are drawn with."""
_GLASS, _SOLID = 0.28, 1.0
_COLOURS: Mapping[type[Placed], Rgb] = {
    Rack: (196, 202, 210),
    Cooler: (108, 150, 190),
    Cdu: (62, 127, 60),
    Panel: (120, 170, 210),
    Tile: (150, 190, 220),
    Obstruction: (150, 150, 150),
}


@dataclass(frozen=True, slots=True)
class Boxes:
    """Drawn objects as boxes.

    Attributes:
        ids: Whose each is.
        outline: Corners on the plan, counter-clockwise, shape (n, 4, 2) [m].
        low, high: Corners of the upright box around each, shape (n, 3) [m].
        rgb: Colours, shape (n, 3).
        opacity: From 0 to 1, shape (n,).
        chosen: Which are selected, shape (n,).
    """

    ids: tuple[str, ...]
    outline: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    rgb: NDArray[np.uint8]
    opacity: NDArray[np.float64]
    chosen: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class AirShown:
    """What of the air is shown.

    Attributes:
        slice_m: Where slices normal to x, y, z stand; ``None`` for none [m].
        iso: Value whose surface is shown; ``None`` for none, in the unit of the field.
        seeds: Where streamlines begin, shape (n, 3) [m].
        low, high: Ends of the colour scale, in the unit of the field.
    """

    slice_m: tuple[float | None, float | None, float | None] = (None, None, None)
    iso: float | None = None
    seeds: tuple[tuple[float, float, float], ...] = ()
    low: float = 15.0
    high: float = 35.0


def hall_box(variant: Variant) -> tuple[Point, Point]:
    """Corners of a hall with its plenum and void [m]."""
    hall = variant.hall
    high = hall.height_m + hall.ceiling_void_m
    return (0.0, 0.0, -hall.raised_floor_m), (hall.length_m, hall.width_m, high)


def boxes_of(
    variant: Variant,
    colours: Mapping[str, Rgb] | None = None,
    selection: Collection[str] = (),
    hidden: Collection[str] = (),
) -> Boxes:
    """Every drawn object as a box.

    Args:
        variant: What is drawn.
        colours: Colours by id; others take that of their kind.
        selection: Ids of what is selected.
        hidden: Kinds that are not shown, by the names of the design's edits.
    """
    given = colours or {}
    groups: tuple[tuple[str, tuple[Placed, ...]], ...] = (
        ("rack", variant.racks),
        ("cooler", variant.coolers),
        ("cdu", variant.cdus),
        ("tile", variant.tiles),
        ("panel", variant.panels),
        ("obstruction", variant.obstructions),
    )
    shown = [record for kind, records in groups if kind not in hidden for record in records]
    corners = [_corners(record, variant.hall.height_m) for record in shown]
    count = len(shown)
    return Boxes(
        ids=tuple(record.id for record in shown),
        outline=np.array([geometry.polygon(record) for record in shown]).reshape(count, 4, 2),
        low=np.array([low for low, _ in corners], dtype=float).reshape(count, 3),
        high=np.array([high for _, high in corners], dtype=float).reshape(count, 3),
        rgb=np.array(
            [given.get(record.id, _COLOURS[type(record)]) for record in shown], dtype=np.uint8
        ).reshape(count, 3),
        opacity=np.array([_GLASS if isinstance(record, Panel) else _SOLID for record in shown]),
        chosen=np.array([record.id in selection for record in shown], dtype=bool),
    )


def _corners(record: Placed, ceiling_m: float) -> tuple[Point, Point]:
    x0, y0, x1, y1 = geometry.footprint(record)
    if isinstance(record, Obstruction):
        low, high = record.z_from_m, record.z_to_m
    elif isinstance(record, Panel):
        flat = record.orientation == "horizontal"
        low, high = record.z_from_m, record.z_from_m + _THIN_M if flat else record.z_to_m
    elif isinstance(record, Tile):
        level = 0.0 if record.surface == "floor" else ceiling_m
        low, high = level - _THIN_M / 2.0, level + _THIN_M / 2.0
    else:
        low, high = 0.0, float(getattr(record, "height_m", 2.0))
    return (x0, y0, low), (x1, y1, high)
