"""The table model of the objects of one kind; what is typed becomes one edit of the design."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor

from coolsim import units
from coolsim.errors import UsageError
from ui import theme
from ui.edit_table.cells import Column
from ui.widgets.record_table import ID_ROLE, SORT_ROLE

Index = QModelIndex | QPersistentModelIndex
Cells = dict[str, dict[str, object]]
"""New values: id -> field -> value."""


class EditModel(QAbstractTableModel):
    """Rows are records with an id.

    Signals:
        edited: New values of cells, and a name for the step.
        refused: Why what was typed was not taken.
    """

    edited = Signal(object, str)
    refused = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.columns: tuple[Column, ...] = ()
        self._records: tuple[Any, ...] = ()
        self._system: units.System = "si"

    def show(self, records: Sequence[Any], columns: Sequence[Column], system: units.System) -> None:
        """Show records; with the same ids and columns the view keeps its place."""
        new = tuple(records)
        heads = [column.heading(system) for column in columns]
        same = [r.id for r in new] == [r.id for r in self._records] and heads == [
            column.heading(self._system) for column in self.columns
        ]
        if same:
            self._records, self.columns = new, tuple(columns)
            if new:
                self.dataChanged.emit(
                    self.index(0, 0), self.index(len(new) - 1, len(self.columns) - 1)
                )
            return
        self.beginResetModel()
        self._records, self.columns, self._system = new, tuple(columns), system
        self.endResetModel()

    @property
    def system(self) -> units.System:
        """Units on display."""
        return self._system

    def record(self, row: int) -> Any:
        """The record of a row."""
        return self._records[row]

    def change(self, cells: Iterable[tuple[int, int, str]]) -> bool:
        """Type texts into cells (row, column, text) as one step; all of them or none."""
        made: Cells = {}
        labels: set[str] = set()
        for row, number, text in cells:
            column = self.columns[number]
            if not column.is_editable:
                self.refused.emit(f"{column.field.label} cannot be edited here.")
                return False
            try:
                value = column.parse(text, self._system)
            except UsageError as error:
                self.refused.emit(f"{error.message} {error.remedy}".strip())
                return False
            if value != column.read(self._records[row]):
                made.setdefault(self._records[row].id, {})[column.field.key] = value
                labels.add(column.field.label.lower())
        if made:
            what = labels.pop() if len(labels) == 1 else f"{len(labels)} columns"
            self.edited.emit(made, f"Change {what} of {len(made)} objects")
        return True

    # -- what Qt asks for ----------------------------------------------------------------------

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  (Qt's signature)
        """Rows of the table."""
        return 0 if parent.isValid() else len(self._records)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  (Qt's signature)
        """Columns of the table."""
        return 0 if parent.isValid() else len(self.columns)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Editable cells can be typed into."""
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if index.isValid() and self.columns[index.column()].is_editable:
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """A cell: text, alignment, colour, tooltip, or the bare value to sort by."""
        record, column = self._records[index.row()], self.columns[index.column()]
        if role in (
            Qt.ItemDataRole.DisplayRole,
            Qt.ItemDataRole.EditRole,
            Qt.ItemDataRole.AccessibleTextRole,
        ):
            return column.text(record, self._system)
        if role == SORT_ROLE:
            value = column.read(record)
            return -math.inf if value is None else value
        if role == ID_ROLE:
            return record.id
        if role == Qt.ItemDataRole.TextAlignmentRole:
            numeric = column.field.kind in ("quantity", "whole")
            side = Qt.AlignmentFlag.AlignRight if numeric else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.ForegroundRole:
            return self._ink(column, record)
        if role == Qt.ItemDataRole.ToolTipRole:
            return column.field.tip or None
        return None

    def setData(  # noqa: N802  (Qt's name)
        self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole
    ) -> bool:
        """Take what was typed into one cell."""
        if role != Qt.ItemDataRole.EditRole:
            return False
        return self.change([(index.row(), index.column(), str(value))])

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Titles with units."""
        if orientation != Qt.Orientation.Horizontal or section >= len(self.columns):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section].heading(self._system)
        if role == Qt.ItemDataRole.ToolTipRole:
            return self.columns[section].field.tip or None
        return None

    def _ink(self, column: Column, record: Any) -> QColor | None:
        """Figures that are only shown, and what an empty cell means, are muted."""
        if not column.is_editable or column.read(record) is None:
            return theme.tokens().muted
        return None
