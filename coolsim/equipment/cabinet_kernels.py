"""Compiled mixing in cabinets, for :mod:`coolsim.equipment.cabinet_network`.

Nodes of a cabinet of n bands are numbered front plenums 0 to n - 1, rear plenums n to 2 n - 1.
"""

from __future__ import annotations

import numpy as np

from solvers.compiled import kernel
from solvers.exchange import Index
from solvers.grid import Array


@kernel
def eliminate(matrix: Array, right: Array, size: int) -> None:
    """Solve in place by elimination with row exchange; the answer is in ``right``."""
    for column in range(size):
        pivot = column
        for row in range(column + 1, size):
            if abs(matrix[row, column]) > abs(matrix[pivot, column]):
                pivot = row
        if pivot != column:
            for k in range(column, size):
                matrix[column, k], matrix[pivot, k] = matrix[pivot, k], matrix[column, k]
            for k in range(right.shape[1]):
                right[column, k], right[pivot, k] = right[pivot, k], right[column, k]
        for row in range(column + 1, size):
            factor = matrix[row, column] / matrix[column, column]
            if factor != 0.0:
                for k in range(column + 1, size):
                    matrix[row, k] -= factor * matrix[column, k]
                for k in range(right.shape[1]):
                    right[row, k] -= factor * right[column, k]
    for row in range(size - 1, -1, -1):
        for k in range(right.shape[1]):
            total = right[row, k]
            for column in range(row + 1, size):
                total -= matrix[row, column] * right[column, k]
            right[row, k] = total / matrix[row, row]


@kernel
def _inflows(
    front: Array,
    rear: Array,
    leak: Array,
    up_front: Array,
    up_rear: Array,
    fan: Array,
    top: float,
    matrix: Array,
) -> None:
    """Fill the mixing matrix of one cabinet; rows without inflow stand for themselves."""
    n = front.size
    matrix[:] = 0.0
    for b in range(n):
        f, r = b, n + b
        matrix[f, f] += max(front[b], 0.0) + max(leak[b], 0.0)
        matrix[f, r] -= max(leak[b], 0.0)
        matrix[r, r] += fan[b] + max(-rear[b], 0.0) + max(-leak[b], 0.0)
        matrix[r, f] -= fan[b] + max(-leak[b], 0.0)
        if b + 1 < n:
            for low, up in ((f, up_front[b]), (r, up_rear[b])):
                matrix[low + 1, low + 1] += max(up, 0.0)
                matrix[low + 1, low] -= max(up, 0.0)
                matrix[low, low] += max(-up, 0.0)
                matrix[low, low + 1] -= max(-up, 0.0)
    matrix[2 * n - 1, 2 * n - 1] += max(-top, 0.0)


@kernel
def mix_plenums(
    start: Index,
    front: Array,
    rear: Array,
    leak: Array,
    up_front: Array,
    up_rear: Array,
    fan: Array,
    top: Array,
    rise: float,
    out: Array,
) -> None:
    """Plenum temperatures by all that flows in; see :func:`cabinet_network.plenum_mixing`."""
    place = 0
    for cabinet in range(start.size - 1):
        first, end = start[cabinet], start[cabinet + 1]
        n = end - first
        matrix = np.zeros((2 * n, 2 * n))
        right = np.zeros((2 * n, 3 * n + 1))
        _inflows(
            front[first:end], rear[first:end], leak[first:end], up_front[first:end],
            up_rear[first:end], fan[first:end], top[cabinet], matrix,
        )  # fmt: skip
        for b in range(n):
            right[b, b] = max(front[first + b], 0.0)
            right[n + b, n + b] = max(-rear[first + b], 0.0)
            right[n + b, 2 * n + 1 + b] = rise
        right[2 * n - 1, 2 * n] += max(-top[cabinet], 0.0)
        for row in range(2 * n):
            if matrix[row, row] <= 0.0:
                matrix[row, row] = 1.0
                right[row, row] = 1.0
        eliminate(matrix, right, 2 * n)
        for row in range(2 * n):
            for k in range(3 * n + 1):
                out[place] = right[row, k]
                place += 1


@kernel
def mix_fronts(
    start: Index, front: Array, leak: Array, up_front: Array, aisle: Array, rear: Array
) -> None:
    """Shares of the front plenums; see :func:`cabinet_network.front_mixing`."""
    place = 0
    for cabinet in range(start.size - 1):
        first, end = start[cabinet], start[cabinet + 1]
        n = end - first
        matrix = np.zeros((n, n))
        right = np.zeros((n, 2 * n))
        for b in range(n):
            outside, back = max(front[first + b], 0.0), max(leak[first + b], 0.0)
            matrix[b, b] += outside + back
            right[b, b] = outside
            right[b, n + b] = back
            if b + 1 < n:
                up = up_front[first + b]
                matrix[b + 1, b + 1] += max(up, 0.0)
                matrix[b + 1, b] -= max(up, 0.0)
                matrix[b, b] += max(-up, 0.0)
                matrix[b, b + 1] -= max(-up, 0.0)
        for b in range(n):
            if matrix[b, b] <= 0.0:
                matrix[b, b] = 1.0
                right[b, b] = 1.0
        eliminate(matrix, right, n)
        for b in range(n):
            for k in range(n):
                aisle[place] = right[b, k]
                rear[place] = right[b, n + k]
                place += 1
