"""Edits of the plant: heat rejections, and the site's outdoor air, load and prices."""

from __future__ import annotations

from coolsim.design import integrity
from coolsim.design.edits_objects import (
    find,
    last_number,
    new_id,
    raise_marks,
    replaced,
    validated,
    with_variant,
)
from coolsim.design.models import Design, HeatRejection
from coolsim.errors import EditError

PREFIX = "rejection"
"""Of the ids of heat rejections."""


def add_rejection(design: Design, **fields: object) -> tuple[Design, str]:
    """Add a heat rejection; returns the new design and its id.

    Raises:
        EditError: If a value is out of range, or it serves what is not there.
    """
    identifier = new_id(design, PREFIX)
    item = validated(HeatRejection, {**fields, "id": identifier})
    rejections = (*design.variant.plant.rejections, item)
    return set_plant(design, rejections=rejections), identifier


def update_rejection(design: Design, identifier: str, **fields: object) -> Design:
    """Set fields of a heat rejection.

    Raises:
        EditError: If there is none of that id, or a value is out of range.
    """
    if "id" in fields:
        raise EditError("An id is permanent and cannot be changed.", where="id")
    _rejection(design, identifier)
    rejections = tuple(
        replaced(item, fields) if item.id == identifier else item
        for item in design.variant.plant.rejections
    )
    return set_plant(design, rejections=rejections)


def update_rejection_part(design: Design, identifier: str, part: str, **fields: object) -> Design:
    """Set fields of a part of a heat rejection: tower, dry coolers, economiser, pumps.

    The rest of the part stays as it is; one the rejection has not is made.

    Raises:
        EditError: There is none of that id, or a value is out of range.
    """
    now = getattr(_rejection(design, identifier), part)
    kept = {} if now is None else now.model_dump()
    return update_rejection(design, identifier, **{part: {**kept, **fields}})


def update_plant_part(design: Design, part: str, **fields: object) -> Design:
    """Set fields of a part of the plant: reset, storage, reuse, utilisation, tariff, footprint.

    Raises:
        EditError: If a value is out of range, or missing in a part that is made.
    """
    now = getattr(design.variant.plant, part)
    kept = {} if now is None else now.model_dump()
    return set_plant(design, **{part: {**kept, **fields}})


def delete_rejection(design: Design, identifier: str) -> Design:
    """Remove a heat rejection; storage and heat reuse that named it name none."""
    _rejection(design, identifier)
    plant = design.variant.plant
    kept = tuple(item for item in plant.rejections if item.id != identifier)
    variant = design.variant.model_copy(
        update={"plant": plant.model_copy(update={"rejections": kept})}
    )
    changed = with_variant(design, integrity.without_references(variant, {identifier}))
    return raise_marks(changed, {PREFIX: last_number(design, PREFIX)})


def set_plant(design: Design, **fields: object) -> Design:
    """Set fields of the plant: rejections, reset, storage, reuse, utilisation, tariff, footprint.

    Raises:
        EditError: If a value is out of range, or a reference leads nowhere.
    """
    old = design.variant.plant
    new = replaced(old, fields)
    if new is old:
        return design
    variant = design.variant.model_copy(update={"plant": new})
    broken = next(integrity.variant_problems(variant, "variant"), None)
    if broken is not None:
        raise EditError(f"{broken.message}.", where=broken.path)
    highest = max(
        last_number(design, PREFIX),
        *(int(item.id.rpartition("-")[2]) for item in new.rejections),
        0,
    )
    changed = with_variant(design, variant)
    return raise_marks(changed, {PREFIX: highest}) if highest else changed


def _rejection(design: Design, identifier: str) -> HeatRejection:
    found = find(design, identifier)
    if not isinstance(found, HeatRejection):
        raise EditError(f"{identifier} is no heat rejection.", where=identifier)
    return found
