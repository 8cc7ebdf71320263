"""What coolant does for racks, as quantities to colour, list and sort by: one list for all."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from coolsim.results.liquid import LiquidResults, RackLiquid

LEAST_FLOW_FRACTION = 0.9
"""Share of the design flow below which a rack counts as short of coolant."""


@dataclass(frozen=True, slots=True)
class CoolantQuantity:
    """A number of a rack that coolant serves.

    Attributes:
        key: Stable key.
        name: What to call it.
        unit: Unit key of ``coolsim.units``.
        value: Reads it, in that unit; NaN where the rack has none.
        limit: Reads its own limit; ``None`` where there is none.
        worse: Whether the high or the low end is the bad one; "" where neither is.
    """

    key: str
    name: str
    unit: str
    value: Callable[[RackLiquid], float]
    limit: Callable[[RackLiquid], float] | None = None
    worse: Literal["high", "low", ""] = ""

    def exceeds(self, rack: RackLiquid) -> bool:
        """Whether the rack is on the wrong side of its limit."""
        if self.limit is None:
            return False
        value, limit = self.value(rack), self.limit(rack)
        return value < limit if self.worse == "low" else value > limit


def flow_share(rack: RackLiquid) -> float:
    """Coolant through plates or tank over its design flow [-]."""
    return rack.flow_m3_s / rack.design_m3_s if rack.design_m3_s > 0.0 else math.nan


def case_margin_k(rack: RackLiquid) -> float:
    """Limit of the hottest accelerator case minus its temperature [K]."""
    return rack.case_limit_c - rack.case_c


def residual_air_w(rack: RackLiquid) -> float:
    """Heat left for the hall's air, behind the rear door where there is one [W]."""
    return rack.to_air_w + rack.door_fan_w - rack.door_duty_w


def _flow(rack: RackLiquid) -> float:
    return rack.flow_m3_s if rack.loop_id else rack.door_flow_m3_s


def _inlet(rack: RackLiquid) -> float:
    return rack.coolant_in_c if rack.loop_id else rack.door_in_c


def _outlet(rack: RackLiquid) -> float:
    return rack.coolant_out_c if rack.loop_id else rack.door_out_c


def _if_wet(value: Callable[[RackLiquid], float]) -> Callable[[RackLiquid], float]:
    return lambda rack: value(rack) if rack.loop_id else math.nan


def _if_doored(value: Callable[[RackLiquid], float]) -> Callable[[RackLiquid], float]:
    return lambda rack: value(rack) if rack.door_loop_id else math.nan


COOLANT_QUANTITIES: tuple[CoolantQuantity, ...] = (
    CoolantQuantity("coolant_inlet", "Coolant inlet", "c", _inlet),
    CoolantQuantity("coolant_outlet", "Coolant outlet", "c", _outlet),
    CoolantQuantity("coolant_flow", "Coolant flow", "coolant_m3_s", _flow),
    CoolantQuantity(
        "coolant_flow_share",
        "Flow over design flow",
        "fraction",
        flow_share,
        lambda _: LEAST_FLOW_FRACTION,
        "low",
    ),
    CoolantQuantity(
        "coolant_pressure", "Coolant pressure drop", "coolant_pa", _if_wet(lambda r: r.pressure_pa)
    ),
    CoolantQuantity(
        "coolant_velocity", "Coolant velocity", "coolant_m_s", _if_wet(lambda r: r.velocity_m_s)
    ),
    CoolantQuantity(
        "case", "Case temperature", "c", lambda r: r.case_c, lambda r: r.case_limit_c, "high"
    ),
    CoolantQuantity(
        "case_margin", "Margin to case limit", "k", case_margin_k, lambda _: 0.0, "low"
    ),
    CoolantQuantity(
        "throttled", "Throttled power", "w", _if_wet(lambda r: r.throttled_w), lambda _: 0.0, "high"
    ),
    CoolantQuantity("to_coolant", "Heat to coolant", "w", _if_wet(lambda r: r.to_coolant_w)),
    CoolantQuantity("door_duty", "Duty of rear door", "w", _if_doored(lambda r: r.door_duty_w)),
    CoolantQuantity("residual_air", "Heat left for the air", "w", residual_air_w),
)

_BY_KEY = {quantity.key: quantity for quantity in COOLANT_QUANTITIES}


def coolant_quantity(key: str) -> CoolantQuantity:
    """The quantity of that key.

    Raises:
        KeyError: There is none.
    """
    return _BY_KEY[key]


def coolant_values(results: LiquidResults, key: str) -> dict[str, float]:
    """Rack id -> value in the quantity's unit; only racks that coolant serves."""
    quantity = coolant_quantity(key)
    return {rack.id: quantity.value(rack) for rack in results.racks}
