"""Cold plates with a pumped refrigerant that boils in them.

The refrigerant enters as liquid, a little below saturation, and leaves as a mixture; its share of
vapour follows from the heat. The case stands above the *saturation* temperature by the plate's
boiling resistance. Past a limit of the outlet's vapour share the walls dry and the case runs away,
so the chip lowers its power until the limit is just met. References: energy balance (J. G. Collier
and J. R. Thome, Convective Boiling and Condensation, 3rd ed. (1994), 2.1); chips as in
:mod:`coolsim.equipment.chip`; condenser in :mod:`coolsim.equipment.condenser`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from coolsim.equipment.arrays import Array, Quantity
from coolsim.equipment.chip import chip_state


@dataclass(frozen=True, slots=True)
class BoilingPlateState:
    """What chips under boiling plates do; arrays of one shape.

    Attributes:
        case_c: Case temperature [deg C].
        power_w: What the chip draws, after throttling [W].
        to_coolant_w: Heat into the refrigerant [W].
        to_air_w: Heat into the air [W].
        outlet_quality: Vapour per mass leaving; below 0 where the liquid stays below saturation.
        is_throttled: Whether the case limit or the dry-out limit holds the power down.
        is_at_dry_out: Whether it is the dry-out limit.
    """

    case_c: Array
    power_w: Array
    to_coolant_w: Array
    to_air_w: Array
    outlet_quality: Array
    is_throttled: Array
    is_at_dry_out: Array


def boiling_plate_state(
    power_w: Quantity,
    saturation_c: Quantity,
    mass_kg_s: Quantity,
    latent_j_kg: Quantity,
    plate_k_w: Quantity,
    air_c: Quantity,
    *,
    subcooling_k: Quantity = 0.0,
    heat_capacity_j_kg_k: Quantity = 0.0,
    quality_limit: Quantity = 1.0,
    air_w_k: Quantity = 0.0,
    limit_c: Quantity = np.nan,
) -> BoilingPlateState:
    """State of chips under plates with boiling refrigerant.

    Worked number: 1400 W, saturation 35 deg C, 0.011 K/W, R134a (168.18 kJ/kg) at 12 g/s, 2 K below
    saturation at 1471 J/(kg K): case 50.4 deg C, outlet quality 0.676. At 8 g/s and a limit of 0.7:
    965.3 W.

    Args:
        power_w: Power asked for [W].
        saturation_c: Saturation temperature in the plate [deg C].
        mass_kg_s: Refrigerant through the plate [kg/s].
        latent_j_kg: Latent heat [J/kg].
        plate_k_w: Resistance from case to saturation [K/W].
        air_c: Air on the other path [deg C].
        subcooling_k: Saturation minus inlet [K].
        heat_capacity_j_kg_k: Of the liquid [J/(kg K)].
        quality_limit: Outlet quality at which the walls dry [-].
        air_w_k: Path from case to air [W/K].
        limit_c: Highest case temperature [deg C]; not a number where unknown.
    """
    flow = np.asarray(mass_kg_s, dtype=float)
    flows = flow > 0.0
    plate_w_k = np.where(flows, 1.0 / np.asarray(plate_k_w, dtype=float), 0.0)
    warming = flow * np.asarray(heat_capacity_j_kg_k) * subcooling_k
    most_w = warming + flow * np.asarray(latent_j_kg) * quality_limit
    # the case that sends just the most heat into the refrigerant is a limit like any other
    dry_case_c = saturation_c + most_w * np.asarray(plate_k_w)
    lower = np.where(flows, np.fmin(limit_c, dry_case_c), limit_c)
    found = chip_state(power_w, saturation_c, air_c, plate_w_k, air_w_k, lower)
    vapour_w = found.to_coolant_w - warming
    boiled = flow * np.asarray(latent_j_kg)
    is_dry = np.logical_and(found.is_throttled, flows & (lower == dry_case_c))
    return BoilingPlateState(
        case_c=found.case_c,
        power_w=found.power_w,
        to_coolant_w=found.to_coolant_w,
        to_air_w=found.to_air_w,
        outlet_quality=np.asarray(np.where(flows, vapour_w / np.where(flows, boiled, 1.0), 0.0)),
        is_throttled=found.is_throttled,
        is_at_dry_out=np.asarray(is_dry),
    )


def mass_for_quality_kg_s(
    heat_w: Quantity,
    quality: Quantity,
    latent_j_kg: Quantity,
    subcooling_k: Quantity = 0.0,
    heat_capacity_j_kg_k: Quantity = 0.0,
) -> Array:
    """Refrigerant that takes a heat up to an outlet quality [kg/s].

    Worked number: 1400 W to a quality of 0.676 with the figures of :func:`boiling_plate_state`:
    12.0 g/s.
    """
    per_mass = np.asarray(latent_j_kg) * quality + np.asarray(heat_capacity_j_kg_k) * subcooling_k
    return np.asarray(np.asarray(heat_w, dtype=float) / per_mass)
