"""The revision history as a small table: mark, date, author, what changed."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Sequence

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QStackedLayout,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from coolsim.design.models import Revision

_COLUMNS = (("mark", "Revision"), ("date", "Date"), ("author", "By"), ("text", "What changed"))
_DATE = re.compile(r"^([0-9]{4}-[0-9]{2}-[0-9]{2})?$")
_MOST = {"mark": 20, "author": 200, "text": 2000}


def next_mark(marks: Sequence[str]) -> str:
    """The mark after the last one: B after A, 4 after 3, P04 after P03; A for the first."""
    last = marks[-1] if marks else ""
    if not last:
        return "A"
    number = re.search(r"[0-9]+$", last)
    if number:
        return last[: number.start()] + str(int(number.group()) + 1).zfill(len(number.group()))
    if last[-1] in ("Z", "z") or not (last[-1].isascii() and last[-1].isalpha()):
        return f"{last}1"
    return last[:-1] + chr(ord(last[-1]) + 1)


class RevisionsEdit(QWidget):
    """Rows that are typed into; each finished cell, new row or removed row is one change.

    Args:
        today: Date of a new row.

    Signals:
        committed: All revisions, oldest first.
    """

    committed = Signal(object)

    def __init__(
        self,
        today: Callable[[], datetime.date] = datetime.date.today,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._today = today
        self._revisions: tuple[Revision, ...] = ()
        self.table = QTableWidget(0, len(_COLUMNS))
        self.table.setAccessibleName("Revisions")
        self.table.setHorizontalHeaderLabels([title for _, title in _COLUMNS])
        self.table.verticalHeader().hide()
        self.table.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
        self.table.setTabKeyNavigation(False)
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(len(_COLUMNS) - 1, QHeaderView.ResizeMode.Stretch)
        self.table.itemChanged.connect(self._typed)
        self.table.itemSelectionChanged.connect(self._enable)
        self.empty = QLabel("No revision yet. Add one when you hand the report over.")
        self.empty.setProperty("role", "muted")
        self.empty.setWordWrap(True)
        self.add = QPushButton("Add revision")
        self.add.setToolTip("A new row with the next mark and today's date")
        self.add.setAutoDefault(False)
        self.add.clicked.connect(self._added)
        self.remove = QPushButton("Remove")
        self.remove.setToolTip("Take the chosen revision away")
        self.remove.setAutoDefault(False)
        self.remove.clicked.connect(self._removed)
        self._stack = QStackedLayout()
        self._stack.addWidget(self.empty)
        self._stack.addWidget(self.table)
        row = QHBoxLayout()
        row.addWidget(self.add)
        row.addWidget(self.remove)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(self._stack)
        column.addLayout(row)
        self._enable()

    def show_revisions(self, revisions: Sequence[Revision]) -> None:
        """Show a history, oldest first."""
        self._revisions = tuple(revisions)
        with QSignalBlocker(self.table):
            self.table.setRowCount(len(self._revisions))
            for row, one in enumerate(self._revisions):
                for column, (key, _) in enumerate(_COLUMNS):
                    item = self.table.item(row, column)
                    if item is None:
                        item = QTableWidgetItem()
                        self.table.setItem(row, column, item)
                    item.setText(getattr(one, key))
                    item.setToolTip(getattr(one, key))
        self._stack.setCurrentIndex(1 if self._revisions else 0)
        self._enable()

    def _enable(self) -> None:
        self.remove.setEnabled(bool(self._revisions) and self.table.currentRow() >= 0)

    def _added(self) -> None:
        mark = next_mark([one.mark for one in self._revisions])
        new = Revision(mark=mark[: _MOST["mark"]], date=self._today().isoformat())
        self._commit((*self._revisions, new))
        row = self.table.rowCount() - 1
        self.table.setCurrentCell(row, len(_COLUMNS) - 1)
        self.table.setFocus()
        self.table.editItem(self.table.item(row, len(_COLUMNS) - 1))

    def _removed(self) -> None:
        row = self.table.currentRow()
        self._commit((*self._revisions[:row], *self._revisions[row + 1 :]))

    def _typed(self, item: QTableWidgetItem) -> None:
        key, text = _COLUMNS[item.column()][0], item.text().strip()
        if key == "date" and not _DATE.match(text):
            self.show_revisions(self._revisions)  # no date: the former one comes back
            return
        changed = self._revisions[item.row()].model_copy(
            update={key: text[: _MOST.get(key, len(text))]}
        )
        rows = list(self._revisions)
        rows[item.row()] = changed
        self._commit(tuple(rows))

    def _commit(self, revisions: tuple[Revision, ...]) -> None:
        self.show_revisions(revisions)
        self.committed.emit(revisions)
