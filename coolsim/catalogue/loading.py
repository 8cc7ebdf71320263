"""The catalogue: shipped tables, and a design's own entries laid over them."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import TypeVar

from coolsim.assets import asset
from coolsim.bounded import read_bounded
from coolsim.catalogue.entries import Entry, Source, build, row_problems
from coolsim.errors import CatalogueError, Problem

FILES: tuple[str, ...] = (
    "accelerators",
    "servers",
    "racks",
    "cooling",
    "coolants",
    "limits",
    "network_memory",
    "economics",
)
"""Files of ``assets/catalogue`` that hold tables of entries; ``sources`` stands beside them."""

_Value = TypeVar("_Value")
_REINSTALL = "Install the program again."
_MOST_BYTES = 20_000_000

Rows = Mapping[str, Mapping[str, Mapping[str, object]]]
"""Rows by table and id."""


class Catalogue:
    """Entries by id. Rows are read when the catalogue is made, entries built when asked for.

    Args:
        rows: Shipped rows.
        own: A design's own rows; a row with a shipped id replaces that entry's keys one by one.
    """

    def __init__(self, rows: Rows, own: Rows | None = None) -> None:
        self._rows = rows
        self._own: Rows = own or {}
        self._table_of: dict[str, str] = {
            identity: table for table, entries in rows.items() for identity in entries
        }
        for table, entries in self._own.items():
            for identity in entries:
                self._table_of.setdefault(identity, table)
        self._built: dict[str, Entry] = {}

    @property
    def tables(self) -> tuple[str, ...]:
        """Names of all tables, in file order."""
        return tuple(dict.fromkeys([*self._rows, *self._own]))

    def __contains__(self, identity: object) -> bool:
        return identity in self._table_of

    def get(self, identity: str) -> Entry:
        """Return an entry.

        Raises:
            CatalogueError: There is no such id; the message names the nearest ones.
        """
        entry = self._built.get(identity)
        if entry is not None:
            return entry
        table = self._table_of.get(identity)
        if table is None:
            import difflib  # slow to import, needed only here

            near = difflib.get_close_matches(identity, self._table_of, n=3, cutoff=0.5)
            raise CatalogueError(
                f"there is no catalogue entry {identity!r}.",
                where="catalogue",
                remedy=f"Nearest: {', '.join(near)}." if near else "See `coolsim catalogue list`.",
            )
        entry = self._build(table, identity)
        self._built[identity] = entry
        return entry

    def _build(self, table: str, identity: str) -> Entry:
        shipped = self._rows.get(table, {}).get(identity)
        own = self._own.get(table, {}).get(identity)
        if own is None and shipped is not None:
            return build(table, shipped)
        added = build(table, {"id": identity, **(own or {})}, default="design")
        if shipped is None:
            return added
        base = build(table, shipped)
        replaced = frozenset(own or {})
        return Entry(
            id=identity,
            table=table,
            name=added.name if "name" in replaced else base.name,
            status=added.status if "status" in replaced else base.status,
            plain={k: v for k, v in base.plain.items() if k not in replaced} | dict(added.plain),
            figures=_laid_over(base.figures, added.figures, replaced),
            texts=_laid_over(base.texts, added.texts, replaced),
            tables=_laid_over(base.tables, added.tables, replaced),
        )

    def entries(self, table: str) -> tuple[Entry, ...]:
        """Return the entries of a table, in file order.

        Raises:
            CatalogueError: There is no such table.
        """
        if table not in self.tables:
            raise CatalogueError(
                f"there is no catalogue table {table!r}.",
                where="catalogue",
                remedy=f"Tables: {', '.join(self.tables)}.",
            )
        identities = dict.fromkeys([*self._rows.get(table, {}), *self._own.get(table, {})])
        return tuple(self.get(identity) for identity in identities)

    def __iter__(self) -> Iterator[Entry]:
        return (self.get(identity) for identity in self._table_of)

    def search(self, text: str) -> tuple[Entry, ...]:
        """Return the entries whose id, name or vendor contains every word of ``text``."""
        words = text.casefold().split()

        def matches(entry: Entry) -> bool:
            haystack = f"{entry.id} {entry.name} {entry.word('vendor')}".casefold()
            return all(word in haystack for word in words)

        return tuple(entry for entry in self if matches(entry))

    def source(self, identity: str) -> Source:
        """Return a source by id; an id of the user's own comes back as a source of the design."""
        row = _sources().get(identity)
        if row is None:
            return Source(identity, "design", identity, "", "named in the design")
        return Source(identity, row["kind"], row["title"], row["where"], row.get("note", ""))

    def sources_of(self, source: str) -> tuple[Source, ...]:
        """Return the sources behind a figure's comma-separated source ids."""
        return tuple(self.source(part.strip()) for part in source.split(",") if part.strip())

    def with_entries(self, own: Mapping[str, Mapping[str, Mapping[str, object]]]) -> Catalogue:
        """Return this catalogue with a design's own rows laid over it.

        Raises:
            CatalogueError: Rows are malformed; the message lists every problem with its path.
        """
        if not own:
            return self
        problems = self.own_problems(own)
        if problems:
            raise CatalogueError(
                "the design's own catalogue entries are malformed: "
                + "; ".join(f"{problem.path}: {problem.message}" for problem in problems)
                + ".",
                where="catalogue",
                remedy="Mend these entries in the design.",
            )
        return Catalogue(self._rows, own)

    def own_problems(self, own: Mapping[str, Mapping[str, object]]) -> tuple[Problem, ...]:
        """Return everything wrong with a design's own rows, with paths inside the design file."""
        found: list[Problem] = []
        seen: dict[str, str] = {}
        for table, entries in own.items():
            if table not in self._rows:
                known = ", ".join(self._rows)
                found.append(
                    Problem(f"catalogue.{table}", f"there is no such table; it is one of {known}")
                )
            for identity, row in entries.items():
                where = f"catalogue.{table}.{identity}"
                home = seen.setdefault(identity, self._table_of.get(identity, table))
                if home != table:
                    found.append(Problem(where, f"the id is taken by an entry of table {home!r}"))
                if isinstance(row, Mapping) and row.get("id", identity) != identity:
                    found.append(Problem(f"{where}.id", "differs from the key it stands under"))
                found.extend(row_problems(row, where, own=True))
        return tuple(found)


def _laid_over(
    base: Mapping[str, _Value], added: Mapping[str, _Value], replaced: frozenset[str]
) -> dict[str, _Value]:
    """Return ``base`` without the replaced keys, and with the added ones."""
    return {key: value for key, value in base.items() if key not in replaced} | dict(added)


@cache
def load_catalogue() -> Catalogue:
    """Return the shipped catalogue, read once.

    Raises:
        CatalogueError: A shipped file is broken, or two entries share an id.
    """
    rows: dict[str, dict[str, Mapping[str, object]]] = {}
    seen: set[str] = set()
    for name in FILES:
        path = asset("catalogue", f"{name}.toml")
        for table, entries in read_tables(path).items():
            here = rows.setdefault(table, {})
            for identity, row in entries.items():
                if identity in seen:
                    raise _broken(path, f"two entries share the id {identity!r}")
                seen.add(identity)
                here[identity] = row
    return Catalogue(rows)


def read_tables(path: Path) -> Rows:
    """The tables of a catalogue file: a list of entries each, every one with an id.

    Raises:
        CatalogueError: It cannot be read, is no such file, or two entries share an id.
    """
    try:
        content = tomllib.loads(read_bounded(path, _MOST_BYTES).decode("utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise _broken(path, f"it cannot be read ({error})") from error
    tables: dict[str, dict[str, Mapping[str, object]]] = {}
    for table, entries in content.items():
        if not isinstance(entries, list):
            raise _broken(path, f"{table!r} is no list of entries")
        here = tables.setdefault(table, {})
        for row in entries:
            identity = row.get("id") if isinstance(row, dict) else None
            if not isinstance(identity, str):
                raise _broken(path, f"an entry of {table!r} has no id")
            if identity in here:
                raise _broken(path, f"two entries share the id {identity!r}")
            here[identity] = row
    return tables


def _broken(path: Path, what: str) -> CatalogueError:
    return CatalogueError(f"The catalogue is broken: {what}.", where=str(path), remedy=_REINSTALL)


@cache
def _sources() -> dict[str, dict[str, str]]:
    """Return the rows of ``sources.toml`` by id."""
    content = asset("catalogue", "sources.toml").read_text(encoding="utf-8")
    return tomllib.loads(content)
