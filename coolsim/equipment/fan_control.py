"""Fans that slow down until a leaving temperature stands at its set point, for many hours at once.

Method: a bracket kept by secants, the end that stays halved (the "Illinois" form of regula falsi:
M. Dowell and P. Jarratt, BIT 11 (1971) 168-174). Only hours whose fan is neither at its least nor
at full speed are iterated.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from coolsim.equipment.arrays import Array

Where = NDArray[np.intp]
Excess = Callable[[Array, Where], Array]
"""Fan speeds [-] and the hours they belong to -> leaving temperature over its set point [K]."""
_SETTLED_K = 1e-7
_MOST_ROUNDS = 60


def fan_that_holds(too_warm_k: Excess, count: int, least: float) -> Array:
    """Fan speed at which an excess that falls with it is zero, within its limits [-].

    Where even the least speed is too cold it is the least, where full speed is too warm it is 1.

    Worked number: an excess of ``1 - 2 fan`` holds at 0.5; ``3 - 2 fan`` at full speed, 1.

    Args:
        too_warm_k: The excess at fan speeds, of the hours named.
        count: Hours.
        least: Lowest speed of the fan [-].

    Returns:
        Shape (count,).
    """
    every = np.arange(count)
    at_least = too_warm_k(np.full(count, least), every)
    at_full = too_warm_k(np.ones(count), every)
    fan = np.where(at_least <= 0.0, least, 1.0)
    between = np.flatnonzero((at_least > 0.0) & (at_full < 0.0))
    if between.size:
        fan[between] = _root(too_warm_k, between, least, at_least[between], at_full[between])
    return fan


def _root(too_warm_k: Excess, where: Where, least: float, at_low: Array, at_high: Array) -> Array:
    """Speeds between the least and full speed at which the excess of some hours is zero."""
    low, high = np.full(where.size, least), np.ones(where.size)
    at_low, at_high = at_low.copy(), at_high.copy()
    was_warm = np.zeros(where.size)
    fan = high
    for _ in range(_MOST_ROUNDS):
        fan = (low * at_high - high * at_low) / (at_high - at_low)
        excess = too_warm_k(fan, where)
        if float(np.abs(excess).max()) < _SETTLED_K:
            break
        warm = excess > 0.0
        at_high = np.where(warm, np.where(was_warm > 0.0, 0.5 * at_high, at_high), excess)
        at_low = np.where(warm, excess, np.where(was_warm < 0.0, 0.5 * at_low, at_low))
        low, high = np.where(warm, fan, low), np.where(warm, high, fan)
        was_warm = np.where(warm, 1.0, -1.0)
    return fan
