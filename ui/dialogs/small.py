"""The small dialogs: preferences, report, shortcuts, about, recovery."""

from __future__ import annotations

from collections.abc import Callable, Sequence
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
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from coolsim import __version__
from coolsim.design.recovery import Recovered
from ui.actions import COMMANDS, SHORTCUTS_OF_PLAN
from ui.dialogs import messages
from ui.settings import Settings
from ui.widgets.forms import ComboBox

_CLOSE = QDialogButtonBox.StandardButton.Close
THEMES = (("system", "as the system"), ("light", "light"), ("dark", "dark"))
UNITS = (("si", "SI (m, °C, m³/s)"), ("ip", "IP (ft, °F, CFM)"))
PAPERS = (("a4", "A4"), ("letter", "Letter"))


def _combo(choices: Sequence[tuple[str, str]], chosen: str, name: str) -> ComboBox:
    combo = ComboBox()
    combo.setAccessibleName(name)
    for value, word in choices:
        combo.addItem(word, value)
    combo.setCurrentIndex([value for value, _ in choices].index(chosen))
    return combo


class PreferencesDialog(QDialog):
    """Theme and units, applied at once."""

    def __init__(
        self,
        settings: Settings,
        on_theme: Callable[[str], None],
        on_units: Callable[[str], None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("Preferences")
        self.theme = _combo(THEMES, settings.theme, "Theme")
        self.units = _combo(UNITS, settings.unit_system, "Units")
        self.theme.activated.connect(lambda _: on_theme(self.theme.currentData()))
        self.units.activated.connect(lambda _: on_units(self.units.currentData()))
        buttons = QDialogButtonBox(_CLOSE)
        buttons.rejected.connect(self.reject)
        form = QFormLayout(self)
        form.addRow("Theme", self.theme)
        form.addRow("Units", self.units)
        form.addRow(buttons)
        self.setMinimumWidth(340)


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
        self.paper = _combo(PAPERS, settings.paper, "Paper")
        self.units = _combo(UNITS, units, "Units")
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


class ShortcutsDialog(QDialog):
    """The cheat sheet: every command with its keys, searchable."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Shortcuts")
        self._search = QLineEdit()
        self._search.setPlaceholderText("Search commands")
        self._search.setAccessibleName("Search commands")
        self._search.textChanged.connect(self._filter)
        self._list = QTreeWidget()
        self._list.setAccessibleName("Commands and their keys")
        self._list.setHeaderLabels(["Command", "Keys", "What it does"])
        self._list.setRootIsDecorated(False)
        self._list.setAlternatingRowColors(True)
        for command in COMMANDS:
            word = command.text.replace("&", "").rstrip("…")
            self._list.addTopLevelItem(
                QTreeWidgetItem([word, command.shortcut, f"{command.menu}: {command.tip}"])
            )
        for keys, what in SHORTCUTS_OF_PLAN:
            self._list.addTopLevelItem(QTreeWidgetItem(["On the plan", keys, what]))
        for column in range(3):
            self._list.resizeColumnToContents(column)
        buttons = QDialogButtonBox(_CLOSE)
        buttons.rejected.connect(self.reject)
        column_ = QVBoxLayout(self)
        column_.addWidget(self._search)
        column_.addWidget(self._list)
        column_.addWidget(buttons)
        self.resize(640, 560)

    def _filter(self, text: str) -> None:
        for row in range(self._list.topLevelItemCount()):
            item = self._list.topLevelItem(row)
            words = " ".join(item.text(column) for column in range(3)).casefold()
            item.setHidden(text.strip().casefold() not in words)


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
