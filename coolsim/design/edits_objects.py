"""Edits of the objects on the plan: add, place, update, move, turn, delete.

All act on the active variant. A wrong edit raises :class:`EditError` and leaves nothing behind,
for a design is a value. Only what an edit touches is copied and validated, so moving 400 racks
takes milliseconds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Literal, TypeVar, cast

from pydantic import ValidationError

from coolsim.design import integrity
from coolsim.design.geometry import bounds, normalised_heading, rotated
from coolsim.design.integrity_power import FEED_FIELDS
from coolsim.design.messages import problem
from coolsim.design.models import (
    Aisle,
    Cdu,
    Cooler,
    Design,
    Dimension,
    Group,
    Item,
    Loop,
    Note,
    Obstruction,
    Panel,
    Placed,
    Rack,
    Record,
    Sensor,
    Tile,
    Variant,
    to_tenth_mm,
)
from coolsim.errors import EditError

Kind = Literal[
    "rack", "cooler", "tile", "panel", "obstruction", "loop", "cdu", "aisle", "group", "note",
    "dimension", "sensor",
]  # fmt: skip
KINDS: dict[Kind, type[Item]] = {
    "rack": Rack,
    "cooler": Cooler,
    "tile": Tile,
    "panel": Panel,
    "obstruction": Obstruction,
    "loop": Loop,
    "cdu": Cdu,
    "aisle": Aisle,
    "group": Group,
    "note": Note,
    "dimension": Dimension,
    "sensor": Sensor,
}
"""Kinds of object and their records, in the order of the file."""

REFERENCE_FIELDS = frozenset(
    {
        *FEED_FIELDS,
        "rack_ids",
        "member_ids",
        *integrity.LOOP_ENDS,
        *(field for fields in integrity.LOOP_FIELDS.values() for field in fields),
    }
)
"""Fields that name other objects."""

R = TypeVar("R", bound=Record)
_COORDINATE_LIMIT_M = 1e4


def items(design: Design) -> Iterator[tuple[Kind, Item]]:
    """Every object of the active variant with its kind, in the order of the file."""
    variant = design.variant
    for kind in KINDS:
        for item in list_of(variant, kind):
            yield kind, item


def list_of(variant: Variant, kind: Kind) -> tuple[Item, ...]:
    """The objects of one kind.

    Raises:
        EditError: For an unknown kind.
    """
    if kind not in KINDS:
        raise EditError(
            f"There is no kind of object called {kind!r}.",
            where=str(kind),
            remedy=f"Known are {', '.join(KINDS)}.",
        )
    return cast(tuple[Item, ...], getattr(variant, integrity.LISTS[kind]))


def find(design: Design, identifier: str) -> Item:
    """The object or feed of the active variant with this id.

    Raises:
        EditError: If there is none.
    """
    for item in integrity.all_items(design.variant):
        if item.id == identifier:
            return item
    raise EditError(f"There is no object {identifier!r}.", where=identifier)


def kind_of(design: Design, identifier: str) -> Kind:
    """The kind of an object of the active variant.

    Raises:
        EditError: If there is no such object.
    """
    for kind, item in items(design):
        if item.id == identifier:
            return kind
    raise EditError(f"There is no object {identifier!r}.", where=identifier)


def new_id(design: Design, kind: str) -> str:
    """The next id for a kind (``feed`` and ``variant`` too); never one that was given before."""
    return f"{kind}-{last_number(design, kind) + 1:04d}"


def last_number(design: Design, prefix: str) -> int:
    """The highest number ever given to an id with this prefix, deleted ones included."""
    highest = design.last_numbers.get(prefix, 0)
    start = f"{prefix}-"
    length = len(start)
    for variant in design.variants:
        if variant.id.startswith(start):
            highest = max(highest, int(variant.id[length:]))
        for item in integrity.all_items(variant):
            if item.id.startswith(start):
                highest = max(highest, int(item.id[length:]))
    return highest


def add(design: Design, kind: Kind, item: Item) -> Design:
    """Add a finished object whose id is free.

    Raises:
        EditError: If the id was given before, or the object refers to what is not there.
    """
    return add_all(design, [(kind, item)])


def add_all(design: Design, new: Iterable[tuple[Kind, Item]]) -> Design:
    """Add several finished objects in one go; see :func:`add`."""
    added: dict[Kind, list[Item]] = {}
    lasts: dict[str, int] = {}
    present = {item.id for item in integrity.all_items(design.variant)}
    for kind, item in new:
        if kind not in KINDS or not isinstance(item, KINDS[kind]):
            raise EditError(f"{item.id} is no {kind}.", where=item.id)
        prefix, number = _split(item.id)
        known = design.last_numbers.get(prefix, 0)
        if item.id in present or number <= known:
            raise EditError(
                f"The id {item.id} was given before.",
                where=item.id,
                remedy="Ask new_id for a free one.",
            )
        present.add(item.id)
        lasts[prefix] = max(number, lasts.get(prefix, 0))
        added.setdefault(kind, []).append(item)
    variant = design.variant
    lists = {
        integrity.LISTS[kind]: list_of(variant, kind) + tuple(group)
        for kind, group in added.items()
    }
    changed = variant.model_copy(update=lists)
    if lists.keys() & {"racks", "coolers", "cdus", "aisles", "groups"}:
        check_references(changed)
    return with_variant(raise_marks(design, lasts), changed)


def place(
    design: Design,
    kind: Kind,
    x_m: float | None = None,
    y_m: float | None = None,
    /,
    **fields: object,
) -> tuple[Design, str]:
    """Make a new object, at a place on the plan unless it is an aisle, group or loop.

    Args:
        design: The design to add to.
        kind: What to make.
        x_m: Centre of the footprint [m].
        y_m: Centre of the footprint [m].
        fields: Any field of the record; ``id`` is chosen here.

    Returns:
        The new design and the id of the new object.

    Raises:
        EditError: If a field is unknown or out of range.
    """
    list_of(design.variant, kind)
    if issubclass(KINDS[kind], Placed):
        fields = {"x_m": x_m, "y_m": y_m, **fields}
    identifier = new_id(design, kind)
    item = validated(KINDS[kind], {**fields, "id": identifier})
    return add(design, kind, item), identifier


def update(design: Design, ids: Iterable[str], **fields: object) -> Design:
    """Set fields of objects (the same values in all of them).

    Raises:
        EditError: If an id or field is unknown, or a value is out of range in any of them.
    """
    if "id" in fields:
        raise EditError("An id is permanent and cannot be changed.", where="id")
    changed = edit_items(design, _chosen(ids), lambda item: replaced(item, fields))
    if fields.keys() & REFERENCE_FIELDS:
        check_references(changed.variant)
    return changed


def update_each(design: Design, fields: Mapping[str, Mapping[str, object]]) -> Design:
    """Set fields of several objects, different ones in each: id -> field -> value.

    Raises:
        EditError: As :func:`update`.
    """
    if any("id" in part for part in fields.values()):
        raise EditError("An id is permanent and cannot be changed.", where="id")
    changed = edit_items(design, set(fields), lambda item: replaced(item, fields[item.id]))
    check_references(changed.variant)
    return changed


def move(design: Design, ids: Iterable[str], dx_m: float, dy_m: float) -> Design:
    """Shift objects; an aisle or group stands for its members.

    Raises:
        EditError: If an id is unknown or an object would land beyond the drawing's limits.
    """
    return edit_items(
        design, placed_ids(design, ids), lambda item: _at(item, item.x_m + dx_m, item.y_m + dy_m)
    )


def rotate(design: Design, ids: Iterable[str], degrees: float) -> Design:
    """Turn objects counter-clockwise, each about its own centre."""
    return edit_items(design, placed_ids(design, ids), lambda item: _turned(item, degrees))


def rotate_about_centre(design: Design, ids: Iterable[str], degrees: float) -> Design:
    """Turn objects counter-clockwise as one body, about the middle of their common box."""
    chosen = placed_ids(design, ids)
    if not chosen:
        return design
    box = bounds(
        item for _, item in items(design) if item.id in chosen and isinstance(item, Placed)
    )
    middle = ((box[0] + box[2]) / 2.0, (box[1] + box[3]) / 2.0)

    def turn(item: Any) -> Any:
        x_m, y_m = rotated((item.x_m, item.y_m), degrees, middle)
        return _at(_turned(item, degrees), x_m, y_m)

    return edit_items(design, chosen, turn)


def delete(design: Design, ids: Iterable[str]) -> Design:
    """Remove objects, and their ids wherever they are named; members of a removed group stay.

    Raises:
        EditError: If an id is unknown.
    """
    gone = _chosen(ids)
    variant = design.variant
    lists: dict[str, object] = {}
    lasts: dict[str, int] = {}
    missing = set(gone)
    for kind in KINDS:
        old = list_of(variant, kind)
        kept = tuple(item for item in old if item.id not in gone)
        if len(kept) == len(old):
            continue
        lists[integrity.LISTS[kind]] = kept
        for item in old:
            if item.id in gone:
                missing.discard(item.id)
                prefix, number = _split(item.id)
                lasts[prefix] = max(number, lasts.get(prefix, 0))
    refuse_missing(missing)
    if not lists:
        return design
    changed = integrity.without_references(variant.model_copy(update=lists), gone)
    return with_variant(raise_marks(design, lasts), changed)


def edit_items(design: Design, ids: set[str], change: Callable[[Any], Item]) -> Design:
    """Replace objects of the active variant by what ``change`` makes of them.

    Raises:
        EditError: If an id is unknown, or from ``change``.
    """
    variant = design.variant
    lists: dict[str, object] = {}
    missing = set(ids)
    for name in integrity.LISTS.values():
        old: tuple[Item, ...] = getattr(variant, name)
        here = missing.intersection([item.id for item in old])
        if here:
            lists[name] = tuple(change(item) if item.id in here else item for item in old)
            missing -= here
    refuse_missing(missing)
    return with_variant(design, variant.model_copy(update=lists)) if lists else design


def placed_ids(design: Design, ids: Iterable[str]) -> set[str]:
    """The ids of placed objects among those given, with aisles and groups opened up.

    Raises:
        EditError: If an id is unknown.
    """
    chosen = _chosen(ids)
    variant = design.variant
    collections = {aisle.id: aisle.rack_ids for aisle in variant.aisles}
    collections |= {group.id: group.member_ids for group in variant.groups}
    collections |= {loop.id: () for loop in variant.loops}  # a loop has no place of its own
    found: set[str] = set()
    opened: set[str] = set()
    waiting = list(chosen)
    while waiting:
        identifier = waiting.pop()
        if identifier not in collections:
            found.add(identifier)
        elif identifier not in opened:
            opened.add(identifier)
            waiting += collections[identifier]
    refuse_missing(found - {item.id for _, item in items(design)})
    return found


def with_variant(design: Design, variant: Variant) -> Design:
    """The design with its variant of the same id replaced."""
    variants = tuple(variant if v.id == variant.id else v for v in design.variants)
    return design.model_copy(update={"variants": variants})


def with_new_ids(design: Design, variant: Variant) -> Variant:
    """The variant with ids never given in ``design`` for all that its own variant has not.

    Args:
        design: A design that holds a variant of the same id.
        variant: What is to replace that variant. Nothing in it refers to its new objects.
    """
    known = next(each for each in design.variants if each.id == variant.id)
    lists: dict[str, tuple[Item, ...]] = {}
    for kind, name in integrity.LISTS.items():
        items: tuple[Item, ...] = getattr(variant, name)
        kept = {id(item) for item in getattr(known, name)}
        last = last_number(design, kind)
        if last and any(id(item) not in kept for item in items):
            numbers = iter(range(last + 1, last + 1 + len(items)))
            lists[name] = tuple(
                item
                if id(item) in kept
                else item.model_copy(update={"id": f"{kind}-{next(numbers):04d}"})
                for item in items
            )
    return variant.model_copy(update=lists) if lists else variant


def raise_marks(design: Design, lasts: Mapping[str, int]) -> Design:
    """The design with its high-water marks of ids raised to at least these."""
    marks = dict(design.last_numbers)
    for prefix, number in lasts.items():
        marks[prefix] = max(number, marks.get(prefix, 0))
    return (
        design
        if marks == design.last_numbers
        else design.model_copy(update={"last_numbers": marks})
    )


def validated(record: type[R], fields: Mapping[str, object]) -> R:
    """A record made from fields, with failures as :class:`EditError`."""
    try:
        return record.model_validate(dict(fields))
    except ValidationError as error:
        found = [problem(entry, fields) for entry in error.errors(include_url=False)]
        first = found[0]
        where = str(fields.get("id", record.__name__.lower()))
        place = "" if first.path == "(top)" else f"{first.path}: "
        raise EditError(f"{place}{first.message}.", where=where) from None


def replaced(record: R, fields: Mapping[str, object]) -> R:
    """A record with fields set, validated; the record itself if nothing changes."""
    changed = validated(type(record), {**record.__dict__, **fields})
    return record if changed == record else changed


def check_references(variant: Variant) -> None:
    """Raise :class:`EditError` if an object refers to something that is not there."""
    for found in integrity.variant_problems(variant, ""):
        raise EditError(f"{found.message}.", where=found.path.lstrip("."))


def is_placed(item: Item) -> bool:
    """Whether an object has a place on the plan."""
    return isinstance(item, Placed)


def _at(item: Any, x_m: float, y_m: float) -> Any:
    """A placed object elsewhere.

    Its other fields were valid and do not depend on the place, so checking the two coordinates is
    validation enough, and three times faster.
    """
    if not (abs(x_m) <= _COORDINATE_LIMIT_M and abs(y_m) <= _COORDINATE_LIMIT_M):
        raise EditError(
            f"{item.label} would lie beyond the drawing ({x_m:g} m, {y_m:g} m).", where=item.id
        )
    return item.model_copy(update={"x_m": to_tenth_mm(x_m), "y_m": to_tenth_mm(y_m)})


def _turned(item: Any, degrees: float) -> Any:
    heading = item.heading_deg + degrees
    if not abs(degrees) <= 3600.0:
        raise EditError(f"Cannot turn by {degrees:g} degrees.", where=item.id)
    return item.model_copy(update={"heading_deg": normalised_heading(heading)})


def _chosen(ids: Iterable[str]) -> set[str]:
    if isinstance(ids, str):
        raise EditError("Give a list of ids, not one text.", where=ids)
    return set(ids)


def refuse_missing(missing: set[str]) -> None:
    """Raise :class:`EditError` naming ids that were not found, if there are any."""
    if missing:
        names = ", ".join(sorted(missing)[:5])
        raise EditError(f"There is no object {names}.", where=names)


def _split(identifier: str) -> tuple[str, int]:
    prefix, _, number = identifier.rpartition("-")
    return prefix, int(number)
