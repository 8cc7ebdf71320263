"""The first page: status, how dense, what limits, what would stop next, what to change."""

from __future__ import annotations

from collections import Counter
from math import isfinite
from typing import Any

from coolsim.catalogue.rates import counted_in
from coolsim.density.records import Density, LimitReading
from coolsim.density.unchecked import summarise_unchecked
from coolsim.report.remedies import remedy_of
from coolsim.report.subject import Subject
from coolsim.report.text import (
    NO_BREAK,
    capital,
    clean,
    clip,
    counted,
    flowing,
    is_weak,
    limit_name,
    limit_words,
    marked,
    source_ids,
)
from coolsim.results.compute import HEADLINES
from coolsim.results.quantities import worst_rack
from coolsim.results.records import Assumption

_WEAK_SHOWN = 4

_FLOW_STATUS = {
    "converged": ("ok", "Converged"),
    "wandering": ("warn", "Wandering"),
    "not_converged": ("bad", "Not converged"),
    "diverged": ("bad", "Diverged"),
    "cancelled": ("bad", "Cancelled"),
}
_DENSITY_STATUS = {
    "confirmed": ("ok", "Density confirmed"),
    "infeasible": ("bad", "No feasible density"),
    "unlimited": ("warn", "Nothing checked limits it"),
    "not_confirmed": ("bad", "Density not confirmed"),
    "cancelled": ("bad", "Density cancelled"),
}


def status(subject: Subject) -> list[dict[str, str]]:
    """The badges of page one, worst news in words: ``level`` ok, warn or bad; word; detail."""
    results = subject.results
    level, word = _FLOW_STATUS[results.status]
    detail = flowing(results.status_text(subject.printer.system))
    if results.status in ("converged", "wandering") and results.wander_k > 0.0:
        word += f" ±{subject.printer.text(results.wander_k, 'k', 2)}"
    badges = []
    if results.fidelity == "draft":
        badges.append(
            {
                "level": "warn",
                "word": "Draft",
                "detail": "Potential flow: no buoyancy, no jets. It may be wrong by many kelvin; "
                "do not decide by it.",
            }
        )
    badges.append({"level": level, "word": word, "detail": detail})
    if not subject.is_current:
        badges.append(_badge("warn", "Stale", "The design was changed after this was solved."))
    badges.append(_density_badge(subject))
    return badges


def _badge(level: str, word: str, detail: str) -> dict[str, str]:
    return {"level": level, "word": word, "detail": detail}


def _density_badge(subject: Subject) -> dict[str, str]:
    density = subject.density
    if density is None:
        return _badge("warn", "No density answer", "Only temperatures were solved.")
    level, word = _DENSITY_STATUS[density.status]
    if not subject.density_is_current:
        return _badge("warn", "Density stale", "It belongs to another state of the design.")
    details = {
        "confirmed": "A re-solved flow at this density holds every limit that was checked"
        f"{_held_to(density, subject)}.",
        "infeasible": "No level holds every limit; the problems name the clash.",
        "unlimited": "No limit with a known figure was reached.",
        "not_confirmed": "The flow at this density would not settle.",
        "cancelled": "The study was stopped before it ended.",
    }
    return _badge(level, word, details[density.status])


def _held_to(density: Density, subject: Subject) -> str:
    """How well the inlets hold: the margin kept, or by how little the tightest is over."""
    if density.margin_k > 0.0:
        return f", with {subject.printer.text(density.margin_k, 'k', 3)} of margin at the inlets"
    binding = density.hall.binding
    over = binding.actual - binding.value if binding and binding.unit.lower() == "c" else 0.0
    return f", the inlets to {subject.printer.text(over, 'k', 1)}" if over > 0.001 else ""


def lead(subject: Subject) -> str:
    """The answer in one or two sentences."""
    printer = subject.printer
    density = subject.density
    if density is None:
        return _lead_without_density(subject)
    hall = density.hall
    if density.status == "infeasible":
        return (
            "No common power level holds every limit in this hall as drawn, not even a small one. "
            f"It is drawn for {printer.text(hall.power_now_w, 'w')}."
        )
    per_rack = _per_rack(density, subject)
    verb = "can sustain" if density.status == "confirmed" else "came out at (not confirmed)"
    if density.status == "unlimited":
        verb = "was tried up to"
    more = ", more than that" if hall.power_now_w > hall.power_w * (1.0 + 1e-6) else ""
    draft = "On a draft of the flow, this hall" if _is_draft(subject) else "This hall"
    text = (
        f"{draft} {verb} {per_rack}, {printer.text(hall.power_w, 'w', 3)} in all "
        f"({printer.text(hall.power_per_area_w_m2, 'w_m2', 3)}); it is drawn for "
        f"{printer.text(hall.power_now_w, 'w', 3)}{more}."
    )
    return f"{text} {_compute(density, subject)}".strip()


def _is_draft(subject: Subject) -> bool:
    flows = [subject.results, *([subject.density.results] if subject.density else [])]
    return any(flow.fidelity == "draft" for flow in flows)


def _lead_without_density(subject: Subject) -> str:
    printer, results = subject.printer, subject.results
    power = sum(rack.power_w for rack in results.racks)
    worst = worst_rack(results)
    if worst is None:
        return "The hall holds no racks, so there is no density to state."
    return (
        f"At the {printer.text(power, 'w')} drawn for {counted(len(results.racks), 'rack')}, the "
        f"rack closest to its limit is {clip(worst.name, 30.0)}: inlet "
        f"{printer.text(worst.inlet_temperature_c, 'c', 3)}, limit "
        f"{printer.text(worst.inlet_limit_c, 'c', 3)}. How dense the hall can be was not asked."
    )


def _per_rack(density: Density, subject: Subject) -> str:
    powers = [rack.power_w for rack in density.racks]
    racks = counted(len(powers), "rack")
    if not powers:
        return "no racks"
    low, high = (subject.printer.kilowatts(value) for value in (min(powers), max(powers)))
    if low == high:
        return (
            f"{high}{NO_BREAK}kW in each of {racks}"
            if len(powers) > 1
            else f"{high}{NO_BREAK}kW in its one rack"
        )
    mean = subject.printer.kilowatts(density.hall.mean_rack_power_w)
    return f"{mean}{NO_BREAK}kW per rack on average ({low} to {high}{NO_BREAK}kW) in {racks}"


def _compute(density: Density, subject: Subject) -> str:
    """The sentence about whole units, accelerators and FLOPS; empty where nothing is counted."""
    sold: Counter[str] = Counter()
    for rack in density.racks:
        if rack.unit_name:
            sold[clean(rack.unit_name)] += rack.units
    sold = +sold  # a kind of which nothing fits is told under "What does not fit"
    if not sold:
        return ""
    units = ", ".join(f"{count:,} × {clip(name, 40.0)}" for name, count in sold.most_common(3))
    rest = len(sold) - 3
    units += f" and {counted(rest, 'other kind')}" if rest > 0 else ""
    if not density.hall.accelerators:
        return f"In whole units that is {units}."
    rates = ", ".join(flops_lines(density, subject))
    text = f"In whole units that is {units}: {counted(density.hall.accelerators, 'accelerator')}"
    return f"{text}, {rates} (peak, dense)." if rates else f"{text}."


def flops_lines(density: Density, subject: Subject) -> list[str]:
    """One text per precision that stands for a hall: "79.1 PFLOPS BF16"."""
    rates = density.hall.flops
    if density.compute is not None:
        # a precision that one kind of accelerator lacks has no sum
        totals = density.compute.rates
        rates = {each.precision: each.peak_flops for each in totals if each.peak_flops is not None}
    return [
        f"{subject.printer.text(rate, counted_in(precision), 3)} {clean(precision).upper()}"
        for precision, rate in rates.items()
        if precision in HEADLINES
    ]


def reasons(subject: Subject) -> list[dict[str, str]]:
    """Titled paragraphs: what limits, what would stop next, what to change."""
    density = subject.density
    if density is None or density.status in ("infeasible", "cancelled"):
        return []
    hall = density.hall
    paragraphs = [
        {"title": "What limits", "text": _limits_text(density, subject)},
        {"title": "What would stop next", "text": _next_text(hall.next, subject)},
    ]
    missing = _missing_text(density)
    if missing:
        paragraphs.insert(0, {"title": "What does not fit", "text": missing})
    remedy = _change_text(density, subject) or remedy_of(hall.binding)
    if remedy:
        paragraphs.append({"title": "What to change", "text": remedy})
    return paragraphs


def _change_text(density: Density, subject: Subject) -> str:
    """The best single changes with what each gains; empty where none was tried or none gains."""
    if density.advice is None:
        return ""
    gaining = [c for c in density.advice.changes if isfinite(c.gained_w) and c.gained_w > 0.0]
    told = [
        f"{flowing(change.title, 90)} ({subject.printer.text(change.gained_w, 'w', 3)} more)"
        for change in sorted(gaining, key=lambda change: -change.gained_w)[:3]
    ]
    if not told:
        return ""
    return f"Each solved again, and each by itself: {'; '.join(told)}."


def _missing_text(density: Density) -> str:
    """Which of the units drawn the density found has no room for."""
    drawn: Counter[str] = Counter()
    missing: Counter[str] = Counter()
    for rack in density.racks:
        if rack.unit_name:
            name = clip(rack.unit_name, 40.0)
            drawn[name] += rack.units_drawn
            missing[name] += max(0, rack.units_drawn - rack.units)
    parts = [
        f"{count:,} of {drawn[name]:,} {name}" for name, count in missing.most_common(4) if count
    ]
    return f"Drawn, but not sustained at this density: {', '.join(parts)}." if parts else ""


def _limits_text(density: Density, subject: Subject) -> str:
    hall = density.hall
    counts = Counter(rack.binding.limit for rack in density.racks if rack.binding)
    shares = ", ".join(
        f"{limit_words(limit)} in {count:,}" for limit, count in counts.most_common(4)
    )
    by_rack = f" By rack: {shares} of {counted(len(density.racks), 'rack')}." if shares else ""
    if hall.binding is None:
        return f"No limit that acts on the whole hall was reached.{by_rack}"
    return f"{reading_text(hall.binding, subject)}{by_rack}"


def _next_text(reading: LimitReading | None, subject: Subject) -> str:
    if reading is None:
        return "No other limit with a known figure is near."
    text = reading_text(reading, subject)
    if reading.slack_w > 0.0:
        away = subject.printer.text(reading.slack_w, "w", 3)
        text += f" About {away} more in the hall reach it."
    return text


def reading_text(reading: LimitReading, subject: Subject) -> str:
    """A limit in a sentence: name, object, value with its mark, what is reached, source."""
    printer = subject.printer
    value = marked(printer.text(reading.value, reading.unit), reading.confidence)
    source = source_names(reading.source, subject)
    return (
        f"{limit_name(reading.limit)} at {flowing(reading.object_name, 60)}: limit {value}, "
        f"reached {printer.text(reading.actual, reading.unit)}{f' ({source})' if source else ''}."
    )


def source_names(source: str, subject: Subject) -> str:
    """The remark and the titles behind a figure's source, at most two."""
    remark = flowing(source.partition("[")[0], 60) if "[" in source else ""
    titles = [flowing(subject.catalogue.source(name).title, 70) for name in source_ids(source)]
    if not titles:
        return remark or ("drawn" if source == "design" else "")
    named = "; ".join(titles[:2]) + ("; …" if len(titles) > 2 else "")
    return f"{remark}, {named}" if remark else named


def weak_figures(subject: Subject) -> dict[str, Any]:
    """The weakest ground the answer stands on: a few lines and how many more there are."""
    groups: Counter[tuple[str, str, str]] = Counter()
    for item in subject.assumptions:
        if is_weak(item.confidence):
            groups[_weak_line(item, subject)] += 1
    lines = [
        {"what": what, "value": value, "class": grade, "count": _object_count(count)}
        for (what, value, grade), count in groups.most_common(_WEAK_SHOWN)
    ]
    unchecked = len(summarise_unchecked(subject.density.unchecked)) if subject.density else 0
    return {
        "lines": lines,
        "more": max(0, len(groups) - _WEAK_SHOWN),
        "unchecked": counted(unchecked, "limit") if unchecked else "",
    }


def _weak_line(item: Assumption, subject: Subject) -> tuple[str, str, str]:
    value = marked(subject.printer.text(item.value, item.unit), item.confidence)
    what = capital(f"{clip(item.subject, 24.0)}: {clip(item.quantity, 34.0)}")
    return what, value, item.confidence.replace("_", " ")


def _object_count(count: int) -> str:
    return f"{count:,} objects" if count > 1 else ""


def key_facts(subject: Subject) -> list[list[list[str]]]:
    """Two columns of label and value."""
    return [_answer_facts(subject), _hall_facts(subject)]


def _answer_facts(subject: Subject) -> list[list[str]]:
    printer, results, density = subject.printer, subject.results, subject.density
    drawn = sum(rack.power_w for rack in results.racks)
    facts = [["Racks", f"{len(results.racks):,}"], ["Power drawn", printer.text(drawn, "w")]]
    if density is not None and density.status != "infeasible":
        hall = density.hall
        facts += [
            ["Power possible", printer.text(hall.power_w, "w")],
            ["Mean per rack", printer.text(hall.mean_rack_power_w, "w", 3)],
            ["Power density", printer.text(hall.power_per_area_w_m2, "w_m2", 3)],
        ]
        if hall.accelerators:
            facts.append(["Accelerators", f"{hall.accelerators:,}"])
            facts += [["Peak dense", line] for line in flops_lines(density, subject)]
    worst = worst_rack(results)
    if worst is not None:
        facts.append(["Worst inlet, as drawn", printer.text(worst.inlet_temperature_c, "c", 3)])
        facts.append(["    at rack", clip(worst.name, 20.0)])
    capacity = [cooler.capacity_w for cooler in results.coolers]
    known = [value for value in capacity if value is not None]
    words = printer.text(sum(known), "w") if known and len(known) == len(capacity) else "not known"
    facts.append(["Cooling capacity", words])
    return facts


def _hall_facts(subject: Subject) -> list[list[str]]:
    printer, results = subject.printer, subject.results
    variant = subject.variant
    hall = variant.hall
    plan = f"{printer.length(hall.length_m)} × {printer.length(hall.width_m)}"
    supply = sum(c.airflow_m3_s for c in results.coolers)
    used = sum(rack.airflow_m3_s for rack in results.racks)
    limit = variant.settings.inlet_limit
    return [
        ["Hall", plan],
        ["Clear height", printer.length(hall.height_m)],
        ["Raised floor", printer.length(hall.raised_floor_m) if hall.raised_floor_m else "none"],
        ["Altitude", printer.text(variant.site.altitude_m, "m")],
        ["Air density", printer.text(results.air_density_kg_m3, "kg_m3", 3)],
        ["Air class", f"{variant.settings.air_class}, {limit}"],
        ["Coolers", f"{len(results.coolers):,}"],
        ["Cooler airflow", printer.text(supply, "m3_s", 3)],
        ["Rack airflow", printer.text(used, "m3_s", 3)],
        ["Air grid", f"{results.grid.cells:,} cells"],
        ["Problems", _problem_count(subject)],
    ]


def _problem_count(subject: Subject) -> str:
    counts = Counter(finding.severity for finding in subject.findings)
    kinds = [counted(counts[kind], kind) for kind in ("error", "warning", "note") if counts[kind]]
    return ", ".join(kinds) or "none"
