"""From a tool's name or a library entry to the fields of a new object."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from ui.plan.gestures.place import PlaceGesture
from ui.plan.items import ITEM_TYPES

if TYPE_CHECKING:
    from coolsim.design.edits import Kind
    from ui.plan.canvas import PlanCanvas


def fields_of(kind: str, catalogue_id: str) -> dict[str, object]:
    """Fields that make a new object of a kind use a catalogue entry."""
    if not catalogue_id:
        return {}
    if kind == "rack":
        return {"contents": ({"item": catalogue_id, "count": 1},)}
    if kind == "panel":
        return {"orientation": catalogue_id}
    return {"unit": catalogue_id} if kind in ("cooler", "cdu", "tile") else {}


def tool_gesture(canvas: PlanCanvas, tool: str) -> PlaceGesture | None:
    """The gesture of a tool named ``place:<kind>:<catalogue id>``; ``None`` for other tools."""
    verb, _, rest = tool.partition(":")
    kind, _, catalogue_id = rest.partition(":")
    if verb != "place" or kind not in ITEM_TYPES:
        return None
    given = getattr(canvas.session, "tool_fields", None)
    fields = given or fields_of(kind, catalogue_id)
    if kind == "rack":
        # a rack placed by hand is a real one, with the documented cabinet; files say it or not
        fields = {"cabinet": {}} | fields
    return PlaceGesture(canvas, cast("Kind", kind), fields)
