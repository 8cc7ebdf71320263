"""Finding a free spot on the plan for something that stands on the floor."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator

from coolsim.design.geometry import Box, bounds_of_points, footprint, overlap
from coolsim.design.models import Placed, Variant

CLEARANCE_M = 0.1
"""Kept free on every side."""
STEP_M = 0.3
"""Distance between the spots that are tried."""

Spot = tuple[float, float, float]
"""x, y [m] and heading [deg]."""


def free_spot(variant: Variant, width_m: float, depth_m: float, near: tuple[float, float]) -> Spot:
    """The nearest free spot for a box that stands on the floor.

    Spots with the back to a wall are taken first, so that aisles stay free; then any spot inside
    the hall; where all is taken, one beside the hall's right wall, outside.

    Args:
        variant: What is drawn already; perforated tiles count as taken.
        width_m: Width across the heading.
        depth_m: Depth along the heading.
        near: Where it would best stand [m].
    """
    taken = [footprint(item) for item in _standing(variant)]
    for spots in (_at_walls(variant, depth_m, width_m), _anywhere(variant)):
        free = [spot for spot in spots if _is_free(spot, width_m, depth_m, taken, variant)]
        if free:
            return min(free, key=lambda spot: (math.dist(spot[:2], near), spot))
    beyond = max((box[2] for box in taken), default=0.0)
    x_m = max(beyond, variant.hall.length_m) + depth_m / 2.0 + CLEARANCE_M
    return x_m, near[1], 180.0


def _standing(variant: Variant) -> Iterator[Placed]:
    yield from variant.racks
    yield from variant.cdus
    yield from (item for item in variant.coolers if item.z_from_m <= 0.0)
    yield from (item for item in variant.obstructions if item.z_from_m <= 0.0)
    yield from (item for item in variant.panels if item.orientation == "vertical")
    yield from (item for item in variant.tiles if item.surface == "floor")


def _at_walls(variant: Variant, depth_m: float, width_m: float) -> Iterator[Spot]:
    length, width = variant.hall.length_m, variant.hall.width_m
    off = depth_m / 2.0 + CLEARANCE_M
    for x_m in _steps(length, width_m):
        yield x_m, off, 90.0
        yield x_m, width - off, 270.0
    for y_m in _steps(width, width_m):
        yield off, y_m, 0.0
        yield length - off, y_m, 180.0


def _anywhere(variant: Variant) -> Iterator[Spot]:
    for x_m in _steps(variant.hall.length_m, 0.0):
        for y_m in _steps(variant.hall.width_m, 0.0):
            yield x_m, y_m, 0.0


def _steps(length_m: float, size_m: float) -> Iterator[float]:
    start = size_m / 2.0 + CLEARANCE_M
    for number in range(int(max(length_m - 2.0 * start, 0.0) / STEP_M) + 1):
        yield round(start + number * STEP_M, 4)


def _is_free(
    spot: Spot, width_m: float, depth_m: float, taken: Iterable[Box], variant: Variant
) -> bool:
    x_m, y_m, heading = spot
    across = heading in (90.0, 270.0)
    half_x, half_y = (width_m / 2, depth_m / 2) if across else (depth_m / 2, width_m / 2)
    box = bounds_of_points([(x_m - half_x, y_m - half_y), (x_m + half_x, y_m + half_y)])
    hall = variant.hall
    inside = box[0] >= 0 and box[1] >= 0 and box[2] <= hall.length_m and box[3] <= hall.width_m
    if not inside:
        return False
    wide = (box[0] - CLEARANCE_M, box[1] - CLEARANCE_M, box[2] + CLEARANCE_M, box[3] + CLEARANCE_M)
    return all(min(overlap(wide, other)) <= 1e-6 for other in taken)
