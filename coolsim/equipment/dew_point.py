"""Cold surfaces: distance from the dew point, and what insulation does for a pipe.

Reference for the pipe: ISO 12241:2022, cylinder with one layer, in still indoor air.
"""

from __future__ import annotations

import numpy as np

from coolsim.equipment.arrays import Array, Quantity

FOAM_W_M_K = 0.036
"""Thermal conductivity of flexible elastomeric foam at some 10 deg C [W/(m K)], a usual value."""
SURFACE_W_M2_K = 9.0
"""Heat transfer from an insulated pipe to still indoor air, radiation in it [W/(m2 K)]."""


def dew_point_margin_k(surface_c: Quantity, dew_point_c: Quantity) -> Array:
    """Surface minus dew point of the air around it [K]; water condenses at 0 and below.

    Worked number: a supply of 18 deg C in air with its dew point at 13 deg C: 5 K.
    """
    return np.asarray(np.asarray(surface_c, dtype=float) - dew_point_c)


def pipe_w_m_k(outer_m: Quantity, insulation_m: Quantity, foam_w_m_k: float = FOAM_W_M_K) -> Array:
    """Conductance of a pipe from its coolant to the air, per metre of pipe [W/(m K)].

    The wall and the coolant's own film are left out. Worked number: 60 mm pipe with 19 mm: 0.3953;
    bare: 1.6965.

    Args:
        outer_m: Outer diameter of the pipe [m].
        insulation_m: Thickness of the insulation [m], 0 for a bare pipe.
        foam_w_m_k: Conductivity of the insulation [W/(m K)].
    """
    outside = np.asarray(outer_m, dtype=float) + 2.0 * np.asarray(insulation_m)
    layer = np.log(outside / outer_m) / (2.0 * np.pi * foam_w_m_k)
    return np.asarray(1.0 / (layer + 1.0 / (SURFACE_W_M2_K * np.pi * outside)))


def pipe_surface_c(
    coolant_c: Quantity,
    air_c: Quantity,
    outer_m: Quantity,
    insulation_m: Quantity,
    foam_w_m_k: float = FOAM_W_M_K,
) -> Array:
    """Temperature of the outside of a pipe or of its insulation [deg C].

    Worked number: 15 deg C in air of 25 deg C, 60 mm pipe with 19 mm: 23.57 deg C.

    Args:
        coolant_c: Coolant in the pipe [deg C].
        air_c: Air around it [deg C].
        outer_m: Outer diameter of the pipe [m].
        insulation_m: Thickness of the insulation [m].
        foam_w_m_k: Conductivity of the insulation [W/(m K)].
    """
    outside = np.asarray(outer_m, dtype=float) + 2.0 * np.asarray(insulation_m)
    share = pipe_w_m_k(outer_m, insulation_m, foam_w_m_k) / (SURFACE_W_M2_K * np.pi * outside)
    bare = np.asarray(insulation_m) <= 0.0
    surface = air_c + (np.asarray(coolant_c) - air_c) * np.where(bare, 1.0, share)
    return np.asarray(surface)
