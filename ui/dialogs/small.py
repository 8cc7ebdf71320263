"""The small dialogs: about, recovery."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from coolsim import __version__
from coolsim.design.recovery import Recovered
from ui.dialogs.running import run_dialog

_CLOSE = QDialogButtonBox.StandardButton.Close


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
    run_dialog(dialog)
