"""Compiled balance of the air in cabinets, for :mod:`coolsim.equipment.cabinet_network`.

Every cabinet is a set of passages between its nodes, front plenums 0 to n - 1, rear plenums n to
2 n - 1, and the air outside, -1. Flows at given temperatures follow by the global gradient method,
temperatures at given flows by mixing. The two are taken in turn first. A slow cabinet beside layers
of room air may not settle so, because the air that passes it turns where it gets warm; then the
temperatures are found by Newton's method, with flows balanced at each.
"""

from __future__ import annotations

import math

import numpy as np

from coolsim.equipment.cabinet_kernels import eliminate
from solvers.compiled import kernel
from solvers.exchange import Index
from solvers.grid import Array

_TURNS = 120
"""Turns of flows and temperatures before Newton's method is asked."""
_LAST_TURNS = 480
"""Small turns where that fails too."""
_SETTLED = 1e-9
"""Change of a flow, over the cabinet's largest, that ends the iteration [-]."""
_BALANCED = 1e-13
"""The same for flows at given temperatures [-]."""
_MOST_GRADIENT_STEPS = 80
_MOST_NEWTON_STEPS = 60
_HALVINGS = 14
_STILL_K = 1e-9
"""How far mixed temperatures may be from those that drive the flows after Newton's method [K]."""
_NUDGE_K = 1e-6
"""Step of its differences [K]."""
_LAMINAR = 1e-3
"""Square root of the pressure below which a passage resists in proportion to its flow [Pa^0.5]: a
millionth of a pascal, which only keeps the resistance of still air from vanishing."""
_SHUT = 1e-9
"""Conductance up to which a passage is shut: less than a square millimetre [m3/(s Pa^0.5)]."""


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
def _gradient_step(
    ends: Index, wide: Array, drive: Array, fan: Array, share: float, flow: Array
) -> float:
    """One step of the gradient method, in place; the largest change over the largest flow [-]."""
    n = fan.size
    matrix, right = np.zeros((2 * n, 2 * n)), np.zeros((2 * n, 1))
    largest = 1e-12
    for b in range(n):
        right[b, 0] -= fan[b]
        right[n + b, 0] += fan[b]
        largest = max(largest, fan[b])
    for e in range(wide.size):
        low, up = ends[0, e], ends[1, e]
        slope, level = _passage(wide[e], flow[e], drive[e])
        if low >= 0:
            matrix[low, low] += slope
            right[low, 0] -= level
        if up >= 0:
            matrix[up, up] += slope
            right[up, 0] += level
        if low >= 0 and up >= 0:
            matrix[low, up] -= slope
            matrix[up, low] -= slope
    eliminate(matrix, right, 2 * n)
    change = 0.0
    for e in range(wide.size):
        low, up = ends[0, e], ends[1, e]
        slope, level = _passage(wide[e], flow[e], drive[e])
        before = right[low, 0] if low >= 0 else 0.0
        behind = right[up, 0] if up >= 0 else 0.0
        moved = share * (level + slope * (before - behind) - flow[e])
        flow[e] += moved
        change = max(change, abs(moved))
        if low < 0 or up < 0:
            largest = max(largest, abs(flow[e]))
    return change / largest


@kernel
def _mix(
    ends: Index, outside: Array, fan: Array, heat: Array, facing: Array, flow: Array, inside: Array
) -> None:
    """Temperatures of the plenums at the flows, into ``inside``."""
    n = fan.size
    matrix, right = np.zeros((2 * n, 2 * n)), np.zeros((2 * n, 1))
    for b in range(n):
        matrix[n + b, n + b] += fan[b]
        matrix[n + b, b] -= fan[b]
        right[n + b, 0] += heat[b]
    for e in range(flow.size):
        giver, taker = ends[0, e], ends[1, e]
        if flow[e] < 0.0:
            giver, taker = taker, giver
        passed = abs(flow[e])
        if taker < 0:
            continue
        matrix[taker, taker] += passed
        if giver >= 0:
            matrix[taker, giver] -= passed
        else:
            right[taker, 0] += passed * outside[e]
    for row in range(2 * n):
        if matrix[row, row] <= 0.0:
            matrix[row, row] = 1.0
            right[row, 0] = facing[row]
    eliminate(matrix, right, 2 * n)
    inside[:] = right[:, 0]


@kernel
def _drive(
    ends: Index, fixed: Array, column: Array, reference: float, inside: Array, drive: Array
) -> None:
    """What drives every passage: pressure outside, and the columns of air between its nodes."""
    for e in range(fixed.size):
        low, up = ends[0, e], ends[1, e]
        drive[e] = fixed[e]
        if column[e] > 0.0:
            # the column to the roof is that of the highest rear plenum
            other = inside[up] if up >= 0 else inside[low]
            drive[e] += column[e] * (inside[low] + other - 2.0 * reference)


@kernel
def _off(
    ends: Index, wide: Array, fixed: Array, column: Array, reference: float, outside: Array,
    fan: Array, heat: Array, facing: Array, inside: Array, flow: Array, off: Array,
) -> float:  # fmt: skip
    """Balance the flows at ``inside``; by how much they mix to other temperatures, and its norm."""
    drive = np.zeros(fixed.size)
    _drive(ends, fixed, column, reference, inside, drive)
    for _ in range(_MOST_GRADIENT_STEPS):
        if _gradient_step(ends, wide, drive, fan, 1.0, flow) < _BALANCED:
            break
    _mix(ends, outside, fan, heat, facing, flow, off)
    total = 0.0
    for row in range(off.size):
        off[row] -= inside[row]
        total += off[row] ** 2
    return math.sqrt(total)


@kernel
def _newton(
    ends: Index, wide: Array, fixed: Array, column: Array, reference: float, outside: Array,
    fan: Array, heat: Array, facing: Array, inside: Array, flow: Array,
) -> bool:  # fmt: skip
    """Temperatures to which their own flows mix, and those flows, in place; whether found."""
    size = inside.size
    off, trial_off = np.zeros(size), np.zeros(size)
    jacobian, right = np.zeros((size, size)), np.zeros((size, 1))
    norm = _off(ends, wide, fixed, column, reference, outside, fan, heat, facing, inside, flow, off)
    for _ in range(_MOST_NEWTON_STEPS):
        if norm < _STILL_K:
            return True
        for k in range(size):
            nudged, its_flow = inside.copy(), flow.copy()
            nudged[k] += _NUDGE_K
            _off(
                ends, wide, fixed, column, reference, outside, fan, heat, facing, nudged, its_flow,
                trial_off,
            )  # fmt: skip
            for row in range(size):
                jacobian[row, k] = (off[row] - trial_off[row]) / _NUDGE_K
        right[:, 0] = off
        eliminate(jacobian, right, size)
        share = 1.0
        for _ in range(_HALVINGS):
            trial, its_flow = inside + share * right[:, 0], flow.copy()
            trial_norm = _off(
                ends, wide, fixed, column, reference, outside, fan, heat, facing, trial, its_flow,
                trial_off,
            )  # fmt: skip
            if trial_norm < (1.0 - 1e-4 * share) * norm:
                break
            share *= 0.5
        if not math.isfinite(trial_norm):
            return False
        inside[:], flow[:], off[:], norm = trial, its_flow, trial_off, trial_norm
    return norm < _STILL_K


@kernel
def _share(turn: int) -> float:
    """Share of a turn that is taken; the first are whole, because they restore the balance.

    A slow cabinet with wide gaps is a loop of warm air that overshoots for long.
    """
    if turn < 12:
        return 1.0
    if turn < 60:
        return 0.5
    return 0.2 if turn < _TURNS else 0.05


@kernel
def balance(
    ends: Index, wide: Array, fixed: Array, column: Array, reference: float, outside: Array,
    fan: Array, heat: Array, facing: Array, flow: Array,
) -> float:  # fmt: skip
    """Flows of one cabinet, in place; their last change over the largest [-].

    Args:
        ends: Node before and behind each passage, -1 outside, shape (2, passages).
        wide: Conductances [m3/(s Pa^0.5)].
        fixed: What drives a passage at any temperature inside [Pa].
        column: Half the weight of the column between its nodes, none if zero [Pa/K].
        reference: Temperature of air that weighs nothing [deg C].
        outside: Air outside of each passage that leads there [deg C].
        fan: Flow of the servers of each band [m3/s].
        heat: Their heat over density and heat capacity [K m3/s].
        facing: Aisle that each node faces: its temperature where nothing flows in [deg C].
        flow: Of each passage [m3/s].
    """
    inside, drive = np.zeros(2 * fan.size), np.zeros(wide.size)
    change = 1.0
    for turn in range(_TURNS + _LAST_TURNS):
        if turn == _TURNS:
            found, its_flow = inside.copy(), flow.copy()
            if _newton(
                ends, wide, fixed, column, reference, outside, fan, heat, facing, found, its_flow
            ):
                flow[:] = its_flow
                return _SETTLED
        _mix(ends, outside, fan, heat, facing, flow, inside)
        _drive(ends, fixed, column, reference, inside, drive)
        change = _gradient_step(ends, wide, drive, fan, _share(turn), flow)
        if change < _SETTLED:
            break
    return change


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
        n, last = end - first, end - 1
        # doors and leaks of all bands, ways up in both plenums (none from the highest), the roof
        count = 5 * n + 1
        ends = np.full((2, count), -1, dtype=np.int64)
        wide, fixed, column = np.zeros(count), np.zeros(count), np.zeros(count)
        outside, flow, facing = np.zeros(count), np.zeros(count), np.zeros(2 * n)
        for b in range(n):
            g = first + b
            ends[1, b], wide[b], flow[b] = b, c_front[g], front[g]
            fixed[b], outside[b], facing[b] = front_pa[g], front_c[g], front_c[g]
            e = n + b
            ends[0, e], wide[e], flow[e] = n + b, c_rear[g], rear[g]
            fixed[e], outside[e], facing[e] = -rear_pa[g], rear_c[g], rear_c[g]
            e = 2 * n + b
            ends[0, e], ends[1, e], wide[e], flow[e] = n + b, b, c_leak[g], leak[g]
            if b + 1 < n:
                e = 3 * n + b
                ends[0, e], ends[1, e], wide[e], flow[e] = b, b + 1, c_up_front[g], up_front[g]
                column[e] = 0.5 * weight * step[g]
                e = 4 * n + b
                ends[0, e], ends[1, e] = n + b, n + b + 1
                wide[e], flow[e], column[e] = c_up_rear[g], up_rear[g], 0.5 * weight * step[g]
        e = 5 * n
        ends[0, e], wide[e], flow[e] = 2 * n - 1, c_top[cabinet], top[cabinet]
        column[e], outside[e] = 0.5 * weight * step[last], above_c[cabinet]
        fixed[e] = -rear_pa[last] - column[e] * (rear_c[last] + above_c[cabinet] - 2.0 * reference)
        change = balance(
            ends, wide, fixed, column, reference, outside, fan[first:end], heat[first:end],
            facing, flow,
        )  # fmt: skip
        front[first:end], rear[first:end] = flow[:n], flow[n : 2 * n]
        leak[first:end], top[cabinet] = flow[2 * n : 3 * n], flow[5 * n]
        up_front[first:last], up_rear[first:last] = flow[3 * n : 4 * n - 1], flow[4 * n : 5 * n - 1]
        worst = max(worst, change)
    return worst
