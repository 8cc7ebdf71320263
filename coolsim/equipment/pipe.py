"""Heat between a pipe's liquid, its wall and the room; a pipe ready to be followed in time.

References: V. Gnielinski, Int. Chem. Eng. 16 (1976) 359-368, by the ``ht`` library; laminar flow at
one wall temperature, Nu = 3.66 (Shah and London 1978).
"""

from __future__ import annotations

import math

from coolsim.equipment.dew_point import pipe_w_m_k
from solvers.pipe_transient import TransientPipe

LAMINAR_NUSSELT = 3.66
LAMINAR_UP_TO = 2300.0


def film_w_m2_k(
    reynolds: float, prandtl: float, friction: float, conductivity_w_m_k: float, diameter_m: float
) -> float:
    """Heat transfer from the liquid to the wall of a round pipe [W/(m2 K)].

    Worked number: Re 20000, Pr 4, f 0.026151, 0.63 W/(m K), 50 mm: Nu 118.10, 1488.1.

    Args:
        reynolds: Reynolds number [-].
        prandtl: Prandtl number [-].
        friction: Darcy friction factor [-].
        conductivity_w_m_k: Of the liquid [W/(m K)].
        diameter_m: Inner diameter [m].
    """
    from ht.conv_internal import turbulent_Gnielinski

    nusselt = LAMINAR_NUSSELT
    if reynolds > LAMINAR_UP_TO:
        nusselt = float(turbulent_Gnielinski(Re=reynolds, Pr=prandtl, fd=friction))
    return nusselt * conductivity_w_m_k / diameter_m


def transient_pipe(
    length_m: float,
    inner_m: float,
    wall_m: float,
    liquid_j_m3_k: float,
    wall_j_m3_k: float,
    film: float,
    around_c: float,
    *,
    insulation_m: float = 0.0,
    outer_w_m_k: float | None = None,
) -> TransientPipe:
    """Return a pipe of given make as the solver follows it in time.

    Worked number: 50 mm inside, 4 mm of steel at 4 MJ/(m3 K): 2714 J/(m K) of wall beside
    8148 J/(m K) of water at 4.15 MJ/(m3 K).

    Args:
        length_m: Length [m].
        inner_m: Inner diameter [m].
        wall_m: Thickness of its wall [m].
        liquid_j_m3_k: Density times heat capacity of the liquid [J/(m3 K)].
        wall_j_m3_k: Of the wall [J/(m3 K)].
        film: Heat transfer from liquid to wall [W/(m2 K)].
        around_c: Temperature around it [deg C].
        insulation_m: Thickness of its insulation [m].
        outer_w_m_k: Conductance from wall to room per metre, instead of the insulation's [W/(m K)].
    """
    outer_m = inner_m + 2.0 * wall_m
    outside = float(pipe_w_m_k(outer_m, insulation_m)) if outer_w_m_k is None else outer_w_m_k
    return TransientPipe(
        length_m=length_m,
        liquid_j_m_k=math.pi / 4.0 * inner_m**2 * liquid_j_m3_k,
        wall_j_m_k=math.pi / 4.0 * (outer_m**2 - inner_m**2) * wall_j_m3_k,
        inner_w_m_k=math.pi * inner_m * film,
        outer_w_m_k=outside,
        around_c=around_c,
    )
