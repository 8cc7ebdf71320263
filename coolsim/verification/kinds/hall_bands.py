"""How far the errors of a measured hall move with what nobody knows exactly about it.

Sensor heights, flows of coolers and racks, and the sensors themselves are changed one at a time, up
and down; each moves the error of the same model. The band of all together takes the causes as
independent: their deviations are added in quadrature, upwards and downwards apart. A band says what
a difference between model and measurement may still mean; nothing is chosen from it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from coolsim.verification.records import Band

HEIGHT_M = 0.25
"""How far sensors may hang higher or lower than documented [m]."""
FLOW_SHARE = 0.1
"""How far flows may be off: those of coolers are read from fan speeds, those of racks from
temperature rises [-]."""
SENSOR_K = 1.0
"""How far all sensors together may be off [K]."""
TOGETHER = "together"


@dataclass(frozen=True, slots=True)
class Change:
    """What is changed: heights [m], factors on cooler and rack flows [-], readings [K]."""

    height_m: float = 0.0
    cooler_flow: float = 1.0
    rack_flow: float = 1.0
    sensor_k: float = 0.0


CAUSES: Mapping[str, tuple[Change, Change]] = {
    f"heights ±{HEIGHT_M:g} m": (Change(height_m=-HEIGHT_M), Change(height_m=HEIGHT_M)),
    f"cooler flow ±{FLOW_SHARE:.0%}": (
        Change(cooler_flow=1.0 - FLOW_SHARE),
        Change(cooler_flow=1.0 + FLOW_SHARE),
    ),
    f"rack flow ±{FLOW_SHARE:.0%}": (
        Change(rack_flow=1.0 - FLOW_SHARE),
        Change(rack_flow=1.0 + FLOW_SHARE),
    ),
    f"sensors ±{SENSOR_K:g} K": (Change(sensor_k=-SENSOR_K), Change(sensor_k=SENSOR_K)),
}
"""What is changed, down and up."""

Evaluate = Callable[[Change], Mapping[str, float]]
"""Errors by quantity with something changed [K]."""


def bands(ours: Mapping[str, float], evaluate: Evaluate) -> dict[str, tuple[Band, ...]]:
    """Bands of errors by quantity: one per cause, then all together.

    Example: an error of 3 K that one cause moves by +0.4 and another by +0.3 K reaches 3.5 K.

    Args:
        ours: The errors as they are reported [K].
        evaluate: The errors with something changed. They may come from a coarser grid: what counts
            is how far a change moves them there.
    """
    unchanged = evaluate(Change())
    changed = {cause: [evaluate(change) for change in both] for cause, both in CAUSES.items()}
    found: dict[str, tuple[Band, ...]] = {}
    for quantity, value in ours.items():
        single = [
            _band(cause, value, [each[quantity] - unchanged[quantity] for each in both])
            for cause, both in changed.items()
        ]
        down = math.hypot(*(value - band.low for band in single))
        up = math.hypot(*(band.high - value for band in single))
        all_causes = Band(TOGETHER, max(0.0, value - down), value + up)
        found[quantity] = (*single, all_causes)
    return found


def _band(cause: str, value: float, moves: list[float]) -> Band:
    return Band(cause, max(0.0, value + min(0.0, *moves)), value + max(0.0, *moves))
