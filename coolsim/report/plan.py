"""The plan on paper: drawn objects as polygons in millimetres, labels that fit, a scale bar.

Paper coordinates run right and down from the upper left corner of the hall.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from coolsim import units
from coolsim.design.geometry import polygon
from coolsim.design.models import Placed, Rack, Variant
from coolsim.report.text import clean, width_em
from coolsim.results.records import RackResult

MM_PER_PT = 25.4 / 72.0
_LABEL_PT = (6.5, 3.2)
"""Largest and smallest size of a label on the plan; below it nothing can be read."""
_BAR_MM = 45.0
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
    length_mm, words = scale_bar(paper.mm_per_m, system)
    return {
        "width": round(paper.width_mm, 3),
        "height": round(paper.height_mm, 3),
        "racks": _racks(paper, variant, look),
        "coolers": [
            {**_labelled(paper, item, item.label), "off": not item.running}
            for item in variant.coolers
        ],
        "tiles": [paper.shape(tile) for tile in variant.tiles if tile.surface == "floor"],
        "grilles": [paper.shape(tile) for tile in variant.tiles if tile.surface == "ceiling"],
        "panels": [
            {"points": paper.shape(panel), "roof": panel.orientation == "horizontal"}
            for panel in variant.panels
        ],
        "obstructions": [paper.shape(item) for item in variant.obstructions],
        "bar": {"length": length_mm, "text": words},
    }


def _racks(paper: Paper, variant: Variant, look: Look) -> list[dict[str, Any]]:
    """The racks; those over their limit last, so that neighbours do not cover their outline."""
    drawn = [_rack(paper, rack, look(rack)) for rack in variant.racks]
    return sorted(drawn, key=lambda rack: bool(rack["over"]))


def _rack(paper: Paper, rack: Rack, look: dict[str, Any]) -> dict[str, Any]:
    drawn = _labelled(paper, rack, str(look.get("label", "")))
    return {**drawn, "fill": look["fill"], "over": bool(look.get("over", False))}


def _labelled(paper: Paper, item: Placed, words: str) -> dict[str, Any]:
    points = paper.shape(item)
    across = max(x for x, _ in points) - min(x for x, _ in points)
    up = max(y for _, y in points) - min(y for _, y in points)
    return {
        "points": points,
        "at": paper.point(item.x_m, item.y_m),
        **fitted_label(clean(words), across, up),
    }


def fitted_label(words: str, across_mm: float, up_mm: float) -> dict[str, Any]:
    """The label at the largest size that fits a box, upright or turned; empty where none does."""
    largest, smallest = _LABEL_PT
    em = max(width_em(words), 0.1)

    def size(along_mm: float, over_mm: float) -> float:
        return min(largest, 0.78 * along_mm / (em * MM_PER_PT), 0.8 * over_mm / MM_PER_PT)

    upright, turned = size(across_mm, up_mm), size(up_mm, across_mm)
    best = max(upright, turned)
    if not words or best < smallest:
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
