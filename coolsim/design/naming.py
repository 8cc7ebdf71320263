"""Names for new objects: the next free one in the scheme of the row they are put into."""

from __future__ import annotations

import math
import re

from coolsim.design.edits_copies import next_name
from coolsim.design.edits_objects import Kind, list_of
from coolsim.design.geometry import direction
from coolsim.design.models import Placed, Variant

FIRST_RACK = "A-01"
"""Name of the first rack of a hall."""
FIRST_SENSOR = "S-01"
_ROW_NAME = re.compile(r"^([A-Za-z]{1,2})([-_ .]?)(\d{1,4})$")


def name_in_row(variant: Variant, kind: Kind, x_m: float, y_m: float, heading_deg: float) -> str:
    """The name of an object put at a place: counted on from its neighbour in the row.

    A row is what stands side by side: same heading or turned round, and not further before or
    behind one another than half a depth. A new row of racks gets the next letter, a
    sensor that stands alone the next number. Objects that no scheme reaches stay without a name.

    Args:
        variant: What is drawn.
        kind: Kind of the new object.
        x_m: Centre of its footprint [m].
        y_m: The same along y [m].
        heading_deg: Its heading [deg].
    """
    placed = [item for item in list_of(variant, kind) if isinstance(item, Placed)]
    taken = {item.name for item in placed}
    row = [item for item in placed if item.name and _in_row(item, x_m, y_m, heading_deg)]
    if row:
        nearest = min(row, key=lambda item: math.hypot(item.x_m - x_m, item.y_m - y_m))
        name = next_name(nearest.name, taken)
        return "" if name in taken else name
    if kind == "sensor":
        return next_name(FIRST_SENSOR, taken) if FIRST_SENSOR in taken else FIRST_SENSOR
    return _new_row(taken) if kind == "rack" else ""


def _in_row(item: Placed, x_m: float, y_m: float, heading_deg: float) -> bool:
    ux, uy = direction(heading_deg)
    vx, vy = direction(item.heading_deg)
    before = (item.x_m - x_m) * ux + (item.y_m - y_m) * uy
    depth = float(getattr(item, "depth_m", 0.0))
    return abs(ux * vx + uy * vy) > 0.99 and abs(before) <= 0.5 * depth


def _new_row(taken: set[str]) -> str:
    """The first name of the row after the last: ``C-01`` where rows A and B are there."""
    rows = [match for match in map(_ROW_NAME.match, sorted(taken)) if match is not None]
    if not rows:
        return "" if taken - {""} else FIRST_RACK
    last = max(rows, key=lambda match: (len(match[1]), match[1].upper()))
    letters, separator, digits = last.groups()
    name = f"{next_letters(letters)}{separator}{1:0{len(digits)}d}"
    return name if name not in taken else ""


def next_letters(letters: str) -> str:
    """``A`` -> ``B``, ``Z`` -> ``AA``, ``AZ`` -> ``BA``."""
    first = "A" if letters.isupper() else "a"
    number = 0
    for letter in letters.lower():
        number = 26 * number + ord(letter) - ord("a") + 1
    number += 1
    found = ""
    while number:
        number, rest = divmod(number - 1, 26)
        found = chr(ord(first) + rest) + found
    return found
