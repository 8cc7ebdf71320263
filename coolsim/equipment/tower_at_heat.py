"""Cooling towers at a known heat: leaving water and fan speed, by YorkCalc or Merkel's theory.

A plant knows the heat it has to reject, not the water's entering temperature, and at a known heat
both models are explicit: YorkCalc takes the range, and Merkel's leaving air follows from its
enthalpy. Evaporation is that of air which leaves saturated (EnergyPlus Engineering Reference,
"Cooling Tower Makeup Water Usage", saturated exit). Arguments broadcast; hours are meant.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from coolsim.equipment.arrays import Array, Quantity
from coolsim.equipment.cooling_tower import (
    AIR_EXPONENT,
    WATER_EXPONENT,
    YORK_RANGE,
    YORK_WET_BULB,
    MerkelTower,
    design_tower,
    york_approach_k,
    york_terms_k,
)
from coolsim.equipment.fan_control import Excess, Where, fan_that_holds
from coolsim.equipment.heat_exchanger import effectiveness
from coolsim.errors import SolveError
from coolsim.properties.psychrometrics import (
    enthalpy_j_kg,
    humidity_ratio_kg_kg,
    saturation_pressure_pa,
)

WATER_J_KG_K = 4186.0
_AIR_J_KG_K = 1006.0
_LARGEST_YORK_RATIO = 8.0
"""Liquid-to-gas ratio up to which YorkCalc is used: the default of EnergyPlus,
``CoolingTowerPerformance:YorkCalc`` [-]."""
_NEWTON_STEPS = 12
_SETTLED_K = 1e-7
_HOTTEST_AIR_C = 90.0


@dataclass(frozen=True, slots=True)
class TowerCell:
    """One cell of a tower by its design point.

    Attributes:
        model: ``york`` or ``merkel``.
        merkel: The cell as Merkel's theory has it, which also carries its flows.
        york_ratio: Water over air, relative to the design of the correlation, at this design point.
        heat_w: Heat rejected at design [W].
        fan_w: Power of the fan at full speed [W].
        least_fan: Lowest speed of the fan [-].
    """

    model: Literal["york", "merkel"]
    merkel: MerkelTower
    york_ratio: float
    heat_w: float
    fan_w: float
    least_fan: float


@dataclass(frozen=True, slots=True)
class CellState:
    """What a cell does.

    Attributes:
        water_out_c: Leaving water [deg C].
        fan_ratio: Speed of its fan; 0 with the fan off [-].
        fan_w: Power of its fan [W].
        evaporated_kg_s: Water given to the air [kg/s].
    """

    water_out_c: Array
    fan_ratio: Array
    fan_w: Array
    evaporated_kg_s: Array


def design_cell(
    heat_w: float,
    wet_bulb_c: float,
    approach_k: float,
    range_k: float,
    *,
    model: Literal["york", "merkel"] = "york",
    air_to_water: float = 1.0,
    fan_w: float = 0.0,
    least_fan: float = 0.2,
) -> TowerCell:
    """The cell of a design point.

    Args:
        heat_w: Heat rejected there [W].
        wet_bulb_c: Entering air [deg C].
        approach_k: Leaving water over wet bulb [K].
        range_k: Entering minus leaving water [K].
        model: Correlation.
        air_to_water: Mass flow of dry air over that of water [-].
        fan_w: Power of the fan at full speed [W].
        least_fan: Lowest speed of the fan [-].

    Raises:
        SolveError: No such tower: the correlation does not reach the approach, or too little air.
    """
    water = heat_w / (WATER_J_KG_K * range_k)
    merkel = design_tower(water, air_to_water * water, wet_bulb_c, approach_k, range_k)
    ratio = _york_ratio(wet_bulb_c, approach_k, range_k) if model == "york" else 1.0
    return TowerCell(model, merkel, ratio, heat_w, fan_w, least_fan)


def _york_ratio(wet_bulb_c: float, approach_k: float, range_k: float) -> float:
    """Water ratio at which the correlation gives a design point; 1 at its own."""
    low, high = 0.2, 3.0
    at_low, at_high = (
        float(york_approach_k(range_k, wet_bulb_c, ratio, 1.0)) for ratio in (low, high)
    )
    if not at_low < approach_k < at_high:
        raise SolveError(
            f"the YorkCalc correlation has no tower of {approach_k:g} K approach at {range_k:g} K "
            f"range and {wet_bulb_c:g} °C wet bulb; it reaches {at_low:.1f} to {at_high:.1f} K.",
            where="cooling tower",
            remedy='Give another design point, or choose the model "merkel".',
        )
    for _ in range(50):
        middle = 0.5 * (low + high)
        if float(york_approach_k(range_k, wet_bulb_c, middle, 1.0)) > approach_k:
            high = middle
        else:
            low = middle
    return 0.5 * (low + high)


def water_out_c(
    cell: TowerCell,
    heat_w: Quantity,
    wet_bulb_c: Quantity,
    pressure_pa: Quantity,
    fan: Quantity,
    water: Quantity = 1.0,
) -> Array:
    """Leaving water of a cell [deg C].

    Worked number: 1 MW designed at 25.6 deg C, 3.9 K approach, 5.6 K range, at its design point:
    29.5 deg C, by either model. Half the water in Merkel's: 28.6 deg C.

    Args:
        cell: The cell.
        heat_w: Heat to reject, from 0 up [W].
        wet_bulb_c: Entering air [deg C].
        pressure_pa: Air pressure [Pa].
        fan: Speed of its fan, above 0 [-].
        water: Water flow over that of design, above 0 [-].
    """
    heat, wet, moved, flow = np.broadcast_arrays(
        np.asarray(heat_w, dtype=float), wet_bulb_c, fan, water
    )
    merkel = cell.merkel
    water_w_k = merkel.water_kg_s * flow * WATER_J_KG_K
    span = heat / water_w_k
    if cell.model == "york":
        return np.asarray(wet + york_approach_k(span, wet, cell.york_ratio * flow, moved))
    air = merkel.air_kg_s * np.maximum(moved, merkel.free_convection)
    out = _leaving_air_c(wet, heat / air, pressure_pa)
    rise = np.maximum(out - wet, 1e-6)
    slope = np.maximum(heat / air, 1e-3) / rise
    conductance = (
        merkel.conductance_w_k
        * np.maximum(moved, merkel.free_convection) ** AIR_EXPONENT
        * flow**WATER_EXPONENT
        * slope
        / _AIR_J_KG_K
    )
    air_w_k = air * slope
    smaller, larger = np.minimum(water_w_k, air_w_k), np.maximum(water_w_k, air_w_k)
    share = effectiveness(conductance / smaller, smaller / larger)
    return np.asarray(wet + heat / (share * smaller) - span)


def cell_at_set_point(
    cell: TowerCell,
    heat_w: Quantity,
    wet_bulb_c: Quantity,
    humidity_ratio: Quantity,
    pressure_pa: Quantity,
    set_point_c: Quantity,
    water: Quantity = 1.0,
) -> CellState:
    """The cell with its fan slowed until the leaving water is at its set point.

    Below the least speed the fan cycles and a bypass holds the water; at full speed the water may
    leave warmer. Without heat the fan is off.

    Args:
        cell: The cell.
        heat_w: Heat to reject, from 0 up [W].
        wet_bulb_c: Entering air [deg C].
        humidity_ratio: Of the entering air [kg/kg].
        pressure_pa: Its pressure [Pa].
        set_point_c: Leaving water asked for [deg C].
        water: Water flow over that of design, above 0 [-].
    """
    heat, wet, ratio, pressure, wanted, flow = np.broadcast_arrays(
        np.asarray(heat_w, dtype=float), wet_bulb_c, humidity_ratio, pressure_pa, set_point_c, water
    )
    leaving, fan = held_water(cell, heat, wet, pressure, wanted, flow)
    idle = heat <= 0.0
    fan = np.where(idle, 0.0, fan)
    air = cell.merkel.air_kg_s * np.maximum(fan, cell.merkel.free_convection)
    out = _leaving_air_c(wet, heat / air, pressure)
    saturated = humidity_ratio_kg_kg(saturation_pressure_pa(out), pressure)
    return CellState(
        water_out_c=np.where(idle, wanted, leaving),
        fan_ratio=fan,
        fan_w=np.asarray(cell.fan_w * fan**3),
        evaporated_kg_s=np.where(idle, 0.0, air * np.maximum(saturated - ratio, 0.0)),
    )


def held_water(
    cell: TowerCell,
    heat_w: Quantity,
    wet_bulb_c: Quantity,
    pressure_pa: Quantity,
    set_point_c: Quantity,
    water: Quantity = 1.0,
) -> tuple[Array, Array]:
    """Leaving water [deg C] and fan speed [-] of :func:`cell_at_set_point`, heat above 0."""
    given = np.broadcast_arrays(
        np.asarray(heat_w, dtype=float), wet_bulb_c, pressure_pa, set_point_c, water
    )
    shape = given[0].shape
    heat, wet, pressure, wanted, flow = (np.ravel(values) for values in given)
    if cell.model == "york":
        excess, fan = _york_held(cell, heat, wet, wanted, flow)
    else:
        too_warm = _too_warm_k(cell, heat, wet, pressure, wanted, flow)
        fan = fan_that_holds(too_warm, heat.size, cell.least_fan)
        excess = too_warm(fan, np.arange(heat.size))
    leaving = wanted + np.maximum(excess, 0.0)
    return leaving.reshape(shape), fan.reshape(shape)


def _york_held(
    cell: TowerCell, heat: Array, wet: Array, wanted: Array, flow: Array
) -> tuple[Array, Array]:
    """Leaving water over its set point [K] and fan speed [-]: YorkCalc is square in the ratio."""
    most = cell.york_ratio * flow  # liquid-to-gas ratio at full speed
    least = max(cell.least_fan, float(most.max(initial=0.0)) / _LARGEST_YORK_RATIO)
    terms = york_terms_k(heat / (cell.merkel.water_kg_s * flow * WATER_J_KG_K), wet)
    constant, linear, square = terms[0] + wet - wanted, terms[1], terms[2]

    def excess(ratio: Array) -> Array:
        return np.asarray(constant + ratio * (linear + ratio * square))

    at_least, at_full = excess(most / least), excess(most)
    # the root at which the water warms with the ratio, written without a difference of its parts
    root = np.sqrt(np.maximum(linear * linear - 4.0 * square * constant, 0.0))
    held = np.divide(linear + root, -2.0 * constant, out=np.ones(heat.shape), where=constant != 0.0)
    fan = np.where(at_least <= 0.0, least, np.where(at_full < 0.0, most * held, 1.0))
    above = np.where(at_least <= 0.0, at_least, np.where(at_full < 0.0, 0.0, at_full))
    return above, np.clip(fan, least, 1.0)


def _too_warm_k(
    cell: TowerCell, heat: Array, wet: Array, pressure: Array, wanted: Array, flow: Array
) -> Excess:
    """Leaving water over its set point by Merkel's theory, by fan speed and hour."""

    def too_warm(fan: Array, where: Where) -> Array:
        leaving = water_out_c(cell, heat[where], wet[where], pressure[where], fan, flow[where])
        return np.asarray(leaving - wanted[where])

    return too_warm


def _leaving_air_c(wet_bulb_c: Quantity, heat_j_kg: Quantity, pressure_pa: Quantity) -> Array:
    """Wet bulb of air that entered at one and took up heat [deg C].

    Newton's steps: the first overshoots, for the enthalpy is convex, the others come from above.
    """
    at = np.asarray(wet_bulb_c, dtype=float)
    wanted = _saturated(at, pressure_pa) + heat_j_kg
    found = np.broadcast_to(at, np.shape(wanted))
    for _ in range(_NEWTON_STEPS):
        here = _saturated(found, pressure_pa)
        slope = (_saturated(found + 1e-3, pressure_pa) - here) / 1e-3
        before, found = found, np.minimum(found + (wanted - here) / slope, _HOTTEST_AIR_C)
        if np.abs(found - before).max(initial=0.0) < _SETTLED_K:
            break
    return np.asarray(found)


def _saturated(wet_bulb_c: Quantity, pressure_pa: Quantity) -> Array:
    ratio = humidity_ratio_kg_kg(saturation_pressure_pa(wet_bulb_c), pressure_pa)
    return enthalpy_j_kg(wet_bulb_c, ratio)


def validity_notes(cell: TowerCell, heat_w: Quantity, wet_bulb_c: Quantity) -> tuple[str, ...]:
    """What was asked outside the correlation's ranges."""
    if cell.model != "york":
        return ()
    span = np.asarray(heat_w, dtype=float) / (cell.merkel.water_kg_s * WATER_J_KG_K)
    return YORK_WET_BULB.notes(wet_bulb_c) + YORK_RANGE.notes(span[span > 0.0])
