"""What the catalogue says about the things drawn: missing, announced only, or weak figures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from coolsim.catalogue.entries import Entry
from coolsim.catalogue.loading import Catalogue
from coolsim.catalogue.records import Figure
from coolsim.checks.wording import finding, joined, named
from coolsim.design.models import Item
from coolsim.results.records import Finding

_TABLE_WORDS: dict[str, str] = {
    "unit": "a cooling unit",
    "tile": "a tile",
    "feed": "a feed",
    "fluid": "a fluid",
    "server": "rack content",
    "conversion": "a power conversion",
    "battery": "a battery",
}


def resolve(
    catalogue: Catalogue, identity: str, tables: Sequence[str], items: Sequence[Item]
) -> Entry | Finding:
    """Return a catalogue entry of one of ``tables``, or the finding that there is none."""
    if identity not in catalogue:
        return finding(
            "catalogue.unknown",
            "error",
            items,
            f"{named(items)}: the catalogue has no entry {identity!r}.",
            "Choose another entry, or add it to the design's own catalogue.",
        )
    entry = catalogue.get(identity)
    if entry.table not in tables:
        return finding(
            "catalogue.wrong_table",
            "error",
            items,
            f"{named(items)}: {entry.name} is not {_TABLE_WORDS[tables[0]]}.",
            "Choose an entry of the right kind.",
        )
    return entry


def status(
    entry_name: str, items: Sequence[Item], *, target: bool, estimate: bool
) -> Iterator[Finding]:
    """Yield a note where an entry is announced only, or no product at all."""
    if target:
        yield finding(
            "catalogue.target",
            "note",
            items,
            f"{entry_name} is announced, not measured ({named(items)}).",
            "Its figures are targets; compare with the maker's data sheet once there is one.",
        )
    if estimate:
        yield finding(
            "catalogue.estimate",
            "note",
            items,
            f"{entry_name} is typical of its kind, not a product ({named(items)}).",
            "Replace it by the machine you mean.",
        )


def weak(
    entry_name: str, figures: Iterable[tuple[str, Figure]], items: Sequence[Item]
) -> Iterator[Finding]:
    """Yield a note that names the weak figures a calculation will use."""
    words = [
        f"{what} ({figure.confidence.replace('_', ' ')})"
        for what, figure in figures
        if figure.is_known and figure.is_weak
    ]
    if words:
        yield finding(
            "catalogue.weak_figure",
            "note",
            items,
            f"{entry_name}: weak figures for {joined(words)} ({named(items)}).",
            "Give better figures in the design's own catalogue.",
        )
