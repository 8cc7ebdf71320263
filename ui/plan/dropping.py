"""Dropping objects of the library onto the plan."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QDropEvent

from ui.library_items import ITEM_MIME
from ui.plan.gestures.place import PlaceGesture
from ui.plan.gestures.template import TemplateGesture
from ui.plan.items import ITEM_TYPES

if TYPE_CHECKING:
    from ui.plan.canvas import PlanCanvas


class DropTarget:
    """Reads ``{"kind": ..., "fields": {...}}`` and carries it like the place tool does."""

    def __init__(self, canvas: PlanCanvas) -> None:
        self._canvas = canvas
        self._gesture: PlaceGesture | TemplateGesture | None = None

    def enter(self, event: QDropEvent) -> None:
        """Something is dragged in; anything but a library object is refused."""
        item = _item_of(event)
        if item is None:
            event.ignore()
            return
        if item["kind"] == "template":
            self._gesture = TemplateGesture(self._canvas, str(item["fields"].get("text", "")))
        else:
            self._gesture = PlaceGesture(self._canvas, item["kind"], item["fields"])
        self._hover(event)
        event.acceptProposedAction()

    def move(self, event: QDropEvent) -> None:
        """Show where it would land."""
        if self._gesture is None:
            event.ignore()
            return
        self._hover(event)
        event.acceptProposedAction()

    def leave(self) -> None:
        """It is dragged out again."""
        if self._gesture is not None:
            self._gesture.clear()
            self._gesture = None

    def drop(self, event: QDropEvent) -> None:
        """Place it once and go on with the selection tool."""
        if self._gesture is None:
            event.ignore()
            return
        gesture = self._gesture
        self._hover(event)
        gesture.place()
        self.leave()
        self._canvas.setFocus(Qt.FocusReason.MouseFocusReason)
        event.acceptProposedAction()

    def _hover(self, event: QDropEvent) -> None:
        assert self._gesture is not None
        self._gesture.hover(self._canvas.pointer(event.position(), event.modifiers()))


def _item_of(event: QDropEvent) -> dict[str, Any] | None:
    data = event.mimeData()
    if not data.hasFormat(ITEM_MIME):
        return None
    try:
        item = json.loads(bytes(data.data(ITEM_MIME).data()))
    except ValueError:
        return None
    if not isinstance(item, dict) or item.get("kind") not in (*ITEM_TYPES, "template"):
        return None
    fields = item.get("fields", {})
    return {"kind": item["kind"], "fields": fields} if isinstance(fields, dict) else None
