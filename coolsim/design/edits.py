"""All edits of a design in one place: pure functions, each from a design to a new one.

A wrong edit raises :class:`~coolsim.errors.EditError` and leaves nothing behind. All act on the
active variant.
"""

from __future__ import annotations

from coolsim.design.aisles import contain_aisle
from coolsim.design.edits_cabinets import change_cabinets, set_cabinets
from coolsim.design.edits_copies import copy, duplicate, next_name, paste
from coolsim.design.edits_hall import (
    add_feed,
    delete_feed,
    set_hall,
    set_power,
    set_project,
    set_settings,
    set_site,
    update_feed,
    variant_activate,
    variant_add,
    variant_delete,
    variant_duplicate,
    variant_rename,
)
from coolsim.design.edits_liquid import assign_to_cdu, assign_to_loop, update_part
from coolsim.design.edits_objects import (
    KINDS,
    Kind,
    add,
    add_all,
    delete,
    find,
    items,
    kind_of,
    list_of,
    move,
    new_id,
    place,
    placed_ids,
    rotate,
    rotate_about_centre,
    update,
    update_each,
)
from coolsim.design.edits_plant import (
    add_rejection,
    delete_rejection,
    set_plant,
    update_rejection,
)
from coolsim.design.edits_power import (
    add_power_element,
    delete_power_element,
    update_power_element,
)
from coolsim.design.naming import name_in_row

__all__ = [
    "KINDS",
    "Kind",
    "add",
    "add_all",
    "add_feed",
    "add_power_element",
    "add_rejection",
    "assign_to_cdu",
    "assign_to_loop",
    "change_cabinets",
    "contain_aisle",
    "copy",
    "delete",
    "delete_feed",
    "delete_power_element",
    "delete_rejection",
    "duplicate",
    "find",
    "items",
    "kind_of",
    "list_of",
    "move",
    "name_in_row",
    "new_id",
    "next_name",
    "paste",
    "place",
    "placed_ids",
    "rotate",
    "rotate_about_centre",
    "set_cabinets",
    "set_hall",
    "set_plant",
    "set_power",
    "set_project",
    "set_settings",
    "set_site",
    "update",
    "update_each",
    "update_feed",
    "update_part",
    "update_power_element",
    "update_rejection",
    "variant_activate",
    "variant_add",
    "variant_delete",
    "variant_duplicate",
    "variant_rename",
]
