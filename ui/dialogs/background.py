"""The picture under the plan: file, place, width, strength."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from coolsim.design import edits
from coolsim.errors import CoolSimError
from ui.pictures import find_picture, folder_of, read_picture
from ui.session import Session
from ui.widgets.forms import Field, Form

PICTURES = "Pictures (*.png *.jpg *.jpeg *.bmp *.gif *.webp *.svg)"
_FIELDS = (
    Field("width_m", "Width", tip="Of the whole picture on the plan"),
    Field("x_m", "x", tip="Of its lower left corner"),
    Field("y_m", "y", tip="Of its lower left corner"),
    Field("heading_deg", "Turned by", unit="deg", tip="Counter-clockwise"),
    Field("opacity_fraction", "Strength", unit="fraction"),
    Field("is_shown", "Shown", "flag"),
)


class BackgroundDialog(QDialog):
    """Each change is in force at once and one step of undo.

    ``scale_wanted`` says that the two-point tool was asked for.
    """

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Background")
        self.scale_wanted = False
        self._session = session
        self.file = QLabel()
        self.file.setWordWrap(True)
        self.file.setAccessibleName("Picture")
        choose = QPushButton("Choose picture…")
        choose.setAutoDefault(False)
        choose.clicked.connect(self._ask)
        self.form = Form(_FIELDS)
        self.form.changed.connect(self._changed)
        self.scale = QPushButton("Scale by two points")
        self.scale.setToolTip("Drag between two points whose true distance you know")
        self.scale.setAutoDefault(False)
        self.scale.clicked.connect(self._scale)
        self.remove = QPushButton("Remove")
        self.remove.setAutoDefault(False)
        self.remove.clicked.connect(self._remove)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        for part in (self.file, choose, self.form, self.scale, self.remove, buttons):
            column.addWidget(part)
        self.setMinimumWidth(380)
        self._show()

    def choose(self, path: Path) -> None:
        """Put a picture under the plan; the first one as wide as the hall."""
        _, problem = read_picture(path)
        if problem:
            self.file.setText(problem)
            return
        session = self._session
        fields: dict[str, object] = {"file": _name_beside(path, folder_of(session))}
        if session.variant.background is None:
            fields["width_m"] = session.variant.hall.length_m
        self._edit("Choose background", **fields)

    def _ask(self) -> None:
        start = str(folder_of(self._session) or "")
        text, _ = QFileDialog.getOpenFileName(self, "Choose a picture", start, PICTURES)
        if text:
            self.choose(Path(text))

    def _changed(self, key: str, value: object) -> None:
        self._edit("Change background", **{key: value})

    def _scale(self) -> None:
        self.scale_wanted = True
        self.accept()

    def _remove(self) -> None:
        self._session.edit("Remove background", edits.remove_background)
        self._show()

    def _edit(self, label: str, **fields: object) -> None:
        try:
            self._session.edit(label, edits.set_background, **fields)
        except CoolSimError as error:
            self._session.message.emit(str(error), "warning")
        self._show()

    def _show(self) -> None:
        background = self._session.variant.background
        there = background is not None
        for part in (self.form, self.scale, self.remove):
            part.setEnabled(there)
        self.form.set_system(self._session.unit_system)
        if background is None:
            self.file.setText("No picture yet. A scan or an export of the drawing will do.")
            empty = {field.key: None for field in _FIELDS}
            self.form.show_records([SimpleNamespace(**empty)])
            return
        path = find_picture(background.file, folder_of(self._session))
        self.file.setText(background.file if path.is_file() else f"Not found: {background.file}")
        self.form.show_records([background])


def _name_beside(path: Path, folder: Path | None) -> str:
    """The picture's name where it lies beside the design or below it, else its whole path."""
    if folder is not None and path.resolve().is_relative_to(folder.resolve()):
        return path.resolve().relative_to(folder.resolve()).as_posix()
    return str(path)
