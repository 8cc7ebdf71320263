"""Own equipment: servers, room coolers and tiles with figures of one's own, kept in the design."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import SimpleNamespace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from coolsim.catalogue import load_catalogue
from coolsim.design.edits_catalogue import delete_entry, entry_id, set_entry
from coolsim.design.models import Design
from coolsim.errors import CoolSimError
from ui.session import Session
from ui.widgets.forms import Field, Form

_KEY = Qt.ItemDataRole.UserRole
_NAME = Field("name", "Name", "text")
_SOURCE = Field("source", "Source", "text", empty="own figure",
                tip="Data sheet or measurement; shown with every figure")  # fmt: skip


@dataclass(frozen=True)
class Sort:
    """A sort of equipment: its table, its form, and how figures go into catalogue keys.

    ``figures`` maps a field of the form to the catalogue's key and the factor from the base unit.
    """

    table: str
    word: str
    fields: tuple[Field, ...]
    figures: Mapping[str, tuple[str, float]]
    words: Mapping[str, object]


SORTS = (
    Sort(
        "server", "Server",
        (
            _NAME,
            Field("power_w", "Power", unit="w", tip="Highest power it draws for good"),
            Field("height_u", "Height", unit="u"),
            Field("airflow_m3_s", "Airflow", unit="m3_s", optional=True, empty="by the rule",
                  tip="At that power; unknown: the catalogue's rule"),
            Field("weight_kg", "Weight", unit="kg", optional=True, empty="unknown",
                  tip="Unknown: weight is not checked"),
            _SOURCE,
        ),
        {
            "power_w": ("p_max_w", 1.0), "height_u": ("height_u", 1.0),
            "airflow_m3_s": ("airflow_m3_s", 1.0), "weight_kg": ("weight_kg", 1.0),
        },
        {"kind": "cpu_server"},
    ),
    Sort(
        "unit", "Room cooler",
        (
            _NAME,
            Field("type", "Type", "choice", choices=(
                ("crah", "CRAH"), ("crac", "CRAC"), ("fan_wall", "Fan wall"), ("inrow", "In-row"),
            )),
            Field("capacity_w", "Net capacity", unit="w", tip="Net sensible capacity"),
            Field("airflow_m3_s", "Airflow", unit="m3_s"),
            Field("fan_w", "Fan power", unit="w", optional=True, empty="unknown"),
            Field("width_m", "Width", optional=True, empty="usual"),
            Field("depth_m", "Depth", optional=True, empty="usual"),
            Field("height_m", "Height", optional=True, empty="usual"),
            _SOURCE,
        ),
        {
            "capacity_w": ("q_kw", 1e-3), "airflow_m3_s": ("airflow_m3_s", 1.0),
            "fan_w": ("fan_kw", 1e-3), "width_m": ("width_mm", 1e3),
            "depth_m": ("depth_mm", 1e3), "height_m": ("height_mm", 1e3),
        },
        {"type": "crah"},
    ),
    Sort(
        "tile", "Perforated tile",
        (
            _NAME,
            Field("open_fraction", "Open area", unit="fraction"),
            Field("k_loss", "Loss coefficient", unit="count",
                  tip="On the velocity over the whole tile"),
            _SOURCE,
        ),
        {"k_loss": ("k_loss", 1.0)},
        {"open_fraction": 0.25},
    ),
)  # fmt: skip


class EquipmentDialog(QDialog):
    """The own entries at the left, the chosen one's figures at the right; each change a step."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Own equipment")
        self._session = session
        self.list = QListWidget()
        self.list.setAccessibleName("Own equipment")
        self.list.currentItemChanged.connect(lambda *_: self._show())
        self.forms: dict[str, Form] = {}
        self._stack = QStackedWidget()
        hint = QLabel("Entries of your own stand beside the catalogue's, in this file only.")
        hint.setWordWrap(True)
        hint.setProperty("role", "muted")
        self._stack.addWidget(hint)
        buttons = QVBoxLayout()
        for sort in SORTS:
            form = Form(sort.fields)
            form.set_system(session.unit_system)
            form.changed.connect(self._changed)
            self.forms[sort.table] = form
            self._stack.addWidget(form)
            button = QPushButton(f"New {sort.word.lower()}")
            button.setAutoDefault(False)
            button.clicked.connect(lambda _=False, sort=sort: self.add(sort))
            buttons.addWidget(button)
        self.remove = QPushButton("Delete")
        self.remove.setAutoDefault(False)
        self.remove.clicked.connect(self._delete)
        buttons.addWidget(self.remove)
        self.note = QLabel()
        self.note.setWordWrap(True)
        left = QVBoxLayout()
        left.addWidget(self.list, 1)
        left.addLayout(buttons)
        right = QVBoxLayout()
        right.addWidget(self._stack, 1)
        right.addWidget(self.note)
        row = QHBoxLayout()
        row.addLayout(left, 2)
        row.addLayout(right, 3)
        close = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        close.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.addLayout(row)
        column.addWidget(close)
        self.resize(640, 420)
        self._fill("")

    def add(self, sort: Sort) -> None:
        """A new entry with figures to overwrite."""
        name = f"Own {sort.word.lower()}"
        identity = entry_id(self._session.document.design, name)
        start: dict[str, object] = {"name": name, **sort.words}
        for key, value in _FIRST[sort.table].items():
            start[key] = {"v": value, "conf": "design"}
        self._apply(f"Add {name}", sort.table, identity, start)

    def _changed(self, key: str, value: object) -> None:
        table, identity = self._current()
        sort = next(each for each in SORTS if each.table == table)
        row = dict(self._session.document.design.catalogue[table][identity])
        if key in sort.figures:
            name, factor = sort.figures[key]
            row.pop(name, None)
            if isinstance(value, int | float):
                row[name] = _figure(float(value) * factor, _source_of(row))
        elif key == "source":
            row = _with_source(row, str(value))
        else:
            row[key] = value
        self._apply(f"Change {row.get('name', identity)}", table, identity, row)

    def _delete(self) -> None:
        table, identity = self._current()
        self._session.edit(f"Delete {identity}", delete_entry, table, identity)
        self._fill("")

    def _apply(self, label: str, table: str, identity: str, row: Mapping[str, object]) -> None:
        """Make it a step, unless the catalogue could not read it."""

        def change(design: Design) -> Design:
            return set_entry(design, table, identity, row)

        try:
            load_catalogue().with_entries(change(self._session.document.design).catalogue)
        except CoolSimError as error:
            self.note.setText(str(error))
            self._show()
            return
        self.note.setText("")
        self._session.edit(label, change)
        self._fill(identity)

    def _current(self) -> tuple[str, str]:
        row = self.list.currentItem()
        return row.data(_KEY) if row is not None and row.data(_KEY) else ("", "")

    def _fill(self, current: str) -> None:
        own = self._session.document.design.catalogue
        self.list.clear()
        for sort in SORTS:
            for identity, row in own.get(sort.table, {}).items():
                item = QListWidgetItem(f"{row.get('name', identity)}\n{sort.word.lower()}")
                item.setData(_KEY, (sort.table, identity))
                self.list.addItem(item)
                if identity == current:
                    self.list.setCurrentItem(item)
        if not self.list.count():
            item = QListWidgetItem("None yet.")
            item.setFlags(Qt.ItemFlag.ItemIsEnabled)
            self.list.addItem(item)
        self._show()

    def _show(self) -> None:
        table, identity = self._current()
        self.remove.setEnabled(bool(identity))
        if not identity or identity not in self._session.document.design.catalogue.get(table, {}):
            self._stack.setCurrentIndex(0)
            return
        sort = next(each for each in SORTS if each.table == table)
        row = self._session.document.design.catalogue[table][identity]
        values: dict[str, object] = {field.key: row.get(field.key) for field in sort.fields}
        for key, (name, factor) in sort.figures.items():
            value = _value_of(row.get(name))
            values[key] = None if value is None else value / factor
        values["source"] = _source_of(row)
        self._stack.setCurrentWidget(self.forms[table])
        self.forms[table].show_records([SimpleNamespace(**values)])


_FIRST: Mapping[str, Mapping[str, float]] = {
    "server": {"p_max_w": 800.0, "height_u": 2.0},
    "unit": {"q_kw": 80.0, "airflow_m3_s": 5.0},
    "tile": {"k_loss": 42.0},
}
"""Figures a new entry begins with, to be overwritten; marked as the design's own."""


def _figure(value: float, source: str) -> dict[str, object]:
    figure: dict[str, object] = {"v": value, "conf": "design"}
    return figure | ({"note": source} if source else {})


def _value_of(figure: object) -> float | None:
    value = figure.get("v") if isinstance(figure, Mapping) else figure
    return float(value) if isinstance(value, int | float) else None


def _source_of(row: Mapping[str, object]) -> str:
    for value in row.values():
        if isinstance(value, Mapping) and value.get("note"):
            return str(value["note"])
    return ""


def _with_source(row: Mapping[str, object], source: str) -> dict[str, object]:
    changed: dict[str, object] = {}
    for key, value in row.items():
        if isinstance(value, Mapping):
            kept = {name: part for name, part in value.items() if name != "note"}
            changed[key] = kept | ({"note": source} if source else {})
        else:
            changed[key] = value
    return changed
