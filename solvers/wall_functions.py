"""Wall functions on openness geometry: which faces are walls, and the log law's shear at them.

A face of a cell is a wall where at least half of it is closed and no opening blows or draws. In a
cell with walls the log layer is in local equilibrium: dissipation is ``C_mu^(3/4) k^(3/2) /
(kappa y)``, production ``(shear)^2 / (kappa u_k y)`` with ``u_k = C_mu^(1/4) k^(1/2)``, the mean of
the cell's walls; the shear of a wall is ``kappa u_k U / ln(E y u_k / nu)``, laminar below
``y u_k / nu = 11.5``. Source: Launder and Spalding, *Comput. Methods Appl. Mech. Eng.* 3 (1974)
269-289. Heat follows the log law of temperature, with Jayatilleke's resistance of the sublayer
(*Prog. Heat Mass Transfer* 1 (1969) 193-330).

Assumed are smooth walls, and cell centres that lie in a log layer, as those of cells of some
centimetres do; this does not hold where a jet meets a wall or leaves it.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from solvers.compiled import kernel
from solvers.grid import Array
from solvers.openness import Openness
from solvers.turbulence import Faces

C_MU = 0.09
"""``nu_t epsilon / k^2`` [-]."""
KARMAN, ROUGHNESS = 0.42, 9.0
"""Constants of the log law of smooth walls, ``U+ = ln(E y+) / kappa`` [-]."""
LAMINAR_EDGE = 11.5
"""Distance in wall units below which a wall's shear is laminar: there both laws meet [-]."""

Walls = NDArray[np.uint8]


def wall_faces(
    openness: Openness, imposed: Faces, no_walls: tuple[tuple[int, int], ...] = ()
) -> Walls:
    """Bits of the faces of each cell that are walls: 1, 2, 4, 8, 16, 32 for low x to high z.

    Args:
        openness: Geometry.
        imposed: Face velocities of openings: such a face is no wall.
        no_walls: Outer sides without friction: axis, and 0 or -1 for the low or the high end.
    """
    bits = np.zeros(openness.grid.padded_shape, dtype=np.uint8)
    for axis in range(3):
        wall = (openness.area[axis] < 0.5) & (imposed[axis] == 0.0)
        low = wall.copy()
        high = np.roll(wall, -1, axis=axis)
        for side, end in no_walls:
            if side == axis:
                layer: list[slice | int] = [slice(None)] * 3
                layer[axis] = -2 if end else 1
                (high if end else low)[tuple(layer)] = False
        bits |= low.astype(np.uint8) << (2 * axis)
        bits |= high.astype(np.uint8) << (2 * axis + 1)
    bits[~openness.active] = 0
    return bits


@kernel
def wall_length(bits: int, dx: float, dy: float, dz: float) -> float:
    """Harmonic mean distance of a cell's centre to its walls, so that ``1 / y`` is averaged [m]."""
    total, count = 0.0, 0
    spacing = (dx, dy, dz)
    for axis in range(3):
        here = (bits >> (2 * axis) & 1) + (bits >> (2 * axis + 1) & 1)
        total += here * 2.0 / spacing[axis]
        count += here
    return count / total


@kernel
def set_wall_viscosity(
    energy: Array, spacing: tuple[float, float, float], laminar: float, out: Array
) -> None:
    """Write the viscosity with which ``2 nu U / spacing`` is the shear of the log law [m2/s].

    ``out`` has one field for walls normal to each axis, half a cell from the centres.
    """
    for axis in range(3):
        k, nu = energy.ravel(), out[axis].ravel()
        scale = 0.5 * spacing[axis] * C_MU**0.25 / laminar
        for n in range(k.size):
            units = scale * np.sqrt(max(k[n], 0.0))
            nu[n] = laminar
            if units > LAMINAR_EDGE:
                nu[n] = laminar * units * KARMAN / np.log(ROUGHNESS * units)


def sublayer_resistance(prandtl: float, turbulent_prandtl: float) -> float:
    """Jayatilleke's ``P`` of smooth walls [-]; 0.71 over 0.9 gives -1.92.

    ``P = 9.24 ((Pr / Pr_t)^(3/4) - 1) (1 + 0.28 exp(-0.007 Pr / Pr_t))``
    """
    ratio = prandtl / turbulent_prandtl
    return float(9.24 * (ratio**0.75 - 1.0) * (1.0 + 0.28 * np.exp(-0.007 * ratio)))


def wall_diffusivity(
    energy: Array, distance: Array, laminar: float, prandtl: float, turbulent_prandtl: float
) -> Array:
    """Diffusivity with which ``distance`` of air passes the heat that the log law gives [m2/s].

    ``y u_k / T+`` with ``T+ = Pr_t (ln(E y+) / kappa + P)``, or ``Pr y+`` where the shear is
    laminar.
    Example: y+ = 100 in air has T+ = 12.8, so this is 7.8 times the molecular viscosity.

    Args:
        energy: Turbulent kinetic energy of the cells before the walls, shape (n,) [m2/s2].
        distance: From each wall to its cell's centre, shape (n,) [m].
        laminar: Molecular viscosity [m2/s].
        prandtl: Molecular Prandtl number [-].
        turbulent_prandtl: Turbulent Prandtl number [-].
    """
    units = distance * C_MU**0.25 * np.sqrt(np.maximum(energy, 0.0)) / laminar
    resistance = sublayer_resistance(prandtl, turbulent_prandtl)
    log_law = np.log(ROUGHNESS * np.maximum(units, LAMINAR_EDGE)) / KARMAN
    rise = np.where(
        units > LAMINAR_EDGE, turbulent_prandtl * (log_law + resistance), prandtl * units
    )
    return np.where(
        units > 0.0, laminar * units / np.where(units > 0.0, rise, 1.0), laminar / prandtl
    )
