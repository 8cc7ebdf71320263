"""Racks: what they hold, whether it fits, whether it can be cooled by air."""

from __future__ import annotations

from collections.abc import Iterator

from coolsim.catalogue.contents import CONTENT_TABLES, Unit
from coolsim.catalogue.loading import Catalogue
from coolsim.catalogue.loads import RackLoad
from coolsim.checks.figures import resolve, status, weak
from coolsim.checks.wording import finding, named
from coolsim.design.models import AirClass, Rack, Variant
from coolsim.results.records import Finding
from coolsim.sentences import quantity
from coolsim.standards import AirLimits, air_limits

Loads = dict[str, RackLoad]
"""Rack loads by rack id."""

_MASS_TOLERANCE_KG = 1e-6


def racks(variant: Variant, catalogue: Catalogue, loads: Loads) -> Iterator[Finding]:
    """Yield findings about single racks, then one for all racks that share a cause."""
    for rack in variant.racks:
        yield from _fit(rack, loads[rack.id])
        yield from _opening(rack)
    yield from _empty(variant, loads)
    yield from _unknown_contents(variant, catalogue, loads)
    holders = _holders(variant, loads)
    for unit, where in holders.values():
        yield from _content(unit, where)
    yield from _makers_inlet(variant, catalogue, holders)


def _holders(variant: Variant, loads: Loads) -> dict[str, tuple[Unit, list[Rack]]]:
    """Racks by content item."""
    found: dict[str, tuple[Unit, list[Rack]]] = {}
    for rack in variant.racks:
        for unit, _ in loads[rack.id].units:
            where = found.setdefault(unit.id, (unit, []))[1]
            if not where or where[-1] is not rack:
                where.append(rack)
    return found


def _fit(rack: Rack, load: RackLoad) -> Iterator[Finding]:
    """Rack units and mass, as far as the contents' figures are known."""
    if load.height_u is not None and load.height_u > rack.height_u + 1e-9:
        yield finding(
            "rack.height_units",
            "warning",
            (rack,),
            f"{rack.label} holds {load.height_u:g} U in {rack.height_u} U.",
            "Take something out, or choose a taller rack.",
        )
    mass, limit = load.contents_mass_kg, rack.mass_limit_kg
    if mass is not None and limit is not None and mass > limit + _MASS_TOLERANCE_KG:
        yield finding(
            "rack.mass",
            "warning",
            (rack,),
            f"{rack.label} holds {quantity(mass, 'kg')}; it carries {quantity(limit, 'kg')}.",
            "Take something out, or choose a stronger rack.",
        )
    whole = [unit.name for unit, count in load.units if unit.is_whole_rack for _ in range(count)]
    if len(whole) > 1 or (whole and len(load.units) > 1):
        yield finding(
            "rack.whole_rack",
            "warning",
            (rack,),
            f"{rack.label} holds more than {whole[0]}, which fills a rack by itself.",
            "Give each rack-scale system its own rack.",
        )


def _opening(rack: Rack) -> Iterator[Finding]:
    top = rack.opening_z_to_m if rack.opening_z_to_m is not None else rack.height_m
    bottom = rack.opening_z_from_m or 0.0
    too_wide = rack.opening_width_m is not None and rack.opening_width_m > rack.width_m + 1e-6
    if too_wide or top > rack.height_m + 1e-6 or bottom >= top:
        yield finding(
            "rack.opening",
            "error",
            (rack,),
            f"The air opening of {rack.label} does not lie within its front.",
            "Keep it within the rack's width and height.",
        )


def _empty(variant: Variant, loads: Loads) -> Iterator[Finding]:
    empty = [rack for rack in variant.racks if loads[rack.id].is_empty]
    if empty:
        yield finding(
            "rack.no_load",
            "note",
            empty,
            f"Neither contents nor load: {named(empty)}.",
            "Give contents from the catalogue or a load; without, a rack only stands in the way.",
        )


def _unknown_contents(variant: Variant, catalogue: Catalogue, loads: Loads) -> Iterator[Finding]:
    where: dict[str, list[Rack]] = {}
    for rack in variant.racks:
        for identity in loads[rack.id].unknown_ids:
            where.setdefault(identity, []).append(rack)
    for identity, items in where.items():
        answer = resolve(catalogue, identity, CONTENT_TABLES, items)
        if isinstance(answer, Finding):
            yield answer


def _content(unit: Unit, where: list[Rack]) -> Iterator[Finding]:
    """What one content item means for all racks that hold it."""
    if not unit.sustained_power_w.is_known:
        yield finding(
            "rack.power_unknown",
            "error",
            where,
            f"The catalogue has no power for {unit.name} ({named(where)}).",
            "Give p_max_w in the design's own catalogue, or draw a plain load.",
        )
    air = [rack for rack in where if rack.cooling == "air"]
    to_liquid = unit.heat_to_liquid_fraction.value
    needs_liquid = to_liquid is None and unit.cooling not in ("air", "any", "")
    if air and (needs_liquid or (to_liquid or 0.0) > 0.0):
        yield finding(
            "rack.liquid_contents",
            "warning",
            air,
            f"{unit.name} is made for liquid cooling; here all its heat goes to the air "
            f"({named(air)}).",
            "Choose an air-cooled machine.",
        )
    plated = [rack for rack in where if rack.cooling.startswith("cold_plate")]
    if plated and to_liquid == 0.0:
        yield finding(
            "rack.air_contents",
            "warning",
            plated,
            f"{unit.name} is cooled by air alone; cold plates take none of its heat "
            f"({named(plated)}).",
            "Choose a liquid-cooled machine, or cool the rack by air or a rear door.",
        )
    if air and unit.cooling == "air+rdhx":
        yield finding(
            "rack.rear_door_contents",
            "warning",
            air,
            f"The maker asks for a rear door with {unit.name} ({named(air)}).",
            "The answer holds without one.",
        )
    if not unit.height_u.is_known:
        yield _not_checked("rack.height_unknown", unit, where, "height", "rack units")
    weighed = [rack for rack in where if rack.mass_limit_kg is not None]
    if weighed and not unit.mass_kg.is_known:
        yield _not_checked("rack.mass_unknown", unit, weighed, "mass", "weight")
    yield from status(unit.name, where, target=unit.is_target, estimate=unit.is_estimate)
    by_catalogue = any(_airflow_from_catalogue(rack) for rack in where)
    figures = [
        ("power", unit.sustained_power_w),
        ("height", unit.height_u),
        ("mass", unit.mass_kg),
    ]
    if by_catalogue:
        figures.insert(1, ("airflow", unit.airflow_m3_s_kw))
    yield from weak(unit.name, figures, where)


def _airflow_from_catalogue(rack: Rack) -> bool:
    laws = [slot.airflow.law for slot in rack.slots] or [rack.airflow.law]
    return "catalogue" in laws


def _not_checked(code: str, unit: Unit, where: list[Rack], what: str, limit: str) -> Finding:
    return finding(
        code,
        "note",
        where,
        f"Not checked: {limit} of {named(where)}; the catalogue has no {what} for {unit.name}.",
        "Give it in the design's own catalogue.",
    )


def _makers_inlet(
    variant: Variant, catalogue: Catalogue, holders: dict[str, tuple[Unit, list[Rack]]]
) -> Iterator[Finding]:
    """Where the limit chosen is warmer than the maker of the contents allows."""
    limits: dict[AirClass, AirLimits] = {}
    for unit, where in holders.values():
        highest = unit.air_inlet_max_c.value
        if highest is None:
            continue
        beyond: list[Rack] = []
        for rack in where:
            air_class = rack.air_class or variant.settings.air_class
            if air_class not in limits:
                limits[air_class] = air_limits(catalogue, air_class, variant.site.altitude_m)
            chosen = limits[air_class]
            limit = (
                chosen.recommended_max_c
                if variant.settings.inlet_limit == "recommended"
                else chosen.allowable_max_c
            )
            if limit.value is not None and limit.value > highest + 1e-9:
                beyond.append(rack)
        if beyond:
            yield finding(
                "rack.makers_inlet",
                "warning",
                beyond,
                f"The maker allows {quantity(highest, 'c')} at the inlet of {unit.name}; the "
                f"class chosen allows more ({named(beyond)}).",
                "Choose a class or limit that the machine accepts.",
            )
