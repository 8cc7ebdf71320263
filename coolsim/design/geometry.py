"""Footprints, directions and turns of placed objects on the plan.

Metres, x right and y up; headings in degrees counter-clockwise. At heading 0 the front faces +x,
so the depth lies along x and the width along y.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from functools import lru_cache
from typing import Literal

from coolsim.design.models import Panel, Placed, to_tenth_mm

Point = tuple[float, float]
Box = tuple[float, float, float, float]
"""``(x0, y0, x1, y1)`` with ``x0 <= x1`` and ``y0 <= y1`` [m]."""

_QUARTER_DIRECTIONS: tuple[Point, ...] = ((1.0, 0.0), (0.0, 1.0), (-1.0, 0.0), (0.0, -1.0))
_HEADING_TOLERANCE_DEG = 1e-6


def normalised_heading(heading_deg: float) -> float:
    """The same heading in [0, 360) degrees, rounded to 1e-6 degrees."""
    return round(heading_deg, 6) % 360.0 + 0.0


def quarter_turns(heading_deg: float) -> int | None:
    """Quarter turns from +x, 0 to 3; ``None`` where the heading is no multiple of 90 degrees."""
    turns = round(heading_deg / 90.0)
    if abs(heading_deg - 90.0 * turns) > _HEADING_TOLERANCE_DEG:
        return None
    return turns % 4


def direction(heading_deg: float) -> Point:
    """Unit vector of the front; exact for multiples of 90 degrees."""
    turns = quarter_turns(heading_deg)
    if turns is not None:
        return _QUARTER_DIRECTIONS[turns]
    angle = math.radians(heading_deg)
    return math.cos(angle), math.sin(angle)


def size(item: Placed) -> Point:
    """Extent along the heading and across it: ``(depth_m, width_m)``.

    A vertical panel is a line across its heading, so its depth is zero.

    Raises:
        TypeError: If the item has no footprint.
    """
    width = getattr(item, "width_m", None)
    depth = getattr(item, "depth_m", None)
    if width is None or depth is None:
        raise TypeError(f"{type(item).__name__} has no footprint")
    if isinstance(item, Panel) and item.orientation == "vertical":
        depth = 0.0
    return float(depth), float(width)


def polygon(item: Placed) -> tuple[Point, Point, Point, Point]:
    """The four corners of a footprint [m], counter-clockwise.

    From front right: front right, front left, rear left, rear right (right and left as seen
    looking out of the front).
    """
    depth, width = size(item)
    ux, uy = direction(item.heading_deg)
    vx, vy = -uy, ux
    a, b = depth / 2.0, width / 2.0
    x, y = item.x_m, item.y_m
    return (
        (x + a * ux - b * vx, y + a * uy - b * vy),
        (x + a * ux + b * vx, y + a * uy + b * vy),
        (x - a * ux + b * vx, y - a * uy + b * vy),
        (x - a * ux - b * vx, y - a * uy - b * vy),
    )


def footprint(item: Placed) -> Box:
    """The footprint of an object whose heading is a multiple of 90 degrees [m], to 0.1 mm.

    For any other heading it is the box around its polygon.
    """
    turns = quarter_turns(item.heading_deg)
    if turns is None:
        return bounds_of_points(polygon(item))
    depth, width = size(item)
    dx, dy = (depth, width) if turns % 2 == 0 else (width, depth)
    return _box_around(item.x_m, item.y_m, dx, dy)


@lru_cache(maxsize=16_384)
def _box_around(x_m: float, y_m: float, dx_m: float, dy_m: float) -> Box:
    """A box by its middle and its extents, to 0.1 mm; asked for the same places edit after edit."""
    return (
        to_tenth_mm(x_m - dx_m / 2.0),
        to_tenth_mm(y_m - dy_m / 2.0),
        to_tenth_mm(x_m + dx_m / 2.0),
        to_tenth_mm(y_m + dy_m / 2.0),
    )


def cut(item: Placed, axis: Literal["x", "y"], at_m: float) -> tuple[float, float] | None:
    """Where a vertical plane across an axis cuts a footprint: from and to along the other axis [m].

    Worked number: a square of 2 m at (5, 5), turned by 45 degrees, cut at x = 5: 3.586 to 6.414.

    Returns:
        ``None`` where the plane does not meet the footprint, or only touches it.
    """
    across, along = (0, 1) if axis == "x" else (1, 0)
    corners = polygon(item)
    met = []
    for first, last in zip(corners, (*corners[1:], corners[0]), strict=True):
        a, b = first[across] - at_m, last[across] - at_m
        if (a < 0.0) != (b < 0.0):
            met.append(first[along] + a / (a - b) * (last[along] - first[along]))
    return (min(met), max(met)) if len(met) == 2 else None


def bounds_of_points(points: Iterable[Point]) -> Box:
    """The box around points [m].

    Raises:
        ValueError: Without any point.
    """
    xs, ys = zip(*points, strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def bounds(items: Iterable[Placed]) -> Box:
    """The box around the footprints of objects [m].

    Raises:
        ValueError: Without any object.
    """
    boxes = [footprint(item) for item in items]
    if not boxes:
        raise ValueError("no objects to bound")
    x0, y0, x1, y1 = zip(*boxes, strict=True)
    return min(x0), min(y0), max(x1), max(y1)


def front_centre(item: Placed) -> Point:
    """Middle of the front edge of the footprint [m]."""
    depth, _ = size(item)
    ux, uy = direction(item.heading_deg)
    return item.x_m + depth / 2.0 * ux, item.y_m + depth / 2.0 * uy


def rotated(point: Point, degrees: float, about: Point) -> Point:
    """A point turned counter-clockwise about another; exact for multiples of 90 degrees [m]."""
    cosine, sine = direction(degrees)
    dx, dy = point[0] - about[0], point[1] - about[1]
    return about[0] + cosine * dx - sine * dy, about[1] + sine * dx + cosine * dy


def overlap(first: Box, second: Box) -> Point:
    """Overlap of two boxes along x and y [m]; zero or negative where they do not overlap."""
    return (
        min(first[2], second[2]) - max(first[0], second[0]),
        min(first[3], second[3]) - max(first[1], second[1]),
    )
