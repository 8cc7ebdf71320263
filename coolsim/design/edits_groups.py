"""Edits of what holds other objects together: groups, and aisles with their racks."""

from __future__ import annotations

from collections.abc import Iterable

from coolsim.design.aisle_finding import find_aisles
from coolsim.design.aisles import aisle_between, contain_aisle
from coolsim.design.edits_copies import next_name
from coolsim.design.edits_objects import delete, find, list_of, place, placed_ids
from coolsim.design.models import Aisle, Design, Group, Rack
from coolsim.errors import EditError


def group(design: Design, ids: Iterable[str], name: str = "") -> tuple[Design, str]:
    """Hold objects together under a name; an object may be in several groups.

    Returns:
        The new design and the id of the group.

    Raises:
        EditError: If fewer than two objects are given, or an id is unknown.
    """
    members = sorted(placed_ids(design, ids))
    if len(members) < 2:
        raise EditError("A group needs two objects or more.", remedy="Select them on the plan.")
    taken = {each.name for each in design.variant.groups}
    given = name.strip() or _next("Group 1", taken)
    return place(design, "group", name=given, member_ids=tuple(members))


def ungroup(design: Design, ids: Iterable[str]) -> Design:
    """Dissolve the groups and aisles among the objects, and those that hold one of them.

    Raises:
        EditError: If none of the objects is in a group or aisle.
    """
    chosen = set(ids)
    variant = design.variant
    gone = {
        each.id
        for each in variant.groups
        if each.id in chosen or not chosen.isdisjoint(each.member_ids)
    }
    gone |= {
        each.id
        for each in variant.aisles
        if each.id in chosen or not chosen.isdisjoint(each.rack_ids)
    }
    if not gone:
        raise EditError("None of these objects is in a group or aisle.")
    return delete(design, gone)


def make_aisle(design: Design, ids: Iterable[str]) -> tuple[Design, str]:
    """Make an aisle of the racks of two rows that face each other, or turn their backs.

    Returns:
        The new design and the id of the aisle.

    Raises:
        EditError: If the racks do not make two such rows, or are an aisle already.
    """
    racks = racks_of(design, ids)
    kind = aisle_between(racks).kind
    members = tuple(rack.id for rack in racks)
    for each in design.variant.aisles:
        if set(each.rack_ids) == set(members):
            raise EditError(f"These racks are {each.label} already.", where=each.id)
    return place(design, "aisle", name=_aisle_name(design, kind), kind=kind, rack_ids=members)


def make_all_aisles(design: Design) -> tuple[Design, tuple[str, ...]]:
    """Make an aisle of every pair of rows that face each other or turn their backs.

    Pairs whose racks are an aisle already are left alone.

    Returns:
        The new design and the ids of the new aisles.

    Raises:
        EditError: If there is no such pair.
    """
    known = {frozenset(each.rack_ids) for each in design.variant.aisles}
    made: list[str] = []
    for kind, members in find_aisles(design.variant):
        if frozenset(members) in known:
            continue
        design, identifier = place(
            design, "aisle", name=_aisle_name(design, kind), kind=kind, rack_ids=members
        )
        made.append(identifier)
    if not made:
        raise EditError(
            "No two rows of racks make an aisle that is not known yet.",
            remedy="Rows must stand at right angles and face each other within 5 m.",
        )
    return design, tuple(made)


def contain(design: Design, ids: Iterable[str]) -> tuple[Design, tuple[str, ...]]:
    """Put a roof and doors around an aisle: of two rows of racks, or of aisles among the objects.

    Returns:
        The new design and the ids of the new panels.

    Raises:
        EditError: If there is no aisle.
    """
    chosen = set(ids)
    aisles = [each for each in design.variant.aisles if each.id in chosen]
    if not aisles:
        return contain_aisle(design, sorted(chosen))
    made: tuple[str, ...] = ()
    for aisle in aisles:
        design, panels = contain_aisle(design, aisle.rack_ids)
        made += panels
    return design, made


def racks_of(design: Design, ids: Iterable[str]) -> list[Rack]:
    """The racks among objects, those of groups and aisles included."""
    found = (find(design, each) for each in sorted(placed_ids(design, ids)))
    return [item for item in found if isinstance(item, Rack)]


def holders(design: Design, ids: Iterable[str]) -> list[Group | Aisle]:
    """The groups and aisles that hold one of the objects."""
    chosen = set(ids)
    variant = design.variant
    groups = [each for each in variant.groups if not chosen.isdisjoint(each.member_ids)]
    aisles = [each for each in variant.aisles if not chosen.isdisjoint(each.rack_ids)]
    return [*groups, *aisles]


def _aisle_name(design: Design, kind: str) -> str:
    taken = {item.name for item in list_of(design.variant, "aisle")}
    return _next(f"{kind.capitalize()} aisle 1", taken)


def _next(first: str, taken: set[str]) -> str:
    return first if first not in taken else next_name(first, taken)
