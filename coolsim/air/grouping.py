"""Contributions gathered: by rows or aisles of the drawing, and by kind of source."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from coolsim.air.response import Contribution, Kind
from coolsim.design.models import Aisle, Group, Variant

Name = tuple[str, str]
"""Id and name of a group."""

_OTHER_RACKS: Name = ("racks", "Other racks")
_KINDS: dict[Kind, Name] = {
    "cooler": ("coolers", "Coolers"),
    "rack": ("racks", "Racks"),
}


def rack_rows(variant: Variant) -> dict[str, Name]:
    """The row each rack belongs to, by rack id.

    Rows are the drawn groups or the drawn aisles, whichever name more racks. Of several aisles the
    hot one counts, because it is where a rack's exhaust goes. A rack in none is missing.
    """
    hot_first = sorted(variant.aisles, key=lambda aisle: aisle.kind != "hot")
    groups = _first_named([(group, group.member_ids) for group in variant.groups], variant)
    aisles = _first_named([(aisle, aisle.rack_ids) for aisle in hot_first], variant)
    return groups if len(groups) >= len(aisles) else aisles


def _first_named(
    lists: Sequence[tuple[Group | Aisle, tuple[str, ...]]], variant: Variant
) -> dict[str, Name]:
    racks = {rack.id for rack in variant.racks}
    named: dict[str, Name] = {}
    for item, members in lists:
        for member in members:
            if member in racks:
                named.setdefault(member, (item.id, item.label))
    return named


def by_row(
    contributions: Sequence[Contribution], rows: Mapping[str, Name], reference_c: float
) -> tuple[Contribution, ...]:
    """Racks gathered by row, coolers in one line, everything else as it is."""
    return _by_name(
        contributions,
        [
            rows.get(item.source_id, _OTHER_RACKS)
            if item.kind == "rack"
            else _KINDS.get(item.kind, (item.source_id, item.source_name))
            for item in contributions
        ],
        reference_c,
    )


def by_kind(contributions: Sequence[Contribution], reference_c: float) -> tuple[Contribution, ...]:
    """One line for all racks, one for all coolers, everything else as it is."""
    names = [_KINDS.get(item.kind, (item.source_id, item.source_name)) for item in contributions]
    return _by_name(contributions, names, reference_c)


def gathered(contributions: Sequence[Contribution], name: Name, reference_c: float) -> Contribution:
    """Several contributions of one kind as one; its temperature is that of the mixture."""
    share = sum(item.share for item in contributions)
    adds = sum(item.adds_k for item in contributions)
    mean = reference_c + adds / share if share > 0.0 else float("nan")
    return Contribution(*name, contributions[0].kind, share, mean, adds)


def _by_name(
    contributions: Sequence[Contribution], names: Sequence[Name], reference_c: float
) -> tuple[Contribution, ...]:
    """Contributions of one name gathered, the largest rise first."""
    members: dict[Name, list[Contribution]] = {}
    for item, name in zip(contributions, names, strict=True):
        members.setdefault(name, []).append(item)
    found = [gathered(items, name, reference_c) for name, items in members.items()]
    return tuple(sorted(found, key=lambda item: -item.adds_k))
