"""Rear-door heat exchangers, passive and active: a coil in the exhaust of a rack.

The coil takes what its effectiveness allows from the air that passes it; the rest stays in the air,
as does what goes past the coil through gaps. Passive doors are blown through by the fans of the
servers, active ones have fans of their own behind the coil, whose power warms the leaving air.
References: ε-NTU and coil law (Wetter 1999) of :mod:`coolsim.equipment.heat_exchanger`; first law.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from coolsim.equipment.arrays import Array, Quantity
from coolsim.equipment.cold_plate import PressureLaw
from coolsim.equipment.heat_exchanger import (
    ConductanceLaw,
    coil_law,
    conductance_from_approach_w_k,
    exchange,
)

PRESSURE_EXPONENT = 1.75
"""Flow exponent of the air pressure drop: friction factor with ``Re**-0.25`` (Blasius)."""

_STILL_W_K = 1e-9
"""Capacity rate below which air counts as still: it then takes no temperature from the door."""


@dataclass(frozen=True, slots=True)
class DoorState:
    """What doors do; arrays over racks.

    Attributes:
        duty_w: Heat from the air to the water [W]; negative where the water is the warmer.
        air_out_c: Air leaving the door, by-pass and fan heat mixed in [deg C].
        water_out_c: Water leaving [deg C].
        heat_left_w: Heat that the air carries on compared with the air the rack drew [W].
    """

    duty_w: Array
    air_out_c: Array
    water_out_c: Array
    heat_left_w: Array


def door_of_rating(
    capacity_w: float,
    approach_k: float,
    air_m3_s: float,
    water_m3_s: float,
    air_j_m3_k: float,
    water_j_m3_k: float,
) -> ConductanceLaw:
    """Coil of a door from its rating; the air is its hot side, in crossflow.

    Worked number: 30 kW, air leaving 6 K above the entering water, 2.0 m3/s of 1.2 kJ/(m3 K),
    0.75 L/s of 4.17 MJ/(m3 K): 4.907 kW/K.

    Args:
        capacity_w: Rated duty [W].
        approach_k: Leaving air minus entering water at that duty [K].
        air_m3_s: Rated airflow [m3/s].
        water_m3_s: Rated water flow [m3/s].
        air_j_m3_k: Density times heat capacity of air [J/(m3 K)].
        water_j_m3_k: Of the water [J/(m3 K)].

    Raises:
        SolveError: No coil can have that rating.
    """
    rated_w_k = conductance_from_approach_w_k(
        capacity_w, approach_k, air_m3_s * air_j_m3_k, water_m3_s * water_j_m3_k, "crossflow"
    )
    return coil_law(rated_w_k, air_m3_s, water_m3_s)


def door_state(
    air_m3_s: Quantity,
    exhaust_c: Quantity,
    air_in_c: Quantity,
    air_j_m3_k: Quantity,
    water_m3_s: Quantity,
    water_in_c: Quantity,
    water_j_m3_k: Quantity,
    law: ConductanceLaw,
    *,
    bypass_fraction: Quantity = 0.0,
    fan_w: Quantity = 0.0,
) -> DoorState:
    """State of doors at an airflow and a water flow.

    Worked number: the coil of :func:`door_of_rating` at its rated flows, exhaust 36.5 deg C from
    24 deg C, water 18 deg C: 30 kW and 24 deg C leaving; with a tenth of the air past the coil
    28.20 kW and 24.75 deg C.

    Args:
        air_m3_s: Airflow through the rack [m3/s].
        exhaust_c: Air leaving the servers [deg C].
        air_in_c: Air the rack drew [deg C], from which the heat left in the air is counted.
        air_j_m3_k: Density times heat capacity of air [J/(m3 K)].
        water_m3_s: Water flow [m3/s].
        water_in_c: Water entering [deg C].
        water_j_m3_k: Density times heat capacity of the water [J/(m3 K)].
        law: Conductance of the coil, air as its hot side.
        bypass_fraction: Share of the air that goes past the coil.
        fan_w: Power of the door's own fans [W].
    """
    through = np.asarray(air_m3_s, dtype=float) * (1.0 - np.asarray(bypass_fraction))
    found = exchange(
        exhaust_c,
        water_in_c,
        through * air_j_m3_k,
        np.asarray(water_m3_s) * water_j_m3_k,
        law.conductance_w_k(through, water_m3_s),
        "crossflow",
    )
    air_w_k = np.asarray(air_m3_s) * air_j_m3_k
    moves = air_w_k > _STILL_W_K
    carried = air_w_k * (np.asarray(exhaust_c) - air_in_c)
    change_k = (np.asarray(fan_w) - found.duty_w) / np.where(moves, air_w_k, 1.0)
    return DoorState(
        duty_w=found.duty_w,
        air_out_c=np.asarray(exhaust_c + np.where(moves, change_k, 0.0)),
        water_out_c=found.cold_out_c,
        heat_left_w=np.asarray(carried - found.duty_w + fan_w),
    )


def air_effectiveness(
    air_m3_s: Quantity,
    air_j_m3_k: Quantity,
    water_m3_s: Quantity,
    water_j_m3_k: Quantity,
    law: ConductanceLaw,
    bypass_fraction: Quantity = 0.0,
) -> Array:
    """How far all the air comes from the exhaust's to the water's temperature [-].

    The duty is this share times the air's capacity rate times exhaust minus entering water, so that
    an air solver may carry the door as a linear device.

    Worked number: the coil of :func:`door_of_rating` at its rated flows: 12.5 of 18.5 K, 0.6757.

    Args:
        air_m3_s: Airflow through the rack [m3/s].
        air_j_m3_k: Density times heat capacity of air [J/(m3 K)].
        water_m3_s: Water flow [m3/s].
        water_j_m3_k: Density times heat capacity of the water [J/(m3 K)].
        law: Conductance of the coil, air as its hot side.
        bypass_fraction: Share of the air that goes past the coil.
    """
    one = door_state(
        air_m3_s,
        1.0,
        0.0,
        air_j_m3_k,
        water_m3_s,
        0.0,
        water_j_m3_k,
        law,
        bypass_fraction=bypass_fraction,
    )
    return np.asarray(1.0 - one.air_out_c)


def held_by_capacity(
    exhaust_c: Quantity,
    target_c: Quantity,
    air_w_k: Quantity,
    water_in_c: Quantity,
    capacity_w: Quantity | None,
) -> Array:
    """Duty of a door whose coil is not known: air cooled to a target as far as capacity goes [W].

    Its effectiveness is *not checked*; the leaving air is never colder than the water.

    Worked number: 45 to 25 deg C, 2.4 kW/K, 40 kW: 40 kW, leaving air 28.33 deg C.

    Args:
        exhaust_c: Air leaving the servers [deg C].
        target_c: Leaving air that the door aims at, for a neutral room the air the rack drew.
        air_w_k: Capacity rate of the air [W/K].
        water_in_c: Water entering [deg C].
        capacity_w: Rated capacity [W]; ``None`` where unknown.
    """
    reach_k = np.asarray(exhaust_c, dtype=float) - np.maximum(target_c, water_in_c)
    duty = np.asarray(air_w_k) * np.maximum(reach_k, 0.0)
    return np.asarray(duty if capacity_w is None else np.minimum(duty, capacity_w))


def air_pressure_law(rated_pa: float, rated_m3_s: float) -> PressureLaw:
    """Pressure that the fans must bring up for the door, from its rated point.

    Worked number: 25 Pa at 2 m3/s: 7.43 Pa at 1 m3/s.
    """
    return PressureLaw(rated_pa, rated_m3_s, PRESSURE_EXPONENT)
