"""Where things stand: outside the hall, through each other, in the way of air."""

from __future__ import annotations

from collections.abc import Iterator

from coolsim.checks.boxes import (
    TOLERANCE_M,
    Hashed,
    Plan,
    Solid,
    heights_of,
    meet,
    strip,
)
from coolsim.checks.wording import finding, named
from coolsim.design.geometry import Box, quarter_turns
from coolsim.design.models import (
    Cdu,
    Cooler,
    Hall,
    Item,
    Obstruction,
    Placed,
    Rack,
    Tile,
    Variant,
)
from coolsim.results.records import Finding
from coolsim.sentences import quantity

BLOCKED_WITHIN_M = 0.1
"""Free depth an air opening needs before it counts as blocked."""
_BLOCKED_SHARE = 0.25
"""Share of an opening's width that must be covered to count as blocked."""


def placement(variant: Variant, plan: Plan) -> Iterator[Finding]:
    """Yield findings about positions, headings and heights."""
    boxes, standing, lookup = plan.boxes, plan.standing, plan.lookup
    yield from _headings(variant)
    yield from _outside(variant, boxes)
    yield from _heights(variant)
    yield from _overlaps(standing, lookup)
    yield from _tiles(variant, boxes, standing, lookup)
    yield from _panels(variant, boxes, standing, lookup)
    yield from _air_openings(variant, standing, lookup)
    yield from _clearances(variant, standing, lookup)


def kind_of(item: Item) -> str:
    """Return the kind of an object as its codes begin: "rack", "cooler", ..."""
    return type(item).__name__.lower()


def _placed(variant: Variant) -> Iterator[Placed]:
    yield from variant.racks
    yield from variant.coolers
    yield from variant.cdus
    yield from variant.tiles
    yield from variant.panels
    yield from variant.obstructions


def _headings(variant: Variant) -> Iterator[Finding]:
    for item in _placed(variant):
        if quarter_turns(item.heading_deg) is None:
            yield finding(
                f"{kind_of(item)}.heading",
                "error",
                (item,),
                f"{item.label} is turned by {item.heading_deg:g}°; only multiples of 90° are "
                "solved.",
                "Turn it to 0, 90, 180 or 270°.",
            )


def _outside(variant: Variant, boxes: dict[str, Box]) -> Iterator[Finding]:
    hall = variant.hall
    for item in _placed(variant):
        x0, y0, x1, y1 = boxes[item.id]
        beyond = max(-x0, -y0, x1 - hall.length_m, y1 - hall.width_m)
        if beyond > TOLERANCE_M:
            yield finding(
                f"{kind_of(item)}.outside_hall",
                "error",
                (item,),
                f"{item.label} reaches {quantity(beyond, 'm')} beyond the hall's walls.",
                "Move it inside, or make the hall larger.",
            )


def _heights(variant: Variant) -> Iterator[Finding]:
    hall = variant.hall
    standing: tuple[Rack | Cooler | Cdu, ...] = (*variant.racks, *variant.coolers, *variant.cdus)
    for item in standing:
        top = heights_of(item)[1]
        if top > hall.height_m + TOLERANCE_M:
            yield _too_tall(item, top, hall)
    for panel in variant.panels:
        top = panel.z_to_m if panel.orientation == "vertical" else panel.z_from_m
        if top > hall.height_m + TOLERANCE_M:
            yield _too_tall(panel, top, hall)
    for part in variant.obstructions:
        if part.z_from_m > hall.height_m + hall.ceiling_void_m - TOLERANCE_M:
            yield _too_tall(part, part.z_to_m, hall)
        if part.z_from_m < -hall.raised_floor_m - TOLERANCE_M:
            yield finding(
                "obstruction.below_floor",
                "warning",
                (part,),
                f"{part.label} begins {quantity(-part.z_from_m, 'm')} under a floor that is raised "
                f"{quantity(hall.raised_floor_m, 'm')}.",
                "Let it begin on the structure below.",
            )


def _too_tall(item: Item, top_m: float, hall: Hall) -> Finding:
    return finding(
        f"{kind_of(item)}.too_tall",
        "error",
        (item,),
        f"{item.label} reaches {quantity(top_m, 'm')} up in a room "
        f"{quantity(hall.height_m, 'm')} high.",
        "Lower it, or raise the ceiling.",
    )


def _overlaps(standing: list[Solid], lookup: Hashed) -> Iterator[Finding]:
    for first, second in lookup.pairs():
        one, two = standing[first], standing[second]
        if min(one.z1, two.z1) - max(one.z0, two.z0) <= TOLERANCE_M:
            continue
        if isinstance(one.item, Obstruction) and isinstance(two.item, Obstruction):
            continue
        yield finding(
            f"{kind_of(one.item)}.overlap",
            "error",
            (one.item, two.item),
            f"{one.item.label} and {two.item.label} stand in the same place.",
            "Move one of them.",
        )


def _tiles(
    variant: Variant, by_id: dict[str, Box], standing: list[Solid], lookup: Hashed
) -> Iterator[Finding]:
    for surface in ("floor", "ceiling"):
        tiles = [t for t in variant.tiles if t.surface == surface]
        boxes = [by_id[tile.id] for tile in tiles]
        for first, second in Hashed(boxes).pairs():
            yield finding(
                "tile.overlap",
                "error",
                (tiles[first], tiles[second]),
                f"{tiles[first].label} and {tiles[second].label} lie on each other.",
                "Move or delete one of them.",
            )
        yield from _covered(tiles, boxes, standing, lookup, variant.hall)


def _covered(
    tiles: list[Tile], boxes: list[Box], standing: list[Solid], lookup: Hashed, hall: Hall
) -> Iterator[Finding]:
    for tile, box in zip(tiles, boxes, strict=True):
        over = [standing[index] for index in lookup.meeting(box)]
        if tile.surface == "floor":
            over = [solid for solid in over if solid.z0 < TOLERANCE_M]
        else:
            over = [solid for solid in over if solid.z1 > hall.height_m - TOLERANCE_M]
        if over:
            blockers = [solid.item for solid in over]
            yield finding(
                "tile.covered",
                "warning",
                (tile, *blockers),
                f"{tile.label} is covered by {named(blockers)}.",
                "Move the tile into the aisle; covered area passes no air.",
            )


def _panels(
    variant: Variant, boxes: dict[str, Box], standing: list[Solid], lookup: Hashed
) -> Iterator[Finding]:
    for panel in variant.panels:
        turns = quarter_turns(panel.heading_deg)
        if panel.orientation != "vertical" or turns is None:
            continue
        x0, y0, x1, y1 = boxes[panel.id]
        reach = 2.0 * TOLERANCE_M
        line = (
            (x0 - reach, y0, x1 + reach, y1) if turns % 2 == 0 else (x0, y0 - reach, x1, y1 + reach)
        )
        through = [
            standing[index]
            for index in lookup.meeting(line)
            if _inside(standing[index].box, panel.x_m, panel.y_m, turns)
            and min(panel.z_to_m, standing[index].z1) - max(panel.z_from_m, standing[index].z0)
            > TOLERANCE_M
        ]
        if through:
            items = [solid.item for solid in through]
            yield finding(
                "panel.through_object",
                "warning",
                (panel, *items),
                f"{panel.label} runs through {named(items)}.",
                "Let the panel end at the object's face.",
            )


def _inside(box: Box, x_m: float, y_m: float, turns: int) -> bool:
    """Whether a panel's plane lies inside a box rather than on its face."""
    low, high, at = (box[0], box[2], x_m) if turns % 2 == 0 else (box[1], box[3], y_m)
    return low + 0.02 < at < high - 0.02


def _air_openings(variant: Variant, standing: list[Solid], lookup: Hashed) -> Iterator[Finding]:
    for index, solid in enumerate(standing):
        item = solid.item
        openings = _openings(item)
        if not openings:
            continue
        x0, y0, x1, y1 = solid.box
        reach = BLOCKED_WITHIN_M
        around = lookup.meeting((x0 - reach, y0 - reach, x1 + reach, y1 + reach))
        near = [standing[other] for other in around if other != index]
        for rear, what in openings:
            face = strip(item, solid.box, reach, rear=rear)
            blockers = [other.item for other in near if _blocks(other, face, solid)]
            if not blockers and not _beyond_wall(face, variant.hall):
                continue
            by = named(blockers) if blockers else "a wall"
            yield finding(
                f"{kind_of(item)}.{what}_blocked",
                "warning",
                (item, *blockers),
                f"The {what} of {item.label} is blocked by {by}, less than "
                f"{quantity(reach, 'm')} away.",
                "Leave an aisle, or turn the object.",
            )


def _openings(item: Placed) -> tuple[tuple[bool, str], ...]:
    """Vertical air openings of an object: whether at the rear, and what it is called."""
    if isinstance(item, Rack):
        return ((False, "inlet"), (True, "outlet")) if item.cooling == "air" else ()
    if isinstance(item, Cooler):
        openings: list[tuple[bool, str]] = []
        if item.discharge == "front":
            openings.append((False, "supply"))
        if item.intake in ("front", "rear"):
            openings.append((item.intake == "rear", "return"))
        return tuple(openings)
    return ()


def _blocks(other: Solid, face: Box, owner: Solid) -> bool:
    """Whether an object covers a good part of an opening, whose strip is ``face``."""
    box = other.box
    shared = min(other.z1, owner.z1) - max(other.z0, owner.z0)
    if not meet(box, face) or shared < 0.5 * (owner.z1 - owner.z0):
        return False
    across_x = min(box[2], face[2]) - max(box[0], face[0])
    across_y = min(box[3], face[3]) - max(box[1], face[1])
    if face[2] - face[0] > face[3] - face[1]:
        return across_x >= _BLOCKED_SHARE * (face[2] - face[0])
    return across_y >= _BLOCKED_SHARE * (face[3] - face[1])


def _beyond_wall(face: Box, hall: Hall) -> bool:
    return (
        face[0] < -TOLERANCE_M
        or face[1] < -TOLERANCE_M
        or face[2] > hall.length_m + TOLERANCE_M
        or face[3] > hall.width_m + TOLERANCE_M
    )


def _clearances(variant: Variant, standing: list[Solid], lookup: Hashed) -> Iterator[Finding]:
    for index, solid in enumerate(standing):
        rack = solid.item
        if not isinstance(rack, Rack):
            continue
        for rear, needed in ((False, rack.clearance_front_m), (True, rack.clearance_rear_m)):
            if needed <= 0.0:
                continue
            space = strip(rack, solid.box, needed, rear=rear)
            inside = [
                standing[other].item
                for other in lookup.meeting(space)
                if other != index and standing[other].z0 < rack.height_m
            ]
            if inside or _beyond_wall(space, variant.hall):
                by = named(inside) if inside else "a wall"
                yield finding(
                    "rack.clearance",
                    "warning",
                    (rack, *inside),
                    f"{rack.label} wants {quantity(needed, 'm')} free at its "
                    f"{'rear' if rear else 'front'}; {by} stands in it.",
                    "Move the rack, or lower its clearance.",
                )
