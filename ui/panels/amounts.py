"""Lines of a form for an amount of each kind: a price, a rate; kinds come and go."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFormLayout, QLabel

from ui.widgets.quantity_edit import QuantityEdit


class AmountLines(QObject):
    """Optional amounts by kind, each a line at the end of a form.

    Args:
        form: The form.
        unit: Unit key of the amounts.
        word: What each is of the kind: "Price", "Tokens/s".

    Signals:
        changed: Somebody gave an amount, or took one away.
    """

    changed = Signal()

    def __init__(self, form: QFormLayout, unit: str, word: str) -> None:
        super().__init__(form)
        self._form, self._unit, self._word = form, unit, word
        self._known: dict[str, float] = {}
        self.edits: dict[str, QuantityEdit] = {}

    @property
    def amounts(self) -> tuple[tuple[str, float], ...]:
        """Amounts that are given for the kinds in sight."""
        return tuple((key, self._known[key]) for key in self.edits if key in self._known)

    def show_kinds(self, kinds: Mapping[str, str]) -> None:
        """Have a line for each kind, by its name; amounts of kinds that come back are kept."""
        for key in [key for key in self.edits if key not in kinds]:
            self._form.removeRow(self.edits.pop(key))
        for key, name in kinds.items():
            if key in self.edits:
                continue
            edit = QuantityEdit(self._unit, optional=True, least=0.0)
            edit.set_empty_text("not given")
            edit.setAccessibleName(f"{self._word}, {name}")
            edit.setToolTip(f"{self._word} of one {name}")
            edit.set_value(self._known.get(key))
            edit.committed.connect(lambda value, key=key: self._take(key, value))
            self.edits[key] = edit
            label = QLabel(f"{self._word}, {name}")
            label.setWordWrap(True)
            label.setBuddy(edit)
            self._form.addRow(label, edit)

    def _take(self, key: str, value: object) -> None:
        self._known.pop(key, None)
        if isinstance(value, float):
            self._known[key] = value
        self.changed.emit()
