"""Hourly outdoor air of one year at one place."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from coolsim.properties.psychrometrics import dew_point_c, specific_volume_m3_kg, wet_bulb_c

Array = NDArray[np.float64]
MONTH_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
"""Days of the months of a common year."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where weather was taken.

    Attributes:
        name: Station.
        country: Country code, "" if not stated.
        latitude_deg: North positive [deg].
        longitude_deg: East positive [deg].
        time_zone_h: Hours ahead of UTC; halves and quarters exist [h].
        elevation_m: Above sea level [m].
    """

    name: str
    country: str
    latitude_deg: float
    longitude_deg: float
    time_zone_h: float
    elevation_m: float


@dataclass(frozen=True, slots=True)
class Weather:
    """A year of hours, in local standard time; each array has shape (hours,).

    Attributes:
        place: Where.
        source: Where the hours come from, as the report prints it.
        month, day, hour: Month 1 to 12, day of the month, hour that ends, 1 to 24.
        dry_bulb_c: Dry bulb [deg C].
        humidity_ratio: Vapour per dry air [kg/kg].
        pressure_pa: Absolute pressure [Pa].
        wet_bulb_c: Thermodynamic wet bulb [deg C].
        notes: What was mended or assumed while reading.
    """

    place: Place
    source: str
    month: NDArray[np.int64]
    day: NDArray[np.int64]
    hour: NDArray[np.int64]
    dry_bulb_c: Array
    humidity_ratio: Array
    pressure_pa: Array
    wet_bulb_c: Array
    notes: tuple[str, ...] = ()

    @property
    def hours(self) -> int:
        """Number of hours: 8,760, or 8,784 in a leap year."""
        return int(self.dry_bulb_c.size)

    @property
    def dew_point_c(self) -> Array:
        """Dew point [deg C]."""
        return dew_point_c(self.humidity_ratio, self.pressure_pa)

    @property
    def density_kg_m3(self) -> Array:
        """Density of the moist air [kg/m3]."""
        volume = specific_volume_m3_kg(self.dry_bulb_c, self.humidity_ratio, self.pressure_pa)
        return np.asarray((1.0 + self.humidity_ratio) / volume)


def make_weather(
    place: Place,
    source: str,
    calendar: tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]],
    dry_bulb_c: Array,
    humidity_ratio: Array,
    pressure_pa: Array,
    notes: tuple[str, ...] = (),
) -> Weather:
    """Weather from dry bulb, humidity ratio and pressure; the wet bulb follows.

    Args:
        place: Where.
        source: Where the hours come from.
        calendar: Month, day and hour of each hour.
        dry_bulb_c: Dry bulb, shape (hours,) [deg C].
        humidity_ratio: Vapour per dry air [kg/kg].
        pressure_pa: Absolute pressure [Pa].
        notes: What was mended or assumed.
    """
    month, day, hour = calendar
    return Weather(
        place=place,
        source=source,
        month=month,
        day=day,
        hour=hour,
        dry_bulb_c=dry_bulb_c,
        humidity_ratio=humidity_ratio,
        pressure_pa=pressure_pa,
        wet_bulb_c=wet_bulb_c(dry_bulb_c, humidity_ratio, pressure_pa),
        notes=notes,
    )
