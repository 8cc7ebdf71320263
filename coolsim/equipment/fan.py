"""Fans off their rated point.

Reference: the fan laws, flow with the speed and power with its cube (ASHRAE Handbook, HVAC
Systems and Equipment 2020, ch. 21).
"""

from __future__ import annotations

import numpy as np

from coolsim.equipment.arrays import Array, Quantity


def fan_power_w(rated_w: Quantity, airflow_m3_s: Quantity, rated_m3_s: Quantity) -> Array:
    """Power of a fan whose speed follows the airflow asked of it [W].

    Worked number: 2 kW at half the rated airflow: 250 W.

    Args:
        rated_w: Power at the rated airflow [W].
        airflow_m3_s: Airflow [m3/s].
        rated_m3_s: Rated airflow [m3/s].
    """
    return np.asarray(rated_w * (np.asarray(airflow_m3_s, dtype=float) / rated_m3_s) ** 3)
