"""Edits of the racks' cabinets."""

from __future__ import annotations

from collections.abc import Iterable

from coolsim.design.edits_objects import edit_items, validated
from coolsim.design.models import Cabinet, Design, Item, Rack
from coolsim.errors import EditError


def set_cabinets(design: Design, ids: Iterable[str], cabinet: Cabinet | None) -> Design:
    """Give racks a cabinet, or make boxes of them that leak nowhere.

    Raises:
        EditError: If an id is unknown or no rack's.
    """
    return edit_items(
        design, set(ids), lambda item: _rack(item).model_copy(update={"cabinet": cabinet})
    )


def change_cabinets(design: Design, ids: Iterable[str], **values: object) -> Design:
    """Change figures of the racks' cabinets; a rack without one gets the documented one first.

    Raises:
        EditError: If an id is unknown or no rack's, or a value is out of range.
    """

    def changed(item: Item) -> Item:
        rack = _rack(item)
        told = (rack.cabinet or Cabinet()).model_dump() | values
        return rack.model_copy(update={"cabinet": validated(Cabinet, told)})

    return edit_items(design, set(ids), changed)


def _rack(item: Item) -> Rack:
    if not isinstance(item, Rack):
        raise EditError("only racks have cabinets.", where=item.id)
    return item
