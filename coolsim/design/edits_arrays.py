"""Many objects at once: rows put down in one go, and arrays of what is drawn."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from coolsim.design.edits_copies import next_name, repeat
from coolsim.design.edits_objects import KINDS, Kind, add_all, last_number, list_of, validated
from coolsim.design.geometry import direction, normalised_heading
from coolsim.design.models import Design, Item
from coolsim.design.naming import name_in_row
from coolsim.errors import EditError

MOST = 2000
"""The most objects one row or array makes."""
_NAMED = frozenset({"rack", "cooler"})
"""Kinds that get a name by the scheme of their row."""


@dataclass(frozen=True, slots=True)
class Row:
    """Where the objects of a row stand.

    Attributes:
        x_m, y_m: Centre of the first one [m].
        along_deg: Direction from one to the next [deg].
        pitch_m: Distance of their centres [m].
        count: Objects in a row.
        aisle_m: Free width to a second row that faces the first; 0 for a single row [m].
    """

    x_m: float
    y_m: float
    along_deg: float
    pitch_m: float
    count: int
    aisle_m: float = 0.0


def row_places(row: Row, depth_m: float, heading_deg: float) -> list[tuple[float, float, float]]:
    """Centres [m] and headings [deg] of a row, and of the row across its aisle.

    The second row lies before the fronts of the first and is turned round.

    Worked number: two racks of 1.2 m depth heading 90 degrees from (0, 0), pitch 0.6 m along x,
    aisle 1.8 m: (0, 0), (0.6, 0) heading 90 and (0, 3), (0.6, 3) heading 270.

    Raises:
        EditError: If count, pitch or aisle cannot be.
    """
    if not 1 <= row.count * (2 if row.aisle_m else 1) <= MOST:
        raise EditError(f"A row holds 1 to {MOST} objects, not {row.count}.")
    if not (row.pitch_m > 0.0 and math.isfinite(row.pitch_m)) and row.count > 1:
        raise EditError("The pitch of a row must be greater than zero.")
    if not row.aisle_m >= 0.0:
        raise EditError("The width of an aisle must not be negative.")
    ux, uy = direction(row.along_deg)
    fx, fy = direction(heading_deg)
    across = depth_m + row.aisle_m
    places = []
    for side in range(2 if row.aisle_m else 1):
        heading = normalised_heading(heading_deg + 180.0 * side)
        for number in range(row.count):
            way = number * row.pitch_m
            places.append(
                (
                    row.x_m + way * ux + side * across * fx,
                    row.y_m + way * uy + side * across * fy,
                    heading,
                )
            )
    return places


def place_row(
    design: Design, kind: Kind, row: Row, fields: Mapping[str, object]
) -> tuple[Design, tuple[str, ...]]:
    """Put down a row of equal objects, or two rows that face each other across an aisle.

    Racks and coolers are named on from their neighbours; each row of racks begins a letter of its
    own where it stands apart.

    Returns:
        The new design and the new ids, in the order of the row.

    Raises:
        EditError: If the row cannot be, or a field is out of range.
    """
    heading = float(fields.get("heading_deg", 0.0))  # type: ignore[arg-type]
    depth = float(fields.get("depth_m", default_of(kind, "depth_m")))  # type: ignore[arg-type]
    number = last_number(design, kind)
    taken = {item.name for item in list_of(design.variant, kind)}
    made: list[tuple[Kind, Item]] = []
    name = ""
    for index, (x_m, y_m, turned) in enumerate(row_places(row, depth, heading)):
        name = _name(design, kind, name, index % row.count == 0, (x_m, y_m, turned), taken, made)
        taken.add(name)
        own = {"name": name} if name else {}
        place = {"x_m": x_m, "y_m": y_m, "heading_deg": turned}
        identity = {"id": f"{kind}-{number + index + 1:04d}"}
        made.append((kind, validated(KINDS[kind], {**fields, **own, **place, **identity})))
    return add_all(design, made), tuple(item.id for _, item in made)


def array(
    design: Design,
    ids: Iterable[str],
    columns: int,
    rows: int,
    pitch_x_m: float,
    pitch_y_m: float,
) -> tuple[Design, tuple[str, ...]]:
    """Repeat objects in columns along x and rows along y; the objects themselves are the first.

    Returns:
        The new design and the ids of the copies.

    Raises:
        EditError: If an id is unknown, or the array would be empty or too large.
    """
    chosen = set(ids)
    if columns < 1 or rows < 1 or columns * rows * max(len(chosen), 1) > MOST:
        raise EditError(f"An array holds 1 to {MOST} objects.", where="array")
    shifts = [
        (column * pitch_x_m, row * pitch_y_m)
        for row in range(rows)
        for column in range(columns)
        if row or column
    ]
    return repeat(design, chosen, shifts)


def default_of(kind: Kind, field: str) -> float:
    """The size a new object of a kind has [m]; 0 where it has no such size."""
    known = KINDS[kind].model_fields.get(field)
    return float(known.default if known is not None else getattr(KINDS[kind], field, 0.0))


def _name(
    design: Design,
    kind: Kind,
    former: str,
    is_first: bool,
    at: tuple[float, float, float],
    taken: set[str],
    made: list[tuple[Kind, Item]],
) -> str:
    """The next name: counted on inside a row, by the neighbours or a new letter at its start."""
    if kind not in _NAMED:
        return ""
    if not is_first:
        name = next_name(former, taken) if former else ""
        return "" if name in taken else name
    drawn = add_all(design, made) if made else design
    return name_in_row(drawn.variant, kind, *at)
