"""Pressures that a loop must keep: at its highest point, and above boiling at its pumps.

The network is solved without heights, which drop out of a closed loop; what stands there is told
here from the fill pressure at the suction of the pumps, on the floor.
"""

from __future__ import annotations

import numpy as np

from coolsim.properties.psychrometrics import saturation_pressure_pa
from coolsim.scene.loop_records import SceneLoop

ATMOSPHERE_PA = 101325.0
GRAVITY_M_S2 = 9.80665
SUCTION_PA = 50e3
"""Pressure above boiling that pumps want at their suction where their maker gives no NPSH."""
_HOTTEST_C = 200.0
"""Beyond it a vapour pressure is only told to be at least that of this temperature."""


def column_pa(height_m: float, density_kg_m3: float) -> float:
    """Pressure of a column of liquid [Pa].

    Worked number: 20 m of water of 998 kg/m3: 195.7 kPa.
    """
    return density_kg_m3 * GRAVITY_M_S2 * height_m


def lowest_gauge_pa(loop: SceneLoop, density_kg_m3: float) -> float:
    """Gauge pressure at the highest point of a loop, on the way back to its pumps [Pa].

    Friction between there and the suction only adds to it, and is left out.

    Worked number: filled to 150 kPa, 20 m up, 998 kg/m3: -45.7 kPa, so that it draws air.
    """
    pipes = loop.pipes
    highest = max(pipes.height_m if pipes.highest_m is None else pipes.highest_m, pipes.height_m)
    return loop.static_pressure_pa - column_pa(max(highest, 0.0), density_kg_m3)


def deepest_gauge_pa(loop: SceneLoop, highest_pa: float, density_kg_m3: float) -> float:
    """Highest gauge pressure anywhere, headers under a raised floor counted [Pa]."""
    return highest_pa + column_pa(max(-loop.pipes.height_m, 0.0), density_kg_m3)


def vapour_pa(temperature_c: float) -> float:
    """Vapour pressure of water; that of glycol in water is a little lower [Pa].

    Worked number: 40 deg C: 7384 Pa.
    """
    return float(saturation_pressure_pa(min(temperature_c, _HOTTEST_C)))


def suction_margin_pa(loop: SceneLoop, return_c: float) -> float:
    """Pressure above boiling at the suction of a loop's pumps; NaN without a return [Pa].

    Worked number: filled to 200 kPa, return 40 deg C: 293.9 kPa.
    """
    if not np.isfinite(return_c):
        return float("nan")
    return loop.static_pressure_pa + ATMOSPHERE_PA - vapour_pa(return_c)


def wanted_suction_pa(npsh_m: float | None, density_kg_m3: float) -> float:
    """Margin that pumps ask for at their suction [Pa].

    Worked number: NPSH 4 m at 998 kg/m3: 39.1 kPa; without one 50 kPa.
    """
    return SUCTION_PA if npsh_m is None else column_pa(npsh_m, density_kg_m3)
