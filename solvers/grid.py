"""The Cartesian grid: constant spacing per axis, cell arrays padded by one ghost layer."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from solvers.compiled import FloatArray

Array = FloatArray
Triple = tuple[float, float, float]
INTERIOR = (slice(1, -1), slice(1, -1), slice(1, -1))
ON_FACE = 1e-7
"""Distance, in cells, below which a plane counts as lying on a grid face."""


@dataclass(frozen=True, slots=True)
class Grid:
    """Cells of one size covering a box.

    Padded arrays have shape ``(nx + 2, ny + 2, nz + 2)``. The face array of an axis has the same
    shape; its entry ``[i, j, k]`` is the face between padded cell ``i - 1`` and ``i`` along it.

    Attributes:
        shape: Cells along x, y, z.
        spacing: Cell size along x, y, z [m].
        origin: Low corner of the box [m].
    """

    shape: tuple[int, int, int]
    spacing: Triple
    origin: Triple = (0.0, 0.0, 0.0)

    @property
    def padded_shape(self) -> tuple[int, int, int]:
        """Shape of every padded array."""
        nx, ny, nz = self.shape
        return (nx + 2, ny + 2, nz + 2)

    @property
    def cells(self) -> int:
        """Number of cells without the ghost layer."""
        return math.prod(self.shape)

    @property
    def cell_volume(self) -> float:
        """Volume of one cell [m3]."""
        return math.prod(self.spacing)

    @property
    def face_areas(self) -> Triple:
        """Area of a face normal to x, y, z [m2]."""
        dx, dy, dz = self.spacing
        return (dy * dz, dx * dz, dx * dy)

    @property
    def strides(self) -> tuple[int, int, int]:
        """Distance in a flattened padded array to the next cell along x, y, z."""
        _, my, mz = self.padded_shape
        return (my * mz, mz, 1)

    def zeros(self) -> Array:
        """A padded array of zeros."""
        return np.zeros(self.padded_shape)

    def edges(self, axis: int) -> Array:
        """Face positions along an axis, shape ``(n + 1,)`` [m]."""
        return self.origin[axis] + self.spacing[axis] * np.arange(self.shape[axis] + 1)

    def centres(self, axis: int) -> Array:
        """Cell-centre positions along an axis, shape ``(n,)`` [m]."""
        return self.origin[axis] + self.spacing[axis] * (np.arange(self.shape[axis]) + 0.5)


def grid_with_cell(size: Triple, cell: Triple, origin: Triple = (0.0, 0.0, 0.0)) -> Grid:
    """The grid over a box whose cells are at most ``cell`` [m] along each axis."""
    shape = [
        max(1, math.ceil(length / step - 1e-9)) for length, step in zip(size, cell, strict=True)
    ]
    spacing = [length / count for length, count in zip(size, shape, strict=True)]
    return Grid((shape[0], shape[1], shape[2]), (spacing[0], spacing[1], spacing[2]), origin)


def grid_with_budget(
    size: Triple, cells: int, vertical_ratio: float = 2.0 / 3.0, origin: Triple = (0.0, 0.0, 0.0)
) -> Grid:
    """The finest grid over a box that has at most ``cells`` cells.

    Args:
        size: Box along x, y, z [m].
        cells: Budget of cells.
        vertical_ratio: Cell height over cell width; rooms are stratified, so cells are flat [-].
        origin: Low corner of the box [m].
    """
    low = (math.prod(size) / (vertical_ratio * cells)) ** (1.0 / 3.0)
    step = low
    while True:
        grid = grid_with_cell(size, (step, step, step * vertical_ratio), origin)
        if grid.cells <= cells:
            return grid
        step *= 1.01
