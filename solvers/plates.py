"""Thin plates on the grid as the flow beside them feels them: walls with friction on both sides.

A plate closes faces between cells that both hold air, so that neither the cells nor the velocities
along the plate show it. What passes between two control volumes goes through an edge of the grid: a
velocity's edge lies half before one and half before the other of two faces, a cell's is its face.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from solvers.compiled import kernel
from solvers.exchange import Index
from solvers.grid import Array, Grid


@dataclass(frozen=True, slots=True)
class PlateFaces:
    """Faces of one axis that thin plates cover.

    Attributes:
        faces: Flat padded index of each, ascending, shape (n,).
        open_share: Share of each that the plates leave open, their own openings included, in
            [0, 1), shape (n,) [-].
    """

    faces: Index
    open_share: Array


Plates = tuple[PlateFaces, PlateFaces, PlateFaces]
"""Faces that plates cover, along x, y, z."""
Edges = dict[tuple[int, int], PlateFaces]
"""Edges that plates cover, by component of velocity along the plates and axis normal to them.

Each edge has the index of the velocity above it; the one below is a stride of the axis before."""


def covered_faces(open_share: Array) -> PlateFaces:
    """The faces of a padded face array that plates do not leave wholly open."""
    faces = np.flatnonzero(open_share < 1.0)
    return PlateFaces(faces, open_share.ravel()[faces])


def covered_edges(grid: Grid, area: tuple[Array, Array, Array], plates: Plates) -> Edges:
    """The edges between velocities along a plate that the plate covers.

    Args:
        grid: The grid.
        area: Open share of the faces, three padded arrays.
        plates: Faces that plates cover.
    """
    found: Edges = {}
    for component in range(3):
        for axis in range(3):
            if axis == component or not plates[axis].faces.size:
                continue
            closed = np.zeros(area[component].size)
            half = 0.5 * (1.0 - plates[axis].open_share)
            closed[plates[axis].faces] += half
            closed[plates[axis].faces + grid.strides[component]] += half
            edges = np.flatnonzero(closed)
            share = area[component].ravel()
            edges = edges[(share[edges] > 0.0) & (share[edges - grid.strides[axis]] > 0.0)]
            found[component, axis] = PlateFaces(edges, 1.0 - closed[edges])
    return found


@kernel
def put_plates_between(
    edges: Index,
    left_open: Array,
    friction: float,
    conductance: float,
    stride: int,
    own: int,
    open_share: Array,
    viscosity: Array,
    wall_viscosity: Array,
    centre: Array,
    lower: Array,
    upper: Array,
) -> None:
    """Turn what rows exchange by viscosity through covered edges into friction, in place.

    ``friction`` is that of a wall half a cell away over the exchange between neighbours: 2, or 0
    where walls have none. ``centre``, ``lower`` and ``upper`` are the rows' coefficients along the
    axis normal to the plates, built without them. All arrays are flat and padded.
    """
    for m in range(edges.size):
        n = edges[m]
        below = n - stride
        closed = (1.0 - left_open[m]) * min(open_share[n], open_share[below]) * conductance
        nu = viscosity[n] + viscosity[n - own] + viscosity[below] + viscosity[below - own]
        exchanged = 0.25 * nu * closed
        lower[n] -= exchanged
        upper[below] -= exchanged
        drag = 0.5 * friction * closed
        centre[n] += drag * (wall_viscosity[n] + wall_viscosity[n - own]) - exchanged
        centre[below] += drag * (wall_viscosity[below] + wall_viscosity[below - own]) - exchanged
