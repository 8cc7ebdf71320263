"""Resolving what the room itself gives to its air: heat of lights, people and others, and water."""

from __future__ import annotations

from coolsim.catalogue import Catalogue
from coolsim.design.models import Hall, Settings
from coolsim.errors import SolveError
from coolsim.scene.assumptions import AssumptionLog
from coolsim.scene.records import RoomSource, SceneMoisture

LIGHTS_ID, PEOPLE_ID = "lights_heat", "people_heat"
LIGHTS_LAYER_M = 0.5
"""Height below the ceiling into which luminaires convect [m]."""
OCCUPIED_ZONE_M = 1.8
"""Height of the occupied zone above the floor (ANSI/ASHRAE Standard 55) [m]."""
VAPORISATION_J_KG = 2.43e6
"""Heat of vaporisation of water at skin temperature, 30 deg C (IAPWS-95: 2429.8 kJ/kg) [J/kg]."""


def resolve_room_sources(
    hall: Hall, catalogue: Catalogue, log: AssumptionLog
) -> tuple[RoomSource, ...]:
    """Heat that the room gives to its air, each source with the heights it acts in.

    Luminaires convect a part of their power near the ceiling. What they radiate is absorbed by
    every surface of the hall and reaches the air from there: radiation is not modelled, so that
    part is spread over the air. People give their sensible heat to the occupied zone.
    """
    everywhere = (0.0, hall.height_m)
    found: list[RoomSource] = []
    if hall.lights_w > 0.0:
        share = _figure(
            catalogue, log, LIGHTS_ID, "near_ceiling_fraction", "share near the ceiling"
        )
        near = (max(0.0, hall.height_m - LIGHTS_LAYER_M), hall.height_m)
        found += [
            RoomSource("Lights", hall.lights_w * share, near),
            RoomSource("Lights", hall.lights_w * (1.0 - share), everywhere),
        ]
    if hall.people:
        sensible = _figure(catalogue, log, PEOPLE_ID, "sensible_w", "sensible heat")
        occupied = (0.0, min(OCCUPIED_ZONE_M, hall.height_m))
        found.append(RoomSource("People", hall.people * sensible, occupied))
    if hall.other_heat_w > 0.0:
        found.append(RoomSource("Other heat in the hall", hall.other_heat_w, everywhere))
    return tuple(found)


def resolve_moisture(
    hall: Hall, settings: Settings, catalogue: Catalogue, log: AssumptionLog
) -> SceneMoisture | None:
    """What gives water to the hall's air and takes it; ``None`` where humidity is uniform.

    A person's latent heat over the heat of vaporisation is water: 54 W make 2.2e-5 kg/s.

    Raises:
        SolveError: If outside air comes in whose humidity is not given.
    """
    if settings.humidity == "uniform":
        return None
    outside = hall.outside_humidity_ratio_kg_kg
    if hall.outside_air_m3_s > 0.0 and outside is None:
        raise SolveError(
            "outside air comes in, but its humidity ratio is not given.",
            where="hall",
            remedy="Give the humidity ratio of the outside air, or no outside air.",
        )
    people_kg_s = 0.0
    if hall.people:
        latent = _figure(catalogue, log, PEOPLE_ID, "latent_w", "latent heat")
        people_kg_s = hall.people * latent / VAPORISATION_J_KG
    return SceneMoisture(
        people_kg_s=people_kg_s,
        people_heights_m=(0.0, min(OCCUPIED_ZONE_M, hall.height_m)),
        humidifier_kg_s=hall.humidifier_kg_s,
        outside_air_m3_s=hall.outside_air_m3_s,
        outside_humidity_ratio=outside or 0.0,
    )


def _figure(catalogue: Catalogue, log: AssumptionLog, entry_id: str, key: str, what: str) -> float:
    """A figure of a rule of the catalogue, noted as an assumption.

    Raises:
        SolveError: If the catalogue has lost it.
    """
    entry = catalogue.get(entry_id)
    figure = entry.figure(key)
    if figure.value is None:
        raise SolveError(
            f"the catalogue has no {what} for it.",
            where=entry.name,
            remedy="Restore the entry of the shipped catalogue.",
        )
    log.note(entry_id, entry.name, what, figure)
    return figure.value
