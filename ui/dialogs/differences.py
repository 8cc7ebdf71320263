"""What the file on disk says otherwise than the window."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QVBoxLayout, QWidget

from coolsim import units
from coolsim.design.compared import ChangeGroup, FieldChange, design_changes, grouped
from coolsim.design.models import Design
from ui.widgets.record_table import Column, RecordTable

_WORDS = {"added": "on disk only", "removed": "here only", "changed": "changed"}


@dataclass(frozen=True, slots=True)
class _Row:
    id: str
    variant: str
    group: ChangeGroup
    field: FieldChange | None


class DifferencesDialog(QDialog):
    """A table of what differs, to look at before one of the two is given up."""

    def __init__(
        self,
        here: Design,
        on_disk: Design,
        file_name: str,
        system: units.System,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("Differences from the file on disk")
        self._system = system
        rows = _rows(here, on_disk)
        self.text = QLabel(
            f"What “{file_name}” says otherwise than this window:"
            if rows
            else f"“{file_name}” says the same as this window."
        )
        self.text.setWordWrap(True)
        self.table = RecordTable(
            [
                Column("Variant", lambda row: row.variant),
                Column("Object", lambda row: row.group.subject),
                Column("Difference", lambda row: _WORDS[row.group.what]),
                Column("Field", lambda row: row.field.title if row.field else ""),
                Column("Here", lambda row: self._value(row.field, "before")),
                Column("On disk", lambda row: self._value(row.field, "after")),
            ],
            "Differences from the file on disk",
        )
        self.table.set_records(rows)
        self.table.setVisible(bool(rows))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        for part in (self.text, self.table, buttons):
            column.addWidget(part)
        if rows:
            self.resize(820, 420)

    def _value(self, field: FieldChange | None, which: str) -> str:
        return field.text(getattr(field, which), self._system) if field else ""


def _rows(here: Design, on_disk: Design) -> list[_Row]:
    return [
        _Row(f"{variant}.{place}.{number}", variant, group, field)
        for variant, changes in design_changes(here, on_disk)
        for place, group in enumerate(grouped(changes))
        for number, field in enumerate(group.fields or (None,))
    ]
