"""Catalogue entries: one row of a table, its figures, texts and value tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import cast, get_args

from coolsim.catalogue.keys import PLAIN_NUMBERS, unit_of_key
from coolsim.catalogue.records import Confidence, Figure
from coolsim.errors import Problem

CONFIDENCES: frozenset[str] = frozenset(get_args(Confidence))
STATUSES: frozenset[str] = frozenset({"", "shipping", "target", "estimate"})
_FIGURE_KEYS = frozenset({"v", "lo", "hi", "src", "conf", "note"})


@dataclass(frozen=True, slots=True)
class Text:
    """A statement of the catalogue in words, with source ids (comma separated) and class."""

    value: str
    source: str
    confidence: Confidence
    note: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A value table or list: rows as the catalogue gives them; the note names the columns.

    A plain list of numbers is a table of one column.
    """

    rows: tuple[tuple[float | str, ...], ...]
    source: str
    confidence: Confidence
    note: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """Where figures are from: kind of source, title, address, remark."""

    id: str
    kind: str
    title: str
    where: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of the catalogue.

    Attributes:
        id: Unique over all tables.
        table: The table it stands in ("server", "rack", "unit", "tile", ...).
        name: Name to show.
        status: ``shipping``, ``target`` (announced, not measured), ``estimate`` (no product), or
            "" where the table makes no statement.
        plain: Fields without a source, such as vendor, kind or year.
        figures, texts, tables: Sourced values by key.
    """

    id: str
    table: str
    name: str
    status: str
    plain: Mapping[str, object]
    figures: Mapping[str, Figure]
    texts: Mapping[str, Text]
    tables: Mapping[str, Table]

    @property
    def is_target(self) -> bool:
        """Whether the product is announced only."""
        return self.status == "target"

    @property
    def is_estimate(self) -> bool:
        """Whether the entry is typical of its kind rather than a product."""
        return self.status == "estimate"

    def figure(self, key: str) -> Figure:
        """Return a figure; a missing one comes back without value, never as an exception."""
        figure = self.figures.get(key)
        if figure is not None:
            return figure
        return unknown(unit_of_key(key) or "", "not in the catalogue")

    def word(self, key: str) -> str:
        """Return a plain field as text, "" where the entry has none."""
        value = self.plain.get(key)
        return value if isinstance(value, str) else ""

    def count(self, key: str) -> int:
        """Return a plain whole number, 0 where the entry has none."""
        value = self.plain.get(key)
        return value if isinstance(value, int) else 0


def unknown(unit: str, note: str) -> Figure:
    """Return a figure without value."""
    return Figure(None, unit, "", "memory_unverified", note=note)


def build(table: str, row: Mapping[str, object], default: Confidence | None = None) -> Entry:
    """Build an entry from a row that :func:`row_problems` has nothing to say about.

    Args:
        table: The table's name.
        row: Keys and values as in the file.
        default: Class of figures that name none, for a design's own rows.
    """
    plain: dict[str, object] = {}
    figures: dict[str, Figure] = {}
    texts: dict[str, Text] = {}
    tables: dict[str, Table] = {}
    for key, value in row.items():
        if isinstance(value, Mapping):
            read = _read(key, value, default)
            if isinstance(read, Figure):
                figures[key] = read
            elif isinstance(read, Table):
                tables[key] = read
            else:
                texts[key] = read
        elif default and _is_number(value) and key not in PLAIN_NUMBERS:
            figures[key] = Figure(float(cast(float, value)), unit_of_key(key) or "", "", default)
        else:
            plain[key] = value
    identity = str(row["id"])
    return Entry(
        id=identity,
        table=table,
        name=str(row.get("name", identity)),
        status=str(row.get("status", "")),
        plain=plain,
        figures=figures,
        texts=texts,
        tables=tables,
    )


def _read(
    key: str, value: Mapping[str, object], default: Confidence | None
) -> Figure | Text | Table:
    """Read one inline table: a figure, or words, or a value table."""
    source = _source_ids(value.get("src", ""))
    confidence = cast(Confidence, value.get("conf", default))
    note = str(value.get("note", ""))
    content = value.get("v")
    if isinstance(content, list | tuple):
        return Table(_rows(content), source, confidence, note)
    if isinstance(content, bool):
        return Text("yes" if content else "no", source, confidence, note)
    if isinstance(content, str) and content != "unknown":
        return Text(content, source, confidence, note)
    unit = unit_of_key(key) or ""
    if "lo" in value:
        low, high = float(cast(float, value["lo"])), float(cast(float, value["hi"]))
        middle = 0.5 * (low + high)
        return Figure(middle, unit, source, confidence, low, high, note)
    if content == "unknown" or content is None:
        return Figure(None, unit, source, confidence, note=note or "looked for, not found")
    return Figure(float(cast(float, content)), unit, source, confidence, note=note)


def _rows(content: list[object] | tuple[object, ...]) -> tuple[tuple[float | str, ...], ...]:
    return tuple(
        tuple(row) if isinstance(row, list | tuple) else (row,)
        for row in cast("list[float | str | list[float | str]]", content)
    )


def _source_ids(value: object) -> str:
    """Return source ids as one comma-separated text."""
    if isinstance(value, list | tuple):
        return ", ".join(str(item) for item in value)
    return str(value)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def row_problems(row: object, where: str, *, own: bool = False) -> Iterator[Problem]:
    """Yield everything wrong with one row.

    Args:
        row: The row as read from the file.
        where: Its place, such as ``catalogue.server.my_box``.
        own: Whether it stands in a design: class and source may be missing there.
    """
    if not isinstance(row, Mapping):
        yield Problem(where, f"a catalogue row must be an object, found {type(row).__name__}")
        return
    status = row.get("status", "")
    if status not in STATUSES:
        known = ", ".join(sorted(STATUSES - {""}))
        yield Problem(f"{where}.status", f"{status!r} is none of {known}")
    for key, value in row.items():
        place = f"{where}.{key}"
        if isinstance(value, Mapping):
            yield from _figure_problems(str(key), value, place, own)
        elif own and _is_number(value) and key not in PLAIN_NUMBERS:
            yield from _unit_problems(str(key), place)


def _figure_problems(
    key: str, value: Mapping[object, object], place: str, own: bool
) -> Iterator[Problem]:
    for extra in value.keys() - _FIGURE_KEYS:
        yield Problem(f"{place}.{extra}", "a figure has only v, lo, hi, src, conf and note")
    confidence = value.get("conf", "design" if own else None)
    if confidence not in CONFIDENCES:
        yield Problem(f"{place}.conf", f"{confidence!r} is no confidence class")
    if not own and not value.get("src"):
        yield Problem(f"{place}.src", "a figure needs a source")
    is_range = "lo" in value or "hi" in value
    if is_range == ("v" in value):
        yield Problem(place, "a figure has either v, or lo and hi")
        return
    if not is_range:
        content = value["v"]
        if _is_number(content) or content == "unknown":
            yield from _unit_problems(key, place)
        elif not isinstance(content, str | bool | list | tuple) or content == "":
            yield Problem(f"{place}.v", f"{content!r} is no value")
        return
    low, high = value.get("lo"), value.get("hi")
    if not (_is_number(low) and _is_number(high)):
        yield Problem(place, "lo and hi must both be numbers")
    elif cast(float, low) > cast(float, high):
        yield Problem(place, f"lo {low} is above hi {high}")
    yield from _unit_problems(key, place)


def _unit_problems(key: str, place: str) -> Iterator[Problem]:
    if unit_of_key(key) is None:
        yield Problem(place, "the key must end with a unit the catalogue knows, such as _w or _c")
