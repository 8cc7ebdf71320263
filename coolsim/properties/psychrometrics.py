"""Moist air over whole years: arrays of hourly states in one call.

Temperatures are deg C, pressures Pa, humidity ratios kg of vapour per kg of dry air; arguments
broadcast. The exact properties of a single state come from :mod:`coolsim.properties.air`; these are
the perfect-gas relations of the ASHRAE Handbook, Fundamentals (2017), ch. 1, whose equation numbers
are given, good to 0.7 % in the humidity ratio between -50 and 50 deg C.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Array: TypeAlias = NDArray[np.float64]
Quantity: TypeAlias = float | Array

_ZERO_C_K = 273.15
_RATIO = 0.621945
"""Molar mass of water over that of dry air [-]."""
_OVER_ICE = (
    -5.6745359e3, 6.3925247, -9.6778430e-3, 6.2215701e-7, 2.0747825e-9, -9.4840240e-13, 4.1635019
)  # fmt: skip
_OVER_WATER = (-5.8002206e3, 1.3914993, -4.8640239e-2, 4.1764768e-5, -1.4452093e-8, 0.0, 6.5459673)
_HALVINGS = 48
"""Halvings of a bracket of a few hundred kelvin: to 1e-12 K."""
_COLDEST_C = -100.0


def saturation_pressure_pa(temperature_c: Quantity) -> Array:
    """Vapour pressure over water, below 0 deg C over ice, -100 to 200 deg C (eqs. 5 and 6) [Pa].

    Worked number: 25 deg C: 3169.2 Pa.
    """
    kelvin = np.asarray(temperature_c, dtype=float) + _ZERO_C_K
    exponent = np.atleast_1d(_vapour_exponent(kelvin, _OVER_WATER))
    frozen = np.atleast_1d(kelvin) < _ZERO_C_K
    if frozen.any():
        exponent[frozen] = _vapour_exponent(np.atleast_1d(kelvin)[frozen], _OVER_ICE)
    return np.asarray(np.exp(exponent)).reshape(kelvin.shape)


def _vapour_exponent(kelvin: Array, c: tuple[float, ...]) -> Array:
    polynomial = c[1] + kelvin * (c[2] + kelvin * (c[3] + kelvin * (c[4] + kelvin * c[5])))
    return np.asarray(c[0] / kelvin + polynomial + c[6] * np.log(kelvin))


def humidity_ratio_kg_kg(vapour_pressure_pa: Quantity, pressure_pa: Quantity) -> Array:
    """Vapour per dry air (eq. 20) [kg/kg].

    Worked number: 3169.2 Pa at 101,325 Pa: 0.020081 kg/kg.
    """
    vapour = np.asarray(vapour_pressure_pa, dtype=float)
    return np.asarray(_RATIO * vapour / (np.asarray(pressure_pa) - vapour))


def vapour_pressure_pa(humidity_ratio: Quantity, pressure_pa: Quantity) -> Array:
    """Partial pressure of the vapour (eq. 20, turned round) [Pa]."""
    ratio = np.asarray(humidity_ratio, dtype=float)
    return np.asarray(pressure_pa * ratio / (_RATIO + ratio))


def relative_humidity(
    temperature_c: Quantity, humidity_ratio: Quantity, pressure_pa: Quantity
) -> Array:
    """Relative humidity (eq. 22) [-].

    Worked number: 40 deg C with 6.5 g/kg at 101,325 Pa: 0.142 (example 1 of the chapter: 14 %).
    """
    vapour = vapour_pressure_pa(humidity_ratio, pressure_pa)
    return np.asarray(vapour / saturation_pressure_pa(temperature_c))


def dew_point_c(humidity_ratio: Quantity, pressure_pa: Quantity) -> Array:
    """Temperature at which the vapour saturates, by halving [deg C].

    Worked number: 6.5 g/kg at 101,325 Pa: 7.66 deg C (example 1: 7 deg C, read off the chart).
    """
    vapour = vapour_pressure_pa(humidity_ratio, pressure_pa)
    low = np.full(vapour.shape, _COLDEST_C)
    return _halved(lambda t: saturation_pressure_pa(t) - vapour, low, np.full(vapour.shape, 200.0))


def humidity_ratio_of_wet_bulb(
    temperature_c: Quantity, wet_bulb: Quantity, pressure_pa: Quantity
) -> Array:
    """Humidity ratio from dry and wet bulb (eqs. 33 and 35) [kg/kg].

    Worked number: 40 and 20 deg C at 101,325 Pa: 0.006401 kg/kg (example 1: 0.0065).
    """
    dry, wet = np.asarray(temperature_c, dtype=float), np.asarray(wet_bulb, dtype=float)
    saturated = humidity_ratio_kg_kg(saturation_pressure_pa(wet), pressure_pa)
    above = ((2501.0 - 2.326 * wet) * saturated - 1.006 * (dry - wet)) / (
        2501.0 + 1.86 * dry - 4.186 * wet
    )
    below = ((2830.0 - 0.24 * wet) * saturated - 1.006 * (dry - wet)) / (
        2830.0 + 1.86 * dry - 2.1 * wet
    )
    return np.asarray(np.where(wet >= 0.0, above, below))


def wet_bulb_c(temperature_c: Quantity, humidity_ratio: Quantity, pressure_pa: Quantity) -> Array:
    """Thermodynamic wet-bulb temperature (eqs. 33 and 35), by halving [deg C].

    Worked number: 40 deg C with 6.5 g/kg at 101,325 Pa: 20.08 deg C (example 1: 20 deg C).

    Args:
        temperature_c: Dry bulb.
        humidity_ratio: Vapour per dry air, at most what the dry bulb holds.
        pressure_pa: Absolute pressure.
    """
    dry, ratio, pressure = np.broadcast_arrays(
        np.asarray(temperature_c, dtype=float), humidity_ratio, pressure_pa
    )

    def excess(wet: Array) -> Array:
        return np.asarray(humidity_ratio_of_wet_bulb(dry, wet, pressure) - ratio)

    return _halved(excess, np.minimum(dew_point_c(ratio, pressure), dry), dry.copy())


def _halved(rising: Callable[[Array], Array], low: Array, high: Array) -> Array:
    """Root of a rising function between two bounds, element by element."""
    for _ in range(_HALVINGS):
        middle = 0.5 * (low + high)
        is_above = rising(middle) > 0.0
        high = np.where(is_above, middle, high)
        low = np.where(is_above, low, middle)
    return np.asarray(0.5 * (low + high))


def enthalpy_j_kg(temperature_c: Quantity, humidity_ratio: Quantity) -> Array:
    """Enthalpy per kg of dry air, zero for dry air at 0 deg C (eq. 30) [J/kg].

    Worked number: 40 deg C with 6.5 g/kg: 56,980 J/kg (example 1: 56.7 kJ/kg).
    """
    dry = np.asarray(temperature_c, dtype=float)
    return np.asarray(1006.0 * dry + np.asarray(humidity_ratio) * (2.501e6 + 1860.0 * dry))


def specific_volume_m3_kg(
    temperature_c: Quantity, humidity_ratio: Quantity, pressure_pa: Quantity
) -> Array:
    """Volume per kg of dry air (eq. 26) [m3/kg].

    Worked number: 40 deg C with 6.5 g/kg at 101,325 Pa: 0.8964 m3/kg (example 1: 0.896).
    """
    kelvin = np.asarray(temperature_c, dtype=float) + _ZERO_C_K
    return np.asarray(
        287.042 * kelvin * (1.0 + 1.607858 * np.asarray(humidity_ratio)) / pressure_pa
    )


def humidity_ratio_of_relative(
    temperature_c: Quantity, relative: Quantity, pressure_pa: Quantity
) -> Array:
    """Humidity ratio of a relative humidity (eqs. 20 and 22) [kg/kg]."""
    vapour = np.asarray(relative) * saturation_pressure_pa(temperature_c)
    return humidity_ratio_kg_kg(vapour, pressure_pa)
