"""Outdoor air at moments: hours of a year, or a design day."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from coolsim.checks.plant import WETTEST_C
from coolsim.errors import SolveError
from coolsim.plant.weather import Weather
from coolsim.properties.air import pressure_at_altitude_pa
from coolsim.properties.psychrometrics import dew_point_c, humidity_ratio_of_wet_bulb

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Outdoor:
    """Outdoor air; arrays of shape (moments,).

    Attributes:
        dry_bulb_c: Dry bulb [deg C].
        wet_bulb_c: Wet bulb [deg C].
        dew_point_c: Dew point [deg C].
        humidity_ratio: Vapour per dry air [kg/kg].
        pressure_pa: Absolute pressure [Pa].
    """

    dry_bulb_c: Array
    wet_bulb_c: Array
    dew_point_c: Array
    humidity_ratio: Array
    pressure_pa: Array

    def at(self, where: NDArray[np.intp] | NDArray[np.bool_]) -> Outdoor:
        """Some of the moments."""
        return Outdoor(
            self.dry_bulb_c[where],
            self.wet_bulb_c[where],
            self.dew_point_c[where],
            self.humidity_ratio[where],
            self.pressure_pa[where],
        )


def outdoor_of(weather: Weather) -> Outdoor:
    """The hours of a year."""
    return Outdoor(
        dry_bulb_c=weather.dry_bulb_c,
        wet_bulb_c=weather.wet_bulb_c,
        dew_point_c=weather.dew_point_c,
        humidity_ratio=weather.humidity_ratio,
        pressure_pa=weather.pressure_pa,
    )


def design_day(
    weather: Weather, dry_bulb_c: float | None, wet_bulb_c: float | None, altitude_m: float
) -> Outdoor:
    """One moment: the design day as given, or else the year's warmest hours of each bulb.

    Args:
        weather: The year.
        dry_bulb_c: Design dry bulb; ``None`` takes the year's highest [deg C].
        wet_bulb_c: Design wet bulb; ``None`` takes the year's highest [deg C].
        altitude_m: Of the site [m].

    Raises:
        SolveError: A wet bulb that outdoor air does not reach, or above its dry bulb.
    """
    if wet_bulb_c is not None and wet_bulb_c > WETTEST_C:
        raise SolveError(
            f"a design wet bulb of {wet_bulb_c:g} °C is warmer than outdoor air gets.",
            where="site.design_wet_bulb_c",
            remedy="Give the wet bulb of the design day, not its dry bulb.",
        )
    if wet_bulb_c is not None and dry_bulb_c is not None and wet_bulb_c > dry_bulb_c:
        raise SolveError(
            f"the design wet bulb {wet_bulb_c:g} °C lies above the dry bulb {dry_bulb_c:g} °C.",
            where="site.design_wet_bulb_c",
            remedy="Mend the design day of the site.",
        )
    dry = float(weather.dry_bulb_c.max()) if dry_bulb_c is None else dry_bulb_c
    wet = float(weather.wet_bulb_c.max()) if wet_bulb_c is None else wet_bulb_c
    wet = min(wet, dry)
    pressure = pressure_at_altitude_pa(altitude_m)
    ratio = np.atleast_1d(humidity_ratio_of_wet_bulb(dry, wet, pressure))
    return Outdoor(
        dry_bulb_c=np.array([dry]),
        wet_bulb_c=np.array([wet]),
        dew_point_c=np.atleast_1d(dew_point_c(ratio, pressure)),
        humidity_ratio=ratio,
        pressure_pa=np.array([pressure]),
    )
