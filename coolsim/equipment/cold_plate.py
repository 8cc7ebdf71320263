"""Single-phase cold plates: resistance and pressure drop by flow, quick connects.

Resistance, from case to plate *inlet*: ``R(V) = R_surface (V/V_rated)**-m + 1 / (2 rho cp V)``. The
second term is half of the coolant's own warming, the mean coolant being that much warmer than the
inlet. In micro-channels the flow is laminar and developed, its Nusselt number constant, so m = 0
(D. B. Tuckerman and R. F. W. Pease, IEEE Electron Device Letters 2 (1981) 126-129). Jets and
turbulent plates have m up to 0.8.

Pressure drop: ``dp(V) = dp_rated (V/V_rated)**1.85`` (Open Compute Project, OAI System Liquid
Cooling Guidelines, 2023).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from coolsim.equipment.arrays import Array, Quantity
from coolsim.equipment.validity import Range

PRESSURE_EXPONENT = 1.85
"""Flow exponent of the pressure drop of plates and their manifolds (OCP OAI 2023)."""
COUPLING_EXPONENT = 2.0
"""Flow exponent of quick connects: form loss, turbulent."""
FLOW_RANGE = Range("flow over rated flow", 0.33, 2.0, "", "OCP OAI 2023, one plate")
_NO_FLOW_M3_S = 1e-12


@dataclass(frozen=True, slots=True)
class Plate:
    """A cold plate by its rated point; arrays hold one plate per rack.

    Attributes:
        surface_k_w: Resistance from the case to the mean coolant at the rated flow [K/W].
        rated_m3_s: Rated flow of one plate [m3/s].
        flow_exponent: m of ``R_surface``; 0 for micro-channels.
    """

    surface_k_w: Quantity
    rated_m3_s: Quantity
    flow_exponent: Quantity = 0.0

    def resistance_k_w(self, flow_m3_s: Quantity, coolant_j_m3_k: Quantity) -> Array:
        """Resistance from case to plate inlet at a flow [K/W]; infinite without flow.

        Args:
            flow_m3_s: Flow of one plate [m3/s].
            coolant_j_m3_k: Density times heat capacity of the coolant [J/(m3 K)].
        """
        flow = np.abs(np.asarray(flow_m3_s, dtype=float))
        stands = flow < _NO_FLOW_M3_S
        moving = np.where(stands, 1.0, flow)
        surface = self.surface_k_w * (moving / self.rated_m3_s) ** -np.asarray(self.flow_exponent)
        return np.asarray(np.where(stands, np.inf, surface + 0.5 / (moving * coolant_j_m3_k)))

    def conductance_w_k(self, flow_m3_s: Quantity, coolant_j_m3_k: Quantity) -> Array:
        """One over :meth:`resistance_k_w` [W/K]: 0 without flow."""
        return np.asarray(1.0 / self.resistance_k_w(flow_m3_s, coolant_j_m3_k))


def plate_of_rating(
    resistance_k_w: float, rated_m3_s: float, coolant_j_m3_k: float, flow_exponent: float = 0.0
) -> Plate:
    """Plate from a rated resistance, case to inlet, at a flow.

    Where the rating is no more than the coolant's own warming, the surface would have no resistance
    at all; it comes back below zero then, for the caller to report.

    Worked number: 0.0230 K/W at 1.2 L/min of 25 % propylene glycol (4.00 MJ/(m3 K)): surface
    0.01675 K/W, and 0.02425 K/W at 1 L/min; measured there 0.0245.

    Args:
        resistance_k_w: Rated resistance [K/W].
        rated_m3_s: Flow at which it counts [m3/s].
        coolant_j_m3_k: Density times heat capacity of the rated coolant [J/(m3 K)].
        flow_exponent: m of the surface resistance.
    """
    surface = resistance_k_w - 0.5 / (rated_m3_s * coolant_j_m3_k)
    return Plate(surface, rated_m3_s, flow_exponent)


@dataclass(frozen=True, slots=True)
class PressureLaw:
    """Pressure drop by flow, ``dp_rated (V/V_rated)**n``, with the sign of the flow.

    Arrays hold one law per branch.

    Attributes:
        rated_pa: Drop at the rated flow [Pa].
        rated_m3_s: Rated flow [m3/s].
        exponent: n.
    """

    rated_pa: Quantity
    rated_m3_s: Quantity
    exponent: Quantity = PRESSURE_EXPONENT

    def drop_pa(self, flow_m3_s: Quantity, factor: Quantity = 1.0) -> Array:
        """Drop at a flow [Pa].

        Worked number: 50 kPa at 10 L/min: 13.87 kPa at 5 L/min.

        Args:
            flow_m3_s: Flow [m3/s].
            factor: Drop of the liquid that flows over that of the rated one at the same flow; see
                :func:`liquid_factor`.
        """
        ratio = np.asarray(flow_m3_s, dtype=float) / self.rated_m3_s
        return np.asarray(
            factor * self.rated_pa * ratio * np.abs(ratio) ** (np.asarray(self.exponent) - 1.0)
        )

    def slope_pa_s_m3(self, flow_m3_s: Quantity, factor: Quantity = 1.0) -> Array:
        """Derivative of :meth:`drop_pa` [Pa s/m3]; 0 at zero flow where the exponent is above 1."""
        ratio = np.abs(np.asarray(flow_m3_s, dtype=float)) / self.rated_m3_s
        steep = np.asarray(self.exponent) * self.rated_pa / self.rated_m3_s
        return np.asarray(factor * steep * ratio ** (np.asarray(self.exponent) - 1.0))


def coupling_law(rated_pa: float, rated_m3_s: float) -> PressureLaw:
    """Pressure drop of a quick connect, or of a pair, from its rated point."""
    return PressureLaw(rated_pa, rated_m3_s, COUPLING_EXPONENT)


def liquid_factor(
    density_ratio: Quantity, viscosity_ratio: Quantity, exponent: float = PRESSURE_EXPONENT
) -> Array:
    """Pressure drop of a liquid over that of the rated one at the same flow [-].

    A drop that goes with ``V**n`` has a friction factor that goes with ``Re**(n - 2)``, hence
    ``rho**(n - 1) mu**(2 - n)`` as ratios to the rated liquid.

    Worked number: density 1.02 and viscosity 2.1 times the rated, n = 1.85: 1.1368.
    """
    return np.asarray(
        np.asarray(density_ratio) ** (exponent - 1.0)
        * np.asarray(viscosity_ratio) ** (2.0 - exponent)
    )
