"""Putting objects in order: align, distribute, mirror."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from coolsim.design.edits_objects import items, placed_ids, update_each
from coolsim.design.geometry import Box, footprint, normalised_heading
from coolsim.design.models import Design, Placed
from coolsim.errors import EditError

Edge = Literal["left", "right", "top", "bottom", "centre_x", "centre_y"]
Axis = Literal["x", "y"]
Spacing = Literal["centre", "gap"]
_LOW, _HIGH, _MIDDLE = 0.0, 1.0, 0.5
_EDGES: dict[Edge, tuple[int, float]] = {
    "left": (0, _LOW),
    "right": (0, _HIGH),
    "centre_x": (0, _MIDDLE),
    "bottom": (1, _LOW),
    "top": (1, _HIGH),
    "centre_y": (1, _MIDDLE),
}
"""Axis of each edge and where it lies between the low and the high side of a box."""


def align(design: Design, ids: Iterable[str], edge: Edge) -> Design:
    """Bring one edge of every object onto the outermost of them, or their middles onto one line.

    The left and bottom edges go to the lowest, the right and top edges to the highest; middles go
    to the middle of the common box. An aisle or group stands for its members.

    Raises:
        EditError: If an id is unknown, or fewer than two objects have a place.
    """
    boxes = _boxes(design, ids, 2, "Alignment")
    axis, share = _EDGES[edge]
    low = min(box[axis] for box in boxes.values())
    high = max(box[axis + 2] for box in boxes.values())
    line = low + share * (high - low)
    shifts = {
        each: line - (box[axis] + share * (box[axis + 2] - box[axis]))
        for each, box in boxes.items()
    }
    return _shifted(design, axis, shifts)


def distribute(design: Design, ids: Iterable[str], axis: Axis, by: Spacing) -> Design:
    """Space objects evenly between the two outermost, which stay.

    Args:
        design: The design.
        ids: Three objects or more.
        axis: Along which they are spaced.
        by: Equal distances of the centres, or equal gaps between the boxes.

    Raises:
        EditError: If an id is unknown, or fewer than three objects have a place.
    """
    boxes = _boxes(design, ids, 3, "Distribution")
    a = "xy".index(axis)
    ordered = sorted(boxes, key=lambda each: (boxes[each][a] + boxes[each][a + 2], each))
    widths = [boxes[each][a + 2] - boxes[each][a] for each in ordered]
    first, last = boxes[ordered[0]], boxes[ordered[-1]]
    places: list[float] = []
    if by == "centre":
        start, end = 0.5 * (first[a] + first[a + 2]), 0.5 * (last[a] + last[a + 2])
        step = (end - start) / (len(ordered) - 1)
        places = [start + number * step - 0.5 * width for number, width in enumerate(widths)]
    else:
        gap = (last[a + 2] - first[a] - sum(widths)) / (len(ordered) - 1)
        at = first[a]
        for width in widths:
            places.append(at)
            at += width + gap
    shifts = {each: place - boxes[each][a] for each, place in zip(ordered, places, strict=True)}
    return _shifted(design, a, shifts)


def mirror(design: Design, ids: Iterable[str], axis: Axis) -> Design:
    """Mirror objects in the middle of their common box: ``x`` swaps left and right.

    Headings turn with them, so that a cold aisle stays one.

    Raises:
        EditError: If an id is unknown, or no object has a place.
    """
    boxes = _boxes(design, ids, 1, "Mirroring")
    a = "xy".index(axis)
    middle = 0.5 * (min(b[a] for b in boxes.values()) + max(b[a + 2] for b in boxes.values()))
    fields: dict[str, dict[str, object]] = {}
    for _, item in items(design):
        if item.id in boxes and isinstance(item, Placed):
            turned = 180.0 - item.heading_deg if axis == "x" else -item.heading_deg
            place = item.x_m if axis == "x" else item.y_m
            fields[item.id] = {
                f"{axis}_m": 2.0 * middle - place,
                "heading_deg": normalised_heading(turned),
            }
    return update_each(design, fields)


def _boxes(design: Design, ids: Iterable[str], fewest: int, what: str) -> dict[str, Box]:
    """Footprints of the placed objects among those given.

    Raises:
        EditError: If there are fewer than ``fewest``.
    """
    chosen = placed_ids(design, ids)
    boxes = {
        item.id: footprint(item)
        for _, item in items(design)
        if item.id in chosen and isinstance(item, Placed)
    }
    if len(boxes) < fewest:
        word = {1: "one object", 2: "two objects", 3: "three objects"}[fewest]
        raise EditError(f"{what} needs {word} or more.", remedy="Select them on the plan.")
    return boxes


def _shifted(design: Design, axis: int, shifts: dict[str, float]) -> Design:
    key = ("x_m", "y_m")[axis]
    moved = {each: shift for each, shift in shifts.items() if abs(shift) > 1e-9}
    fields = {
        item.id: {key: getattr(item, key) + moved[item.id]}
        for _, item in items(design)
        if item.id in moved
    }
    return update_each(design, fields) if fields else design
