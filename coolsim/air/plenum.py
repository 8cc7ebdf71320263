"""The raised floor (or ceiling void) as one uniform pressure that drives tiles and leaks."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class PlenumFlow:
    """Pressure and flows of a plenum.

    Attributes:
        pressure_pa: Gauge pressure against the room [Pa].
        tile_flow_m3_s: Flow through each tile, shape (tiles,) [m3/s].
        leak_flow_m3_s: Flow through the leaks [m3/s].
    """

    pressure_pa: float
    tile_flow_m3_s: Array
    leak_flow_m3_s: float


def uniform_pressure(
    supply_m3_s: float,
    tile_area_m2: Array,
    tile_loss: Array,
    leak_area_m2: float,
    leak_discharge_coefficient: float,
    density_kg_m3: float,
) -> PlenumFlow:
    """Share a supply between tiles and leaks at one pressure.

    Tiles: ``q = A sqrt(2 dp / (rho K))`` with K on the face velocity. Leaks: ``q = C_d A sqrt(2 dp
    / rho)``. All flows grow with the root of the pressure, so it follows in closed form.
    Source: Idelchik, *Handbook of Hydraulic Resistance* (loss on the face velocity; orifice).

    Worked number: one 0.36 m2 tile of K = 42.76 at 25 Pa and 1.2 kg/m3 passes 0.3554 m3/s.

    Raises:
        ValueError: If there is a supply and neither tile nor leak to take it.
    """
    conductance = tile_area_m2 * np.sqrt(2.0 / (density_kg_m3 * tile_loss))
    leak = leak_discharge_coefficient * leak_area_m2 * (2.0 / density_kg_m3) ** 0.5
    total = float(conductance.sum()) + leak
    if supply_m3_s == 0.0:
        return PlenumFlow(0.0, np.zeros_like(tile_area_m2), 0.0)
    if total <= 0.0:
        raise ValueError("a plenum with supply needs a tile or a leak")
    root = supply_m3_s / total
    return PlenumFlow(root * root, conductance * root, leak * root)
