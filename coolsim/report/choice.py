"""The choice of cooling and silicon in print: the points found, what the racks become."""

from __future__ import annotations

from collections import Counter
from typing import Any

from coolsim.density.choice.records import ChoiceAnswer, ChoicePoint
from coolsim.report.blocks import (
    Block,
    Section,
    Table,
    column,
    drawn,
    heading,
    note,
    prose,
    remark,
    section,
    table,
    tabled,
    together,
    words,
)
from coolsim.report.liquid import METHODS
from coolsim.report.subject import Subject
from coolsim.report.text import capital, clip, flowing, limit_name

_EXCLUDED_SHOWN = 12


def choice_section(subject: Subject) -> Section | None:
    """Points, chart and racks of a choice; ``None`` where none was asked for."""
    choice = subject.choice
    if choice is None:
        return None
    if choice.best is None:
        return section("Choice of cooling and silicon", prose(_none(choice)), *_left_out(choice))
    points = choice.front or (choice.best,)
    found = (
        f"{choice.best.accelerators:,} accelerators are the best found, each point confirmed by a "
        f"solved hall ({choice.solves} solved); no choice within the cuts made has more than "
        f"{choice.bound:,}."
    )
    ended = " The search was ended early." if choice.is_stopped else ""
    blocks: list[Block | None] = [
        note(found + ended),
        heading("Accelerators against power and capital"),
        tabled(_points(subject, points)),
    ]
    if len(points) > 1:
        blocks.append(drawn("scatter", _scatter(subject, points)))
    blocks.append(together(heading("What the racks become"), tabled(_racks(subject, points[0]))))
    return section("Choice of cooling and silicon", *blocks, *_left_out(choice))


def _none(choice: ChoiceAnswer) -> str:
    if not choice.clash:
        return "No choice holds every limit."
    named = limit_name(choice.clash)
    return f"No choice holds every limit: {named} at {flowing(choice.clash_name, 60)} breaks first."


def _left_out(choice: ChoiceAnswer) -> list[Block | None]:
    out = [
        f"{flowing(item.unit_id, 40)} with {METHODS[item.method]}: {flowing(item.reason, 120)}."
        for item in choice.excluded[:_EXCLUDED_SHOWN]
    ]
    more = len(choice.excluded) - len(out)
    if more > 0:
        out.append(f"{more:,} more pairs could not be chosen.")
    told = [flowing(each, 300) for each in choice.notes]
    if choice.best is not None and choice.best.meter_note:
        told.append(f"Power at the meter {flowing(choice.best.meter_note, 200)}.")
    told += [f"Not chosen from: {' '.join(out)}"] if out else []
    return [remark(" ".join(told))]


def _points(subject: Subject, points: tuple[ChoicePoint, ...]) -> Table:
    printer = subject.printer
    heads = (
        column("Accelerators"),
        column("IT", "kW", share=1),
        column("At the meter", "kW", share=1),
        column("Capital", "million USD", share=1),
        words("Least slack", 1.6),
        words("At", 1.2),
    )
    rows = (
        (
            f"{point.accelerators:,}",
            printer.kilowatts(point.power_w),
            printer.kilowatts(point.facility_w),
            f"{point.capital_usd / 1e6:,.2f}",
            limit_name(point.tightest) if point.tightest else "",
            clip(point.tightest_name, 14.0),
        )
        for point in points
    )
    return table(heads, rows)


def _racks(subject: Subject, point: ChoicePoint) -> Table:
    """What the racks of a point hold, those alike together."""
    kinds = Counter(
        (rack.method if rack.units else "", rack.unit_name, rack.units, rack.accelerators,
         rack.power_w)
        for rack in point.racks
    )  # fmt: skip
    heads = (
        column("Racks"),
        words("Cooling", 1.2),
        words("Server", 2.0),
        column("Each"),
        column("Accelerators"),
        column("Rack", "kW"),
    )
    rows = (
        (
            f"{count:,}",
            capital(METHODS[method]) if method else "empty",
            clip(name, 30.0) if number else "",
            f"{number:,}",
            f"{count * accelerators:,}",
            subject.printer.kilowatts(power),
        )
        for (method, name, number, accelerators, power), count in kinds.most_common()
    )
    return table(heads, rows)


def _scatter(subject: Subject, points: tuple[ChoicePoint, ...]) -> dict[str, Any]:
    """Two charts of points: accelerators over power, and over capital; shares of the largest."""
    most = max(point.accelerators for point in points) or 1
    axes = (
        ("Power at the meter", "kW", [point.facility_w / 1e3 for point in points]),
        ("Capital", "million USD", [point.capital_usd / 1e6 for point in points]),
    )
    charts = []
    for title, unit, values in axes:
        widest = max(values) or 1.0
        charts.append(
            {
                "title": f"{title}, 0 to {widest:,.4g} {unit}",
                "points": [
                    {
                        "x": round(value / widest, 4),
                        "y": round(point.accelerators / most, 4),
                        "label": f"{point.accelerators:,}",
                    }
                    for value, point in zip(values, points, strict=True)
                ],
            }
        )
    told = "; ".join(
        f"{point.accelerators:,} at {subject.printer.kilowatts(point.facility_w)} kW"
        for point in points
    )
    return {
        "alt": f"Accelerators against power and capital: {told}",
        "top": f"Accelerators, 0 to {most:,}",
        "charts": charts,
    }
