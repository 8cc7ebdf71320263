"""What the elevation shows of a rack: one block per slot, runs of free units, and the totals."""

from __future__ import annotations

from dataclasses import dataclass

from coolsim import units
from coolsim.catalogue import Catalogue
from coolsim.catalogue.contents import CONTENT_TABLES, unit_of
from coolsim.catalogue.loads import LoadReader
from coolsim.design.models import Rack
from coolsim.design.rack_units import is_filled, units_of
from coolsim.results.elevation import Block, Gap, blocks, free_runs

__all__ = ["Block", "Gap", "Offer", "blocks", "free_runs", "offers", "totals"]
_AT_LEAST = 1


@dataclass(frozen=True)
class Offer:
    """Something that can be mounted: catalogue id, name, units it takes, sustained power [W]."""

    item: str
    name: str
    height_u: int
    power_w: float
    is_weak: bool


def offers(catalogue: Catalogue) -> tuple[Offer, ...]:
    """What fits into units: servers and the like with a known height and power."""
    found = []
    for table in CONTENT_TABLES:
        for entry in catalogue.entries(table):
            unit = unit_of(catalogue, entry)
            height, power = unit.height_u.value, unit.sustained_power_w.value
            if height is None or power is None or unit.is_whole_rack:
                continue
            weak = unit.sustained_power_w.is_weak
            whole = max(_AT_LEAST, -int(-height // 1))
            found.append(Offer(entry.id, entry.name, whole, power, weak))
    return tuple(found)


def totals(rack: Rack, reader: LoadReader, system: units.System) -> str:
    """Power, airflow, units and weight of a rack in two lines; a dash where a figure is unknown."""
    load = reader.rack(rack)
    used = sum(len(units_of(rack, slot)) for slot in rack.slots if is_filled(slot))
    if not rack.slots and load.height_u is not None:
        used = round(load.height_u)
    mass = None
    if load.contents_mass_kg is not None and rack.empty_mass_kg is not None:
        mass = rack.empty_mass_kg + load.contents_mass_kg
    held = units.text(mass, "kg", system) if mass is not None else _contents_mass(load, system)
    limit = ""
    if rack.mass_limit_kg is not None:
        limit = f" of {units.text(rack.mass_limit_kg, 'kg', system)}"
    return (
        f"{units.text(load.power_w, 'w', system)}, {used} of {rack.height_u} U\n"
        f"airflow {units.text(load.airflow_m3_s, 'm3_s', system, 3)}, {held}{limit}"
    )


def _contents_mass(load: object, system: units.System) -> str:
    mass = getattr(load, "contents_mass_kg", None)
    return f"contents {units.text(mass, 'kg', system)}"
