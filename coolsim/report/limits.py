"""Why each rack stops where it does: every limit with its slack, in the hall and over each rack."""

from __future__ import annotations

import math
from collections.abc import Iterable

from coolsim.density.records import Density, LimitReading, RackDensity
from coolsim.density.stack import stack_of
from coolsim.report.blocks import (
    SMALL_PT,
    Section,
    Table,
    column,
    heading,
    note,
    remark,
    section,
    table,
    tabled,
    words,
)
from coolsim.report.subject import Subject
from coolsim.report.text import UNKNOWN, capital, clip, flowing, limit_name, limit_words, marked

_KINDS_MOST = 8
"""Limits that have a column of their own over the racks; the nearest do."""
_ROUND_OFF_W = 5.0
"""Slack below which a limit counts as reached in print [W]."""


def limits_section(subject: Subject) -> Section | None:
    """Every limit with its slack; ``None`` without a density that holds them."""
    density = subject.density
    if density is None or density.status not in ("confirmed", "not_confirmed", "cancelled"):
        return None
    stacks = {rack.id: stack_of(density, rack) for rack in density.racks}
    kinds = _kinds(stacks.values())
    if not kinds:
        return None
    shown, rest = kinds[:_KINDS_MOST], kinds[_KINDS_MOST:]
    farther = ", ".join(limit_words(kind) for kind in rest)
    return section(
        "Limits over every rack",
        heading("Nearest in the hall"),
        note(
            "Of each limit the object nearest to it, at the density found. Slack: power of the "
            "hall until it binds; of a rack's own limit, power of that rack."
        ),
        tabled(_nearest_table(subject, density, stacks), SMALL_PT),
        heading("Slack over each rack"),
        note(
            "Power in kW that the rack could take more before the limit binds; 0: it binds. Of "
            "limits that racks share, the rack's part of what the hall has left."
        ),
        tabled(_rack_table(subject, density, stacks, shown), SMALL_PT),
        remark(f"Farther than these: {farther}." if farther else ""),
    )


def _kinds(stacks: Iterable[tuple[LimitReading, ...]]) -> list[str]:
    """Kinds of limits over any rack, the least slack first."""
    least: dict[str, float] = {}
    for stack in stacks:
        for reading in stack:
            least[reading.limit] = min(least.get(reading.limit, math.inf), reading.slack_w)
    return sorted(least, key=lambda kind: least[kind])


def _nearest_table(
    subject: Subject, density: Density, stacks: dict[str, tuple[LimitReading, ...]]
) -> Table:
    """One row for each kind: where it is nearest, its value, what is reached, slack, source."""
    own = [reading for rack in density.racks for reading in rack.limits]
    nearest: dict[str, LimitReading] = {}
    for reading in sorted((*density.limits, *own), key=lambda each: each.slack_w):
        if math.isfinite(reading.slack_w):
            nearest.setdefault(reading.limit, reading)
    printer = subject.printer
    rows = (
        (
            limit_name(reading.limit),
            clip(reading.object_name, 12.0),
            marked(printer.text(reading.value, reading.unit), reading.confidence),
            printer.text(reading.actual, reading.unit),
            _slack(subject, reading.slack_w),
            flowing(reading.source.partition("[")[0], 60) or "drawn",
        )
        for reading in nearest.values()
    )
    heads = (
        words("Limit", 1.3),
        words("Where", 0.9),
        column("Limit at"),
        column("Reached"),
        column("Slack", "kW"),
        words("Source", 1.4),
    )
    return table(heads, rows)


def _rack_table(
    subject: Subject,
    density: Density,
    stacks: dict[str, tuple[LimitReading, ...]],
    kinds: list[str],
) -> Table:
    heads = (
        words("Rack", 0.9),
        column("Possible", "kW"),
        *(column(capital(limit_words(kind)), share=1.0) for kind in kinds),
    )
    return table(
        heads, (_rack_row(subject, rack, stacks[rack.id], kinds) for rack in density.racks)
    )


def _rack_row(
    subject: Subject, rack: RackDensity, stack: tuple[LimitReading, ...], kinds: list[str]
) -> tuple[str, ...]:
    slack: dict[str, float] = {}
    for reading in stack:
        slack[reading.limit] = min(slack.get(reading.limit, math.inf), reading.slack_w)
    binds = {rack.binding.limit, *rack.also} if rack.binding is not None else set()
    return (
        clip(rack.name or rack.id, 8.0),
        subject.printer.kilowatts(rack.power_w),
        *("0" if kind in binds else _slack(subject, slack.get(kind)) for kind in kinds),
    )


def _slack(subject: Subject, value_w: float | None) -> str:
    if value_w is None:
        return UNKNOWN
    return "0" if abs(value_w) < _ROUND_OFF_W else subject.printer.kilowatts(value_w)
