"""A dialog with a list, what can be done with it beside, and a line on what it is about."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

Deed = tuple[str, str, str, Callable[[], object]]
"""Key of a button, its word, its tooltip, and what it does."""


class ListDialog(QDialog):
    """Lays out the list and its buttons; what is listed is the subclass's.

    Args:
        title: Title of the dialog and name of the list.
        about: What is listed.
        deeds: The buttons.
        parent: The window.
    """

    def __init__(
        self, title: str, about: str, deeds: Iterable[Deed], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        text = QLabel(about)
        text.setWordWrap(True)
        text.setProperty("role", "muted")
        self.list = QListWidget()
        self.list.setAccessibleName(title)
        side = QVBoxLayout()
        self.buttons: dict[str, QPushButton] = {}
        for key, word, tip, run in deeds:
            button = QPushButton(word)
            button.setToolTip(tip)
            button.setAutoDefault(False)
            button.clicked.connect(lambda _=False, run=run: run())
            side.addWidget(button)
            self.buttons[key] = button
        side.addStretch(1)
        row = QHBoxLayout()
        row.addWidget(self.list, 1)
        row.addLayout(side)
        close = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        close.rejected.connect(self.reject)
        self.column = QVBoxLayout(self)
        self.column.addWidget(text)
        self.column.addLayout(row)
        self.column.addWidget(close)
