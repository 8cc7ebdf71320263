"""The coil of a room cooler that controls its supply air temperature."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

CoilMode = Literal["holding", "saturated", "idle"]

_DEADBAND_K = 1e-6
"""Difference below which a limit is not yet passed, so that modes do not chatter [K]."""


@dataclass(frozen=True, slots=True)
class CoilState:
    """What a coil does at a return temperature.

    Attributes:
        mode: ``holding`` its set point, ``saturated`` at its capacity, or ``idle`` because the
            return air is already colder than the set point.
        supply_temperature_c: Air leaving the unit [deg C].
        net_duty_w: Heat taken from the room's air, the unit's own fan heat deducted [W].
    """

    mode: CoilMode
    supply_temperature_c: float
    net_duty_w: float


def supply_controlled(
    return_temperature_c: float,
    set_point_c: float,
    capacity_rate_w_k: float,
    capacity_w: float | None,
    *,
    coldest_c: float | None = None,
) -> CoilState:
    """Supply air of a cooler that holds a supply set point as long as its capacity lasts.

    The net duty needed is ``capacity_rate (T_return - T_set)``. Beyond the net capacity the supply
    rises to ``T_return - capacity / capacity_rate``; a coil cannot heat, so a return below the set
    point passes through. First-law balance of the air stream.

    Worked number: 30 C return, 20 C set point, 5 kW/K, 40 kW: saturated, supply 22 C.

    Args:
        return_temperature_c: Air entering [deg C].
        set_point_c: Supply air set point [deg C].
        capacity_rate_w_k: Mass flow times heat capacity of the air [W/K].
        capacity_w: Net sensible capacity [W]; ``None`` where it is unknown, then never reached.
        coldest_c: Coldest supply that the coil's water allows at this return [deg C]; where it is
            given, it stands for the capacity.
    """
    needed = capacity_rate_w_k * (return_temperature_c - set_point_c)
    if needed < -capacity_rate_w_k * _DEADBAND_K:
        return CoilState("idle", return_temperature_c, 0.0)
    if coldest_c is None and capacity_w is not None:
        coldest_c = return_temperature_c - capacity_w / capacity_rate_w_k
    if coldest_c is not None and coldest_c > set_point_c + _DEADBAND_K:
        duty_w = capacity_rate_w_k * (return_temperature_c - coldest_c)
        return CoilState("saturated", coldest_c, duty_w)
    return CoilState("holding", set_point_c, max(needed, 0.0))
