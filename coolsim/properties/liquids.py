"""Water and glycols by temperature and concentration, tabulated once and then interpolated.

Water: IAPWS-IF97 with the IAPWS transport formulations. Propylene and ethylene glycol in water: the
correlations of A. Melinder, Properties of Secondary Working Fluids for Indirect Systems (2010), as
CoolProp carries them (``MPG``, ``MEG``), for uninhibited glycol up to 100 deg C. CoolProp's other
pair (``MPG2``, ``MEG2``) ends at 40 deg C, below the return of a warm-water loop; where both hold
they differ by some 1 % in heat capacity and 2 % in viscosity. Inhibited products differ by up to
15 % in viscosity.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from coolsim.design.liquid import Coolant
from coolsim.errors import SolveError
from coolsim.properties.kept import Figures, kept

Array = NDArray[np.float64]

_ZERO_C_K = 273.15
_PRESSURE_PA = 3e5
"""Pressure of the tables; liquids hardly notice it: 5 bar more make water 0.02 % denser."""
_STEP_K = 1.0
_HIGHEST_WATER_C = 120.0

_GLYCOLS: dict[str, str] = {"propylene_glycol": "MPG", "ethylene_glycol": "MEG"}
_LIMITS: dict[str, tuple[float, float]] = {
    "propylene_glycol": (0.0, 0.6),
    "ethylene_glycol": (0.0, 0.6),
}
"""Mass fractions between which a mixture's correlation holds."""
_FREEZING: dict[str, tuple[float, ...]] = {
    "propylene_glycol": (-346.05, 211.734, -108.3796, -19.87260, 0.0130),
    "ethylene_glycol": (100.118, -195.292, -9.80615, -30.78182, 0.0032),
}
_PURE_KG_M3: dict[str, float] = {"propylene_glycol": 1036.1, "ethylene_glycol": 1113.5}
_WATER_KG_M3 = 998.2
"""Densities at 20 deg C (CRC Handbook of Chemistry and Physics, 97th ed., section 3)."""


@dataclass(frozen=True, slots=True)
class LiquidState:
    """Properties of a liquid at the temperatures asked for.

    Attributes:
        density_kg_m3: Density.
        heat_capacity_j_kg_k: At constant pressure.
        viscosity_pa_s: Dynamic viscosity.
        conductivity_w_m_k: Thermal conductivity.
    """

    density_kg_m3: Array
    heat_capacity_j_kg_k: Array
    viscosity_pa_s: Array
    conductivity_w_m_k: Array


@dataclass(frozen=True, slots=True, eq=False)
class LiquidTable:
    """A liquid tabulated over temperature.

    Attributes:
        name: Such as "25 % propylene glycol by mass".
        freezing_c: Where ice begins to form [deg C]; ``None`` where not known.
        temperature_c: Rising temperatures of the table, shape (n,).
        values: Density, heat capacity, logarithm of viscosity, conductivity, shape (4, n).
        source: Where the figures are from.
    """

    name: str
    freezing_c: float | None
    temperature_c: Array
    values: Array
    source: str

    @property
    def lowest_c(self) -> float:
        """Lowest temperature of the table."""
        return float(self.temperature_c[0])

    @property
    def highest_c(self) -> float:
        """Highest temperature of the table."""
        return float(self.temperature_c[-1])

    def covers(self, temperature_c: Array | float) -> bool:
        """Whether all temperatures lie within the table."""
        asked = np.asarray(temperature_c)
        return bool(((asked >= self.lowest_c) & (asked <= self.highest_c)).all())

    def at(self, temperature_c: Array | float) -> LiquidState:
        """Return the properties at temperatures within the table.

        Worked number: water at 32 deg C: 995.12 kg/m3, 4179.0 J/(kg K), 0.7644 mPa s,
        0.6175 W/(m K).

        Raises:
            SolveError: A temperature lies outside the table.
        """
        if not self.covers(temperature_c):
            asked = np.atleast_1d(np.asarray(temperature_c, dtype=float))
            worst = asked[np.argmax(np.maximum(self.lowest_c - asked, asked - self.highest_c))]
            raise SolveError(
                f"{self.name} has no properties at {worst:.1f} °C; they are known from "
                f"{self.lowest_c:.1f} to {self.highest_c:.1f} °C.",
                remedy="Choose another coolant or other temperatures.",
            )
        return self.near(temperature_c)

    def near(self, temperature_c: Array | float) -> LiquidState:
        """As :meth:`at`, with the nearest end of the table beyond it.

        For the steps of an iteration, whose answer is then checked with :meth:`covers`.
        """
        density, capacity, log_viscosity, conductivity = (
            np.interp(temperature_c, self.temperature_c, row) for row in self.values
        )
        return LiquidState(density, capacity, np.exp(log_viscosity), conductivity)


def mass_fraction(coolant: Coolant) -> float:
    """Return the mass fraction of glycol of a coolant [-].

    A volume fraction counts the pure liquids at 20 deg C before mixing: w = v r_g / (v r_g +
    (1 - v) r_w). Worked number: 25 % by volume of propylene glycol is 25.70 % by mass.
    """
    share = coolant.concentration_fraction
    if coolant.basis == "mass" or share == 0.0:
        return share
    glycol = share * _PURE_KG_M3[coolant.fluid]
    return glycol / (glycol + (1.0 - share) * _WATER_KG_M3)


def highest_mass_fraction(coolant: Coolant) -> float:
    """Return the largest share of glycol by mass whose properties are known; 0 for others [-]."""
    return _LIMITS.get(coolant.fluid, (0.0, 0.0))[1]


def is_water_based(coolant: Coolant) -> bool:
    """Whether a coolant is water or glycol in water, which this module knows."""
    return coolant.fluid == "water" or coolant.fluid in _GLYCOLS


def liquid_table(coolant: Coolant) -> LiquidTable:
    """Return the table of water or of a glycol; made once per fluid and concentration.

    Raises:
        SolveError: The concentration is outside what is known, or the fluid is neither.
    """
    if coolant.fluid == "water":
        return _water()
    if coolant.fluid not in _GLYCOLS:
        raise SolveError(
            f"{coolant.fluid} is neither water nor a glycol.",
            remedy="Choose water, propylene_glycol or ethylene_glycol.",
        )
    share = round(mass_fraction(coolant), 6)
    low, high = _LIMITS[coolant.fluid]
    if not low <= share <= high:
        raise SolveError(
            f"{coolant.fluid.replace('_', ' ')} is known from {100 * low:g} to {100 * high:g} % "
            f"by mass, not at {100 * share:.1f} %.",
            remedy="Choose a concentration in that range.",
        )
    return _glycol(coolant.fluid, share)


def freezing_c(coolant: Coolant) -> float | None:
    """Return where ice begins to form [deg C], without loading CoolProp; ``None`` where not known.

    A polynomial of Melinder's curve by mass fraction, good to 0.05 K from 0 to 60 %. Worked number:
    25 % propylene glycol by mass: -9.8 deg C.
    """
    if coolant.fluid == "water":
        return 0.0
    if coolant.fluid not in _FREEZING:
        return None
    return float(np.polyval(_FREEZING[coolant.fluid], mass_fraction(coolant)))


def boiling_c(absolute_pressure_pa: float) -> float:
    """Return the temperature at which water boils [deg C].

    Glycol in water boils some kelvins higher, so this errs to the safe side for it. Worked number:
    101325 Pa: 99.97 deg C.
    """
    from CoolProp.CoolProp import PropsSI

    kelvin = PropsSI("T", "P", absolute_pressure_pa, "Q", 0.0, "IF97::Water")
    return float(kelvin) - _ZERO_C_K


def vapour_pressure_pa(temperature_c: float) -> float:
    """Return the vapour pressure of water [Pa]; that of glycol in water is a little lower.

    Worked number: 40 deg C: 7385 Pa.
    """
    from CoolProp.CoolProp import PropsSI

    return float(PropsSI("P", "T", temperature_c + _ZERO_C_K, "Q", 0.0, "IF97::Water"))


def water_at(temperature_c: float, pressure_pa: float) -> tuple[float, float]:
    """Return density [kg/m3] and heat capacity [J/(kg K)] of water by IAPWS-IF97.

    Worked number: 26.85 deg C at 3 MPa: 997.853 kg/m3, 4173.01 J/(kg K).
    """
    from CoolProp.CoolProp import PropsSI

    state = ("T", temperature_c + _ZERO_C_K, "P", pressure_pa, "IF97::Water")
    return float(PropsSI("D", *state)), float(PropsSI("C", *state))


@cache
def _water() -> LiquidTable:
    return _table("water", kept("water", (), water_figures), "IAPWS-IF97")


@cache
def _glycol(fluid: str, share: float) -> LiquidTable:
    name = f"{100 * share:.3g} % {fluid.replace('_', ' ')} by mass"
    figures = kept("glycol", (fluid, share), lambda: glycol_figures(fluid, share))
    return _table(name, figures, "Melinder 2010")


def _table(name: str, figures: Figures, source: str) -> LiquidTable:
    freezing_c: float = figures["freezing_c"]
    temperature_c, values = np.array(figures["temperature_c"]), np.array(figures["values"])
    return LiquidTable(name, freezing_c, temperature_c, values, source)


def water_figures() -> Figures:
    """Return the table of water by CoolProp, without looking at what is kept of it."""
    return _tabulated("IF97::Water", 0.0, 0.01, _HIGHEST_WATER_C)


def glycol_figures(fluid: str, share: float) -> Figures:
    """Return the table of a glycol at a mass fraction by CoolProp, likewise."""
    from CoolProp.CoolProp import PropsSI

    coolprop = f"INCOMP::{_GLYCOLS[fluid]}[{share}]"
    freezing_c = float(PropsSI("T_freeze", "T", 293.15, "P", _PRESSURE_PA, coolprop)) - _ZERO_C_K
    highest_c = float(PropsSI("T_max", "T", 293.15, "P", _PRESSURE_PA, coolprop)) - _ZERO_C_K
    return _tabulated(coolprop, freezing_c, freezing_c + 0.01, highest_c)


def _tabulated(coolprop: str, freezing_c: float, low_c: float, high_c: float) -> Figures:
    from CoolProp.CoolProp import PropsSI

    inside = np.arange(np.ceil(low_c), high_c, _STEP_K)
    temperature_c = np.unique(np.concatenate([[low_c], inside, [high_c]]))
    state = ("T", temperature_c + _ZERO_C_K, "P", np.full(temperature_c.size, _PRESSURE_PA))
    rows = [np.asarray(PropsSI(key, *state, coolprop), dtype=float) for key in ("D", "C", "V", "L")]
    rows[2] = np.log(rows[2])
    return {
        "freezing_c": freezing_c,
        "temperature_c": temperature_c.tolist(),
        "values": [row.tolist() for row in rows],
    }
