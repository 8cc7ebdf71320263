"""The outline dock: every object of the variant by kind, bound to the selection."""

from __future__ import annotations

from PySide6.QtCore import QItemSelection, QItemSelectionModel, Qt, QTimer
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStackedLayout,
    QTreeWidgetItem,
    QWidget,
)

from coolsim.design import edits
from ui import words
from ui.session import Session
from ui.widgets.empty import EmptyState
from ui.widgets.id_tree import IdTree
from ui.widgets.record_table import natural_key

_ID = Qt.ItemDataRole.UserRole


class OutlinePanel(QWidget):
    """A tree of the objects drawn; selecting here selects on the plan, Enter zooms to it."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._rows: dict[str, QTreeWidgetItem] = {}
        self._places: dict[str, tuple[int, int]] = {}  # kind and number below it
        self._shown: frozenset[str] = frozenset()
        self._key: tuple[tuple[str, str, str], ...] = ()
        self._quiet = False
        self.tree = IdTree()
        self.tree.setAccessibleName("Objects of the hall")
        self.tree.setHeaderHidden(True)
        self.tree.setUniformRowHeights(True)
        self.tree.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self._empty = EmptyState("Objects you place are listed here.")
        self._stack = QStackedLayout(self)
        self._stack.setContentsMargins(0, 0, 0, 0)
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self.tree)
        self.tree.itemSelectionChanged.connect(self._chosen)
        self.tree.itemActivated.connect(self._activated)
        # Names rarely change and never matter during a drag: the tree follows a moment later.
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(120)
        self._soon.timeout.connect(self._refresh)
        session.designChanged.connect(lambda *_: self._soon.start())
        session.selectionChanged.connect(self._show_selection)
        self._refresh()

    def _refresh(self) -> None:
        items = list(edits.items(self._session.design))
        key = tuple((kind, item.id, item.name) for kind, item in items)
        if key == self._key:
            return
        self._key = key
        self._quiet = True
        closed = {
            self.tree.topLevelItem(row).data(0, _ID)
            for row in range(self.tree.topLevelItemCount())
            if not self.tree.topLevelItem(row).isExpanded()
        }
        self.tree.clear()
        self._rows, self._places, self._shown = {}, {}, frozenset()
        groups: dict[str, list[QTreeWidgetItem]] = {}
        for kind, item in sorted(items, key=lambda pair: natural_key(pair[1].label)):
            row = QTreeWidgetItem([item.label])
            row.setData(0, _ID, item.id)
            row.setToolTip(0, item.id)
            groups.setdefault(kind, []).append(row)
            self._rows[item.id] = row
        for kind in words.KIND_PLURALS:
            if kind in groups:
                top = QTreeWidgetItem([f"{words.KIND_PLURALS[kind]} ({len(groups[kind])})"])
                top.setData(0, _ID, kind)
                top.setFlags(Qt.ItemFlag.ItemIsEnabled)
                top.addChildren(groups[kind])
                kinds = self.tree.topLevelItemCount()
                for number, row in enumerate(groups[kind]):
                    self._places[row.data(0, _ID)] = (kinds, number)
                self.tree.addTopLevelItem(top)
                top.setExpanded(kind not in closed)
        self._quiet = False
        self._stack.setCurrentWidget(self.tree if items else self._empty)
        self._show_selection()

    def _show_selection(self) -> None:
        if self._quiet:
            return
        self._quiet = True
        wanted = self._session.selection & self._rows.keys()
        if wanted != self._shown:
            # all at once: one after the other takes as long as rows times rows
            self.tree.selectionModel().select(
                self._ranges(wanted), QItemSelectionModel.SelectionFlag.ClearAndSelect
            )
            first = next(iter(wanted - self._shown), None)
            self._shown = wanted
            if first is not None:
                self.tree.scrollToItem(self._rows[first])
        self._quiet = False

    def _ranges(self, ids: frozenset[str]) -> QItemSelection:
        """Rows of objects as few ranges of neighbours, each below one kind."""
        places: dict[int, list[int]] = {}
        for kind, number in map(self._places.__getitem__, ids):
            places.setdefault(kind, []).append(number)
        model, selection = self.tree.model(), QItemSelection()
        for kind, numbers in places.items():
            parent = model.index(kind, 0)
            for first, last in _runs(sorted(numbers)):
                selection.select(model.index(first, 0, parent), model.index(last, 0, parent))
        return selection

    def _chosen(self) -> None:
        if not self._quiet:
            self._quiet = True
            self._shown = frozenset(row.data(0, _ID) for row in self.tree.selectedItems())
            self._session.select(self._shown)
            self._quiet = False

    def _activated(self, row: QTreeWidgetItem) -> None:
        if row.parent() is not None:
            self._session.viewRequested.emit(row.data(0, _ID))


def _runs(numbers: list[int]) -> list[tuple[int, int]]:
    """First and last of each run of rising numbers without a gap."""
    runs: list[tuple[int, int]] = []
    for number in numbers:
        if runs and runs[-1][1] == number - 1:
            runs[-1] = (runs[-1][0], number)
        else:
            runs.append((number, number))
    return runs
