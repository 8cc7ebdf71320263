"""The server cabinet as a passage for air: doors, gaps around the equipment, buoyancy.

A cabinet is not tight. Its servers hold the rear at a higher pressure than the front, by what the
two doors cost and what the aisles differ, and warm air comes back to the front through the gaps
beside the mounting rails, between panels and through empty units without blanking.
"""

from __future__ import annotations

import math

from coolsim.design.rack_units import RACK_UNIT_M

PANEL_OPENING_M = 0.450
"""Clear width between the mounting rails (EIA-310-D) [m]."""
GRAVITY = 9.80665
"""Standard acceleration of gravity [m/s2]."""
_ZERO_C_K = 273.15


def leak_area_m2(height_m: float, rail_gap_m: float, panel_gap_m: float, *, blanked: bool) -> float:
    """Open area between the front and the rear of a cabinet over some of its height [m2].

    The gap beside the rails runs over the height; every rack unit adds one seam between panels, as
    wide as the opening between the rails; without blanking that opening itself is open.

    Worked number: 1.867 m (42 units), 57 mm beside the rails, 0.79 mm seams: 0.1064 + 0.0149 =
    0.1213 m2.

    Args:
        height_m: Height covered [m].
        rail_gap_m: Open width beside the rails, both sides together [m].
        panel_gap_m: Height of the seam between neighbouring panels [m].
        blanked: Whether the opening between the rails is closed by equipment or panels.
    """
    if not blanked:
        return height_m * (rail_gap_m + PANEL_OPENING_M)
    seams = height_m / RACK_UNIT_M * panel_gap_m * PANEL_OPENING_M
    return height_m * rail_gap_m + seams


def orifice_flow_m3_s(
    area_m2: float, discharge_coefficient: float, pressure_difference_pa: float, density: float
) -> float:
    """Flow through a leak, ``C_d A sqrt(2 dp / rho)``, with the sign of the pressure difference.

    Source: ASHRAE Handbook Fundamentals, Ventilation and Infiltration (flow through openings).
    Worked number: 0.01 m2, C_d 0.65, 1 Pa, 1.2 kg/m3: 0.00839 m3/s.

    Args:
        area_m2: Open area [m2].
        discharge_coefficient: ``C_d`` [-].
        pressure_difference_pa: Across the leak [Pa].
        density: Of the air [kg/m3].
    """
    speed = math.sqrt(2.0 * abs(pressure_difference_pa) / density)
    return math.copysign(discharge_coefficient * area_m2 * speed, pressure_difference_pa)


def door_pressure_loss_pa(
    flow_m3_s: float, face_area_m2: float, loss_coefficient: float, density: float
) -> float:
    """Pressure that a door costs, ``K rho v|v| / 2`` with the velocity on its whole face [Pa].

    Worked number: 0.9 m3/s through 1.2 m2 with K = 1.50 (64 % open): 0.507 Pa at 1.2 kg/m3.

    Args:
        flow_m3_s: Through the door [m3/s].
        face_area_m2: Of the door, holes and metal [m2].
        loss_coefficient: ``K`` on the face velocity [-].
        density: Of the air [kg/m3].
    """
    velocity = flow_m3_s / face_area_m2
    return 0.5 * loss_coefficient * density * velocity * abs(velocity)


def stack_pressure_pa(
    temperature_c: float, reference_c: float, height_m: float, density: float
) -> float:
    """Pressure by which a warm column of air pulls at its foot, ``rho g h (T - T0) / T0`` [Pa].

    The Boussinesq form, as in the room. Source: ASHRAE Handbook Fundamentals (stack pressure).
    Worked number: 30 C in a surrounding of 20 C over 2 m at 1.2 kg/m3: 0.803 Pa.

    Args:
        temperature_c: Of the column [deg C].
        reference_c: Of the surrounding air, whose density is given [deg C].
        height_m: Of the column [m].
        density: Of the surrounding air [kg/m3].
    """
    return density * GRAVITY * height_m * (temperature_c - reference_c) / (reference_c + _ZERO_C_K)
