"""Rack units: where unit 1 begins, and which units a height band covers.

A rack unit is 44.45 mm high (EIA-310, IEC 60297-3-100). Units count from 1 at the bottom.
"""

from __future__ import annotations

from coolsim.design.base import to_tenth_mm
from coolsim.design.models import Rack, Slot

RACK_UNIT_M = 0.04445
"""Height of a rack unit [m]."""
_TOUCH_M = 1e-3
"""Overlap of a band with a unit that does not count as covering it [m]."""


def base_m(rack: Rack) -> float:
    """Height of the lower edge of unit 1 above the rack's base [m].

    The drawn opening's lower edge where one is drawn; else the units stand in the middle of the
    height. Worked number: 42 U in 2.0 m begin at (2.0 - 42 * 0.04445) / 2 = 0.0666 m.
    """
    if rack.opening_z_from_m is not None:
        return rack.opening_z_from_m
    return max(0.0, 0.5 * (rack.height_m - rack.height_u * RACK_UNIT_M))


def span_m(rack: Rack, unit: int, height_u: int) -> tuple[float, float]:
    """From and to height above the base of units ``unit`` to ``unit + height_u - 1`` [m]."""
    start = base_m(rack) + (unit - 1) * RACK_UNIT_M
    return to_tenth_mm(start), min(to_tenth_mm(start + height_u * RACK_UNIT_M), rack.height_m)


def units_of(rack: Rack, slot: Slot) -> range:
    """The units a height band covers, wholly or in part; empty for one outside of them."""
    base = base_m(rack)
    first = int((slot.z_from_m + _TOUCH_M - base) // RACK_UNIT_M) + 1
    last = int((slot.z_to_m - _TOUCH_M - base) // RACK_UNIT_M) + 1
    return range(max(first, 1), min(last, rack.height_u) + 1)


def gaps(rack: Rack) -> list[range]:
    """Runs of units that no band with something in it covers, from the bottom."""
    taken = {unit for slot in rack.slots if is_filled(slot) for unit in units_of(rack, slot)}
    runs: list[range] = []
    for unit in range(1, rack.height_u + 1):
        if unit in taken:
            continue
        if runs and runs[-1].stop == unit:
            runs[-1] = range(runs[-1].start, unit + 1)
        else:
            runs.append(range(unit, unit + 1))
    return runs


def is_filled(slot: Slot) -> bool:
    """Whether a band holds something: contents, or a plain load."""
    return bool(slot.contents) or slot.load_w is not None
