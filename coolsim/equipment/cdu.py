"""Coolant distribution units: liquid to liquid by plates, liquid to air by a coil in the hall.

Either way a warm technology stream gives its heat to a cold stream that the unit throttles: a
facility valve, or the speed of its fans. The unit holds its supply set point as long as the fully
opened cold stream can; beyond, the supply rises. The rating of a machine is an approach at two
flows, and says how large its exchanger is, not where its duty ends: a unit rated 1350 kW at 4 K
carries some 2700 kW at 8 K. References: ε-NTU and conductance laws of
:mod:`coolsim.equipment.heat_exchanger`; first law. Pumps stand in :mod:`coolsim.equipment.pump`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from coolsim.equipment.arrays import Array, Quantity
from coolsim.equipment.heat_exchanger import (
    Arrangement,
    ConductanceLaw,
    air_heating_coil_law,
    conductance_from_approach_w_k,
    exchange,
    plate_law,
)

_SETTLED_K = 1e-9
"""Difference from the set point at which the throttle counts as found [K]."""
_MOST_STEPS = 80


@dataclass(frozen=True, slots=True)
class CduState:
    """What units do; arrays over the units.

    Attributes:
        supply_c: Technology supply, leaving the exchanger [deg C].
        duty_w: Heat from the technology to the cold stream [W].
        cold_m3_s: Flow of the facility water or the air that the throttle lets pass [m3/s].
        cold_out_c: Its leaving temperature [deg C].
        approach_k: Technology supply minus cold inlet [K].
        is_holding: Whether the supply is at its set point.
        is_idle: Whether the return is already at or below the set point, so that nothing is cooled.
    """

    supply_c: Array
    duty_w: Array
    cold_m3_s: Array
    cold_out_c: Array
    approach_k: Array
    is_holding: Array
    is_idle: Array


def plates_of_rating(
    capacity_w: float,
    approach_k: float,
    technology_m3_s: float,
    facility_m3_s: float,
    technology_j_m3_k: float,
    facility_j_m3_k: float,
) -> ConductanceLaw:
    """Plate exchanger of a unit from its rating; the technology side is the hot one.

    Worked number: 1350 kW at 4 K, 20 L/s of 4.1 MJ/(m3 K) on both sides: 337.5 kW/K.

    Args:
        capacity_w: Rated duty [W].
        approach_k: Technology supply minus facility supply at that duty [K].
        technology_m3_s: Rated technology flow [m3/s].
        facility_m3_s: Rated facility flow [m3/s].
        technology_j_m3_k: Density times heat capacity of the technology coolant [J/(m3 K)].
        facility_j_m3_k: Of the facility water [J/(m3 K)].

    Raises:
        SolveError: No exchanger can have that rating.
    """
    rated_w_k = conductance_from_approach_w_k(
        capacity_w,
        approach_k,
        technology_m3_s * technology_j_m3_k,
        facility_m3_s * facility_j_m3_k,
    )
    return plate_law(rated_w_k, technology_m3_s, facility_m3_s)


def coil_of_rating(
    capacity_w: float,
    approach_k: float,
    technology_m3_s: float,
    air_m3_s: float,
    technology_j_m3_k: float,
    air_j_m3_k: float,
) -> ConductanceLaw:
    """Coil of a liquid-to-air unit from its rating; the technology side is the hot one.

    The coil is reckoned in crossflow. Worked number: 60 kW, 12 K between supply and entering air,
    1.5 L/s of 4.0 MJ/(m3 K), 6 m3/s of air of 1.2 kJ/(m3 K): 5.145 kW/K.

    Args:
        capacity_w: Rated duty [W].
        approach_k: Technology supply minus entering air at that duty [K].
        technology_m3_s: Rated technology flow [m3/s].
        air_m3_s: Rated airflow [m3/s].
        technology_j_m3_k: Density times heat capacity of the coolant [J/(m3 K)].
        air_j_m3_k: Of the air [J/(m3 K)].

    Raises:
        SolveError: No coil can have that rating.
    """
    rated_w_k = conductance_from_approach_w_k(
        capacity_w,
        approach_k,
        technology_m3_s * technology_j_m3_k,
        air_m3_s * air_j_m3_k,
        "crossflow",
    )
    return air_heating_coil_law(rated_w_k, technology_m3_s, air_m3_s)


def throttled(
    return_c: Quantity,
    set_point_c: Quantity,
    technology_m3_s: Quantity,
    technology_j_m3_k: Quantity,
    cold_in_c: Quantity,
    cold_open_m3_s: Quantity,
    cold_j_m3_k: Quantity,
    law: ConductanceLaw,
    *,
    capacity_w: Quantity | None = None,
    technology_factor: Quantity = 1.0,
    cold_factor: Quantity = 1.0,
    arrangement: Arrangement = "counterflow",
) -> CduState:
    """State of units of one kind that throttle their cold stream to hold a supply set point.

    Worked number: the unit of :func:`plates_of_rating`, return 50 deg C, set point 30 deg C, both
    sides at rated flow, facility 27 deg C: fully open it supplies 31.496 deg C and misses its set
    point; a set point of 36 deg C it holds with 12.92 L/s.

    Args:
        return_c: Technology return at the exchanger, heat of the pumps included [deg C].
        set_point_c: Supply to hold [deg C].
        technology_m3_s: Technology flow [m3/s].
        technology_j_m3_k: Density times heat capacity of the coolant [J/(m3 K)].
        cold_in_c: Facility supply, or air at the unit's inlet [deg C].
        cold_open_m3_s: Cold flow with the valve open, or the fans at full speed [m3/s].
        cold_j_m3_k: Density times heat capacity of the cold stream [J/(m3 K)].
        law: Conductance, the technology side as its hot side.
        capacity_w: A duty that the unit's controls never exceed [W]; ``None``: only its exchanger
            limits it.
        technology_factor: Film factor of the coolant against the rated one.
        cold_factor: Of the cold stream.
        arrangement: Of the exchanger.
    """
    shape = np.broadcast(
        *(
            np.asarray(value)
            for value in (return_c, set_point_c, technology_m3_s, cold_in_c, cold_open_m3_s)
        )
    ).shape
    warm, wanted, flow, cold, opened = (
        np.broadcast_to(np.asarray(value, dtype=float), shape)
        for value in (return_c, set_point_c, technology_m3_s, cold_in_c, cold_open_m3_s)
    )
    hot_w_k = flow * technology_j_m3_k
    if capacity_w is not None:
        # what the capacity leaves to cool down to is the coldest supply there can be
        reach_k = np.asarray(capacity_w) / np.where(hot_w_k > 0.0, hot_w_k, 1.0)
        wanted = np.where(hot_w_k > 0.0, np.maximum(wanted, warm - reach_k), wanted)

    def supply(share: Array) -> Array:
        conductance = law.conductance_w_k(
            flow, share * opened, hot_factor=technology_factor, cold_factor=cold_factor
        )
        cold_w_k = share * opened * cold_j_m3_k
        return exchange(warm, cold, hot_w_k, cold_w_k, conductance, arrangement).hot_out_c

    is_idle = warm <= wanted
    open_supply = supply(np.ones(shape))
    is_short = ~is_idle & (open_supply > wanted)
    shares = _opening(supply, wanted, warm, open_supply)
    shares = np.where(is_idle, 0.0, np.where(is_short, 1.0, shares))
    leaving = np.where(is_idle, warm, np.where(is_short, open_supply, wanted))
    duty_w = hot_w_k * (warm - leaving)
    cold_flow = shares * opened
    cold_w_k = cold_flow * cold_j_m3_k
    return CduState(
        supply_c=np.asarray(leaving),
        duty_w=np.asarray(duty_w),
        cold_m3_s=np.asarray(cold_flow),
        cold_out_c=np.asarray(cold + duty_w / np.where(cold_w_k > 0.0, cold_w_k, 1.0)),
        approach_k=np.asarray(leaving - cold),
        is_holding=np.asarray(~is_idle & ~is_short & (wanted <= set_point_c)),
        is_idle=np.asarray(is_idle),
    )


def _opening(
    supply: Callable[[Array], Array], wanted: Array, closed_c: Array, open_c: Array
) -> Array:
    """Share of the full cold flow at which the supply is the wanted one.

    False position with the Illinois rule between closed and open, where the supply falls all the
    way; where it is never reached the answer has no meaning.
    """
    low, high = np.zeros(wanted.shape), np.ones(wanted.shape)
    above, below = closed_c - wanted, open_c - wanted
    share = high
    for _ in range(_MOST_STEPS):
        spread = above - below
        share = low + (high - low) * above / np.where(spread == 0.0, 1.0, spread)
        share = np.minimum(np.maximum(share, low), high)
        rest = supply(share) - wanted
        is_above = rest > 0.0
        # halving the value of the end that stays keeps false position from creeping
        below = np.where(is_above, 0.5 * below, rest)
        above = np.where(is_above, rest, 0.5 * above)
        low, high = np.where(is_above, share, low), np.where(is_above, high, share)
        unsettled = (np.abs(rest) > _SETTLED_K) & (closed_c > wanted) & (open_c < wanted)
        if not unsettled.any():
            break
    return share


def held_by_capacity(
    return_c: Quantity,
    set_point_c: Quantity,
    technology_w_k: Quantity,
    cold_in_c: Quantity,
    capacity_w: Quantity | None,
) -> Array:
    """Supply of a unit whose exchanger is not known: held until its capacity is used [deg C].

    Its approach is *not checked*. What stays certain is the first law, and that the supply cannot
    be colder than the stream that cools it.

    Worked number: return 50 deg C, set point 30 deg C, 50 kW/K, 800 kW: 34 deg C.

    Args:
        return_c: Technology return [deg C].
        set_point_c: Supply to hold [deg C].
        technology_w_k: Capacity rate of the technology stream [W/K].
        cold_in_c: Facility supply or entering air [deg C].
        capacity_w: Rated capacity [W]; ``None`` where that is unknown too.
    """
    rate = np.asarray(technology_w_k, dtype=float)
    coldest = np.maximum(set_point_c, cold_in_c)
    if capacity_w is not None:
        reach_k = np.asarray(capacity_w) / np.where(rate > 0.0, rate, 1.0)
        coldest = np.maximum(coldest, np.where(rate > 0.0, return_c - reach_k, return_c))
    return np.asarray(np.minimum(return_c, coldest))
