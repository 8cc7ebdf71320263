"""Plain text for a terminal: tables whose columns line up, and numbers in the reader's units."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Collection, Iterable, Sequence

from coolsim import units
from coolsim.catalogue.rates import counted_in
from coolsim.catalogue.records import STRONG
from coolsim.density.records import Density, LimitReading, RackDensity, Tokens
from coolsim.density.titles import TITLES
from coolsim.density.unchecked import summarise_unchecked
from coolsim.errors import UsageError
from coolsim.results.records import CoolerResult, Finding, RackResult, Results

NAME_WIDTH = 24
"""Longer names are cut: a table wider than a terminal cannot be read."""
WEAK_MARK = "*"
WEAK_LEGEND = (
    f"{WEAK_MARK} rests on a weak figure (an estimate, a vendor's claim, the press); "
    "--json lists the assumptions."
)
_GAP = "  "


def clean(name: str, width: int = NAME_WIDTH) -> str:
    """Return a user's name fit for one table cell: no control characters, cut with an ellipsis."""
    printable = "".join(char if char.isprintable() else " " for char in name).strip()
    while _width(printable) > width:
        printable = printable[:-2].rstrip() + "…"
    return printable


def _width(text: str) -> int:
    """Return how many terminal columns a text takes (wide East Asian characters take two)."""
    shown = (char for char in text if not unicodedata.combining(char))
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in shown)


def table(headings: Sequence[str], rows: Iterable[Sequence[str]], align: str) -> str:
    """Return a table with a rule below its headings.

    Args:
        headings: One per column.
        rows: Cells as text, as many as headings.
        align: One letter per column: ``<`` or ``>``.
    """
    lines = [list(headings), *map(list, rows)]
    widths = [max(_width(line[column]) for line in lines) for column in range(len(headings))]
    printed = [_line(cells, widths, align) for cells in lines]
    printed.insert(1, _GAP.join("─" * width for width in widths))
    return "\n".join(printed)


def _line(cells: Sequence[str], widths: Sequence[int], align: str) -> str:
    padded = []
    for cell, width, side in zip(cells, widths, align, strict=True):
        space = " " * (width - _width(cell))
        padded.append(space + cell if side == ">" else cell + space)
    return _GAP.join(padded).rstrip()


def fixed(value: float | None, decimals: int) -> str:
    """Return a number with a fixed count of decimals, for a column; a dash where there is none."""
    return units.UNKNOWN if value is None or value != value else f"{value:z,.{decimals}f}"


def kilowatts(power_w: float | None) -> str:
    """Return a power in kilowatts with one decimal [W -> kW]."""
    return fixed(None if power_w is None else units.convert(power_w, "w", "kW"), 1)


def temperature(value_c: float, system: units.System) -> str:
    """Return an absolute temperature without its label, one decimal [degC]."""
    return fixed(units.display(value_c, "c", system)[0], 1)


def limit_name(key: str) -> str:
    """Return a limit's title by key."""
    return TITLES.get(key, key.replace("_", " "))


def reading(limit: LimitReading | None, system: units.System, own: str = "") -> str:
    """Return a limit in one cell: its name, its value, the object where it acts.

    Args:
        limit: The limit; a dash where there is none.
        system: Unit system.
        own: Id of the object the cell is about; it is not named again.
    """
    if limit is None:
        return units.UNKNOWN
    mark = "" if limit.confidence in STRONG else WEAK_MARK
    where = "" if limit.object_id == own else f" @ {clean(limit.object_name)}"
    return f"{limit_name(limit.limit)} {_value(limit, system)}{mark}{where}"


def _value(limit: LimitReading, system: units.System) -> str:
    try:
        return units.text(limit.value, limit.unit, system)
    except UsageError:  # a unit without conversion is shown as the limit gives it
        return f"{units.number(limit.value)} {limit.unit}".rstrip()


def findings(found: Iterable[Finding], system: units.System = "si") -> str:
    """Return coded findings, one a line, hints below."""
    lines = []
    for finding in found:
        where = f" [{_some(finding.object_ids)}]" if finding.object_ids else ""
        lines.append(f"{finding.severity}: {finding.text(system)}{where} ({finding.code})")
        if finding.hint:
            lines.append(f"    {finding.hint}")
    return "\n".join(lines)


def grave_findings(found: Sequence[Finding], system: units.System = "si") -> str:
    """Return errors and warnings in full, and how many notes there are."""
    grave = [finding for finding in found if finding.severity != "note"]
    notes = len(found) - len(grave)
    count = f"{notes} note{'' if notes == 1 else 's'} on the design: --json lists them."
    blind = sum("not checked" in finding.message.lower() for finding in found)
    if blind:
        count += f" {blind} of them name what is not checked."
    return "\n".join(filter(None, [findings(grave, system), count if notes else ""]))


def _some(names: Sequence[str]) -> str:
    more = f" and {len(names) - 3} more" if len(names) > 3 else ""
    return ", ".join(names[:3]) + more


def rack_table(racks: Sequence[RackResult], system: units.System) -> str:
    """Return the racks of a solved hall: the inlet is that of the warmest occupied band."""
    judged = any(not math.isnan(rack.inlet_grid_error_k) for rack in racks)
    degrees = units.label("c", system)
    flow, kelvin = units.label("m3_s", system), units.label("k", system)
    rows = [
        (
            clean(rack.name or rack.id),
            kilowatts(rack.power_w),
            units.number(units.display(rack.airflow_m3_s, "m3_s", system)[0]),
            temperature(rack.inlet_temperature_c, system),
            temperature(rack.inlet_mean_temperature_c, system),
            temperature(rack.outlet_temperature_c, system),
            temperature(rack.inlet_limit_c, system),
            _margin(rack, system),
            *((_grid_error(rack, system),) if judged else ()),
        )
        for rack in racks
    ]
    headings = (
        "Rack",
        "kW",
        flow,
        f"inlet {degrees}",
        "mean",
        "outlet",
        "limit",
        f"margin {kelvin}",
        *((f"grid error {kelvin}",) if judged else ()),
    )
    return table(headings, rows, "<" + ">" * (len(headings) - 1))


def _margin(rack: RackResult, system: units.System) -> str:
    return fixed(units.display(rack.inlet_limit_c - rack.inlet_temperature_c, "k", system)[0], 1)


def _grid_error(rack: RackResult, system: units.System) -> str:
    return "±" + fixed(units.display(rack.inlet_grid_error_k, "k", system)[0], 2)


def cooler_table(coolers: Iterable[CoolerResult], system: units.System) -> str:
    """Return the coolers of a solved hall: duty, air, and whether the set point is held."""
    rows = [
        (
            clean(cooler.name or cooler.id),
            kilowatts(cooler.duty_w),
            kilowatts(cooler.capacity_w),
            units.number(units.display(cooler.airflow_m3_s, "m3_s", system)[0]),
            temperature(cooler.return_temperature_c, system),
            temperature(cooler.supply_temperature_c, system),
            "yes" if cooler.holds_set_point else "NO",
        )
        for cooler in coolers
    ]
    degrees, flow = units.label("c", system), units.label("m3_s", system)
    headings = (
        "Cooler",
        "duty kW",
        "capacity",
        flow,
        f"return {degrees}",
        "supply",
        "holds set point",
    )
    return table(headings, rows, "<>>>>>>")


def metric_lines(results: Results, system: units.System) -> str:
    """Return the hall's metrics, one a line, with the ideal and any remark."""
    rows = []
    for metric in results.metrics:
        value = units.text(metric.value, metric.unit, system)
        remark = metric.note or (f"ideal {metric.ideal}" if metric.ideal else "")
        rows.append((metric.name, value, remark))
    return table(("Metric", "value", ""), rows, "<><") if rows else ""


def balance_line(results: Results) -> str:
    """Return the conservation of the published field in one line."""
    balance = results.balance
    return (
        f"mass {balance.mass_fraction:.1e} of the supply, "
        f"energy {100.0 * balance.energy_fraction:.3f} % of IT, "
        f"linear residual {balance.linear_residual:.1e}"
        + (
            ""
            if balance.moisture_fraction is None
            else f", water {balance.moisture_fraction:.1e} of what enters"
        )
    )


def density_table(density: Density, weak: Collection[str], system: units.System) -> str:
    """Return every rack's answer: power now and possible, whole units, what binds, what is next.

    Args:
        density: The answer.
        weak: Ids of racks whose own figures are weak.
        system: Unit system.
    """
    rows = [_density_row(rack, weak, system) for rack in density.racks]
    headings = ("Rack", "kW now", "kW possible", "units", "accel.", "binds", "next", "slack kW")
    return table(headings, rows, "<>>>><<>")


def _density_row(rack: RackDensity, weak: Collection[str], system: units.System) -> tuple[str, ...]:
    mark = WEAK_MARK if rack.id in weak else ""
    counted = bool(rack.unit_name)
    return (
        clean(rack.name or rack.id),
        kilowatts(rack.power_now_w) + mark,
        kilowatts(rack.power_w),
        f"{rack.units:,}{mark}" if counted else units.UNKNOWN,
        f"{rack.accelerators:,}" if counted else units.UNKNOWN,
        reading(rack.binding, system, rack.id),
        reading(rack.next, system, rack.id),
        kilowatts(rack.slack_w),
    )


def density_totals(density: Density, system: units.System) -> list[tuple[str, str]]:
    """Return the hall's answer as labelled lines."""
    hall = density.hall
    lines = [
        (
            "Hall",
            f"{kilowatts(hall.power_now_w)} kW now, {kilowatts(hall.power_w)} kW possible; "
            f"{kilowatts(hall.mean_rack_power_w)} kW per rack, "
            f"{units.text(hall.power_per_area_w_m2, 'w_m2', system)}",
        )
    ]
    if hall.accelerators:
        rates = [
            f"{units.text(rate, counted_in(name))} {name}" for name, rate in hall.flops.items()
        ]
        lines.append(("Accelerators", "; ".join([f"{hall.accelerators:,}", *rates])))
    if density.tokens is not None:
        lines.append(("Tokens", _tokens(density.tokens)))
    lines.append(("Stopped by", reading(hall.binding, system)))
    lines.append(("Next", reading(hall.next, system)))
    return lines


def _tokens(tokens: Tokens) -> str:
    """Tokens per second, and what has no rate."""
    text = (
        f"{tokens.per_s:,.0f} per second of {tokens.accelerators:,} accelerators, as rated by you"
    )
    if tokens.unknown:
        text += f"; no rate is given for {', '.join(tokens.unknown)}"
    return text


def unchecked_lines(density: Density) -> list[tuple[str, str]]:
    """Return the limits that could not be checked as labelled lines, by limit and reason."""
    told = [
        f"{limit_name(group.limit)} @ {_some([clean(name) for name in group.object_names])}: "
        f"{group.reason.rstrip('.')}"
        for group in summarise_unchecked(density.unchecked)
    ]
    return [("Not checked" if index == 0 else "", line) for index, line in enumerate(told)]


def labelled(lines: Iterable[tuple[str, str]]) -> str:
    """Return labelled lines with the labels in one column."""
    kept = [(label, text) for label, text in lines if text]
    width = max((_width(label) for label, _ in kept), default=0)
    return "\n".join(f"{label}{' ' * (width - _width(label))}{_GAP}{text}" for label, text in kept)
