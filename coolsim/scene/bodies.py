"""From drawn objects to boxes, plates and openings in the hall's coordinates."""

from __future__ import annotations

from coolsim.design.geometry import footprint, quarter_turns
from coolsim.design.models import Cooler, Obstruction, Panel, Placed, Rack
from coolsim.errors import SolveError
from coolsim.scene.records import Opening, SolidBox, Span, ThinPlate


def require_quarter_turn(item: Placed) -> None:
    """Refuse headings the grid cannot follow.

    Raises:
        SolveError: If the heading is not a multiple of 90 degrees.
    """
    if quarter_turns(item.heading_deg) is None:
        raise SolveError(
            f"the heading {item.heading_deg:g}° is not a multiple of 90°.",
            where=item.label,
            remedy="Turn it to a multiple of 90°; other headings can be drawn but not solved.",
        )


def front_of(item: Placed) -> tuple[int, int]:
    """Axis the front is normal to, and the direction it faces along that axis."""
    turns = quarter_turns(item.heading_deg) or 0
    return turns % 2, 1 if turns < 2 else -1


def body_of(item: Rack | Cooler | Obstruction, z_from_m: float, z_to_m: float) -> SolidBox:
    """The solid over an object's footprint between two heights."""
    x0, y0, x1, y1 = footprint(item)
    return SolidBox((x0, y0, z_from_m), (x1, y1, z_to_m))


def plate_of(panel: Panel) -> ThinPlate:
    """A containment panel as a thin plate."""
    x0, y0, x1, y1 = footprint(panel)
    if panel.orientation == "horizontal":
        return ThinPlate(panel.id, 2, panel.z_from_m, ((x0, x1), (y0, y1)), panel.leak_fraction)
    axis, _ = front_of(panel)
    across = (y0, y1) if axis == 0 else (x0, x1)
    position = panel.x_m if axis == 0 else panel.y_m
    heights = (panel.z_from_m, panel.z_to_m)
    return ThinPlate(panel.id, axis, position, (across, heights), panel.leak_fraction)


def side_opening(
    item: Rack | Cooler,
    body: SolidBox,
    *,
    at_front: bool,
    width_m: float | None,
    heights: Span,
) -> Opening:
    """An opening in the middle of an object's front or rear.

    Args:
        item: The object.
        body: Its solid.
        at_front: Front or rear.
        width_m: Width of the opening; ``None`` for the object's own, which it never exceeds [m].
        heights: Its lower and upper edge [m].

    Raises:
        SolveError: If the opening ends below where it begins, or above the object.
    """
    if not heights[0] < heights[1] <= body.high[2] + 1e-6:
        raise SolveError(
            f"its air opening from {heights[0]:g} m to {heights[1]:g} m does not fit its height of "
            f"{body.high[2]:g} m.",
            where=item.label,
            remedy="Set the heights of the opening inside the object, the lower one first.",
        )
    axis, front = front_of(item)
    side = front if at_front else -front
    across = 1 - axis
    middle = 0.5 * (body.low[across] + body.high[across])
    half = 0.5 * min(width_m or item.width_m, item.width_m)
    position = body.high[axis] if side > 0 else body.low[axis]
    return Opening(axis, position, side, ((middle - half, middle + half), heights))


def top_opening(body: SolidBox) -> Opening:
    """The whole top of a body."""
    spans = ((body.low[0], body.high[0]), (body.low[1], body.high[1]))
    return Opening(2, body.high[2], 1, spans)
