"""Placing new objects: one by a click, a row by a drag, or dropped from the library."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter

from coolsim.design import edits
from coolsim.errors import CoolSimError
from ui.plan.gestures.base import Pointer, ToolGesture
from ui.plan.items import ITEM_TYPES, LISTS, PlanItem
from ui.plan.row_drag import RowDrag, paint_row
from ui.plan.snapping import Snapper

if TYPE_CHECKING:
    from ui.plan.canvas import PlanCanvas

_GHOST_OPACITY = 0.6
_WORDS: Mapping[str, str] = {"cdu": "CDU"}
"""What a kind is called where its name is no word."""
_NAMED = frozenset({"rack", "cooler", "sensor"})
"""Kinds that get a name when placed."""


class PlaceGesture(ToolGesture):
    """Carries a ghost of the object under the mouse; a click places one, a drag a row of them.

    Args:
        canvas: The view.
        kind: Kind of object.
        fields: Fields of the new object beside its place.
    """

    def __init__(self, canvas: PlanCanvas, kind: edits.Kind, fields: Mapping[str, object]) -> None:
        super().__init__(canvas)
        self.kind = kind
        self._fields = dict(fields)
        self._ghost: PlanItem | None = None
        self._at = QPointF()
        self._snapper: Snapper | None = None
        self._snapper_of: object = None
        self._drag: RowDrag | None = None

    @property
    def at(self) -> QPointF:
        """Where the ghost is [m]."""
        return self._at

    @property
    def pitch_m(self) -> float:
        """Distance from one object of a row to the next where none was given: side by side."""
        return self._size("width_m")

    def hover(self, pointer: Pointer) -> None:
        """Carry the ghost along, snapped like a drag."""
        self._at = self._snapped(pointer)
        ghost = self._ghost or self._make_ghost()
        if ghost is not None:
            ghost.setPos(self._at)

    def press(self, pointer: Pointer) -> None:
        """The first object of what may become a row."""
        super().press(pointer)
        self.hover(pointer)
        self._drag = None

    def move(self, pointer: Pointer) -> None:
        """Draw the row out; it runs along x or y."""
        if self._drag is None and not self.has_left_start(pointer):
            return
        options = self.canvas.row_options
        self._drag = RowDrag.along(
            self._at, pointer.scene - self.start.scene, self._heading(),
            options.pitch_m or self._size("width_m"), self._aisle_m,
        )  # fmt: skip
        self.canvas.show_guides(())
        self.canvas.viewport().update()

    def release(self, pointer: Pointer) -> None:
        """Place the object, or the row."""
        drag, self._drag = self._drag, None
        if drag is None or (drag.row.count == 1 and not drag.row.aisle_m):
            self.place()
        else:
            self.place_row(drag.row, drag.heading_deg)
        self.canvas.viewport().update()

    def paint(self, painter: QPainter) -> None:
        """The row as it would stand, with its count and pitch."""
        if self._drag is not None:
            size = (self._size("depth_m"), self._size("width_m"))
            paint_row(painter, self.canvas.plan_style, self._drag, size)

    def place_row(self, row: edits.Row, heading_deg: float) -> tuple[str, ...]:
        """Add a row of the object, or two across an aisle; return the ids."""
        fields = {**self._fields, "heading_deg": heading_deg}
        try:
            design, ids = edits.place_row(self.session.design, self.kind, row, fields)
        except CoolSimError as error:
            self.session.message.emit(str(error), "warning")
            return ()
        word = _WORDS.get(self.kind, self.kind)
        self.session.apply(f"Place row of {len(ids)} {word}s", design)
        self.session.select(ids)
        return ids

    def place_at(self, x_m: float, y_m: float, count: int) -> None:
        """Place one object, or a row of them, at exact numbers."""
        self._at = QPointF(x_m, y_m)
        options = self.canvas.row_options
        if count == 1 and not self._aisle_m:
            self.place()
            return
        along = 0.0 if round(self._heading() / 90.0) % 2 else 90.0
        pitch_m = options.pitch_m or self._size("width_m")
        row = edits.Row(x_m, y_m, along, pitch_m, count, self._aisle_m)
        self.place_row(row, self._heading())

    @property
    def has_aisle(self) -> bool:
        """Whether rows of it can face each other."""
        return self.kind == "rack"

    @property
    def _aisle_m(self) -> float:
        return self.canvas.row_options.aisle_m if self.has_aisle else 0.0

    def _heading(self) -> float:
        return float(self._fields.get("heading_deg", 0.0))  # type: ignore[arg-type]

    def _size(self, name: str) -> float:
        given = self._fields.get(name, edits.default_of(self.kind, name))
        return float(given)  # type: ignore[arg-type]

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
        self._drag = None
        self.clear()
        self.canvas.viewport().update()

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
