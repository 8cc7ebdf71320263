"""Boiling liquids on their saturation line, from a table over temperature.

The tables of the catalogue are CoolProp's equations of state at 5 K steps; between them pressure is
a line of its logarithm over one over the absolute temperature (Clausius-Clapeyron), the others are
lines. Surface tension falls to the critical point as ``((T_c - T) / (T_c - T_0))**(11/9)`` (E. A.
Guggenheim, J. Chem. Phys. 13 (1945) 253-261).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from coolsim.properties.liquids import Array

_ZERO_C_K = 273.15
_GUGGENHEIM = 11.0 / 9.0


@dataclass(frozen=True, slots=True)
class SaturationState:
    """A liquid and its vapour at saturation.

    Attributes:
        temperature_c: Saturation temperature [deg C].
        pressure_pa: Saturation pressure [Pa].
        liquid_kg_m3: Density of the liquid.
        vapour_kg_m3: Density of the vapour.
        heat_capacity_j_kg_k: Of the liquid.
        latent_j_kg: Latent heat.
    """

    temperature_c: Array
    pressure_pa: Array
    liquid_kg_m3: Array
    vapour_kg_m3: Array
    heat_capacity_j_kg_k: Array
    latent_j_kg: Array


@dataclass(frozen=True, slots=True, eq=False)
class SaturationTable:
    """Saturation properties over temperature.

    Attributes:
        name: Name to show.
        temperature_c: Rising temperatures, shape (n,).
        pressure_pa: Saturation pressures, shape (n,).
        values: Densities of liquid and vapour, heat capacity of the liquid, latent heat, (4, n).
        source: Where the figures are from.
    """

    name: str
    temperature_c: Array
    pressure_pa: Array
    values: Array
    source: str

    def covers(self, temperature_c: Array | float) -> bool:
        """Whether all temperatures lie within the table; beyond, its last lines go on."""
        asked = np.asarray(temperature_c)
        return bool(((asked >= self.temperature_c[0]) & (asked <= self.temperature_c[-1])).all())

    def notes(self, temperature_c: float) -> tuple[str, ...]:
        """Say if a temperature lies beyond the table."""
        if self.covers(temperature_c):
            return ()
        return (
            f"{self.name} at {temperature_c:.0f} °C lies outside {self.temperature_c[0]:.0f} to "
            f"{self.temperature_c[-1]:.0f} °C, where it is tabulated",
        )

    def at(self, temperature_c: Array | float) -> SaturationState:
        """Return the saturation properties at temperatures.

        Worked number: Novec 649 at 50 deg C: 104.7 kPa.
        """
        asked = np.asarray(temperature_c, dtype=float)
        inverse = -1.0 / (asked + _ZERO_C_K)
        places = -1.0 / (self.temperature_c + _ZERO_C_K)
        pressure = np.exp(_line(inverse, places, np.log(self.pressure_pa)))
        liquid, vapour, capacity, latent = (
            _line(asked, self.temperature_c, row) for row in self.values
        )
        return SaturationState(asked, pressure, liquid, vapour, capacity, latent)

    def saturation_c(self, pressure_pa: Array | float) -> Array:
        """Return the temperature at which the liquid boils under a pressure [deg C].

        Worked number: Novec 649 at 101.325 kPa: 49.05 deg C.
        """
        places = -1.0 / (self.temperature_c + _ZERO_C_K)
        asked = np.log(np.asarray(pressure_pa, dtype=float))
        return np.asarray(-1.0 / _line(asked, np.log(self.pressure_pa), places) - _ZERO_C_K)


def surface_tension_n_m(
    temperature_c: Array | float, known_n_m: float, known_c: float, critical_c: float
) -> Array:
    """Surface tension at a temperature from that at another [N/m]; 0 from the critical point on.

    Worked number: 10.8 mN/m at 25 deg C, critical 168.66 deg C: 8.63 mN/m at 49.05 deg C.

    Args:
        temperature_c: Where it is wanted [deg C].
        known_n_m: A known surface tension [N/m].
        known_c: Temperature at which it is known [deg C].
        critical_c: Critical temperature [deg C].
    """
    left = np.maximum(critical_c - np.asarray(temperature_c, dtype=float), 0.0)
    return np.asarray(known_n_m * (left / (critical_c - known_c)) ** _GUGGENHEIM)


def _line(asked: Array, places: Array, values: Array) -> Array:
    """Linear between places and beyond them."""
    after = np.clip(np.searchsorted(places, asked), 1, places.size - 1)
    slope = (values[after] - values[after - 1]) / (places[after] - places[after - 1])
    return np.asarray(values[after - 1] + slope * (asked - places[after - 1]))
