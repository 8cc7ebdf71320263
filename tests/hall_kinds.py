"""What is unkind about a random hall: the kinds that random halls must include."""

from __future__ import annotations

from coolsim.design.geometry import Box, footprint
from coolsim.design.models import Design, Rack

SEALED = "sealed containment"
NO_FLOW = "no flow: no cooler runs, or a rack at rest"
GAP = "gap of one cell"
WALL = "rack against a wall"
HEAVY = "rack of 300 kW"
KINDS = (SEALED, NO_FLOW, GAP, WALL, HEAVY)
_HEAVY_W = 299e3
_TOUCHING_M = 1e-3


def kinds(design: Design, cell_m: float) -> frozenset[str]:
    """Which of :data:`KINDS` a hall belongs to.

    Args:
        design: The hall.
        cell_m: Cell size it is solved with [m].
    """
    variant = design.variant
    boxes = [footprint(rack) for rack in variant.racks]
    size = (variant.hall.length_m, variant.hall.width_m)
    found = {
        SEALED: any(panel.leak_fraction == 0.0 for panel in variant.panels),
        NO_FLOW: not any(c.running for c in variant.coolers)
        or any(rack.load_w == 0.0 and rack.airflow.law != "fixed" for rack in variant.racks),
        GAP: any(
            _TOUCHING_M < gap <= 1.5 * cell_m
            for n, first in enumerate(boxes)
            for second in boxes[:n]
            for gap in (_gap(first, second),)
        ),
        WALL: any(_at_wall(box, size) for box in boxes),
        HEAVY: any(_power_w(rack) >= _HEAVY_W for rack in variant.racks),
    }
    return frozenset(kind for kind, is_so in found.items() if is_so)


def _gap(first: Box, second: Box) -> float:
    """Free width between two footprints that face each other, else zero [m]."""
    along_x = max(first[0], second[0]) - min(first[2], second[2])
    along_y = max(first[1], second[1]) - min(first[3], second[3])
    if along_x > 0.0 and along_y > 0.0:
        return 0.0
    return max(along_x, along_y, 0.0)


def _at_wall(box: Box, size: tuple[float, float]) -> bool:
    low, high = min(box[:2]), min(size[0] - box[2], size[1] - box[3])
    return min(low, high) < _TOUCHING_M


def _power_w(rack: Rack) -> float:
    return (rack.load_w or 0.0) + sum(slot.load_w or 0.0 for slot in rack.slots)
