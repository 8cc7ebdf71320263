"""Edits of the power chain: transformers, UPSs, PDUs and busways between utility and feeds."""

from __future__ import annotations

from coolsim.design.edits_hall import set_power
from coolsim.design.edits_objects import (
    find,
    last_number,
    new_id,
    raise_marks,
    replaced,
    validated,
    with_variant,
)
from coolsim.design.integrity_power import power_without
from coolsim.design.models import Design, PowerElement, PowerElementKind
from coolsim.errors import EditError


def add_power_element(
    design: Design, kind: PowerElementKind, **fields: object
) -> tuple[Design, str]:
    """Add an element of the power chain; returns the new design and its id.

    Raises:
        EditError: If a value is out of range, or what supplies it is not there.
    """
    identifier = new_id(design, kind)
    element = validated(PowerElement, {**fields, "kind": kind, "id": identifier})
    elements = (*design.variant.power.elements, element)
    return set_power(design, elements=elements), identifier


def update_power_element(design: Design, identifier: str, **fields: object) -> Design:
    """Set fields of an element.

    Raises:
        EditError: If there is no such element, a value is out of range, or it would supply itself.
    """
    if fixed := {"id", "kind"} & fields.keys():
        raise EditError("Id and kind of an element cannot be changed.", where=min(fixed))
    _element(design, identifier)
    elements = tuple(
        replaced(element, fields) if element.id == identifier else element
        for element in design.variant.power.elements
    )
    return set_power(design, elements=elements)


def delete_power_element(design: Design, identifier: str) -> Design:
    """Remove an element; what it supplied hangs on what supplied it."""
    element = _element(design, identifier)
    power = power_without(design.variant.power, {identifier})
    variant = design.variant.model_copy(update={"power": power})
    kind = element.kind
    return raise_marks(with_variant(design, variant), {kind: last_number(design, kind)})


def _element(design: Design, identifier: str) -> PowerElement:
    found = find(design, identifier)
    if not isinstance(found, PowerElement):
        raise EditError(f"{identifier} is no element of the power chain.", where=identifier)
    return found
