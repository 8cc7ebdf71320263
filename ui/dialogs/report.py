"""What a report is to hold, whose it is, and where it goes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtWidgets import (
    QCheckBox,
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

from ui.dialogs import messages
from ui.dialogs.preferences import UNITS, combo
from ui.dialogs.running import run_dialog
from ui.session import Session
from ui.settings import Settings
from ui.widgets.logo_edit import LogoEdit

PAPERS = (("a4", "A4"), ("letter", "Letter"))


@dataclass(frozen=True)
class ReportWishes:
    """What was chosen, as the report's task takes it."""

    out: Path
    paper: str
    units: str
    company: str
    logo: str
    picture: bool
    elevations: bool
    workbook: Path | None
    csv: Path | None

    def options(self) -> dict[str, object]:
        """Fields of the task's request beside the design."""
        return {
            "out": str(self.out),
            "paper": self.paper,
            "units": self.units,
            "company": self.company,
            "logo": self.logo or None,
            "picture": self.picture,
            "elevations": self.elevations,
            "workbook": None if self.workbook is None else str(self.workbook),
            "csv": None if self.csv is None else str(self.csv),
            "force": True,
        }


class ReportDialog(QDialog):
    """Asks for everything at once; company, logo, paper and boxes are remembered.

    Args:
        session: Whose design is reported; its project is edited from here, too.
        settings: What is remembered.
        path: Where the report goes unless told otherwise.
        parent: The window.
    """

    def __init__(
        self, session: Session, settings: Settings, path: Path, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("Density report")
        self._session, self._settings = session, settings
        self._agreed: Path | None = None
        self.path = QLineEdit(str(path))
        self.path.setAccessibleName("PDF file")
        browse = QPushButton("Choose…")
        browse.setAccessibleName("Choose PDF file")
        browse.setAutoDefault(False)
        browse.clicked.connect(self._browse)
        row = QHBoxLayout()
        row.addWidget(self.path, 1)
        row.addWidget(browse)
        self.paper = combo(PAPERS, settings.paper, "Paper")
        self.units = combo(UNITS, session.unit_system, "Units")
        self.company = QLineEdit(session.document.design.project.company or settings.company)
        self.company.setAccessibleName("Company")
        self.company.setMaxLength(200)
        self.company.setPlaceholderText("none")
        self.company.setToolTip("Whose report it is; stands above the first page")
        self.logo = LogoEdit(settings.logo)
        self.project = QLabel()
        self.project.setWordWrap(True)
        self.project.setAccessibleName("Project and revision")
        self.edit = QPushButton("Edit…")
        self.edit.setAccessibleName("Edit project and revisions")
        self.edit.setToolTip("Project, number, client, engineer and revisions, kept in the file")
        self.edit.setAutoDefault(False)
        self.edit.clicked.connect(self._edit_project)
        above = QHBoxLayout()
        above.addWidget(self.project, 1)
        above.addWidget(self.edit)
        self.picture = self._box("Picture in 3-D", "Where this computer can draw it")
        self.elevations = self._box("Rack elevations", "The faces of the racks, alike ones once")
        self.workbook = self._box("Tables as a workbook", "Every table as XLSX beside the PDF")
        self.csv = self._box("Tables as CSV files", "Every table in a folder beside the PDF")
        self._form(row, above)
        self._show_project()
        self.resize(max(560, self.sizeHint().width()), self.sizeHint().height())

    def _box(self, words: str, tip: str) -> QCheckBox:
        box = QCheckBox(words)
        box.setToolTip(tip)
        return box

    def _boxes(self) -> dict[str, QCheckBox]:
        return {
            "picture": self.picture,
            "elevations": self.elevations,
            "workbook": self.workbook,
            "csv": self.csv,
        }

    def _form(self, row: QHBoxLayout, above: QHBoxLayout) -> None:
        boxes = QVBoxLayout()
        for key, box in self._boxes().items():
            box.setChecked(key in self._settings.report_parts)
            boxes.addWidget(box)
        note = QLabel("Solves the hall anew, finds its density and writes both as a PDF.")
        note.setProperty("role", "muted")
        note.setWordWrap(True)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        write = buttons.addButton("Write report", QDialogButtonBox.ButtonRole.AcceptRole)
        write.setDefault(True)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        form = QFormLayout(self)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.addRow(note)
        form.addRow("PDF file", row)
        form.addRow("Paper", self.paper)
        form.addRow("Units", self.units)
        form.addRow("Company", self.company)
        form.addRow("Logo", self.logo)
        form.addRow("Project", above)
        form.addRow("Also", boxes)
        form.addRow(buttons)

    def _show_project(self) -> None:
        project = self._session.document.design.project
        latest = project.revisions[-1].mark if project.revisions else ""
        told = (project.name, project.number, f"revision {latest}" if latest else "no revision")
        self.project.setText(", ".join(filter(None, told)))

    def _edit_project(self) -> None:
        """The project's own dialog; OK there is a step of undo of its own."""
        from ui.dialogs.design_dialog import PROJECT_PARTS, DesignDialog

        before = self._session.document.design.project.company
        dialog = DesignDialog(
            self._session, "Project and revisions", "Change project", PROJECT_PARTS, parent=self
        )
        run_dialog(dialog)
        company = self._session.document.design.project.company
        if company != before:
            self.company.setText(company)
        self._show_project()

    def accept(self) -> None:
        """Go on when everything can be written and nothing is lost unasked."""
        wishes = self.wishes()
        if not wishes.out.parent.is_dir():
            messages.show_text(
                self,
                "No such folder",
                f"There is no folder “{wishes.out.parent}”.",
                "Choose another.",
            )
            return
        if self.logo.fault:
            messages.show_text(
                self, "The logo cannot be used", self.logo.fault, "Choose another, or none."
            )
            self.logo.path.setFocus()
            return
        there = [
            path
            for path in (wishes.out, wishes.workbook, wishes.csv)
            if path is not None and path.exists() and path != self._agreed
        ]
        if there:
            names = " and ".join(f"“{path.name}”" for path in there)
            one = len(there) == 1
            told = f"{names} {'exists' if one else 'exist'} already."
            word = "Replace it" if one else "Replace them"
            if messages.ask(self, "File exists", told, "", (word,)) == "Cancel":
                return
        self._remember(wishes)
        super().accept()

    def _remember(self, wishes: ReportWishes) -> None:
        self._settings.paper = wishes.paper
        self._settings.logo = wishes.logo
        if wishes.company != self._session.document.design.project.company:
            self._settings.company = wishes.company
        self._settings.report_parts = [key for key, box in self._boxes().items() if box.isChecked()]

    def wishes(self) -> ReportWishes:
        """What is chosen now."""
        out = self.chosen_path()
        return ReportWishes(
            out=out,
            paper=self.paper.currentData(),
            units=self.units.currentData(),
            company=self.company.text().strip(),
            logo=self.logo.file(),
            picture=self.picture.isChecked(),
            elevations=self.elevations.isChecked(),
            workbook=out.with_suffix(".xlsx") if self.workbook.isChecked() else None,
            csv=out.with_name(f"{out.stem}-tables") if self.csv.isChecked() else None,
        )

    def chosen_path(self) -> Path:
        """The PDF file, with its suffix."""
        path = Path(self.path.text().strip() or "report.pdf").expanduser()
        return path if path.suffix.lower() == ".pdf" else path.with_name(f"{path.name}.pdf")

    def _browse(self) -> None:
        text, _ = QFileDialog.getSaveFileName(
            self, "Write report to", self.path.text(), "PDF files (*.pdf)"
        )
        if text:
            self.path.setText(text)
            self._agreed = self.chosen_path()  # the file dialog has asked already
