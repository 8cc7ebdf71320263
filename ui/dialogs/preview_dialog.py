"""A dialog of a few numbers whose effect is seen on the plan before it is taken."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from types import SimpleNamespace

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QVBoxLayout, QWidget

from coolsim.design.models import Design
from coolsim.errors import CoolSimError
from ui.session import Session
from ui.widgets.forms import Field, Form

Change = Callable[[Design, Mapping[str, object]], tuple[Design, Iterable[str] | None, str]]
"""From a design and values to a new design, ids to select (or ``None``), a line about it."""


class PreviewDialog(QDialog):
    """Shows what a change would do; OK makes it one step, Cancel leaves nothing behind.

    Args:
        session: What is edited.
        title: Title of the dialog.
        label: Name of the undo step.
        fields: The lines of the form.
        values: First values by key.
        change: The change.
        parent: The window.
    """

    def __init__(
        self,
        session: Session,
        title: str,
        label: str,
        fields: Sequence[Field],
        values: Mapping[str, object],
        change: Change,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self._session = session
        self._label = label
        self._values = dict(values)
        self._change = change
        self._base = session.document.design
        self._made: tuple[Design, Iterable[str] | None] | None = None
        self.form = Form(fields)
        self.form.set_system(session.unit_system)
        self.form.changed.connect(self._changed)
        self.note = QLabel()
        self.note.setWordWrap(True)
        self.note.setProperty("role", "muted")
        self.note.setAccessibleName("What will happen")
        both = QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        self.buttons = QDialogButtonBox(both)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        for part in (self.form, self.note, self.buttons):
            column.addWidget(part)
        self.setMinimumWidth(360)
        self._show()

    @property
    def values(self) -> Mapping[str, object]:
        """The values as they stand."""
        return self._values

    def _changed(self, key: str, value: object) -> None:
        self._values[key] = value
        self._show()

    def _show(self) -> None:
        self.form.show_records([SimpleNamespace(**self._values)])
        try:
            design, ids, note = self._change(self._base, self._values)
        except CoolSimError as error:
            self._made = None
            self._session.preview(None)
            self.note.setText(f"{error.message} {error.remedy}".strip())
        else:
            self._made = (design, ids)
            self._session.preview(design)
            self.note.setText(note)
        ok = self.buttons.button(QDialogButtonBox.StandardButton.Ok)
        ok.setEnabled(self._made is not None)

    def accept(self) -> None:
        """Make the change one step."""
        if self._made is None:
            return
        design, ids = self._made
        self._session.preview(None)
        if design is not self._session.design:
            self._session.apply(self._label, design)
        if ids is not None:
            self._session.select(ids)
        super().accept()

    def reject(self) -> None:
        """Leave everything as it was."""
        self._session.preview(None)
        super().reject()
