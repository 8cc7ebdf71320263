"""Upright cuts through the hall: air temperatures along and across the warmest rack."""

from __future__ import annotations

from typing import Any, Literal

from coolsim.design.geometry import footprint
from coolsim.design.models import Cdu, Cooler, Obstruction, Panel, Placed, Rack
from coolsim.report.blocks import Block, drawn, heading
from coolsim.report.pictures import cut_png, heat_colour
from coolsim.report.plan import fitted_label, over_limit, scale_bar
from coolsim.report.subject import Subject, heat_range
from coolsim.report.text import clean, clip
from coolsim.results.quantities import worst_rack

Axis = Literal["x", "y"]
_TOUCH_M = 1e-6
_WHERE = {"y": "along the hall", "x": "across the hall"}
_HIGHEST_MM = 54.0
"""Height up to which a cut is drawn on paper [mm]."""


def cut_blocks(
    subject: Subject, room_mm: float, legend: Any
) -> tuple[list[Block], dict[str, bytes]]:
    """Two cuts through the rack with the warmest inlet, and their pictures; none without fields.

    Args:
        subject: What the report is about.
        room_mm: Width there is on the page.
        legend: The colour scale, under the last of them.
    """
    fields, worst = subject.results.fields, worst_rack(subject.results)
    if fields.temperature_c.size == 0:
        return [], {}
    rack = next((r for r in subject.variant.racks if worst and r.id == worst.id), None)
    hall = subject.variant.hall
    x_m, y_m = (rack.x_m, rack.y_m) if rack else (hall.length_m / 2.0, hall.width_m / 2.0)
    through = (
        f"through rack {clip(rack.label, 20.0)}, the one closest to its limit"
        if rack
        else ("through the middle of the hall")
    )
    blocks: list[Block] = [heading("Sections")]
    files = {}
    low, high = heat_range(subject)
    across: tuple[tuple[Axis, float], ...] = (("y", y_m), ("x", x_m))
    for axis, at_m in across:
        name = f"cut-{axis}.png"
        cut = _Cut(subject, axis, at_m, room_mm)
        files[name] = cut_png(fields, axis, at_m, low, high, cut.window_m)
        picture = cut.picture()
        where = f"at {axis} = {subject.printer.length(at_m)}"
        blocks.append(
            drawn(
                "plan",
                {
                    **picture,
                    "file": name,
                    "alt": f"Upright section {_WHERE[axis]} with air temperatures",
                    "caption": f"Section {_WHERE[axis]}, {where}, {through}. Racks have the "
                    "colour of their inlet.",
                    "scale": legend if axis == "x" else None,
                },
            )
        )
    return blocks, files


class _Cut:
    """One cut on paper.

    Args:
        subject: What the report is about.
        axis: What the cut is normal to.
        at_m: Where it stands [m].
        room_mm: Width there is on the page.
    """

    def __init__(self, subject: Subject, axis: Axis, at_m: float, room_mm: float) -> None:
        hall = subject.variant.hall
        self._subject, self._axis, self._at_m = subject, axis, at_m
        length = hall.length_m if axis == "y" else hall.width_m
        self._floor_m = hall.raised_floor_m
        height = hall.raised_floor_m + hall.height_m + hall.ceiling_void_m
        self._top_m = hall.height_m + hall.ceiling_void_m
        self._mm_per_m = min(room_mm / length, _HIGHEST_MM / height)
        self._size = (length * self._mm_per_m, height * self._mm_per_m)

    @property
    def window_m(self) -> tuple[float, float, float, float]:
        """What is drawn: from and to along the cut, then from and to in height [m]."""
        return 0.0, self._size[0] / self._mm_per_m, -self._floor_m, self._top_m

    def picture(self) -> dict[str, Any]:
        """Everything drawn, as on a plan."""
        variant, hall = self._subject.variant, self._subject.variant.hall
        length_mm, words = scale_bar(self._mm_per_m, self._subject.printer.system)
        levels = [0.0] * bool(self._floor_m) + [hall.height_m] * bool(hall.ceiling_void_m)
        return {
            "width": round(self._size[0], 3),
            "height": round(self._size[1], 3),
            "racks": self._racks(),
            "row_ends": [],
            "coolers": [self._box(item) for item in variant.coolers if self._meets(item)],
            "cdus": [self._box(item) for item in variant.cdus if self._meets(item)],
            "tiles": [],
            "grilles": [],
            "panels": [
                *(
                    {"points": self._corners(item), "roof": item.is_open}
                    for item in variant.panels
                    if self._meets(item)
                ),
                *({"points": self._level(z_m), "roof": False} for z_m in levels),
            ],
            "obstructions": [self._corners(o) for o in variant.obstructions if self._meets(o)],
            "bar": {"length": length_mm, "text": words},
            "beside": False,
        }

    def _racks(self) -> list[dict[str, Any]]:
        low, high = heat_range(self._subject)
        inlets = {rack.id: rack.inlet_temperature_c for rack in self._subject.results.racks}
        hot = over_limit(self._subject.results.racks)
        return [
            {
                **self._box(rack),
                "fill": heat_colour(inlets.get(rack.id, float("nan")), low, high),
                "over": rack.id in hot,
                "front": False,
            }
            for rack in self._subject.variant.racks
            if self._meets(rack)
        ]

    def _meets(self, item: Placed) -> bool:
        x0, y0, x1, y1 = footprint(item)
        first, last = (y0, y1) if self._axis == "y" else (x0, x1)
        return first - _TOUCH_M <= self._at_m <= last + _TOUCH_M

    def _box(self, item: Rack | Cooler | Cdu) -> dict[str, Any]:
        points = self._corners(item)
        (left, bottom), (right, top) = points[0], points[2]
        label = fitted_label(clean(item.label), right - left, bottom - top)
        middle = [round((left + right) / 2.0, 3), round((bottom + top) / 2.0, 3)]
        return {"points": points, "at": middle, "off": not getattr(item, "running", True), **label}

    def _corners(self, item: Placed) -> list[list[float]]:
        x0, y0, x1, y1 = footprint(item)
        first, last = (x0, x1) if self._axis == "y" else (y0, y1)
        low, high = _heights(item)
        ends = ((first, low), (last, low), (last, high), (first, high))
        return [self._point(along, z_m) for along, z_m in ends]

    def _level(self, z_m: float) -> list[list[float]]:
        across = self._size[0] / self._mm_per_m
        return [self._point(0.0, z_m), self._point(across, z_m)]

    def _point(self, along_m: float, z_m: float) -> list[float]:
        up = (self._top_m - z_m) * self._mm_per_m
        return [round(along_m * self._mm_per_m, 3), round(up, 3)]


def _heights(item: Placed) -> tuple[float, float]:
    """Lower and upper edge of an object [m]."""
    if isinstance(item, Obstruction | Panel):
        flat = isinstance(item, Panel) and item.orientation == "horizontal"
        return item.z_from_m, item.z_from_m if flat else item.z_to_m
    return 0.0, float(getattr(item, "height_m", 2.0))
