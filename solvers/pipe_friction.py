"""Darcy friction factor of round pipes over arrays, with its derivative.

Laminar 64/Re up to Re 2000; Colebrook-White from Re 4000, solved to machine precision by
``fluids.friction.Clamond``; between them a cubic in ln Re and ln f that meets both in value and
slope. So the factor has one continuous derivative everywhere, which is what Newton's method asks
of it; between the two limits nature is unsteady and no formula is exact.
"""

from __future__ import annotations

import math
from typing import Any

import numba
import numpy as np
from fluids.friction import Clamond
from numpy.typing import NDArray

Array = NDArray[np.float64]

LAMINAR_UP_TO = 2000.0
TURBULENT_FROM = 4000.0
_clamond: Any = numba.njit(Clamond)


def friction_factor(reynolds: Array, relative_roughness: Array) -> tuple[Array, Array]:
    """Return the Darcy friction factor and its logarithmic slope d ln f / d ln Re.

    Worked numbers: Re 1e5, roughness 1e-4: f = 0.0185138661; Re 1000: f = 0.064, slope -1.

    Source: Colebrook (1939), J. ICE 11, 133; Clamond (2009), Ind. Eng. Chem. Res. 48, 3665.

    Args:
        reynolds: Reynolds number, above zero, shape (n,) [-].
        relative_roughness: Roughness over inner diameter, 0 to 0.05, shape (n,) [-].
    """
    turbulent = np.maximum(reynolds, TURBULENT_FROM)
    factor, slope = _colebrook(turbulent, relative_roughness)
    low = reynolds < TURBULENT_FROM
    if low.any():
        at_end, slope_at_end = factor[low], slope[low]
        between, slope_between = _blend(reynolds[low], at_end, slope_at_end)
        laminar = reynolds[low] <= LAMINAR_UP_TO
        factor[low] = np.where(laminar, 64.0 / reynolds[low], between)
        slope[low] = np.where(laminar, -1.0, slope_between)
    return factor, slope


def _colebrook(reynolds: Array, relative_roughness: Array) -> tuple[Array, Array]:
    """Factor by the library; slope by differentiating 1/sqrt(f) = -2 lg(e/3.7 + 2.51/(Re sqrt f)).

    With x = 1/sqrt(f), D = e/3.7 + 2.51 x/Re and c = 2/(ln 10 D): dx (1 + 2.51 c/Re) =
    2.51 c x/Re dln Re, and dln f = -2 dln x.
    """
    factor: Array = _factors(reynolds, relative_roughness)
    x = 1.0 / np.sqrt(factor)
    share = 2.51 / reynolds
    c = 2.0 / (math.log(10.0) * (relative_roughness / 3.7 + share * x))
    slope = -2.0 * c * share / (1.0 + c * share)
    return factor, slope


def _blend(reynolds: Array, at_end: Array, slope_at_end: Array) -> tuple[Array, Array]:
    """Cubic Hermite polynomial in ln Re from the laminar to the turbulent end."""
    width = math.log(TURBULENT_FROM / LAMINAR_UP_TO)
    t = np.clip(np.log(reynolds / LAMINAR_UP_TO) / width, 0.0, 1.0)
    start, end = math.log(64.0 / LAMINAR_UP_TO), np.log(at_end)
    slope_start = -1.0
    value = (
        start * (1.0 + 2.0 * t) * (1.0 - t) ** 2
        + width * slope_start * t * (1.0 - t) ** 2
        + end * t**2 * (3.0 - 2.0 * t)
        + width * slope_at_end * t**2 * (t - 1.0)
    )
    slope = (
        (end - start) * 6.0 * t * (1.0 - t) / width
        + slope_start * (1.0 - t) * (1.0 - 3.0 * t)
        + slope_at_end * t * (3.0 * t - 2.0)
    )
    return np.exp(value), slope


@numba.njit(cache=True, nogil=True)
def _factors(reynolds: Array, relative_roughness: Array) -> Array:
    result = np.empty(reynolds.size)
    for i in range(reynolds.size):
        result[i] = _clamond(reynolds[i], relative_roughness[i], False)
    return result
