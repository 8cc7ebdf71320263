"""Edits of a rack's elevation: mount, move and remove what stands in its units; blank the gaps."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from coolsim.design.edits_objects import edit_items, replaced
from coolsim.design.models import Content, Design, Item, Rack, Slot
from coolsim.design.rack_units import RACK_UNIT_M, base_m, gaps, is_filled, span_m, units_of
from coolsim.errors import EditError

_BANDS = 3
"""Equal height bands that a rack without slots means."""


def mount(
    design: Design, ids: Iterable[str], unit: int, height_u: int, *, item: str = "",
    load_w: float | None = None,
) -> Design:  # fmt: skip
    """Put one thing into units of racks: a catalogue item, or a plain load.

    A rack without slots gets them: it must hold nothing else (see :func:`drawn_by_unit`).

    Args:
        design: The design.
        ids: Racks.
        unit: Its lowest unit, counted from 1 at the bottom.
        height_u: Units it takes.
        item: Catalogue id of what is mounted.
        load_w: Plain load, without an item [W].

    Raises:
        EditError: If a rack has no room there, or holds contents or a load as a whole.
    """

    def changed(rack: Rack) -> Rack:
        if not rack.slots and (rack.contents or rack.load_w):
            raise EditError(
                "The rack's load is not drawn by unit yet.",
                where=rack.label,
                remedy="Draw its load by unit first.",
            )
        _require_room(rack, unit, height_u, None)
        z_from_m, z_to_m = span_m(rack, unit, height_u)
        contents = (Content(item=item),) if item else ()
        slot = Slot(z_from_m=z_from_m, z_to_m=z_to_m, contents=contents, load_w=load_w)
        kept = _without_gaps(rack, unit, height_u)
        return _with_slots(rack, (*kept, slot))

    return _racks(design, ids, changed)


def remount(design: Design, rack_id: str, index: int, unit: int) -> Design:
    """Move what stands in a slot to other units.

    Raises:
        EditError: If there is no room, or no such slot.
    """

    def changed(rack: Rack) -> Rack:
        slot = _slot(rack, index)
        height_u = max(1, round((slot.z_to_m - slot.z_from_m) / RACK_UNIT_M))
        _require_room(rack, unit, height_u, index)
        z_from_m, z_to_m = span_m(rack, unit, height_u)
        moved = slot.model_copy(update={"z_from_m": z_from_m, "z_to_m": z_to_m})
        others = rack.model_copy(update={"slots": _others(rack, index)})
        return _with_slots(rack, (*_without_gaps(others, unit, height_u), moved))

    return _racks(design, (rack_id,), changed)


def unmount(design: Design, rack_id: str, index: int) -> Design:
    """Take out what stands in a slot; its units are blanked."""

    def changed(rack: Rack) -> Rack:
        _slot(rack, index)
        return _with_slots(rack, _others(rack, index))

    return _racks(design, (rack_id,), changed)


def change_slot(design: Design, rack_id: str, index: int, **fields: object) -> Design:
    """Set fields of one slot: its load, contents or airflow."""

    def changed(rack: Rack) -> Rack:
        slots = list(rack.slots)
        slots[index] = replaced(_slot(rack, index), fields)
        return _with_slots(rack, slots)

    return _racks(design, (rack_id,), changed)


def blank_gaps(
    design: Design, ids: Iterable[str], *, blanked: bool, unit: int | None = None
) -> Design:
    """Close the free units of racks with blanking panels, or leave them open.

    Args:
        design: The design.
        ids: Racks.
        blanked: Whether panels close them.
        unit: Only the run of free units that this one belongs to.

    Raises:
        EditError: If an id is no rack's.
    """

    def changed(rack: Rack) -> Rack:
        runs = [run for run in gaps(rack) if unit is None or unit in run]
        freed = {free for run in runs for free in run}
        kept = [
            slot for slot in rack.slots if is_filled(slot) or freed.isdisjoint(units_of(rack, slot))
        ]
        for run in runs:
            z_from_m, z_to_m = span_m(rack, run.start, len(run))
            kept.append(Slot(z_from_m=z_from_m, z_to_m=z_to_m, blanked=blanked))
        return _with_slots(rack, kept)

    return _racks(design, ids, changed)


def drawn_by_unit(design: Design, ids: Iterable[str], heights_u: Mapping[str, int]) -> Design:
    """Turn the contents or plain load of racks into slots, without changing what they draw.

    Contents are stacked from unit 1 in their order; a plain load becomes three equal slots, as a
    rack without slots means. Racks that have slots stay as they are.

    Args:
        design: The design.
        ids: Racks.
        heights_u: Rack units of the contents, by catalogue id.

    Raises:
        EditError: If the contents do not fit, or a height is unknown.
    """

    def changed(rack: Rack) -> Rack:
        if rack.slots:
            return rack
        slots = list(_stacked(rack, heights_u)) if rack.contents else list(_bands(rack))
        fields = {"contents": (), "load_w": None, "slots": _ordered(slots)}
        return replaced(rack, fields) if slots else rack

    return _racks(design, ids, changed)


def copy_slots(design: Design, rack_id: str, ids: Iterable[str]) -> Design:
    """Give racks the elevation of another one.

    Raises:
        EditError: If a slot ends above one of them.
    """
    found: list[Rack] = []

    def look(rack: Rack) -> Rack:
        found.append(rack)
        return rack

    _racks(design, (rack_id,), look)
    fields = {"slots": found[0].slots, "contents": found[0].contents, "load_w": found[0].load_w}
    others = [each for each in ids if each != rack_id]
    return _racks(design, others, lambda rack: replaced(rack, fields))


def _stacked(rack: Rack, heights_u: Mapping[str, int]) -> Iterable[Slot]:
    unit = 1
    for content in rack.contents:
        height_u = heights_u.get(content.item)
        if height_u is None:
            raise EditError(
                f"The height of {content.item} is unknown.",
                where=rack.label,
                remedy="Give an own catalogue entry with height_u.",
            )
        for _ in range(content.count):
            if unit + height_u - 1 > rack.height_u:
                raise EditError(
                    f"The contents need more than {rack.height_u} U.",
                    where=rack.label,
                    remedy="Remove some, or give the rack more units.",
                )
            z_from_m, z_to_m = span_m(rack, unit, height_u)
            yield Slot(
                z_from_m=z_from_m, z_to_m=z_to_m, contents=(Content(item=content.item),),
                airflow=rack.airflow,
            )  # fmt: skip
            unit += height_u


def _bands(rack: Rack) -> Iterable[Slot]:
    if not rack.load_w:
        return
    base = base_m(rack)
    step = rack.height_u * RACK_UNIT_M / _BANDS
    for number in range(_BANDS):
        yield Slot(
            z_from_m=base + number * step,
            z_to_m=min(base + (number + 1) * step, rack.height_m),
            load_w=rack.load_w / _BANDS,
            airflow=rack.airflow,
        )


def _require_room(rack: Rack, unit: int, height_u: int, leave_out: int | None) -> None:
    """Refuse units outside of the rack, or taken by something else."""
    wanted = range(unit, unit + height_u)
    if unit < 1 or unit + height_u - 1 > rack.height_u:
        raise EditError(
            f"Units {unit} to {unit + height_u - 1} lie outside of the {rack.height_u} U.",
            where=rack.label,
        )
    for number, slot in enumerate(rack.slots):
        taken = units_of(rack, slot)
        clash = taken.start < wanted.stop and wanted.start < taken.stop
        if number != leave_out and is_filled(slot) and clash:
            raise EditError(
                f"Unit {max(taken.start, unit)} is taken.",
                where=rack.label,
                remedy="Choose free units.",
            )


def _without_gaps(rack: Rack, unit: int, height_u: int) -> list[Slot]:
    """The slots, with empty ones cut back to what lies outside of the units."""
    kept: list[Slot] = []
    for slot in rack.slots:
        taken = units_of(rack, slot)
        if is_filled(slot) or taken.stop <= unit or taken.start >= unit + height_u:
            kept.append(slot)
            continue
        for run in (range(taken.start, unit), range(unit + height_u, taken.stop)):
            if len(run):
                z_from_m, z_to_m = span_m(rack, run.start, len(run))
                kept.append(slot.model_copy(update={"z_from_m": z_from_m, "z_to_m": z_to_m}))
    return kept


def _slot(rack: Rack, index: int) -> Slot:
    if not 0 <= index < len(rack.slots):
        raise EditError("There is no such slot.", where=rack.label)
    return rack.slots[index]


def _others(rack: Rack, index: int) -> list[Slot]:
    return [slot for number, slot in enumerate(rack.slots) if number != index]


def _ordered(slots: Iterable[Slot]) -> tuple[Slot, ...]:
    return tuple(sorted(slots, key=lambda slot: slot.z_from_m))


def _with_slots(rack: Rack, slots: Iterable[Slot]) -> Rack:
    return replaced(rack, {"slots": _ordered(slots)})


def _racks(design: Design, ids: Iterable[str], change: Callable[[Rack], Rack]) -> Design:
    def changed(item: Item) -> Item:
        if not isinstance(item, Rack):
            raise EditError("Only racks have slots.", where=item.id)
        return change(item)

    return edit_items(design, set(ids), changed)
