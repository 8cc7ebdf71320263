"""What the elevation shows of a rack: one block per slot, runs of free units, and the totals."""

from __future__ import annotations

from dataclasses import dataclass

from coolsim import units
from coolsim.catalogue import Catalogue
from coolsim.catalogue.contents import CONTENT_TABLES, unit_of
from coolsim.catalogue.loads import LoadReader
from coolsim.design.models import Rack, Slot
from coolsim.design.rack_units import gaps, is_filled, units_of
from coolsim.results.records import RackResult

_AT_LEAST = 1


@dataclass(frozen=True)
class Offer:
    """Something that can be mounted: catalogue id, name, units it takes, sustained power [W]."""

    item: str
    name: str
    height_u: int
    power_w: float
    is_weak: bool


@dataclass(frozen=True)
class Block:
    """One slot with something in it.

    ``index`` is its place among the rack's slots, ``power_w`` and ``inlet_c`` may be unknown.
    """

    index: int
    units: range
    title: str
    power_w: float | None
    inlet_c: float | None


@dataclass(frozen=True)
class Gap:
    """A run of free units, and whether panels close it."""

    units: range
    blanked: bool


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


def blocks(
    rack: Rack, reader: LoadReader, catalogue: Catalogue, result: RackResult | None
) -> list[Block]:
    """The slots with something in them."""
    load = reader.rack(rack)
    made = []
    for index, slot in enumerate(rack.slots):
        if not is_filled(slot):
            continue
        title = ", ".join(
            f"{each.count} × {_name(catalogue, each.item)}"
            if each.count > 1
            else _name(catalogue, each.item)
            for each in slot.contents
        )
        power = load.parts[index].power_w
        inlet = _inlet_c(slot, result)
        made.append(Block(index, units_of(rack, slot), title or "Plain load", power, inlet))
    return made


def free_runs(rack: Rack) -> list[Gap]:
    """The free units, in runs that are closed alike."""
    open_units = {
        unit
        for slot in rack.slots
        if not is_filled(slot) and not slot.blanked
        for unit in units_of(rack, slot)
    }
    runs: list[Gap] = []
    for gap in gaps(rack):
        for unit in gap:
            blanked = unit not in open_units
            last = runs[-1] if runs else None
            if last and last.units.stop == unit and last.blanked == blanked and unit in gap[1:]:
                runs[-1] = Gap(range(last.units.start, unit + 1), blanked)
            else:
                runs.append(Gap(range(unit, unit + 1), blanked))
    return runs


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


def _name(catalogue: Catalogue, item: str) -> str:
    return catalogue.get(item).name if item in catalogue else item


def _inlet_c(slot: Slot, result: RackResult | None) -> float | None:
    """Inlet temperature of the band that a slot became, where the result still has it."""
    if result is None:
        return None
    for band in result.bands:
        if abs(band.z_from_m - slot.z_from_m) < 1e-3 and abs(band.z_to_m - slot.z_to_m) < 1e-3:
            return band.inlet_temperature_c
    return None
