"""The command palette: type a few letters of any command and run it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QLabel,
    QLineEdit,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ui.command_table import COMMANDS, Command

_KEY = Qt.ItemDataRole.UserRole
_MOVES = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)


class CommandPalette(QDialog):
    """Lists the commands that fit what is typed, best first; Enter runs one.

    Args:
        action_of: The action of a command's key.
        recent: Keys of commands run lately, latest first; they come first while nothing is typed.
        parent: The window.
    """

    def __init__(
        self, action_of: Callable[[str], QAction], recent: Sequence[str], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("Commands")
        self.chosen = ""
        self._action_of = action_of
        self._recent = list(recent)
        self.search = QLineEdit()
        self.search.setPlaceholderText("Type a command, such as align or contain")
        self.search.setAccessibleName("Search commands")
        self.search.textChanged.connect(self._fill)
        self.search.installEventFilter(self)
        self.list = QTreeWidget()
        self.list.setAccessibleName("Commands that fit")
        self.list.setColumnCount(3)
        self.list.setHeaderHidden(True)
        self.list.setRootIsDecorated(False)
        self.list.setUniformRowHeights(True)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.itemClicked.connect(self._run)
        self.list.currentItemChanged.connect(lambda row, _: self._explain(row))
        self.tip = QLabel()
        self.tip.setProperty("role", "muted")
        self.tip.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 10, 10, 10)
        for part in (self.search, self.list, self.tip):
            column.addWidget(part)
        self._fill("")
        width = self.fontMetrics().averageCharWidth() * 82
        self.resize(min(width, parent.width() - 40), min(440, parent.height() - 80))
        middle = parent.mapToGlobal(parent.rect().center())
        self.move(
            middle.x() - self.width() // 2, parent.mapToGlobal(parent.rect().topLeft()).y() + 60
        )

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrow keys move in the list while the text keeps the focus."""
        if watched is self.search and isinstance(event, QKeyEvent):
            if event.type() == QEvent.Type.KeyPress and event.key() in _MOVES:
                self.list.keyPressEvent(event)
                return True
            if event.type() == QEvent.Type.KeyPress and event.key() in (
                Qt.Key.Key_Return,
                Qt.Key.Key_Enter,
            ):
                self._run(self.list.currentItem())
                return True
        return super().eventFilter(watched, event)

    def _fill(self, typed: str) -> None:
        self.list.clear()
        for command in ranked(typed, self._recent):
            action = self._action_of(command.key)
            keys = ", ".join(
                QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)
                for keys in command.keys
            )
            row = QTreeWidgetItem([command.name, command.menu, keys])
            row.setData(0, _KEY, command.key)
            row.setToolTip(0, command.tip)
            if not action.isEnabled():
                row.setForeground(0, self.palette().placeholderText())
            self.list.addTopLevelItem(row)
        for column in range(3):
            self.list.resizeColumnToContents(column)
        first = self.list.topLevelItem(0)
        if first is not None:
            self.list.setCurrentItem(first)
        else:
            self.tip.setText("No command fits. Try another word.")

    def _explain(self, row: QTreeWidgetItem | None) -> None:
        if row is None:
            return
        key = row.data(0, _KEY)
        command = next(each for each in COMMANDS if each.key == key)
        why = "" if self._action_of(key).isEnabled() else _why_not(command)
        self.tip.setText(f"{command.tip}.{why}")

    def _run(self, row: QTreeWidgetItem | None, _column: int = 0) -> None:
        if row is None:
            return
        action = self._action_of(row.data(0, _KEY))
        if action.isEnabled():
            self.chosen = row.data(0, _KEY)
            self.accept()
            QTimer.singleShot(0, action, action.trigger)


def ranked(typed: str, recent: Sequence[str] = ()) -> list[Command]:
    """The commands that fit what is typed, best first.

    Every word typed must be found: in the name, its menu or its tip; best at the start of the name.
    """
    words = typed.casefold().split()
    if not words:
        order = {key: number for number, key in enumerate(recent)}
        return sorted(COMMANDS, key=lambda command: order.get(command.key, len(order)))
    found = []
    for number, command in enumerate(COMMANDS):
        scores = [_score(word, command) for word in words]
        if all(scores):
            found.append((-sum(scores), number, command))
    return [command for _, _, command in sorted(found)]


def _score(word: str, command: Command) -> int:
    name = command.name.casefold()
    if name.startswith(word):
        return 8
    if f" {word}" in name:
        return 6
    if word in name:
        return 4
    rest = f"{command.menu} {command.tip}".casefold()
    if f" {word}" in f" {rest}":
        return 2
    return 1 if _is_subsequence(word, name) else 0


def _is_subsequence(letters: str, text: str) -> bool:
    rest = iter(text)
    return all(letter in rest for letter in letters)


def _why_not(command: Command) -> str:
    return " Select something first." if command.needs == "selection" else " Not possible now."
