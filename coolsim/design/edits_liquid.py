"""Edits of the liquid side: hang racks, coolers and units on loops by assigning them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Literal

from pydantic import BaseModel

from coolsim.design.edits_objects import add as add_object
from coolsim.design.edits_objects import (
    find,
    new_id,
    placed_ids,
    update,
    update_each,
)
from coolsim.design.liquid import Cdu, Coolant, LiquidConnection, Loop
from coolsim.design.models import Cooler, Design, Rack
from coolsim.errors import EditError

NEW_TECHNOLOGY_COOLANT = Coolant(
    fluid="propylene_glycol", concentration_fraction=0.25, basis="volume"
)
"""Coolant of a technology loop made on the way: PG25, as cold-plate makers ask for."""

End = Literal["liquid", "door"]


def assign_to_loop(
    design: Design, ids: Iterable[str], loop_id: str | None, end: End | None = None
) -> Design:
    """Hang objects on a loop, or take them off (``None``); aisles and groups mean their members.

    A rack is joined by its rear door if that is how it is cooled, else by its cold plates or tank;
    its connection keeps everything but the loop. A unit takes the loop on the side the loop's kind
    tells. Taken off with ``end`` left out, racks and units lose all their loops.

    Args:
        design: The design.
        ids: Racks, coolers, units, aisles or groups.
        loop_id: The loop, or ``None``.
        end: Which connection of the racks is meant.

    Raises:
        EditError: If an object cannot hang on a loop, or there is no such loop.
    """
    loop = None if loop_id is None else find(design, loop_id)
    if loop is not None and not isinstance(loop, Loop):
        raise EditError(f"{loop.label} is no loop.", where=loop.id)
    changes: dict[str, dict[str, object]] = {}
    for identifier in placed_ids(design, ids):
        item: Any = find(design, identifier)
        if isinstance(item, Rack):
            changes[identifier] = _rack_fields(item, loop_id, end)
        elif isinstance(item, Cooler):
            changes[identifier] = {"loop_id": loop_id}
        elif isinstance(item, Cdu):
            changes[identifier] = _cdu_fields(loop)
        else:
            raise EditError(f"{item.label} cannot hang on a loop.", where=identifier)
    return update_each(design, changes)


def assign_to_cdu(design: Design, ids: Iterable[str], cdu_id: str) -> Design:
    """Hang racks on the technology loop of a unit, which is made if the unit has none yet.

    Raises:
        EditError: If the unit is no coolant distribution unit, or an object no rack.
    """
    unit = find(design, cdu_id)
    if not isinstance(unit, Cdu):
        raise EditError(f"{unit.label} is no coolant distribution unit.", where=cdu_id)
    chosen = placed_ids(design, ids)
    for identifier in chosen:
        if not isinstance(item := find(design, identifier), Rack):
            raise EditError(f"{item.label} is no rack.", where=identifier)
    loop_id = unit.technology_loop_id
    if loop_id is None:
        loop_id = new_id(design, "loop")
        loop = Loop(id=loop_id, name=f"Loop of {unit.label}", coolant=NEW_TECHNOLOGY_COOLANT)
        design = add_object(design, "loop", loop)
        design = update(design, [cdu_id], technology_loop_id=loop_id)
    return assign_to_loop(design, chosen, loop_id, "liquid")


def update_part(design: Design, ids: Iterable[str], part: str, **fields: object) -> Design:
    """Set fields of a part of objects: coolant, pumps or pipes of loops, a rack's connection.

    The rest of the part stays as it is in each of them; a part an object has not is made.

    Raises:
        EditError: If an object, part or field is unknown, or a value is out of range.
    """
    changes: dict[str, dict[str, object]] = {}
    for identifier in ids:
        item = find(design, identifier)
        if part not in type(item).model_fields:
            raise EditError(f"{item.label} has no {part}.", where=identifier)
        now = getattr(item, part)
        kept = now.model_dump() if isinstance(now, BaseModel) else {}
        changes[identifier] = {part: {**kept, **fields}}
    return update_each(design, changes)


def _rack_fields(rack: Rack, loop_id: str | None, end: End | None) -> dict[str, object]:
    ends: tuple[End, ...]
    if end is not None:
        ends = (end,)
    elif loop_id is None:
        ends = ("liquid", "door")
    else:
        ends = ("door",) if rack.cooling == "rear_door" else ("liquid",)
    fields: dict[str, object] = {}
    for name in ends:
        connection: LiquidConnection | None = getattr(rack, name)
        if connection is not None or loop_id is not None:
            base = connection or LiquidConnection()
            fields[name] = base.model_copy(update={"loop_id": loop_id})
    return fields


def _cdu_fields(loop: Loop | None) -> dict[str, object]:
    if loop is None:
        return {"technology_loop_id": None, "facility_loop_id": None}
    return {f"{loop.kind}_loop_id": loop.id}
