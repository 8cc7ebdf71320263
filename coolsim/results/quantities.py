"""What a rack can be coloured or sorted by: one list for window, report and command line."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from coolsim.results.records import RackResult, Results


@dataclass(frozen=True, slots=True)
class RackQuantity:
    """A number every rack has.

    Attributes:
        key: Stable key.
        name: What to call it.
        unit: Unit key of ``coolsim.units``.
        value: Reads it from a rack's result, in that unit.
        limit: Reads the rack's own limit for it; ``None`` where it has none.
        worse: Whether the high or the low end is the bad one; ``""`` where neither is.
    """

    key: str
    name: str
    unit: str
    value: Callable[[RackResult], float]
    limit: Callable[[RackResult], float] | None = None
    worse: Literal["high", "low", ""] = ""

    def exceeds(self, rack: RackResult) -> bool:
        """Whether the rack is on the wrong side of its limit."""
        if self.limit is None:
            return False
        value, limit = self.value(rack), self.limit(rack)
        return value < limit if self.worse == "low" else value > limit


def _margin(rack: RackResult) -> float:
    return rack.inlet_limit_c - rack.inlet_temperature_c


def _rise(rack: RackResult) -> float:
    return rack.outlet_temperature_c - rack.inlet_mean_temperature_c


def _inlet_limit(rack: RackResult) -> float:
    return rack.inlet_limit_c


RACK_QUANTITIES: tuple[RackQuantity, ...] = (
    RackQuantity(
        "inlet", "Inlet temperature", "c", lambda r: r.inlet_temperature_c, _inlet_limit, "high"
    ),
    RackQuantity("inlet_margin", "Margin to inlet limit", "k", _margin, lambda _: 0.0, "low"),
    RackQuantity("inlet_grid_error", "Grid error of inlet", "k", lambda r: r.inlet_grid_error_k),
    RackQuantity("inlet_mean", "Mean inlet temperature", "c", lambda r: r.inlet_mean_temperature_c),
    RackQuantity("outlet", "Outlet temperature", "c", lambda r: r.outlet_temperature_c),
    RackQuantity("rise", "Air temperature rise", "k", _rise),
    RackQuantity(
        "inlet_relative_humidity",
        "Inlet relative humidity",
        "fraction",
        lambda r: r.inlet_relative_humidity_fraction,
    ),
    RackQuantity("inlet_dew_point", "Inlet dew point", "c", lambda r: r.inlet_dew_point_c),
    RackQuantity("power", "Power", "w", lambda r: r.power_w),
    RackQuantity("airflow", "Airflow", "m3_s", lambda r: r.airflow_m3_s),
    RackQuantity("heat_to_air", "Heat to air", "w", lambda r: r.heat_to_air_w),
)


QUANTITY_KEYS: tuple[str, ...] = tuple(quantity.key for quantity in RACK_QUANTITIES)
_BY_KEY = {quantity.key: quantity for quantity in RACK_QUANTITIES}


def rack_quantity(key: str) -> RackQuantity:
    """The quantity of that key.

    Raises:
        KeyError: There is none.
    """
    return _BY_KEY[key]


def rack_values(results: Results, key: str) -> dict[str, float]:
    """Rack id -> value in the quantity's unit; NaN where the rack has none."""
    quantity = rack_quantity(key)
    return {rack.id: quantity.value(rack) for rack in results.racks}


def worst_rack(results: Results) -> RackResult | None:
    """The rack with the least margin to its inlet limit; ``None`` without racks."""
    known = [rack for rack in results.racks if not math.isnan(_margin(rack))]
    return min(known, key=_margin, default=None)
