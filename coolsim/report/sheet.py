"""The plan to scale on a drawing sheet: frame, dimensions, legend and title block, as a PDF."""

from __future__ import annotations

import datetime
import math
import time
from collections.abc import Collection
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

from coolsim import __version__, units
from coolsim.catalogue.loading import Catalogue
from coolsim.design.atomic import Writer, replace_file, write_bytes
from coolsim.design.edits_objects import with_variant
from coolsim.design.files import design_hash
from coolsim.design.integrity import LISTS
from coolsim.design.models import Design, Dimension, Note, Rack, Variant
from coolsim.design.sheet_layout import (
    AROUND_MM,
    FRAME_MM,
    LEGEND_MM,
    TITLE_MM,
    Orientation,
    SheetLayout,
    SheetPaper,
    chosen_scale,
    scale_words,
    sheet_layout,
)
from coolsim.errors import ReportError
from coolsim.report.answer import status
from coolsim.report.letterhead import NO_LETTERHEAD, Letterhead
from coolsim.report.maps import heat_picture
from coolsim.report.plan import Paper, plan
from coolsim.report.subject import Subject
from coolsim.report.text import Printer, clean, clip
from coolsim.report.write import set_document
from coolsim.results.records import Results

Quantity = Literal["none", "temperature"]
SheetLayer = Literal["cooler", "cdu", "tile", "panel", "obstruction", "dimension", "note"]
"""Kinds of objects that can be left out."""


@dataclass(frozen=True, slots=True)
class SheetInfo:
    """What was written.

    Attributes:
        scale: 100 for 1:100.
        words: The same as printed.
        layout: The sheet.
        seconds: Time it took [s].
        notes: What the reader should know about the file itself.
    """

    scale: float
    words: str
    layout: SheetLayout
    seconds: float
    notes: tuple[str, ...] = ()


def write_sheet(
    design: Design,
    catalogue: Catalogue,
    out_path: str | Path,
    *,
    paper: SheetPaper = "a3",
    orientation: Orientation = "landscape",
    scale: float | None = None,
    results: Results | None = None,
    units: units.System = "si",
    letterhead: Letterhead = NO_LETTERHEAD,
    leave_out: Collection[SheetLayer] = (),
    date: datetime.date | None = None,
    force: bool = False,
    write: Writer = write_bytes,
) -> SheetInfo:
    """Write the plan of a design's active variant to scale.

    A metre of the hall is ``1000 / scale`` millimetres on paper.

    Args:
        design: The design.
        catalogue: Where the inlet limits of a heat map come from.
        out_path: The PDF to write.
        paper: Its paper.
        orientation: Which way up.
        scale: 100 for 1:100; ``None`` takes the largest usual one that fits.
        results: Whose air temperatures are under the plan; ``None`` draws it plain.
        units: Unit system of dimensions, scale bar and temperatures.
        letterhead: Whose drawing it is; a company here goes before the project's.
        leave_out: Kinds of objects that are not drawn; the air temperatures are those with them.
        date: Date of the print; today where ``None``.
        force: Whether a file that is there may be replaced.
        write: Writer of the file's bytes.

    Raises:
        ReportError: The hall does not fit at this scale, a file is there already, or it could not
            be set.
        SaveError: The file could not be written; what stood there is untouched.
    """
    begun = time.perf_counter()
    path, day = Path(out_path), date or datetime.date.today()
    if path.exists() and not force:
        raise ReportError(
            "There is a file of that name already.",
            where=str(path),
            remedy="Choose another name, or ask for it to be replaced.",
        )
    layout = sheet_layout(paper, orientation)
    hall = design.variant.hall
    taken = chosen_scale(layout, (hall.length_m, hall.width_m), scale, units)
    room = (hall.length_m * 1e3 / taken, hall.width_m * 1e3 / taken)
    shown = _without(design, leave_out)
    picture, files = _picture(design, shown, catalogue, results, room, units)
    if letterhead.logo is not None:
        files[letterhead.logo.file] = letterhead.logo.content
    words = scale_words(taken, units)
    data = {
        "paper": {"width": layout.width_mm, "height": layout.height_mm},
        "frame": FRAME_MM,
        "field": dict(zip(("width", "height"), layout.field_mm, strict=True)),
        "around": AROUND_MM,
        "title_size": dict(zip(("width", "height"), TITLE_MM, strict=True)),
        "legend_height": LEGEND_MM,
        "beside": layout.is_legend_beside,
        "plan": picture,
        "dimensions": {
            "across": _length(hall.length_m, units),
            "up": _length(hall.width_m, units),
        },
        "annotations": _annotations(shown.variant, room, units),
        "legend": _legend(shown.variant),
        "title": _title(design, letterhead, layout, words, day, results is not None),
        "logo": "" if letterhead.logo is None else letterhead.logo.file,
    }
    document, _, notes = set_document(data, files, day, "sheet.typ")
    replace_file(path, document, write=write)
    return SheetInfo(taken, words, layout, time.perf_counter() - begun, notes)


def _without(design: Design, kinds: Collection[SheetLayer]) -> Design:
    """The design as it is drawn, some kinds of objects left out."""
    if not kinds:
        return design
    empty = {LISTS[kind]: () for kind in kinds}
    return with_variant(design, design.variant.model_copy(update=empty))


def _picture(
    design: Design,
    shown: Design,
    catalogue: Catalogue,
    results: Results | None,
    room: tuple[float, float],
    system: units.System,
) -> tuple[dict[str, Any], dict[str, bytes]]:
    if results is None:
        drawing = plan(shown.variant, room, _plain, system)
        alt = "Plan of the hall to scale"
        return {**drawing, "alt": alt, "file": "", "scale": None, "caption": ""}, {}
    subject = Subject(
        design=design,
        results=results,
        density=None,
        catalogue=catalogue,
        findings=(),
        printer=Printer(system),
        date="",
    )
    picture, files = heat_picture(replace(subject, design=shown), room)
    told = ", ".join(badge["word"] for badge in status(subject)[:-1])  # the last one is density's
    return {**picture, "caption": f"{picture['caption']} {told}."}, files


def _plain(rack: Rack) -> dict[str, Any]:
    return {"fill": "#FFFFFF", "label": clip(rack.label, 8.0)}


def _length(length_m: float, system: units.System) -> str:
    """A length to the millimetre, or to a hundredth of a foot."""
    shown, label = units.display(length_m, "m", system)
    return f"{shown:,.{3 if system == 'si' else 2}f}\u00a0{label}"


def _annotations(
    variant: Variant, room: tuple[float, float], system: units.System
) -> list[dict[str, Any]]:
    """The design's own dimension lines and notes."""
    paper = Paper(variant, room)
    return [
        *(_dimension(paper, item, system) for item in variant.dimensions),
        *(_note(paper, item) for item in variant.notes),
    ]


def _dimension(paper: Paper, item: Dimension, system: units.System) -> dict[str, Any]:
    angle = math.radians(item.heading_deg)
    half = (-0.5 * item.width_m * math.sin(angle), 0.5 * item.width_m * math.cos(angle))
    turn = -math.degrees(math.atan2(half[1], half[0]))  # paper turns clockwise
    return {
        "kind": "dimension",
        "from": paper.point(item.x_m - half[0], item.y_m - half[1]),
        "to": paper.point(item.x_m + half[0], item.y_m + half[1]),
        "at": paper.point(item.x_m, item.y_m),
        "turn": round((turn + 90.0) % 180.0 - 90.0, 3),
        "text": _length(item.width_m, system),
    }


def _note(paper: Paper, item: Note) -> dict[str, Any]:
    corners = paper.shape(item)
    left, right = (pick(x for x, _ in corners) for pick in (min, max))
    return {
        "kind": "note",
        "at": [left, min(y for _, y in corners)],
        "width": round(right - left, 3),
        "text": "\n".join(clean(line) for line in item.text.splitlines()),
    }


def _legend(variant: Variant) -> list[dict[str, str]]:
    """The kinds of object that are on the plan."""
    floor = any(tile.surface == "floor" for tile in variant.tiles)
    ceiling = any(tile.surface == "ceiling" for tile in variant.tiles)
    roofs = [panel.orientation == "horizontal" or panel.is_open for panel in variant.panels]
    kinds = (
        ("rack", "Rack; the dark edge is the front", bool(variant.racks)),
        ("cooler", "Cooler; dashed where off", bool(variant.coolers)),
        ("cdu", "Coolant distribution unit", bool(variant.cdus)),
        ("tile", "Floor tile", floor),
        ("grille", "Ceiling grille", ceiling),
        ("panel", "Containment panel", not all(roofs)),
        ("roof", "Containment roof or open door", any(roofs)),
        ("obstruction", "Obstruction", bool(variant.obstructions)),
    )
    return [{"kind": kind, "text": text} for kind, text, is_there in kinds if is_there]


def _title(
    design: Design,
    letterhead: Letterhead,
    layout: SheetLayout,
    words: str,
    day: datetime.date,
    is_heat_map: bool,
) -> dict[str, str]:
    """The fields of the title block, each short enough for its cell."""
    project, variant = design.project, design.variant
    latest = project.revisions[-1] if project.revisions else None
    revision = "" if latest is None else ", ".join(filter(None, (latest.mark, latest.date)))
    author = (latest.author if latest is not None else "") or project.engineer
    return {
        "document": clean(project.name) or clean(variant.site.name) or "Unnamed hall",
        "author": clean(author)[:200] or "CoolSim",
        "company": clip(letterhead.company or project.company, 26.0),
        "project": clip(project.name or variant.site.name or "Unnamed hall", 26.0),
        "number": clip(project.number, 18.0),
        "client": clip(project.client, 18.0),
        "drawing": "Plan with air temperatures" if is_heat_map else "Plan",
        "variant": clip(variant.label, 26.0),
        "scale": words,
        "sheet": f"{layout.paper.upper()} {layout.orientation}",
        "revision": clip(revision, 13.0),
        "by": clip(author, 13.0),
        "date": day.isoformat(),
        "design": f"{design_hash(design)[:12]}, CoolSim {__version__}",
    }
