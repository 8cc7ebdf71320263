"""A line edit for a number with its unit: typed in any unit, kept in the base unit."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from coolsim import units
from coolsim.errors import UsageError

SEVERAL = "several values"


class QuantityEdit(QLineEdit):
    """Shows a quantity in the user's unit system and reads back what is typed.

    Args:
        unit: Unit key of ``coolsim.units``.
        optional: Whether an empty box is an answer (``None``).
        digits: Significant digits shown.
        least: What is below is refused with a word [base unit]; ``None`` takes every number.
        parent: Qt parent.

    Signals:
        committed: The new number in the base unit, or ``None`` where the box was emptied.
    """

    committed = Signal(object)

    def __init__(
        self,
        unit: str,
        *,
        optional: bool = False,
        digits: int = 5,
        least: float | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._unit = unit
        self._optional = optional
        self._digits = digits
        self._least = least
        self._system: units.System = "si"
        self._value: float | None = None
        self._several = False
        self._empty_text = "" if not optional else "not given"
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.editingFinished.connect(self._commit)
        self.textEdited.connect(lambda _: self._mark(""))

    @property
    def value(self) -> float | None:
        """The number in the base unit; ``None`` when empty or several."""
        return self._value

    @property
    def unit(self) -> str:
        """Unit key of the number."""
        return self._unit

    def set_unit(self, unit: str) -> None:
        """Hold another quantity; the box is empty until it is given a number."""
        self._unit = unit
        self.set_value(None)

    def set_empty_text(self, text: str) -> None:
        """What an empty box means ("from the catalogue")."""
        self._empty_text = text
        self._show()

    def set_system(self, system: units.System) -> None:
        """Show in SI or IP."""
        if system != self._system:
            self._system = system
            self._show()

    def set_value(self, value: float | None, *, several: bool = False) -> None:
        """Show a number, or that the selected objects differ."""
        self._value, self._several = (None if several else value), several
        if not (self.hasFocus() and self.isModified()):
            self._show()

    def _show(self) -> None:
        shown = (
            ""
            if self._value is None
            else units.text(self._value, self._unit, self._system, self._digits)
        )
        self._mark("")
        self.setText(shown)
        self.setModified(False)
        self.setCursorPosition(0)
        self.setPlaceholderText(SEVERAL if self._several else self._empty_text)

    def _commit(self) -> None:
        if not self.isModified():
            return
        typed = self.text().strip()
        if not typed:
            if self._optional and (self._value is not None or self._several):
                self.setModified(False)
                self._value, self._several = None, False
                self.committed.emit(None)
            else:
                self._show()
            return
        try:
            value = units.parse(typed, self._unit, self._system)
        except UsageError as error:
            self._mark(f"{error.message} {error.remedy}".strip())
            return
        if self._least is not None and value < self._least:
            lowest = units.text(self._least, self._unit, self._system)
            self._mark(f"{typed} is too little: give {lowest} or more.")
            return
        self.setModified(False)
        if self._several or self._value is None or value != self._value:
            self._value, self._several = value, False
            self._show()
            self.committed.emit(value)
        else:
            self._show()

    def _mark(self, problem: str) -> None:
        invalid = bool(problem)
        if bool(self.property("invalid")) != invalid:
            self.setProperty("invalid", invalid)
            self.style().unpolish(self)
            self.style().polish(self)
        if invalid or self.property("problem"):
            self.setToolTip(problem)
            self.setProperty("problem", problem)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc puts the former value back."""
        if event.key() == Qt.Key.Key_Escape and self.isModified():
            self._show()
            event.accept()
            return
        super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Select everything, so that typing replaces."""
        super().focusInEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.selectAll()
