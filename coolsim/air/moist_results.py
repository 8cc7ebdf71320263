"""Humidity in the records of a result: inlets, coils, the balance of water, and its findings."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import numpy as np

from coolsim.air.humidity import Humidity
from coolsim.air.solution import AirSolution
from coolsim.properties.psychrometrics import dew_point_c, relative_humidity
from coolsim.results.records import CoolerResult, Finding, RackResult, Term
from coolsim.sentences import quantity
from coolsim.standards import HumidityLimits
from solvers.grid import Array

_RANGE_C = (-100.0, 200.0)
"""Temperatures between which saturation is known [deg C]."""
_DRIEST_KG_KG = 1e-7
"""Humidity ratio below which air counts as dry and has no dew point."""


def inlet_moisture(
    solution: AirSolution, humidity: Humidity, inlets_c: Array
) -> tuple[Array, Array, Array]:
    """Humidity of the inlet that each rack is judged by, that of its warmest band.

    Args:
        solution: The solved air.
        humidity: Its humidity.
        inlets_c: Temperature of these inlets, shape (racks,) [deg C].

    Returns:
        Humidity ratio [kg/kg], relative humidity [-] and dew point [deg C], shape (racks,); NaN
        where there is none or where saturation is not known.
    """
    devices = solution.devices
    starts, flow = devices.geometry.rack_start, devices.band_flow_m3_s
    temperatures = devices.inlets_c(solution.intake_means)
    # cabinets mix water as they mix heat, and nothing in them gives any off
    nothing = devices.inlets_c(np.zeros_like(humidity.intake_ratio))
    by_band = devices.inlets_c(humidity.intake_ratio) - nothing
    ratios = np.full(len(inlets_c), np.nan)
    # the warmest of those that draw air; without any of all
    order = np.lexsort((temperatures, flow > 0.0))
    last = np.full(len(starts) - 1, -1)
    rack_of_band = np.repeat(np.arange(len(starts) - 1), np.diff(starts))
    last[rack_of_band[order]] = order
    last = last[: len(inlets_c)]  # units breathe too, and are judged by no air class
    ratios[last >= 0] = by_band[last[last >= 0]]
    pressure = devices.scene.pressure_pa
    # beyond these no saturation is known, and no rack stands there either
    within = (inlets_c > _RANGE_C[0]) & (inlets_c < _RANGE_C[1])
    relative = np.where(
        within, relative_humidity(np.where(within, inlets_c, 0.0), ratios, pressure), np.nan
    )
    dew_points = np.where(
        ratios > _DRIEST_KG_KG, dew_point_c(np.maximum(ratios, _DRIEST_KG_KG), pressure), np.nan
    )
    return ratios, relative, dew_points


def moist_coolers(coolers: Sequence[CoolerResult], humidity: Humidity) -> tuple[CoolerResult, ...]:
    """The coolers with the water that their coils take out."""
    return tuple(
        replace(cooler, condensate_kg_s=float(water))
        for cooler, water in zip(coolers, humidity.condensate_kg_s, strict=True)
    )


def moisture_terms(solution: AirSolution, humidity: Humidity) -> tuple[Term, ...]:
    """The balance of water, what enters the hall's air positive; none where it is uniform."""
    moisture = solution.devices.scene.moisture
    if moisture is None:
        return ()
    lines = (
        ("Water from people", moisture.people_kg_s),
        ("Water from humidifiers", moisture.humidifier_kg_s),
        ("Water with outside air", humidity.outside_kg_s),
        ("Condensate of coils", -float(humidity.condensate_kg_s.sum())),
    )
    return tuple(Term(name, value, "kg_s") for name, value in lines)


def humidity_findings(
    racks: Sequence[RackResult],
    recommended: Mapping[str, HumidityLimits],
    allowable: Mapping[str, HumidityLimits],
) -> tuple[Finding, ...]:
    """Racks whose inlet air is too moist or too dry for their air class.

    Args:
        racks: Racks with the humidity of their inlets.
        recommended: Limits worth a note, by rack id; racks without are not looked at.
        allowable: Limits worth a warning.
    """
    found: list[Finding] = []
    told: set[str] = set()
    for limits, severity, word in ((allowable, "warning", "allows"), (recommended, "note", "asks")):
        for code, what, over in _QUESTIONS:
            beyond = [
                rack
                for rack in racks
                if rack.id in limits and f"{code} {rack.id}" not in told
                and over(rack, limits[rack.id]) > 0.0
            ]  # fmt: skip
            told.update(f"{code} {rack.id}" for rack in beyond)
            if beyond:
                worst = max(beyond, key=lambda rack: over(rack, limits[rack.id]))
                found.append(_finding(code, severity, what, word, beyond, worst, limits[worst.id]))
    return tuple(found)


def _over_relative(rack: RackResult, limits: HumidityLimits) -> float:
    highest = limits.relative_max_fraction
    return -1.0 if highest is None else rack.inlet_relative_humidity_fraction - highest


def _over_dew_point(rack: RackResult, limits: HumidityLimits) -> float:
    highest = limits.dew_point_max_c
    return -1.0 if highest is None else rack.inlet_dew_point_c - highest


def _under_dew_point(rack: RackResult, limits: HumidityLimits) -> float:
    lowest = limits.dew_point_min_c
    return -1.0 if lowest is None else lowest - rack.inlet_dew_point_c


_QUESTIONS: tuple[tuple[str, str, Callable[[RackResult, HumidityLimits], float]], ...] = (
    ("rack.inlet_relative_humidity", "relative", _over_relative),
    ("rack.inlet_dew_point_high", "high", _over_dew_point),
    ("rack.inlet_dew_point_low", "low", _under_dew_point),
)
"""Code, kind, and by how much an inlet misses its limit (positive: missed)."""


def _finding(
    code: str,
    severity: str,
    what: str,
    word: str,
    racks: Sequence[RackResult],
    worst: RackResult,
    limits: HumidityLimits,
) -> Finding:
    more = f" (and {len(racks) - 1} more)" if len(racks) > 1 else ""
    if what == "relative":
        value = quantity(worst.inlet_relative_humidity_fraction, "fraction", 3)
        limit = quantity(limits.relative_max_fraction or 0.0, "fraction")
        message = f"{worst.name}{more} takes in air of {value} relative humidity"
        hint = "Warm the supply air, dry it, or bring in less moisture."
    else:
        value = quantity(worst.inlet_dew_point_c, "c", 3)
        bound = limits.dew_point_max_c if what == "high" else limits.dew_point_min_c
        limit = quantity(bound or 0.0, "c", 3)
        message = f"{worst.name}{more} takes in air with a dew point of {value}"
        hint = "Dry the air." if what == "high" else "Humidify the air, or dry it less."
    end = f"air class {limits.air_class} allows {limit}."
    if word == "asks":
        bound_word = "at least" if what == "low" else "at most"
        end = f"the recommended range asks for {bound_word} {limit}."
    ids = tuple(rack.id for rack in racks)
    kind = "warning" if severity == "warning" else "note"
    return Finding(code, kind, ids, f"{message}; {end}", hint)  # type: ignore[arg-type]
