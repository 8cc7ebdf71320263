"""Moist air, by CoolProp (ASHRAE RP-1485, Herrmann, Kretzschmar and Gatley 2009)."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache

from coolsim.errors import SolveError
from coolsim.properties.kept import Figures, kept

_ZERO_C_K = 273.15
_DRIEST_KG_KG = 1e-5
"""Humidity ratio below which a dew point is neither computable nor of use."""
_SATURATION_TOLERANCE_K = 0.05
"""Saturated air from tables may read a dew point this much above its temperature."""


@dataclass(frozen=True, slots=True)
class AirState:
    """Moist air at one temperature, pressure and humidity ratio.

    Attributes:
        density_kg_m3: Mass of air and vapour per volume.
        heat_capacity_j_kg_k: At constant pressure, per kilogram of moist air.
        humidity_ratio: Vapour per dry air [kg/kg].
        dew_point_c: Dew point, frost point below freezing; ``None`` for practically dry air.
    """

    density_kg_m3: float
    heat_capacity_j_kg_k: float
    humidity_ratio: float
    dew_point_c: float | None


def pressure_at_altitude_pa(altitude_m: float) -> float:
    """Return the pressure of the standard atmosphere [Pa].

    p = 101325 (1 - 2.25577e-5 z)**5.2559 (ISO 2533; ASHRAE Fundamentals 2017, ch. 1, eq. 3), for
    -500 to 11000 m. Worked number: 95.461 kPa at 500 m.
    """
    return float(101325.0 * (1.0 - 2.25577e-5 * altitude_m) ** 5.2559)


@cache
def moist_air(temperature_c: float, pressure_pa: float, humidity_ratio_kg_kg: float) -> AirState:
    """Return the state of moist air.

    Worked number: 40 deg C, 101325 Pa, 0.0065 kg/kg: dew point 7.5 deg C, specific volume 0.896 m3
    per kg of dry air (ASHRAE Fundamentals 2017, ch. 1, example 1, read off the chart).

    Args:
        temperature_c: Dry-bulb temperature [deg C].
        pressure_pa: Absolute pressure [Pa].
        humidity_ratio_kg_kg: Vapour per dry air [kg/kg].

    Raises:
        SolveError: The air cannot hold that much vapour, or the state is out of range.
    """
    state = (temperature_c, pressure_pa, humidity_ratio_kg_kg)
    try:
        figures = kept("moist air", state, lambda: computed(*state))
    except ValueError as error:
        raise _impossible(*state) from error
    volume_m3_kg, dew_point_c = figures["volume_m3_kg"], figures["dew_point_c"]
    heat_capacity_j_kg_k = figures["heat_capacity_j_kg_k"]
    too_moist = dew_point_c is not None and dew_point_c > temperature_c + _SATURATION_TOLERANCE_K
    if too_moist or not math.isfinite(volume_m3_kg + heat_capacity_j_kg_k):
        raise _impossible(*state)
    return AirState(
        density_kg_m3=1.0 / volume_m3_kg,
        heat_capacity_j_kg_k=heat_capacity_j_kg_k,
        humidity_ratio=humidity_ratio_kg_kg,
        dew_point_c=dew_point_c,
    )


def computed(temperature_c: float, pressure_pa: float, humidity_ratio_kg_kg: float) -> Figures:
    """Return what CoolProp says of moist air, without looking at what is kept of it.

    Args:
        temperature_c: Dry-bulb temperature [deg C].
        pressure_pa: Absolute pressure [Pa].
        humidity_ratio_kg_kg: Vapour per dry air [kg/kg].

    Raises:
        ValueError: The state is out of range.
    """
    from CoolProp.HumidAirProp import HAPropsSI

    state = ("T", temperature_c + _ZERO_C_K, "P", pressure_pa, "W", humidity_ratio_kg_kg)
    is_moist = humidity_ratio_kg_kg > _DRIEST_KG_KG
    return {
        "volume_m3_kg": float(HAPropsSI("Vha", *state)),
        "heat_capacity_j_kg_k": float(HAPropsSI("Cha", *state)),
        "dew_point_c": float(HAPropsSI("D", *state)) - _ZERO_C_K if is_moist else None,
    }


def _impossible(temperature_c: float, pressure_pa: float, ratio: float) -> SolveError:
    return SolveError(
        f"air of {temperature_c:g} °C at {pressure_pa:,.0f} Pa cannot hold {ratio:g} kg/kg.",
        where="hall.humidity_ratio_kg_kg",
        remedy="Lower the humidity ratio or raise the supply temperature.",
    )
