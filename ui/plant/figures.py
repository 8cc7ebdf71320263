"""The year's figures in words: ratios, energy, cost, what to know."""

from __future__ import annotations

from coolsim import units
from coolsim.results.year import KINDS, YearGlance, YearResults
from ui import theme, words
from ui.year import CountedYear

_RATIO_UNITS = {"": "", "l_per_kwh": "l/kWh", "kg_per_kwh": "kg CO₂e/kWh"}


def figures_html(year: CountedYear, system: units.System) -> str:
    """A small table of the year, and what was found beside it."""
    glance = year.glance
    rows = [*_ratios(glance), *_sums(glance), *_hall(glance, year.results, system)]
    muted = theme.tokens().muted.name()
    cells = "".join(
        f'<tr><td style="color:{muted}; padding-right:12px">{_escaped(name)}</td>'
        f"<td>{_escaped(value)}</td></tr>"
        for name, value in rows
    )
    return f"<table>{cells}</table>" + _findings(year.results, system)


def _ratios(glance: YearGlance) -> list[tuple[str, str]]:
    rows = []
    for item in glance.ratios:
        if item.value is None:
            rows.append((item.name, f"— ({item.note})"))
        else:
            shown = f"{item.value:.3f} {_RATIO_UNITS.get(item.unit, item.unit)}".strip()
            rows.append((item.name, shown))
    return rows


def _sums(glance: YearGlance) -> list[tuple[str, str]]:
    year = glance.year
    rows = [
        ("Electricity", units.text(year.facility_kwh, "kwh")),
        ("Highest hour", units.text(year.peak_w, "w")),
        ("Water", units.text(year.water_m3, "m3", digits=3)),
        ("Cost", units.text(round(year.cost_usd), "usd", digits=3)),
        ("of which demand", units.text(round(year.demand_cost_usd), "usd", digits=3)),
        ("Carbon", f"{year.carbon_kg / 1e3:,.0f} t CO₂e"),
    ]
    if year.reuse_kwh > 0.0:
        rows.append(("Heat reused", units.text(year.reuse_kwh, "kwh")))
    return rows


def _hall(
    glance: YearGlance, full: YearResults | None, system: units.System
) -> list[tuple[str, str]]:
    rows = [("Inlet over its limit", f"{glance.hours_over_limit:,} h")]
    if full is None:
        return rows
    for item in full.plant_years:
        if item.wet_hours:
            name = item.name if item.name != item.id else KINDS[item.kind]
            rows.append((name, f"{item.wet_hours:,} h wet, {item.dry_hours:,} h dry"))
        if item.saved_m3 is not None:
            rows.append(("saved by running dry", units.text(item.saved_m3, "water_m3", system, 3)))
    day, room = full.design_day, full.room
    bulbs = f"{units.text(day.dry_bulb_c, 'c', system, 3)} dry, "
    bulbs += f"{units.text(day.wet_bulb_c, 'c', system, 3)} wet bulb"
    at_least = "at least " if day.is_at_least else ""
    rows += [
        ("Not cooled", f"{full.hours_unmet:,} h"),
        ("Not carried", units.text(full.not_carried_kwh, "kwh")),
        ("by limits in", f"{full.hours_not_carried:,} h"),
        ("Design day", bulbs),
        ("carries", f"{at_least}{units.text(day.available_w, 'w')} of IT"),
        ("Points of the hall", f"{len(room.loads) * len(room.shifts_k)}, inlet within "
         f"{units.text(room.inlet_error_k, 'k', system, 2)} between them"),
    ]  # fmt: skip
    if full.best_raise_k is not None:
        best = units.text(full.best_raise_k, "k", system, 3)
        rows.append(("Least energy at", f"supply raised by {best}"))
        for law in full.fan_laws[:2]:
            label = words.CONFIDENCE_LABELS.get(law.confidence, law.confidence)
            rows.append(("by server fans", f"{law.law} ({label})"))
    return rows


def _findings(full: YearResults | None, system: units.System) -> str:
    if full is None or not full.findings:
        return ""
    grave = [each for each in full.findings if each.severity != "note"]
    color = theme.tokens().warn.name()
    lines = [
        f'<p><span style="color:{color}">{_escaped(each.text(system))}</span> '
        f"{_escaped(each.hint)}</p>"
        for each in grave[:6]
    ]
    lines += [f"<p>{_escaped(note)}</p>" for note in full.weather_notes[:4]]
    return "".join(lines)


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
