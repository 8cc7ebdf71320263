"""The plan on paper: drawn objects as polygons in millimetres, labels that fit, a scale bar.

Paper coordinates run right and down from the upper left corner of the hall.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any

from coolsim import units
from coolsim.design.geometry import footprint, polygon, quarter_turns
from coolsim.design.models import Placed, Rack, Variant
from coolsim.report.text import clean, clip, width_em
from coolsim.results.records import RackResult

MM_PER_PT = 25.4 / 72.0
_LARGEST_PT, _SMALLEST_PT = 6.5, 3.2
"""Sizes of a label on the plan; below the smallest nothing can be read."""
_SMALLEST_RACK_PT = 4.0
"""Racks are many: with names smaller than this only the ends of rows are named."""
_GAP_M, _ROW_RACKS = 1.0, 3
"""A gap of this width ends a row, and fewer racks are none."""
_BAR_MM = 34.0
"""The scale bar is the longest round length that fits into this."""

Look = Callable[[Rack], dict[str, Any]]
"""Fill and label of a rack: ``{"fill": "#rrggbb", "label": "A-01", "over": bool}``."""


class Paper:
    """Maps hall metres to paper millimetres.

    Args:
        variant: Its hall is drawn.
        room_mm: Width and height there is for it.
    """

    def __init__(self, variant: Variant, room_mm: tuple[float, float]) -> None:
        hall = variant.hall
        self.mm_per_m = min(room_mm[0] / hall.length_m, room_mm[1] / hall.width_m)
        self.width_mm = hall.length_m * self.mm_per_m
        self.height_mm = hall.width_m * self.mm_per_m

    def point(self, x_m: float, y_m: float) -> list[float]:
        """A point of the hall on paper."""
        x_mm = x_m * self.mm_per_m
        return [round(x_mm, 3), round(self.height_mm - y_m * self.mm_per_m, 3)]

    def shape(self, item: Placed) -> list[list[float]]:
        """The corners of an object: its front edge first."""
        return [self.point(x, y) for x, y in polygon(item)]


def plan(
    variant: Variant, room_mm: tuple[float, float], look: Look, system: units.System
) -> dict[str, Any]:
    """Everything drawn on a plan.

    Args:
        variant: What is drawn.
        room_mm: Width and height there is on the page.
        look: Says how a rack looks.
        system: Unit system of the scale bar.
    """
    paper = Paper(variant, room_mm)
    racks = _racks(paper, variant, look)
    length_mm, words = scale_bar(paper.mm_per_m, system)
    return {
        "width": round(paper.width_mm, 3),
        "height": round(paper.height_mm, 3),
        "racks": racks,
        "row_ends": row_ends(paper, variant.racks),
        "coolers": [
            {**_labelled(paper, item, item.label), "off": not item.running}
            for item in variant.coolers
        ],
        "cdus": [
            {**_labelled(paper, item, item.label), "off": not item.running} for item in variant.cdus
        ],
        "tiles": [paper.shape(tile) for tile in variant.tiles if tile.surface == "floor"],
        "grilles": [paper.shape(tile) for tile in variant.tiles if tile.surface == "ceiling"],
        "panels": [
            {
                "points": paper.shape(panel),
                "roof": panel.orientation == "horizontal" or panel.is_open,
            }
            for panel in variant.panels
        ],
        "obstructions": [paper.shape(item) for item in variant.obstructions],
        "bar": {"length": length_mm, "text": words},
    }


def row_ends(paper: Paper, racks: Iterable[Rack]) -> list[dict[str, Any]]:
    """Names of the first and last rack of each row, where racks are too small to name them all.

    A row is three or more racks on one line across their heading with gaps under a metre.
    """
    racks = tuple(racks)
    if any(_labelled(paper, rack, rack.label, _SMALLEST_RACK_PT)["label"] for rack in racks):
        return []
    ends = []
    for row in _rows(racks):
        along_x = quarter_turns(row[0].heading_deg) in (1, 3)
        for rack, side in ((row[0], -1), (row[-1], 1)):
            x0, y0, x1, y1 = footprint(rack)
            middle_x, middle_y = 0.5 * (x0 + x1), 0.5 * (y0 + y1)
            if along_x:
                place = paper.point(x0 if side < 0 else x1, middle_y)
                anchor = "right" if side < 0 else "left"
            else:
                place = paper.point(middle_x, y0 if side < 0 else y1)
                anchor = "top" if side < 0 else "bottom"
            ends.append({"at": place, "anchor": anchor, "label": clip(rack.label, 6.0)})
    return ends


def _rows(racks: Iterable[Rack]) -> list[list[Rack]]:
    lines: dict[tuple[bool, float], list[Rack]] = defaultdict(list)
    for rack in racks:
        turns = quarter_turns(rack.heading_deg)
        if turns is not None:
            along_x = turns in (1, 3)
            lines[along_x, round(rack.y_m if along_x else rack.x_m, 1)].append(rack)
    rows = []
    for (along_x, _), line in lines.items():
        first, last = (0, 2) if along_x else (1, 3)
        line.sort(key=lambda rack: footprint(rack)[first])
        row = line[:1]
        for rack in line[1:]:
            if footprint(rack)[first] - footprint(row[-1])[last] >= _GAP_M:
                rows.append(row)
                row = []
            row.append(rack)
        rows.append(row)
    return [row for row in rows if len(row) >= _ROW_RACKS]


def _racks(paper: Paper, variant: Variant, look: Look) -> list[dict[str, Any]]:
    """The racks; those over their limit last, so that neighbours do not cover their outline."""
    drawn = [_rack(paper, rack, look(rack)) for rack in variant.racks]
    return sorted(drawn, key=lambda rack: bool(rack["over"]))


def _rack(paper: Paper, rack: Rack, look: dict[str, Any]) -> dict[str, Any]:
    drawn = _labelled(paper, rack, str(look.get("label", "")), _SMALLEST_RACK_PT)
    return {**drawn, "fill": look["fill"], "over": bool(look.get("over", False))}


def _labelled(
    paper: Paper, item: Placed, words: str, smallest_pt: float = _SMALLEST_PT
) -> dict[str, Any]:
    points = paper.shape(item)
    across = max(x for x, _ in points) - min(x for x, _ in points)
    up = max(y for _, y in points) - min(y for _, y in points)
    return {
        "points": points,
        "at": paper.point(item.x_m, item.y_m),
        **fitted_label(clean(words), across, up, smallest_pt),
    }


def fitted_label(
    words: str, across_mm: float, up_mm: float, smallest_pt: float = _SMALLEST_PT
) -> dict[str, Any]:
    """The label at the largest size that fits a box, upright or turned; empty where none does."""
    em = max(width_em(words), 0.1)

    def size(along_mm: float, over_mm: float) -> float:
        return min(_LARGEST_PT, 0.78 * along_mm / (em * MM_PER_PT), 0.8 * over_mm / MM_PER_PT)

    upright, turned = size(across_mm, up_mm), size(up_mm, across_mm)
    best = max(upright, turned)
    if not words or best < smallest_pt:
        return {"label": "", "size": 0.0, "turned": False}
    return {"label": words, "size": round(best, 2), "turned": turned > upright + 0.5}


def scale_bar(mm_per_m: float, system: units.System) -> tuple[float, str]:
    """Length on paper and text of a scale bar of a round length: 1, 2 or 5 times a power of ten.

    Worked number: 14 mm per metre -> 28 mm, "2 m".
    """
    per_unit = mm_per_m * (1.0 if system == "si" else units.parse("1 ft", "m"))
    label = units.label("m", system)
    rounds = [step * 10.0**power for power in range(-1, 4) for step in (1.0, 2.0, 5.0)]
    length = max((size for size in rounds if size * per_unit <= _BAR_MM), default=rounds[0])
    return round(length * per_unit, 3), f"{length:g} {label}"


def over_limit(racks: Iterable[RackResult]) -> frozenset[str]:
    """Ids of the racks whose inlet is above their limit."""
    return frozenset(rack.id for rack in racks if rack.inlet_temperature_c > rack.inlet_limit_c)
