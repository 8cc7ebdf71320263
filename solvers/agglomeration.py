"""Agglomeration multigrid for the advection-diffusion operator, used as a preconditioner.

Coarse cells are blocks of up to 2 x 2 x 2 fine cells. The coarse operator is the sum of the fine
rows of a block (Galerkin with constant transfer): it stays a conservative upwind operator with
positive coefficients, so Gauss-Seidel converges on every level. Sweeps go through different
directions, because a recirculating room has no single flow direction.
"""

import numpy as np
from numpy.typing import DTypeLike

from solvers.coarsening import (
    Blocks,
    Starts,
    alone,
    coarse_shape,
    pairs,
    prolong_constant,
    sum_blocks,
)
from solvers.compiled import FloatArray, kernel
from solvers.multigrid import load_residual
from solvers.stencil import Transport7, zero_coefficients

_COARSEST_CELLS = 64
_COARSEST_SWEEPS = 16
# Opposite directions follow each other, then the pairs of the other diagonals of the grid.
_ORDER = (0, 7, 2, 5, 4, 3, 6, 1)


class _Level:
    """Operator and work arrays of one grid; ``blocks`` lead to the next coarser one."""

    def __init__(self, shape: tuple[int, ...], dtype: DTypeLike) -> None:
        self.coefficients = zero_coefficients(shape, dtype)
        self.inverse, self.x, self.rhs = (np.zeros(shape, dtype) for _ in range(3))
        cells = [extent - 2 for extent in shape]
        x, y, z = (pairs(n) if n > 3 else alone(n) for n in cells)
        self.blocks: Blocks = (x, y, z)


class TransportMultigrid:
    """Preconditioner for the seven-point transport operator, one cycle per call.

    ``pre`` and ``post`` are the sweeps before and after the coarse correction; ``gamma`` is the
    number of coarse corrections below the second level (1: V-cycle, 2: W-cycle). Inactive cells
    get a correction of 0. The iteration count hardly grows with the grid, so it replaces
    incomplete factors above some 100 000 cells.
    """

    def __init__(
        self,
        coefficients: Transport7,
        *,
        dtype: DTypeLike = np.float32,
        pre: int = 1,
        post: int = 2,
        gamma: int = 2,
    ) -> None:
        self._pre, self._post, self._gamma = pre, post, gamma
        self._levels = [_Level(coefficients.centre.shape, dtype)]
        while True:
            last = self._levels[-1]
            shape = last.x.shape
            cells = np.prod([extent - 2 for extent in shape])
            coarse = coarse_shape(last.blocks)
            if cells <= _COARSEST_CELLS or coarse == shape:
                break
            self._levels.append(_Level(coarse, dtype))
        self.rebuild(coefficients)

    def rebuild(self, coefficients: Transport7) -> None:
        """Take new coefficients of the same shape, reusing the memory of all levels."""
        finest = self._levels[0]
        for stored, given in zip(finest.coefficients, coefficients, strict=True):
            np.copyto(stored, given, casting="same_kind")
        _inverse_centre(finest.coefficients.centre, finest.inverse)
        for fine, coarse in zip(self._levels, self._levels[1:], strict=False):
            _agglomerate(fine.coefficients, coarse.coefficients, *fine.blocks)
            _inverse_centre(coarse.coefficients.centre, coarse.inverse)

    def __call__(self, residual: FloatArray) -> FloatArray:
        """Return the correction of one cycle; the array belongs to this object."""
        finest = self._levels[0]
        load_residual(residual, finest.inverse, finest.rhs)
        self._cycle(0)
        return finest.x

    def _cycle(self, depth: int) -> None:
        level = self._levels[depth]
        operator = (level.coefficients, level.inverse, level.rhs, level.x)
        is_coarsest = depth == len(self._levels) - 1
        pre = _COARSEST_SWEEPS if is_coarsest else self._pre
        if pre == 0:
            level.x.fill(0)
        else:
            _first_relaxation(*operator)
            _relax(*operator, 1, pre)
        if is_coarsest:
            return
        coarse = self._levels[depth + 1]
        for _ in range(1 if depth == 0 else self._gamma):
            _restrict_residual(level.coefficients, level.rhs, level.x, coarse.rhs, *level.blocks)
            self._cycle(depth + 1)
            prolong_constant(coarse.x, level.inverse, level.x, *level.blocks)
        _relax(*operator, pre, pre + self._post)


@kernel
def _inverse_centre(centre: FloatArray, inverse: FloatArray) -> None:
    """Write one over the centre coefficient, 0 for inactive cells."""
    n0, n1, n2 = centre.shape
    for i in range(1, n0 - 1):
        for j in range(1, n1 - 1):
            for k in range(1, n2 - 1):
                value = centre[i, j, k]
                inverse[i, j, k] = 1.0 / value if value > 0 else 0.0


@kernel
def _agglomerate(fine: Transport7, coarse: Transport7, x: Starts, y: Starts, z: Starts) -> None:
    """Sum the fine rows of each block; couplings inside a block cancel against the centre."""
    m0, m1, m2 = coarse.centre.shape
    centre, west, east, south, north, bottom, top = fine
    c_centre, c_west, c_east, c_south, c_north, c_bottom, c_top = coarse
    for array in coarse:
        array[:] = 0
    for ci in range(1, m0 - 1):
        for i in range(x[ci], x[ci + 1]):
            first_i, last_i = i == x[ci], i == x[ci + 1] - 1
            for cj in range(1, m1 - 1):
                for j in range(y[cj], y[cj + 1]):
                    first_j, last_j = j == y[cj], j == y[cj + 1] - 1
                    for ck in range(1, m2 - 1):
                        for k in range(z[ck], z[ck + 1]):
                            kept = centre[i, j, k]
                            if first_i:
                                c_west[ci, cj, ck] += west[i, j, k]
                            else:
                                kept -= west[i, j, k]
                            if last_i:
                                c_east[ci, cj, ck] += east[i, j, k]
                            else:
                                kept -= east[i, j, k]
                            if first_j:
                                c_south[ci, cj, ck] += south[i, j, k]
                            else:
                                kept -= south[i, j, k]
                            if last_j:
                                c_north[ci, cj, ck] += north[i, j, k]
                            else:
                                kept -= north[i, j, k]
                            if k == z[ck]:
                                c_bottom[ci, cj, ck] += bottom[i, j, k]
                            else:
                                kept -= bottom[i, j, k]
                            if k == z[ck + 1] - 1:
                                c_top[ci, cj, ck] += top[i, j, k]
                            else:
                                kept -= top[i, j, k]
                            c_centre[ci, cj, ck] += kept


@kernel
def _first_relaxation(c: Transport7, inverse: FloatArray, rhs: FloatArray, x: FloatArray) -> None:
    """One sweep in direction 0 from a first guess of 0, which needs only three neighbours."""
    n0, n1, n2 = x.shape
    west, south, bottom = c.west, c.south, c.bottom
    for i in range(1, n0 - 1):
        for j in range(1, n1 - 1):
            for k in range(1, n2 - 1):
                x[i, j, k] = inverse[i, j, k] * (
                    rhs[i, j, k]
                    + west[i, j, k] * x[i - 1, j, k]
                    + south[i, j, k] * x[i, j - 1, k]
                    + bottom[i, j, k] * x[i, j, k - 1]
                )


@kernel
def _relax(
    c: Transport7, inverse: FloatArray, rhs: FloatArray, x: FloatArray, first: int, end: int
) -> None:
    """Gauss-Seidel sweeps ``first`` to ``end - 1`` of the sequence of directions.

    The terms known beforehand are gathered for a whole column (i, j), which vectorises; only the
    recurrence along k remains sequential.
    """
    n0, n1, n2 = x.shape
    _, west, east, south, north, bottom, top = c
    line = np.empty(n2, x.dtype)
    for step in range(first, end):
        direction = _ORDER[step % 8]
        for step_i in range(1, n0 - 1):
            i = n0 - 1 - step_i if direction & 1 else step_i
            for step_j in range(1, n1 - 1):
                j = n1 - 1 - step_j if direction & 2 else step_j
                for k in range(1, n2 - 1):
                    line[k] = (
                        rhs[i, j, k]
                        + west[i, j, k] * x[i - 1, j, k]
                        + east[i, j, k] * x[i + 1, j, k]
                        + south[i, j, k] * x[i, j - 1, k]
                        + north[i, j, k] * x[i, j + 1, k]
                    )
                if direction & 4:
                    value = x[i, j, n2 - 1]
                    for k in range(n2 - 2, 0, -1):
                        known = inverse[i, j, k] * (line[k] + bottom[i, j, k] * x[i, j, k - 1])
                        value = known + (inverse[i, j, k] * top[i, j, k]) * value
                        x[i, j, k] = value
                else:
                    value = x[i, j, 0]
                    for k in range(1, n2 - 1):
                        known = inverse[i, j, k] * (line[k] + top[i, j, k] * x[i, j, k + 1])
                        value = known + (inverse[i, j, k] * bottom[i, j, k]) * value
                        x[i, j, k] = value


@kernel
def _restrict_residual(
    c: Transport7,
    rhs: FloatArray,
    x: FloatArray,
    coarse: FloatArray,
    starts_x: Starts,
    starts_y: Starts,
    starts_z: Starts,
) -> None:
    """Sum the fine residual of the active cells over each coarse cell without storing it."""
    n2 = x.shape[2]
    m0, m1, _ = coarse.shape
    centre, west, east, south, north, bottom, top = c
    line = np.empty(n2, x.dtype)
    for ci in range(1, m0 - 1):
        for cj in range(1, m1 - 1):
            line[:] = 0
            for i in range(starts_x[ci], starts_x[ci + 1]):
                for j in range(starts_y[cj], starts_y[cj + 1]):
                    for k in range(1, n2 - 1):
                        line[k] += (
                            rhs[i, j, k]
                            - centre[i, j, k] * x[i, j, k]
                            + west[i, j, k] * x[i - 1, j, k]
                            + east[i, j, k] * x[i + 1, j, k]
                            + south[i, j, k] * x[i, j - 1, k]
                            + north[i, j, k] * x[i, j + 1, k]
                            + bottom[i, j, k] * x[i, j, k - 1]
                            + top[i, j, k] * x[i, j, k + 1]
                        )
            sum_blocks(line, coarse[ci, cj], starts_z)
