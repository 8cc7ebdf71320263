"""The table's tab: which kind, all objects or the selected ones, a filter, and the grid."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QLineEdit,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from coolsim.catalogue import load_catalogue
from coolsim.catalogue.loads import LoadReader
from coolsim.design import edits
from ui import words
from ui.edit_table.columns import KINDS, columns_of
from ui.edit_table.grid import EditGrid
from ui.edit_table.model import Cells, EditModel
from ui.session import Session
from ui.widgets.empty import EmptyState
from ui.widgets.forms import ComboBox

_FOLLOW_MS = 150


class EditTablePanel(QWidget):
    """Every object of a kind as a row; a change of one or many cells is one step of undo."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._quiet = False
        self._reader_of: object = None
        self._reader: LoadReader | None = None
        self.kind = ComboBox()
        self.kind.setAccessibleName("Kind of objects")
        for kind in KINDS:
            self.kind.addItem(words.KIND_PLURALS[kind], kind)
        self.only = QCheckBox("Selected only")
        self.only.setToolTip("Show the objects selected on the plan")
        self.search = QLineEdit()
        self.search.setPlaceholderText("Filter rows")
        self.search.setAccessibleName("Filter rows")
        self.search.setClearButtonEnabled(True)
        self.model = EditModel()
        self.grid = EditGrid(self.model)
        self.grid.setToolTip("Type into cells; the selected cells of the column take it")
        empty = EmptyState("No objects of this kind. Place some, or choose another kind.")
        self._stack = QStackedWidget()
        self._stack.addWidget(empty)
        self._stack.addWidget(self.grid)
        top = QHBoxLayout()
        top.setContentsMargins(8, 4, 8, 4)
        for part in (self.kind, self.only, self.search):
            top.addWidget(part)
        top.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(self._stack, 1)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_FOLLOW_MS)
        self._soon.timeout.connect(self.refresh)
        self.kind.currentIndexChanged.connect(lambda _: self.refresh(fit=True))
        self.only.toggled.connect(lambda _: self.refresh())
        self.search.textChanged.connect(self.grid.set_filter)
        self.model.edited.connect(self._edited)
        self.model.refused.connect(lambda why: session.message.emit(why, "warning"))
        self.grid.selectionModel().selectionChanged.connect(lambda *_: self._chosen())
        session.designChanged.connect(lambda *_: self._follow())
        session.selectionChanged.connect(self._selection_changed)
        session.unitsChanged.connect(lambda _: self.refresh(fit=True))

    def showEvent(self, event: QShowEvent) -> None:
        """The tab comes to the front."""
        super().showEvent(event)
        self.refresh(fit=True)

    def refresh(self, *, fit: bool = False) -> None:
        """Show the objects as they are now."""
        self._soon.stop()
        kind = self.kind.currentData()
        records = edits.list_of(self._session.variant, kind)
        if self.only.isChecked():
            chosen = self._session.selection
            records = tuple(item for item in records if item.id in chosen)
        self._quiet = True
        self.model.show(records, columns_of(kind, self._loads()), self._session.unit_system)
        self._quiet = False
        self._stack.setCurrentIndex(1 if records else 0)
        if fit:
            self.grid.fit_columns()

    def _loads(self) -> LoadReader:
        own = self._session.design.catalogue
        if self._reader is None or own is not self._reader_of:
            self._reader_of = own
            self._reader = LoadReader(load_catalogue().with_entries(own))
        return self._reader

    def _follow(self) -> None:
        if self.isVisible():
            self._soon.start()

    def _selection_changed(self) -> None:
        if self.only.isChecked() and not self._quiet:
            self._follow()

    def _edited(self, cells: Cells, label: str) -> None:
        replaced = self._replace_contents(cells)
        self._session.edit(label, edits.update_each, cells)
        if replaced:
            note = f"The plain load replaces what {replaced} racks held; Ctrl+Z brings it back."
            self._session.message.emit(note, "note")
        self.refresh()

    def _replace_contents(self, cells: Cells) -> int:
        """A plain load stands for everything a rack holds; how many racks held something."""
        held = 0
        for rack in self._session.document.design.variant.racks:
            fields = cells.get(rack.id, {})
            if fields.get("load_w") is not None and (rack.contents or rack.slots):
                fields |= {"contents": (), "slots": ()}
                held += 1
        return held

    def _chosen(self) -> None:
        """Rows chosen here are selected on the plan."""
        if self._quiet or self.only.isChecked():
            return
        self._quiet = True
        self._session.select(self.grid.ids())
        self._quiet = False
