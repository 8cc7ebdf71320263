"""Every rack in print: what it can sustain and what stops it; without a density, as drawn."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from coolsim.density.records import LimitReading, RackDensity
from coolsim.density.unchecked import summarise_unchecked
from coolsim.report.blocks import (
    SMALL_PT,
    Section,
    Table,
    column,
    heading,
    note,
    section,
    table,
    tabled,
    words,
)
from coolsim.report.subject import Subject
from coolsim.report.text import (
    UNKNOWN,
    clip,
    flowing,
    limit_name,
    listed,
    marked,
    objects,
)
from coolsim.results.records import RackResult


def racks_section(subject: Subject) -> Section | None:
    """Every rack, the limits that bind, and those not checked."""
    racks = tabled(density_table(subject), SMALL_PT, "The hall has no racks.")
    if subject.density is None:
        return section("Racks", note(_density_note(subject)), racks)
    return section(
        "Density by rack",
        note(_density_note(subject)),
        racks,
        heading("Limits that bind"),
        tabled(limits_table(subject), empty="No limit binds any rack."),
        heading("Limits not checked"),
        tabled(unchecked_table(subject), empty="Every limit was checked."),
    )


def _density_note(subject: Subject) -> str:
    if subject.density is None:
        return "No density answer was asked for; the table gives the racks at the load drawn."
    note = (
        "Possible: power each rack can sustain with all racks at their answer. Inlet: at that "
        "power. Slack: distance to the next limit; for limits shared by racks it is a screening "
        "figure. A limit without @ acts at the rack itself."
    )
    if subject.density.results.grid_error is not None:
        note += " Grid: estimated error of the grid at the inlet, counted with it at its limit."
    if any(rack.unit_name for rack in subject.density.racks):
        note += " Units: whole units of the kind drawn that fit into the possible power."
    return note


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
        acting = dict.fromkeys(item.object_name for item in readings)
        rows.append(
            (
                limit_name(limit),
                marked(value, confidence),
                listed(acting, 3),
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
        rows.append((limit_name(group.limit), flowing(group.reason), objects(names, 4)))
    return table(
        (words("Limit"), words("Why it was not checked", 2.0), words("Objects", 1.6)), rows
    )
