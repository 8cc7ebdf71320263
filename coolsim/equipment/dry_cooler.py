"""Dry, wetted and adiabatic coolers: a finned coil in outdoor air.

Sources: effectiveness-NTU crossflow with the film laws of :mod:`coolsim.equipment.heat_exchanger`;
adiabatic pads by their saturation effectiveness, ASHRAE Handbook, HVAC Systems and Equipment
(2016), ch. 41. Fan power follows the cube of the flow. Arguments broadcast.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from coolsim.equipment.arrays import Array, Quantity
from coolsim.equipment.fan_control import Where, fan_that_holds
from coolsim.equipment.heat_exchanger import (
    ConductanceLaw,
    coil_law,
    conductance_from_duty_w_k,
    exchange,
)
from coolsim.errors import SolveError

_AIR_J_KG_K = 1006.0
_RATED_AIR_KG_M3 = 1.2


@dataclass(frozen=True, slots=True)
class DryCooler:
    """A dry cooler by its rating.

    Attributes:
        law: Conductance at any two flows; the air is its hot side by name only.
        air_m3_s: Rated air flow at 1.2 kg/m3 [m3/s].
        liquid_m3_s: Rated liquid flow [m3/s].
        fan_w: Fan power at rated air flow [W].
        pad_effectiveness: Share of the wet-bulb depression that wetted pads take; 0 without [-].
    """

    law: ConductanceLaw
    air_m3_s: float
    liquid_m3_s: float
    fan_w: float
    pad_effectiveness: float = 0.0


@dataclass(frozen=True, slots=True)
class DryCoolerState:
    """What a dry cooler does.

    Attributes:
        rejected_w: Heat given to the air; negative where the liquid is colder [W].
        liquid_out_c: Leaving liquid [deg C].
        fan_w: Fan power [W].
        fan_ratio: Air flow over rated flow [-].
        evaporated_kg_s: Water the pads give to the air [kg/s].
    """

    rejected_w: Array
    liquid_out_c: Array
    fan_w: Array
    fan_ratio: Array
    evaporated_kg_s: Array


def rated_dry_cooler(
    duty_w: float,
    air_in_c: float,
    liquid_in_c: float,
    liquid_out_c: float,
    air_m3_s: float,
    fan_w: float,
    liquid_j_m3_k: float,
    *,
    pad_effectiveness: float = 0.0,
) -> DryCooler:
    """The dry cooler of a rating.

    Worked number: 2,931 kW from 46.11 to 40.55 deg C in air of 35 deg C, 400 m3/s, water at
    4.12 MJ/(m3 K): it then gives 2,931 kW at its rating.

    Args:
        duty_w: Rated duty [W].
        air_in_c: Rated outdoor air [deg C].
        liquid_in_c: Rated entering liquid [deg C].
        liquid_out_c: Rated leaving liquid [deg C].
        air_m3_s: Rated air flow at 1.2 kg/m3 [m3/s].
        fan_w: Rated fan power [W].
        liquid_j_m3_k: Density times heat capacity of the liquid [J/(m3 K)].
        pad_effectiveness: Of wetted pads; 0 without [-].

    Raises:
        SolveError: No coil does that: the air flow is too small, or the temperatures cross.
    """
    if not liquid_in_c > liquid_out_c > air_in_c or air_m3_s <= 0.0:
        raise SolveError(
            "a rating needs liquid that cools towards the air, and an air flow above zero.",
            where="dry cooler",
            remedy="Check the rated temperatures and flows.",
        )
    liquid_w_k = duty_w / (liquid_in_c - liquid_out_c)
    air_w_k = air_m3_s * _RATED_AIR_KG_M3 * _AIR_J_KG_K
    conductance = conductance_from_duty_w_k(
        duty_w, liquid_in_c - air_in_c, liquid_w_k, air_w_k, "crossflow"
    )
    liquid_m3_s = liquid_w_k / liquid_j_m3_k
    law = coil_law(conductance, air_m3_s, liquid_m3_s)
    return DryCooler(law, air_m3_s, liquid_m3_s, fan_w, pad_effectiveness)


def dry_cooler(
    cooler: DryCooler,
    liquid_in_c: Quantity,
    liquid_m3_s: Quantity,
    liquid_j_m3_k: float,
    dry_bulb_c: Quantity,
    wet_bulb_c: Quantity,
    fan_ratio: Quantity,
    *,
    pads_wet: bool | NDArray[np.bool_] = False,
    air_kg_m3: Quantity = _RATED_AIR_KG_M3,
) -> DryCoolerState:
    """Duty at given flows.

    Args:
        cooler: The machine.
        liquid_in_c: Entering liquid [deg C].
        liquid_m3_s: Its flow, from 0 up [m3/s].
        liquid_j_m3_k: Its density times heat capacity [J/(m3 K)].
        dry_bulb_c: Outdoor air [deg C].
        wet_bulb_c: Its wet bulb [deg C].
        fan_ratio: Air flow over rated flow, 0 to 1 [-].
        pads_wet: Whether the pads are wetted.
        air_kg_m3: Outdoor air density [kg/m3].
    """
    depression = np.asarray(dry_bulb_c, dtype=float) - wet_bulb_c
    cooled = np.where(pads_wet, cooler.pad_effectiveness, 0.0) * depression
    air_m3_s = np.asarray(fan_ratio, dtype=float) * cooler.air_m3_s
    air_w_k = air_m3_s * air_kg_m3 * _AIR_J_KG_K
    conductance = cooler.law.conductance_w_k(
        air_m3_s * np.asarray(air_kg_m3) / _RATED_AIR_KG_M3, liquid_m3_s
    )
    found = exchange(
        liquid_in_c,
        dry_bulb_c - cooled,
        np.asarray(liquid_m3_s, dtype=float) * liquid_j_m3_k,
        air_w_k,
        conductance,
        "crossflow",
    )
    return DryCoolerState(
        rejected_w=found.duty_w,
        liquid_out_c=found.hot_out_c,
        fan_w=np.asarray(cooler.fan_w * np.asarray(fan_ratio, dtype=float) ** 3 + 0.0 * cooled),
        fan_ratio=np.asarray(np.asarray(fan_ratio, dtype=float) + 0.0 * cooled),
        evaporated_kg_s=np.asarray(air_w_k * cooled / _EVAPORATION_J_KG),
    )


_EVAPORATION_J_KG = 2.454e6
"""Heat of evaporation near 20 deg C (IAPWS-IF97) [J/kg]."""


def dry_cooler_at_set_point(
    cooler: DryCooler,
    liquid_in_c: Quantity,
    liquid_m3_s: Quantity,
    liquid_j_m3_k: float,
    dry_bulb_c: Quantity,
    wet_bulb_c: Quantity,
    set_point_c: Quantity,
    *,
    pads_above_c: float = np.inf,
    air_kg_m3: Quantity = _RATED_AIR_KG_M3,
) -> DryCoolerState:
    """The fans slowed until the leaving liquid is at its set point; at full speed it may be warmer.

    Args:
        cooler: The machine.
        liquid_in_c: Entering liquid [deg C].
        liquid_m3_s: Its flow, from 0 up [m3/s].
        liquid_j_m3_k: Its density times heat capacity [J/(m3 K)].
        dry_bulb_c: Outdoor air [deg C].
        wet_bulb_c: Its wet bulb [deg C].
        set_point_c: Leaving liquid asked for [deg C].
        pads_above_c: Dry bulb above which the pads are wetted [deg C].
        air_kg_m3: Outdoor air density [kg/m3].
    """
    hot, flow, dry, wet, wanted, density = np.broadcast_arrays(
        np.asarray(liquid_in_c, dtype=float),
        liquid_m3_s,
        dry_bulb_c,
        wet_bulb_c,
        set_point_c,
        air_kg_m3,
    )
    pads = dry > pads_above_c

    def at(ratio: Array) -> DryCoolerState:
        return dry_cooler(
            cooler, hot, flow, liquid_j_m3_k, dry, wet, ratio, pads_wet=pads, air_kg_m3=density
        )

    flat = [np.ravel(values) for values in (hot, flow, dry, wet, density, pads)]
    asked = np.ravel(wanted)

    def too_warm_k(fan: Array, where: Where) -> Array:
        here = [values[where] for values in flat]
        leaving = dry_cooler(
            cooler, here[0], here[1], liquid_j_m3_k, here[2], here[3], fan,
            pads_wet=here[5].astype(bool), air_kg_m3=here[4],
        ).liquid_out_c  # fmt: skip
        return np.asarray(leaving - asked[where])

    return at(fan_that_holds(too_warm_k, hot.size, 0.0).reshape(hot.shape))
