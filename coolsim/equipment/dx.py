"""Direct-expansion room units: efficiency against outdoor and supply air.

Model: a constant share of the Carnot efficiency between an evaporating temperature below the
supply air and a condensing temperature above the outdoor air, the share found from the rating.
Sources: the Carnot chiller models of the Modelica Buildings Library (M. Wetter et al., Journal of
Building Performance Simulation 7 (2014) 253-270); rating conditions of AHRI 1360 (35 deg C
outdoors); condensing pressure held up in the cold as air-cooled units do.
"""

from __future__ import annotations

import numpy as np

from coolsim.equipment.arrays import Array, Quantity

RATED_OUTDOOR_C = 35.0
RATED_SUPPLY_C = 13.0
"""Supply air of a down-flow unit at its rating: return 29.4 deg C less some 16 K [deg C]."""
EVAPORATOR_K = 6.0
CONDENSER_K = 12.0
"""Evaporating below supply air, condensing above outdoor air [K]; usual of such units."""
LEAST_CONDENSING_C = 30.0
"""Condensing temperature that head-pressure control holds in the cold [deg C]."""
_ZERO_C_K = 273.15


def dx_cop(rated_cop: float, supply_c: Quantity, outdoor_c: Quantity) -> Array:
    """Coefficient of performance of a DX unit without its indoor fan [-].

    Worked number: rated 2.7; at 18 deg C supply and 15 deg C outdoors, condensing at 30 deg C:
    6.11.

    Args:
        rated_cop: At 13 deg C supply and 35 deg C outdoors [-].
        supply_c: Supply air [deg C].
        outdoor_c: Air entering the condenser [deg C].
    """
    share = rated_cop / _carnot(np.array(RATED_SUPPLY_C), np.array(RATED_OUTDOOR_C))
    return np.asarray(share * _carnot(np.asarray(supply_c), np.asarray(outdoor_c)))


def _carnot(supply_c: Array, outdoor_c: Array) -> Array:
    evaporating = supply_c - EVAPORATOR_K + _ZERO_C_K
    condensing = np.maximum(outdoor_c + CONDENSER_K, LEAST_CONDENSING_C) + _ZERO_C_K
    return np.asarray(evaporating / (condensing - evaporating))
