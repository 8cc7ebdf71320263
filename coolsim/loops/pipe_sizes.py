"""Nominal pipe sizes and losses of fittings, by the ``fluids`` library.

Pipes are stainless steel, schedule 10S (ASME B36.19M). Fittings by Crane, Flow of Fluids, Technical
Paper 410: K in multiples of the friction factor in complete turbulence at the pipe's size.
"""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

RUN_TEE_FT = 20.0
BRANCH_TEE_FT = 60.0
BALL_VALVE_FT = 3.0
SWING_CHECK_FT = 100.0


@cache
def _sizes() -> tuple[Array, Array]:
    """Inner and outer diameters of the nominal sizes [m], rising."""
    from fluids import piping

    return np.array(piping.SS10i) / 1e3, np.array(piping.SS10o) / 1e3


def nominal_pipe(flow_m3_s: Array, velocity_limit_m_s: float) -> tuple[Array, Array]:
    """Return inner and outer diameter [m] of the smallest pipes that keep a velocity.

    Beyond the largest size that size is returned: the velocity it has is for the checks to judge.
    Worked number: 2 L/s at 1.5 m/s needs 41.2 mm: NPS 1-1/2 with 42.7 mm inside, 48.3 mm outside.

    Args:
        flow_m3_s: Design flows, shape (n,).
        velocity_limit_m_s: Highest mean velocity.
    """
    inner, outer = _sizes()
    needed = np.sqrt(4.0 * np.abs(flow_m3_s) / (np.pi * velocity_limit_m_s))
    index = np.minimum(np.searchsorted(inner, needed - 1e-9), inner.size - 1)
    return inner[index], outer[index]


def outer_diameter_m(inner_m: Array) -> Array:
    """Outer diameter of a pipe given by its inner one: with the wall of the next nominal size [m].

    Worked number: 42.7 mm: 48.3 mm.
    """
    inner, outer = _sizes()
    index = np.minimum(np.searchsorted(inner, inner_m - 1e-9), inner.size - 1)
    return np.asarray(inner_m + (outer - inner)[index])


def turbulent_factor(diameter_m: Array) -> Array:
    """Friction factor in complete turbulence f_T by pipe size (Crane) [-].

    Worked number: 50 mm: 0.0191.
    """
    inner, factors = _crane()
    return np.asarray(np.interp(diameter_m, inner, factors))


def bend_loss(diameter_m: Array) -> Array:
    """Loss coefficient of a smooth bend of 90 degrees, radius 1.5 diameters (Crane) [-].

    Worked number: 50 mm: 14 f_T = 0.267.
    """
    return 14.0 * turbulent_factor(diameter_m)


@cache
def _crane() -> tuple[Array, Array]:
    from fluids.friction import ft_Crane

    inner, _ = _sizes()
    return inner, np.array([float(ft_Crane(float(d))) for d in inner])
