"""Edits of the picture under the plan, and its scale by two points."""

from __future__ import annotations

import math

from coolsim.design.edits_objects import replaced, validated, with_variant
from coolsim.design.geometry import Point, rotated
from coolsim.design.models import Background, Design
from coolsim.errors import EditError


def set_background(design: Design, **fields: object) -> Design:
    """Put a picture under the plan, or change fields of the one there.

    Raises:
        EditError: If a value is out of range, or the first call names no file.
    """
    old = design.variant.background
    new = replaced(old, fields) if old is not None else validated(Background, fields)
    if new is old:
        return design
    return with_variant(design, design.variant.model_copy(update={"background": new}))


def remove_background(design: Design) -> Design:
    """Take the picture away."""
    if design.variant.background is None:
        return design
    return with_variant(design, design.variant.model_copy(update={"background": None}))


def scale_background(
    design: Design, first: Point, second: Point, distance_m: float, at: Point | None = None
) -> Design:
    """Scale the picture so that two points on it are a known distance apart.

    The first point stays where it is, or goes to ``at``.

    Worked number: points at (1, 1) and (3, 1) on a picture 10 m wide at (0, 0), 4 m apart in
    truth: the picture becomes 20 m wide, its corner goes to (-1, -1).

    Raises:
        EditError: If there is no picture, the points coincide or the distance is not positive.
    """
    background = design.variant.background
    if background is None:
        raise EditError("There is no picture to scale.", remedy="Choose a background first.")
    drawn_m = math.hypot(second[0] - first[0], second[1] - first[1])
    if drawn_m < 1e-6:
        raise EditError("The two points are the same.", remedy="Click two points far apart.")
    if not distance_m > 0.0:
        raise EditError("The distance must be greater than zero.")
    factor = distance_m / drawn_m
    target = at or first
    return set_background(
        design,
        width_m=background.width_m * factor,
        x_m=target[0] + (background.x_m - first[0]) * factor,
        y_m=target[1] + (background.y_m - first[1]) * factor,
    )


def turn_background(design: Design, degrees: float, about: Point) -> Design:
    """Turn the picture counter-clockwise about a point."""
    background = design.variant.background
    if background is None:
        raise EditError("There is no picture to turn.", remedy="Choose a background first.")
    x_m, y_m = rotated((background.x_m, background.y_m), degrees, about)
    heading = (background.heading_deg + degrees) % 360.0
    return set_background(design, x_m=x_m, y_m=y_m, heading_deg=heading)
