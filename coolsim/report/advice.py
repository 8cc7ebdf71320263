"""What moves a density, in print: prices, changes, what survives a loss, what stands unused."""

from __future__ import annotations

import math

from coolsim import units
from coolsim.density.records import Advice, Change, Density, Price, Survival
from coolsim.density.stack import Stranded, stranded_of_hall
from coolsim.report.blocks import (
    Block,
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
from coolsim.report.text import clip, flowing, limit_name, listed

_CHANGES_SHOWN = 12
_STRANDED_SHOWN = 12
_CAUSES = {"power": "Power", "cooling": "Cooling", "space": "Space"}


def advice_section(subject: Subject) -> Section | None:
    """Prices, changes and stranded capacity; ``None`` where nothing of it is there."""
    density = subject.density
    if density is None:
        return None
    blocks: list[Block | None] = []
    if density.advice is not None and density.advice.prices:
        behind = _behind(subject, density.advice)
        told = f"The hall solved again with one kind of limit relaxed. {behind}".strip()
        blocks += [
            heading("What a limit is worth"),
            note(told),
            tabled(_prices(subject, density.advice)),
        ]
    if density.advice is not None and density.advice.changes:
        blocks += [
            heading("What to change"),
            note("Single changes, best first, each solved again."),
            tabled(_changes(subject, density.advice)),
        ]
    stranded = _stranded(subject, density)
    if stranded is not None:
        blocks += [heading("Capacity that other limits leave unused"), tabled(stranded)]
    return section("What moves the density", *blocks)


def survival_section(subject: Subject) -> Section | None:
    """What is left of the density without any single cooler or unit (N−1)."""
    density = subject.density
    if density is None or not density.survival:
        return None
    screened = any(item.is_screening for item in density.survival)
    told = (
        "Screened on potential flow, which knows neither buoyancy nor jets; the worst solved again."
        if screened
        else "Each solved again."
    )
    return section("With one unit lost", note(told), tabled(_survival(subject, density)))


def signed_kilowatts(subject: Subject, power_w: float) -> str:
    """A gain in kilowatts with its sign."""
    shown = subject.printer.kilowatts(power_w)
    return f"+{shown}" if power_w >= 0.0 else shown


def _prices(subject: Subject, advice: Advice) -> Table:
    columns = (
        words("Limit", 1.4),
        column("Relaxed by"),
        column("Hall gains", "kW"),
        column("Per unit"),
        words("Binds then", 1.4),
    )
    return table(columns, (_price(subject, price) for price in advice.prices))


def _price(subject: Subject, price: Price) -> tuple[str, ...]:
    unit = "k" if price.unit == "c" else price.unit
    return (
        limit_name(price.limit),
        subject.printer.text(price.step, unit, 3),
        signed_kilowatts(subject, price.gained_w),
        _per_unit(subject, price),
        limit_name(price.binds_then) if price.binds_then else "nothing",
    )


def _per_unit(subject: Subject, price: Price) -> str:
    """What one unit of a limit is worth in power of the hall: ``5 kW per K``."""
    if price.unit == "w":
        return f"{price.per_unit_w:.3g} W/W"
    unit = "k" if price.unit == "c" else price.unit
    label = subject.printer.label(unit)
    one = price.step / units.convert(price.step, unit, label) if price.step else 1.0
    return f"{subject.printer.text(price.per_unit_w * one, 'w', 3)} per {label}"


def _behind(subject: Subject, advice: Advice) -> str:
    if not advice.second_limit:
        return ""
    power = subject.printer.text(advice.second_w, "w")
    return f"Behind it stands {limit_name(advice.second_limit).lower()}, at {power} in the hall."


def _changes(subject: Subject, advice: Advice) -> Table:
    shown = advice.changes[:_CHANGES_SHOWN]
    columns = (
        words("Change", 2.4),
        column("Hall", "kW"),
        column("Gains", "kW"),
        words("Binds then", 1.4),
    )
    return table(columns, (_change(subject, item) for item in shown))


def _change(subject: Subject, item: Change) -> tuple[str, ...]:
    if not math.isfinite(item.power_w):
        return flowing(item.title, 120), "not solved", "", flowing(item.note, 80)
    return (
        flowing(item.title, 120),
        subject.printer.kilowatts(item.power_w),
        signed_kilowatts(subject, item.gained_w),
        limit_name(item.binds_then) if item.binds_then else "nothing",
    )


def _survival(subject: Subject, density: Density) -> Table:
    columns = (
        words("Without", 1.4),
        column("Hall", "kW"),
        column("Of all", "%"),
        words("Binds then", 1.4),
        words("How", 1.2),
    )
    whole = density.hall.power_w
    return table(columns, (_lost(subject, item, whole) for item in density.survival))


def _lost(subject: Subject, item: Survival, whole_w: float) -> tuple[str, ...]:
    return (
        clip(item.name, 22.0),
        subject.printer.kilowatts(item.power_w),
        f"{100.0 * item.power_w / whole_w:.0f}" if whole_w > 0.0 else "",
        limit_name(item.binds) if item.binds else "no answer",
        "potential flow, screening" if item.is_screening else "solved again",
    )


def _stranded(subject: Subject, density: Density) -> Table | None:
    """Capacity left by cause and limit, the objects of one limit together."""
    groups: dict[tuple[str, str, str], list[Stranded]] = {}
    if density.status in ("confirmed", "unlimited"):
        for item in stranded_of_hall(density):
            groups.setdefault((item.cause, item.limit, item.unit), []).append(item)
    if not groups:
        return None
    rows = []
    for (cause, limit, unit), items in groups.items():
        left = sum(item.left for item in items)
        whole = sum(item.left / item.share for item in items)
        rows.append(
            (
                _CAUSES[cause],
                limit_name(limit),
                listed((item.object_name for item in items), 3),
                subject.printer.text(left, unit, 3),
                f"{100.0 * left / whole:.0f}",
            )
        )
    columns = (
        words("Of", 0.6),
        words("Capacity", 1.2),
        words("Where", 1.8),
        column("Unused"),
        column("Of it", "%"),
    )
    return table(columns, rows[:_STRANDED_SHOWN])
