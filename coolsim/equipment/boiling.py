"""Pool boiling of dielectrics: superheat by Cooper or Rohsenow, critical heat flux by Zuber.

The correlations are those of the ``ht`` library. References: M. G. Cooper, Advances in Heat
Transfer 16 (1984) 157-239; W. M. Rohsenow, Trans. ASME 74 (1952) 969-976; N. Zuber, Trans. ASME
80 (1958) 711-720, with his constant 0.131 (large flat plates: 0.149, J. H. Lienhard and V. K.
Dhir, NASA CR-2270, 1973).

Parts with a boiling enhancement coat carry more: a factor on the heat transfer coefficient and one
on the critical flux say how much more than a plain surface of the same size.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

import numpy as np

from coolsim.equipment.arrays import Array, Quantity
from coolsim.equipment.validity import Range

ZUBER_CONSTANT = 0.131
COOPER_PRESSURE_RANGE = Range("reduced pressure", 0.001, 0.9, "", "Cooper 1984")
COOPER_MASS_RANGE = Range("molar mass", 2.0, 200.0, "kg/kmol", "Cooper 1984")
"""Cooper's data end at 200 kg/kmol; fluoroketones and perfluorocarbons (316, 338) lie outside."""
_ROUGHNESS_M = 1e-6


@dataclass(frozen=True, slots=True)
class Surface:
    """A boiling surface compared with a plain one of the same size.

    Attributes:
        transfer_factor: On the heat transfer coefficient [-].
        critical_factor: On the critical heat flux [-].
        roughness_m: Of the plain surface, for Cooper's correlation [m].
    """

    transfer_factor: float = 1.0
    critical_factor: float = 1.0
    roughness_m: float = _ROUGHNESS_M


PLAIN = Surface()


@dataclass(frozen=True, slots=True)
class Saturated:
    """A boiling liquid at its saturation temperature.

    Attributes:
        temperature_c: Saturation temperature [deg C].
        pressure_pa: Saturation pressure [Pa].
        critical_pa: Critical pressure [Pa].
        molar_mass_kg_kmol: Molar mass [kg/kmol].
        liquid_kg_m3: Density of the liquid [kg/m3].
        vapour_kg_m3: Density of the vapour [kg/m3].
        latent_j_kg: Latent heat [J/kg].
        surface_tension_n_m: Surface tension [N/m].
    """

    temperature_c: float
    pressure_pa: float
    critical_pa: float
    molar_mass_kg_kmol: float
    liquid_kg_m3: float
    vapour_kg_m3: float
    latent_j_kg: float
    surface_tension_n_m: float


def cooper_w_m2_k(
    pressure_pa: float,
    critical_pa: float,
    molar_mass_kg_kmol: float,
    *,
    flux_w_m2: Quantity | None = None,
    superheat_k: Quantity | None = None,
    roughness_m: float = _ROUGHNESS_M,
) -> Array:
    """Heat transfer coefficient of nucleate boiling by Cooper, from a flux or a superheat [W/m2/K].

    Worked number: water at 101.325 kPa (critical 22.048 MPa, 18.02 kg/kmol), 4.3 K: 1558.14.

    Args:
        pressure_pa: Saturation pressure [Pa].
        critical_pa: Critical pressure [Pa].
        molar_mass_kg_kmol: Molar mass [kg/kmol].
        flux_w_m2: Heat flux [W/m2], or
        superheat_k: wall minus saturation [K]: one of the two.
        roughness_m: Roughness of the surface [m].
    """
    from ht.boiling_nucleic import Cooper

    return np.asarray(
        Cooper(
            P=pressure_pa,
            Pc=critical_pa,
            MW=molar_mass_kg_kmol,
            Te=_as_declared(superheat_k),
            q=_as_declared(flux_w_m2),
            Rp=roughness_m,
        )
    )


def rohsenow_w_m2_k(
    superheat_k: Quantity,
    *,
    liquid_kg_m3: float,
    vapour_kg_m3: float,
    viscosity_pa_s: float,
    conductivity_w_m_k: float,
    heat_capacity_j_kg_k: float,
    latent_j_kg: float,
    surface_tension_n_m: float,
    surface_constant: float,
    prandtl_exponent: float = 1.7,
) -> Array:
    """Heat transfer coefficient by Rohsenow, where a surface constant is published [W/m2/K].

    Worked number: water on copper (958 and 0.597 kg/m3, 0.275 mPa s, 0.688 W/m/K, 4180 J/kg/K,
    2.25 MJ/kg, 58.8 mN/m, constant 0.013, exponent 1) at 4.3 K: 2860.62.

    Args:
        superheat_k: Wall minus saturation [K].
        liquid_kg_m3: Density of the liquid [kg/m3].
        vapour_kg_m3: Density of the vapour [kg/m3].
        viscosity_pa_s: Of the liquid [Pa s].
        conductivity_w_m_k: Of the liquid [W/(m K)].
        heat_capacity_j_kg_k: Of the liquid [J/(kg K)].
        latent_j_kg: Latent heat [J/kg].
        surface_tension_n_m: Surface tension [N/m].
        surface_constant: Rohsenow's constant of liquid and surface [-].
        prandtl_exponent: 1 for water, 1.7 for other liquids.
    """
    from ht.boiling_nucleic import Rohsenow

    return np.asarray(
        Rohsenow(
            rhol=liquid_kg_m3,
            rhog=vapour_kg_m3,
            mul=viscosity_pa_s,
            kl=conductivity_w_m_k,
            Cpl=heat_capacity_j_kg_k,
            Hvap=latent_j_kg,
            sigma=surface_tension_n_m,
            Te=_as_declared(superheat_k),
            Csf=surface_constant,
            n=prandtl_exponent,
        )
    )


def _as_declared(values: Quantity | None) -> float | None:
    """Arrays for ``ht``, which declares floats and computes on arrays as well."""
    return None if values is None else cast(float, np.asarray(values, dtype=float))


def critical_flux_w_m2(
    liquid: Saturated, surface: Surface = PLAIN, constant: float = ZUBER_CONSTANT
) -> float:
    """Critical heat flux of a horizontal surface, by Zuber, times the surface's factor [W/m2].

    Worked number: FC-72 at 57.1 deg C (1578.5 and 13.294 kg/m3, 84.48 kJ/kg, 8.0 mN/m), plain:
    13.43 W/cm2; measured on plain surfaces: 12 to 17.
    """
    from ht.boiling_nucleic import Zuber

    plain = Zuber(
        sigma=liquid.surface_tension_n_m,
        Hvap=liquid.latent_j_kg,
        rhol=liquid.liquid_kg_m3,
        rhog=liquid.vapour_kg_m3,
        K=constant,
    )
    return float(plain) * surface.critical_factor


def superheat_k(flux_w_m2: Quantity, liquid: Saturated, surface: Surface = PLAIN) -> Array:
    """Wall minus saturation temperature of a boiling surface, by Cooper [K].

    Beyond the critical flux the value has no meaning: the surface dries out; see
    :func:`critical_flux_w_m2`.

    Worked number: 10 W/cm2 in FC-72 at one atmosphere (critical 1.7416 MPa, 338.04 kg/kmol), plain:
    23.60 K.

    Args:
        flux_w_m2: Heat over the area of the boiling surface [W/m2], from 0 up.
        liquid: The boiling liquid.
        surface: Its surface.
    """
    flux = np.asarray(flux_w_m2, dtype=float)
    boils = flux > 0.0
    coefficient = surface.transfer_factor * cooper_w_m2_k(
        liquid.pressure_pa,
        liquid.critical_pa,
        liquid.molar_mass_kg_kmol,
        flux_w_m2=np.where(boils, flux, 1.0),
        roughness_m=surface.roughness_m,
    )
    return np.asarray(np.where(boils, flux / coefficient, 0.0))


def boiling_notes(liquid: Saturated) -> tuple[str, ...]:
    """Where a liquid lies outside the data behind Cooper's correlation."""
    return (
        *COOPER_PRESSURE_RANGE.notes(liquid.pressure_pa / liquid.critical_pa),
        *COOPER_MASS_RANGE.notes(liquid.molar_mass_kg_kmol),
    )
