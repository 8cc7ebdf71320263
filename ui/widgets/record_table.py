"""A sortable read-only table of records; columns say how a record is read and shown."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    QSortFilterProxyModel,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from coolsim import units

SORT_ROLE = Qt.ItemDataRole.UserRole
ID_ROLE = Qt.ItemDataRole.UserRole + 1
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True)
class Column:
    """One column.

    Attributes:
        title: Heading, without the unit.
        value: Reads a record: a number in the base unit, a text, or ``None``.
        unit: Unit key; "" for text and counts.
        decimals: Decimals shown, so that a column lines up.
        scale: Label of the one scale of the column where the unit has several ("kW").
        tooltip: What to show when the mouse rests on a cell.
        mark: Whether a cell carries the ``*`` of a weak figure.
        color: Colour of a cell's text, ``None`` for the usual one.
        help: Tooltip of the heading.
        unknown: What a cell without a value shows.
    """

    title: str
    value: Callable[[Any], float | int | str | None]
    unit: str = ""
    decimals: int = 1
    scale: str = ""
    tooltip: Callable[[Any], str] | None = None
    mark: Callable[[Any], bool] | None = None
    color: Callable[[Any], QColor | None] | None = None
    help: str = ""
    unknown: str = units.UNKNOWN

    def heading(self, system: units.System) -> str:
        """Title with the unit the numbers are in."""
        label = self.scale or (units.label(self.unit, system) if self.unit else "")
        return f"{self.title} [{label}]" if label else self.title

    def text(self, record: Any, system: units.System) -> str:
        """What the cell shows."""
        value = self.value(record)
        if value is None or (isinstance(value, float) and math.isnan(value)):
            return self.unknown
        if isinstance(value, str):
            shown = value
        elif self.unit and isinstance(value, (int, float)):
            if self.scale:
                number = units.convert(float(value), self.unit, self.scale)
            else:
                number = units.display(float(value), self.unit, system)[0]
            shown = f"{number:z,.{self.decimals}f}"
        else:
            shown = f"{value:,}"
        return shown + (" *" if self.mark is not None and self.mark(record) else "")


class RecordModel(QAbstractTableModel):
    """Records with an ``id``, shown by columns."""

    def __init__(self, columns: Sequence[Column], identity: Callable[[Any], str]) -> None:
        super().__init__()
        self.columns = tuple(columns)
        self._identity = identity
        self._records: tuple[Any, ...] = ()
        self._system: units.System = "si"

    def set_records(self, records: Sequence[Any]) -> None:
        """Show other records; with the same ids in the same order the view keeps its place."""
        new = tuple(records)
        same = [self._identity(r) for r in new] == [self._identity(r) for r in self._records]
        if same:
            self._records = new
            if new:
                last = self.index(len(new) - 1, len(self.columns) - 1)
                self.dataChanged.emit(self.index(0, 0), last)
            return
        self.beginResetModel()
        self._records = new
        self.endResetModel()

    def set_system(self, system: units.System) -> None:
        """Show in SI or IP."""
        if system != self._system:
            self._system = system
            self.set_records(self._records)
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, max(0, len(self.columns) - 1))

    def set_columns(self, columns: Sequence[Column]) -> None:
        """Show by other columns, as many as before: where a heading follows what is asked."""
        self.columns = tuple(columns)
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, max(0, len(self.columns) - 1))

    def record(self, row: int) -> Any:
        """The record of a row."""
        return self._records[row]

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  (Qt's signature)
        """Rows of the table."""
        return 0 if parent.isValid() else len(self._records)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  (Qt's signature)
        """Columns of the table."""
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """A cell: text, alignment, colour, tooltip, or the bare value to sort by."""
        record, column = self._records[index.row()], self.columns[index.column()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return column.text(record, self._system)
        if role == SORT_ROLE:
            value = column.value(record)
            return -math.inf if value is None else value
        if role == ID_ROLE:
            return self._identity(record)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            numeric = not isinstance(column.value(record), str)
            side = Qt.AlignmentFlag.AlignRight if numeric else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.ToolTipRole and column.tooltip is not None:
            return column.tooltip(record) or None
        if role == Qt.ItemDataRole.ForegroundRole and column.color is not None:
            return column.color(record)
        return None

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        """Titles with units."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        column = self.columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.heading(self._system)
        if role == Qt.ItemDataRole.ToolTipRole:
            return column.help or None
        return None


class _Sorter(QSortFilterProxyModel):
    """Sorts numbers as numbers and texts as people count them (A-2 before A-10)."""

    def lessThan(self, left: Index, right: Index) -> bool:
        """Whether the left cell stands above the right one."""
        one = self.sourceModel().data(left, SORT_ROLE)
        other = self.sourceModel().data(right, SORT_ROLE)
        if isinstance(one, str) or isinstance(other, str):
            return natural_key(str(one)) < natural_key(str(other))
        if isinstance(one, float) and math.isnan(one):
            return not (isinstance(other, float) and math.isnan(other))
        return bool(one < other)


def natural_key(text: str) -> tuple[tuple[int, int, str], ...]:
    """A key that sorts embedded numbers by size."""
    key: list[tuple[int, int, str]] = []
    digits = ""
    for letter in f"{text.casefold()}\0":
        if letter.isdecimal() and letter.isascii():
            digits += letter
            continue
        if digits:
            key.append((0, int(digits), ""))
            digits = ""
        key.append((1, 0, letter))
    return tuple(key)


class RecordTable(QTableView):
    """The view: whole rows, sortable, keyboard-friendly.

    Signals:
        rowChosen: Id of the row the user clicked or moved to.
        rowActivated: Id of a double-clicked row, or one where Enter was pressed.
    """

    rowsChosen = Signal(list)
    rowActivated = Signal(str)

    def __init__(
        self,
        columns: Sequence[Column],
        name: str,
        *,
        identity: Callable[[Any], str] = lambda record: str(record.id),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.records = RecordModel(columns, identity)
        self._sorter = _Sorter(self)
        self._sorter.setSourceModel(self.records)
        self.setModel(self._sorter)
        self.setAccessibleName(name)
        self.setSortingEnabled(True)
        self.sortByColumn(-1, Qt.SortOrder.AscendingOrder)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setAlternatingRowColors(True)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(24)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setStretchLastSection(True)
        self._sized = False
        self._quiet = False
        self.selectionModel().selectionChanged.connect(self._chosen)
        self.activated.connect(lambda index: self.rowActivated.emit(str(index.data(ID_ROLE))))

    def set_records(self, records: Sequence[Any]) -> None:
        """Show other records."""
        self._quiet = True
        self.records.set_records(records)
        self._quiet = False
        if records and not self._sized:
            self._sized = True
            self.fit_columns()

    def fit_columns(self) -> None:
        """Make the columns as wide as their headings and first rows need."""
        metrics = self.fontMetrics()
        rows = min(60, self.records.rowCount())
        for number, column in enumerate(self.records.columns):
            texts = [column.text(self.records.record(row), "si") for row in range(rows)]
            texts.append(column.heading("ip") + "   ")
            width = max(metrics.horizontalAdvance(text) for text in texts)
            self.setColumnWidth(number, min(width, 320) + 24)

    def select_ids(self, ids: frozenset[str]) -> None:
        """Show which rows belong to the selection, without telling it back."""
        if not self.isVisible():
            return
        self._quiet = True
        model = self.selectionModel()
        model.clearSelection()
        flags = model.SelectionFlag.Select | model.SelectionFlag.Rows
        first = QModelIndex()
        if ids and len(ids) <= 500:
            for row in range(self._sorter.rowCount()):
                index = self._sorter.index(row, 0)
                if index.data(ID_ROLE) in ids:
                    model.select(index, flags)
                    first = first if first.isValid() else index
        if first.isValid():
            model.setCurrentIndex(first, model.SelectionFlag.NoUpdate)  # arrow keys go on from it
            self.scrollTo(first)
        self._quiet = False

    def _chosen(self, *_: object) -> None:
        if not self._quiet:
            rows = self.selectionModel().selectedRows()
            self.rowsChosen.emit([str(index.data(ID_ROLE)) for index in rows])
