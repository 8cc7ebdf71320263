"""Keys of the plan."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from ui.plan.gestures.nudge import ARROWS

if TYPE_CHECKING:
    from ui.plan.canvas import PlanCanvas
    from ui.plan.commands import PlanCommands

HEIGHT_STEP_M = 0.1
_PAN_PX = 60
_NONE = Qt.KeyboardModifier.NoModifier
_CTRL = Qt.KeyboardModifier.ControlModifier
_SHIFT = Qt.KeyboardModifier.ShiftModifier


class PlanKeys:
    """Hands each key to its command; says whether it knew the key."""

    def __init__(self, canvas: PlanCanvas, commands: PlanCommands) -> None:
        self._canvas = canvas
        self._session = canvas.session
        key = Qt.Key
        self._commands: dict[tuple[Qt.KeyboardModifier, Qt.Key], Callable[[], None]] = {
            (_NONE, key.Key_Escape): self._escape,
            (_NONE, key.Key_R): lambda: self._turn(commands, 90.0),
            (_SHIFT, key.Key_R): lambda: self._turn(commands, -90.0),
            (_NONE, key.Key_Delete): commands.delete,
            (_NONE, key.Key_Backspace): commands.delete,
            (_CTRL, key.Key_A): commands.select_all,
            (_CTRL, key.Key_C): commands.copy,
            (_CTRL, key.Key_X): commands.cut,
            (_CTRL, key.Key_V): lambda: commands.paste(canvas.last_scene_point),
            (_CTRL, key.Key_D): commands.duplicate,
            (_NONE, key.Key_G): commands.select_group,
            (_NONE, key.Key_F): canvas.fit,
            (_NONE, key.Key_K): lambda: self._session.set_tool("place:rack:"),
            (_NONE, key.Key_Plus): lambda: canvas.zoom(1.25),
            (_SHIFT, key.Key_Plus): lambda: canvas.zoom(1.25),
            (_NONE, key.Key_Minus): lambda: canvas.zoom(0.8),
            (_NONE, key.Key_PageUp): lambda: self._raise(HEIGHT_STEP_M),
            (_NONE, key.Key_PageDown): lambda: self._raise(-HEIGHT_STEP_M),
        }

    def press(self, event: QKeyEvent) -> bool:
        """A key goes down or repeats."""
        keys = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        key = Qt.Key(event.key())
        if key == Qt.Key.Key_Space:
            if not event.isAutoRepeat():
                self._canvas.hold_space(True)
            return True
        if key in ARROWS and keys in (_NONE, _SHIFT):
            self._arrow(key, keys == _SHIFT)
            return True
        command = self._commands.get((keys, key))
        if command is None:
            return False
        command()
        return True

    def release(self, event: QKeyEvent) -> bool:
        """A key goes up."""
        if event.isAutoRepeat():
            return False
        key = Qt.Key(event.key())
        if key == Qt.Key.Key_Space:
            self._canvas.hold_space(False)
            return True
        if key in ARROWS:
            self._canvas.nudge.finish()
            return True
        return False

    def _arrow(self, key: Qt.Key, fine: bool) -> None:
        """Move the selection; without one, the view."""
        if self._session.selection:
            self._canvas.nudge.press(key, fine)
        else:
            right, up = ARROWS[key]
            self._canvas.pan_pixels(-right * _PAN_PX, up * _PAN_PX)

    def _escape(self) -> None:
        """Back out one step: gesture, nudge, tool, selection."""
        if self._canvas.cancel_gesture() or self._canvas.nudge.cancel():
            return
        if self._session.tool != "select":
            self._session.set_tool("select")
        else:
            self._session.select(())

    def _turn(self, commands: PlanCommands, degrees: float) -> None:
        if self._canvas.tool is not None:
            self._canvas.tool.turn(degrees)
        else:
            commands.rotate(degrees)

    def _raise(self, step_m: float) -> None:
        """Move the heat map to the next multiple of the step."""
        height = self._session.slice_height_m + step_m
        self._session.set_slice_height(round(round(height / HEIGHT_STEP_M) * HEIGHT_STEP_M, 3))
