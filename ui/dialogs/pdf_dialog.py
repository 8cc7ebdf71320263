"""What dialogs that write a PDF share: where it goes, whose it is, and the project it names."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QWidget,
)

from ui.dialogs import messages
from ui.dialogs.running import run_dialog
from ui.session import Session
from ui.settings import Settings
from ui.widgets.logo_edit import LogoEdit


class PdfDialog(QDialog):
    """Rows for file, company, logo and project, and what is asked before anything is replaced.

    Args:
        session: Whose design it is of; its project is edited from here, too.
        settings: What is remembered.
        path: Where the PDF goes unless told otherwise.
        parent: The window.
    """

    default_name = "hall.pdf"
    """Name of the file where none is typed."""

    def __init__(
        self, session: Session, settings: Settings, path: Path, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._session, self._settings = session, settings
        self._agreed: Path | None = None
        self.path = QLineEdit(str(path))
        self.path.setAccessibleName("PDF file")
        browse = QPushButton("Choose…")
        browse.setAccessibleName("Choose PDF file")
        browse.setAutoDefault(False)
        browse.clicked.connect(self._browse)
        self.path_row = QHBoxLayout()
        self.path_row.addWidget(self.path, 1)
        self.path_row.addWidget(browse)
        self.company = QLineEdit(session.document.design.project.company or settings.company)
        self.company.setAccessibleName("Company")
        self.company.setMaxLength(200)
        self.company.setPlaceholderText("none")
        self.company.setToolTip("Whose it is; stands on it")
        self.logo = LogoEdit(settings.logo)
        self.project = QLabel()
        self.project.setWordWrap(True)
        self.project.setAccessibleName("Project and revision")
        self.edit = QPushButton("Edit…")
        self.edit.setAccessibleName("Edit project and revisions")
        self.edit.setToolTip("Project, number, client, engineer and revisions, kept in the file")
        self.edit.setAutoDefault(False)
        self.edit.clicked.connect(self._edit_project)
        self.project_row = QHBoxLayout()
        self.project_row.addWidget(self.project, 1)
        self.project_row.addWidget(self.edit)
        self._show_project()

    def written_by(self, word: str) -> QDialogButtonBox:
        """Cancel, and a button that writes."""
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        write = buttons.addButton(word, QDialogButtonBox.ButtonRole.AcceptRole)
        write.setDefault(True)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        return buttons

    def files(self) -> tuple[Path, ...]:
        """What will be written."""
        return (self.chosen_path(),)

    def remember(self) -> None:
        """Keep what was chosen for the next time."""
        self._settings.logo = self.logo.file()
        company = self.company.text().strip()
        if company != self._session.document.design.project.company:
            self._settings.company = company

    def accept(self) -> None:
        """Go on when everything can be written and nothing is lost unasked."""
        out = self.chosen_path()
        if not out.parent.is_dir():
            messages.show_text(
                self, "No such folder", f"There is no folder “{out.parent}”.", "Choose another."
            )
            return
        if self.logo.fault:
            messages.show_text(
                self, "The logo cannot be used", self.logo.fault, "Choose another, or none."
            )
            self.logo.path.setFocus()
            return
        there = [path for path in self.files() if path.exists() and path != self._agreed]
        if there:
            names = " and ".join(f"“{path.name}”" for path in there)
            one = len(there) == 1
            told = f"{names} {'exists' if one else 'exist'} already."
            word = "Replace it" if one else "Replace them"
            if messages.ask(self, "File exists", told, "", (word,)) == "Cancel":
                return
        self.remember()
        super().accept()

    def chosen_path(self) -> Path:
        """The PDF file, with its suffix."""
        path = Path(self.path.text().strip() or self.default_name).expanduser()
        return path if path.suffix.lower() == ".pdf" else path.with_name(f"{path.name}.pdf")

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

    def _browse(self) -> None:
        text, _ = QFileDialog.getSaveFileName(
            self, "Write to", self.path.text(), "PDF files (*.pdf)"
        )
        if text:
            self.path.setText(text)
            self._agreed = self.chosen_path()  # the file dialog has asked already
