"""Resolving a whole variant into a scene."""

from __future__ import annotations

from coolsim.catalogue import Catalogue
from coolsim.design.models import Hall, Variant
from coolsim.errors import SolveError
from coolsim.properties.air import AirState, pressure_at_altitude_pa
from coolsim.scene.assumptions import AssumptionLog
from coolsim.scene.bodies import body_of, plate_of, plates_through, require_quarter_turn
from coolsim.scene.containment import leak_fraction
from coolsim.scene.coolers import cooler_body, resolve_cooler
from coolsim.scene.ducts import (
    blows_underfloor,
    draws_from_void,
    duct_of_rack,
    ducts_of_cooler,
    is_ducted,
)
from coolsim.scene.envelope import resolve_envelope
from coolsim.scene.loops import resolve_loops
from coolsim.scene.power import resolve_power
from coolsim.scene.racks import RackResolver
from coolsim.scene.records import Scene, electrical_sources
from coolsim.scene.room_sources import resolve_moisture, resolve_room_sources
from coolsim.scene.tiles import resolve_tile
from coolsim.scene.units import resolve_units

LEAK_DISCHARGE_COEFFICIENT_ID = "tile_orifice_cd"


def resolve(variant: Variant, catalogue: Catalogue, air: AirState) -> Scene:
    """Resolve a variant: look up every figure and turn every object into boxes and openings.

    Args:
        variant: What was drawn.
        catalogue: The catalogue, the design's own entries included.
        air: State of the hall's air.

    Raises:
        SolveError: For an object that cannot be solved as drawn, naming it and the remedy.
        CatalogueError: For an id the catalogue does not have.
    """
    hall = variant.hall
    for item in (*variant.racks, *variant.coolers, *variant.cdus, *variant.tiles, *variant.panels):
        require_quarter_turn(item)
    for obstruction in variant.obstructions:
        require_quarter_turn(obstruction)
    log = AssumptionLog()
    racks = RackResolver(catalogue, variant, log)
    running = [cooler for cooler in variant.coolers if cooler.running]
    humid = variant.settings.humidity == "transported"
    standing = [panel for panel in variant.panels if not panel.is_open]
    solid = [part for part in variant.obstructions if part.open_fraction == 0.0]
    passable = [part for part in variant.obstructions if 0.0 < part.open_fraction < 1.0]
    idle = [cooler for cooler in variant.coolers if not cooler.running]
    draws = any(map(draws_from_void, running))
    loops = resolve_loops(variant, catalogue, log)
    units = resolve_units(variant, loops)
    blowing = {unit.id for unit in units}
    resolved = tuple(racks.resolve(rack) for rack in variant.racks)
    blowers = tuple(resolve_cooler(catalogue, item, log, hall, humid=humid) for item in running)
    fans_w = sum(cooler.fan_power_w for cooler in blowers)
    power = resolve_power(variant, catalogue, log, fans_w)
    drawn_w = [rack.power_w for rack in resolved]
    return Scene(
        size_m=(hall.length_m, hall.width_m, hall.height_m),
        racks=resolved,
        coolers=blowers,
        tiles=tuple(resolve_tile(catalogue, tile, hall, log) for tile in variant.tiles),
        solids=(
            *(body_of(part, part.z_from_m, part.z_to_m) for part in solid),
            # a cooler that stands still is in the way of the air and nothing else
            *(cooler_body(cooler) for cooler in idle),
            *(body_of(unit, 0.0, unit.height_m) for unit in variant.cdus if unit.id not in blowing),
            *(duct for cooler in running for duct in ducts_of_cooler(cooler, hall)),
            *(duct_of_rack(rack, hall) for rack in variant.racks if is_ducted(rack)),
        ),
        plates=(
            *(plate_of(panel, leak_fraction(catalogue, panel, log)) for panel in standing),
            *(plate for part in passable for plate in plates_through(part)),
        ),
        plenum_m=hall.raised_floor_m if any(map(blows_underfloor, running)) else 0.0,
        void_m=hall.ceiling_void_m if draws or any(map(is_ducted, variant.racks)) else 0.0,
        leak_area_m2=hall.floor_leakage_fraction * hall.length_m * hall.width_m,
        leak_discharge_coefficient=_leak_discharge_coefficient(catalogue, hall, log),
        room_sources=(
            *resolve_room_sources(hall, catalogue, log),
            *electrical_sources(power, drawn_w, hall.height_m),
        ),
        envelope=resolve_envelope(hall),
        air=air,
        pressure_pa=pressure_at_altitude_pa(variant.site.altitude_m),
        moisture=resolve_moisture(hall, variant.settings, catalogue, log),
        loops=loops,
        units=units,
        power=power,
        assumptions=log.all(),
    )


def _leak_discharge_coefficient(catalogue: Catalogue, hall: Hall, log: AssumptionLog) -> float:
    """Discharge coefficient of the floor's leaks [-]; zero without a raised floor."""
    if hall.raised_floor_m <= 0.0:
        return 0.0
    figure = catalogue.get(LEAK_DISCHARGE_COEFFICIENT_ID).figure("cd")
    if figure.value is None:
        raise SolveError(
            "the catalogue has no discharge coefficient for floor leaks.",
            where=LEAK_DISCHARGE_COEFFICIENT_ID,
            remedy="Restore the entry of the shipped catalogue.",
        )
    log.note(LEAK_DISCHARGE_COEFFICIENT_ID, "floor leakage", "discharge coefficient", figure)
    return figure.value
