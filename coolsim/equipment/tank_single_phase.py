"""Single-phase immersion tanks with an exchanger of their own.

All heat of the equipment goes into the dielectric; walls and lid pass some to the room. Chips stand
above the tank's supply by their heat sink (:mod:`coolsim.equipment.heat_sink`) and throttle at
their limit. The tank's exchanger holds the supply set point by its water valve; beyond, the bath
warms. References: ε-NTU (:mod:`coolsim.equipment.heat_exchanger`), first law.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from coolsim.equipment.arrays import Array, Quantity
from coolsim.equipment.cdu import throttled
from coolsim.equipment.chip import chip_state, compute_fraction
from coolsim.equipment.cold_plate import PressureLaw
from coolsim.equipment.heat_exchanger import ConductanceLaw, exchange

PRESSURE_EXPONENT = 2.0
"""Flow exponent of a tank's own drop: form losses of its distribution plate and manifold."""


@dataclass(frozen=True, slots=True)
class TankLoad:
    """Equipment in tanks; arrays over tanks.

    Attributes:
        chips: Accelerators.
        power_w: Power of one [W].
        limit_c: Its highest case temperature; not a number where unknown [deg C].
        other_w: All other heat in the tank [W].
    """

    chips: Quantity
    power_w: Quantity
    limit_c: Quantity
    other_w: Quantity


@dataclass(frozen=True, slots=True)
class TankState:
    """What tanks do; arrays over tanks.

    Attributes:
        supply_c: Dielectric entering the bath [deg C].
        return_c: Dielectric leaving it [deg C].
        to_water_w: Heat to the facility water [W].
        to_room_w: Heat through walls and lid [W].
        hottest_case_c: Of the accelerators; not a number without any [deg C].
        throttled_w: Power they do without [W].
        compute_fraction: Their operations over those unthrottled [-].
        water_m3_s: Facility water that the valve lets pass [m3/s].
        water_out_c: Its leaving temperature [deg C].
        is_holding: Whether the supply is at its set point.
    """

    supply_c: Array
    return_c: Array
    to_water_w: Array
    to_room_w: Array
    hottest_case_c: Array
    throttled_w: Array
    compute_fraction: Array
    water_m3_s: Array
    water_out_c: Array
    is_holding: Array


def tank_state(
    load: TankLoad,
    sink_k_w: Quantity,
    fluid_m3_s: Quantity,
    fluid_j_m3_k: Quantity,
    water_in_c: Quantity,
    water_open_m3_s: Quantity,
    water_j_m3_k: Quantity,
    law: ConductanceLaw,
    set_point_c: Quantity,
    room_c: Quantity,
    loss_w_k: Quantity = 0.0,
) -> TankState:
    """Steady state of tanks whose pumps run.

    The bath counts for the loss with the mean of supply and return. The balance is linear in the
    supply temperature, throttled or not, and is solved in closed form.

    A tank with neither water nor losses has no steady state; its temperatures come back infinite.

    Worked number: 64 chips of 1 kW and 11 kW beside them, 0.041 K/W, 4.375 L/s of 1.8135 MJ/(m3 K),
    exchanger rated 75 kW at 6.5 K with 1.5625 L/s of water, here of 30 deg C, set point 30 deg C,
    room 25 deg C, 22.5 W/K: supply 36.47, return 45.88, case 77.47 deg C, 364 W to the room.

    Args:
        load: What is in the tanks.
        sink_k_w: Resistance of one heat sink, case to the tank's supply [K/W].
        fluid_m3_s: Dielectric through the exchanger, above zero [m3/s].
        fluid_j_m3_k: Density times heat capacity of the dielectric [J/(m3 K)].
        water_in_c: Facility water entering [deg C].
        water_open_m3_s: Its flow with the valve open [m3/s].
        water_j_m3_k: Density times heat capacity of the water [J/(m3 K)].
        law: Conductance of the exchanger, dielectric as its hot side.
        set_point_c: Supply to hold [deg C].
        room_c: Air of the room [deg C].
        loss_w_k: Conductance of walls and lid [W/K].
    """
    chips = np.asarray(load.chips, dtype=float)
    fluid_w_k = np.asarray(fluid_m3_s, dtype=float) * fluid_j_m3_k
    to_water = _duty_per_supply_w_k(fluid_m3_s, fluid_w_k, water_open_m3_s, water_j_m3_k, law)
    to_room = np.asarray(loss_w_k) / (1.0 + 0.5 * np.asarray(loss_w_k) / fluid_w_k)
    kept = 1.0 - 0.5 * to_room / fluid_w_k
    chip_w_k = chips / np.asarray(sink_k_w, dtype=float)
    asked = chips * load.power_w + np.asarray(load.other_w)

    def supply_at(heat_w: Quantity, heat_w_k: Quantity) -> Array:
        """Supply where the heat is ``heat_w`` less ``heat_w_k`` per kelvin of it."""
        ways_out = to_water + to_room + kept * np.asarray(heat_w_k)
        driven = to_water * water_in_c + to_room * room_c + kept * np.asarray(heat_w)
        opened = np.where(ways_out > 0.0, driven / np.where(ways_out > 0.0, ways_out, 1.0), np.inf)
        # a bath whose walls lose all its heat stays below the set point, its valve closed
        leaks = np.asarray(loss_w_k) > 0.0
        closed = np.where(leaks, room_c + asked / np.where(leaks, loss_w_k, 1.0), np.inf)
        return np.asarray(np.maximum(opened, np.minimum(set_point_c, closed)))

    at_full = supply_at(asked, 0.0)
    limit = np.where(np.isnan(load.limit_c), np.inf, load.limit_c)
    is_hot = (chips > 0.0) & (at_full + np.asarray(load.power_w) * sink_k_w > limit)
    finite_limit = np.where(np.isfinite(limit), limit, 0.0)
    at_limit = supply_at(load.other_w + chip_w_k * finite_limit, chip_w_k)
    # where the rest of the heat alone brings the bath above the limit, the chips are off
    reduced = np.where(at_limit < limit, at_limit, supply_at(load.other_w, 0.0))
    supply = np.where(is_hot, reduced, at_full)
    one = chip_state(load.power_w, supply, room_c, 1.0 / np.asarray(sink_k_w), 0.0, load.limit_c)
    drawn = chips * one.power_w + np.asarray(load.other_w)
    loss = to_room * (supply - room_c) + 0.5 * to_room / fluid_w_k * drawn
    returning = supply + (drawn - loss) / fluid_w_k
    valve = throttled(
        returning,
        set_point_c,
        fluid_m3_s,
        fluid_j_m3_k,
        water_in_c,
        water_open_m3_s,
        water_j_m3_k,
        law,
    )
    return TankState(
        supply_c=np.asarray(supply),
        return_c=np.asarray(returning),
        to_water_w=np.asarray(drawn - loss),
        to_room_w=np.asarray(loss),
        hottest_case_c=np.asarray(np.where(chips > 0.0, one.case_c, np.nan)),
        throttled_w=np.asarray(chips * (np.asarray(load.power_w) - one.power_w)),
        compute_fraction=compute_fraction(chips * one.power_w, chips * np.asarray(load.power_w)),
        water_m3_s=valve.cold_m3_s,
        water_out_c=valve.cold_out_c,
        is_holding=valve.is_holding,
    )


def _duty_per_supply_w_k(
    fluid_m3_s: Quantity,
    fluid_w_k: Array,
    water_m3_s: Quantity,
    water_j_m3_k: Quantity,
    law: ConductanceLaw,
) -> Array:
    """Duty of an exchanger fully open per kelvin of supply above entering water [W/K]."""
    water_w_k = np.asarray(water_m3_s, dtype=float) * water_j_m3_k
    conductance = law.conductance_w_k(fluid_m3_s, water_m3_s)
    # one kelvin between the inlets tells the duty and where the hot stream then leaves
    found = exchange(1.0, 0.0, fluid_w_k, water_w_k, conductance)
    return np.asarray(found.duty_w / np.maximum(found.hot_out_c, _LEAST_APPROACH))


_LEAST_APPROACH = 1e-12
"""Smallest share of the inlet difference that counts as left, for exchangers without end."""


def drop_law(rated_pa: float, rated_m3_s: float) -> PressureLaw:
    """Pressure drop of a tank's dielectric circuit from its rated point."""
    return PressureLaw(rated_pa, rated_m3_s, PRESSURE_EXPONENT)
