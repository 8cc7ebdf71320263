"""The small dialogs: report, about, recovery."""

from __future__ import annotations

from collections.abc import Sequence
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
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from coolsim import __version__
from coolsim.design.recovery import Recovered
from ui.dialogs import messages
from ui.dialogs.preferences import UNITS, combo
from ui.settings import Settings

_CLOSE = QDialogButtonBox.StandardButton.Close
PAPERS = (("a4", "A4"), ("letter", "Letter"))


class ReportDialog(QDialog):
    """Where the report goes, its paper and units."""

    def __init__(
        self, settings: Settings, path: Path, units: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("Density report")
        self.path = QLineEdit(str(path))
        self.path.setAccessibleName("PDF file")
        self.path.setMinimumWidth(380)
        browse = QPushButton("Choose…")
        browse.clicked.connect(self._browse)
        row = QHBoxLayout()
        row.addWidget(self.path, 1)
        row.addWidget(browse)
        self.paper = combo(PAPERS, settings.paper, "Paper")
        self.units = combo(UNITS, units, "Units")
        note = QLabel("Solves the hall anew, finds its density and writes both as a PDF.")
        note.setProperty("role", "muted")
        note.setWordWrap(True)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        write = buttons.addButton("Write report", QDialogButtonBox.ButtonRole.AcceptRole)
        write.setDefault(True)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        form = QFormLayout(self)
        form.addRow(note)
        form.addRow("PDF file", row)
        form.addRow("Paper", self.paper)
        form.addRow("Units", self.units)
        form.addRow(buttons)

    def accept(self) -> None:
        """Go on when the file can be written to and nothing is lost unasked."""
        path = self.chosen_path()
        if not path.parent.is_dir():
            messages.show_text(
                self, "No such folder", f"There is no folder “{path.parent}”.", "Choose another."
            )
            return
        if path.exists() and path != self._agreed:
            answer = messages.ask(
                self, "File exists", f"“{path.name}” exists already.", "", ("Replace it",)
            )
            if answer == "Cancel":
                return
        super().accept()

    def chosen_path(self) -> Path:
        """The PDF file, with its suffix."""
        path = Path(self.path.text().strip() or "report.pdf").expanduser()
        return path if path.suffix.lower() == ".pdf" else path.with_name(f"{path.name}.pdf")

    _agreed: Path | None = None

    def _browse(self) -> None:
        text, _ = QFileDialog.getSaveFileName(
            self, "Write report to", self.path.text(), "PDF files (*.pdf)"
        )
        if text:
            self.path.setText(text)
            self._agreed = self.chosen_path()  # the file dialog has asked already


class RecoveryDialog(QDialog):
    """Designs that a closed window left behind: restore one, discard, or keep them for later."""

    def __init__(self, copies: Sequence[Recovered], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Recovered designs")
        self.choice = "later"
        self._copies = list(copies)
        text = QLabel(
            "CoolSim ended without saving. These changes were kept; restore one, or discard it."
        )
        text.setWordWrap(True)
        self.list = QListWidget()
        self.list.setAccessibleName("Recovered designs")
        for copy in copies:
            name = copy.path_of_design.name if copy.path_of_design else "never saved"
            title = copy.design.project.name or "Untitled hall"
            when = copy.saved_at.astimezone().strftime("%Y-%m-%d %H:%M")
            racks = len(copy.design.variant.racks)
            row = QListWidgetItem(f"{title}\n{name}, {racks} racks, kept {when}")
            row.setToolTip(str(copy.path_of_design or ""))
            self.list.addItem(row)
        self.list.setCurrentRow(0)
        self.list.itemDoubleClicked.connect(lambda _: self._finish("restore"))
        buttons = QDialogButtonBox()
        for word, choice, role in (
            ("Restore", "restore", QDialogButtonBox.ButtonRole.AcceptRole),
            ("Discard", "discard", QDialogButtonBox.ButtonRole.DestructiveRole),
            ("Keep for later", "later", QDialogButtonBox.ButtonRole.RejectRole),
        ):
            button = buttons.addButton(word, role)
            button.setDefault(choice == "restore")
            button.clicked.connect(lambda _=False, choice=choice: self._finish(choice))
        column = QVBoxLayout(self)
        column.addWidget(text)
        column.addWidget(self.list)
        column.addWidget(buttons)
        self.setMinimumWidth(520)
        self.resize(560, 260)

    def chosen(self) -> Recovered:
        """The copy the user means."""
        return self._copies[max(0, self.list.currentRow())]

    def _finish(self, choice: str) -> None:
        self.choice = choice
        self.accept()


def show_about(parent: QWidget) -> None:
    """Version, licence and what the program is not."""
    dialog = QDialog(parent)
    dialog.setWindowTitle("About CoolSim")
    text = QLabel(
        f"<h3>CoolSim {__version__}</h3>"
        "<p>Thermal design and density of data-centre halls.</p>"
        "<p>Apache License 2.0. Third-party notices are in the program's assets folder.</p>"
        "<p>Not related to the commercial product of that name.</p>"
    )
    text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    text.setWordWrap(True)
    buttons = QDialogButtonBox(_CLOSE)
    buttons.rejected.connect(dialog.reject)
    column = QVBoxLayout(dialog)
    column.addWidget(text)
    column.addWidget(buttons)
    dialog.setMinimumWidth(380)
    dialog.exec()
