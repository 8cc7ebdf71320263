"""Importing: what a file of another program would give, before it is taken over."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QStandardItemModel
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from coolsim.design import edits
from coolsim.design.models import Design, Variant
from coolsim.errors import EditError
from ui import theme
from ui.answers import Answer
from ui.dialogs.import_rows import ImportRows, counted
from ui.dialogs.preferences import combo
from ui.exchange import Reading
from ui.session import Session
from ui.worker_client import Failure

FILTER = "Drawings and schedules (*.dxf *.csv *.txt *.xlsx);;All files (*)"
_KINDS = {".dxf": "dxf", ".csv": "csv", ".txt": "csv", ".tsv": "csv", ".xlsx": "csv"}
_UNITS = (("", "as the drawing says"), ("0.001", "millimetre"), ("0.01", "centimetre"),
          ("1", "metre"), ("0.0254", "inch"), ("0.3048", "foot"))  # fmt: skip
_TABLES = (("csv", "racks"), ("sensors", "sensor readings"))
_EMPTY_SENSORS = (
    "Choose a table (CSV, XLSX) with a row for each sensor: name, x, y, z and temperature. One "
    "named like a rack needs no place."
)
_EMPTY = "Choose a DXF drawing, a rack schedule (CSV, XLSX) or a folder of NetBox exports."


class ImportDialog(QDialog):
    """A file, what its layers or columns are taken as, and what that gives.

    The worker reads the file; each change of a row asks it again.

    Args:
        session: Whose design it goes into.
        folder: Where the file dialog begins.
        table: What a table is taken to hold at first: racks (``csv``) or ``sensors``.
        parent: Qt parent.
    """

    def __init__(
        self, session: Session, folder: Path, table: str = "csv", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("Read sensor readings" if table == "sensors" else "Import")
        self._session = session
        self._folder = folder
        self.source = Path()
        self.design: Design | None = None
        self.counts = ""
        self.path = QLineEdit()
        self.path.setAccessibleName("File")
        self.path.setPlaceholderText("File or folder")
        self.path.setMinimumWidth(44 * self.fontMetrics().averageCharWidth())
        self.path.editingFinished.connect(self._path_typed)
        self.unit = combo(_UNITS, "", "Unit of the drawing")
        self.unit.setToolTip("Length of one unit of the drawing")
        self.unit.currentIndexChanged.connect(lambda _: self._look())
        self.table = combo(_TABLES, table, "The table holds")
        self.table.currentIndexChanged.connect(lambda _: self._holds_other())
        self.into = combo((("here", "this variant"), ("new", "a new variant")), "new", "Into")
        self.into.currentIndexChanged.connect(lambda _: self._look())
        self.rows = ImportRows(session.unit_system)
        self.rows.changed.connect(self._look)
        self.note = QLabel(_EMPTY_SENSORS if table == "sensors" else _EMPTY)
        self.note.setWordWrap(True)
        self.note.setAccessibleName("What it gives")
        self.note.setMinimumHeight(3 * self.fontMetrics().lineSpacing())
        self.note.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.take = self.buttons.addButton("Import", QDialogButtonBox.ButtonRole.AcceptRole)
        self.take.setEnabled(False)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        self._lay_out()
        session.exchange.previewed.connect(self._show)
        session.exchange.failed.connect(self._fail)
        self.finished.connect(lambda _: session.exchange.forget())

    def _lay_out(self) -> None:
        line = QHBoxLayout()
        line.addWidget(self.path, 1)
        for word, tip, run in (
            ("File…", "Choose a drawing or a schedule", self._browse_file),
            ("Folder…", "Choose a folder of NetBox exports", self._browse_folder),
        ):
            button = QPushButton(word)
            button.setToolTip(tip)
            button.setAutoDefault(False)
            button.clicked.connect(run)
            line.addWidget(button)
        self._form = QFormLayout()
        self._form.addRow("File", line)
        self._form.addRow("One unit is", self.unit)
        self._form.addRow("It holds", self.table)
        self._form.addRow("Into", self.into)
        self._form.setRowVisible(self.unit, False)
        self._form.setRowVisible(self.table, False)
        self._form.setRowVisible(self.into, self.table.currentData() != "sensors")
        column = QVBoxLayout(self)
        column.addLayout(self._form)
        column.addWidget(self.rows, 1)
        column.addWidget(self.note)
        column.addWidget(self.buttons)
        self.rows.setVisible(False)

    # --- the file ----------------------------------------------------------------------------

    def choose(self, path: Path) -> None:
        """Read a file or folder anew."""
        self.source = path
        self.path.setText(str(path))
        self.rows.clear_rows()
        kind = self.kind()
        self._form.setRowVisible(self.unit, kind == "dxf")
        self._form.setRowVisible(self.table, kind in ("csv", "sensors"))
        self._form.setRowVisible(self.into, kind != "sensors")  # they belong to what is drawn
        for box, value in ((self.unit, ""), (self.into, "here" if self._fits_here() else "new")):
            box.blockSignals(True)
            box.setCurrentIndex(box.findData(value))
            box.blockSignals(False)
        self.into.setItemText(1, f"a new variant, “{self._name()}”")
        model = self.into.model()
        assert isinstance(model, QStandardItemModel)
        item = model.item(0)
        item.setEnabled(self._fits_here())
        item.setToolTip("" if self._fits_here() else "Only an empty variant can take it")
        self._look()

    def _holds_other(self) -> None:
        """The same table, read as something else."""
        if self.source.name:
            self.choose(self.source)

    def _path_typed(self) -> None:
        path = Path(self.path.text().strip()).expanduser()
        if self.path.text().strip() and path != self.source:
            self.choose(path)

    def _browse_file(self) -> None:
        text, _ = QFileDialog.getOpenFileName(self, "Import", str(self._folder), FILTER)
        if text:
            self.choose(Path(text))

    def _browse_folder(self) -> None:
        text = QFileDialog.getExistingDirectory(self, "NetBox exports", str(self._folder))
        if text:
            self.choose(Path(text))

    def kind(self) -> str:
        """What the file is taken for: ``dxf``, ``csv``, ``sensors``, ``netbox``, or ""."""
        if self.source.is_dir():
            return "netbox"
        kind = _KINDS.get(self.source.suffix.lower(), "")
        return str(self.table.currentData()) if kind == "csv" else kind

    def _name(self) -> str:
        return self.source.stem[:60] or "Imported"

    def _fits_here(self) -> bool:
        variant = self._session.document.design.variant
        if self.kind() == "sensors":
            return True
        return _is_empty(variant) if self.kind() == "dxf" else not variant.racks

    # --- asking and showing --------------------------------------------------------------------

    def _look(self) -> None:
        """Ask the worker what the file gives as it is taken now."""
        self.design = None
        self.take.setEnabled(False)
        if not self.source.name:
            return
        if not self.kind():
            self._say("This kind of file is not read. " + _EMPTY, is_problem=True)
            return
        design = self._session.document.design
        if self.into.currentData() == "new":
            try:
                design, _ = edits.variant_add(design, self._name())
            except EditError as error:
                self._say(str(error), is_problem=True)
                return
        self._say("Reading…")
        unit = self.unit.currentData()
        taken = self.rows.taken()
        self._session.exchange.look(
            Reading(self.source, self.kind(), design, taken, float(unit) if unit else None)
        )

    def _show(self, answer: Answer) -> None:
        plain = answer.plain
        self.rows.show_rows(plain["rows"], plain["choices"])
        self.rows.setVisible(bool(plain["rows"]))
        self._adjust_size()
        self._show_unit(plain)
        self.design = answer.imported
        self.counts = counted(plain["objects"])
        self.take.setEnabled(answer.imported is not None)
        self.take.setDefault(answer.imported is not None)
        if plain["problem"]:
            self._say(str(plain["problem"]), is_problem=True)
        else:
            self._say(" ".join([f"Gives {self.counts}.", *plain["notes"]]))

    def _show_unit(self, plain: Mapping[str, Any]) -> None:
        metres = plain["metres"]
        if metres is None or self.unit.currentData():
            return
        how = "as the drawing says" if plain["says_unit"] else "guessed by its size"
        known = {float(value): word for value, word in _UNITS if value}
        self.unit.setItemText(0, f"{known.get(metres, f'{metres:g} m')}, {how}")

    def _adjust_size(self) -> None:
        """Make room for the table when it first appears."""
        if self.rows.isVisible():
            self.resize(max(self.width(), self.sizeHint().width()), max(self.height(), 460))

    def _fail(self, failure: Failure) -> None:
        place = f"{failure.where}: " if failure.where else ""
        self._say(f"{place}{failure.message}", is_problem=True)

    def _say(self, text: str, *, is_problem: bool = False) -> None:
        palette = self.palette()
        if is_problem:
            palette.setColor(self.note.foregroundRole(), theme.tokens().severity["warning"])
        self.note.setPalette(palette)
        self.note.setText(text)


def _is_empty(variant: Variant) -> bool:
    """Whether nothing stands in a variant."""
    return not any(
        (variant.racks, variant.coolers, variant.cdus, variant.tiles, variant.panels,
         variant.obstructions)
    )  # fmt: skip
