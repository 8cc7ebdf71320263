"""Evaporative cooling towers: the YorkCalc correlation and Merkel's theory.

Sources: EnergyPlus Engineering Reference, "Variable Speed Cooling Towers" (York International
coefficients, DOE-2.2) and "Merkel's theory"; F. Merkel, VDI-Forschungsarbeiten 275 (1925); ASHRAE
Handbook, HVAC Systems and Equipment (2016), ch. 40. Arguments broadcast; hourly arrays are meant.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from coolsim.equipment.arrays import Array, Quantity
from coolsim.equipment.heat_exchanger import conductance_from_duty_w_k, exchange
from coolsim.equipment.validity import Range
from coolsim.errors import SolveError
from coolsim.properties.psychrometrics import (
    enthalpy_j_kg,
    humidity_ratio_kg_kg,
    saturation_pressure_pa,
)

YORK_COEFFICIENTS = (
    -0.359741205, -0.055053608, 0.0023850432, 0.173926877, -0.0248473764, 0.00048430224,
    -0.005589849456, 0.0005770079712, -1.342427256e-05, 2.84765801111111, -0.121765149,
    0.0014599242, 1.680428651, -0.0166920786, -0.0007190532, -0.025485194448, 4.87491696e-05,
    2.719234152e-05, -0.0653766255555556, -0.002278167, 0.0002500254, -0.0910565458,
    0.00318176316, 3.8621772e-05, -0.0034285382352, 8.56589904e-06, -1.516821552e-06,
)  # fmt: skip
"""By powers of liquid-to-gas ratio (slowest), range and wet bulb (fastest)."""
YORK_WET_BULB = Range("wet bulb", -34.4, 26.7, "deg C", "YorkCalc")
YORK_RANGE = Range("tower range", 1.1, 22.2, "K", "YorkCalc")
YORK_WATER_RATIO = Range("water flow over design flow", 0.75, 1.25, "", "YorkCalc")

AIR_EXPONENT = 0.6
WATER_EXPONENT = 0.4
"""UA ~ water**0.4 air**0.6, from ``KaV/L = C (L/G)**-0.6``.

ASHRAE Handbook, HVAC Systems and Equipment (2016), ch. 40, gives exponents of about -0.55 to -0.65
for typical fill.
"""
_AIR_J_KG_K = 1006.0
_SEA_LEVEL_PA = 101325.0
_ROUNDS = 60
_SETTLED_K = 1e-9


def york_approach_k(
    range_k: Quantity,
    wet_bulb_c: Quantity,
    water_ratio: Quantity,
    air_ratio: Quantity,
    coefficients: Sequence[float] = YORK_COEFFICIENTS,
) -> Array:
    """Leaving water minus entering wet bulb of a tower by the YorkCalc correlation [K].

    The design point (25.6 deg C wet bulb, range 5.6 K, both ratios 1) gives 3.9 K.

    Worked number: range 5.56 K, wet bulb 25.55 deg C, water ratio 1.05, air ratio 1: 4.0866 K.

    Args:
        range_k: Entering minus leaving water [K].
        wet_bulb_c: Entering air [deg C].
        water_ratio: Water flow over design flow [-].
        air_ratio: Air flow over design flow, above 0 [-].
        coefficients: The 27 of another tower.

    Raises:
        ValueError: Not 27 coefficients.
    """
    ratio = np.asarray(water_ratio, dtype=float) / air_ratio
    constant, linear, square = york_terms_k(range_k, wet_bulb_c, coefficients)
    return np.asarray(constant + ratio * (linear + ratio * square))


def york_terms_k(
    range_k: Quantity, wet_bulb_c: Quantity, coefficients: Sequence[float] = YORK_COEFFICIENTS
) -> tuple[Array, Array, Array]:
    """The approach as ``c0 + c1 r + c2 r**2`` of the liquid-to-gas ratio r: c0, c1, c2 [K].

    Worked number: range 5.56 K, wet bulb 25.55 deg C: -1.0023, 4.8511, -0.0043.

    Raises:
        ValueError: Not 27 coefficients.
    """
    span, wet = np.asarray(range_k, dtype=float), np.asarray(wet_bulb_c, dtype=float)
    c = np.array(coefficients, dtype=float).reshape(3, 3, 3).tolist()

    def over_range(rows: Sequence[Sequence[float]]) -> Array:
        first, second, third = (row[0] + wet * (row[1] + wet * row[2]) for row in rows)
        return np.asarray(first + span * (second + span * third))

    return over_range(c[0]), over_range(c[1]), over_range(c[2])


@dataclass(frozen=True, slots=True)
class MerkelTower:
    """A counterflow tower by its design point.

    Attributes:
        water_kg_s: Design mass flow of water [kg/s].
        air_kg_s: Of dry air [kg/s].
        conductance_w_k: UA against dry air at the design point, ``UA_e cp_air / cp_e`` [W/K].
        wet_bulb_c: Design wet bulb [deg C].
        free_convection: Share of the design air flow that moves with the fan off [-].
    """

    water_kg_s: float
    air_kg_s: float
    conductance_w_k: float
    wet_bulb_c: float
    free_convection: float = 0.1


@dataclass(frozen=True, slots=True)
class TowerState:
    """What a tower does.

    Attributes:
        rejected_w: Heat taken from the water [W].
        water_out_c: Leaving water [deg C].
        air_out_wet_bulb_c: Leaving air, as good as saturated [deg C].
        evaporated_kg_s: Water given to the air [kg/s].
        air_ratio: Air flow over design flow [-].
    """

    rejected_w: Array
    water_out_c: Array
    air_out_wet_bulb_c: Array
    evaporated_kg_s: Array
    air_ratio: Array


def design_tower(
    water_kg_s: float,
    air_kg_s: float,
    wet_bulb_c: float,
    approach_k: float,
    range_k: float,
    *,
    water_j_kg_k: float = 4186.0,
    pressure_pa: float = _SEA_LEVEL_PA,
    free_convection: float = 0.1,
) -> MerkelTower:
    """The tower of a design point.

    Raises:
        SolveError: The air cannot take that heat: the flow of air is too small for the approach.
    """
    duty_w = water_kg_s * water_j_kg_k * range_k
    air_out = _leaving_wet_bulb_c(wet_bulb_c, duty_w / air_kg_s, pressure_pa)
    air_j_kg_k = float(duty_w / air_kg_s / (air_out - wet_bulb_c))
    try:
        equivalent = conductance_from_duty_w_k(
            duty_w, approach_k + range_k, water_kg_s * water_j_kg_k, air_kg_s * air_j_kg_k
        )
    except SolveError as error:
        raise SolveError(
            f"a tower cannot bring {range_k:g} K of range to {approach_k:g} K above the wet bulb "
            "with that air flow.",
            where="cooling tower",
            remedy="Give it more air, or a wider approach.",
        ) from error
    conductance = equivalent * _AIR_J_KG_K / air_j_kg_k
    return MerkelTower(water_kg_s, air_kg_s, conductance, wet_bulb_c, free_convection)


def merkel(
    tower: MerkelTower,
    water_in_c: Quantity,
    water_kg_s: Quantity,
    wet_bulb_c: Quantity,
    air_ratio: Quantity,
    *,
    water_j_kg_k: float = 4186.0,
    pressure_pa: Quantity = _SEA_LEVEL_PA,
) -> TowerState:
    """Duty of a tower at given flows, by Merkel's theory on an equivalent fluid.

    The air counts as a fluid whose heat capacity is the slope of the saturated enthalpy between its
    entering and leaving wet bulb; conductance scales with both flows. No air moves less than free
    convection does.

    Args:
        tower: The tower.
        water_in_c: Entering water [deg C].
        water_kg_s: Its flow, from 0 up [kg/s].
        wet_bulb_c: Entering air [deg C].
        air_ratio: Fan air over design air, 0 to 1 [-].
        water_j_kg_k: Heat capacity of the water [J/(kg K)].
        pressure_pa: Air pressure [Pa].
    """
    hot, flow, wet, fan, pressure = np.broadcast_arrays(
        np.asarray(water_in_c, dtype=float), water_kg_s, wet_bulb_c, air_ratio, pressure_pa
    )
    moved = np.maximum(fan, tower.free_convection)
    air = tower.air_kg_s * moved
    dry_conductance = (
        tower.conductance_w_k * moved**AIR_EXPONENT * (flow / tower.water_kg_s) ** WATER_EXPONENT
    )
    entering = _saturated_enthalpy(wet, pressure)
    leaving = 0.5 * (wet + hot)
    duty, water_out = np.zeros(hot.shape), hot.copy()
    for _ in range(_ROUNDS):
        slope = _mean_slope(wet, leaving, entering, pressure)
        found = exchange(
            hot, wet, flow * water_j_kg_k, air * slope, dry_conductance * slope / _AIR_J_KG_K
        )
        moved_k = np.abs(found.cold_out_c - leaving)
        leaving, duty, water_out = found.cold_out_c, found.duty_w, found.hot_out_c
        if moved_k.max(initial=0.0) < _SETTLED_K:
            break
    out = humidity_ratio_kg_kg(saturation_pressure_pa(leaving), pressure)
    into = humidity_ratio_kg_kg(saturation_pressure_pa(wet), pressure)
    return TowerState(
        rejected_w=np.asarray(duty),
        water_out_c=np.asarray(water_out),
        air_out_wet_bulb_c=np.asarray(leaving),
        evaporated_kg_s=np.asarray(air * np.maximum(out - into, 0.0)),
        air_ratio=np.asarray(moved),
    )


def merkel_at_set_point(
    tower: MerkelTower,
    water_in_c: Quantity,
    water_kg_s: Quantity,
    wet_bulb_c: Quantity,
    set_point_c: Quantity,
    *,
    least_fan: float = 0.2,
    water_j_kg_k: float = 4186.0,
    pressure_pa: Quantity = _SEA_LEVEL_PA,
) -> TowerState:
    """The tower with its fan slowed until the leaving water is at its set point.

    With the fan at its least speed, or off on free convection, the water may leave colder; at full
    speed it may leave warmer. Both are results, not errors.

    Args:
        tower: The tower.
        water_in_c: Entering water [deg C].
        water_kg_s: Its flow, from 0 up [kg/s].
        wet_bulb_c: Entering air [deg C].
        set_point_c: Leaving water asked for [deg C].
        least_fan: Lowest speed the fan runs at [-].
        water_j_kg_k: Heat capacity of the water [J/(kg K)].
        pressure_pa: Air pressure [Pa].
    """
    hot, flow, wet, wanted, pressure = np.broadcast_arrays(
        np.asarray(water_in_c, dtype=float), water_kg_s, wet_bulb_c, set_point_c, pressure_pa
    )

    def at(ratio: Array) -> TowerState:
        return merkel(tower, hot, flow, wet, ratio, water_j_kg_k=water_j_kg_k, pressure_pa=pressure)

    low, high = np.full(hot.shape, least_fan), np.ones(hot.shape)
    for _ in range(40):
        middle = 0.5 * (low + high)
        too_warm = at(middle).water_out_c > wanted
        low = np.where(too_warm, middle, low)
        high = np.where(too_warm, high, middle)
    ratio = np.where(at(np.full(hot.shape, least_fan)).water_out_c <= wanted, least_fan, high)
    still = np.zeros(hot.shape)
    return at(np.where(at(still).water_out_c <= wanted, 0.0, ratio))


def _saturated_enthalpy(wet_bulb_c: Quantity, pressure_pa: Quantity) -> Array:
    ratio = humidity_ratio_kg_kg(saturation_pressure_pa(wet_bulb_c), pressure_pa)
    return enthalpy_j_kg(wet_bulb_c, ratio)


def _mean_slope(wet: Array, leaving: Array, entering_j_kg: Array, pressure: Array) -> Array:
    """Slope of the saturated enthalpy between two wet bulbs; at one, its derivative [J/(kg K)]."""
    apart = np.abs(leaving - wet) > 1e-4
    other = np.where(apart, leaving, wet + 1e-4)
    rise = _saturated_enthalpy(other, pressure) - entering_j_kg
    return np.asarray(rise / (other - wet))


def _leaving_wet_bulb_c(wet_bulb_c: float, heat_j_kg: float, pressure_pa: float) -> float:
    """Wet bulb of air that entered at one and took up heat, by halving [deg C]."""
    wanted = float(_saturated_enthalpy(wet_bulb_c, pressure_pa)) + heat_j_kg
    low, high = wet_bulb_c, 90.0
    for _ in range(60):
        middle = 0.5 * (low + high)
        if float(_saturated_enthalpy(middle, pressure_pa)) > wanted:
            high = middle
        else:
            low = middle
    return 0.5 * (low + high)
