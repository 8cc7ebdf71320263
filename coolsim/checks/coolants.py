"""Coolants as drawn: known, liquid at their set point, above the dew point, within their class."""

from __future__ import annotations

from collections.abc import Iterator

from coolsim.catalogue.loading import Catalogue
from coolsim.checks.wording import finding
from coolsim.design.liquid import Loop
from coolsim.design.models import Variant
from coolsim.properties.air import pressure_at_altitude_pa
from coolsim.properties.liquids import freezing_c, is_water_based
from coolsim.properties.psychrometrics import dew_point_c, saturation_pressure_pa
from coolsim.results.records import Finding
from coolsim.sentences import quantity
from coolsim.standards import liquid_limits

DEW_MARGIN_K = 2.0
"""Distance of a supply from the dew point that makers of doors and units ask for."""
_ATMOSPHERE_PA = 101325.0
_DRIEST_KG_KG = 1e-5


def coolants(variant: Variant, catalogue: Catalogue) -> Iterator[Finding]:
    """Yield findings about the coolant and supply temperature of every loop."""
    for loop in variant.loops:
        yield from _fluid(loop, catalogue)
        yield from _liquid(loop)
        yield from _class(loop, catalogue)
        yield from _dew_point(loop, variant)


def _fluid(loop: Loop, catalogue: Catalogue) -> Iterator[Finding]:
    coolant = loop.coolant
    known = is_water_based(coolant) or (
        coolant.fluid in catalogue and catalogue.get(coolant.fluid).table == "fluid"
    )
    if not known:
        yield finding(
            "loop.coolant_unknown",
            "error",
            (loop,),
            f"{loop.label}: there is no coolant {coolant.fluid!r}.",
            "Choose water, propylene_glycol, ethylene_glycol or a fluid of the catalogue.",
        )


def _liquid(loop: Loop) -> Iterator[Finding]:
    """Frozen or boiling already at the supply set point."""
    supply = loop.supply_temperature_c
    ice = freezing_c(loop.coolant)
    if ice is None:
        return
    if supply <= ice:
        yield finding(
            "loop.freezing",
            "error",
            (loop,),
            f"The coolant of {loop.label} freezes at {quantity(ice, 'c', 3)}; its supply is set to "
            f"{quantity(supply, 'c')}.",
            "Choose a warmer supply or more glycol.",
        )
    pressure = _ATMOSPHERE_PA + loop.static_pressure_pa
    if float(saturation_pressure_pa(supply)) >= pressure:
        yield finding(
            "loop.boiling",
            "error",
            (loop,),
            f"The coolant of {loop.label} boils at its supply of {quantity(supply, 'c')} and "
            f"{quantity(loop.static_pressure_pa, 'pa')} gauge.",
            "Choose a colder supply or more pressure.",
        )


def _class(loop: Loop, catalogue: Catalogue) -> Iterator[Finding]:
    if loop.liquid_class is None:
        return
    limits = liquid_limits(catalogue, loop.liquid_class)
    if limits.kind != loop.kind:
        yield finding(
            "loop.class_kind",
            "warning",
            (loop,),
            f"{loop.label} is a {loop.kind} loop; class {loop.liquid_class} is made for "
            f"{limits.kind} loops.",
            "Choose a W class for facility loops and an S class for technology loops.",
        )
        return
    low, high = limits.supply_min_c.value, limits.supply_max_c.value
    supply = loop.supply_temperature_c
    if high is not None and supply > high + 1e-9:
        yield finding(
            "loop.class",
            "warning",
            (loop,),
            f"{loop.label} supplies {quantity(supply, 'c')}; class {loop.liquid_class} allows "
            f"{quantity(high, 'c')}.",
            "Choose a colder supply or a warmer class.",
        )
    if low is not None and supply < low - 1e-9:
        yield finding(
            "loop.class",
            "warning",
            (loop,),
            f"{loop.label} supplies {quantity(supply, 'c')}; class {loop.liquid_class} begins at "
            f"{quantity(low, 'c')}.",
            "Choose a warmer supply.",
        )


def _dew_point(loop: Loop, variant: Variant) -> Iterator[Finding]:
    """Supply colder than the hall's dew point, or closer to it than makers ask for."""
    ratio = variant.hall.humidity_ratio_kg_kg
    if ratio <= _DRIEST_KG_KG:
        return
    pressure = pressure_at_altitude_pa(variant.site.altitude_m)
    dew_point = float(dew_point_c(ratio, pressure))
    supply = loop.supply_temperature_c
    if supply >= dew_point + DEW_MARGIN_K - 1e-9:
        return
    below = supply < dew_point
    relation = "below" if below else "hardly above"
    yield finding(
        "loop.dew_point" if below else "loop.dew_margin",
        "warning",
        (loop,),
        f"The supply of {loop.label}, {quantity(supply, 'c')}, lies {relation} the dew point of "
        f"the hall's air, {quantity(dew_point, 'c', 3)}: what is not insulated gets wet.",
        "Choose a warmer supply, drier air, or insulate every cold surface.",
    )
