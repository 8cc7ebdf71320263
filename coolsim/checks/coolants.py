"""Coolants as drawn: known, liquid where they meet cold, above the dew point, within class."""

from __future__ import annotations

from collections.abc import Iterator

from coolsim.catalogue.loading import Catalogue
from coolsim.checks.figures import resolve
from coolsim.checks.wording import finding, named
from coolsim.design.liquid import Loop
from coolsim.design.models import Rack, Variant
from coolsim.equipment.working_fluids import boiling_fluid, dielectric
from coolsim.errors import SolveError
from coolsim.properties.air import pressure_at_altitude_pa
from coolsim.properties.liquids import (
    freezing_c,
    highest_mass_fraction,
    is_water_based,
    mass_fraction,
)
from coolsim.properties.psychrometrics import dew_point_c, saturation_pressure_pa
from coolsim.results.liquid import DEW_MARGIN_K
from coolsim.results.records import Finding
from coolsim.sentences import quantity
from coolsim.standards import liquid_limits

_ATMOSPHERE_PA = 101325.0
_DRIEST_KG_KG = 1e-5
_BATHED = frozenset({"cold_plate_two_phase", "immersion", "immersion_two_phase"})
"""Methods with a fluid of their own."""


def coolants(variant: Variant, catalogue: Catalogue) -> Iterator[Finding]:
    """Yield findings about the coolant and supply temperature of every loop."""
    for loop in variant.loops:
        yield from _fluid(loop, catalogue)
        yield from _share(loop)
        yield from _liquid(loop)
        yield from _class(loop, catalogue)
        yield from _dew_point(loop, variant)
    yield from _across_plates(variant)
    yield from _baths(variant, catalogue)


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
    elif not is_water_based(coolant):
        try:
            dielectric(catalogue, coolant.fluid)
        except SolveError as error:
            yield finding(
                "loop.coolant_unknown",
                "error",
                (loop,),
                f"{loop.label} cannot carry {coolant.fluid}. {error.message}",
                "Choose water, a glycol, or a fluid whose figures are known.",
            )


def _share(loop: Loop) -> Iterator[Finding]:
    """A share of glycol beyond what its properties are known for, or none at all."""
    coolant = loop.coolant
    if not coolant.is_glycol:
        return
    name = coolant.fluid.replace("_", " ")
    share, highest = mass_fraction(coolant), highest_mass_fraction(coolant)
    if share > highest:
        yield finding(
            "loop.concentration",
            "error",
            (loop,),
            f"{loop.label} holds {share:.1%} of {name} by mass; its properties are known up to "
            f"{highest:.0%}.",
            "Choose a lower concentration: 20 to 40 % is usual.",
        )
    elif share == 0.0:
        yield finding(
            "loop.no_glycol",
            "note",
            (loop,),
            f"{loop.label} names {name}, but its share is zero: it counts as water.",
            "Give the concentration, or choose water.",
        )


def _liquid(loop: Loop) -> Iterator[Finding]:
    """Frozen or boiling already at the supply set point."""
    supply = loop.supply_temperature_c
    ice = _freezing_c(loop)
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


def _freezing_c(loop: Loop) -> float | None:
    """Where a loop's coolant begins to freeze; ``None`` where not known [deg C]."""
    coolant = loop.coolant
    if coolant.is_glycol and mass_fraction(coolant) > highest_mass_fraction(coolant):
        return None
    return freezing_c(coolant)


def _across_plates(variant: Variant) -> Iterator[Finding]:
    """Units whose facility supply would freeze the technology coolant on the other side."""
    by_id = {loop.id: loop for loop in variant.loops}
    for cdu in variant.cdus:
        technology = by_id.get(cdu.technology_loop_id or "")
        facility = by_id.get(cdu.facility_loop_id or "")
        if technology is None or facility is None or cdu.type != "liquid_to_liquid":
            continue
        ice = _freezing_c(technology)
        if ice is not None and facility.supply_temperature_c <= ice:
            yield finding(
                "cdu.freezing",
                "error",
                (cdu, technology),
                f"The facility water of {cdu.label}, "
                f"{quantity(facility.supply_temperature_c, 'c')}, can freeze the coolant of "
                f"{technology.label} in its exchanger: that begins at {quantity(ice, 'c', 3)}.",
                "Choose warmer facility water, or more glycol in the technology loop.",
            )


def _baths(variant: Variant, catalogue: Catalogue) -> Iterator[Finding]:
    """Fluids named for tanks and boiling plates that are none, or that cannot do it."""
    wrong: dict[tuple[str, str], list[Rack]] = {}
    for rack in variant.racks:
        fluid = None if rack.liquid is None else rack.liquid.dielectric
        if fluid and rack.cooling in _BATHED:
            wrong.setdefault((fluid, rack.cooling), []).append(rack)
    for (fluid, method), racks in wrong.items():
        entry = resolve(catalogue, fluid, ("fluid",), racks)
        if isinstance(entry, Finding):
            yield entry
            continue
        try:
            if method.endswith("two_phase"):
                boiling_fluid(catalogue, fluid)
            else:
                dielectric(catalogue, fluid)
        except SolveError as error:
            yield finding(
                "rack.bath_fluid",
                "error",
                racks,
                f"{named(racks)}: {error.message}",
                error.remedy,
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
