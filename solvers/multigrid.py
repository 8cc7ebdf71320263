"""Geometric multigrid for the pressure equation on a padded Cartesian grid with closed faces.

One call is one symmetric V-cycle for ``sum over faces of c (x_P - x_N) = residual``: forward
Gauss-Seidel sweeps before and backward sweeps after the coarse correction, piecewise constant
restriction and prolongation. A coarse face takes the sum of its fine faces divided by the
coarsening factor, that is the coefficient area / distance of the coarse grid with the fine
openness averaged. The cycle is a symmetric positive operator, so it suits conjugate gradients.
"""

import numpy as np
from numpy.typing import DTypeLike

from solvers.compiled import FloatArray, kernel
from solvers.dense import DenseNeumannSolver

Factors = tuple[int, int, int]

_COARSEST_CELLS = 64
_WEAK_COUPLING = 0.3


def coarsening_factors(cx: FloatArray, cy: FloatArray, cz: FloatArray) -> Factors:
    """Return the coarsening factor (1 or 2) of each direction.

    A direction whose coupling is much weaker than the strongest one is not coarsened, because
    point relaxation does not smooth errors along it; (1, 1, 1) means that no direction can be.
    """
    cells = [extent - 2 for extent in cx.shape]
    peaks = [float(c.max()) for c in (cx, cy, cz)]
    strongest = max(peaks)
    halved = [2 if n > 3 else 1 for n in cells]
    chosen = [
        factor if peak > _WEAK_COUPLING * strongest else 1
        for factor, peak in zip(halved, peaks, strict=True)
    ]
    x, y, z = chosen if max(chosen) > 1 else halved
    return x, y, z


def coarse_shape(shape: tuple[int, ...], factors: Factors) -> tuple[int, ...]:
    """Return the padded shape of the next coarser grid; an odd last cell stays alone."""
    return tuple(-(-(n - 2) // f) + 2 for n, f in zip(shape, factors, strict=True))


class _Level:
    """Coefficients and work arrays of one grid; ``factors`` lead to the next coarser one."""

    def __init__(self, shape: tuple[int, ...], dtype: DTypeLike) -> None:
        self.cx, self.cy, self.cz = (np.zeros(shape, dtype) for _ in range(3))
        self.inverse, self.x, self.rhs = (np.zeros(shape, dtype) for _ in range(3))
        self.factors: Factors = (1, 1, 1)


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
            level.factors = coarsening_factors(level.cx, level.cy, level.cz)
            cells = np.prod([extent - 2 for extent in level.x.shape])
            if cells <= _COARSEST_CELLS or max(level.factors) == 1:
                break
            depth += 1
            coarse = self._level(depth, coarse_shape(level.x.shape, level.factors))
            fx, fy, fz = level.factors
            _coarsen_x_faces(level.cx, coarse.cx, fx, fy, fz)
            _coarsen_y_faces(level.cy, coarse.cy, fx, fy, fz)
            _coarsen_z_faces(level.cz, coarse.cz, fx, fy, fz)
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
        _restrict_residual(*faces, rhs, x, coarse.rhs, *level.factors)
        self._cycle(depth + 1)
        prolong_constant(coarse.x, inverse, x, *level.factors)
        _smooth_backward(*faces, inverse, rhs, x, self._smoothing_steps)


@kernel
def prolong_constant(
    coarse: FloatArray, inverse: FloatArray, fine: FloatArray, fx: int, fy: int, fz: int
) -> None:
    """Add the value of each coarse cell to its fine cells, except cells with ``inverse == 0``."""
    n0, n1, n2 = fine.shape
    m0, m1, m2 = coarse.shape
    line = np.empty(n2 + 1, fine.dtype)
    for ci in range(1, m0 - 1):
        first_i = (ci - 1) * fx + 1
        for cj in range(1, m1 - 1):
            first_j = (cj - 1) * fy + 1
            for ck in range(1, m2 - 1):
                for k in range((ck - 1) * fz + 1, ck * fz + 1):
                    line[k] = coarse[ci, cj, ck]
            for i in range(first_i, min(first_i + fx, n0 - 1)):
                for j in range(first_j, min(first_j + fy, n1 - 1)):
                    for k in range(1, n2 - 1):
                        fine[i, j, k] += line[k] if inverse[i, j, k] != 0 else 0


@kernel
def sum_blocks(line: FloatArray, coarse: FloatArray, factor: int) -> None:
    """Write the sums of ``factor`` (1 or 2) consecutive entries, both arrays with ghost ends."""
    last = line.size - 2
    if factor == 1:
        for k in range(1, last + 1):
            coarse[k] = line[k]
        return
    for ck in range(1, last // 2 + 1):
        coarse[ck] = line[2 * ck - 1] + line[2 * ck]
    if last % 2 == 1:
        coarse[coarse.size - 2] = line[last]


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
    fx: int,
    fy: int,
    fz: int,
) -> None:
    """Sum the fine residual over each coarse cell without storing it."""
    n0, n1, n2 = x.shape
    m0, m1, _ = coarse.shape
    line = np.empty(n2, x.dtype)
    for ci in range(1, m0 - 1):
        first_i = (ci - 1) * fx + 1
        for cj in range(1, m1 - 1):
            first_j = (cj - 1) * fy + 1
            line[:] = 0
            for i in range(first_i, min(first_i + fx, n0 - 1)):
                for j in range(first_j, min(first_j + fy, n1 - 1)):
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
            sum_blocks(line, coarse[ci, cj], fz)


@kernel
def _coarsen_x_faces(fine: FloatArray, coarse: FloatArray, fx: int, fy: int, fz: int) -> None:
    """Sum the fine x-faces lying in each coarse x-face and divide by the factor along x."""
    n0, n1, n2 = fine.shape
    m0 = coarse.shape[0]
    coarse[:] = 0
    for ci in range(1, m0):
        i = min((ci - 1) * fx + 1, n0 - 1)
        for j in range(1, n1 - 1):
            cj = (j - 1) // fy + 1
            for k in range(1, n2 - 1):
                ck = (k - 1) // fz + 1
                coarse[ci, cj, ck] += fine[i, j, k] / fx


@kernel
def _coarsen_y_faces(fine: FloatArray, coarse: FloatArray, fx: int, fy: int, fz: int) -> None:
    """Sum the fine y-faces lying in each coarse y-face and divide by the factor along y."""
    n0, n1, n2 = fine.shape
    m1 = coarse.shape[1]
    coarse[:] = 0
    for cj in range(1, m1):
        j = min((cj - 1) * fy + 1, n1 - 1)
        for i in range(1, n0 - 1):
            ci = (i - 1) // fx + 1
            for k in range(1, n2 - 1):
                ck = (k - 1) // fz + 1
                coarse[ci, cj, ck] += fine[i, j, k] / fy


@kernel
def _coarsen_z_faces(fine: FloatArray, coarse: FloatArray, fx: int, fy: int, fz: int) -> None:
    """Sum the fine z-faces lying in each coarse z-face and divide by the factor along z."""
    n0, n1, n2 = fine.shape
    m2 = coarse.shape[2]
    coarse[:] = 0
    for ck in range(1, m2):
        k = min((ck - 1) * fz + 1, n2 - 1)
        for i in range(1, n0 - 1):
            ci = (i - 1) // fx + 1
            for j in range(1, n1 - 1):
                cj = (j - 1) // fy + 1
                coarse[ci, cj, ck] += fine[i, j, k] / fz
