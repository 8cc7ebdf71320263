"""Moving the selection with the arrow keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from coolsim.design import edits
from coolsim.design.models import Design
from coolsim.errors import EditError
from ui.plan.commands import count_text

if TYPE_CHECKING:
    from ui.plan.canvas import PlanCanvas

STEP_M = 0.1
FINE_STEP_M = 0.01

ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, 1),
    Qt.Key.Key_Down: (0, -1),
}


class Nudge:
    """Holding an arrow key down previews; letting it go makes one undo step of the whole way."""

    def __init__(self, canvas: PlanCanvas) -> None:
        self._canvas = canvas
        self._session = canvas.session
        self._base: Design | None = None
        self._shown: Design | None = None
        self._way = (0, 0)

    def press(self, key: Qt.Key, fine: bool) -> None:
        """An arrow key goes down or repeats."""
        if self._base is None or self._session.design is not self._shown:
            self._base = self._shown = self._session.design
            self._ids = self._session.selection
            self._way = (0, 0)
        step = 1 if fine else round(STEP_M / FINE_STEP_M)
        way_x, way_y = ARROWS[key]
        self._way = (self._way[0] + way_x * step, self._way[1] + way_y * step)
        dx, dy = self._way[0] * FINE_STEP_M, self._way[1] * FINE_STEP_M
        try:
            self._session.preview(edits.move(self._base, self._ids, dx, dy))
        except EditError as error:
            self._session.message.emit(str(error), "warning")
        self._shown = self._session.design

    def finish(self) -> None:
        """The key goes up, or the plan loses the keyboard."""
        base, shown = self._base, self._shown
        self._base = self._shown = None
        if base is None or shown is None or self._session.design is not shown:
            return
        if self._way == (0, 0) or shown is base:
            self._session.preview(base)
        else:
            self._session.apply(f"Move {count_text(base, self._ids)}", shown)

    def cancel(self) -> bool:
        """Esc while the key is down; return whether there was something to take back."""
        base, shown = self._base, self._shown
        self._base = self._shown = None
        if base is None or self._session.design is not shown:
            return False
        self._session.preview(base)
        return True
