"""The linear programme of one step of an allocation: powers within a trust region.

Limits enter with an exact penalty, so that a step exists also from a point that breaks one. Solved
by HiGHS (Huangfu and Hall, *Math. Prog. Comp.* 10 (2018) 119-142) through scipy.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog

from coolsim.errors import SolveError

Array = NDArray[np.float64]

_SMALL = 1e-9
"""Slope below which a limit does not feel a rack, over the largest of its row [-]."""
_FLAT_SHARE = 1e-6
"""Share of the best value that the second stage may give up [-]."""


@dataclass(frozen=True, slots=True)
class Programme:
    """A step's programme; powers in kW, limits in multiples of what they may be exceeded by.

    Attributes:
        value: What a kilowatt at each rack is worth, shape (racks,).
        lower, upper: Bounds of the powers, shape (racks,) [kW].
        slopes: Change of each limit's actual value by power, shape (limits, racks) [1/kW].
        room: What each actual value may reach at no power: ``slopes @ P <= room``.
        weight: What breaking a limit by one costs in value.
        maximises_least: Whether the least power counts instead of the summed value.
        moved: Racks whose power counts there.
    """

    value: Array
    lower: Array
    upper: Array
    slopes: Array
    room: Array
    weight: float
    maximises_least: bool
    moved: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Step:
    """A programme solved: powers [kW], its value with penalties, whether others are as good."""

    powers: Array
    value: float
    is_flat: bool


def solve_programme(programme: Programme) -> Step:
    """The best powers, the second stage choosing among those that are equally good.

    Where the summed value is at its best, the least power is made largest; where the least power
    is, the summed value. Of a face of optima one point is taken by a stated rule, not by chance.

    Worked number: two racks of at most 6 kW, 8 kW together, worth alike: first any split, then 4
    and 4.

    Raises:
        SolveError: If HiGHS finds no solution.
    """
    first = _solve(programme, programme.maximises_least, None)
    floor = first[1] - _FLAT_SHARE * max(abs(first[1]), 1.0)
    second = _solve(programme, not programme.maximises_least, floor)
    spread = float(np.abs(first[0] - second[0]).max(initial=0.0))
    is_flat = spread > 1e-3 * max(float(np.abs(first[0]).max(initial=0.0)), 1e-9)
    return Step(second[0], first[1], is_flat)


def _solve(programme: Programme, maximises_least: bool, floor: float | None) -> tuple[Array, float]:
    """Powers and value; with ``floor`` the other objective must reach that first.

    Variables: powers, the least power, and how far each limit is broken.
    """
    racks, limits = programme.value.size, programme.room.size
    slopes = np.where(
        np.abs(programme.slopes) > _SMALL * np.abs(programme.slopes).max(initial=1e-300),
        programme.slopes,
        0.0,
    )
    penalty = np.full(limits, programme.weight)
    summed = np.concatenate([-programme.value, [0.0], penalty])
    least = np.concatenate([np.zeros(racks), [-1.0], penalty])
    rows = [np.hstack([slopes, np.zeros((limits, 1)), -np.eye(limits)])]
    bounds = [programme.room]
    moved = np.flatnonzero(programme.moved)
    least_rows = np.zeros((moved.size, racks + 1 + limits))
    least_rows[np.arange(moved.size), moved] = -1.0
    least_rows[:, racks] = 1.0
    rows.append(least_rows)
    bounds.append(np.zeros(moved.size))
    if floor is not None:
        rows.append((least if programme.maximises_least else summed)[None, :])
        bounds.append(np.array([-floor]))
    low = np.concatenate([programme.lower, [0.0], np.zeros(limits)])
    high = np.concatenate([programme.upper, [np.inf], np.full(limits, np.inf)])
    found = linprog(
        least if maximises_least else summed,
        A_ub=np.vstack(rows),
        b_ub=np.concatenate(bounds),
        bounds=list(zip(low.tolist(), high.tolist(), strict=True)),
        method="highs",
    )
    if found.x is None or found.fun is None:
        raise SolveError(f"the step of an allocation has no solution: {found.message}")
    return np.asarray(found.x[:racks]), -float(found.fun)
