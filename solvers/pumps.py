"""Centrifugal pumps: a curve by points, speed by the affinity laws, equal pumps in parallel."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scipy.interpolate import PchipInterpolator

_TILT = 1e-6
"""Share of the shut-off pressure by which a flat curve falls, so that its slope is not zero."""
_BACKFLOW = 10.0
"""Slope of the curve for flow driven backwards, as a multiple of shut-off pressure over flow."""


@dataclass(frozen=True, slots=True)
class Pump:
    """Equal pumps in parallel and how they are driven.

    Attributes:
        flow_kg_s: Flows of the curve of one pump at full speed, rising from 0.
        rise_pa: Pressure rise at them, not rising.
        speed: Speed over the curve's; with a held value the highest speed.
        count: Pumps running, at least one.
        held_pressure_pa: Rise held across the pump's branch (losses in it included) while the
            speed allows.
        held_flow_kg_s: Flow held while the speed allows.
    """

    flow_kg_s: tuple[float, ...]
    rise_pa: tuple[float, ...]
    speed: float = 1.0
    count: int = 1
    held_pressure_pa: float | None = None
    held_flow_kg_s: float | None = None

    @property
    def flow_scale_kg_s(self) -> float:
        """Flow at the end of the curve, all pumps."""
        return self.flow_kg_s[-1] * self.count

    @property
    def pressure_scale_pa(self) -> float:
        """Shut-off pressure at full speed."""
        return self.rise_pa[0]


def pump_rise(pump: Pump, flow_kg_s: float, speed: float | None = None) -> tuple[float, float]:
    """Return the pressure rise [Pa] at the speed given (the pump's own if none) and its slope.

    rise(m, s) = s**2 curve(m / (n s)): the affinity laws, n pumps in parallel. Between its points
    the curve is a monotone cubic (Fritsch and Carlson 1980), beyond the last one straight.

    Worked number: points (0, 300 kPa), (10, 200 kPa), two pumps, speed 0.5, 10 kg/s: 50 kPa.

    Args:
        pump: The pumps.
        flow_kg_s: Flow through all of them together.
        speed: Speed over the curve's [-].
    """
    s = pump.speed if speed is None else speed
    x = flow_kg_s / (pump.count * s)
    value, slope = _curve(pump, x)
    return s**2 * value, s * slope / pump.count


def speed_for(pump: Pump, flow_kg_s: float, rise_pa: float) -> float:
    """Return the speed at which the pumps give a rise at a flow [-].

    The pump's own speed is the highest: a point above that curve returns it.

    Args:
        pump: The pumps.
        flow_kg_s: Flow through all of them together, not below zero.
        rise_pa: Pressure rise asked for [Pa].
    """

    def excess(speed: float) -> float:
        return pump_rise(pump, flow_kg_s, speed)[0] - rise_pa

    lowest = 1e-3 * pump.speed
    if excess(pump.speed) <= 0.0:
        return pump.speed
    if excess(lowest) >= 0.0:
        return lowest
    from scipy.optimize import brentq  # a quarter of a second, for halls with loops alone

    return float(brentq(excess, lowest, pump.speed, xtol=1e-12))


def _curve(pump: Pump, x: float) -> tuple[float, float]:
    """Rise of one pump at full speed and its slope."""
    flows, rises = pump.flow_kg_s, pump.rise_pa
    tilt = _TILT * rises[0] / flows[-1]
    if x < 0.0:
        slope = -_BACKFLOW * rises[0] / flows[-1]
        return rises[0] + slope * x, slope
    curve = _interpolator(flows, rises)
    if x <= flows[-1]:
        return float(curve(x)) - tilt * x, float(curve(x, 1)) - tilt
    slope = min(float(curve(flows[-1], 1)), -rises[0] / flows[-1])
    return float(curve(flows[-1])) + slope * (x - flows[-1]) - tilt * x, slope - tilt


@lru_cache(maxsize=256)
def _interpolator(flows: tuple[float, ...], rises: tuple[float, ...]) -> PchipInterpolator:
    from scipy.interpolate import PchipInterpolator

    return PchipInterpolator(flows, rises)
