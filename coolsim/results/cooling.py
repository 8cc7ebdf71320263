"""What a cooling method does for racks: one row of a comparison."""

from __future__ import annotations

import math
from dataclasses import dataclass

NOW = "now"
"""Key of the row that shows the racks as they are drawn."""


@dataclass(frozen=True, slots=True)
class Consequence:
    """The racks under one cooling method; NaN where there is no such number.

    Attributes:
        method: A cooling method, or ``now``.
        status: Status of the solve, or ``not_solved``.
        reason: Why it could not be solved, else "".
        inlet_c: Warmest inlet of the racks.
        inlet_limit_c: Lowest of their limits.
        case_c: Hottest accelerator case of the racks.
        case_limit_c: Its limit.
        residual_air_w: Heat the racks leave to the hall's air.
        to_liquid_w: Heat that goes into coolant or door water.
        throttled_w: Power the accelerators do without.
        pump_w: Power of all pumps and door fans of the hall.
        worst_inlet_c: Warmest inlet of all racks.
    """

    method: str
    status: str
    reason: str = ""
    inlet_c: float = math.nan
    inlet_limit_c: float = math.nan
    case_c: float = math.nan
    case_limit_c: float = math.nan
    residual_air_w: float = math.nan
    to_liquid_w: float = math.nan
    throttled_w: float = math.nan
    pump_w: float = math.nan
    worst_inlet_c: float = math.nan
