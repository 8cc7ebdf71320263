"""All edits of a design in one place: pure functions, each from a design to a new one.

A wrong edit raises :class:`~coolsim.errors.EditError` and leaves nothing behind. All act on the
active variant.
"""

from __future__ import annotations

from coolsim.design.aisle_finding import aisle_at
from coolsim.design.aisles import contain_aisle
from coolsim.design.edits_arrange import Axis, Edge, Spacing, align, distribute, mirror
from coolsim.design.edits_arrays import Row, array, default_of, place_row, row_places
from coolsim.design.edits_background import (
    remove_background,
    scale_background,
    set_background,
    turn_background,
)
from coolsim.design.edits_cabinets import change_cabinets, set_cabinets
from coolsim.design.edits_copies import copy, duplicate, next_name, paste
from coolsim.design.edits_groups import (
    contain,
    group,
    holders,
    make_aisle,
    make_all_aisles,
    racks_of,
    ungroup,
)
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
from coolsim.design.edits_names import Order, renumber, rows_of
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
    update_plant_part,
    update_rejection,
    update_rejection_part,
)
from coolsim.design.edits_power import (
    add_power_element,
    delete_power_element,
    update_power_element,
)
from coolsim.design.edits_scenarios import (
    scenario_add,
    scenario_delete,
    scenario_rename,
    scenario_switch,
)
from coolsim.design.edits_slots import (
    blank_gaps,
    change_slot,
    copy_slots,
    drawn_by_unit,
    mount,
    remount,
    unmount,
)
from coolsim.design.naming import name_in_row

__all__ = [
    "KINDS",
    "Axis",
    "Edge",
    "Kind",
    "Order",
    "Row",
    "Spacing",
    "add",
    "add_all",
    "add_feed",
    "add_power_element",
    "add_rejection",
    "aisle_at",
    "align",
    "array",
    "assign_to_cdu",
    "assign_to_loop",
    "blank_gaps",
    "change_cabinets",
    "change_slot",
    "contain",
    "contain_aisle",
    "copy",
    "copy_slots",
    "default_of",
    "delete",
    "delete_feed",
    "delete_power_element",
    "delete_rejection",
    "distribute",
    "drawn_by_unit",
    "duplicate",
    "find",
    "group",
    "holders",
    "items",
    "kind_of",
    "list_of",
    "make_aisle",
    "make_all_aisles",
    "mirror",
    "mount",
    "move",
    "name_in_row",
    "new_id",
    "next_name",
    "paste",
    "place",
    "place_row",
    "placed_ids",
    "racks_of",
    "remount",
    "remove_background",
    "renumber",
    "rotate",
    "rotate_about_centre",
    "row_places",
    "rows_of",
    "scale_background",
    "scenario_add",
    "scenario_delete",
    "scenario_rename",
    "scenario_switch",
    "set_background",
    "set_cabinets",
    "set_hall",
    "set_plant",
    "set_power",
    "set_project",
    "set_settings",
    "set_site",
    "turn_background",
    "ungroup",
    "unmount",
    "update",
    "update_each",
    "update_feed",
    "update_part",
    "update_plant_part",
    "update_power_element",
    "update_rejection",
    "update_rejection_part",
    "variant_activate",
    "variant_add",
    "variant_delete",
    "variant_duplicate",
    "variant_rename",
]
