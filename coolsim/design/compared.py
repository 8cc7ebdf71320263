"""What another variant or file says otherwise: object by object, field by field, with units.

Objects are matched by their ids, which a copy of a variant keeps. What both variants share is not
looked into, so comparing a copy with its original costs next to nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from coolsim import units
from coolsim.design.base import Item, Record
from coolsim.design.models import Design, Variant

Value = str | float | int | bool | None

_KINDS: Mapping[str, str] = {
    "racks": "rack",
    "coolers": "cooler",
    "tiles": "tile",
    "panels": "panel",
    "obstructions": "obstruction",
    "aisles": "aisle",
    "groups": "group",
    "loops": "loop",
    "cdus": "CDU",
    "notes": "note",
    "dimensions": "dimension",
    "sensors": "sensor",
    "scenarios": "scenario",
    "feeds": "feed",
    "elements": "power element",
    "rejections": "heat rejection",
}
"""List of a variant, of its power chain or plant -> what one of its objects is called."""
_COOLANT = {"m3_s": "coolant_m3_s", "pa": "coolant_pa", "m_s": "coolant_m_s"}
"""Units that read otherwise where a liquid flows."""
_OF_COOLANT = frozenset({"loop", "CDU"})
_OWN = frozenset({"id", "name"})


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field of an object that differs.

    Attributes:
        path: Where the field is in its object, such as ``load_w`` or ``slots[0].load_w``.
        before, after: Its values; ``None`` where it is not given.
        unit: Unit key of ``coolsim.units``, "" for words and counts.
    """

    path: str
    before: Value
    after: Value
    unit: str = ""

    @property
    def title(self) -> str:
        """The field in words, without its unit: ``slots[0].load_w`` -> "slots 1, load"."""
        parts = [_words(part, self.unit) for part in self.path.split(".")]
        return ", ".join(part for part in parts if part)

    def text(self, value: Value, system: units.System = "si") -> str:
        """A value of this field for a reader, a dash where it is not given."""
        if value is None or value == "":
            return units.UNKNOWN
        if isinstance(value, bool):
            return "yes" if value else "no"
        if isinstance(value, (int, float)):
            return units.text(float(value), self.unit or "count", system)
        return value.replace("_", " ") if self.path in _WORDS else value


_WORDS = frozenset(
    {
        "cooling", "type", "kind", "discharge", "intake", "exhaust", "orientation", "construction",
        "surface", "inlet_limit", "turbulence", "convection", "wall_friction", "humidity", "heat",
        "fidelity", "airflow.kind", "airflow.law",
    }
)  # fmt: skip
"""Fields whose values are keys of ours, not the user's words."""


@dataclass(frozen=True, slots=True)
class ObjectChange:
    """An object, or a single record such as the hall, that differs.

    Attributes:
        kind: What it is, in a word: "rack", "hall", "settings".
        id: Its id; "" for a single record.
        name: Its name to show.
        what: ``added`` stands in the other variant only, ``removed`` in the base only.
        fields: What differs of one that is in both.
    """

    kind: str
    id: str
    name: str
    what: Literal["added", "removed", "changed"]
    fields: tuple[FieldChange, ...] = ()


@dataclass(frozen=True, slots=True)
class ChangeGroup:
    """Objects of one kind that were changed alike.

    Attributes:
        kind, what, fields: As of each of them.
        ids, names: The objects, in the order of the drawing.
    """

    kind: str
    what: Literal["added", "removed", "changed"]
    ids: tuple[str, ...]
    names: tuple[str, ...]
    fields: tuple[FieldChange, ...]

    @property
    def subject(self) -> str:
        """Who was changed: "rack A-01", "12 racks: A-01 to A-12"."""
        if len(self.names) == 1:
            return self.kind if self.names[0] == self.kind else f"{self.kind} {self.names[0]}"
        plural = f"{self.kind}s" if not self.kind.endswith("s") else self.kind
        return f"{len(self.names)} {plural}: {self.names[0]} to {self.names[-1]}"


def drawing_changes(base: Variant, other: Variant) -> tuple[ObjectChange, ...]:
    """Every object and record of ``other`` that is not as in ``base``.

    Names of the variants themselves do not count. Objects come in the order of the file: those of
    the base first, then what was added, kind by kind.

    Args:
        base: What the difference is counted from.
        other: The variant that may differ.
    """
    return tuple(_record_changes(base, other, skipped=_OWN))


_ADDED: Literal["added"] = "added"
_REMOVED: Literal["removed"] = "removed"


def design_changes(base: Design, other: Design) -> tuple[tuple[str, tuple[ObjectChange, ...]], ...]:
    """What ``other`` says otherwise than ``base``: name of a variant and its changes, in order.

    What belongs to no variant (project, own catalogue entries, saved views, a variant that one of
    them lacks) comes first, under the name "". High-water marks of ids and which variant is active
    do not count.

    Args:
        base: What the difference is counted from.
        other: The design that may differ.
    """
    theirs = {variant.id: variant for variant in other.variants}
    ours = {variant.id: variant for variant in base.variants}
    whole = [
        ObjectChange("variant", variant.id, variant.name, what)
        for some, others, what in ((ours, theirs, _REMOVED), (theirs, ours, _ADDED))
        for variant in some.values()
        if variant.id not in others
    ]
    for name in ("project", "catalogue", "views"):
        fields = tuple(_field_changes("", getattr(base, name), getattr(other, name), name))
        if fields:
            title = "own catalogue" if name == "catalogue" else name
            whole.append(ObjectChange(title, "", title, "changed", fields))
    told = [("", tuple(whole))]
    for variant in base.variants:
        found = theirs.get(variant.id)
        if found is not None:
            renamed = tuple(_field_changes("name", variant.name, found.name, "variant"))
            own = (ObjectChange("variant", "", "variant", "changed", renamed),) if renamed else ()
            told.append((found.name, (*own, *drawing_changes(variant, found))))
    return tuple((name, changes) for name, changes in told if changes)


def grouped(changes: Iterable[ObjectChange]) -> tuple[ChangeGroup, ...]:
    """Changes with those of one kind that say the same joined into one."""
    joined: dict[tuple[object, ...], list[ObjectChange]] = {}
    for change in changes:
        joined.setdefault((change.kind, change.what, change.fields), []).append(change)
    return tuple(
        ChangeGroup(
            every[0].kind,
            every[0].what,
            tuple(change.id for change in every),
            tuple(change.name for change in every),
            every[0].fields,
        )
        for every in joined.values()
    )


def _record_changes(
    base: Record, other: Record, skipped: frozenset[str] = frozenset()
) -> Iterator[ObjectChange]:
    """Changes of a record that holds lists of objects, and records of its own."""
    for name in type(base).model_fields:
        if name in skipped:
            continue
        before, after = getattr(base, name), getattr(other, name)
        if before is after:
            continue
        if name in _KINDS:
            yield from _list_changes(_KINDS[name], before, after)
        elif name in ("power", "plant"):
            yield from _record_changes(before, after)
        else:
            fields = tuple(_field_changes("", before, after, name))
            if fields:
                title = _words(name, "")
                yield ObjectChange(title, "", title, "changed", fields)


def _list_changes(
    kind: str, before: tuple[Item, ...], after: tuple[Item, ...]
) -> Iterator[ObjectChange]:
    now = {item.id: item for item in after}
    for item in before:
        found = now.pop(item.id, None)
        if found is None:
            yield ObjectChange(kind, item.id, item.label, "removed")
        elif found is not item:
            fields = tuple(_field_changes("", item, found, kind))
            if fields:
                yield ObjectChange(kind, item.id, found.label, "changed", fields)
    for item in now.values():
        yield ObjectChange(kind, item.id, item.label, "added")


def _field_changes(path: str, before: object, after: object, kind: str) -> Iterator[FieldChange]:
    """What differs between two values, down to plain ones."""
    if before is after or before == after:
        return
    one, other = _parts(before), _parts(after)
    if one is None and other is None:
        yield FieldChange(path, _plain(before), _plain(after), _unit_of(path, kind))
        return
    if one is None or other is None:  # a record or list where there was none, or gone
        some = one if one is not None else other or {}
        keys: Iterable[str] = some
    else:
        keys = dict.fromkeys((*one, *other))
    for key in keys:
        inner = f"{path}{key}" if key.startswith("[") or not path else f"{path}.{key}"
        yield from _field_changes(inner, (one or {}).get(key), (other or {}).get(key), kind)


def _parts(value: object) -> dict[str, object] | None:
    """What a value is made of, by key; ``None`` for a plain one."""
    if isinstance(value, Record):
        return {name: getattr(value, name) for name in type(value).model_fields}
    if isinstance(value, Mapping):
        return {str(key): part for key, part in value.items()}
    if isinstance(value, tuple) and any(isinstance(part, Record) for part in value):
        return {f"[{index}]": part for index, part in enumerate(value)}
    return None


def _plain(value: object) -> Value:
    if isinstance(value, tuple):
        return ", ".join(str(part) for part in value)
    if value is None or isinstance(value, str | float | int | bool):
        return value
    return str(value)


def _unit_of(path: str, kind: str) -> str:
    """The unit that a field's name ends with; "" where it names none."""
    name = path.rpartition(".")[2].partition("[")[0]
    found = max(
        (key for key in units.UNITS if name.endswith(f"_{key}")), key=len, default=""
    )  # fmt: skip
    wet = kind in _OF_COOLANT or "coolant" in name or "liquid" in path
    return _COOLANT.get(found, found) if wet else found


def _words(name: str, unit: str) -> str:
    """A part of a path in words: indices count from one, the unit is left out."""
    plain, _, index = name.partition("[")
    for suffix in (f"_{unit}", f"_{unit.removeprefix('coolant_')}"):
        plain = plain.removesuffix(suffix) if unit else plain
    words = plain.replace("_", " ").removesuffix(" id")
    return f"{words} {int(index.rstrip(']')) + 1}".strip() if index else words
