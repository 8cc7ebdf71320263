"""Centrifugal pumps: head against flow, speed, pumps in parallel, power.

References: the one-point curve of EPANET 2.2 (L. A. Rossman et al., User's Manual, 2020, 3.1: 133 %
of the rated head at zero flow, twice the rated flow at zero head); affinity laws (head with the
square of the speed, power with its cube; J. F. Gülich, Centrifugal Pumps, 3rd ed. (2014), 4.5).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from coolsim.equipment.arrays import Array, Quantity


@dataclass(frozen=True, slots=True)
class PumpCurve:
    """Head of one pump at full speed: ``shutoff + linear V + quadratic V**2``.

    Attributes:
        shutoff_pa: Head at zero flow [Pa].
        linear_pa_s_m3: Linear coefficient [Pa s/m3].
        quadratic_pa_s2_m6: Quadratic coefficient, below zero [Pa s2/m6].
    """

    shutoff_pa: float
    linear_pa_s_m3: float
    quadratic_pa_s2_m6: float

    def head_pa(self, flow_m3_s: Quantity, speed: Quantity = 1.0, running: Quantity = 1.0) -> Array:
        """Head of equal pumps in parallel at a flow they share [Pa]; below zero past run-out.

        ``n**2 H(V / (m n))``, written so that a speed of zero needs no division.

        Worked number: rated 0.02 m3/s at 250 kPa by the one-point rule, at rated flow: 250 kPa;
        at half speed and half flow: 62.5 kPa.

        Args:
            flow_m3_s: Flow of all pumps together [m3/s].
            speed: Over full speed [-].
            running: Pumps that run [-].
        """
        each = np.asarray(flow_m3_s, dtype=float) / running
        return np.asarray(
            self.shutoff_pa * np.asarray(speed) ** 2
            + self.linear_pa_s_m3 * speed * each
            + self.quadratic_pa_s2_m6 * each * np.abs(each)
        )

    def slope_pa_s_m3(
        self, flow_m3_s: Quantity, speed: Quantity = 1.0, running: Quantity = 1.0
    ) -> Array:
        """Derivative of :meth:`head_pa` with respect to the flow of all pumps [Pa s/m3]."""
        each = np.asarray(flow_m3_s, dtype=float) / running
        slope = self.linear_pa_s_m3 * np.asarray(speed) + 2.0 * self.quadratic_pa_s2_m6 * np.abs(
            each
        )
        return np.asarray(slope / running)

    @property
    def runout_m3_s(self) -> float:
        """Flow of one pump at full speed without any head [m3/s]."""
        root = self.linear_pa_s_m3**2 - 4.0 * self.quadratic_pa_s2_m6 * self.shutoff_pa
        return float((-self.linear_pa_s_m3 - np.sqrt(root)) / (2.0 * self.quadratic_pa_s2_m6))


def curve_of_point(flow_m3_s: float, head_pa: float) -> PumpCurve:
    """Curve through one rated point, by EPANET's rule.

    Worked number: 0.02 m3/s at 250 kPa: 333.3 kPa at zero flow, run-out at 0.04 m3/s.

    Args:
        flow_m3_s: Rated flow of one pump [m3/s].
        head_pa: Rated head [Pa].
    """
    return PumpCurve(4.0 / 3.0 * head_pa, 0.0, -head_pa / (3.0 * flow_m3_s**2))


def curve_of_group(group: PumpCurve, pumps: int) -> PumpCurve:
    """Curve of one pump from that of a group of equal pumps in parallel.

    Worked number: a pair rated 0.02 m3/s at 250 kPa is two pumps of 0.01 m3/s at 250 kPa.
    """
    return PumpCurve(
        group.shutoff_pa, group.linear_pa_s_m3 * pumps, group.quadratic_pa_s2_m6 * pumps**2
    )


def hydraulic_power_w(flow_m3_s: Quantity, head_pa: Quantity) -> Array:
    """Power that ends in the liquid as pressure [W]; all of it is heat once friction is done."""
    return np.asarray(np.asarray(flow_m3_s, dtype=float) * head_pa)


def power_from_efficiency_w(
    flow_m3_s: Quantity, head_pa: Quantity, efficiency_fraction: Quantity
) -> Array:
    """Electrical power by a wire-to-water efficiency [W].

    Worked number: 0.02 m3/s at 250 kPa and 0.5: 10 kW.
    """
    return hydraulic_power_w(flow_m3_s, head_pa) / efficiency_fraction


def power_from_rating_w(
    flow_m3_s: Quantity, rated_m3_s: float, rated_w: float, speed: Quantity = 1.0
) -> Array:
    """Electrical power of one pump off its rated point [W].

    ``P_rated n**3 (2 + V / (n V_rated)) / 3``: what the one-point curve and an efficiency that is a
    parabola with its top at the rated point give together.

    Worked number: 12 kW rated: 8 kW against a closed valve, 12 kW at rated flow, 1.5 kW at half
    speed and half flow.

    Args:
        flow_m3_s: Flow of the pump [m3/s].
        rated_m3_s: Its rated flow [m3/s].
        rated_w: Its electrical power there [W].
        speed: Over full speed [-].
    """
    n = np.asarray(speed, dtype=float)
    return np.asarray(rated_w * n**2 * (2.0 * n + np.asarray(flow_m3_s) / rated_m3_s) / 3.0)
