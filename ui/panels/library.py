"""The library dock: search, tree of things to place, drag and drop onto the plan."""

from __future__ import annotations

import json
from collections.abc import Sequence

from PySide6.QtCore import QMimeData, QSortFilterProxyModel, Qt, Signal
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QAbstractItemView, QLineEdit, QTreeView, QVBoxLayout, QWidget

from coolsim.catalogue import load_catalogue
from ui.library_items import ITEM_MIME, LibraryItem, library_items
from ui.session import Session
from ui.templates import TemplateStore
from ui.widgets.two_line import DETAIL_ROLE, TwoLineDelegate

_ITEM = Qt.ItemDataRole.UserRole
_WORDS = Qt.ItemDataRole.UserRole + 1


class _Model(QStandardItemModel):
    """Items that travel as JSON."""

    def mimeTypes(self) -> list[str]:
        """The one type we offer."""
        return [ITEM_MIME]

    def mimeData(self, indexes: Sequence[object]) -> QMimeData:
        """Kind and fields of the dragged item."""
        data = QMimeData()
        for index in indexes:
            item = index.data(_ITEM)  # type: ignore[attr-defined]
            if isinstance(item, LibraryItem):
                text = json.dumps({"kind": item.kind, "fields": item.fields})
                data.setData(ITEM_MIME, text.encode())
                break
        return data


class LibraryPanel(QWidget):
    """What can be placed. Double-click or Enter takes an item in hand; dragging drops it.

    Signals:
        placeRequested: Kind and fields of an item the user wants to place.
    """

    placeRequested = Signal(object)

    def __init__(
        self,
        session: Session,
        templates: TemplateStore | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._templates = templates
        self.search = QLineEdit()
        self.search.setPlaceholderText("Search the library")
        self.search.setAccessibleName("Search the library")
        self.search.setClearButtonEnabled(True)
        self._model = _Model(self)
        self._filter = QSortFilterProxyModel(self)
        self._filter.setSourceModel(self._model)
        self._filter.setRecursiveFilteringEnabled(True)
        self._filter.setFilterRole(_WORDS)
        self._filter.setFilterCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.tree = QTreeView()
        self.tree.setAccessibleName("Library")
        self.tree.setModel(self._filter)
        self.tree.setHeaderHidden(True)
        self.tree.setItemDelegate(TwoLineDelegate(self.tree))
        self.tree.setIndentation(10)
        self.tree.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.tree.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.tree.setDragEnabled(True)
        self.tree.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)
        self.tree.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.tree.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.tree.activated.connect(self._activated)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 0)
        column.setSpacing(8)
        column.addWidget(self.search)
        column.addWidget(self.tree)
        self.search.textChanged.connect(self._search)
        self.search.returnPressed.connect(self.tree.setFocus)
        session.unitsChanged.connect(lambda _: self.refill())
        session.documentReplaced.connect(self.refill)

    def refill(self) -> None:
        """Fill the tree from the catalogue and the design's own entries."""
        catalogue = load_catalogue().with_entries(self._session.design.catalogue)
        self._model.clear()
        groups: dict[str, QStandardItem] = {}
        listed = [*library_items(catalogue, self._session.unit_system)]
        listed += self._templates.items() if self._templates is not None else ()
        for item in listed:
            group = groups.get(item.group)
            if group is None:
                group = groups[item.group] = QStandardItem(item.group)
                group.setFlags(Qt.ItemFlag.ItemIsEnabled)
                self._model.appendRow(group)
            group.appendRow(_row(item))
        self.tree.expandAll()

    def _search(self, text: str) -> None:
        self._filter.setFilterFixedString(text.strip().casefold())
        self.tree.expandAll()

    def _activated(self, index: object) -> None:
        item = index.data(_ITEM)  # type: ignore[attr-defined]
        if isinstance(item, LibraryItem):
            self.placeRequested.emit(item)


def _row(item: LibraryItem) -> QStandardItem:
    row = QStandardItem(item.name)
    row.setData(item.detail, DETAIL_ROLE)
    row.setData(f"{item.name}, {item.detail}", Qt.ItemDataRole.AccessibleTextRole)
    row.setData(item, _ITEM)
    row.setData(item.words, _WORDS)
    row.setToolTip(
        f"{item.tooltip or item.name}\n\nDrag onto the plan, or press Enter to place.".strip()
    )
    row.setFlags(
        Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsDragEnabled
    )
    return row
