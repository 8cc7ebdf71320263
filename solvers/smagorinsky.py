"""Smagorinsky's eddy viscosity, for flows followed in time on grids that carry the large eddies.

Source: Smagorinsky, *Monthly Weather Review* 91 (1963) 99-164; coefficient for shear flows after
Deardorff, *J. Fluid Mech.* 41 (1970) 453-480.
"""

from __future__ import annotations

from solvers.compiled import kernel
from solvers.grid import Array, Triple
from solvers.turbulence import AIR_VISCOSITY, Closure

SMAGORINSKY_COEFFICIENT = 0.1
"""Mixing length over the width of a cell [-]."""
VON_KARMAN = 0.41
"""Mixing length over the distance to a wall, where that is the shorter one [-]."""


def smagorinsky(
    spacing: Triple,
    laminar: float = AIR_VISCOSITY,
    coefficient: float = SMAGORINSKY_COEFFICIENT,
) -> Closure:
    """Eddy viscosity ``nu_t = l**2 |S|`` of what the grid does not carry.

    ``l`` is the smaller of ``coefficient`` times the cube root of the cell volume and 0.41 times
    the distance to the wall; ``|S| = sqrt(2 S_ij S_ij)``. Example: a shear of 10 1/s in cells of
    0.1 m gives 0.001 m2/s.

    Args:
        spacing: Cell size along x, y, z [m].
        laminar: Viscosity of the air itself [m2/s].
        coefficient: Mixing length over the cell width [-].
    """
    dx, dy, dz = spacing
    length = coefficient * (dx * dy * dz) ** (1.0 / 3.0)

    def closure(u: Array, v: Array, w: Array, wall_distance: Array, viscosity: Array) -> None:
        _smagorinsky(u, v, w, wall_distance, viscosity, laminar, length, dx, dy, dz)

    return closure


@kernel
def _across(face: Array, n: int, own: int, stride: int, spacing: float) -> float:
    """Slope across the flow of a face component at the cell of its lower face ``n``."""
    above = face[n + stride] + face[n + stride + own]
    below = face[n - stride] + face[n - stride + own]
    slope: float = (above - below) / (4.0 * spacing)
    return slope


@kernel
def _smagorinsky(
    u: Array,
    v: Array,
    w: Array,
    wall_distance: Array,
    viscosity: Array,
    laminar: float,
    length: float,
    dx: float,
    dy: float,
    dz: float,
) -> None:
    n0, n1, n2 = viscosity.shape
    x, y, z = n1 * n2, n2, 1
    fu, fv, fw = u.ravel(), v.ravel(), w.ravel()
    for i in range(1, n0 - 1):
        for j in range(1, n1 - 1):
            for k in range(1, n2 - 1):
                n = (i * n1 + j) * n2 + k
                xx = (fu[n + x] - fu[n]) / dx
                yy = (fv[n + y] - fv[n]) / dy
                zz = (fw[n + z] - fw[n]) / dz
                xy = _across(fu, n, x, y, dy) + _across(fv, n, y, x, dx)
                xz = _across(fu, n, x, z, dz) + _across(fw, n, z, x, dx)
                yz = _across(fv, n, y, z, dz) + _across(fw, n, z, y, dy)
                squared = 2.0 * (xx * xx + yy * yy + zz * zz) + xy * xy + xz * xz + yz * yz
                mixing = min(length, VON_KARMAN * wall_distance[i, j, k])
                viscosity[i, j, k] = laminar + mixing * mixing * squared**0.5
