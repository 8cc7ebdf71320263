"""Edits of saved views; they belong to the file, whichever variant is active."""

from __future__ import annotations

from coolsim.design.edits_objects import raise_marks, replaced, validated
from coolsim.design.models import Design
from coolsim.design.views import SavedView
from coolsim.errors import EditError

_KIND = "view"


def view_add(design: Design, **fields: object) -> tuple[Design, str]:
    """Save a view; without a name it gets the next number, "View 3".

    Raises:
        EditError: A field is unknown or out of range.
    """
    number = 1 + max(
        [design.last_numbers.get(_KIND, 0), *(int(each.id[5:]) for each in design.views)]
    )
    identifier = f"{_KIND}-{number:04d}"
    named = {"id": identifier, "name": f"View {number}", **fields}
    view = validated(SavedView, named)
    marked = raise_marks(design, {_KIND: number})
    return marked.model_copy(update={"views": (*design.views, view)}), identifier


def view_update(design: Design, identifier: str, **fields: object) -> Design:
    """Set fields of a view: another name, or all that is in sight now.

    Raises:
        EditError: There is no such view, or a field is unknown or out of range.
    """
    if "id" in fields:
        raise EditError("The id of a view is permanent.", where=identifier)
    found = _view(design, identifier)
    changed = replaced(found, dict(fields))
    views = tuple(changed if each is found else each for each in design.views)
    return design if changed is found else design.model_copy(update={"views": views})


def view_delete(design: Design, identifier: str) -> Design:
    """Take a view away.

    Raises:
        EditError: There is no such view.
    """
    found = _view(design, identifier)
    views = tuple(each for each in design.views if each is not found)
    return design.model_copy(update={"views": views})


def _view(design: Design, identifier: str) -> SavedView:
    for view in design.views:
        if view.id == identifier:
            return view
    raise EditError(f"There is no view {identifier!r}.", where=identifier)
