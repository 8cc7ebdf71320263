"""What the face of a rack shows: one block per slot, and runs of free units."""

from __future__ import annotations

from dataclasses import dataclass

from coolsim.catalogue import Catalogue
from coolsim.catalogue.loads import LoadReader
from coolsim.design.models import Rack, Slot
from coolsim.design.rack_units import gaps, is_filled, units_of
from coolsim.results.records import RackResult


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
            f"{each.count} × {content_name(catalogue, each.item)}"
            if each.count > 1
            else content_name(catalogue, each.item)
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


def content_name(catalogue: Catalogue, item: str) -> str:
    """Name of what stands in a rack; its id where the catalogue does not know it."""
    return catalogue.get(item).name if item in catalogue else item


def _inlet_c(slot: Slot, result: RackResult | None) -> float | None:
    """Inlet temperature of the band that a slot became, where the result still has it."""
    if result is None:
        return None
    for band in result.bands:
        if abs(band.z_from_m - slot.z_from_m) < 1e-3 and abs(band.z_to_m - slot.z_to_m) < 1e-3:
            return band.inlet_temperature_c
    return None
