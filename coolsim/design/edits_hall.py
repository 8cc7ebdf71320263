"""Edits of what is not an object on the plan: project, site, hall, settings, feeds, variants."""

from __future__ import annotations

from coolsim.design import integrity
from coolsim.design.edits_objects import (
    check_references,
    find,
    last_number,
    new_id,
    raise_marks,
    replaced,
    validated,
    with_variant,
)
from coolsim.design.models import Design, Feed, Variant
from coolsim.design.power import POWER_ELEMENT_KINDS
from coolsim.errors import EditError


def set_project(design: Design, **fields: object) -> Design:
    """Set fields of the project text."""
    project = replaced(design.project, fields)
    return design if project is design.project else design.model_copy(update={"project": project})


def set_site(design: Design, **fields: object) -> Design:
    """Set fields of the site."""
    return _set_part(design, "site", fields)


def set_hall(design: Design, **fields: object) -> Design:
    """Set fields of the hall; objects stay where they are, even if it shrinks."""
    return _set_part(design, "hall", fields)


def set_settings(design: Design, **fields: object) -> Design:
    """Set how the variant is solved and judged."""
    return _set_part(design, "settings", fields)


def set_power(design: Design, **fields: object) -> Design:
    """Set caps, or all feeds or elements at once.

    Raises:
        EditError: If a reference would lead nowhere or round, or an id appears twice.
    """
    changed = _set_part(design, "power", fields)
    check_references(changed.variant)
    return _remember_feeds(design, changed)


def add_feed(design: Design, **fields: object) -> tuple[Design, str]:
    """Add a feed; returns the new design and the feed's id."""
    identifier = new_id(design, "feed")
    feed = validated(Feed, {**fields, "id": identifier})
    power = design.variant.power
    changed = _set_part(design, "power", {"feeds": (*power.feeds, feed)})
    check_references(changed.variant)
    return _remember_feeds(design, changed), identifier


def update_feed(design: Design, identifier: str, **fields: object) -> Design:
    """Set fields of a feed.

    Raises:
        EditError: If there is no such feed, or a value is out of range.
    """
    if "id" in fields:
        raise EditError("An id is permanent and cannot be changed.", where="id")
    _feed(design, identifier)
    feeds = tuple(
        replaced(feed, fields) if feed.id == identifier else feed
        for feed in design.variant.power.feeds
    )
    changed = _set_part(design, "power", {"feeds": feeds})
    check_references(changed.variant)
    return changed


def delete_feed(design: Design, identifier: str) -> Design:
    """Remove a feed; its racks are left without one."""
    _feed(design, identifier)
    feeds = tuple(feed for feed in design.variant.power.feeds if feed.id != identifier)
    changed = _set_part(design, "power", {"feeds": feeds})
    variant = integrity.without_references(changed.variant, {identifier})
    return _remember_feeds(design, with_variant(changed, variant))


def variant_add(design: Design, name: str = "") -> tuple[Design, str]:
    """Add an empty variant with the active one's site, hall, power and settings; activate it."""
    base = design.variant
    identifier = new_id(design, "variant")
    variant = Variant(
        id=identifier, site=base.site, hall=base.hall, power=base.power, settings=base.settings
    )
    return _append(design, replaced(variant, {"name": name}))


def variant_duplicate(design: Design, identifier: str, name: str = "") -> tuple[Design, str]:
    """Copy a variant and activate the copy; objects keep their ids, so that both compare."""
    original = _variant(design, identifier)
    fields = {"id": new_id(design, "variant"), "name": name or f"{original.label[:190]} copy"}
    return _append(design, replaced(original, fields))


def variant_rename(design: Design, identifier: str, name: str) -> Design:
    """Give a variant another name."""
    return with_variant(design, replaced(_variant(design, identifier), {"name": name}))


def variant_delete(design: Design, identifier: str) -> Design:
    """Remove a variant; if it was active, the first of the others becomes so.

    Raises:
        EditError: If there is no such variant, or it is the only one.
    """
    _variant(design, identifier)
    kept = tuple(variant for variant in design.variants if variant.id != identifier)
    if not kept:
        raise EditError(
            "The only variant cannot be deleted.",
            where=identifier,
            remedy="Add another one first.",
        )
    active = kept[0].id if identifier == design.active_variant else design.active_variant
    prefixes = {i.rpartition("-")[0] for i in _all_ids(design)}
    marked = raise_marks(design, {prefix: last_number(design, prefix) for prefix in prefixes})
    return marked.model_copy(update={"variants": kept, "active_variant": active})


def variant_activate(design: Design, identifier: str) -> Design:
    """Make a variant the active one."""
    _variant(design, identifier)
    if identifier == design.active_variant:
        return design
    return design.model_copy(update={"active_variant": identifier})


def variant_move(design: Design, identifier: str, by: int) -> Design:
    """Move a variant in the order of the file; it stops at either end."""
    moved = _variant(design, identifier)
    others = [variant for variant in design.variants if variant is not moved]
    now = next(n for n, variant in enumerate(design.variants) if variant is moved)
    at = min(max(now + by, 0), len(others))
    order = (*others[:at], moved, *others[at:])
    same = all(one is other for one, other in zip(order, design.variants, strict=True))
    return design if same else design.model_copy(update={"variants": order})


def _set_part(design: Design, part: str, fields: dict[str, object]) -> Design:
    """Set fields of one of the active variant's single records."""
    old = getattr(design.variant, part)
    new = replaced(old, fields)
    if new is old:
        return design
    return with_variant(design, design.variant.model_copy(update={part: new}))


def _remember_feeds(before: Design, after: Design) -> Design:
    """The design after an edit of the power chain, with no number of its ids forgotten."""
    marks = {
        prefix: max(last_number(before, prefix), last_number(after, prefix))
        for prefix in ("feed", *POWER_ELEMENT_KINDS)
    }
    marks = {prefix: highest for prefix, highest in marks.items() if highest}
    return raise_marks(after, marks) if marks else after


def _append(design: Design, variant: Variant) -> tuple[Design, str]:
    number = int(variant.id.rpartition("-")[2])
    marked = raise_marks(design, {"variant": number})
    fields = {"variants": (*design.variants, variant), "active_variant": variant.id}
    return marked.model_copy(update=fields), variant.id


def _variant(design: Design, identifier: str) -> Variant:
    for variant in design.variants:
        if variant.id == identifier:
            return variant
    raise EditError(f"There is no variant {identifier!r}.", where=identifier)


def _feed(design: Design, identifier: str) -> Feed:
    found = find(design, identifier)
    if not isinstance(found, Feed):
        raise EditError(f"{identifier} is not a feed.", where=identifier)
    return found


def _all_ids(design: Design) -> set[str]:
    return {variant.id for variant in design.variants} | {
        item.id for variant in design.variants for item in integrity.all_items(variant)
    }
