"""A quiet line above the drawing: what happened, and what can be done about it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

Answer = tuple[str, str, Callable[[], object]]
"""A button: its word, its tooltip, what it does."""


class Notice(QFrame):
    """Hidden until something is to be said; it takes no keyboard focus from the drawing."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "strip")
        self.setAccessibleName("Notice")
        self.text = QLabel()
        self.text.setWordWrap(True)
        self.buttons: dict[str, QPushButton] = {}
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(12, 4, 12, 4)
        self._row.addWidget(self.text, 1)
        self.hide()

    def say(self, text: str, answers: Sequence[Answer]) -> None:
        """Show a text with its buttons, in place of the one before."""
        for button in self.buttons.values():
            self._row.removeWidget(button)
            button.deleteLater()
        self.buttons = {}
        for word, tip, run in answers:
            button = QPushButton(word)
            button.setToolTip(tip)
            button.setAccessibleName(word)
            button.clicked.connect(lambda _=False, run=run: run())
            self._row.addWidget(button)
            self.buttons[word] = button
        self.text.setText(text)
        self.text.setAccessibleName(text)
        self.show()


def under(notice: Notice, page: QWidget) -> QWidget:
    """A page with the notice above it."""
    both = QWidget()
    column = QVBoxLayout(both)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    column.addWidget(notice)
    column.addWidget(page, 1)
    return both
