"""What of the air can be mapped on a slice: one list for plan, section and 3-D view."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from coolsim.design.models import Variant
from coolsim.properties.air import pressure_at_altitude_pa
from coolsim.properties.psychrometrics import relative_humidity
from coolsim.results.records import Fields
from coolsim.results.sampling import FLOOR_Z_M, Axis, Probe, slice_at

AirKey = Literal["temperature", "speed", "pressure", "humidity"]


@dataclass(frozen=True, slots=True)
class AirQuantity:
    """A number every cell of air has.

    Attributes:
        key: Stable key.
        name: What to call it.
        unit: Unit key of ``coolsim.units``.
        is_signed: Whether zero is the middle of its scale.
    """

    key: AirKey
    name: str
    unit: str
    is_signed: bool = False


AIR_QUANTITIES: tuple[AirQuantity, ...] = (
    AirQuantity("temperature", "Air temperature", "c"),
    AirQuantity("speed", "Air speed", "m_s"),
    AirQuantity("pressure", "Air pressure", "pa", is_signed=True),
    AirQuantity("humidity", "Relative humidity", "fraction"),
)
_BY_KEY: dict[str, AirQuantity] = {quantity.key: quantity for quantity in AIR_QUANTITIES}


@dataclass(frozen=True, slots=True)
class HallHumidity:
    """What relative humidity needs beside the fields.

    Attributes:
        ratio_kg_kg: Vapour per dry air where the fields hold none, being uniform [kg/kg].
        pressure_pa: Pressure of the site [Pa].
    """

    ratio_kg_kg: float
    pressure_pa: float


def hall_humidity(variant: Variant) -> HallHumidity:
    """The humidity of a variant's hall."""
    pressure = pressure_at_altitude_pa(variant.site.altitude_m)
    return HallHumidity(variant.hall.humidity_ratio_kg_kg, pressure)


def air_quantity(key: str) -> AirQuantity:
    """The quantity of that key.

    Raises:
        KeyError: There is none.
    """
    return _BY_KEY[key]


def sampled(
    fields: Fields, key: AirKey, axis: Axis, at_m: float, humidity: HallHumidity
) -> NDArray[np.float32]:
    """A quantity on a slice, in its unit; shape as of :func:`~coolsim.results.sampling.slice_at`.

    Raises:
        ValueError: The slice is outside the grid.
    """
    barriers = (FLOOR_Z_M,) if axis == "z" else ()

    def cut(values: NDArray[np.float32]) -> NDArray[np.float32]:
        return slice_at(fields, axis, at_m, values, barriers)

    temperature = cut(fields.temperature_c)
    if key == "temperature":
        return temperature
    if key == "speed":
        squares = sum(cut(part) ** 2 for part in fields.velocity_m_s)
        values = np.sqrt(squares)
    elif key == "pressure":
        values = cut(fields.pressure_pa)
    else:
        ratio = fields.humidity_ratio_kg_kg
        vapour = humidity.ratio_kg_kg if ratio is None else cut(ratio).astype(float)
        values = relative_humidity(temperature.astype(float), vapour, humidity.pressure_pa)
    return np.where(np.isnan(temperature), np.nan, values).astype(np.float32)


def values_of_cells(fields: Fields, key: AirKey, humidity: HallHumidity) -> NDArray[np.float32]:
    """A quantity in every cell, in its unit; NaN where there is no air. Shape of the grid."""
    temperature = fields.temperature_c
    if key == "temperature":
        return temperature
    values: NDArray[np.floating]
    if key == "speed":
        values = np.sqrt((fields.velocity_m_s**2).sum(axis=0))
    elif key == "pressure":
        values = fields.pressure_pa
    else:
        ratio = fields.humidity_ratio_kg_kg
        vapour = humidity.ratio_kg_kg if ratio is None else ratio.astype(float)
        values = relative_humidity(temperature.astype(float), vapour, humidity.pressure_pa)
    return np.where(np.isnan(temperature), np.nan, values).astype(np.float32)


def relative_humidity_at(air: Probe, humidity: HallHumidity) -> float:
    """Relative humidity of the air at a point [-]."""
    ratio = air.humidity_ratio_kg_kg
    vapour = humidity.ratio_kg_kg if ratio is None else ratio
    return float(relative_humidity(air.temperature_c, vapour, humidity.pressure_pa))
