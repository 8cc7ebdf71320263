"""Copies of objects: duplicate, clipboard, paste."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

from coolsim.design import jsontext
from coolsim.design.edits_objects import (
    KINDS,
    Kind,
    add_all,
    is_placed,
    items,
    last_number,
    list_of,
    placed_ids,
    refuse_missing,
    validated,
)
from coolsim.design.geometry import bounds
from coolsim.design.integrity import loop_references, renamed_loops, without_loops
from coolsim.design.integrity_power import FEED_FIELDS, racks_without_feeds
from coolsim.design.models import Design, Item, Rack
from coolsim.errors import EditError

CLIPBOARD_FORMAT = "coolsim-objects"
_MAX_PASTED = 20_000
_TRAILING_NUMBER = re.compile(r"^(.*?)(\d+)$", re.DOTALL)
_REFERENCES = ("rack_ids", "member_ids")


def duplicate(
    design: Design, ids: Iterable[str], dx_m: float, dy_m: float
) -> tuple[Design, tuple[str, ...]]:
    """Copy objects beside themselves.

    A numbered name goes on counting (``A-10`` becomes ``A-11``); any other name is kept. Copied
    aisles and groups hold the copies of those members that were copied with them, and nothing else.

    Returns:
        The new design and the new ids, in the order of the file.

    Raises:
        EditError: If an id is unknown.
    """
    return repeat(design, ids, ((dx_m, dy_m),))


def repeat(
    design: Design, ids: Iterable[str], shifts: Iterable[tuple[float, float]]
) -> tuple[Design, tuple[str, ...]]:
    """Copy objects several times, each time shifted by (dx, dy) [m]; named as by `duplicate`.

    Returns:
        The new design and the new ids, one copy after the other.

    Raises:
        EditError: If an id is unknown.
    """
    chosen = _with_members(design, ids)
    originals = [(kind, item) for kind, item in items(design) if item.id in chosen]
    return _insert_copies(design, originals, shifts)


def copy(design: Design, ids: Iterable[str]) -> str:
    """Objects as text for the clipboard: JSON that :func:`paste` reads, in any design.

    Raises:
        EditError: If an id is unknown.
    """
    chosen = _with_members(design, ids)
    objects = [
        {"kind": kind, "object": item.model_dump(mode="json", exclude_none=True)}
        for kind, item in items(design)
        if item.id in chosen
    ]
    return json.dumps({"format": CLIPBOARD_FORMAT, "objects": objects}, ensure_ascii=False)


def paste(design: Design, text: str, x_m: float, y_m: float) -> tuple[Design, tuple[str, ...]]:
    """Insert objects from the clipboard, the middle of their common box at (x_m, y_m) [m].

    A feed or loop that this design does not have is dropped from what is pasted.

    Returns:
        The new design and the new ids.

    Raises:
        EditError: If the text does not hold objects of this program.
    """
    pasted = read_objects(text)
    placed: list[Any] = [item for _, item in pasted if is_placed(item)]
    dx_m = dy_m = 0.0
    if placed:
        x0, y0, x1, y1 = bounds(placed)
        dx_m, dy_m = x_m - (x0 + x1) / 2.0, y_m - (y0 + y1) / 2.0
    return _insert_copies(design, pasted, ((dx_m, dy_m),))


def _with_members(design: Design, ids: Iterable[str]) -> set[str]:
    """The ids given, and the members of those that are aisles or groups."""
    chosen = set(ids)
    known = {item.id for _, item in items(design)}
    refuse_missing(chosen - known)
    return chosen | placed_ids(design, chosen)


def _insert_copies(
    design: Design, originals: list[tuple[Kind, Item]], shifts: Iterable[tuple[float, float]]
) -> tuple[Design, tuple[str, ...]]:
    feeds = {feed.id for feed in design.variant.power.feeds}
    loops = {loop.id for loop in design.variant.loops}
    numbers = {kind: last_number(design, kind) for kind in KINDS}
    names = {kind: {item.name for item in list_of(design.variant, kind)} for kind in KINDS}
    former = {item.id: item.name for _, item in originals}
    copies: list[tuple[Kind, Item]] = []
    for shift in shifts:
        new_ids: dict[str, str] = {}
        for kind, item in originals:
            numbers[kind] += 1
            new_ids[item.id] = f"{kind}-{numbers[kind]:04d}"
        for kind, item in originals:
            name = former[item.id] = next_name(former[item.id], names[kind])
            names[kind].add(name)
            fields = _on_loops(item, new_ids, loops).__dict__ | {"name": name}
            copies.append((kind, _copied(kind, item, fields, new_ids, shift, feeds)))
    return add_all(design, copies), tuple(item.id for _, item in copies)


def _copied(
    kind: Kind,
    item: Item,
    fields: dict[str, Any],
    new_ids: Mapping[str, str],
    shift: tuple[float, float],
    feeds: set[str],
) -> Item:
    """One copy: shifted, on feeds that are there, holding the copies of its members."""
    fields = {**fields, "id": new_ids[item.id]}
    if is_placed(item):
        fields |= {"x_m": fields["x_m"] + shift[0], "y_m": fields["y_m"] + shift[1]}
    if isinstance(item, Rack):
        named = {getattr(item, name) for name in FEED_FIELDS}
        gone = {feed for feed in named if feed is not None and feed not in feeds}
        (kept,) = racks_without_feeds((item,), gone)
        fields |= {name: getattr(kept, name) for name in FEED_FIELDS}
    for key in _REFERENCES:
        if key in fields:
            fields[key] = tuple(new_ids[old] for old in fields[key] if old in new_ids)
    return validated(KINDS[kind], fields)


def _on_loops(item: Item, new_ids: Mapping[str, str], present: set[str]) -> Item:
    """An object on the copies of its loops that were copied with it, else on those it had."""
    missing = {loop for _, loop in loop_references(item)} - present - new_ids.keys()
    return renamed_loops(without_loops(item, missing), new_ids)


def next_name(name: str, taken: set[str]) -> str:
    """The next free name after a numbered one, with the same number of digits at least."""
    parts = _TRAILING_NUMBER.match(name)
    if parts is None or len(parts[2]) > 12:
        return name
    stem, digits = parts.groups()
    number = int(digits)
    while True:
        number += 1
        candidate = f"{stem}{number:0{len(digits)}d}"
        if candidate not in taken:
            return candidate if len(candidate) <= 200 else name


def read_objects(text: str) -> list[tuple[Kind, Item]]:
    """The objects of a clipboard text, as they were copied.

    Raises:
        EditError: If the text does not hold objects of this program.
    """
    remedy = "Copy objects in a plan first."
    try:
        data = jsontext.parse(text)
    except jsontext.JsonTextError:
        raise EditError("The clipboard holds no objects.", remedy=remedy) from None
    if not isinstance(data, dict) or data.get("format") != CLIPBOARD_FORMAT:
        raise EditError("The clipboard holds no objects.", remedy=remedy)
    objects = data.get("objects")
    if not isinstance(objects, list) or len(objects) > _MAX_PASTED:
        raise EditError("The clipboard's objects are damaged.", remedy=remedy)
    read = [_read_object(entry) for entry in objects]
    if len({item.id for _, item in read}) != len(read):
        raise EditError("The clipboard's objects are damaged: an id twice.", remedy=remedy)
    return read


def _read_object(entry: object) -> tuple[Kind, Item]:
    if isinstance(entry, Mapping) and isinstance(entry.get("object"), Mapping):
        for kind, record in KINDS.items():
            if entry.get("kind") == kind:
                return kind, validated(record, entry["object"])
    raise EditError("The clipboard's objects are damaged.")
