"""The file of a logo, with the picture itself beside it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QImageReader, QPixmap
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

LOGOS = "Pictures (*.png *.jpg *.jpeg *.svg)"
_FORMATS = (b"png", b"jpeg", b"jpg", b"svg", b"svgz")
_SHOWN = QSize(160, 40)


class LogoEdit(QWidget):
    """A line with the file's path, a button that asks for one, and what it shows below.

    Signals:
        committed: The path, "" for no logo, once per finished edit.
    """

    committed = Signal(str)

    def __init__(self, path: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.path = QLineEdit(path)
        self.path.setAccessibleName("Logo")
        self.path.setPlaceholderText("none; PNG, JPEG or SVG")
        self.path.setToolTip("Picture at the top of the report's first page")
        self.path.setClearButtonEnabled(True)
        self.path.textChanged.connect(lambda _: self._show())
        self.path.editingFinished.connect(lambda: self.committed.emit(self.file()))
        choose = QPushButton("Choose…")
        choose.setAccessibleName("Choose logo")
        choose.setAutoDefault(False)
        choose.clicked.connect(self._ask)
        self.picture = QLabel()
        self.picture.setAccessibleName("Logo as it is")
        self.picture.setAlignment(Qt.AlignmentFlag.AlignLeft)
        self.picture.setWordWrap(True)
        self.fault = ""
        row = QHBoxLayout()
        row.addWidget(self.path, 1)
        row.addWidget(choose)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(row)
        column.addWidget(self.picture)
        self.setFocusProxy(self.path)
        self._show()

    def file(self) -> str:
        """The path, "" for no logo."""
        text = self.path.text().strip()
        return str(Path(text).expanduser()) if text else ""

    def _ask(self) -> None:
        text, _ = QFileDialog.getOpenFileName(self, "Logo", self.path.text(), LOGOS)
        if text:
            self.path.setText(text)
            self.committed.emit(self.file())

    def _show(self) -> None:
        """The picture, or in words why there is none."""
        self.fault = ""
        self.picture.setPixmap(QPixmap())
        file = self.file()
        self.picture.setVisible(bool(file))
        if not file:
            return
        reader = QImageReader(file)
        reader.setDecideFormatFromContent(True)
        if not Path(file).is_file():
            self.fault = "There is no such file."
        elif bytes(reader.format().data()) not in _FORMATS:
            self.fault = "This is no PNG, JPEG or SVG picture."
        else:
            size = reader.size()
            if size.isValid():
                reader.setScaledSize(size.scaled(_SHOWN, Qt.AspectRatioMode.KeepAspectRatio))
            image = reader.read()
            self.fault = "This picture is broken." if image.isNull() else ""
            if not image.isNull():
                self.picture.setPixmap(QPixmap.fromImage(image))
        if self.fault:
            self.picture.setText(self.fault)
