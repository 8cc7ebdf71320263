"""Names by a scheme: renumbering what is drawn in the order in which it stands."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal

from coolsim.design.edits_objects import items, placed_ids, update_each
from coolsim.design.models import Design, Placed
from coolsim.design.naming import next_letters
from coolsim.errors import EditError

Order = Literal["left_right", "right_left", "top_bottom", "bottom_top"]
_ALONG: dict[Order, tuple[int, bool]] = {
    "left_right": (0, False),
    "right_left": (0, True),
    "bottom_top": (1, False),
    "top_bottom": (1, True),
}
"""Axis along which a row is counted, and whether from its high end."""
_NUMBERED = re.compile(r"^(.*?)([A-Za-z]{0,3})([^A-Za-z0-9]*)(\d{1,9})$", re.DOTALL)


def renumber(
    design: Design,
    ids: Iterable[str],
    first_name: str,
    order: Order = "left_right",
    *,
    step: int = 1,
    letter_per_row: bool = True,
) -> Design:
    """Name objects on from a first name, row by row.

    Rows are counted from the top down where they run along x, and from the left where they run
    along y. Digits keep their width: ``A-01`` goes on with ``A-02``.

    Worked names: two rows of two racks from ``A-01``: A-01, A-02, B-01, B-02; without a letter per
    row: A-01 to A-04.

    Args:
        design: The design.
        ids: Objects with a place; groups and aisles stand for their members.
        first_name: Name of the first, ending with a number.
        order: In which direction a row is counted.
        step: What is added from one number to the next; 2 leaves odd or even numbers.
        letter_per_row: Whether each row takes the next letter and begins to count anew.

    Raises:
        EditError: If the first name does not end with a number, or a name is taken by another
            object of the same kind.
    """
    parts = _NUMBERED.match(first_name.strip())
    if parts is None:
        raise EditError(
            f"{first_name!r} does not end with a number.", remedy="Write a name such as A-01."
        )
    stem, letters, separator, digits = parts.groups()
    if letter_per_row and not letters:
        raise EditError(
            f"{first_name!r} has no letter to count rows by.",
            remedy="Write a name such as A-01, or count through all rows.",
        )
    if step < 1:
        raise EditError("The step from number to number must be at least 1.")
    names: dict[str, str] = {}
    number = int(digits)
    for row in rows_of(design, ids, order):
        for item in row:
            names[item.id] = f"{stem}{letters}{separator}{number:0{len(digits)}d}"
            number += step
        if letter_per_row:
            letters, number = next_letters(letters), int(digits)
    _require_free(design, names)
    return update_each(design, {each: {"name": name} for each, name in names.items()})


def rows_of(design: Design, ids: Iterable[str], order: Order) -> list[list[Placed]]:
    """The placed objects among those given, in rows: each along the order's axis.

    Objects whose centres lie within half a depth of each other across the row share it.
    """
    chosen = placed_ids(design, ids)
    axis, falling = _ALONG[order]
    placed = [i for _, i in items(design) if i.id in chosen and isinstance(i, Placed)]
    across = 1 - axis

    def place(item: Placed) -> tuple[float, float]:
        return item.x_m, item.y_m

    rows: list[list[Placed]] = []
    for item in sorted(placed, key=lambda item: place(item)[across]):
        reach = 0.5 * float(getattr(item, "depth_m", 0.6))
        if rows and place(item)[across] - place(rows[-1][0])[across] <= reach:
            rows[-1].append(item)
        else:
            rows.append([item])
    if axis == 0:
        rows.reverse()  # rows along x are counted from the top down
    for row in rows:
        row.sort(key=lambda item: place(item)[axis], reverse=falling)
    return rows


def _require_free(design: Design, names: dict[str, str]) -> None:
    kinds = {item.id: kind for kind, item in items(design)}
    wanted = {(kinds[each], name) for each, name in names.items()}
    for kind, item in items(design):
        if item.id not in names and (kind, item.name) in wanted:
            raise EditError(
                f"The name {item.name} belongs to another {kind}.",
                where=item.id,
                remedy="Begin with another name, or select that one too.",
            )
