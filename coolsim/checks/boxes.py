"""Boxes on the plan, and a fast answer to which of them meet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from coolsim.design.geometry import Box, direction, footprint, quarter_turns
from coolsim.design.models import Cdu, Cooler, Placed, Rack, Variant

TOLERANCE_M = 0.001
"""Overlaps up to this are taken for touching: lengths are stored to 0.1 mm."""
_CELL_M = 1.6


@dataclass(frozen=True, slots=True)
class Solid:
    """A solid object: its footprint and the heights it fills [m]."""

    item: Placed
    box: Box
    z0: float
    z1: float


def boxes_of(variant: Variant) -> dict[str, Box]:
    """Return the footprint of every object on the plan, by id."""
    placed: tuple[tuple[Placed, ...], ...] = (
        variant.racks,
        variant.coolers,
        variant.cdus,
        variant.tiles,
        variant.panels,
        variant.obstructions,
    )
    return {item.id: footprint(item) for items in placed for item in items}


def solids(variant: Variant, boxes: dict[str, Box]) -> list[Solid]:
    """Return racks, coolers, units and closed obstructions with a heading that can be solved."""
    standing: tuple[Rack | Cooler | Cdu, ...] = (*variant.racks, *variant.coolers, *variant.cdus)
    found = [
        Solid(item, boxes[item.id], *heights_of(item))
        for item in standing
        if quarter_turns(item.heading_deg) is not None
    ]
    found.extend(
        Solid(part, boxes[part.id], part.z_from_m, part.z_to_m)
        for part in variant.obstructions
        if part.open_fraction == 0.0 and quarter_turns(part.heading_deg) is not None
    )
    return found


def heights_of(item: Rack | Cooler | Cdu) -> tuple[float, float]:
    """Underside and top of a rack, cooler or unit above the floor [m]."""
    base = item.z_from_m if isinstance(item, Cooler) else 0.0
    return base, base + item.height_m


def meet(first: Box, second: Box) -> bool:
    """Whether two boxes overlap by more than the tolerance along both axes."""
    return (
        first[0] + TOLERANCE_M < second[2]
        and second[0] + TOLERANCE_M < first[2]
        and first[1] + TOLERANCE_M < second[3]
        and second[1] + TOLERANCE_M < first[3]
    )


class Plan:
    """Where everything stands: what several checks look at.

    Attributes:
        boxes: Footprint of every object, by id.
        standing: Solid objects.
        lookup: Their footprints by place, in the same order.
    """

    def __init__(self, variant: Variant) -> None:
        self.boxes = boxes_of(variant)
        self.standing = solids(variant, self.boxes)
        self.lookup = Hashed([solid.box for solid in self.standing])


class Hashed:
    """Boxes sorted into square cells of the plan, so that neighbours are found in constant time."""

    def __init__(self, boxes: Sequence[Box]) -> None:
        self._boxes = boxes
        self._cells: dict[tuple[int, int], list[int]] = {}
        for index, box in enumerate(boxes):
            for cell in _cells(box):
                self._cells.setdefault(cell, []).append(index)

    def meeting(self, box: Box) -> list[int]:
        """Return the indices of boxes that overlap ``box``, in order."""
        boxes = self._boxes
        near: set[int] = set()
        for cell in _cells(box):
            near.update(self._cells.get(cell, ()))
        return sorted(index for index in near if meet(boxes[index], box))

    def pairs(self) -> Iterator[tuple[int, int]]:
        """Yield every pair of overlapping boxes once, in order."""
        found: set[tuple[int, int]] = set()
        for members in self._cells.values():
            for position, first in enumerate(members):
                box = self._boxes[first]
                for second in members[position + 1 :]:
                    if meet(box, self._boxes[second]):
                        found.add((first, second))
        yield from sorted(found)


def _cells(box: Box) -> list[tuple[int, int]]:
    i0, i1 = int(box[0] // _CELL_M), int(box[2] // _CELL_M)
    j0, j1 = int(box[1] // _CELL_M), int(box[3] // _CELL_M)
    if i0 == i1 and j0 == j1:
        return [(i0, j0)]
    return [(i, j) for i in range(i0, i1 + 1) for j in range(j0, j1 + 1)]


def strip(item: Placed, box: Box, depth_m: float, *, rear: bool = False) -> Box:
    """Return the strip of a given depth before the front (or behind the rear) of an object.

    It is a little narrower than the object, so that neighbours in the row do not touch it.
    """
    ux, uy = direction(item.heading_deg + (180.0 if rear else 0.0))
    x0, y0, x1, y1 = box
    inset = min(0.01, 0.1 * min(x1 - x0, y1 - y0))
    if ux > 0.5:
        return x1, y0 + inset, x1 + depth_m, y1 - inset
    if ux < -0.5:
        return x0 - depth_m, y0 + inset, x0, y1 - inset
    if uy > 0.5:
        return x0 + inset, y1, x1 - inset, y1 + depth_m
    return x0 + inset, y0 - depth_m, x1 - inset, y0
