"""A button with a menu of things to tick, that stays open while they are ticked."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QMenu, QToolButton, QWidget


@dataclass(frozen=True, slots=True)
class Tick:
    """A thing to tick: its key, its words, the submenu it stands in ("" for none)."""

    key: str
    text: str
    group: str = ""


class _StayingMenu(QMenu):
    """Ticks by mouse and by Space without closing; Enter and Esc close."""

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        action = self.activeAction()
        if action is not None and action.isCheckable() and action.isEnabled():
            action.trigger()
            event.accept()
            return
        super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        action = self.activeAction()
        if event.key() == Qt.Key.Key_Space and action is not None and action.isCheckable():
            action.trigger()
            return
        super().keyPressEvent(event)


class TickButton(QToolButton):
    """Shows its word with how many are ticked; what there is to tick is asked when it opens.

    Args:
        word: What is ticked.
        name: Accessible name.
        ticks: What there is.
        chosen: Keys that are ticked.
        toggled: Called with a key and whether it is wanted.
        parent: Qt parent.
    """

    def __init__(
        self,
        word: str,
        name: str,
        ticks: Callable[[], Iterable[Tick]],
        chosen: Callable[[], Iterable[str]],
        toggled: Callable[[str, bool], None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._word, self._ticks, self._chosen, self._toggled = word, ticks, chosen, toggled
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(name)
        self.ticks = _StayingMenu(self)
        self.ticks.aboutToShow.connect(self._fill)
        self.setMenu(self.ticks)
        self.refresh()

    def refresh(self) -> None:
        """Show how many are ticked."""
        # room for the arrow of the menu
        self.setText(f"{self._word} ({len(tuple(self._chosen()))})   ")

    def _fill(self) -> None:
        for menu in self.ticks.findChildren(QMenu):
            menu.deleteLater()
        self.ticks.clear()
        groups: dict[str, QMenu] = {}
        chosen = set(self._chosen())
        for tick in self._ticks():
            menu: QMenu = self.ticks
            if tick.group:
                if tick.group not in groups:
                    groups[tick.group] = _StayingMenu(tick.group, self.ticks)
                    self.ticks.addMenu(groups[tick.group])
                menu = groups[tick.group]
            action = menu.addAction(tick.text.replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(tick.key in chosen)
            action.toggled.connect(lambda wanted, key=tick.key: self._take(key, wanted))

    def _take(self, key: str, wanted: bool) -> None:
        self._toggled(key, wanted)
        self.refresh()
