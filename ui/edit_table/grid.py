"""The view of the table: cells, filling of selected cells, clipboard."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QSortFilterProxyModel, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QComboBox,
    QHeaderView,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from ui.edit_table.cells import choice_words
from ui.edit_table.model import EditModel, Index
from ui.widgets.record_table import ID_ROLE, SORT_ROLE, natural_key

_WIDEST_PX = 260
_OWN_KEYS = (
    QKeySequence.StandardKey.Copy, QKeySequence.StandardKey.Paste,
    QKeySequence.StandardKey.SelectAll,
)  # fmt: skip


class _Sorter(QSortFilterProxyModel):
    """Sorts numbers as numbers, texts as people count them; filters by a text anywhere."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFilterCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.setFilterKeyColumn(-1)
        self.setDynamicSortFilter(False)  # a row must not jump away under the hand that edits it

    def lessThan(self, left: Index, right: Index) -> bool:
        """Whether the left cell stands above the right one."""
        one = self.sourceModel().data(left, SORT_ROLE)
        other = self.sourceModel().data(right, SORT_ROLE)
        if isinstance(one, str) or isinstance(other, str):
            return natural_key(str(one)) < natural_key(str(other))
        return bool(one < other)


class _Delegate(QStyledItemDelegate):
    """Editors: a choice for words, a line for everything else; filling goes through the grid."""

    def __init__(self, grid: EditGrid) -> None:
        super().__init__(grid)
        self._grid = grid

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        """The editor of a cell."""
        column = self._grid.records.columns[index.column()]
        if column.field.kind in ("choice", "flag"):
            combo = QComboBox(parent)
            words = ["yes", "no"] if column.field.kind == "flag" else choice_words(column.field)
            combo.addItems(words)
            combo.activated.connect(lambda _: self.commitData.emit(combo))
            combo.setAccessibleName(column.field.label)
            return combo
        line = QLineEdit(parent)
        line.setAccessibleName(column.field.label)
        return line

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """Begin with what the cell shows."""
        text = str(index.data(Qt.ItemDataRole.EditRole))
        if isinstance(editor, QComboBox):
            editor.setCurrentIndex(editor.findText(text))
        elif isinstance(editor, QLineEdit):
            editor.setText(text)
            editor.selectAll()

    def setModelData(self, editor: QWidget, model: object, index: Index) -> None:
        """Give what was typed to the cell, and to the selected cells of its column."""
        text = editor.currentText() if isinstance(editor, QComboBox) else ""
        if isinstance(editor, QLineEdit):
            text = editor.text()
            if not editor.isModified():
                return
        self._grid.fill(index, text)


class EditGrid(QTableView):
    """Select cells, type: all selected cells of the column take it. Ctrl+C and Ctrl+V work."""

    def __init__(self, records: EditModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.records = records
        self._sorter = _Sorter(self)
        self._sorter.setSourceModel(records)
        self.setModel(self._sorter)
        self.setItemDelegate(_Delegate(self))
        self.setAccessibleName("Objects, editable")
        self.setSortingEnabled(True)
        self.sortByColumn(-1, Qt.SortOrder.AscendingOrder)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(
            triggers.DoubleClicked | triggers.EditKeyPressed | triggers.AnyKeyPressed
        )
        self.setAlternatingRowColors(True)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)

    def set_filter(self, text: str) -> None:
        """Show only rows with a text in one of their cells."""
        self._sorter.setFilterFixedString(text.strip())

    def fit_columns(self) -> None:
        """Columns as wide as their headings and first rows need."""
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().lineSpacing() + 8)
        self.resizeColumnsToContents()
        for number in range(self.records.columnCount()):
            self.setColumnWidth(number, min(self.columnWidth(number) + 12, _WIDEST_PX))

    def ids(self) -> list[str]:
        """Ids of the rows with a selected cell."""
        rows = {index.row() for index in self.selectedIndexes()}
        return [str(self._sorter.index(row, 0).data(ID_ROLE)) for row in sorted(rows)]

    def fill(self, index: Index, text: str) -> None:
        """Type a text into a cell and into the other selected cells of its column."""
        chosen = [each for each in self.selectedIndexes() if each.column() == index.column()]
        rows = {each.row() for each in chosen} if _among(index, chosen) else {index.row()}
        cells = [(self._row(row), index.column(), text) for row in sorted(rows)]
        self.records.change(cells)

    def event(self, event: QEvent) -> bool:
        """Keys that are shortcuts elsewhere stay here while the table has the focus."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            plain = event.modifiers() in (
                Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier,
            )  # fmt: skip
            types = plain and event.text().isprintable() and bool(event.text())
            clears = plain and event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)
            if types or clears or any(event.matches(key) for key in _OWN_KEYS):
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy, paste, clear."""
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.matches(QKeySequence.StandardKey.Paste):
            self.paste()
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.records.change(
                [(self._row(i.row()), i.column(), "") for i in self.selectedIndexes()]
            )
        else:
            super().keyPressEvent(event)

    def copy(self) -> None:
        """Selected cells as tab-separated text, with headings where whole columns are taken."""
        chosen = self.selectedIndexes()
        if not chosen:
            return
        rows = sorted({index.row() for index in chosen})
        columns = sorted({index.column() for index in chosen})
        system = self.records.system
        lines = []
        if len(rows) == self._sorter.rowCount() and len(rows) > 1:
            heads = [self.records.columns[number].heading(system) for number in columns]
            lines.append("\t".join(heads))
        for row in rows:
            record = self.records.record(self._row(row))
            lines.append("\t".join(self.records.columns[n].plain(record, system) for n in columns))
        QApplication.clipboard().setText("\n".join(lines))

    def paste(self) -> None:
        """Tab-separated text into the cells from the current one on; one value fills them all."""
        text = QApplication.clipboard().text().rstrip("\r\n")
        start = self.currentIndex()
        if not text or not start.isValid():
            return
        lines = [line.split("\t") for line in text.splitlines()]
        if len(lines) == 1 and len(lines[0]) == 1:
            self.fill(start, lines[0][0])
            return
        heads = [column.heading(self.records.system) for column in self.records.columns]
        if set(lines[0]) <= set(heads):
            del lines[0]  # the headings came along
        first_row = min([index.row() for index in self.selectedIndexes()] or [start.row()])
        first_column = min([i.column() for i in self.selectedIndexes()] or [start.column()])
        cells = []
        for down, line in enumerate(lines):
            for right, cell in enumerate(line):
                row, number = first_row + down, first_column + right
                inside = row < self._sorter.rowCount() and number < self.records.columnCount()
                if inside and self.records.columns[number].is_editable:
                    cells.append((self._row(row), number, cell))
        self.records.change(cells)

    def _row(self, row: int) -> int:
        """Row of the model from a row in sight."""
        return self._sorter.mapToSource(self._sorter.index(row, 0)).row()


def _among(index: Index, chosen: list[QModelIndex]) -> bool:
    return any(each.row() == index.row() for each in chosen)
