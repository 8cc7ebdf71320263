"""The year in print: its figures, consumers, months, and the charts of months and duration."""

from __future__ import annotations

from typing import Any

from coolsim.plant.rejection import CONTROL_RULE
from coolsim.report.blocks import (
    Block,
    Section,
    Table,
    column,
    columns,
    drawn,
    facts,
    heading,
    note,
    remark,
    section,
    table,
    tabled,
    together,
    with_total,
    words,
)
from coolsim.report.plant import plant_on_day, plants_through_year
from coolsim.report.subject import Subject
from coolsim.report.text import UNKNOWN, flowing
from coolsim.report.waterfall import waterfall, waterfall_block
from coolsim.results.year import (
    DurationPoint,
    Period,
    YearResults,
    consumer_name,
    fan_law_line,
)

_HUES = ("#3B75AF", "#D98032", "#519E3E", "#8D69B8", "#C53A32", "#84584E", "#D57DBE", "#9C9C3A")
_UNITS = {"": "", "l_per_kwh": "L/kWh", "kg_per_kwh": "kg CO₂e/kWh"}


def year_section(subject: Subject) -> Section | None:
    """A year of the hall; ``None`` where none was counted."""
    year = subject.year
    if year is None:
        return None
    return section(
        "The year",
        note(_caption(year)),
        columns(tabled(_ratios(year)), tabled(_consumers(year))),
        heading("PUE from IT to the meter"),
        drawn("steps", _pue_steps(year)),
        heading("Electricity beside IT by month"),
        drawn("months", _chart(year)),
        together(tabled(_months(subject, year))),
        together(heading("Figures of merit by month"), tabled(_month_ratios(year))),
        together(
            heading("Cost, running and design day"),
            columns(facts(_costs(subject, year)), facts(_running(subject, year))),
        ),
        plant_on_day(subject, year),
        plants_through_year(subject, year),
        _supply(subject, year),
        together(
            heading("Density over the hours of the year"),
            columns(drawn("duration", _curve(subject, year)), tabled(_duration(subject, year))),
        ),
        waterfall_block("Performance per watt through the year", _waterfall(subject, year)),
        remark(_note(subject, year)),
    )


def _caption(year: YearResults) -> str:
    return flowing(f"{year.place}: {year.climate}.", 300)


def _note(subject: Subject, year: YearResults) -> str:
    """The control rule, and how the hall was represented."""
    room = year.room
    return (
        f"{CONTROL_RULE} The hall was solved at {len(room.loads) * len(room.shifts_k)} points of "
        "load and supply temperature and is straight between them; at a point left out the "
        f"warmest inlet is off by {subject.printer.text(room.inlet_error_k, 'k', 2)} and the heat "
        f"by {100.0 * room.load_error_fraction:.2g} %. Sums of the hours are the figures of the "
        f"year; the plants' balances close to {year.balance_fraction:.0e} of the heat. What it "
        "rests on is listed with its sources under Inputs."
    )


def _costs(subject: Subject, year: YearResults) -> list[list[str]]:
    """Money, water, carbon, peak and reuse of the year."""
    told = year.year
    rows = [
        ["Energy cost", f"{told.energy_cost_usd:,.0f} USD"],
        ["Demand cost", f"{told.demand_cost_usd:,.0f} USD"],
        ["Water cost", f"{told.water_cost_usd:,.0f} USD"],
        ["Cost", f"{told.cost_usd:,.0f} USD"],
        ["Carbon of the electricity", f"{told.carbon_kg / 1000.0:,.1f} t CO₂e"],
        ["Water on site", subject.printer.text(told.water_m3, "water_m3")],
        ["Peak demand", subject.printer.text(told.peak_w, "w")],
    ]
    if told.reuse_kwh > 0.0:
        rows.append(["Heat reused", f"{told.reuse_kwh / 1000.0:,.1f} MWh"])
    return rows


_MODES = {
    "off": "Plant off",
    "mechanical": "Compressors alone",
    "partial": "Economiser and compressors",
    "free": "Without compressors",
}


def _running(subject: Subject, year: YearResults) -> list[list[str]]:
    """Hours in each mode, the design day, what was missed."""
    printer, day = subject.printer, year.design_day
    rows = [
        [_MODES.get(name, name), f"{hours:,} h"]
        for name, hours in year.hours_in_mode.items()
        if hours
    ]
    margin = year.least_margin_k
    if margin is not None:
        rows.append(["Inlets above a limit", f"{year.hours_over_limit:,} h"])
        rows.append(["Smallest inlet margin", printer.text(round(margin, 6) + 0.0, "k", 3)])
    at_least = "at least " if day.is_at_least else ""
    return [
        *rows,
        ["Set points not held", f"{year.hours_unmet:,} h"],
        ["Limits not held, of inlets, chips, plants, grid", f"{year.hours_not_carried:,} h"],
        ["    IT energy to leave for them", f"{year.not_carried_kwh / 1000.0:,.1f} MWh"],
        ["Design day, dry bulb", printer.text(day.dry_bulb_c, "c", 3)],
        ["Design day, wet bulb", printer.text(day.wet_bulb_c, "c", 3)],
        ["    carries of IT", at_least + printer.text(day.available_w, "w")],
        ["    design-point ratio", f"{day.design_point_ratio:.3f}"],
    ]


def _supply(subject: Subject, year: YearResults) -> Block | None:
    """Energy at raised supplies, the best marked, the class of the fan laws beside it."""
    if not year.supply:
        return None
    heads = (
        column("Supply raised", share=1),
        column("All", "MWh", share=1),
        column("Compressors", "MWh", share=1),
        column("Server fans", "MWh", share=1),
        column("Over a limit", "h", share=1),
        words("", 0.8),
    )
    rows = (
        (
            subject.printer.text(point.raise_k, "k", 3),
            f"{point.facility_kwh / 1000.0:,.1f}",
            f"{point.compressors_kwh / 1000.0:,.1f}",
            f"{point.server_fans_kwh / 1000.0:,.1f}",
            f"{point.hours_over_limit:,}",
            "best" if point.raise_k == year.best_raise_k else "",
        )
        for point in year.supply
    )
    law = flowing(fan_law_line(year.fan_laws), 400)
    return together(heading("Warmer supply"), tabled(table(heads, rows)), remark(law))


_PRECISIONS = ("fp8", "bf16", "fp16", "fp4", "fp64")
"""Precisions whose waterfall is set, the first that all accelerators have."""


def _waterfall(subject: Subject, year: YearResults) -> dict[str, Any] | None:
    known = {name for boundary in year.waterfall for name in boundary.flops_per_watt}
    precision = next((name for name in _PRECISIONS if name in known), "")
    return waterfall(subject, year.waterfall, precision) if precision else None


def _ratios(year: YearResults) -> Table:
    heads = (words("Figure of merit", 2.0), column("Value", share=1), words("Unit", 1.2))
    rows = (
        (
            item.name,
            UNKNOWN if item.value is None else f"{item.value:.4f}",
            _UNITS[item.unit] if item.value is not None else flowing(item.note),
        )
        for item in year.ratios
    )
    return table(heads, rows)


def _consumers(year: YearResults) -> Table:
    heads = (words("Electricity", 2.0), column("Energy", "MWh", share=1),
               column("Over IT", share=1))  # fmt: skip
    rows = [
        (consumer_name(name), f"{kwh / 1000.0:,.1f}", f"{kwh / year.year.it_kwh:.4f}")
        for name, kwh in year.year.energy_kwh.items()
        if kwh > 0.0
    ]
    rows.append(("Sum", f"{year.year.facility_kwh / 1000.0:,.1f}", f"{year.year.pue:.4f}"))
    return with_total(table(heads, rows))


def _months(subject: Subject, year: YearResults) -> Table:
    heads = (
        words("Month", 1.2),
        column("IT", "MWh", share=1),
        column("All", "MWh", share=1),
        column("PUE", share=1),
        column("Peak", "kW", share=1),
        column("Water", subject.printer.label("water_m3"), share=1),
        column("Cost", "USD", share=1),
        column("Carbon", "t CO₂e", share=1),
    )
    rows = [_month_row(subject, period) for period in (*year.months, year.year)]
    return with_total(table(heads, rows))


def _month_row(subject: Subject, period: Period) -> tuple[str, ...]:
    return (
        period.name,
        f"{period.it_kwh / 1000.0:,.1f}",
        f"{period.facility_kwh / 1000.0:,.1f}",
        f"{period.pue:.3f}",
        f"{period.peak_w / 1000.0:,.0f}",
        subject.printer.column(period.water_m3, "water_m3", 0),
        f"{period.cost_usd:,.0f}",
        f"{period.carbon_kg / 1000.0:,.1f}",
    )


_MONTHLY = {
    "ppue_cooling": "pPUE", "mlc": "MLC", "wue_site": "WUE site", "wue_source": "WUE source",
    "cue": "CUE", "ere": "ERE", "erf": "ERF", "itue": "ITUE", "tue": "TUE",
}  # fmt: skip
"""Figures of merit that months are told with, and their headings."""


def _month_ratios(year: YearResults) -> Table:
    shown = [item for item in year.ratios if item.id in _MONTHLY and item.value is not None]
    heads = (
        words("Month", 1.2),
        *(column(_MONTHLY[item.id], _UNITS[item.unit], share=1) for item in shown),
    )
    rows = [
        (month.name, *(f"{told[item.id] or 0.0:.3f}" for item in shown))
        for month, told in zip(year.months, year.month_ratios, strict=True)
    ]
    rows.append(("Year", *(f"{item.value:.3f}" for item in shown)))
    return with_total(table(heads, rows))


def _pue_steps(year: YearResults) -> dict[str, Any]:
    """What each consumer and loss adds between the racks and the meter, over their energy.

    The axis begins halfway below one, so that steps of a few hundredths can be seen.
    """
    whole = year.year
    floor = 1.0 - 0.5 * max(whole.pue - 1.0, 0.02)
    span = max(whole.pue - floor, 1e-9)
    bars: list[dict[str, Any]] = []

    def add(name: str, start: float, end: float, value: str, note: str) -> None:
        low = (start - floor) / span
        share = (end - start) / span
        bars.append({"name": name, "start": round(low, 5), "share": round(share, 5),
                     "value": value, "kept": "", "note": note})  # fmt: skip

    add("IT equipment", floor, 1.0, "1.0000", "")
    reached = 1.0
    for name, kwh in whole.energy_kwh.items():
        part = kwh / whole.it_kwh if whole.it_kwh > 0.0 else 0.0
        if name != "it" and part > 1e-6:
            add(consumer_name(name), reached, reached + part, f"+{part:.4f}", "")
            reached += part
    add("Meter: PUE", floor, reached, f"{whole.pue:.4f}", "")
    told = ", ".join(f"{bar['name']} {bar['value']}" for bar in bars)
    return {"title": "Energy over that of the racks", "alt": f"PUE from IT to the meter: {told}",
            "bars": bars}  # fmt: skip


def _chart(year: YearResults) -> dict[str, Any]:
    """Energy beside IT by month, stacked: heights as shares of the highest month."""
    names = [
        name for name, kwh in year.year.energy_kwh.items() if kwh > 0.0 and name != "it"
    ]  # fmt: skip
    hues = {name: _HUES[n % len(_HUES)] for n, name in enumerate(names)}
    over = [sum(month.energy_kwh[name] for name in names) for month in year.months]
    most = max(over, default=0.0) or 1.0
    return {
        "bars": [
            {
                "label": month.name[:3],
                "parts": [
                    {"hue": hues[name], "share": round(month.energy_kwh[name] / most, 5)}
                    for name in names
                ],
            }
            for month in year.months
        ],
        "entries": [{"hue": hues[name], "name": consumer_name(name)} for name in names],
        "top": f"{most / 1000.0:,.1f} MWh",
        "alt": "Electricity beside IT equipment in each month, by consumer",
    }


def _duration(subject: Subject, year: YearResults) -> Table:
    heads = (column("Of the hours, or more", "%", share=1), column("IT power", share=1),
               column("Accelerators", share=1))  # fmt: skip
    rows = (
        (
            f"{100.0 * point.hours_fraction:g}",
            _carried(subject, point),
            UNKNOWN if point.accelerators is None else f"{point.accelerators:,}",
        )
        for point in year.duration
    )
    return table(heads, rows)


def _carried(subject: Subject, point: DurationPoint) -> str:
    if point.below_w is not None:
        return "< " + subject.printer.text(point.below_w, "w")
    return ("≥ " if point.is_at_least else "") + subject.printer.text(point.power_w, "w")


def _curve(subject: Subject, year: YearResults) -> dict[str, Any]:
    """The density-duration curve: shares of hours and of the highest power."""
    most = max((point.power_w for point in year.duration), default=0.0) or 1.0
    return {
        "points": [
            [round(point.hours_fraction, 5), round(point.power_w / most, 5)]
            for point in year.duration
        ],
        "top": subject.printer.text(most, "w"),
        "alt": "IT power the hall can carry, over the share of the year's hours",
    }
