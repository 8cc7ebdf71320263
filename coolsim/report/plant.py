"""The plant on the design day in print: a schematic with flows and temperatures, and a table."""

from __future__ import annotations

from typing import Any

from coolsim.report.blocks import (
    Block,
    Table,
    column,
    drawn,
    heading,
    remark,
    table,
    tabled,
    together,
    words,
)
from coolsim.report.pictures import heat_colour
from coolsim.report.subject import Subject
from coolsim.report.text import clip, flowing
from coolsim.results.year import KINDS, YearResults
from coolsim.schematic.plant import LINE_PX, PAD_PX, plant_drawing
from coolsim.schematic.records import Box, Drawing, Line

MOST_ROWS = 8
"""Heat rejections up to which a page holds their schematic."""
_WIDTH_MM = {"a4": 170.0, "letter": 175.0}
"""Width between the margins of a page."""
_TITLE_WIDTH = 21.0


def plant_on_day(subject: Subject, year: YearResults) -> Block | None:
    """The heat rejections of a year on its design day; ``None`` without any."""
    if not year.plants:
        return None
    head = heading("Heat rejection on the design day")
    if year.day_columns is None or len(year.plants) > MOST_ROWS:
        return together(head, tabled(_table(subject, year)))
    picture = schematic(subject, year.day_columns)
    caption = "Flows and temperatures at the highest load of the profile, sustained power."
    return together(head, drawn("schematic", picture), remark(caption),
                    tabled(_table(subject, year)))  # fmt: skip


def plants_through_year(subject: Subject, year: YearResults) -> Block | None:
    """Hours of every heat rejection by mode, with water and dry, and its water."""
    if not year.plant_years:
        return None
    heads = (
        words("Heat rejection", 1.6),
        *(column(_MODES[name], "h", share=1) for name in _MODES),
        column("With water", "h", share=1),
        column("Dry", "h", share=1),
        column("Water", subject.printer.label("water_m3"), share=1),
        column("Saved dry", subject.printer.label("water_m3"), share=1),
    )
    rows = (
        (
            flowing(item.name if item.name != item.id else KINDS[item.kind]),
            *(f"{item.hours_in_mode.get(name, 0):,}" for name in _MODES),
            f"{item.wet_hours:,}",
            f"{item.dry_hours:,}",
            subject.printer.column(item.water_m3, "water_m3", 0),
            subject.printer.column(item.saved_m3, "water_m3", 0),
        )
        for item in year.plant_years
    )
    return together(heading("Heat rejection through the year"), tabled(table(heads, rows)))


_MODES = {"off": "Off", "mechanical": "Compr.", "partial": "Both", "free": "Free"}


def schematic(subject: Subject, moment: dict[str, float]) -> dict[str, Any]:
    """The plant of the variant at a moment as the template draws it, lengths in mm."""
    drawing = plant_drawing(subject.variant, moment, subject.printer.system)
    scale = _WIDTH_MM.get(subject.paper, _WIDTH_MM["a4"]) / drawing.width
    return {
        "width": round(drawing.width * scale, 2),
        "height": round(drawing.height * scale, 2),
        "pitch": round(LINE_PX * scale, 3),
        "pad": round(0.5 * PAD_PX * scale, 3),
        "boxes": [_box(box, scale) for box in drawing.boxes],
        "lines": [_line(line, drawing, scale) for line in drawing.lines],
        "labels": [
            label for line in drawing.lines if (label := _label(subject, line, scale)) is not None
        ],
        "alt": "Schematic of the plant: "
        + "; ".join(", ".join((box.title, *box.words)).strip(" ,") for box in drawing.boxes),
    }


def _box(box: Box, scale: float) -> dict[str, Any]:
    return {
        "at": [round(box.x * scale, 2), round(box.y * scale, 2)],
        "width": round(box.width * scale, 2),
        "height": round(box.height * scale, 2),
        "title": clip(box.title, _TITLE_WIDTH),
        "words": [flowing(text) for text in box.words if text.strip()],
    }


def _line(line: Line, drawing: Drawing, scale: float) -> dict[str, Any]:
    known = line.temperature_c == line.temperature_c
    hue = heat_colour(line.temperature_c, drawing.low_c, drawing.high_c) if known else ""
    points = [[round(x * scale, 2), round(y * scale, 2)] for x, y in line.points]
    return {"points": points, "hue": hue, "is_pipe": line.role == "header"}


def _label(subject: Subject, line: Line, scale: float) -> dict[str, Any] | None:
    """The temperature of a straight pipe, above the one out and below the one back."""
    if line.temperature_c != line.temperature_c or len(line.points) != 2:
        return None
    (x0, y), (x1, _) = line.points
    return {
        "at": [round(0.5 * (x0 + x1) * scale, 2), round(y * scale, 2)],
        "text": subject.printer.text(line.temperature_c, "c", 3),
        "above": line.is_supply,
    }


def _table(subject: Subject, year: YearResults) -> Table:
    printer = subject.printer
    heads = (
        words("Heat rejection", 1.6),
        words("Serves", 1.4),
        *(
            column(name, share=1)
            for name in ("Heat", "Supply", "Return", "Outdoors", "Back", "Compr.", "Pumps", "Fans",
                         "Water")
        ),
    )  # fmt: skip
    rows = []
    for item in year.plants:
        told = item.values
        kind = f"{KINDS[item.kind]}, {item.duty} of {item.machines}"
        known = ("", item.id, KINDS[item.kind])
        more = len(item.serves) - 2
        serves = ", ".join(item.serves[:2]) + (f" and {more} more" if more > 0 else "")
        rows.append(
            (
                flowing(kind if item.name in known else f"{item.name}: {kind}"),
                flowing(serves),
                printer.text(told["load_w"], "w", 4),
                *(
                    printer.text(told[name], "c", 3)
                    for name in ("supply_c", "return_c", "sink_c", "sink_return_c")
                ),
                printer.text(told["compressor_w"], "w", 3),
                printer.text(told["chilled_pump_w"] + told["condenser_pump_w"], "w", 3),
                printer.text(told["fan_w"], "w", 3),
                printer.text(told["water_kg_s"], "kg_s", 2),
            )
        )
    return table(heads, rows)
