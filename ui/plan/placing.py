"""From a tool's name or a library entry to the fields of a new object."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, cast

from ui.plan.gestures.base import ToolGesture
from ui.plan.gestures.measure import (
    DimensionGesture,
    MeasureGesture,
    NoteGesture,
    TwoPointGesture,
)
from ui.plan.gestures.place import PlaceGesture
from ui.plan.gestures.template import TemplateGesture
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


def tool_gesture(canvas: PlanCanvas, tool: str) -> ToolGesture | None:
    """The gesture of a tool, such as ``place:<kind>:<catalogue id>``; ``None`` for selecting."""
    if tool in _TOOLS:
        return _TOOLS[tool](canvas)
    verb, _, rest = tool.partition(":")
    given = getattr(canvas.session, "tool_fields", None)
    if verb == "template" and given:
        return TemplateGesture(canvas, str(given["text"]))
    kind, _, catalogue_id = rest.partition(":")
    if verb != "place" or kind not in ITEM_TYPES:
        return None
    fields = given or fields_of(kind, catalogue_id)
    if kind == "rack":
        # a rack placed by hand is a real one, with the documented cabinet; files say it or not
        fields = {"cabinet": {}} | fields
    if kind == "sensor":
        fields = {"z_m": canvas.session.slice_height_m} | fields  # where the map shows the air
    return PlaceGesture(canvas, cast("Kind", kind), fields)


_TOOLS: dict[str, Callable[[PlanCanvas], ToolGesture]] = {
    "measure": MeasureGesture,
    "dimension": DimensionGesture,
    "note": NoteGesture,
    "scale_background": TwoPointGesture,
}
