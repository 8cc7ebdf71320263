"""Layers or columns of a file, each with a choice of what it is taken as."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from coolsim import units
from ui.widgets.forms import ComboBox

LEFT_OUT = "left out"
_AT_ONCE = 4
"""Rows made in one go, so that a drawing of hundreds of layers does not stop the window."""
_KIND_WORDS = {
    "rack": ("rack", "racks"),
    "cooler": ("cooler", "coolers"),
    "cdu": ("CDU", "CDUs"),
    "tile": ("tile", "tiles"),
    "panel": ("panel", "panels"),
    "obstruction": ("obstruction", "obstructions"),
    "sensor": ("sensor", "sensors"),
    "hall": ("hall outline", "hall outline"),
}
_UNIT_WORDS = {"m": "m", "mm": "mm", "ft": "ft", "in": "in", "kw": "kW", "w": "W", "kg": "kg",
               "lb": "lb", "u": "U", "deg": "°", "c": "°C", "f": "°F",
               "cm": "cm", "percent": "%", "fraction": "0 to 1"}  # fmt: skip


def choice_word(key: str) -> str:
    """What a kind of object or a field of a rack is called."""
    if key in _KIND_WORDS:
        return _KIND_WORDS[key][1]
    stem, _, unit = key.rpartition("_")
    name = (stem if unit in _UNIT_WORDS and stem else key).replace("_", " ")
    return f"{name} [{_UNIT_WORDS[unit]}]" if unit in _UNIT_WORDS and stem else name


def counted(objects: Mapping[str, int]) -> str:
    """Counts of objects in words: 1 cooler, 4 racks."""
    parts = [
        f"{count:,} {_KIND_WORDS.get(kind, (kind, f'{kind}s'))[0 if count == 1 else 1]}"
        for kind, count in objects.items()
    ]
    return ", ".join(parts) or "the hall alone"


class ImportRows(QTableWidget):
    """The table; a change of any choice is one signal.

    Signals:
        changed: The user takes a row as something else.
    """

    changed = Signal()

    def __init__(self, system: units.System, parent: QWidget | None = None) -> None:
        super().__init__(0, 4, parent)
        self._system = system
        self._names: list[str] = []
        self._taken: dict[str, str] = {}
        self._choices: tuple[str, ...] = ()
        self.setAccessibleName("Layers or columns")
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.verticalHeader().hide()
        self.horizontalHeader().setResizeContentsPrecision(20)
        header = self.horizontalHeader()
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for column in (1, 2, 3):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)

    def clear_rows(self) -> None:
        """Forget the file before."""
        self._names, self._taken = [], {}
        self.setRowCount(0)

    def taken(self) -> dict[str, str]:
        """What each row is taken as; nothing before the file was read."""
        return dict(self._taken)

    def box(self, name: str) -> ComboBox:
        """The choice of a row by its name."""
        made = self.cellWidget(self._names.index(name), 1)
        assert isinstance(made, ComboBox)
        return made

    def show_rows(self, rows: Sequence[Mapping[str, Any]], choices: Sequence[str]) -> None:
        """Show what was read; rows that are there already keep their place and the focus."""
        self._taken = {row["name"]: row["taken"] for row in rows}
        names = [row["name"] for row in rows]
        is_known = names == self._names and tuple(choices) == self._choices
        if not is_known:
            self.setRowCount(0)
            self._names, self._choices = names, tuple(choices)
            last = "Usual size" if rows and rows[0]["size_m"] else "First value"
            self.setHorizontalHeaderLabels(("In the file", "Taken as", "Count", last))
        self._fill(rows, 0)

    def _fill(self, rows: Sequence[Mapping[str, Any]], first: int) -> None:
        if [row["name"] for row in rows] != self._names:
            return  # another file has been chosen meanwhile
        for place in range(first, min(first + _AT_ONCE, len(rows))):
            self._show_row(place, rows[place])
        if first + _AT_ONCE < len(rows):
            QTimer.singleShot(0, self, lambda: self._fill(rows, first + _AT_ONCE))

    def _show_row(self, place: int, row: Mapping[str, Any]) -> None:
        if place >= self.rowCount():
            self.insertRow(place)
            self.setCellWidget(place, 1, self._new_box(str(row["name"])))
        last = str(row["sample"])
        if row["size_m"]:
            last = " × ".join(units.text(size, "m", self._system, 3) for size in row["size_m"])
        for column, text in ((0, str(row["name"])), (2, f"{row['count']:,}"), (3, last)):
            item = QTableWidgetItem(text)
            item.setToolTip(text)
            self.setItem(place, column, item)
        box = self.cellWidget(place, 1)
        assert isinstance(box, ComboBox)
        box.blockSignals(True)
        box.setCurrentIndex(max(0, box.findData(self._taken[row["name"]])))
        box.blockSignals(False)

    def _new_box(self, name: str) -> ComboBox:
        box = ComboBox()
        box.setAccessibleName(f"{name} taken as")
        box.setMinimumContentsLength(14)
        box.addItem(LEFT_OUT, "")
        for key in self._choices:
            box.addItem(choice_word(key), key)
        box.currentIndexChanged.connect(lambda _: self._chosen(name, str(box.currentData())))
        return box

    def _chosen(self, name: str, key: str) -> None:
        """Take a row as something else; of a rack's field only one column can tell."""
        if key not in _KIND_WORDS and key:
            field = _field(key)
            for other, taken in self._taken.items():
                if _field(taken) == field:
                    self._taken[other] = ""
        self._taken[name] = key
        self.changed.emit()


def _field(key: str) -> str:
    """The field without its unit; heights in units are a field of their own."""
    stem, _, unit = key.rpartition("_")
    return stem if unit in _UNIT_WORDS and unit != "u" and stem else key
