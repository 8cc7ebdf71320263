"""Placing new objects: by the place tool, or dropped from the library."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Qt

from coolsim.design import edits
from coolsim.errors import CoolSimError
from ui.plan.gestures.base import Gesture, Pointer
from ui.plan.items import ITEM_TYPES, LISTS, PlanItem
from ui.plan.snapping import Snapper

if TYPE_CHECKING:
    from ui.plan.canvas import PlanCanvas

_GHOST_OPACITY = 0.6
_WORDS: Mapping[str, str] = {"cdu": "CDU"}
"""What a kind is called where its name is no word."""
_NAMED = frozenset({"rack", "cooler"})
"""Kinds that get a name when placed."""


class PlaceGesture(Gesture):
    """Carries a ghost of the object under the mouse; each click places one.

    Args:
        canvas: The view.
        kind: Kind of object.
        fields: Fields of the new object beside its place.
    """

    cursor = Qt.CursorShape.CrossCursor

    def __init__(self, canvas: PlanCanvas, kind: edits.Kind, fields: Mapping[str, object]) -> None:
        super().__init__(canvas)
        self.kind = kind
        self._fields = dict(fields)
        self._ghost: PlanItem | None = None
        self._at = QPointF()
        self._snapper: Snapper | None = None
        self._snapper_of: object = None

    def hover(self, pointer: Pointer) -> None:
        """Carry the ghost along, snapped like a drag."""
        self._at = self._snapped(pointer)
        ghost = self._ghost or self._make_ghost()
        if ghost is not None:
            ghost.setPos(self._at)

    def press(self, pointer: Pointer) -> None:
        """Place one here and select it."""
        super().press(pointer)
        self.hover(pointer)
        self.place()

    def move(self, pointer: Pointer) -> None:
        """The button is still down: the ghost is already the next one."""
        self.hover(pointer)

    def place(self) -> str | None:
        """Add the object at the ghost's place; return its id."""
        try:
            design, object_id = edits.place(
                self.session.design, self.kind, self._at.x(), self._at.y(), **self._named_fields()
            )
        except CoolSimError as error:
            self.session.message.emit(str(error), "warning")
            return None
        self.session.apply(f"Place {_WORDS.get(self.kind, self.kind)}", design)
        self.session.select((object_id,))
        return object_id

    def _named_fields(self) -> dict[str, object]:
        """The fields with a name by the scheme of the row, where they bring none."""
        if self.kind not in _NAMED or "name" in self._fields:
            return self._fields
        heading = float(self._fields.get("heading_deg", 0.0))  # type: ignore[arg-type]
        name = edits.name_in_row(
            self.session.design.variant, self.kind, self._at.x(), self._at.y(), heading
        )
        return {**self._fields, "name": name}

    def turn(self, degrees: float) -> None:
        """Turn what will be placed."""
        heading = float(self._fields.get("heading_deg", 0.0))  # type: ignore[arg-type]
        self._fields["heading_deg"] = (heading + degrees) % 360.0
        self.clear()
        self._make_ghost()

    def clear(self) -> None:
        """Take the ghost away."""
        self.canvas.show_guides(())
        if self._ghost is not None:
            self.canvas.plan_scene.removeItem(self._ghost)
            self._ghost = None

    def cancel(self) -> None:
        """Put nothing down."""
        self.clear()

    def _make_ghost(self) -> PlanItem | None:
        """An item of what would be placed; made by the edit itself, so that it looks the same."""
        try:
            design, object_id = edits.place(
                self.session.design, self.kind, self._at.x(), self._at.y(), **self._fields
            )
        except CoolSimError as error:
            self.session.message.emit(str(error), "warning")
            return None
        record = next(r for r in getattr(design.variant, LISTS[self.kind]) if r.id == object_id)
        ghost = ITEM_TYPES[self.kind](
            record.model_copy(update={"name": " "}), self.canvas.plan_style
        )
        ghost.setOpacity(_GHOST_OPACITY)
        ghost.setEnabled(False)
        ghost.setZValue(60.0)
        self.canvas.plan_scene.addItem(ghost)
        self._ghost = ghost
        return ghost

    def _snapped(self, pointer: Pointer) -> QPointF:
        at = pointer.scene
        if self._ghost is None:
            self._at = at
            self._make_ghost()
        if self._ghost is None or pointer.holds(Qt.KeyboardModifier.AltModifier):
            self.canvas.show_guides(())
            return at
        scene = self.canvas.plan_scene
        if self._snapper_of is not self.session.design:
            self._snapper_of = self.session.design
            self._snapper = Snapper(scene.footprints(), scene.hall, self.canvas.snap_m)
        assert self._snapper is not None
        snapped = self._snapper.snap(self._ghost.box, at.x(), at.y(), self.canvas.plan_style.scale)
        self.canvas.show_guides(snapped.guides)
        return QPointF(snapped.dx_m, snapped.dy_m)
