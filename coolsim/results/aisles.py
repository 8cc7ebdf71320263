"""Key figures of aisles: what their racks draw, what comes through their tiles, how warm it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from coolsim.design.aisles import AisleBox, aisle_between
from coolsim.design.geometry import footprint
from coolsim.design.models import Aisle, Rack, Variant
from coolsim.errors import EditError
from coolsim.results.records import RackResult, Results


@dataclass(frozen=True, slots=True)
class AisleFigures:
    """An aisle's key figures; ``None`` where nothing is solved or there is none.

    Attributes:
        racks: How many face it.
        width_m, length_m: The free space between its rows [m]; ``None`` where they make none.
        is_contained: Whether a roof covers it.
        power_w: Of its racks [W].
        airflow_m3_s: That its racks draw [m3/s].
        tile_airflow_m3_s: That comes through the floor tiles in it [m3/s]; ``None`` without any.
        worst_inlet_c: Warmest inlet of its racks [deg C], and the name of that rack.
        worst_rack: Name of the rack with the warmest inlet.
        warmest_outlet_c: Warmest outlet of its racks [deg C].
    """

    racks: int
    width_m: float | None = None
    length_m: float | None = None
    is_contained: bool = False
    power_w: float | None = None
    airflow_m3_s: float | None = None
    tile_airflow_m3_s: float | None = None
    worst_inlet_c: float | None = None
    worst_rack: str = ""
    warmest_outlet_c: float | None = None


def aisle_box(racks: Iterable[Rack]) -> AisleBox | None:
    """The free space between the racks of an aisle; ``None`` where they do not make two rows."""
    try:
        return aisle_between(racks)
    except EditError:
        return None


def plan_box(box: AisleBox) -> tuple[float, float, float, float]:
    """An aisle on the plan: ``(x0, y0, x1, y1)`` [m]."""
    (a0, a1), (b0, b1) = box.across, box.along
    return (a0, b0, a1, b1) if box.axis == 0 else (b0, a0, b1, a1)


def aisle_figures(variant: Variant, aisle: Aisle, results: Results | None) -> AisleFigures:
    """The key figures of an aisle as drawn, and as solved where there are results."""
    wanted = set(aisle.rack_ids)
    box = aisle_box(rack for rack in variant.racks if rack.id in wanted)
    drawn = AisleFigures(
        racks=len(aisle.rack_ids),
        width_m=None if box is None else box.width_m,
        length_m=None if box is None else box.length_m,
        is_contained=box is not None and _has_roof(variant, box),
    )
    if results is None:
        return drawn
    solved = [rack for rack in results.racks if rack.id in wanted]
    blowing = [rack for rack in solved if rack.bands]  # a tank draws no air
    worst = max(blowing, key=_inlet, default=None)
    return replace(
        drawn,
        power_w=sum(rack.power_w for rack in solved) if solved else None,
        airflow_m3_s=sum(rack.airflow_m3_s for rack in blowing) if blowing else None,
        tile_airflow_m3_s=None if box is None else _through_tiles(variant, box, results),
        worst_inlet_c=None if worst is None else worst.inlet_temperature_c,
        worst_rack="" if worst is None else worst.name or worst.id,
        warmest_outlet_c=max((rack.outlet_temperature_c for rack in blowing), default=None),
    )


def aisle_temperatures(variant: Variant, results: Results) -> Mapping[str, float]:
    """Aisle id -> its worst inlet where it is cold, its warmest outlet where it is hot [deg C]."""
    solved = {rack.id: rack for rack in results.racks if rack.bands}
    warmest = {}
    for aisle in variant.aisles:
        racks = [solved[each] for each in aisle.rack_ids if each in solved]
        if racks:
            warmest[aisle.id] = max(
                rack.inlet_temperature_c if aisle.kind == "cold" else rack.outlet_temperature_c
                for rack in racks
            )
    return warmest


def _inlet(rack: RackResult) -> float:
    return rack.inlet_temperature_c


def _has_roof(variant: Variant, box: AisleBox) -> bool:
    """Whether a horizontal panel covers the middle of the aisle."""
    x0, y0, x1, y1 = plan_box(box)
    x_m, y_m = 0.5 * (x0 + x1), 0.5 * (y0 + y1)
    roofs = (footprint(each) for each in variant.panels if each.orientation == "horizontal")
    return any(a0 <= x_m <= a1 and b0 <= y_m <= b1 for a0, b0, a1, b1 in roofs)


def _through_tiles(variant: Variant, box: AisleBox, results: Results) -> float | None:
    x0, y0, x1, y1 = plan_box(box)
    inside = {
        tile.id
        for tile in variant.tiles
        if tile.surface == "floor" and x0 <= tile.x_m <= x1 and y0 <= tile.y_m <= y1
    }
    flows = [tile.airflow_m3_s for tile in results.tiles if tile.id in inside]
    return sum(flows) if flows else None
