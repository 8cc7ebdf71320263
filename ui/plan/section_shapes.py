"""What a vertical cut meets: outlines of the drawn objects in the plane of the section."""

from __future__ import annotations

from dataclasses import dataclass

from coolsim.design import geometry
from coolsim.design.models import Obstruction, Panel, Placed, Tile, Variant
from ui.air_state import SectionLine


@dataclass(frozen=True, slots=True)
class Shape:
    """An outline in the plane: ``from_m`` to ``to_m`` along it, heights above the floor [m]."""

    kind: str
    id: str
    name: str
    from_m: float
    to_m: float
    z_from_m: float
    z_to_m: float


def shapes(variant: Variant, section: SectionLine) -> tuple[Shape, ...]:
    """The outlines a section meets, large objects first."""
    hall = variant.hall
    found = []
    for kind, records in (
        ("obstruction", variant.obstructions),
        ("cooler", variant.coolers),
        ("cdu", variant.cdus),
        ("rack", variant.racks),
        ("panel", variant.panels),
        ("tile", variant.tiles),
    ):
        for record in records:
            ends = geometry.cut(record, section.axis, section.at_m)
            if ends is not None:
                low, high = _heights(record, hall.height_m)
                found.append(Shape(kind, record.id, record.label, *ends, low, high))
    return tuple(found)


def _heights(record: Placed, ceiling_m: float) -> tuple[float, float]:
    if isinstance(record, Obstruction):
        return record.z_from_m, record.z_to_m
    if isinstance(record, Panel):
        flat = record.orientation == "horizontal"
        return record.z_from_m, record.z_from_m if flat else record.z_to_m
    if isinstance(record, Tile):
        level = 0.0 if record.surface == "floor" else ceiling_m
        return level, level
    return 0.0, float(getattr(record, "height_m", 0.0))
