"""Seven-point transport operator on a padded Cartesian grid.

Row of an active cell P (off-diagonal coefficients are stored positive)::

    centre x_P - west x_W - east x_E - south x_S - north x_N - bottom x_B - top x_T = rhs

West and east are the neighbours at i-1 and i+1, south and north at j-1 and j+1, bottom and top at
k-1 and k+1. A cell with ``centre == 0`` is inactive: it has no row and all its coefficients, and
those of its neighbours towards it, are 0. Ghost cells only enter through boundary coefficients,
which are normally 0.
"""

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import DTypeLike, NDArray

from solvers.compiled import FloatArray, kernel

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

SWEEP_DIRECTIONS = 8
"""Number of Gauss-Seidel orders: bit 0 of the direction reverses i, bit 1 j and bit 2 k."""


class Transport7(NamedTuple):
    """Coefficients of the seven-point operator, seven padded arrays of one shape and dtype."""

    centre: FloatArray
    west: FloatArray
    east: FloatArray
    south: FloatArray
    north: FloatArray
    bottom: FloatArray
    top: FloatArray


def zero_coefficients(shape: tuple[int, ...], dtype: DTypeLike = np.float64) -> Transport7:
    """Return coefficients of an operator without any active cell; ``shape`` is the padded one."""
    return Transport7(*(np.zeros(shape, dtype) for _ in Transport7._fields))


def apply_stencil(coefficients: Transport7, x: FloatArray, out: FloatArray) -> None:
    """Write the operator applied to ``x`` into the interior of ``out`` (inactive cells get 0)."""
    _apply(coefficients, x, out)


def sweep(coefficients: Transport7, rhs: FloatArray, x: FloatArray, direction: int = 0) -> None:
    """Improve ``x`` in place by one Gauss-Seidel pass in one of the eight sweep directions.

    Inactive cells keep their value. Along the flow direction a pass carries a value through the
    whole room, so callers go through several directions.
    """
    if not 0 <= direction < SWEEP_DIRECTIONS:
        raise ValueError(f"sweep direction {direction} is not in 0..{SWEEP_DIRECTIONS - 1}")
    _sweep(coefficients, rhs, x, direction & 1, (direction >> 1) & 1, direction >> 2)


def residual_norm(coefficients: Transport7, rhs: FloatArray, x: FloatArray) -> float:
    """Return the 2-norm of ``rhs`` minus the operator applied to ``x`` over the active cells."""
    return float(np.sqrt(_squared_residual(coefficients, rhs, x)))


def number_cells(coefficients: Transport7) -> NDArray[np.int64]:
    """Return a padded array with the row number of every active cell, -1 elsewhere."""
    active = np.zeros(coefficients.centre.shape, bool)
    active[1:-1, 1:-1, 1:-1] = coefficients.centre[1:-1, 1:-1, 1:-1] != 0
    numbering = np.full(active.shape, -1, np.int64)
    numbering[active] = np.arange(np.count_nonzero(active))
    return numbering


def to_csr(coefficients: Transport7, numbering: NDArray[np.int64]) -> "csr_matrix":
    """Assemble the sparse matrix of the active cells.

    ``numbering`` is padded like the coefficients and gives every active cell its row, see
    :func:`number_cells`. Couplings to cells without a number (ghosts with fixed values) are left
    out, as they belong to the right-hand side. Assembly costs more than a whole matrix-free
    solve; it serves publishing and checking.
    """
    from scipy.sparse import csr_matrix

    size = int(np.count_nonzero(numbering >= 0))
    values, columns = np.empty(7 * size), np.empty(7 * size, np.int32)
    starts = np.zeros(size + 1, np.int32)
    cells = np.flatnonzero(numbering.ravel() >= 0)
    cells = cells[np.argsort(numbering.ravel()[cells], kind="stable")]
    count = _write_rows(coefficients, numbering, cells, values, columns, starts)
    return csr_matrix((values[:count], columns[:count], starts), shape=(size, size))


@kernel
def _write_rows(
    c: Transport7,
    numbering: NDArray[np.int64],
    cells: NDArray[np.int64],
    values: FloatArray,
    columns: NDArray[np.int32],
    starts: NDArray[np.int32],
) -> int:
    """Write the rows of cells one after another, neighbours in the order of the grid."""
    centre, west, east, south, north, bottom, top = c
    _, n1, n2 = numbering.shape
    count = 0
    for row in range(cells.size):
        cell = cells[row]
        i, j, k = cell // (n1 * n2), (cell // n2) % n1, cell % n2
        entries = (
            (numbering[i - 1, j, k], -west[i, j, k]),
            (numbering[i, j - 1, k], -south[i, j, k]),
            (numbering[i, j, k - 1], -bottom[i, j, k]),
            (numbering[i, j, k], centre[i, j, k]),
            (numbering[i, j, k + 1], -top[i, j, k]),
            (numbering[i, j + 1, k], -north[i, j, k]),
            (numbering[i + 1, j, k], -east[i, j, k]),
        )
        for column, value in entries:
            if column >= 0 and value != 0.0:
                columns[count], values[count] = column, value
                count += 1
        starts[row + 1] = count
    return count


@kernel
def _apply(c: Transport7, x: FloatArray, out: FloatArray) -> None:
    n0, n1, n2 = x.shape
    centre, west, east, south, north, bottom, top = c
    for i in range(1, n0 - 1):
        for j in range(1, n1 - 1):
            for k in range(1, n2 - 1):
                out[i, j, k] = (
                    centre[i, j, k] * x[i, j, k]
                    - west[i, j, k] * x[i - 1, j, k]
                    - east[i, j, k] * x[i + 1, j, k]
                    - south[i, j, k] * x[i, j - 1, k]
                    - north[i, j, k] * x[i, j + 1, k]
                    - bottom[i, j, k] * x[i, j, k - 1]
                    - top[i, j, k] * x[i, j, k + 1]
                )


@kernel
def _squared_residual(c: Transport7, rhs: FloatArray, x: FloatArray) -> float:
    n0, n1, n2 = x.shape
    centre, west, east, south, north, bottom, top = c
    total = 0.0
    for i in range(1, n0 - 1):
        for j in range(1, n1 - 1):
            for k in range(1, n2 - 1):
                if centre[i, j, k] != 0:
                    r = (
                        rhs[i, j, k]
                        - centre[i, j, k] * x[i, j, k]
                        + west[i, j, k] * x[i - 1, j, k]
                        + east[i, j, k] * x[i + 1, j, k]
                        + south[i, j, k] * x[i, j - 1, k]
                        + north[i, j, k] * x[i, j + 1, k]
                        + bottom[i, j, k] * x[i, j, k - 1]
                        + top[i, j, k] * x[i, j, k + 1]
                    )
                    total += r * r
    return total


@kernel
def _sweep(
    c: Transport7, rhs: FloatArray, x: FloatArray, reverse_i: int, reverse_j: int, reverse_k: int
) -> None:
    """Gather what is known beforehand for a whole column, which vectorises, then recur along k."""
    n0, n1, n2 = x.shape
    centre, west, east, south, north, bottom, top = c
    line = np.empty(n2, x.dtype)
    inverse = np.empty(n2, x.dtype)
    for step_i in range(1, n0 - 1):
        i = n0 - 1 - step_i if reverse_i else step_i
        for step_j in range(1, n1 - 1):
            j = n1 - 1 - step_j if reverse_j else step_j
            for k in range(1, n2 - 1):
                d = centre[i, j, k]
                inverse[k] = 1.0 / d if d != 0 else 0.0
                known = inverse[k] * (
                    rhs[i, j, k]
                    + west[i, j, k] * x[i - 1, j, k]
                    + east[i, j, k] * x[i + 1, j, k]
                    + south[i, j, k] * x[i, j - 1, k]
                    + north[i, j, k] * x[i, j + 1, k]
                )
                line[k] = known if d != 0 else x[i, j, k]
            if reverse_k:
                value = x[i, j, n2 - 1]
                for k in range(n2 - 2, 0, -1):
                    known = line[k] + inverse[k] * bottom[i, j, k] * x[i, j, k - 1]
                    value = known + inverse[k] * top[i, j, k] * value
                    x[i, j, k] = value
            else:
                value = x[i, j, 0]
                for k in range(1, n2 - 1):
                    known = line[k] + inverse[k] * top[i, j, k] * x[i, j, k + 1]
                    value = known + inverse[k] * bottom[i, j, k] * value
                    x[i, j, k] = value
