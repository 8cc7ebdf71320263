"""A chip under a cold plate or in a tank: case temperature by two parallel paths, and throttling.

``(T_case - T_coolant) G_plate + (T_case - T_air) G_air = P``: a plain resistance network (JEDEC
JESD51-12). Where the case would pass its limit the chip lowers its power until the limit is just
met; its operations fall with its power, and the heat with it. What is drawn is always given off:
nothing is captured that does not leave by one of the two paths.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from coolsim.equipment.arrays import Array, Quantity
from coolsim.equipment.cold_plate import Plate

_NO_PATH_W_K = 1e-12
"""Conductance below which a chip has no way to give off its heat [W/K]."""


@dataclass(frozen=True, slots=True)
class ChipState:
    """Chips at work; arrays of one shape.

    Attributes:
        case_c: Case temperature; infinite where a chip has no path for its heat at all [deg C].
        power_w: What the chip draws, after throttling [W].
        to_coolant_w: Heat into the plate's coolant [W].
        to_air_w: Heat into the air by the other path [W].
        is_throttled: Whether the case limit holds the power down.
    """

    case_c: Array
    power_w: Array
    to_coolant_w: Array
    to_air_w: Array
    is_throttled: Array


def chip_state(
    power_w: Quantity,
    coolant_c: Quantity,
    air_c: Quantity,
    plate_w_k: Quantity,
    air_w_k: Quantity = 0.0,
    limit_c: Quantity = np.nan,
) -> ChipState:
    """Case temperature and heat paths of chips, throttled at their case limit.

    Worked number: 1000 W, coolant 40 deg C at 50 W/K, air 30 deg C at 2 W/K: case 58.846 deg C,
    942.3 W to the coolant, 57.7 W to the air; at a limit of 55 deg C: 800 W.

    Args:
        power_w: Power asked for [W].
        coolant_c: Coolant at the plate's inlet, or liquid around the heat sink [deg C].
        air_c: Air on the other path [deg C].
        plate_w_k: One over the resistance from case to coolant [W/K]; 0 without flow.
        air_w_k: One over the resistance from case to air [W/K].
        limit_c: Highest case temperature [deg C]; not a number where it is unknown, then never
            reached.
    """
    asked = np.asarray(power_w, dtype=float)
    total = np.asarray(plate_w_k, dtype=float) + air_w_k
    # a path of no conductance carries nothing, whatever the temperature at its end
    carried = np.asarray(plate_w_k) * coolant_c + np.asarray(air_w_k) * air_c
    is_limited = ~np.isnan(limit_c)
    at_limit = total * np.where(is_limited, limit_c, 0.0) - carried
    power = np.where(is_limited, np.minimum(asked, np.maximum(at_limit, 0.0)), asked)
    has_path = total > _NO_PATH_W_K
    unreached = np.where(power > 0.0, np.inf, air_c)
    case = np.where(has_path, (power + carried) / np.where(has_path, total, 1.0), unreached)
    known = np.where(has_path, case, 0.0)
    to_coolant = np.where(has_path, plate_w_k * (known - coolant_c), 0.0)
    return ChipState(
        case_c=np.asarray(case),
        power_w=np.asarray(power),
        to_coolant_w=np.asarray(to_coolant),
        # the difference, so that the two always add up to what is drawn
        to_air_w=np.asarray(power - to_coolant),
        is_throttled=np.asarray(power < asked),
    )


def compute_fraction(power_w: Quantity, full_power_w: Quantity) -> Array:
    """Operations of a throttled chip over those at full power [-]: in proportion to its power.

    Measured: 1600 to 2174 TFLOPS at 1400 W and some 617 at 500 W on one accelerator (GB300), that
    is 0.28 to 0.39 where the power is 0.357. The cube law of power over clock would give more.

    Worked number: 700 of 1400 W: 0.5.
    """
    full = np.asarray(full_power_w, dtype=float)
    return np.asarray(np.where(full > 0.0, power_w / np.where(full > 0.0, full, 1.0), 1.0))


@dataclass(frozen=True, slots=True)
class PlatedLoad:
    """What a rack holds under cold plates; arrays over racks.

    Accelerators sit in chains of plates in series; all other plated parts (processors, switches)
    lie parallel to them and take their own share of the flow.

    Attributes:
        chips: Accelerators in the rack.
        power_w: Power of one accelerator [W].
        limit_c: Its highest case temperature; not a number where unknown [deg C].
        other_w: Heat of the other plated parts together [W].
        chips_flow_fraction: Share of the rack's flow that passes the accelerators' plates.
        air_w_k: Path from one case to the rack's air [W/K].
    """

    chips: Quantity
    power_w: Quantity
    limit_c: Quantity
    other_w: Quantity
    chips_flow_fraction: Quantity
    air_w_k: Quantity = 0.0


@dataclass(frozen=True, slots=True)
class PlatedState:
    """What plated parts of racks do; arrays over racks.

    Attributes:
        outlet_c: Coolant leaving the rack's plates, all branches mixed [deg C].
        to_coolant_w: Heat into the coolant [W].
        to_air_w: Heat of plated parts that goes to the air all the same [W].
        hottest_case_c: Of the accelerators [deg C].
        throttled_w: Power the accelerators do without because of their limit [W].
        compute_fraction: Their operations over those unthrottled [-].
    """

    outlet_c: Array
    to_coolant_w: Array
    to_air_w: Array
    hottest_case_c: Array
    throttled_w: Array
    compute_fraction: Array


def flow_share_by_heat(chips_w: Quantity, other_w: Quantity) -> Array:
    """Share of a rack's flow for the accelerators where branches are sized by their heat [-].

    Worked number: 86.4 kW of accelerators beside 29.2 kW: 0.7474.
    """
    total = np.asarray(chips_w, dtype=float) + other_w
    return np.asarray(np.where(total > 0.0, chips_w / np.where(total > 0.0, total, 1.0), 1.0))


def plated_state(
    load: PlatedLoad,
    plate: Plate,
    inlet_c: Quantity,
    flow_m3_s: Quantity,
    coolant_j_m3_k: Quantity,
    air_c: Quantity,
    in_series: int = 1,
) -> PlatedState:
    """State of the plated parts of racks at a flow and an inlet temperature.

    Without flow the other parts pass their heat to the air, as accelerators do by their second
    path; nothing is lost.

    Worked number: 72 accelerators of 1200 W and 29.2 kW beside them, plates of 0.0230 K/W at
    1.2 L/min, 120 L/min of 4.00 MJ/(m3 K) at 40 deg C: case 67.325, outlet 54.45 deg C.

    Args:
        load: What is under the plates.
        plate: The accelerators' cold plate.
        inlet_c: Coolant at the rack's inlet [deg C].
        flow_m3_s: Flow through the rack [m3/s].
        coolant_j_m3_k: Density times heat capacity of the coolant [J/(m3 K)].
        air_c: Air in the rack [deg C].
        in_series: Plates of accelerators on one chain.
    """
    flow = np.abs(np.asarray(flow_m3_s, dtype=float))
    chips = np.asarray(load.chips, dtype=float)
    chains = np.where(chips > 0.0, chips / in_series, 1.0)
    chain_m3_s = flow * load.chips_flow_fraction / chains
    chain_w_k = chain_m3_s * coolant_j_m3_k
    moves = chain_w_k > 0.0
    entering = np.asarray(inlet_c, dtype=float)
    conductance = plate.conductance_w_k(chain_m3_s, coolant_j_m3_k)
    to_coolant, to_air, drawn = np.zeros(()), np.zeros(()), np.zeros(())
    hottest = np.full((), -np.inf)
    for _ in range(in_series):
        one = chip_state(load.power_w, entering, air_c, conductance, load.air_w_k, load.limit_c)
        to_coolant = to_coolant + chains * one.to_coolant_w
        to_air = to_air + chains * one.to_air_w
        drawn = drawn + chains * one.power_w
        hottest = np.maximum(hottest, one.case_c)
        entering = entering + np.where(
            moves, one.to_coolant_w / np.where(moves, chain_w_k, 1.0), 0.0
        )
    has_chips = chips > 0.0
    rack_w_k = flow * coolant_j_m3_k
    flows = rack_w_k > 0.0
    heat = np.where(has_chips, to_coolant, 0.0) + np.where(flows, load.other_w, 0.0)
    asked = chips * load.power_w
    drawn = np.where(has_chips, drawn, 0.0)
    return PlatedState(
        outlet_c=np.asarray(inlet_c + np.where(flows, heat / np.where(flows, rack_w_k, 1.0), 0.0)),
        to_coolant_w=np.asarray(heat),
        to_air_w=np.asarray(np.where(has_chips, to_air, 0.0) + np.where(flows, 0.0, load.other_w)),
        hottest_case_c=np.asarray(np.where(has_chips, hottest, np.nan)),
        throttled_w=np.asarray(asked - drawn),
        compute_fraction=compute_fraction(drawn, asked),
    )
