"""The catalogue as plain records for a reader: lists of a table, everything about one entry."""

from __future__ import annotations

from dataclasses import dataclass

from coolsim.catalogue.entries import Entry, Source
from coolsim.catalogue.loading import Catalogue
from coolsim.catalogue.records import STRONG, Figure

KEY_FIGURES: dict[str, tuple[str, ...]] = {
    "accelerator": ("tdp_w", "bf16_tflops", "fp8_tflops", "mem_gb"),
    "server": ("p_max_w", "p_nominal_w", "height_u", "airflow_cfm", "weight_kg"),
    "switch": ("p_max_w", "p_base_w", "height_u"),
    "rack": ("p_nominal_w", "p_max_w", "liquid_fraction", "weight_kg"),
    "unit": ("q_kw", "airflow_cfm", "fan_kw", "approach_k", "sec_lpm", "r_k_w"),
    "fluid": ("boiling_c", "hfg_kj_kg", "nu40_mm2_s", "flash_c", "gwp"),
    "air_class": ("dry_bulb_min_c", "dry_bulb_max_c", "recommended_max_c"),
    "liquid_class": ("supply_min_c", "supply_max_c"),
    "feed": ("kw_full", "kw_continuous"),
    "tile": ("k_loss", "cfm_at_25pa"),
    "battery": ("p_w", "energy_kwh"),
    "conversion": ("eff",),
    "electricity": ("usd_kwh",),
    "carbon": ("g_co2e_kwh",),
}
"""Figures worth a column in the list of a table; tables not named show their first three."""

_FIRST = 3


@dataclass(frozen=True, slots=True)
class TableRow:
    """One table of the catalogue and how many entries it has."""

    table: str
    entries: int


@dataclass(frozen=True, slots=True)
class ListedFigure:
    """A figure with its key."""

    key: str
    figure: Figure

    @property
    def text(self) -> str:
        """The value as the catalogue gives it, in the catalogue's unit, "—" where unknown."""
        return figure_text(self.figure)


@dataclass(frozen=True, slots=True)
class ListedEntry:
    """One line of a list: key figures, and whether one of them is weak."""

    id: str
    name: str
    status: str
    figures: tuple[ListedFigure, ...]
    is_weak: bool


@dataclass(frozen=True, slots=True)
class ShownValue:
    """One sourced value of an entry: a figure, words, or a value table.

    ``kind`` is "figure", "text" or "table"; ``text`` is what to print, ``rows`` the table.
    """

    key: str
    kind: str
    text: str
    unit: str
    value: float | None
    low: float | None
    high: float | None
    rows: tuple[tuple[float | str, ...], ...]
    confidence: str
    is_weak: bool
    note: str
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class ShownEntry:
    """Everything the catalogue says about an entry."""

    id: str
    table: str
    name: str
    status: str
    plain: tuple[tuple[str, str], ...]
    values: tuple[ShownValue, ...]


def figure_text(figure: Figure) -> str:
    """Return a figure in its own unit: ``7,000``, ``215 to 275``, ``—``; without the unit."""
    if figure.value is None:
        return "—"
    if figure.low is not None and figure.high is not None:
        return f"{_number(figure.low)} to {_number(figure.high)}"
    return _number(figure.value)


def _number(value: float) -> str:
    """Return a number with thousands separators and no digits beyond those given."""
    text = f"{value:,.10f}".rstrip("0").rstrip(".")
    return text if float(text.replace(",", "")) == value else f"{value:g}"


def list_tables(catalogue: Catalogue) -> tuple[TableRow, ...]:
    """Return all tables with their sizes."""
    return tuple(TableRow(table, len(catalogue.entries(table))) for table in catalogue.tables)


def list_entries(catalogue: Catalogue, table: str) -> tuple[ListedEntry, ...]:
    """Return the entries of a table with their key figures.

    Raises:
        CatalogueError: There is no such table.
    """
    return tuple(_listed(entry) for entry in catalogue.entries(table))


def _listed(entry: Entry) -> ListedEntry:
    keys = KEY_FIGURES.get(entry.table) or tuple(entry.figures)[:_FIRST]
    figures = tuple(ListedFigure(key, entry.figures[key]) for key in keys if key in entry.figures)
    return ListedEntry(
        id=entry.id,
        name=entry.name,
        status=entry.status,
        figures=figures,
        is_weak=any(listed.figure.is_weak for listed in figures),
    )


def show_entry(catalogue: Catalogue, identity: str) -> ShownEntry:
    """Return everything about an entry, each value with class and sources.

    Raises:
        CatalogueError: There is no such entry; the message names the nearest ids.
    """
    entry = catalogue.get(identity)
    hidden = {"id", "name", "status"}
    plain = tuple(
        (key, ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value))
        for key, value in entry.plain.items()
        if key not in hidden
    )
    values = [
        *(_shown_figure(catalogue, key, figure) for key, figure in entry.figures.items()),
        *(
            _shown(catalogue, key, "text", text.value, (), text.source, text.confidence, text.note)
            for key, text in entry.texts.items()
        ),
        *(
            _shown(
                catalogue,
                key,
                "table",
                f"{len(table.rows)} rows",
                table.rows,
                table.source,
                table.confidence,
                table.note,
            )
            for key, table in entry.tables.items()
        ),
    ]
    return ShownEntry(entry.id, entry.table, entry.name, entry.status, plain, tuple(values))


def _shown_figure(catalogue: Catalogue, key: str, figure: Figure) -> ShownValue:
    return ShownValue(
        key=key,
        kind="figure",
        text=figure_text(figure),
        unit=figure.unit,
        value=figure.value,
        low=figure.low,
        high=figure.high,
        rows=(),
        confidence=figure.confidence,
        is_weak=figure.is_weak,
        note=figure.note,
        sources=catalogue.sources_of(figure.source),
    )


def _shown(
    catalogue: Catalogue,
    key: str,
    kind: str,
    text: str,
    rows: tuple[tuple[float | str, ...], ...],
    source: str,
    confidence: str,
    note: str,
) -> ShownValue:
    return ShownValue(
        key=key,
        kind=kind,
        text=text,
        unit="",
        value=None,
        low=None,
        high=None,
        rows=rows,
        confidence=confidence,
        is_weak=confidence not in STRONG,
        note=note,
        sources=catalogue.sources_of(source),
    )
