"""Containment of an aisle between two rows of racks: a roof and doors, made in one edit."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from coolsim.design.edits_objects import find, place
from coolsim.design.geometry import direction, footprint, quarter_turns
from coolsim.design.models import Design, Hall, Rack
from coolsim.errors import EditError

_WALL_M = 0.05
"""Distance to a wall of the hall at which the wall closes the aisle's end [m]."""
_NARROWEST_M = 0.3
"""Width below which a gap between rows is no aisle [m]."""


@dataclass(frozen=True, slots=True)
class AisleBox:
    """The free space between two rows [m].

    Attributes:
        axis: Axis across the aisle: 0 for x, 1 for y.
        across: Its extent across, from row to row.
        along: Its extent along the rows.
        top_m: Height of its tallest rack.
        kind: ``cold`` between fronts, ``hot`` between rears.
    """

    axis: int
    across: tuple[float, float]
    along: tuple[float, float]
    top_m: float
    kind: str

    @property
    def width_m(self) -> float:
        """From row to row [m]."""
        return self.across[1] - self.across[0]

    @property
    def length_m(self) -> float:
        """Along the rows [m]."""
        return self.along[1] - self.along[0]


def contain_aisle(design: Design, rack_ids: Iterable[str]) -> tuple[Design, tuple[str, ...]]:
    """Put a roof over the aisle between two rows of racks, and a door at each open end.

    Leakage is that of the panels' constructions. An end at a wall of the hall gets no door.

    Args:
        design: The design.
        rack_ids: Racks of both rows; other objects among them are left alone.

    Returns:
        The new design and the ids of the new panels, the roof first.

    Raises:
        EditError: If the racks do not make two rows with an aisle between them.
    """
    racks = [item for item in (find(design, i) for i in rack_ids) if isinstance(item, Rack)]
    aisle = aisle_between(racks)
    middle_across = 0.5 * sum(aisle.across)
    middle_along = 0.5 * sum(aisle.along)

    def at(across: float, along: float) -> tuple[float, float]:
        return (across, along) if aisle.axis == 0 else (along, across)

    turned = 90.0 if aisle.axis == 1 else 0.0
    design, roof = place(
        design, "panel", *at(middle_across, middle_along), orientation="horizontal",
        heading_deg=turned, depth_m=aisle.width_m, width_m=aisle.length_m, z_from_m=aisle.top_m,
        leak_fraction=None,
    )  # fmt: skip
    made = [roof]
    for end in open_ends(aisle, design.variant.hall):
        design, door = place(
            design, "panel", *at(middle_across, end), heading_deg=90.0 - turned,
            width_m=aisle.width_m, z_to_m=aisle.top_m, construction="door", leak_fraction=None,
        )  # fmt: skip
        made.append(door)
    return design, tuple(made)


def aisle_between(racks: Iterable[Rack]) -> AisleBox:
    """The aisle between two rows of racks that face each other or turn their backs.

    Raises:
        EditError: If there are not two such rows, or they stand too close.
    """
    rows: dict[int, list[Rack]] = {}
    for rack in racks:
        turns = quarter_turns(rack.heading_deg)
        if turns is not None:
            rows.setdefault(turns, []).append(rack)
    if len(rows) != 2 or sum(rows) % 2 or abs(next(iter(rows)) - list(rows)[1]) != 2:
        raise _no_aisle("these racks do not make two rows that face each other")
    axis = next(iter(rows)) % 2
    spans = {}
    for turns, row in rows.items():
        boxes = [footprint(rack) for rack in row]
        spans[turns] = (
            (min(box[axis] for box in boxes), max(box[axis + 2] for box in boxes)),
            (min(box[1 - axis] for box in boxes), max(box[3 - axis] for box in boxes)),
        )
    low, high = sorted(spans, key=lambda turns: spans[turns][0])
    across = (spans[low][0][1], spans[high][0][0])
    if across[1] - across[0] < _NARROWEST_M:
        raise _no_aisle("there is no aisle between these rows")
    along = (
        min(spans[low][1][0], spans[high][1][0]),
        max(spans[low][1][1], spans[high][1][1]),
    )
    faces_aisle = direction(90.0 * low)[axis] > 0.0
    top = max(rack.height_m for row in rows.values() for rack in row)
    return AisleBox(axis, across, along, top, "cold" if faces_aisle else "hot")


def open_ends(aisle: AisleBox, hall: Hall) -> tuple[float, ...]:
    """Where the aisle ends without a wall of the hall, along the rows [m]."""
    length = hall.width_m if aisle.axis == 0 else hall.length_m
    low, high = aisle.along
    ends = ((low, low > _WALL_M), (high, high < length - _WALL_M))
    return tuple(position for position, is_open in ends if is_open)


def _no_aisle(why: str) -> EditError:
    return EditError(
        f"No aisle to contain: {why}.",
        remedy="Select the racks of both rows along one aisle.",
    )
