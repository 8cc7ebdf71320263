"""Compiled loops over cabinets for :mod:`coolsim.equipment.cabinet_network`.

Nodes of a cabinet of n bands are numbered front plenums 0 to n - 1, rear plenums n to 2 n - 1.
"""

from __future__ import annotations

import numpy as np

from solvers.compiled import kernel
from solvers.exchange import Index
from solvers.grid import Array

MOST_ITERATIONS = 600
_CALMING = 120
"""Iterations after which small shares of a step are taken."""
_SETTLED = 1e-9
"""Change of a flow, over the cabinet's largest, that ends the iteration [-]."""
_LAMINAR = 1e-3
"""Square root of the pressure below which a passage resists in proportion to its flow [Pa^0.5]: a
millionth of a pascal, which only keeps the resistance of still air from vanishing."""

_SHUT = 1e-9
"""Conductance up to which a passage is shut: less than a square millimetre [m3/(s Pa^0.5)]."""


@kernel
def _eliminate(matrix: Array, right: Array, size: int) -> None:
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
        _eliminate(matrix, right, 2 * n)
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
        _eliminate(matrix, right, n)
        for b in range(n):
            for k in range(n):
                aisle[place] = right[b, k]
                rear[place] = right[b, n + k]
                place += 1


@kernel
def _passage(conductance: float, flow: float, drive: float) -> tuple[float, float]:
    """Linearised passage: slope, and flow at equal pressures, from the last flow and its drive."""
    if conductance <= _SHUT:
        return 0.0, 0.0
    resistance = abs(flow) / conductance**2
    laminar = _LAMINAR / conductance
    slope = 1.0 / (2.0 * resistance + laminar)
    return slope, flow + slope * (drive - resistance * flow - laminar * flow)


@kernel
def balance_flows(
    start: Index,
    c_front: Array,
    c_rear: Array,
    c_leak: Array,
    c_up_front: Array,
    c_up_rear: Array,
    step: Array,
    c_top: Array,
    front_c: Array,
    rear_c: Array,
    above_c: Array,
    front_pa: Array,
    rear_pa: Array,
    heat: Array,
    reference: float,
    weight: float,
    front: Array,
    rear: Array,
    leak: Array,
    up_front: Array,
    up_rear: Array,
    fan: Array,
    top: Array,
) -> float:
    """Flows of all cabinets in place; see :func:`cabinet_network.cabinet_flows`."""
    worst = 0.0
    for cabinet in range(start.size - 1):
        first, end = start[cabinet], start[cabinet + 1]
        n = end - first
        matrix, right = np.zeros((2 * n, 2 * n)), np.zeros((2 * n, 1))
        cold, hot = front_pa[first:end], rear_pa[first:end]
        last = end - 1
        beside = rear_c[last] + above_c[cabinet] - 2.0 * reference
        above = hot[n - 1] + 0.5 * weight * step[last] * beside
        change = 0.0
        for iteration in range(MOST_ITERATIONS):
            # temperatures of the plenums at the last flows
            _inflows(
                front[first:end], rear[first:end], leak[first:end], up_front[first:end],
                up_rear[first:end], fan[first:end], top[cabinet], matrix,
            )  # fmt: skip
            for b in range(n):
                right[b, 0] = max(front[first + b], 0.0) * front_c[first + b]
                right[n + b, 0] = max(-rear[first + b], 0.0) * rear_c[first + b] + heat[first + b]
            right[2 * n - 1, 0] += max(-top[cabinet], 0.0) * above_c[cabinet]
            for row in range(2 * n):
                if matrix[row, row] <= 0.0:
                    matrix[row, row] = 1.0
                    right[row, 0] = front_c[first + row] if row < n else rear_c[first + row - n]
            _eliminate(matrix, right, 2 * n)
            inside = right[:, 0].copy()
            # pressures that conserve volume with every passage linearised
            matrix[:] = 0.0
            right[:] = 0.0
            for b in range(n):
                g, f, r = first + b, b, n + b
                right[f, 0] -= fan[g]
                right[r, 0] += fan[g]
                slope, flow = _passage(c_front[g], front[g], cold[b])
                matrix[f, f] += slope
                right[f, 0] += flow
                slope, flow = _passage(c_rear[g], rear[g], -hot[b])
                matrix[r, r] += slope
                right[r, 0] -= flow
                slope, flow = _passage(c_leak[g], leak[g], 0.0)
                matrix[r, r] += slope
                matrix[f, f] += slope
                matrix[r, f] -= slope
                matrix[f, r] -= slope
                right[r, 0] -= flow
                right[f, 0] += flow
                if b + 1 < n:
                    rise = 0.5 * weight * step[g]
                    drive = rise * (inside[f] + inside[f + 1] - 2.0 * reference)
                    slope, flow = _passage(c_up_front[g], up_front[g], drive)
                    matrix[f, f] += slope
                    matrix[f + 1, f + 1] += slope
                    matrix[f, f + 1] -= slope
                    matrix[f + 1, f] -= slope
                    right[f, 0] -= flow
                    right[f + 1, 0] += flow
                    drive = rise * (inside[r] + inside[r + 1] - 2.0 * reference)
                    slope, flow = _passage(c_up_rear[g], up_rear[g], drive)
                    matrix[r, r] += slope
                    matrix[r + 1, r + 1] += slope
                    matrix[r, r + 1] -= slope
                    matrix[r + 1, r] -= slope
                    right[r, 0] -= flow
                    right[r + 1, 0] += flow
            roof = weight * step[last] * (inside[2 * n - 1] - reference) - above
            slope, flow = _passage(c_top[cabinet], top[cabinet], roof)
            matrix[2 * n - 1, 2 * n - 1] += slope
            right[2 * n - 1, 0] -= flow
            _eliminate(matrix, right, 2 * n)
            # flows at these pressures; the first step is whole, because it restores the balance
            # a slow cabinet with wide gaps is a loop of warm air that overshoots for long
            share = 1.0 if iteration < 12 else 0.5 if iteration < 60 else 0.2
            share = 0.05 if iteration >= _CALMING else share
            change, largest = 0.0, 1e-12
            for b in range(n):
                g = first + b
                pf, pr = right[b, 0], right[n + b, 0]
                slope, flow = _passage(c_front[g], front[g], cold[b])
                moved = share * (flow - slope * pf - front[g])
                front[g] += moved
                change, largest = max(change, abs(moved)), max(largest, abs(front[g]))
                slope, flow = _passage(c_rear[g], rear[g], -hot[b])
                moved = share * (flow + slope * pr - rear[g])
                rear[g] += moved
                change, largest = max(change, abs(moved)), max(largest, abs(rear[g]))
                slope, flow = _passage(c_leak[g], leak[g], 0.0)
                moved = share * (flow + slope * (pr - pf) - leak[g])
                leak[g] += moved
                change, largest = max(change, abs(moved)), max(largest, fan[g])
                if b + 1 < n:
                    rise = 0.5 * weight * step[g]
                    drive = rise * (inside[b] + inside[b + 1] - 2.0 * reference)
                    slope, flow = _passage(c_up_front[g], up_front[g], drive)
                    moved = share * (flow + slope * (pf - right[b + 1, 0]) - up_front[g])
                    up_front[g] += moved
                    change = max(change, abs(moved))
                    drive = rise * (inside[n + b] + inside[n + b + 1] - 2.0 * reference)
                    slope, flow = _passage(c_up_rear[g], up_rear[g], drive)
                    moved = share * (flow + slope * (pr - right[n + b + 1, 0]) - up_rear[g])
                    up_rear[g] += moved
                    change = max(change, abs(moved))
            slope, flow = _passage(c_top[cabinet], top[cabinet], roof)
            moved = share * (flow + slope * right[2 * n - 1, 0] - top[cabinet])
            top[cabinet] += moved
            change = max(change, abs(moved)) / largest
            if change < _SETTLED:
                break
        worst = max(worst, change)
    return worst
