"""From drawn objects to boxes, plates and openings in the hall's coordinates."""

from __future__ import annotations

from coolsim.design.geometry import footprint, quarter_turns
from coolsim.design.models import Cdu, Cooler, Obstruction, Panel, Placed, Rack
from coolsim.errors import SolveError
from coolsim.scene.records import Opening, SolidBox, Span, ThinPlate
from coolsim.sentences import quantity, told


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


def body_of(item: Rack | Cooler | Cdu | Obstruction, z_from_m: float, z_to_m: float) -> SolidBox:
    """The solid over an object's footprint between two heights."""
    x0, y0, x1, y1 = footprint(item)
    return SolidBox((x0, y0, z_from_m), (x1, y1, z_to_m))


def plate_of(panel: Panel, leak_fraction: float) -> ThinPlate:
    """A containment panel of a leakage as a thin plate."""
    x0, y0, x1, y1 = footprint(panel)
    if panel.orientation == "horizontal":
        return ThinPlate(panel.id, 2, panel.z_from_m, ((x0, x1), (y0, y1)), leak_fraction)
    axis, _ = front_of(panel)
    across = (y0, y1) if axis == 0 else (x0, x1)
    position = panel.x_m if axis == 0 else panel.y_m
    heights = (panel.z_from_m, panel.z_to_m)
    return ThinPlate(panel.id, axis, position, (across, heights), leak_fraction)


def plates_through(part: Obstruction) -> tuple[ThinPlate, ...]:
    """A partly open obstruction as a perforated plate across its middle along each axis.

    Air that passes it, whichever way, passes one of them once.
    """
    x0, y0, x1, y1 = footprint(part)
    spans = ((x0, x1), (y0, y1), (part.z_from_m, part.z_to_m))
    return tuple(
        ThinPlate(
            part.id,
            axis,
            0.5 * (spans[axis][0] + spans[axis][1]),
            (spans[0 if axis > 0 else 1], spans[2 if axis < 2 else 1]),
            part.open_fraction,
        )
        for axis in range(3)
    )


def side_opening(
    item: Rack | Cooler | Cdu,
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
        heights: Its lower and upper edge above the floor [m].

    Raises:
        SolveError: If the opening ends below where it begins, or above the object.
    """
    if not body.low[2] - 1e-6 <= heights[0] < heights[1] <= body.high[2] + 1e-6:
        low, high, height = (quantity(value, "m") for value in (*heights, body.high[2]))
        raise told(
            SolveError(
                f"its air opening from {low} to {high} does not fit its height of {height}.",
                where=item.label,
                remedy="Set the heights of the opening inside the object, the lower one first.",
            )
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
    return Opening(2, body.high[2], 1, _plan_spans(body))


def bottom_opening(body: SolidBox) -> Opening:
    """The whole underside of a body."""
    return Opening(2, body.low[2], -1, _plan_spans(body))


def _plan_spans(body: SolidBox) -> tuple[Span, Span]:
    return (body.low[0], body.high[0]), (body.low[1], body.high[1])
