"""Contained aisles: whether what stands under a roof closes it all round, and doors left open.

An aisle is taken as contained where a horizontal panel lies over it. Each of its four edges should
be closed from the floor to the roof by racks and other solids, by panels, or by a wall of the hall.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from coolsim.checks.boxes import Plan, Solid
from coolsim.checks.wording import finding, joined, named
from coolsim.design.geometry import Box, footprint, quarter_turns
from coolsim.design.models import Panel, Variant
from coolsim.results.records import Finding
from coolsim.sentences import quantity

_REACH_M = 0.15
"""How far from an edge what closes it may stand [m]."""
_OPEN_END = 0.5
"""Open share of an edge from which it counts as an open end [-]."""
_GAP = 0.03
"""Open share of an edge below which a gap is left to the leakage of the panels [-]."""
_HIGHEST_GAP_M = 0.5
"""Distance of a roof to the ceiling below which it is no aisle roof but a false ceiling [m]."""

Span = tuple[float, float]
Rectangle = tuple[float, float, float, float]
"""From, low, to, high: along an edge and up [m]."""


@dataclass(frozen=True, slots=True)
class Edge:
    """One side of a roof: the axis it is normal to, where it lies, and its extent [m]."""

    axis: int
    position_m: float
    span_m: Span

    @property
    def length_m(self) -> float:
        """Its length [m]."""
        return self.span_m[1] - self.span_m[0]


def containment(variant: Variant, plan: Plan) -> Iterator[Finding]:
    """Yield findings about contained aisles."""
    doors = [panel for panel in variant.panels if panel.is_open]
    if doors:
        yield finding(
            "containment.door_open",
            "note",
            doors,
            f"Open: {named(doors)}. It is not in the way of the air.",
            "Close it to see the aisle contained.",
        )
    roofs = [panel for panel in variant.panels if _is_roof(panel, variant.hall.height_m)]
    yield from _without_roof(variant, roofs)
    if not roofs:
        return
    standing = [panel for panel in variant.panels if _is_closed_wall(panel)]
    bodies, lookup = plan.standing, plan.lookup
    covers = {roof.id: footprint(roof) for roof in roofs}
    for roof in roofs:
        box = covers[roof.id]
        near = lookup.meeting(_grown(box))
        obstacles = [bodies[n] for n in near]
        others = [covers[other.id] for other in roofs if other is not roof]
        yield from _roof(roof, box, obstacles, standing, others, variant)


def _without_roof(variant: Variant, roofs: Sequence[Panel]) -> Iterator[Finding]:
    """Doors and curtains that close the end of an aisle which is open above."""
    covers = [_grown(footprint(roof)) for roof in roofs]
    highest = variant.hall.height_m - _HIGHEST_GAP_M
    bare = [
        panel
        for panel in variant.panels
        if panel.construction != "rigid"
        and _is_closed_wall(panel)
        and panel.z_to_m < highest
        and not any(
            box[0] <= panel.x_m <= box[2] and box[1] <= panel.y_m <= box[3] for box in covers
        )
    ]
    if bare:
        yield finding(
            "containment.no_roof",
            "note",
            bare,
            f"Partial: {named(bare)} close an aisle that has no roof.",
            "Put a roof over the aisle, or let the doors and panels reach the ceiling.",
        )


def _roof(
    roof: Panel,
    box: Box,
    obstacles: Sequence[Solid],
    standing: Sequence[Panel],
    others: Sequence[Box],
    variant: Variant,
) -> Iterator[Finding]:
    open_m2 = total_m2 = 0.0
    ends: list[float] = []
    for edge in edges_of(box):
        if _is_continued(edge, others):
            continue
        share = open_share(edge, roof.z_from_m, obstacles, standing, variant)
        area = edge.length_m * roof.z_from_m
        total_m2 += area
        open_m2 += share * area
        if share >= _OPEN_END:
            ends.append(share * area)
    if ends:
        yield finding(
            "containment.open_end",
            "warning",
            (roof,),
            f"Partial: the aisle under {roof.label} is open at "
            f"{joined([quantity(area, 'm2', 2) for area in ends])}.",
            "Close its ends with doors, curtains or walls, from the floor to the roof.",
        )
    elif total_m2 > 0.0 and open_m2 > _GAP * total_m2:
        yield finding(
            "containment.gaps",
            "note",
            (roof,),
            f"Partial: gaps of {quantity(open_m2, 'm2', 2)} stay open below {roof.label}.",
            "Fill missing rack positions with panels, and let panels reach the roof.",
        )


def edges_of(box: Box) -> tuple[Edge, ...]:
    """The four sides of a footprint."""
    x0, y0, x1, y1 = box
    return (
        Edge(0, x0, (y0, y1)), Edge(0, x1, (y0, y1)), Edge(1, y0, (x0, x1)), Edge(1, y1, (x0, x1)),
    )  # fmt: skip


def open_share(
    edge: Edge,
    height_m: float,
    obstacles: Sequence[Solid],
    standing: Sequence[Panel],
    variant: Variant,
) -> float:
    """Share of the upright area below a roof's edge that nothing closes [-].

    Args:
        edge: The edge.
        height_m: Height of the roof above the floor [m].
        obstacles: Solids near the roof.
        standing: Upright panels that are closed.
        variant: What was drawn.
    """
    length = variant.hall.length_m if edge.axis == 0 else variant.hall.width_m
    if min(abs(edge.position_m), abs(edge.position_m - length)) <= _REACH_M:
        return 0.0
    along = 1 - edge.axis
    closed: list[Rectangle] = []
    for body in obstacles:
        near, far = body.box[edge.axis], body.box[edge.axis + 2]
        if near - _REACH_M <= edge.position_m <= far + _REACH_M:
            closed.append((body.box[along], body.z0, body.box[along + 2], body.z1))
    for panel in standing:
        turns = quarter_turns(panel.heading_deg) or 0
        position = panel.x_m if edge.axis == 0 else panel.y_m
        if turns % 2 == edge.axis and abs(position - edge.position_m) <= _REACH_M:
            middle = panel.y_m if edge.axis == 0 else panel.x_m
            half = 0.5 * panel.width_m
            closed.append((middle - half, panel.z_from_m, middle + half, panel.z_to_m))
    window = (edge.span_m[0], 0.0, edge.span_m[1], height_m)
    area = edge.length_m * height_m
    return 1.0 - covered_area(window, closed) / area if area > 0.0 else 0.0


def covered_area(window: Rectangle, rectangles: Sequence[Rectangle]) -> float:
    """Area of a window that rectangles cover together, overlaps counted once.

    Worked number: in a window 2 by 2, (0, 0, 1, 2) and (0.5, 0, 1.5, 1) cover 2.5.
    """
    x0, z0, x1, z1 = window
    cut = [
        (max(a, x0), max(b, z0), min(c, x1), min(d, z1))
        for a, b, c, d in rectangles
        if a < x1 and c > x0 and b < z1 and d > z0
    ]
    stops = sorted({x0, x1, *(r[0] for r in cut), *(r[2] for r in cut)})
    area = 0.0
    for left, right in pairwise(stops):
        spans = sorted((r[1], r[3]) for r in cut if r[0] <= left and r[2] >= right)
        top = z0
        for low, high in spans:
            area += (right - left) * max(0.0, high - max(low, top))
            top = max(top, high)
    return area


def _is_roof(panel: Panel, height_m: float) -> bool:
    is_level = panel.orientation == "horizontal" and quarter_turns(panel.heading_deg) is not None
    return is_level and 0.0 < panel.z_from_m < height_m - _HIGHEST_GAP_M


def _is_closed_wall(panel: Panel) -> bool:
    return (
        panel.orientation == "vertical"
        and not panel.is_open
        and quarter_turns(panel.heading_deg) is not None
    )


def _is_continued(edge: Edge, roofs: Sequence[Box]) -> bool:
    """Whether another roof goes on where this one ends: roofs are laid panel by panel."""
    along = 1 - edge.axis
    for box in roofs:
        touches = box[edge.axis] - _REACH_M <= edge.position_m <= box[edge.axis + 2] + _REACH_M
        shared = min(box[along + 2], edge.span_m[1]) - max(box[along], edge.span_m[0])
        if touches and shared > 0.5 * edge.length_m:
            return True
    return False


def _grown(box: Box) -> Box:
    x0, y0, x1, y1 = box
    return x0 - _REACH_M, y0 - _REACH_M, x1 + _REACH_M, y1 + _REACH_M
