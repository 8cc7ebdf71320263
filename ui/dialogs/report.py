"""What a report is to hold, whose it is, and where it goes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtWidgets import QCheckBox, QFormLayout, QLabel, QVBoxLayout, QWidget

from ui.dialogs.pdf_dialog import PdfDialog
from ui.dialogs.preferences import UNITS, combo
from ui.session import Session
from ui.settings import Settings

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


class ReportDialog(PdfDialog):
    """Asks for everything at once; company, logo, paper and boxes are remembered.

    Args:
        session: Whose design is reported; its project is edited from here, too.
        settings: What is remembered.
        path: Where the report goes unless told otherwise.
        parent: The window.
    """

    default_name = "report.pdf"

    def __init__(
        self, session: Session, settings: Settings, path: Path, parent: QWidget | None = None
    ) -> None:
        super().__init__(session, settings, path, parent)
        self.setWindowTitle("Density report")
        self.paper = combo(PAPERS, settings.paper, "Paper")
        self.units = combo(UNITS, session.unit_system, "Units")
        self.picture = self._box("Picture in 3-D", "Where this computer can draw it")
        self.elevations = self._box("Rack elevations", "The faces of the racks, alike ones once")
        self.workbook = self._box("Tables as a workbook", "Every table as XLSX beside the PDF")
        self.csv = self._box("Tables as CSV files", "Every table in a folder beside the PDF")
        self._form()
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

    def _form(self) -> None:
        boxes = QVBoxLayout()
        for key, box in self._boxes().items():
            box.setChecked(key in self._settings.report_parts)
            boxes.addWidget(box)
        note = QLabel("Solves the hall anew, finds its density and writes both as a PDF.")
        note.setProperty("role", "muted")
        note.setWordWrap(True)
        form = QFormLayout(self)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.addRow(note)
        form.addRow("PDF file", self.path_row)
        form.addRow("Paper", self.paper)
        form.addRow("Units", self.units)
        form.addRow("Company", self.company)
        form.addRow("Logo", self.logo)
        form.addRow("Project", self.project_row)
        form.addRow("Also", boxes)
        form.addRow(self.written_by("Write report"))

    def files(self) -> tuple[Path, ...]:
        """The PDF, and the tables beside it."""
        wishes = self.wishes()
        made = (wishes.out, wishes.workbook, wishes.csv)
        return tuple(path for path in made if path is not None)

    def remember(self) -> None:
        """Keep paper, logo, company and boxes for the next time."""
        super().remember()
        self._settings.paper = self.paper.currentData()
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
