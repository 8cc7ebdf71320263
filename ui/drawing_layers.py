"""Which kinds of objects are shown on the plan, and which can be taken hold of."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

LAYERS: tuple[tuple[str, str], ...] = (
    ("rack", "Racks"),
    ("cooler", "Coolers"),
    ("cdu", "CDUs"),
    ("tile", "Tiles"),
    ("panel", "Containment"),
    ("obstruction", "Obstructions"),
    ("aisle", "Aisles"),
    ("dimension", "Dimensions"),
    ("note", "Notes"),
    ("sensor", "Sensors"),
    ("background", "Background"),
)
"""Layers and their words, from the most to the least drawn."""


class DrawingLayers(QObject):
    """A choice of the view: nothing of it is saved in the design, and hidden objects still count.

    Signals:
        changed: Another layer is shown, hidden, locked or free.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._hidden: frozenset[str] = frozenset()
        self._locked: frozenset[str] = frozenset()

    @property
    def hidden(self) -> frozenset[str]:
        """Keys of the layers that are not shown."""
        return self._hidden

    @property
    def locked(self) -> frozenset[str]:
        """Keys of the layers that clicks and rubber bands pass through."""
        return self._locked

    def is_free(self, key: str) -> bool:
        """Whether objects of a layer can be taken hold of."""
        return key not in self._hidden and key not in self._locked

    def set_shown(self, key: str, shown: bool) -> None:
        """Show or hide a layer."""
        self._take(self._hidden - {key} if shown else self._hidden | {key}, self._locked)

    def set_locked(self, key: str, locked: bool) -> None:
        """Lock or free a layer."""
        self._take(self._hidden, self._locked | {key} if locked else self._locked - {key})

    def reset(self) -> None:
        """Show everything, lock nothing."""
        self._take(frozenset(), frozenset())

    def _take(self, hidden: frozenset[str], locked: frozenset[str]) -> None:
        if (hidden, locked) != (self._hidden, self._locked):
            self._hidden, self._locked = hidden, locked
            self.changed.emit()
