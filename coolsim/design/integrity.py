"""What must hold between the objects of a design: unique ids, references that lead somewhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypeVar

from coolsim.design.integrity_power import power_problems, power_without, racks_without_feeds
from coolsim.design.models import (
    Aisle,
    Cdu,
    Cooler,
    Design,
    Feed,
    Group,
    HeatRejection,
    Item,
    Plant,
    PowerElement,
    Rack,
    Scenario,
    Variant,
)
from coolsim.errors import Problem

MAX_CATALOGUE_DEPTH = 8

LISTS: dict[str, str] = {
    "rack": "racks",
    "cooler": "coolers",
    "tile": "tiles",
    "panel": "panels",
    "obstruction": "obstructions",
    "loop": "loops",
    "cdu": "cdus",
    "aisle": "aisles",
    "group": "groups",
    "note": "notes",
    "dimension": "dimensions",
    "sensor": "sensors",
}
"""Kind of object -> the list of the variant that holds it."""

LOOP_ENDS: tuple[str, ...] = ("liquid", "door")
"""Connections of a rack that name a loop."""
LOOP_FIELDS: dict[type[Item], tuple[str, ...]] = {
    Cooler: ("loop_id",),
    Cdu: ("technology_loop_id", "facility_loop_id"),
}
"""Fields of other objects that name a loop."""

LoopUser = TypeVar("LoopUser", bound=Item)


def located_items(variant: Variant) -> Iterator[tuple[str, Item]]:
    """Every object of a variant, feeds, rejections and scenarios too, with its path in it."""
    for name in LISTS.values():
        items: tuple[Item, ...] = getattr(variant, name)
        for index, item in enumerate(items):
            yield f"{name}[{index}]", item
    for index, feed in enumerate(variant.power.feeds):
        yield f"power.feeds[{index}]", feed
    for index, element in enumerate(variant.power.elements):
        yield f"power.elements[{index}]", element
    for index, rejection in enumerate(variant.plant.rejections):
        yield f"plant.rejections[{index}]", rejection
    for index, scenario in enumerate(variant.scenarios):
        yield f"scenarios[{index}]", scenario


def all_items(variant: Variant) -> Iterator[Item]:
    """Every object of a variant, feeds, heat rejections and scenarios included."""
    for name in LISTS.values():
        yield from getattr(variant, name)
    yield from variant.power.feeds
    yield from variant.power.elements
    yield from variant.plant.rejections
    yield from variant.scenarios


def problems(design: Design) -> tuple[Problem, ...]:
    """All broken references, repeated ids and unusable catalogue values of a design."""
    found: list[Problem] = []
    for index, variant in enumerate(design.variants):
        found += variant_problems(variant, f"variants[{index}]")
    for table, rows in design.catalogue.items():
        for key, row in rows.items():
            found += _plain_problems(row, f"catalogue.{table}.{key}")
    return tuple(found)


def variant_problems(variant: Variant, path: str) -> Iterator[Problem]:
    """Repeated ids and references that lead nowhere in one variant, each with its place."""
    ids = [item.id for item in all_items(variant)]
    if len(set(ids)) < len(ids):  # where each is does not matter before
        yield from _repeated_ids(variant, path)
    racks = {rack.id for rack in variant.racks}
    unplaced = (Feed, PowerElement, HeatRejection, Scenario)
    objects = {item.id for item in all_items(variant) if not isinstance(item, unplaced)}
    yield from power_problems(variant, path)
    yield from _loop_problems(variant, path)
    yield from _plant_problems(variant, path)
    for index, aisle in enumerate(variant.aisles):
        yield from _references(aisle.rack_ids, racks, f"{path}.aisles[{index}].rack_ids", "rack")
    for index, group in enumerate(variant.groups):
        place = f"{path}.groups[{index}].member_ids"
        yield from _references(group.member_ids, objects - {group.id}, place, "object")
    scenarios = {scenario.id for scenario in variant.scenarios}
    if variant.scenario_id not in {None, *scenarios}:
        yield Problem(f"{path}.scenario_id", f'there is no scenario "{variant.scenario_id}"')


def _repeated_ids(variant: Variant, path: str) -> Iterator[Problem]:
    first_seen: dict[str, str] = {}
    for place, item in located_items(variant):
        if item.id in first_seen:
            yield Problem(
                f"{path}.{place}.id", f'"{item.id}" is already used by {first_seen[item.id]}'
            )
        first_seen.setdefault(item.id, place)


def loop_references(item: Item) -> Iterator[tuple[str, str]]:
    """Where an object names a loop: (path inside the object, id of the loop)."""
    if isinstance(item, Rack):
        for end in LOOP_ENDS:
            connection = getattr(item, end)
            if connection is not None and connection.loop_id is not None:
                yield f"{end}.loop_id", connection.loop_id
    elif isinstance(item, Cooler | Cdu):
        for field in LOOP_FIELDS[type(item)]:
            if (identifier := getattr(item, field)) is not None:
                yield field, identifier


def _loop_problems(variant: Variant, path: str) -> Iterator[Problem]:
    loops = {loop.id for loop in variant.loops}
    for name in ("racks", "coolers", "cdus"):
        for index, item in enumerate(getattr(variant, name)):
            for field, identifier in loop_references(item):
                if identifier not in loops:
                    yield Problem(
                        f"{path}.{name}[{index}].{field}", f'there is no loop "{identifier}"'
                    )


def _plant_problems(variant: Variant, path: str) -> Iterator[Problem]:
    loops = {loop.id for loop in variant.loops}
    coolers = {cooler.id for cooler in variant.coolers}
    rejections = {item.id for item in variant.plant.rejections}
    for index, item in enumerate(variant.plant.rejections):
        place = f"{path}.plant.rejections[{index}]"
        yield from _references(item.loop_ids, loops, f"{place}.loop_ids", "loop")
        yield from _references(item.cooler_ids, coolers, f"{place}.cooler_ids", "cooler")
    for name in ("storage", "reuse"):
        part = getattr(variant.plant, name)
        if part is not None and part.rejection_id not in {None, *rejections}:
            yield Problem(
                f"{path}.plant.{name}.rejection_id",
                f'there is no heat rejection "{part.rejection_id}"',
            )


def _references(ids: Iterable[str], known: set[str], path: str, what: str) -> Iterator[Problem]:
    seen: set[str] = set()
    for index, identifier in enumerate(ids):
        if identifier not in known:
            yield Problem(f"{path}[{index}]", f'there is no {what} "{identifier}"')
        elif identifier in seen:
            yield Problem(f"{path}[{index}]", f'"{identifier}" is listed twice')
        seen.add(identifier)


def _plain_problems(value: object, path: str, depth: int = 0) -> Iterator[Problem]:
    """Values of an own catalogue entry that a file cannot hold."""
    if depth > MAX_CATALOGUE_DEPTH:
        yield Problem(path, f"nested deeper than {MAX_CATALOGUE_DEPTH} levels")
    elif isinstance(value, dict):
        for key, part in value.items():
            yield from _plain_problems(part, f"{path}.{key}", depth + 1)
    elif isinstance(value, list | tuple):
        for index, part in enumerate(value):
            yield from _plain_problems(part, f"{path}[{index}]", depth + 1)
    elif isinstance(value, float) and not -1e300 < value < 1e300:
        yield Problem(path, "must be a finite number")
    elif value is not None and not isinstance(value, str | int | float):
        yield Problem(path, f"must be a text, number, list or object, not {type(value).__name__}")


def without_references(variant: Variant, gone: set[str]) -> Variant:
    """The variant with references to vanished objects taken out of all that named them."""
    changes: dict[str, Any] = {}
    if any(not gone.isdisjoint({rack.feed_id, rack.feed_b_id}) for rack in variant.racks):
        changes["racks"] = racks_without_feeds(variant.racks, gone)
    for name in ("racks", "coolers", "cdus"):
        items = changes.get(name, getattr(variant, name))
        if any(loop in gone for item in items for _, loop in loop_references(item)):
            changes[name] = tuple(without_loops(item, gone) for item in items)
    changes["aisles"] = tuple(_aisle_without(aisle, gone) for aisle in variant.aisles)
    changes["groups"] = tuple(_group_without(group, gone) for group in variant.groups)
    changes["power"] = power_without(variant.power, gone)
    changes["plant"] = _plant_without(variant.plant, gone)
    changes["scenarios"] = tuple(_scenario_without(each, gone) for each in variant.scenarios)
    return variant.model_copy(update=changes)


def without_loops(item: LoopUser, gone: Iterable[str]) -> LoopUser:
    """The object without the names of vanished loops; itself if it named none of them."""
    return renamed_loops(item, dict.fromkeys(gone))


def renamed_loops(item: LoopUser, names: Mapping[str, str | None]) -> LoopUser:
    """The object with the loops it names replaced: old id -> new id, or ``None`` for no loop."""
    changes: dict[str, object] = {}
    for field, loop in loop_references(item):
        if loop in names:
            end, _, inner = field.partition(".")
            changes[end] = (
                getattr(item, end).model_copy(update={inner: names[loop]}) if inner else names[loop]
            )
    return item.model_copy(update=changes) if changes else item


def _plant_without(plant: Plant, gone: set[str]) -> Plant:
    """The plant without the names of vanished loops, coolers and rejections; itself if none."""
    changes: dict[str, object] = {}
    if any(not gone.isdisjoint((*item.loop_ids, *item.cooler_ids)) for item in plant.rejections):
        changes["rejections"] = tuple(
            item.model_copy(
                update={
                    "loop_ids": tuple(i for i in item.loop_ids if i not in gone),
                    "cooler_ids": tuple(i for i in item.cooler_ids if i not in gone),
                }
            )
            for item in plant.rejections
        )
    for name in ("storage", "reuse"):
        part = getattr(plant, name)
        if part is not None and part.rejection_id in gone:
            changes[name] = part.model_copy(update={"rejection_id": None})
    return plant.model_copy(update=changes) if changes else plant


def _aisle_without(aisle: Aisle, gone: set[str]) -> Aisle:
    if gone.isdisjoint(aisle.rack_ids):
        return aisle
    kept = tuple(identifier for identifier in aisle.rack_ids if identifier not in gone)
    return aisle.model_copy(update={"rack_ids": kept})


def _group_without(group: Group, gone: set[str]) -> Group:
    if gone.isdisjoint(group.member_ids):
        return group
    kept = tuple(identifier for identifier in group.member_ids if identifier not in gone)
    return group.model_copy(update={"member_ids": kept})


def _scenario_without(scenario: Scenario, gone: set[str]) -> Scenario:
    if gone.isdisjoint(scenario.racks):
        return scenario
    kept = {each: filling for each, filling in scenario.racks.items() if each not in gone}
    return scenario.model_copy(update={"racks": kept})
