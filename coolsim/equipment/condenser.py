"""Water-cooled condensers of two-phase tanks and pumped refrigerants.

The condensing side keeps one temperature, so ``epsilon = 1 - exp(-UA / C_water)``. Its own film
hardly depends on the load; the water film goes with the flow to the power 0.8 (turbulent tubes,
Dittus and Boelter 1930) and takes half of the resistance at the rated flow. References: F. P.
Incropera et al., Fundamentals of Heat and Mass Transfer, 6th ed., eqs. 8.60 and 11.35a.
"""

from __future__ import annotations

import numpy as np

from coolsim.equipment.arrays import Array, Quantity
from coolsim.equipment.heat_exchanger import ConductanceLaw, conductance_from_duty_w_k

WATER_EXPONENT = 0.8
WATER_SHARE = 0.5
_NO_OTHER_FLOW = 1.0


def condenser_of_rating(
    capacity_w: float, approach_k: float, water_m3_s: float, water_j_m3_k: float
) -> ConductanceLaw:
    """Conductance of a condenser from its rating; the water is its cold side.

    Worked number: 125 kW at saturation 15 K above the entering water, 2.604 L/s of 4.17 MJ/(m3 K):
    15.85 kW/K.

    Args:
        capacity_w: Rated duty [W].
        approach_k: Saturation minus entering water at that duty [K].
        water_m3_s: Rated water flow [m3/s].
        water_j_m3_k: Density times heat capacity of the water [J/(m3 K)].

    Raises:
        SolveError: No condenser can have that rating.
    """
    water_w_k = water_m3_s * water_j_m3_k
    # a stream that keeps its temperature has a capacity rate without bound
    rated_w_k = conductance_from_duty_w_k(capacity_w, approach_k, 1e9 * water_w_k, water_w_k)
    return ConductanceLaw(rated_w_k, _NO_OTHER_FLOW, water_m3_s, 0.0, WATER_EXPONENT, WATER_SHARE)


def resistance_k_w(law: ConductanceLaw, water_m3_s: Quantity, water_j_m3_k: Quantity) -> Array:
    """Saturation minus entering water, per duty [K/W]; infinite without water.

    Worked number: the condenser of :func:`condenser_of_rating` at its rated flow: 1.2e-4 K/W.

    Args:
        law: The condenser.
        water_m3_s: Water flow [m3/s].
        water_j_m3_k: Density times heat capacity of the water [J/(m3 K)].
    """
    flow = np.abs(np.asarray(water_m3_s, dtype=float))
    stands = flow <= 0.0
    water_w_k = np.where(stands, 1.0, flow) * water_j_m3_k
    ntu = law.conductance_w_k(_NO_OTHER_FLOW, flow) / water_w_k
    return np.asarray(
        np.where(stands, np.inf, 1.0 / (water_w_k * -np.expm1(-np.where(stands, 1.0, ntu))))
    )


def saturation_c(
    duty_w: Quantity,
    water_in_c: Quantity,
    law: ConductanceLaw,
    water_m3_s: Quantity,
    water_j_m3_k: Quantity,
) -> Array:
    """Saturation temperature at which a condenser takes a duty, its water fully open [deg C].

    Worked number: the rated condenser, 100 kW and water of 30 deg C: 42 deg C.
    """
    found = resistance_k_w(law, water_m3_s, water_j_m3_k)
    is_loaded = np.asarray(duty_w) > 0.0
    return np.asarray(
        water_in_c + np.where(is_loaded, duty_w, 0.0) * np.where(is_loaded, found, 0.0)
    )


def water_for_saturation_m3_s(
    duty_w: float,
    wanted_c: float,
    water_in_c: float,
    law: ConductanceLaw,
    open_m3_s: float,
    water_j_m3_k: float,
) -> float:
    """Water flow at which a condenser holds a saturation temperature [m3/s]; at most the open flow.

    By bisection: the resistance falls with the flow all the way.

    Worked number: the rated condenser, 100 kW, 45 deg C from water of 30 deg C: 1.945 L/s of 2.604.
    """
    low, high = 0.0, open_m3_s
    if float(saturation_c(duty_w, water_in_c, law, high, water_j_m3_k)) >= wanted_c:
        return open_m3_s
    for _ in range(60):
        middle = 0.5 * (low + high)
        if float(saturation_c(duty_w, water_in_c, law, middle, water_j_m3_k)) > wanted_c:
            low = middle
        else:
            high = middle
    return high
