"""Friction of walls beside closures that know none of their own: the log law of the mean speed.

An eddy viscosity meant for the free stream is not that of the air next to a wall: over half a cell
of some centimetres it drags some ten times as much as a boundary layer does. Where a boundary layer
is in equilibrium its shear follows from the speed at one distance alone, and the speed in the cells
beside walls is known. Assumed are smooth walls, and cell centres in the layer: inside it the law
turns laminar, far outside it, and where jets meet or leave a wall, it does not hold.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from solvers.boundary import Boundary
from solvers.compiled import kernel
from solvers.exchange import Index
from solvers.grid import Array
from solvers.openness import Mask, Openness
from solvers.plates import covered_edges
from solvers.turbulence import AIR_VISCOSITY, Faces
from solvers.wall_functions import KARMAN, ROUGHNESS

WallLaw = Callable[[Array, float], Array]
"""``law(speed, distance)``: viscosity with which ``nu speed / distance`` is the wall's shear, from
the speeds along walls [m/s] at a distance from them [m], shape (n,) [m2/s]."""
_NEWTON_STEPS = 3
"""Steps to the logarithm of the wall distance; the first guess is within 15 %, so three reach 1e-8.
"""
_LEAST = 20.0
"""``E kappa Re`` below which the shear is laminar in any case: both laws meet at 447 [-]."""


def log_law(laminar: float = AIR_VISCOSITY) -> WallLaw:
    """The log law of a smooth wall, ``U+ = ln(E y+) / kappa``, laminar where that drags more.

    With ``Re = U y / nu`` the law reads ``w exp(w) = E kappa Re`` for ``w = ln(E y+)``, and the
    viscosity that gives its shear is ``nu y+ / U+ = nu kappa^2 Re / w^2``. Source: Launder and
    Spalding, *Comput. Methods Appl. Mech. Eng.* 3 (1974) 269-289 (law and constants). Example: 1
    m/s at 5 cm in air has Re 3333 and y+ 188, and drags with 1.6e-4 m2/s.
    """

    def law(speed: Array, distance: float) -> Array:
        out = np.empty_like(speed)
        _log_law(speed, distance, laminar, out)
        return out

    return law


@kernel
def _log_law(speed: Array, distance: float, laminar: float, out: Array) -> None:
    for n in range(speed.size):
        reynolds = speed[n] * distance / laminar
        whole = ROUGHNESS * KARMAN * reynolds
        out[n] = laminar
        if whole > _LEAST:
            w = np.log(whole)
            w -= np.log(w)
            for _ in range(_NEWTON_STEPS):
                w -= (w + np.log(w) - np.log(whole)) * w / (1.0 + w)
            out[n] = laminar * max(1.0, KARMAN * KARMAN * reynolds / (w * w))


class WallFriction:
    """The viscosities with which walls drag, kept for the cells beside walls.

    Args:
        openness: Geometry.
        law: What the speed along a wall makes of its viscosity.
        boundary: What the walls do; outer sides that move have the speed to them.
    """

    def __init__(self, openness: Openness, law: WallLaw, boundary: Boundary) -> None:
        self._grid, self._law = openness.grid, law
        self._cells = tuple(cells_at_walls(openness, axis) for axis in range(3))
        self._moving = tuple(side for side in boundary.sides if any(side.velocity))
        self.viscosity = np.zeros((3, *openness.grid.padded_shape))
        """Of walls normal to x, y, z, shape (3, ...); 0 in cells beside none [m2/s]."""

    def update(self, velocity: Faces) -> None:
        """Take the viscosities of the present velocities in the faces [m/s]."""
        for axis, cells in enumerate(self._cells):
            speed = self._speed_along(velocity, axis, cells)
            distance = 0.5 * self._grid.spacing[axis]
            self.viscosity[axis].ravel()[cells] = self._law(speed, distance)

    def _speed_along(self, velocity: Faces, axis: int, cells: Index) -> Array:
        """Speed of the cells along walls normal to an axis, against those walls [m/s]."""
        squares = np.zeros(cells.size)
        for along in ((axis + 1) % 3, (axis + 2) % 3):
            faces = velocity[along].ravel()
            mean = 0.5 * (faces[cells] + faces[cells + self._grid.strides[along]])
            for side in self._moving:
                if side.axis == axis:
                    layer = np.unravel_index(cells, self._grid.padded_shape)[axis]
                    at_side = layer == side.layer % self._grid.padded_shape[axis]
                    mean -= np.where(at_side, side.velocity[along], 0.0)
            squares += mean * mean
        return np.asarray(np.sqrt(squares))


def cells_at_walls(openness: Openness, axis: int) -> Index:
    """Flat padded indices of the cells that the friction of walls normal to an axis may ask for.

    A velocity along a wall rubs on it where its face is more open than the next one towards the
    wall, and takes the mean viscosity of the two cells it lies between.
    """
    grid = openness.grid
    marked: Mask = np.zeros(grid.padded_shape, dtype=bool)
    plates = covered_edges(grid, openness.area, openness.plates)
    for along in ((axis + 1) % 3, (axis + 2) % 3):
        share = openness.area[along]
        narrowed = np.roll(share, 1, axis=axis) < share
        narrowed |= np.roll(share, -1, axis=axis) < share
        edges = plates.get((along, axis))
        if edges is not None:
            narrowed.ravel()[edges.faces] = True
            narrowed.ravel()[edges.faces - grid.strides[axis]] = True
        marked |= narrowed | np.roll(narrowed, -1, axis=along)
    marked &= openness.active
    return np.asarray(np.flatnonzero(marked))
