"""The catalogue as answered: its tables, the entries of one, or everything about one entry."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from coolsim import units
from coolsim.catalogue.entries import Entry
from coolsim.catalogue.listing import (
    ListedEntry,
    ShownEntry,
    ShownValue,
    list_entries,
    list_tables,
    show_entry,
)
from coolsim.catalogue.loading import Catalogue
from coolsim.results.codec import encode
from coolsim.tasks import tables
from coolsim.tasks.answers import EXIT_OK, head

_NAME_WIDTH = 48
_WEAK = f"{tables.WEAK_MARK} weak: not from a standard, a measurement or a datasheet."


@dataclass(frozen=True, slots=True)
class CatalogueAnswer:
    """Tables, entries of one table, or one entry, of the catalogue."""

    catalogue: Catalogue
    kind: str | None = None
    entry: Entry | None = None

    exit_code = EXIT_OK
    fields = None

    def to_json(self) -> dict[str, Any]:
        """Return tables with their length, entries with key figures, or one entry in full."""
        answer = head("catalogue", "ok")
        if self.entry is not None:
            shown = show_entry(self.catalogue, self.entry.id)
            sources = [encode(source) for source in _cited(shown.values)]
            return answer | {"entry": encode(self.entry) | {"sources": sources}}
        if self.kind is not None:
            listed = list_entries(self.catalogue, self.kind)
            return answer | {
                "table": self.kind,
                "entries": [
                    {
                        "id": entry.id,
                        "name": entry.name,
                        "status": entry.status,
                        "figures": {item.key: item.figure.value for item in entry.figures},
                    }
                    for entry in listed
                ],
            }
        return answer | {
            "tables": [
                {"table": row.table, "entries": row.entries} for row in list_tables(self.catalogue)
            ]
        }

    def text(self, system: units.System = "si") -> str:
        """Return the same as text; figures stand in the catalogue's own units."""
        if self.entry is not None:
            return _entry_text(show_entry(self.catalogue, self.entry.id))
        if self.kind is not None:
            rows = [
                (entry.id, tables.clean(entry.name, _NAME_WIDTH), entry.status, _key_figures(entry))
                for entry in list_entries(self.catalogue, self.kind)
            ]
            return tables.table(("Id", "Name", "Status", "Key figures"), rows, "<<<<")
        counts = [(row.table, f"{row.entries:,}") for row in list_tables(self.catalogue)]
        return tables.table(("Table", "Entries"), counts, "<>")


def _key_figures(entry: ListedEntry) -> str:
    """Known key figures in one line, weak ones marked."""
    return ", ".join(
        f"{item.key} {item.text}{tables.WEAK_MARK if item.figure.is_weak else ''}"
        for item in entry.figures
        if item.figure.is_known
    )


def _entry_text(entry: ShownEntry) -> str:
    """Plain fields, figures, statements and value tables of an entry, and their sources."""
    status = f", {entry.status}" if entry.status else ""
    figures = [value for value in entry.values if value.kind == "figure"]
    others = [value for value in entry.values if value.kind != "figure"]
    rows = [
        (
            value.key,
            "unknown" if value.value is None else value.text,
            value.unit,
            value.confidence + _mark(value),
            _ids(value),
        )
        for value in figures
    ]
    headings = ("Figure", "value", "unit", "class", "source")
    sources = "\n".join(
        f"[{source.id}] {source.title} {source.where}".rstrip() for source in _cited(entry.values)
    )
    weak = any(value.is_weak and value.value is not None for value in figures) or any(
        value.is_weak for value in others
    )
    blocks = [
        f"{entry.name} ({entry.id}, {entry.table}{status})",
        tables.labelled(entry.plain),
        tables.table(headings, rows, "<><<<") if rows else "",
        *(_statement(value) for value in others),
        sources,
        _WEAK if weak else "",
    ]
    return "\n\n".join(filter(None, blocks))


def _statement(value: ShownValue) -> str:
    """Words, or a value table row by row, under a line that says what it is."""
    told = f"{value.key} ({value.confidence}{_mark(value)}, {_ids(value)})"
    note = f": {value.note}" if value.note else ""
    if value.kind == "text":
        return f"{told}: {value.text}" + (f" ({value.note})" if value.note else "")
    rows = ["    " + "  ".join(_cell(cell) for cell in row) for row in value.rows]
    return "\n".join([f"{told}{note}", *rows])


def _cell(cell: float | str) -> str:
    return cell if isinstance(cell, str) else units.number(float(cell), 6)


def _ids(value: ShownValue) -> str:
    return ", ".join(source.id for source in value.sources)


def _mark(value: ShownValue) -> str:
    return tables.WEAK_MARK if value.is_weak else ""


def _cited(values: Iterable[ShownValue]) -> list[Any]:
    """All sources behind an entry's values, each once, in order."""
    return list({source.id: source for value in values for source in value.sources}.values())
