"""The tables of the report: columns, and rows of finished text."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from coolsim.density.records import LimitReading, RackDensity
from coolsim.density.unchecked import summarise_unchecked
from coolsim.report.subject import Subject
from coolsim.report.text import (
    UNKNOWN,
    capital,
    clip,
    counted,
    flowing,
    is_weak,
    limit_name,
    listed,
    marked,
    source_ids,
)
from coolsim.results.records import Finding, RackResult, Term, TileResult

Table = dict[str, Any]
_ALIKE_MOST, _ALIKE_SHOWN = 6, 3
"""More findings of one kind than the first are cut to the second."""


def column(title: str, unit: str = "", *, share: float = 0.0, right: bool = True) -> dict[str, Any]:
    """A column: heading, unit under it, share of the width left over (0 fits the content)."""
    return {"title": title, "unit": unit, "share": share, "right": right}


def table(columns: Sequence[dict[str, Any]], rows: Iterable[Sequence[str]]) -> Table:
    """A table as the template takes it."""
    return {"columns": list(columns), "rows": [list(row) for row in rows]}


def words(title: str, share: float = 1.0) -> dict[str, Any]:
    """A column of text, to the left, taking its share of the width."""
    return column(title, share=share, right=False)


def density_table(subject: Subject) -> Table:
    """Every rack: power now and possible, whole units, what binds, what is next, its inlet."""
    printer, density = subject.printer, subject.density
    if density is None:
        return rack_table(subject)
    inlets = {rack.id: rack for rack in density.results.racks}
    columns = (
        words("Rack", 0.8),
        column("Now", "kW"),
        column("Possible", "kW"),
        column("Units"),
        column("Accel."),
        words("Binding limit", 1.6),
        words("Next limit", 1.6),
        column("Slack", "kW"),
        column("Inlet", printer.label("c")),
        *_error_columns(density.results.racks, subject),
    )
    return table(columns, (_density_row(rack, inlets, subject) for rack in density.racks))


def _error_columns(racks: Sequence[RackResult], subject: Subject) -> tuple[dict[str, Any], ...]:
    """A column for the grid errors of inlets, where a second grid was solved."""
    judged = any(not math.isnan(rack.inlet_grid_error_k) for rack in racks)
    return (column("Grid", f"± {subject.printer.label('k')}"),) if judged else ()


def _error_cells(rack: RackResult | None, subject: Subject) -> tuple[str, ...]:
    if rack is None or math.isnan(rack.inlet_grid_error_k):
        return ()
    return (subject.printer.column(rack.inlet_grid_error_k, "k", 1),)


def _density_row(
    rack: RackDensity, inlets: dict[str, RackResult], subject: Subject
) -> tuple[str, ...]:
    printer = subject.printer
    flow = inlets.get(rack.id)
    counts = bool(rack.unit_name)
    return (
        clip(rack.name or rack.id, 8.0),
        printer.kilowatts(rack.power_now_w),
        printer.kilowatts(rack.power_w),
        f"{rack.units:,}" if counts else UNKNOWN,
        f"{rack.accelerators:,}" if counts else UNKNOWN,
        _limit_cell(rack.binding, rack.id),
        _limit_cell(rack.next, rack.id),
        printer.kilowatts(rack.slack_w),
        printer.temperature(flow.inlet_temperature_c) if flow else UNKNOWN,
        *_error_cells(flow, subject),
    )


def _limit_cell(reading: LimitReading | None, rack_id: str) -> str:
    """Limit and object; the object is left out where it is the rack of the row itself."""
    if reading is None:
        return UNKNOWN
    name = marked(limit_name(reading.limit), reading.confidence)
    if reading.object_id == rack_id:
        return clip(name, 17.0)
    return f"{clip(name, 10.4)} @ {clip(reading.object_name, 5.4)}"


def rack_table(subject: Subject) -> Table:
    """Every rack at the load drawn; stands in for the density table where there is none."""
    printer = subject.printer
    degrees = printer.label("c")
    columns = (
        words("Rack", 1.6),
        column("Power", "kW", share=1),
        column("Airflow", printer.label("m3_s"), share=1),
        column("Inlet", degrees, share=1),
        column("Mean inlet", degrees, share=1),
        column("Outlet", degrees, share=1),
        column("Limit", degrees, share=1),
        column("Margin", printer.label("k"), share=1),
        *_error_columns(subject.results.racks, subject),
    )
    rows = (
        (
            clip(rack.name or rack.id, 11.0),
            printer.kilowatts(rack.power_w),
            printer.airflow(rack.airflow_m3_s),
            printer.temperature(rack.inlet_temperature_c),
            printer.temperature(rack.inlet_mean_temperature_c),
            printer.temperature(rack.outlet_temperature_c),
            printer.temperature(rack.inlet_limit_c),
            printer.column(rack.inlet_limit_c - rack.inlet_temperature_c, "k", 1),
            *_error_cells(rack, subject),
        )
        for rack in subject.results.racks
    )
    return table(columns, rows)


def limits_table(subject: Subject) -> Table:
    """Each limit that binds somewhere: its value, where it is from, how many racks it stops."""
    groups: dict[tuple[str, ...], list[LimitReading]] = defaultdict(list)
    for rack in subject.density.racks if subject.density else ():
        if rack.binding is not None:
            item = rack.binding
            value = subject.printer.text(item.value, item.unit)
            groups[item.limit, value, item.source, item.confidence].append(item)
    rows = []
    for (limit, value, source, confidence), readings in groups.items():
        objects = dict.fromkeys(item.object_name for item in readings)
        rows.append(
            (
                limit_name(limit),
                marked(value, confidence),
                listed(objects, 3),
                f"{len(readings):,}",
                flowing(source, 60) or "drawn",
            )
        )
    columns = (
        words("Limit", 1.2),
        column("Value"),
        words("Acts at", 1.8),
        column("Racks"),
        words("Source", 1.2),
    )
    return table(columns, rows)


def unchecked_table(subject: Subject) -> Table:
    """Limits that could not be checked, objects with the same reason together."""
    hall = subject.variant.id
    rows = []
    for group in summarise_unchecked(subject.density.unchecked if subject.density else ()):
        named = zip(group.object_ids, group.object_names, strict=True)
        names = ["Hall" if object_id == hall else name for object_id, name in named]
        rows.append((limit_name(group.limit), flowing(group.reason), _objects(names, 4)))
    return table(
        (words("Limit"), words("Why it was not checked", 2.0), words("Objects", 1.6)), rows
    )


def _objects(names: Sequence[str], most: int) -> str:
    if len(names) <= most:
        return listed(names, most)
    return f"{counted(len(names), 'object')}: {listed(names, most)}"


def cooler_table(subject: Subject) -> Table:
    """Each cooler: air, temperatures, duty against capacity, whether it holds its set point."""
    printer = subject.printer
    degrees = printer.label("c")
    columns = (
        words("Cooler", 1.6),
        column("Airflow", printer.label("m3_s"), share=1),
        column("Return", degrees, share=1),
        column("Supply", degrees, share=1),
        column("Set point", degrees, share=1),
        column("Duty", "kW", share=1),
        column("Capacity", "kW", share=1),
        column("Fan", "kW", share=1),
        column("Holds", "set point", share=1),
    )
    rows = (
        (
            clip(cooler.name or cooler.id, 9.5),
            printer.airflow(cooler.airflow_m3_s),
            printer.temperature(cooler.return_temperature_c),
            printer.temperature(cooler.supply_temperature_c),
            printer.temperature(cooler.set_point_c),
            printer.kilowatts(cooler.duty_w),
            printer.kilowatts(cooler.capacity_w),
            printer.kilowatts(cooler.fan_power_w),
            "yes" if cooler.holds_set_point else "no",
        )
        for cooler in subject.results.coolers
    )
    return table(columns, rows)


def tile_table(subject: Subject) -> Table:
    """Tiles and grilles by kind: how many, and their airflow."""
    printer, kinds = subject.printer, _tile_kinds(subject)
    groups: dict[str, list[TileResult]] = defaultdict(list)
    for tile in subject.results.tiles:
        groups[kinds.get(tile.id, "tile")].append(tile)
    unit = printer.label("m3_s")
    columns = (
        words("Kind", 2.0),
        column("Count"),
        column("Total", unit),
        column("Least", unit),
        column("Mean", unit),
        column("Most", unit),
    )
    rows = []
    for kind, tiles in groups.items():
        flows = [tile.airflow_m3_s for tile in tiles]
        figures = (sum(flows), min(flows), sum(flows) / len(flows), max(flows))
        rows.append((kind, f"{len(tiles):,}", *(printer.airflow(flow) for flow in figures)))
    return table(columns, rows)


def _tile_kinds(subject: Subject) -> dict[str, str]:
    """Tile id -> what kind it is, in words."""
    kinds = {}
    for tile in subject.variant.tiles:
        where = "Ceiling grille" if tile.surface == "ceiling" else "Floor tile"
        if tile.loss_coefficient is not None:
            kind = f"loss coefficient {tile.loss_coefficient:g}"
        elif tile.open_fraction is not None:
            kind = f"{tile.open_fraction:.0%} open"
        elif tile.unit and tile.unit in subject.catalogue:
            kind = clip(subject.catalogue.get(tile.unit).name, 40.0)
        else:
            kind = clip(tile.unit, 40.0) if tile.unit else "no resistance given"
        kinds[tile.id] = f"{where}, {kind}"
    return kinds


def metric_table(subject: Subject) -> Table:
    """The air metrics with their ideal, remark and reference."""
    rows = (
        (
            flowing(metric.name),
            subject.printer.text(metric.value, metric.unit),
            flowing(metric.ideal) or UNKNOWN,
            flowing(metric.note),
            flowing(metric.source),
        )
        for metric in subject.results.metrics
    )
    columns = (
        words("Metric", 1.3),
        column("Value"),
        column("Ideal"),
        words("Remark", 1.7),
        words("Reference", 1.6),
    )
    return table(columns, rows)


def balance_tables(subject: Subject) -> list[Table]:
    """One table per unit: every term into (+) or out of (−) the hall, and their sum."""
    tables = []
    for unit in dict.fromkeys(term.unit for term in subject.results.balance.terms):
        terms = [term for term in subject.results.balance.terms if term.unit == unit]
        tables.append(_balance_table(terms, unit, subject))
    return tables


def _balance_table(terms: Sequence[Term], unit: str, subject: Subject) -> Table:
    printer = subject.printer
    kind = unit.lower()

    def shown(value: float) -> str:
        if kind == "w":
            return printer.column(value, "w", 3, "kW")
        return printer.column(value, unit, 3) if kind == "kg_s" else printer.airflow(value)

    rows = [(flowing(term.name), shown(term.value)) for term in terms]
    total = sum(term.value for term in terms)
    # A sum of cancelling terms is round-off; print it as zero rather than as minus zero.
    rows.append(("Sum", shown(total).replace("−0.000", "0.000")))
    title = {"w": "Heat", "kg_s": "Water"}.get(kind, "Air")
    label = "kW" if kind == "w" else printer.label(unit)
    return {**table((words(title), column("Into the hall", label)), rows), "total": True}


def finding_table(subject: Subject) -> Table:
    """Problems with what to do about them, those with the same text together.

    Of a kind that would fill the page only the first few are told, and the objects of the rest.
    """
    by_code: dict[tuple[str, str], list[Finding]] = defaultdict(list)
    for finding in subject.findings:
        by_code[finding.severity, finding.code].append(finding)
    columns = (words("Severity", 0.5), words("What, and what to do", 2.6), words("Where"))
    return table(columns, (row for alike in by_code.values() for row in _alike(alike, subject)))


def _alike(alike: Sequence[Finding], subject: Subject) -> Iterator[tuple[str, str, str]]:
    """Rows of the findings of one severity and code."""
    names = subject.names()
    groups: dict[str, list[str]] = defaultdict(list)
    for finding in alike:
        objects = groups[f"{finding.text(subject.printer.system)} {finding.hint}".strip()]
        objects += [names.get(item, item) for item in finding.object_ids]
    shown = list(groups.items())
    rest: list[tuple[str, list[str]]] = []
    if len(shown) > _ALIKE_MOST:
        shown, rest = shown[:_ALIKE_SHOWN], shown[_ALIKE_SHOWN:]
    severity = alike[0].severity.capitalize()
    for text, objects in shown:
        where = _objects(list(dict.fromkeys(objects)), 4) if objects else UNKNOWN
        yield severity, flowing(text), where
    if rest:
        others = dict.fromkeys(name for _, objects in rest for name in objects)
        yield severity, f"{len(rest):,} more of this kind.", _objects(list(others), 20)


def input_table(subject: Subject) -> Table:
    """Every figure the answer rests on, same figures of several objects together."""
    groups: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for item in subject.assumptions:
        value = UNKNOWN if item.value is None else subject.printer.text(item.value, item.unit)
        groups[item.quantity, value, item.source, item.confidence].append(item.subject)
    rows = (
        (
            capital(_objects(list(dict.fromkeys(subjects)), 2)),
            flowing(quantity, 90),
            marked(value, confidence) if value != UNKNOWN else "unknown",
            f"{len(subjects):,}",
            flowing(source, 60) or UNKNOWN,
            confidence.replace("_", " "),
        )
        for (quantity, value, source, confidence), subjects in groups.items()
    )
    columns = (
        words("Subject", 1.1),
        words("Figure", 1.4),
        column("Value"),
        column("Objects"),
        words("Source", 1.2),
        words("Class", 0.9),
    )
    return table(columns, rows)


def source_table(subject: Subject) -> Table:
    """The sources named anywhere in the report."""
    cited = [item.source for item in subject.assumptions]
    for rack in subject.density.racks if subject.density else ():
        cited += [reading.source for reading in (rack.binding, rack.next) if reading is not None]
    ids = {identity for source in cited for identity in source_ids(source)}
    rows = []
    for identity in sorted(ids):
        source = subject.catalogue.source(identity)
        # What no source list knows is a reference in words, or the user's own.
        where = "" if source.kind == "design" else flowing(source.where, 160)
        rows.append((flowing(identity, 40), flowing(source.title, 160), where or UNKNOWN))
    return table((words("Id", 0.8), words("Title", 1.6), words("Where", 1.8)), rows)


def weak_count(subject: Subject) -> int:
    """How many different weak figures the answer rests on."""
    return len(
        {
            (item.subject, item.quantity, item.value)
            for item in subject.assumptions
            if is_weak(item.confidence)
        }
    )
