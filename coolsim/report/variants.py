"""Variants compared in print: figures, what was drawn otherwise, how the air and inlets differ."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from coolsim import units
from coolsim.design.compared import ChangeGroup, drawing_changes, grouped
from coolsim.design.models import Hall, Rack, Variant
from coolsim.report.blocks import (
    Block,
    Section,
    Table,
    column,
    drawn,
    heading,
    note,
    remark,
    section,
    table,
    tabled,
    words,
)
from coolsim.report.maps import MAP_HEIGHT_M, PAPERS
from coolsim.report.pictures import (
    DIFFERENCE_STOPS,
    enlarged,
    heat_colour,
    heat_index,
    heat_table,
    palette_png,
)
from coolsim.report.plan import plan
from coolsim.report.subject import Subject
from coolsim.report.text import UNKNOWN, clip, counted, flowing
from coolsim.results.difference_map import DifferenceMap, difference_map
from coolsim.results.variants import KeyFigure, RackDifference, VariantFigures
from coolsim.variants.records import Compared

_MOST_CHANGES = 24
_MOST_RACKS = 12
_PLAN_HEIGHT_MM = 86.0
_BESIDE_MM = 122.0
"""Plans up to this width have their legend beside them, as on the page of temperatures [mm]."""
_LEAST_RANGE_K = 0.5
_PIXELS_WANTED = 900
_SHOWN_K = 0.05
"""Inlets that differ by less print as alike [K]."""
_WORDS = {"added": "added", "removed": "gone", "changed": "changed"}


def variants_section(subject: Subject) -> Section | None:
    """Every variant compared beside the one reported; ``None`` where none was compared."""
    compared = subject.variants
    if compared is None:
        return None
    comparison = compared.comparison
    base, *others = comparison.variants
    files: dict[str, bytes] = {}
    blocks: list[Block | None] = [
        note(
            f"{counted(len(comparison.variants), 'variant')} of this file, each solved again "
            f"({comparison.fidelity}) at the load drawn. Differences are counted from "
            f"{flowing(base.name, 60)}, which this report is of."
        ),
        tabled(_figures(subject, compared)),
    ]
    blocks += [
        remark(f"{flowing(each.name, 60)} could not be solved: {flowing(each.failure, 300)}")
        for each in comparison.variants
        if each.failure
    ]
    for number, other in enumerate(others, start=1):
        blocks += _against_base(subject, compared, other, f"difference-{number}.png", files)
    return section("Variants compared", *blocks, new_page=True, files=files)


def _against_base(
    subject: Subject,
    compared: Compared,
    other: VariantFigures,
    name: str,
    files: dict[str, bytes],
) -> list[Block | None]:
    base = compared.comparison.variants[0]
    title = f"{flowing(other.name, 50)} against {flowing(base.name, 50)}"
    groups = grouped(drawing_changes(compared.variant(base.id), compared.variant(other.id)))
    blocks: list[Block | None] = [
        heading(title),
        tabled(_changes(subject, groups), empty="Nothing is drawn otherwise."),
    ]
    if len(groups) > _MOST_CHANGES:
        blocks.append(remark(f"{len(groups) - _MOST_CHANGES:,} more changes are left out here."))
    pair = compared.comparison.pair(other.id)
    if pair is None:
        return blocks
    found = _map_of(subject, compared, other.id)
    blocks.append(drawn("plan", _picture(subject, pair.racks, found, name, title)))
    if found is not None:
        files[name] = _difference_png(found, subject.variant.hall, _range_k(found, pair.racks))
    rows = [row for row in pair.racks if abs(row.inlet_difference_k or 0.0) >= _SHOWN_K]
    blocks.append(tabled(_racks(subject, rows[:_MOST_RACKS])) if rows else None)
    blocks.append(remark(_left_out(subject, len(rows), len(pair.racks))))
    return blocks


def _left_out(subject: Subject, differing: int, racks: int) -> str:
    """What of the racks is not in the table."""
    if not differing:
        by = subject.printer.text(_SHOWN_K, "k", 1)
        return f"No inlet of the racks that stand in both differs by {by} or more."
    left = racks - min(differing, _MOST_RACKS)
    if not left:
        return ""
    return (
        f"The racks whose inlets differ most; {left:,} others differ less or stand in one "
        "variant only."
    )


def _figures(subject: Subject, compared: Compared) -> Table:
    variants = compared.comparison.variants
    heads = [words("", 1.6), *(column(clip(each.name, 12.0), share=1) for each in variants)]
    rows = [["Status", *(each.status.replace("_", " ") for each in variants)]]
    for key in compared.comparison.keys:
        found = [each.figure(key) for each in variants]
        title = next(figure.title for figure in found if figure is not None)
        rows.append([title, *(_cell(subject, figure) for figure in found)])
    return table(heads, rows)


def _cell(subject: Subject, figure: KeyFigure | None) -> str:
    if figure is None:
        return UNKNOWN
    if figure.value is None:
        return clip(figure.words, 14.0) if figure.words else "not known"
    printer = subject.printer
    shown = (
        printer.text(figure.value, figure.unit, 4) if figure.unit else units.number(figure.value, 4)
    )
    return f"{shown} {clip(figure.words, 10.0)}".strip()


def _changes(subject: Subject, groups: tuple[ChangeGroup, ...]) -> Table:
    """One row per field of objects that were changed alike."""
    system = subject.printer.system
    heads = (words("Object", 1.6), words("Change", 0.7), words("Field", 1.2), words("Was", 0.9),
             words("Is", 0.9))  # fmt: skip
    rows: list[list[str]] = []
    for group in groups[:_MOST_CHANGES]:
        about = [clip(group.subject, 22.0), _WORDS[group.what]]
        if not group.fields:
            rows.append([*about, "", "", ""])
        for change in group.fields:
            before, after = (
                clip(change.text(value, system), 14.0) for value in (change.before, change.after)
            )
            rows.append([*about, clip(change.title, 18.0), before, after])
            about = ["", ""]
    return table(heads, rows)


def _racks(subject: Subject, rows: list[RackDifference]) -> Table:
    printer = subject.printer
    degrees, kelvin = printer.label("c"), printer.label("k")
    heads = (
        words("Rack", 1.2), column("Inlet", degrees, share=1), column("There", degrees, share=1),
        column("Warmer by", kelvin, share=1), column("Power", "kW", share=1),
        column("There", "kW", share=1),
    )  # fmt: skip
    return table(
        heads,
        (
            [
                clip(row.name, 12.0),
                printer.temperature(row.base_inlet_c),
                printer.temperature(row.other_inlet_c),
                printer.column(row.inlet_difference_k, "k", 1),
                printer.kilowatts(row.base_power_w),
                printer.kilowatts(row.other_power_w),
            ]
            for row in rows
        ),
    )


def _height_m(variant: Variant) -> float:
    return min(MAP_HEIGHT_M, 0.5 * variant.hall.height_m)


def _map_of(subject: Subject, compared: Compared, other_id: str) -> DifferenceMap | None:
    base = compared.results[compared.comparison.variants[0].id].fields
    return difference_map(base, compared.results[other_id].fields, _height_m(subject.variant))


def _range_k(found: DifferenceMap | None, racks: tuple[RackDifference, ...]) -> float:
    """The end of a scale centred on zero, to a half kelvin [K]."""
    inlets = (abs(row.inlet_difference_k or 0.0) for row in racks)
    largest = max(found.largest_k if found is not None else 0.0, *inlets, _LEAST_RANGE_K)
    return math.ceil(2.0 * largest) / 2.0


def _picture(
    subject: Subject,
    racks: tuple[RackDifference, ...],
    found: DifferenceMap | None,
    name: str,
    title: str,
) -> dict[str, Any]:
    """Plan of the variant reported with the differences on it, racks in that of their inlet."""
    by_id = {row.id: row.inlet_difference_k for row in racks}
    end = _range_k(found, racks)
    printer = subject.printer

    def look(rack: Rack) -> dict[str, Any]:
        value = by_id.get(rack.id)
        fill = "#FFFFFF" if value is None else heat_colour(value, -end, end, DIFFERENCE_STOPS)
        return {"fill": fill, "label": clip(rack.label, 8.0)}

    width, _ = PAPERS[subject.paper]
    room = (min(width, _BESIDE_MM), _PLAN_HEIGHT_MM)
    drawing = plan(subject.variant, room, look, printer.system)
    height = printer.length(_height_m(subject.variant))
    caption = (
        f"How much warmer the air is {height} above the floor; racks have the colour of their "
        "inlet. Blank where one of both is solid or has no air, white racks stand in one only."
    )
    marks = [
        {"at": at, "word": word, "text": printer.text(value, "k", 3)}
        for at, value, word in ((0.0, -end, "colder"), (0.5, 0.0, "alike"), (1.0, end, "warmer"))
    ]
    return {
        **drawing,
        "beside": drawing["width"] <= _BESIDE_MM,
        "alt": f"Plan of the hall with temperature differences, {title}",
        "file": name if found is not None else "",
        "caption": caption,
        "scale": {"stops": list(DIFFERENCE_STOPS), "marks": marks,
                  "title": "Temperature difference"},
    }  # fmt: skip


def _difference_png(found: DifferenceMap, hall: Hall, end_k: float) -> bytes:
    """The differences over the whole floor of a hall as a PNG; white where there is none."""
    values = found.difference_k
    nx, ny = (
        max(1, round(size / step))
        for size, step in zip((hall.length_m, hall.width_m), found.spacing_m, strict=True)
    )
    floor = np.full((nx, ny), np.nan, np.float32)
    x0, y0 = (round(at / step) for at, step in zip(found.origin_m, found.spacing_m, strict=True))
    part = values[max(0, -x0) :, max(0, -y0) :]
    x0, y0 = max(0, x0), max(0, y0)
    part = part[: nx - x0, : ny - y0]
    floor[x0 : x0 + part.shape[0], y0 : y0 + part.shape[1]] = part
    factor = max(1, min(16, _PIXELS_WANTED // max(floor.shape)))
    picture = heat_index(enlarged(floor, factor), -end_k, end_k)
    return palette_png(picture.T[::-1], heat_table(DIFFERENCE_STOPS))
