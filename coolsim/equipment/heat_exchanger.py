"""Heat exchangers by effectiveness and number of transfer units (epsilon-NTU).

The forward functions take numbers or arrays, are smooth where the physics is, and stand still
streams too, so that a network solver may call them at every iteration. Conductances are found from
ratings with the ``ht`` library, once per machine.

References: W. M. Kays and A. L. London, Compact Heat Exchangers, 3rd ed. (1984), ch. 2; F. P.
Incropera et al., Fundamentals of Heat and Mass Transfer, 6th ed., eqs. 11.28 to 11.32. Flow laws of
the conductance: see :class:`ConductanceLaw`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from coolsim.equipment.arrays import Array, Quantity
from coolsim.equipment.validity import Range
from coolsim.errors import SolveError

Arrangement = Literal["counterflow", "crossflow", "parallel"]
"""Crossflow: a single pass with both streams unmixed."""

PLATE_EXPONENT = 0.703
"""Flow exponent of both sides of a plate exchanger, chevrons at 60 degrees, Re above 400.

H. Kumar, The plate heat exchanger: construction and design (1984); in R. K. Shah and D. P.
Sekulic, Fundamentals of Heat Exchanger Design (2003), table 7.6.
"""
COIL_AIR_EXPONENT = 0.8
COIL_WATER_EXPONENT = 0.85
COIL_WATER_SHARE = 1.0 / 3.0
"""Finned water-air coil: exponents of both sides, and the water's share of the rated resistance.

M. Wetter, Simulation Model: Finned Water-Air-Coil Without Condensation, LBNL-42355 (1999); the
air-side conductance is half the water-side one, the default of EnergyPlus.
"""
_PLATE_FLOWS = Range("flow over rated flow", 0.25, 1.5, "", "turbulent plates, Kumar 1984")
_COIL_FLOWS = Range("flow over rated flow", 0.2, 1.5, "", "Wetter 1999")

_SUBTYPE: dict[str, str] = {
    "counterflow": "counterflow",
    "crossflow": "crossflow approximate",
    "parallel": "parallel",
}
_SMALL = 1e-12


def effectiveness(
    ntu: Quantity, capacity_ratio: Quantity, arrangement: Arrangement = "counterflow"
) -> Array:
    """Duty over the largest duty that the two inlet temperatures allow [-].

    A ratio of 0 (a condensing or boiling stream) gives ``1 - exp(-NTU)`` in every arrangement, and
    a counterflow ratio of 1 its limit ``NTU / (1 + NTU)``, both without a jump.

    Worked numbers: counterflow, NTU 2, ratio 0.8: 0.710909; NTU 3, ratio 1: 0.75.

    Args:
        ntu: Conductance over the smaller capacity rate, from 0 up.
        capacity_ratio: Smaller over larger capacity rate, 0 to 1.
        arrangement: How the streams pass. Crossflow is Incropera's approximation for unmixed
            streams, good to some 0.02 against the exact integral.
    """
    n = np.asarray(ntu, dtype=float)
    ratio = np.asarray(capacity_ratio, dtype=float)
    if arrangement == "counterflow":
        driven = n * _mean_decay(n * (1.0 - ratio))
        return np.asarray(driven / (1.0 + ratio * driven))
    if arrangement == "parallel":
        return np.asarray(-np.expm1(-n * (1.0 + ratio)) / (1.0 + ratio))
    turned = n**0.78
    return np.asarray(-np.expm1(-(n**0.22) * turned * _mean_decay(ratio * turned)))


def _mean_decay(x: Array) -> Array:
    """Mean of ``exp(-s)`` over 0 to x: ``(1 - exp(-x)) / x``, 1 at 0."""
    is_small = np.abs(x) < _SMALL
    return np.asarray(np.where(is_small, 1.0, -np.expm1(-x) / np.where(is_small, 1.0, x)))


@dataclass(frozen=True, slots=True)
class Exchange:
    """What an exchanger does.

    Attributes:
        duty_w: Heat from the hot to the cold stream; negative where the "hot" one is colder [W].
        hot_out_c, cold_out_c: Leaving temperatures [deg C].
        effectiveness: Duty over the largest possible [-].
    """

    duty_w: Array
    hot_out_c: Array
    cold_out_c: Array
    effectiveness: Array


def exchange(
    hot_in_c: Quantity,
    cold_in_c: Quantity,
    hot_w_k: Quantity,
    cold_w_k: Quantity,
    conductance_w_k: Quantity,
    arrangement: Arrangement = "counterflow",
) -> Exchange:
    """Duty and leaving temperatures of an exchanger.

    A stream that stands still leaves at the other's inlet temperature and carries no duty.

    Worked number: water 45 deg C at 41.8 kW/K against 32 deg C at 50.16 kW/K, 120 kW/K,
    counterflow: effectiveness 0.786398, duty 427.33 kW.

    Args:
        hot_in_c: Entering temperature of the hot stream [deg C].
        cold_in_c: Of the cold one [deg C].
        hot_w_k: Capacity rate of the hot stream, mass flow times heat capacity, from 0 up [W/K].
        cold_w_k: Of the cold one [W/K].
        conductance_w_k: Overall conductance UA [W/K].
        arrangement: How the streams pass.
    """
    smaller = np.minimum(hot_w_k, cold_w_k)
    larger = np.maximum(hot_w_k, cold_w_k)
    both_stand = larger <= 0.0
    ratio = smaller / np.where(both_stand, 1.0, larger)
    stands = smaller <= 0.0
    ntu = np.asarray(conductance_w_k) / np.where(stands, 1.0, smaller)
    share = np.where(stands, 1.0, effectiveness(ntu, ratio, arrangement))
    share = np.where(both_stand, 0.0, share)
    difference = np.asarray(hot_in_c, dtype=float) - cold_in_c
    hot_is_smaller = np.asarray(hot_w_k) <= np.asarray(cold_w_k)
    hot_share = np.where(hot_is_smaller, share, share * ratio)
    cold_share = np.where(hot_is_smaller, share * ratio, share)
    return Exchange(
        duty_w=np.asarray(share * smaller * difference),
        hot_out_c=np.asarray(hot_in_c - hot_share * difference),
        cold_out_c=np.asarray(cold_in_c + cold_share * difference),
        effectiveness=share,
    )


@dataclass(frozen=True, slots=True)
class ConductanceLaw:
    """Overall conductance UA of an exchanger at any two flows.

    ``1/UA = (1/UA_rated) (s_h (V_h/V_h0)**-n_h + s_c (V_c/V_c0)**-n_c)`` with the shares of the
    resistance ``s_h + s_c = 1``; the wall's own resistance is left out. Arrays hold one rating per
    machine of the kind.

    Attributes:
        rated_w_k: UA at the rated flows [W/K].
        rated_hot_m3_s, rated_cold_m3_s: Rated flows [m3/s].
        hot_exponent, cold_exponent: Flow exponents of the two film coefficients.
        cold_share: The cold side's share of the resistance at the rated flows.
        flow_range: Flows over rated flows between which the exponents hold.
    """

    rated_w_k: Quantity
    rated_hot_m3_s: Quantity
    rated_cold_m3_s: Quantity
    hot_exponent: float
    cold_exponent: float
    cold_share: float
    flow_range: Range | None = None

    def conductance_w_k(
        self,
        hot_m3_s: Quantity,
        cold_m3_s: Quantity,
        *,
        hot_factor: Quantity = 1.0,
        cold_factor: Quantity = 1.0,
    ) -> Array:
        """UA at two flows [W/K]; 0 where a stream stands.

        Worked number: plates rated 500 kW/K, both flows halved: 500 * 0.5**0.703 = 307.15 kW/K.

        Args:
            hot_m3_s: Flow of the hot stream [m3/s]; its direction does not count.
            cold_m3_s: Of the cold one [m3/s].
            hot_factor: Film coefficient of the hot stream's liquid over that of the rated one at
                the same flow; see :func:`film_factor`.
            cold_factor: Of the cold one.
        """
        hot = hot_factor * (np.abs(hot_m3_s) / self.rated_hot_m3_s) ** self.hot_exponent
        cold = cold_factor * (np.abs(cold_m3_s) / self.rated_cold_m3_s) ** self.cold_exponent
        # as a product over a sum, so that a standing stream needs no division by zero
        weight = (1.0 - self.cold_share) * cold + self.cold_share * hot
        stands = weight <= 0.0
        return np.asarray(self.rated_w_k * hot * cold / np.where(stands, 1.0, weight))

    def notes(self, hot_m3_s: Quantity, cold_m3_s: Quantity) -> tuple[str, ...]:
        """Say where two flows lie outside the range of the exponents; standing streams do not."""
        if self.flow_range is None:
            return ()
        ratios = (np.abs(hot_m3_s) / self.rated_hot_m3_s, np.abs(cold_m3_s) / self.rated_cold_m3_s)
        moving = [np.asarray(ratio)[np.asarray(ratio) > 0.0] for ratio in ratios]
        return tuple(note for ratio in moving for note in self.flow_range.notes(ratio))


def plate_law(rated_w_k: float, rated_hot_m3_s: float, rated_cold_m3_s: float) -> ConductanceLaw:
    """Law of a plate exchanger: both films alike, exponent :data:`PLATE_EXPONENT`."""
    return ConductanceLaw(
        rated_w_k,
        rated_hot_m3_s,
        rated_cold_m3_s,
        PLATE_EXPONENT,
        PLATE_EXPONENT,
        0.5,
        _PLATE_FLOWS,
    )


def coil_law(rated_w_k: float, rated_air_m3_s: float, rated_water_m3_s: float) -> ConductanceLaw:
    """Law of a finned coil whose hot stream is the air (Wetter 1999)."""
    return ConductanceLaw(
        rated_w_k,
        rated_air_m3_s,
        rated_water_m3_s,
        COIL_AIR_EXPONENT,
        COIL_WATER_EXPONENT,
        COIL_WATER_SHARE,
        _COIL_FLOWS,
    )


def air_heating_coil_law(
    rated_w_k: float, rated_liquid_m3_s: float, rated_air_m3_s: float
) -> ConductanceLaw:
    """Law of a finned coil whose hot stream is the liquid (Wetter 1999)."""
    return ConductanceLaw(
        rated_w_k,
        rated_liquid_m3_s,
        rated_air_m3_s,
        COIL_WATER_EXPONENT,
        COIL_AIR_EXPONENT,
        1.0 - COIL_WATER_SHARE,
        _COIL_FLOWS,
    )


def film_factor(
    density_ratio: Quantity,
    heat_capacity_ratio: Quantity,
    viscosity_ratio: Quantity,
    conductivity_ratio: Quantity,
    exponent: float = PLATE_EXPONENT,
) -> Array:
    """Film coefficient of a liquid over that of the rated one at the same volume flow [-].

    From ``Nu ~ Re**n Pr**(1/3)``: ``k**(2/3) (rho)**n cp**(1/3) mu**(1/3 - n)``, all as ratios to
    the rated liquid.

    Worked number: 25 % propylene glycol over water at 40 deg C (ratios 1.018, 0.950, 2.10, 0.774),
    n = 0.703: 0.638.
    """
    return np.asarray(
        np.asarray(conductivity_ratio) ** (2.0 / 3.0)
        * np.asarray(density_ratio) ** exponent
        * np.asarray(heat_capacity_ratio) ** (1.0 / 3.0)
        * np.asarray(viscosity_ratio) ** (1.0 / 3.0 - exponent)
    )


def conductance_from_duty_w_k(
    duty_w: float,
    inlet_difference_k: float,
    hot_w_k: float,
    cold_w_k: float,
    arrangement: Arrangement = "counterflow",
) -> float:
    """UA that gives a rated duty [W/K].

    Worked number: 427.32886 kW at a difference of 13 K, 41.8 and 50.16 kW/K: 120 kW/K.

    Args:
        duty_w: Rated duty [W].
        inlet_difference_k: Hot inlet minus cold inlet [K].
        hot_w_k: Capacity rate of the hot stream [W/K].
        cold_w_k: Of the cold one [W/K].
        arrangement: How the streams pass.

    Raises:
        SolveError: No exchanger can do it: the duty is more than the inlets and flows allow.
    """
    from ht.hx import NTU_from_effectiveness

    smaller, larger = min(hot_w_k, cold_w_k), max(hot_w_k, cold_w_k)
    largest_w = smaller * inlet_difference_k
    share = duty_w / largest_w if largest_w > 0.0 else np.inf
    ceiling = float(effectiveness(1e6, smaller / larger if larger > 0.0 else 0.0, arrangement))
    if not 0.0 <= share < ceiling:
        raise SolveError(
            f"a rating of {duty_w / 1e3:,.1f} kW is beyond the {largest_w * ceiling / 1e3:,.1f} kW "
            "that its inlet temperatures and flows allow.",
            remedy="Check the rated duty, approach and flows.",
        )
    ntu = NTU_from_effectiveness(share, smaller / larger, subtype=_SUBTYPE[arrangement])
    return float(ntu) * smaller


def conductance_from_approach_w_k(
    duty_w: float,
    approach_k: float,
    hot_w_k: float,
    cold_w_k: float,
    arrangement: Arrangement = "counterflow",
) -> float:
    """UA from a duty and an approach, hot outlet minus cold inlet [W/K].

    Worked number: 1350 kW at an approach of 4 K and 82 kW/K on both sides: 337.5 kW/K, because
    balanced counterflow has the approach as its mean difference.

    Raises:
        SolveError: No exchanger can do it.
    """
    if approach_k <= 0.0 or hot_w_k <= 0.0:
        raise SolveError(
            "a rating needs an approach and a flow above zero.",
            remedy="Check the rated approach and flows.",
        )
    return conductance_from_duty_w_k(
        duty_w, approach_k + duty_w / hot_w_k, hot_w_k, cold_w_k, arrangement
    )
