"""Geometric multigrid for the pressure equation on a padded Cartesian grid with closed faces.

One call is one symmetric V-cycle for ``sum over faces of c (x_P - x_N) = residual``: forward
Gauss-Seidel sweeps before and backward sweeps after the coarse correction, piecewise constant
restriction and prolongation. The cycle is a symmetric positive operator, so it suits conjugate
gradients.
How cells and faces become coarser ones: :mod:`solvers.coarsening`.
"""

import numpy as np
from numpy.typing import DTypeLike

from solvers.coarsening import (
    Blocks,
    Starts,
    alone,
    coarse_shape,
    coarsen_x_faces,
    coarsen_y_faces,
    coarsen_z_faces,
    coarsening,
    prolong_constant,
    sum_blocks,
)
from solvers.compiled import FloatArray, kernel
from solvers.dense import DenseNeumannSolver

_COARSEST_CELLS = 64


class _Level:
    """Coefficients and work arrays of one grid; ``blocks`` lead to the next coarser one."""

    def __init__(self, shape: tuple[int, ...], dtype: DTypeLike) -> None:
        self.cx, self.cy, self.cz = (np.zeros(shape, dtype) for _ in range(3))
        self.inverse, self.x, self.rhs = (np.zeros(shape, dtype) for _ in range(3))
        x, y, z = (alone(extent - 2) for extent in shape)
        self.blocks: Blocks = (x, y, z)


class PressureMultigrid:
    """Symmetric multigrid preconditioner; isolated cells get a correction of 0.

    ``smoothing_steps`` is the number of sweeps before and after the coarse correction. Single
    precision halves the memory traffic and is enough inside a Krylov method in double precision,
    except for rooms sealed to better than about one millionth of their area.
    """

    def __init__(
        self,
        cx: FloatArray,
        cy: FloatArray,
        cz: FloatArray,
        *,
        smoothing_steps: int = 2,
        dtype: DTypeLike = np.float32,
    ) -> None:
        self._smoothing_steps = smoothing_steps
        self._dtype = dtype
        self._levels = [_Level(cx.shape, dtype)]
        self._coarsest = DenseNeumannSolver()
        self.rebuild(cx, cy, cz)

    def rebuild(self, cx: FloatArray, cy: FloatArray, cz: FloatArray) -> None:
        """Take new face coefficients of the same shape, reusing the memory of all levels."""
        finest = self._levels[0]
        np.copyto(finest.cx, cx, casting="same_kind")
        np.copyto(finest.cy, cy, casting="same_kind")
        np.copyto(finest.cz, cz, casting="same_kind")
        depth = 0
        while True:
            level = self._levels[depth]
            _inverse_diagonal(level.cx, level.cy, level.cz, level.inverse)
            level.blocks = coarsening(level.cx, level.cy, level.cz)
            cells = np.prod([extent - 2 for extent in level.x.shape])
            if cells <= _COARSEST_CELLS or coarse_shape(level.blocks) == level.x.shape:
                break
            depth += 1
            coarse = self._level(depth, coarse_shape(level.blocks))
            coarsen_x_faces(level.cx, coarse.cx, *level.blocks)
            coarsen_y_faces(level.cy, coarse.cy, *level.blocks)
            coarsen_z_faces(level.cz, coarse.cz, *level.blocks)
        del self._levels[depth + 1 :]
        coarsest = self._levels[-1]
        self._coarsest.factorise(coarsest.cx, coarsest.cy, coarsest.cz)

    def __call__(self, residual: FloatArray) -> FloatArray:
        """Return the correction of one V-cycle; the array belongs to this object."""
        finest = self._levels[0]
        load_residual(residual, finest.inverse, finest.rhs)
        self._cycle(0)
        return finest.x

    def _level(self, depth: int, shape: tuple[int, ...]) -> _Level:
        """Return the level of that depth, replacing it when its shape no longer fits."""
        if depth < len(self._levels) and self._levels[depth].x.shape == shape:
            return self._levels[depth]
        del self._levels[depth:]
        self._levels.append(_Level(shape, self._dtype))
        return self._levels[depth]

    def _cycle(self, depth: int) -> None:
        level = self._levels[depth]
        x, rhs, inverse = level.x, level.rhs, level.inverse
        if depth == len(self._levels) - 1:
            self._coarsest.solve(rhs, x)
            return
        coarse = self._levels[depth + 1]
        faces = (level.cx, level.cy, level.cz)
        x.fill(0)
        _smooth_forward(*faces, inverse, rhs, x, self._smoothing_steps)
        _restrict_residual(*faces, rhs, x, coarse.rhs, *level.blocks)
        self._cycle(depth + 1)
        prolong_constant(coarse.x, inverse, x, *level.blocks)
        _smooth_backward(*faces, inverse, rhs, x, self._smoothing_steps)


@kernel
def load_residual(residual: FloatArray, inverse: FloatArray, rhs: FloatArray) -> None:
    """Copy the residual, converting precision; cells without an equation get 0."""
    n0, n1, n2 = rhs.shape
    for i in range(1, n0 - 1):
        for j in range(1, n1 - 1):
            for k in range(1, n2 - 1):
                rhs[i, j, k] = residual[i, j, k] if inverse[i, j, k] != 0 else 0.0


@kernel
def _inverse_diagonal(cx: FloatArray, cy: FloatArray, cz: FloatArray, inverse: FloatArray) -> None:
    """Write one over the sum of the six faces of each cell, 0 for an isolated cell."""
    n0, n1, n2 = inverse.shape
    for i in range(1, n0 - 1):
        for j in range(1, n1 - 1):
            for k in range(1, n2 - 1):
                total = (
                    cx[i, j, k]
                    + cx[i + 1, j, k]
                    + cy[i, j, k]
                    + cy[i, j + 1, k]
                    + cz[i, j, k]
                    + cz[i, j, k + 1]
                )
                inverse[i, j, k] = 1.0 / total if total > 0 else 0.0


@kernel
def _smooth_forward(
    cx: FloatArray,
    cy: FloatArray,
    cz: FloatArray,
    inverse: FloatArray,
    rhs: FloatArray,
    x: FloatArray,
    steps: int,
) -> None:
    """Gauss-Seidel over the columns (i, j) in chequerboard order, k ascending.

    Columns of one colour are independent. The terms that are known beforehand are gathered for
    a whole column, which vectorises; only the recurrence along k remains sequential.
    """
    n0, n1, n2 = x.shape
    line = np.empty(n2, x.dtype)
    for half_step in range(2 * steps):
        for i in range(1, n0 - 1):
            for j in range(1 + ((i + half_step) & 1), n1 - 1, 2):
                for k in range(1, n2 - 1):
                    line[k] = inverse[i, j, k] * (
                        rhs[i, j, k]
                        + cx[i, j, k] * x[i - 1, j, k]
                        + cx[i + 1, j, k] * x[i + 1, j, k]
                        + cy[i, j, k] * x[i, j - 1, k]
                        + cy[i, j + 1, k] * x[i, j + 1, k]
                        + cz[i, j, k + 1] * x[i, j, k + 1]
                    )
                below = x[i, j, 0]
                for k in range(1, n2 - 1):
                    below = line[k] + (inverse[i, j, k] * cz[i, j, k]) * below
                    x[i, j, k] = below


@kernel
def _smooth_backward(
    cx: FloatArray,
    cy: FloatArray,
    cz: FloatArray,
    inverse: FloatArray,
    rhs: FloatArray,
    x: FloatArray,
    steps: int,
) -> None:
    """Adjoint of :func:`_smooth_forward`: colours reversed and k descending."""
    n0, n1, n2 = x.shape
    line = np.empty(n2, x.dtype)
    for half_step in range(2 * steps):
        for i in range(1, n0 - 1):
            for j in range(1 + ((i + half_step + 1) & 1), n1 - 1, 2):
                for k in range(1, n2 - 1):
                    line[k] = inverse[i, j, k] * (
                        rhs[i, j, k]
                        + cx[i, j, k] * x[i - 1, j, k]
                        + cx[i + 1, j, k] * x[i + 1, j, k]
                        + cy[i, j, k] * x[i, j - 1, k]
                        + cy[i, j + 1, k] * x[i, j + 1, k]
                        + cz[i, j, k] * x[i, j, k - 1]
                    )
                above = x[i, j, n2 - 1]
                for k in range(n2 - 2, 0, -1):
                    above = line[k] + (inverse[i, j, k] * cz[i, j, k + 1]) * above
                    x[i, j, k] = above


@kernel
def _restrict_residual(
    cx: FloatArray,
    cy: FloatArray,
    cz: FloatArray,
    rhs: FloatArray,
    x: FloatArray,
    coarse: FloatArray,
    starts_x: Starts,
    starts_y: Starts,
    starts_z: Starts,
) -> None:
    """Sum the fine residual over each coarse cell without storing it."""
    n2 = x.shape[2]
    m0, m1, _ = coarse.shape
    line = np.empty(n2, x.dtype)
    for ci in range(1, m0 - 1):
        for cj in range(1, m1 - 1):
            line[:] = 0
            for i in range(starts_x[ci], starts_x[ci + 1]):
                for j in range(starts_y[cj], starts_y[cj + 1]):
                    for k in range(1, n2 - 1):
                        centre = x[i, j, k]
                        line[k] += (
                            rhs[i, j, k]
                            + cx[i, j, k] * (x[i - 1, j, k] - centre)
                            + cx[i + 1, j, k] * (x[i + 1, j, k] - centre)
                            + cy[i, j, k] * (x[i, j - 1, k] - centre)
                            + cy[i, j + 1, k] * (x[i, j + 1, k] - centre)
                            + cz[i, j, k] * (x[i, j, k - 1] - centre)
                            + cz[i, j, k + 1] * (x[i, j, k + 1] - centre)
                        )
            sum_blocks(line, coarse[ci, cj], starts_z)
