"""Where an export goes, in which form, and how carefully it is solved."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QWidget,
)

from ui.dialogs import messages
from ui.dialogs.preferences import combo


@dataclass(frozen=True, slots=True)
class Form:
    """A form of export.

    Attributes:
        key: Its name in the request.
        name: What the user reads.
        purpose: One line of what it is for.
        suffix: Of the file; "" where a folder is written.
        needs_air: Whether the hall is solved for it.
    """

    key: str
    name: str
    purpose: str
    suffix: str = ""
    needs_air: bool = True


FORMS = (
    Form("dxf", "Drawing (DXF)", "The plan in metres for a CAD program, a layer for each kind.",
         ".dxf", needs_air=False),
    Form("xlsx", "Workbook (XLSX)", "All tables of racks, coolers and tiles, a sheet each.",
         ".xlsx"),
    Form("csv", "Tables (CSV)", "The same tables as text files in a folder, for scripts."),
    Form("vtk", "Air (VTK)", "Temperature, speed and pressure in a folder, for ParaView."),
    Form("epjson", "EnergyPlus (epJSON)", "IT equipment with its approach temperatures, as a "
         "fragment for a model of the building.", ".epJSON"),
    Form("aif", "SimReady AIF (JSON)", "Racks, units and coolers under the attribute names of AI "
         "factories.", ".json", needs_air=False),
    Form("openfoam", "OpenFOAM case", "The hall as a case, to solve it with a second program."),
)  # fmt: skip
_FIDELITIES = (("draft", "draft"), ("live", "live"), ("full", "full"))


class ExportDialog(QDialog):
    """Form, place and fidelity of an export.

    Args:
        start: Path without suffix that is proposed.
        fidelity: Fidelity of the variant's settings.
        form: Form chosen first.
        parent: Qt parent.
    """

    def __init__(
        self, start: Path, fidelity: str, form: str = "dxf", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("Export")
        self._agreed: Path | None = None
        self.form = combo([(each.key, each.name) for each in FORMS], form, "Form")
        self.purpose = QLabel()
        self.purpose.setWordWrap(True)
        self.purpose.setMinimumHeight(3 * self.fontMetrics().lineSpacing())
        self.purpose.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.purpose.setProperty("role", "muted")
        self.path = QLineEdit(str(start))
        self.path.setAccessibleName("Place")
        self.path.setMinimumWidth(40 * self.fontMetrics().averageCharWidth())
        browse = QPushButton("Choose…")
        browse.setToolTip("Choose the file or folder")
        browse.setAutoDefault(False)
        browse.clicked.connect(self._browse)
        self.fidelity = combo(_FIDELITIES, fidelity, "Fidelity")
        self.fidelity.setToolTip("How carefully the air is solved for it")
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        write = buttons.addButton("Export", QDialogButtonBox.ButtonRole.AcceptRole)
        write.setDefault(True)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        row = QHBoxLayout()
        row.addWidget(self.path, 1)
        row.addWidget(browse)
        form_layout = QFormLayout(self)
        form_layout.addRow("Form", self.form)
        form_layout.addRow(self.purpose)
        form_layout.addRow("Place", row)
        form_layout.addRow("Fidelity", self.fidelity)
        form_layout.addRow(buttons)
        self.form.currentIndexChanged.connect(lambda _: self._show_form())
        self._show_form()

    def chosen(self) -> Form:
        """The form chosen."""
        return FORMS[self.form.currentIndex()]

    def chosen_path(self) -> Path:
        """The file with its suffix, or the folder."""
        path = Path(self.path.text().strip() or "hall").expanduser()
        return path if path.suffix.lower() == self.chosen().suffix else self._with_suffix(path)

    def replaces(self) -> bool:
        """Whether something stands there, which the user agreed to replace."""
        return self.chosen_path().exists()

    def accept(self) -> None:
        """Go on when the place can be written to and nothing is lost unasked."""
        path = self.chosen_path()
        if not path.parent.is_dir():
            messages.show_text(
                self, "No such folder", f"There is no folder “{path.parent}”.", "Choose another."
            )
            return
        if not self._may_write(path):
            return
        super().accept()

    def _may_write(self, path: Path) -> bool:
        if not path.exists() or path == self._agreed:
            return True
        is_folder = not self.chosen().suffix
        if path.is_dir() != is_folder:
            kind = "a folder" if path.is_dir() else "a file"
            messages.show_text(
                self, "Not possible there", f"“{path.name}” is {kind}.", "Choose another name."
            )
            return False
        title = "Folder exists" if is_folder else "File exists"
        more = "Files of the same names in it are replaced." if is_folder else ""
        text = f"“{path.name}” exists already."
        return messages.ask(self, title, text, more, ("Replace it",)) != "Cancel"

    def _show_form(self) -> None:
        form = self.chosen()
        self.purpose.setText(form.purpose)
        self.path.setText(str(self.chosen_path()))
        self.fidelity.setEnabled(form.needs_air)
        index = self.fidelity.findData("draft")
        if form.key == "openfoam" and index >= 0:
            self.fidelity.removeItem(index)
        elif form.key != "openfoam" and index < 0:
            self.fidelity.insertItem(0, "draft", "draft")

    def _with_suffix(self, path: Path) -> Path:
        known = {form.suffix for form in FORMS if form.suffix}
        bare = path.with_suffix("") if path.suffix.lower() in known else path
        return bare.with_name(f"{bare.name}{self.chosen().suffix}")

    def _browse(self) -> None:
        form, path = self.chosen(), self.path.text()
        if form.suffix:
            pattern = f"{form.name} (*{form.suffix})"
            text, _ = QFileDialog.getSaveFileName(self, "Export to", path, pattern)
        else:
            folder = QFileDialog.getExistingDirectory(self, "Folder for the export", path)
            text = str(Path(folder) / Path(path).name) if folder else ""
        if text:
            self.path.setText(text)
            if form.suffix:
                self._agreed = self.chosen_path()  # the file dialog has asked already
