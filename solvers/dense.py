"""Direct solver for the diffusion operator of a tiny grid, the coarsest one of a multigrid."""

import numpy as np

from solvers.compiled import FloatArray, kernel


class DenseNeumannSolver:
    """Direct solver of ``sum over faces of c (x_P - x_N) = rhs`` by dense LDL^T factors.

    Every connected component leaves one constant free, which shows as a vanishing pivot; its
    unknown is set to 0. The result is a symmetric generalised inverse, whatever the number of
    components.
    """

    def __init__(self) -> None:
        self._factor = np.zeros((0, 0))

    def factorise(self, cx: FloatArray, cy: FloatArray, cz: FloatArray) -> None:
        """Assemble and factorise the operator in double precision."""
        nx, ny, nz = (extent - 2 for extent in cx.shape)
        size = nx * ny * nz
        self._factor = np.zeros((size, size))
        # Rows must sum to zero to double precision, or no pivot would vanish.
        x_faces, y_faces, z_faces = (np.asarray(c, dtype=np.float64) for c in (cx, cy, cz))
        _assemble_dense(x_faces, y_faces, z_faces, self._factor)
        _factorise_dense(self._factor)

    def solve(self, rhs: FloatArray, x: FloatArray) -> None:
        """Write the solution into the interior of ``x``."""
        solution = rhs[1:-1, 1:-1, 1:-1].astype(np.float64).ravel()
        _solve_dense(self._factor, solution)
        interior = x[1:-1, 1:-1, 1:-1]
        interior[...] = solution.reshape(interior.shape)


@kernel
def _assemble_dense(cx: FloatArray, cy: FloatArray, cz: FloatArray, matrix: FloatArray) -> None:
    """Write the operator of a small grid as a dense matrix, cells numbered in C-order."""
    ny = cx.shape[1] - 2
    nz = cx.shape[2] - 2
    matrix[:] = 0
    for i in range(1, cx.shape[0] - 1):
        for j in range(1, ny + 1):
            for k in range(1, nz + 1):
                row = ((i - 1) * ny + j - 1) * nz + k - 1
                matrix[row, row] = (
                    cx[i, j, k]
                    + cx[i + 1, j, k]
                    + cy[i, j, k]
                    + cy[i, j + 1, k]
                    + cz[i, j, k]
                    + cz[i, j, k + 1]
                )
                if i > 1:
                    matrix[row, row - ny * nz] = matrix[row - ny * nz, row] = -cx[i, j, k]
                if j > 1:
                    matrix[row, row - nz] = matrix[row - nz, row] = -cy[i, j, k]
                if k > 1:
                    matrix[row, row - 1] = matrix[row - 1, row] = -cz[i, j, k]


@kernel
def _factorise_dense(matrix: FloatArray) -> None:
    """Replace the lower triangle by L and the diagonal by inverse pivots (0 if singular)."""
    size = matrix.shape[0]
    for column in range(size):
        original = matrix[column, column]
        pivot = original
        for m in range(column):
            if matrix[m, m] != 0:
                pivot -= matrix[column, m] * matrix[column, m] / matrix[m, m]
        matrix[column, column] = 1.0 / pivot if pivot > 1e-12 * original else 0.0
        for row in range(column + 1, size):
            value = matrix[row, column]
            for m in range(column):
                if matrix[m, m] != 0:
                    value -= matrix[row, m] * matrix[column, m] / matrix[m, m]
            matrix[row, column] = value * matrix[column, column]


@kernel
def _solve_dense(factor: FloatArray, solution: FloatArray) -> None:
    """Solve in place with the factors of :func:`_factorise_dense`."""
    size = factor.shape[0]
    for row in range(size):
        for m in range(row):
            solution[row] -= factor[row, m] * solution[m]
    for row in range(size):
        solution[row] *= factor[row, row]
    for row in range(size - 1, -1, -1):
        for m in range(row + 1, size):
            solution[row] -= factor[m, row] * solution[m]
