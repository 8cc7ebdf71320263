"""Dielectric liquids from the few figures their makers give, as tables over temperature.

No library knows immersion oils, and CoolProp is wrong about others (the conductivity of its
``HFE`` is fourteen times too high, the viscosity of its ``HFE2`` is the kinematic one), so
properties come from data sheets as points over temperature: one point is a constant, several a line
between them that goes on beyond. Every property that is stretched so gets a note.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from coolsim.properties.liquids import Array, LiquidTable

Points = Sequence[tuple[float, float]]
"""(temperature [deg C], value) of one property, rising in temperature."""

LOWEST_C = 5.0
HIGHEST_C = 80.0
"""Range over which a dielectric is tabulated: that of tanks and their exchangers."""
_STEP_K = 5.0


def dielectric_table(
    name: str,
    *,
    density: Points,
    heat_capacity: Points,
    viscosity: Points,
    conductivity: Points,
    source: str,
) -> LiquidTable:
    """Return a dielectric as a table over :data:`LOWEST_C` to :data:`HIGHEST_C`.

    The viscosity is a line in its logarithm, the others are lines. Worked number: viscosities of 10
    mPa s at 20 and 5 mPa s at 40 deg C give 7.07 mPa s at 30 and 2.5 mPa s at 60 deg C.

    Args:
        name: Name to show.
        density: Points [kg/m3].
        heat_capacity: Points [J/(kg K)].
        viscosity: Points of the dynamic viscosity [Pa s].
        conductivity: Points [W/(m K)].
        source: Where the figures are from.
    """
    grid = np.arange(LOWEST_C, HIGHEST_C + 0.5 * _STEP_K, _STEP_K)
    known = [t for points in (density, heat_capacity, viscosity, conductivity) for t, _ in points]
    inside = [t for t in known if LOWEST_C <= t <= HIGHEST_C]
    temperatures = np.unique(np.concatenate([grid, inside]))
    log_viscosity = [(t, float(np.log(value))) for t, value in viscosity]
    rows = [
        _line(temperatures, points)
        for points in (density, heat_capacity, log_viscosity, conductivity)
    ]
    return LiquidTable(name, None, temperatures, np.stack(rows), source)


def stretched_notes(
    low_c: float,
    high_c: float,
    *,
    density: Points,
    heat_capacity: Points,
    viscosity: Points,
    conductivity: Points,
) -> tuple[str, ...]:
    """Say which properties are constants or go beyond their points between two temperatures.

    Args:
        low_c: Lowest temperature in use [deg C].
        high_c: Highest temperature in use [deg C].
        density: As in :func:`dielectric_table`.
        heat_capacity: As there.
        viscosity: As there.
        conductivity: As there.
    """
    named = (
        ("density", density),
        ("heat capacity", heat_capacity),
        ("viscosity", viscosity),
        ("conductivity", conductivity),
    )
    notes = []
    for name, points in named:
        first, last = points[0][0], points[-1][0]
        if len(points) == 1:
            notes.append(f"{name} is known at {first:g} °C only and taken as constant")
        elif low_c < first or high_c > last:
            notes.append(f"{name} is known from {first:g} to {last:g} °C and goes on as a line")
    return tuple(notes)


def _line(temperatures: Array, points: Points) -> Array:
    """Values at temperatures: linear between points and beyond them, constant for one."""
    places = np.array([t for t, _ in points])
    values = np.array([value for _, value in points])
    if places.size == 1:
        return np.full(temperatures.shape, values[0])
    after = np.clip(np.searchsorted(places, temperatures), 1, places.size - 1)
    slope = (values[after] - values[after - 1]) / (places[after] - places[after - 1])
    return np.asarray(values[after - 1] + slope * (temperatures - places[after - 1]))
