"""Humidity as drawn: air that its coolers would condense, and water that nothing accounts for."""

from __future__ import annotations

from collections.abc import Iterator

from coolsim.checks.wording import finding, named
from coolsim.design.models import Variant
from coolsim.properties.air import pressure_at_altitude_pa
from coolsim.properties.psychrometrics import (
    dew_point_c,
    humidity_ratio_kg_kg,
    saturation_pressure_pa,
)
from coolsim.results.records import Finding
from coolsim.sentences import quantity

_DRIEST_KG_KG = 1e-5
_SATURATION_TOLERANCE_K = 0.05
"""By how much a dew point may be above a supply temperature and still be the same [K]."""


def humidity(variant: Variant) -> Iterator[Finding]:
    """Yield findings about humidity."""
    yield from _saturation(variant)
    yield from _sources(variant)


def _saturation(variant: Variant) -> Iterator[Finding]:
    """Coolers that supply colder than the dew point of the hall's air."""
    ratio = variant.hall.humidity_ratio_kg_kg
    running = [cooler for cooler in variant.coolers if cooler.running]
    if variant.settings.humidity != "uniform" or ratio <= _DRIEST_KG_KG or not running:
        return
    pressure = pressure_at_altitude_pa(variant.site.altitude_m)
    dew_point = float(dew_point_c(ratio, pressure))
    mean = sum(cooler.supply_temperature_c for cooler in running) / len(running)
    below = [
        cooler
        for cooler in running
        if cooler.supply_temperature_c < dew_point - _SATURATION_TOLERANCE_K
    ]
    if mean < dew_point - _SATURATION_TOLERANCE_K:
        most = float(humidity_ratio_kg_kg(saturation_pressure_pa(mean), pressure))
        yield finding(
            "hall.humidity_saturated",
            "error",
            below,
            f"Air supplied at {quantity(mean, 'c', 3)} holds {quantity(most, 'kg_kg', 3)} at "
            f"most; the hall's humidity ratio is {quantity(ratio, 'kg_kg', 3)}.",
            "Lower the humidity ratio, raise the supply temperature, or let humidity be "
            "transported, so that coils dry the air.",
        )
    elif below:
        yield finding(
            "cooler.below_dew_point",
            "warning",
            below,
            f"{named(below)}: supply below the hall's dew point of {quantity(dew_point, 'c', 3)}; "
            "the water it condenses is left out while humidity is uniform.",
            "Raise the supply temperature, lower the humidity ratio, or let humidity be "
            "transported.",
        )


def _sources(variant: Variant) -> Iterator[Finding]:
    hall = variant.hall
    if variant.settings.humidity == "uniform":
        if hall.humidifier_kg_s > 0.0 or hall.outside_air_m3_s > 0.0:
            yield finding(
                "hall.moisture_unused",
                "note",
                (),
                "A humidifier or outside air is given, but humidity is uniform: neither counts.",
                "Let humidity be transported in the settings.",
            )
    elif hall.outside_air_m3_s > 0.0 and hall.outside_humidity_ratio_kg_kg is None:
        yield finding(
            "hall.no_outside_humidity",
            "error",
            (),
            "Outside air comes in, but its humidity ratio is not given.",
            "Give the humidity ratio of the outside air.",
        )
