"""The cheat sheet: every command with its keys, searchable."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLineEdit,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ui.command_table import COMMANDS, MENUS, SHORTCUTS_OF_PLAN

PLAN_GROUP = "On the plan"


class ShortcutsDialog(QDialog):
    """Commands by menu, made of the same table as the menus."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Shortcuts")
        self._search = QLineEdit()
        self._search.setPlaceholderText("Search commands")
        self._search.setAccessibleName("Search commands")
        self._search.textChanged.connect(self._filter)
        self._list = QTreeWidget()
        self._list.setAccessibleName("Commands and their keys")
        self._list.setHeaderLabels(["Command", "Keys", "What it does"])
        self._list.setAlternatingRowColors(True)
        rows = [(c.menu, c.name, ", ".join(c.keys), c.tip) for c in COMMANDS]
        rows += [(PLAN_GROUP, what, keys, "") for keys, what in SHORTCUTS_OF_PLAN]
        for group in (*MENUS, PLAN_GROUP):
            top = QTreeWidgetItem([group])
            top.setFlags(Qt.ItemFlag.ItemIsEnabled)
            for menu, name, keys, tip in rows:
                if menu == group:
                    top.addChild(QTreeWidgetItem([name, keys, tip]))
            self._list.addTopLevelItem(top)
        self._list.expandAll()
        for column in range(3):
            self._list.resizeColumnToContents(column)
        self._list.setColumnWidth(0, min(self._list.columnWidth(0), 260))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        column_ = QVBoxLayout(self)
        column_.addWidget(self._search)
        column_.addWidget(self._list)
        column_.addWidget(buttons)
        self.resize(820, 600)

    def shown(self) -> list[str]:
        """Names of the rows in sight."""
        return [
            row.text(0) for top in self._groups() for row in _children(top) if not row.isHidden()
        ]

    def _groups(self) -> list[QTreeWidgetItem]:
        tree = self._list
        found = (tree.topLevelItem(number) for number in range(tree.topLevelItemCount()))
        return [row for row in found if row is not None]

    def _filter(self, text: str) -> None:
        wanted = text.strip().casefold()
        for top in self._groups():
            for row in _children(top):
                words = " ".join([top.text(0), *(row.text(c) for c in range(3))]).casefold()
                row.setHidden(wanted not in words)
            top.setHidden(all(row.isHidden() for row in _children(top)))


def _children(top: QTreeWidgetItem) -> list[QTreeWidgetItem]:
    found = (top.child(number) for number in range(top.childCount()))
    return [row for row in found if row is not None]
