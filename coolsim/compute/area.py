"""Floor that racks take, service clearances included: overlaps count once."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from coolsim.design.models import Rack, Variant

Rectangle = tuple[float, float, float, float]
"""West, south, east and north edge [m]."""


def serviced_area_m2(variant: Variant, racks: Sequence[Rack]) -> float:
    """Floor under racks and the clearances drawn before and behind them [m2].

    An aisle that serves two rows counts once; what lies outside the hall does not count.

    Worked number: two racks of 0.6 by 1.2 m face each other over 1.2 m, each with 1.2 m of
    clearance at the front: 0.6 x (1.2 + 1.2 + 1.2) = 2.16 m2.
    """
    hall = variant.hall
    return union_area_m2([clipped(_with_clearance(r), hall.length_m, hall.width_m) for r in racks])


def clipped(rectangle: Rectangle, length_m: float, width_m: float) -> Rectangle:
    """The part of a rectangle inside a hall that starts at the origin."""
    west, south, east, north = rectangle
    return max(west, 0.0), max(south, 0.0), min(east, length_m), min(north, width_m)


def union_area_m2(rectangles: Sequence[Rectangle]) -> float:
    """Area that at least one rectangle covers [m2].

    Worked number: two unit squares half over each other: 1.5.
    """
    real = [r for r in rectangles if r[2] > r[0] and r[3] > r[1]]
    if not real:
        return 0.0
    corners = np.array(real)
    xs = np.unique(corners[:, (0, 2)])
    ys = np.unique(corners[:, (1, 3)])
    covered = np.zeros((xs.size - 1, ys.size - 1), dtype=bool)
    first_x, first_y = np.searchsorted(xs, corners[:, 0]), np.searchsorted(ys, corners[:, 1])
    last_x, last_y = np.searchsorted(xs, corners[:, 2]), np.searchsorted(ys, corners[:, 3])
    for a, b, c, d in zip(first_x, first_y, last_x, last_y, strict=True):
        covered[a:c, b:d] = True
    return float(np.diff(xs) @ covered @ np.diff(ys))


def _with_clearance(rack: Rack) -> Rectangle:
    """Footprint and clearances of a rack; its heading to the nearest right angle."""
    turns = round(rack.heading_deg / 90.0) % 4
    half = 0.5 * rack.depth_m
    ahead, behind = half + rack.clearance_front_m, half + rack.clearance_rear_m
    side = 0.5 * rack.width_m
    west, south, east, north = {
        0: (behind, side, ahead, side),
        1: (side, behind, side, ahead),
        2: (ahead, side, behind, side),
        3: (side, ahead, side, behind),
    }[turns]
    return rack.x_m - west, rack.y_m - south, rack.x_m + east, rack.y_m + north
