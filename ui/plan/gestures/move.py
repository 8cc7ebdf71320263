"""Clicking and dragging objects."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt

from coolsim.design import edits
from coolsim.design.models import Design
from coolsim.errors import EditError
from ui.plan.commands import count_text
from ui.plan.gestures.base import Gesture, Pointer
from ui.plan.items import PlanItem
from ui.plan.snapping import Snapped, Snapper

if TYPE_CHECKING:
    from ui.plan.canvas import PlanCanvas


class MoveGesture(Gesture):
    """Starts on an object: a click selects, a drag moves the selection.

    While it runs the session previews; the release makes one undo step. Alt leaves the snapping
    out, Shift keeps to one axis.
    """

    def __init__(self, canvas: PlanCanvas, item: PlanItem) -> None:
        super().__init__(canvas)
        self._grabbed: str = item.record.id
        self._moving: frozenset[str] = frozenset()
        self._base: Design | None = None
        self._shown: Design | None = None

    # -- click ---------------------------------------------------------------------------------

    def press(self, pointer: Pointer) -> None:
        """Select what is grabbed, unless it already is."""
        super().press(pointer)
        ids = (self._grabbed,)
        self._was_selected = self._grabbed in self.session.selection
        if pointer.holds(Qt.KeyboardModifier.ShiftModifier):
            self.session.select(ids, "add")
        elif not self._was_selected and not pointer.holds(Qt.KeyboardModifier.ControlModifier):
            self.session.select(ids)

    def _click(self, pointer: Pointer) -> None:
        if pointer.holds(Qt.KeyboardModifier.ControlModifier):
            self.session.select((self._grabbed,), "toggle")
        elif self._was_selected and not pointer.holds(Qt.KeyboardModifier.ShiftModifier):
            # A click inside a larger selection, without a drag, leaves only what was clicked.
            self.session.select((self._grabbed,))

    # -- drag ----------------------------------------------------------------------------------

    def move(self, pointer: Pointer) -> None:
        """Show the selection at its new place."""
        if self._base is None:
            if not self.has_left_start(pointer):
                return
            self._begin()
        base = self._base
        assert base is not None
        if self.session.design is not self._shown:
            # Something else has changed the design under the mouse: its word is the last.
            self.canvas.drop_gesture()
            return
        shift = self._shift(pointer)
        self.canvas.show_guides(shift.guides)
        try:
            moved = edits.move(base, self._moving, shift.dx_m, shift.dy_m)
        except EditError as error:
            self.session.message.emit(str(error), "warning")
            return
        self.session.preview(moved if shift.dx_m or shift.dy_m else base)
        self._shown = self.session.design

    def _begin(self) -> None:
        if self._grabbed not in self.session.selection:
            self.session.select((self._grabbed,), "add")
        self._moving = self.session.selection
        self._base = self._shown = self.session.design
        scene = self.canvas.plan_scene
        self._box: QRectF = scene.bounds_of(self._moving)
        self._snapper = Snapper(scene.footprints(self._moving), scene.hall, self.canvas.snap_m)

    def _shift(self, pointer: Pointer) -> Snapped:
        delta = pointer.scene - self.start.scene
        dx, dy = delta.x(), delta.y()
        only_x = only_y = False
        if pointer.holds(Qt.KeyboardModifier.ShiftModifier):
            only_x, only_y = abs(dx) >= abs(dy), abs(dx) < abs(dy)
        dx, dy = (0.0 if only_y else dx), (0.0 if only_x else dy)
        if pointer.holds(Qt.KeyboardModifier.AltModifier):
            return Snapped(dx, dy)
        snapped = self._snapper.snap(self._box, dx, dy, self.canvas.plan_style.scale)
        return Snapped(
            0.0 if only_y else snapped.dx_m,
            0.0 if only_x else snapped.dy_m,
            tuple(g for g in snapped.guides if not (only_x if g.axis == "y" else only_y)),
        )

    def release(self, pointer: Pointer) -> None:
        """Keep what is shown, as one undo step; a drag back to the start makes none."""
        self.canvas.show_guides(())
        if self._base is None:
            self._click(pointer)
            return
        if self._shown is self._base or self._shown is None:
            self.session.preview(self._base)
        else:
            label = f"Move {count_text(self._base, self._moving)}"
            self.session.apply(label, self._shown)

    def cancel(self) -> None:
        """Put everything back."""
        self.canvas.show_guides(())
        if self._base is not None and self.session.design is self._shown:
            self.session.preview(self._base)
