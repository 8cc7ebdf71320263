"""Which server or rack-scale system brings an accelerator into a rack, by the rack's cooling."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from dataclasses import dataclass

from coolsim.catalogue import Catalogue, Entry
from coolsim.catalogue.contents import Unit, unit_of
from coolsim.catalogue.loads import TANKS, LoadReader
from coolsim.design.models import Content, Design, Rack
from coolsim.errors import UsageError

_ON_PLATES = ("dlc", "hybrid")


@dataclass(frozen=True, slots=True)
class Choice:
    """Silicon asked for: the accelerator, and the items that may bring it.

    Attributes:
        asked: The id asked for.
        accelerator: Its entry.
        items: Servers and rack-scale systems with a known power.
        note: Why there are none.
    """

    asked: str
    accelerator: Entry
    items: tuple[Unit, ...]
    note: str = ""


def choice_of(catalogue: Catalogue, asked: str) -> Choice:
    """The silicon behind an id of an accelerator, a server or a rack-scale system.

    Raises:
        UsageError: There is none of that id, or it holds no accelerators.
    """
    if asked not in catalogue:
        ids = [
            e.id for table in ("accelerator", "server", "rack") for e in catalogue.entries(table)
        ]
        near = difflib.get_close_matches(asked, ids, n=3, cutoff=0.4)
        hint = f"Nearest: {', '.join(near)}." if near else "See: coolsim catalogue list accelerator"
        raise UsageError(f"The catalogue has no silicon {asked!r}.", where="silicon", remedy=hint)
    entry = catalogue.get(asked)
    if entry.table == "accelerator":
        entries = [
            item
            for table in ("server", "rack")
            for item in catalogue.entries(table)
            if item.word("accelerator") == asked
        ]
        accelerator = entry
    elif entry.word("accelerator") in catalogue:
        entries, accelerator = [entry], catalogue.get(entry.word("accelerator"))
    else:
        raise UsageError(
            f"{entry.name} holds no accelerators.",
            where="silicon",
            remedy="Name an accelerator, or a server or rack that holds some.",
        )
    # a tray of a rack-scale system is sold as part of one, not by itself
    entries.sort(key=lambda item: item.word("kind") == "gpu_tray")
    if not entries:
        return Choice(asked, accelerator, (), "no server or rack with it is in the catalogue")
    single = [item for item in entries if (item.figure("racks").value or 1.0) <= 1.0]
    if not single:
        return Choice(asked, accelerator, (), "one system of it spans several racks")
    counted = [unit_of(catalogue, item) for item in single if item.count("accelerators")]
    known = tuple(unit for unit in counted if unit.sustained_power_w.value)
    names = ", ".join(item.name for item in single[:2])
    note = "" if known else f"power or accelerators of {names} are not known"
    return Choice(asked, accelerator, known, note)


def item_for(choice: Choice, rack: Rack) -> Unit | None:
    """The item that suits a rack; ``None`` where none does.

    Plates take items made for liquid first, others with all their heat left in the air. Tanks take
    any server. Racks on air and rear doors take no item made for liquid.
    """
    if rack.cooling in TANKS:
        fitting = [unit for unit in choice.items if not unit.is_whole_rack]
    elif rack.cooling.startswith("cold_plate"):
        fitting = [unit for unit in choice.items if unit.cooling in _ON_PLATES]
        fitting += [unit for unit in choice.items if unit.cooling not in _ON_PLATES]
    else:
        fitting = [unit for unit in choice.items if unit.cooling not in _ON_PLATES]
    # a server before a whole rack of the same, which counts in larger steps, and both before trays
    ranked = sorted(fitting, key=lambda unit: (unit.is_estimate, fitting.index(unit)))
    return ranked[0] if ranked else None


def changed_racks(design: Design, catalogue: Catalogue) -> tuple[Rack, ...]:
    """Racks whose silicon a comparison changes: those with accelerators, or all without any."""
    reader = LoadReader(catalogue)
    racks = design.variant.racks
    having = [r for r in racks if any(unit.accelerators for unit, _ in reader.rack(r).units)]
    return tuple(having) or racks


def with_silicon(
    design: Design, catalogue: Catalogue, choice: Choice, racks: Sequence[Rack]
) -> tuple[Design, dict[str, Unit]]:
    """The design with a kind of silicon in its racks, about as much power drawn as before.

    Returns:
        The design, and the item in each rack that took it, by rack id.
    """
    reader = LoadReader(catalogue)
    placed: dict[str, Unit] = {}
    filled: dict[str, Rack] = {}
    for rack in racks:
        unit = item_for(choice, rack)
        if unit is None:
            continue
        power = unit.sustained_power_w.value or 1.0
        count = max(1, int((reader.rack(rack).power_w or 0.0) / power))
        contents = (Content(item=unit.id, count=1 if unit.is_whole_rack else count),)
        placed[rack.id] = unit
        filled[rack.id] = rack.model_copy(
            update={"contents": contents, "load_w": None, "slots": ()}
        )
    variant = design.variant
    moved = variant.model_copy(
        update={"racks": tuple(filled.get(rack.id, rack) for rack in variant.racks)}
    )
    variants = tuple(moved if item.id == moved.id else item for item in design.variants)
    return design.model_copy(update={"variants": variants}), placed
