"""The first page: examples, an empty hall, recent files."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from coolsim.design import files
from coolsim.design.examples import Example, list_examples
from coolsim.design.models import Design
from coolsim.errors import CoolSimError
from ui.thumbnails import paint_hall, shapes_of


class WelcomePage(QWidget):
    """A gallery.

    Signals:
        exampleChosen, fileChosen: A path.
        newRequested, openRequested, tourRequested: The buttons.
    """

    exampleChosen = Signal(object)
    fileChosen = Signal(object)
    newRequested = Signal()
    openRequested = Signal()
    tourRequested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._recent = QVBoxLayout()
        self._recent.setSpacing(4)
        self._cards = QHBoxLayout()
        self._cards.setSpacing(16)
        self._filled = False
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(32, 24, 32, 24)
        column.setSpacing(12)
        title = QLabel("CoolSim")
        title.setProperty("role", "title")
        column.addWidget(title)
        column.addWidget(_muted("Draw a hall, see where the heat goes, learn how dense it can be."))
        buttons = QHBoxLayout()
        new, open_file = QPushButton("New empty hall"), QPushButton("Open a file…")
        new.setDefault(True)
        new.clicked.connect(self.newRequested)
        open_file.clicked.connect(self.openRequested)
        buttons.addWidget(new)
        tour = QPushButton("Guided tour, two minutes")
        tour.setToolTip("From an empty hall to an answer, step by step (Ctrl+F1)")
        tour.clicked.connect(self.tourRequested)
        buttons.addWidget(open_file)
        buttons.addWidget(tour)
        buttons.addStretch(1)
        column.addLayout(buttons)
        column.addWidget(_heading("Examples"))
        column.addLayout(self._cards)
        column.addWidget(_heading("Recent files"))
        column.addLayout(self._recent)
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setWidget(page)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scroll)

    def fill(self, recent: Sequence[Path]) -> None:
        """Show the examples (once) and the recent files."""
        if not self._filled:
            self._filled = True
            for example in _examples():
                card = _Card(example)
                card.chosen.connect(self.exampleChosen)
                self._cards.addWidget(card, 4)
            self._cards.addStretch(1)
        while (taken := self._recent.takeAt(0)) is not None:
            widget = taken.widget()
            if widget is not None:
                widget.deleteLater()
        for path in recent:
            button = QPushButton(f"{path.stem}    {path.parent}")
            button.setFlat(True)
            button.setStyleSheet("text-align: left;")
            button.clicked.connect(lambda _=False, path=path: self.fileChosen.emit(path))
            self._recent.addWidget(button)
        if not recent:
            self._recent.addWidget(_muted("Files you open or save are listed here."))


class _Card(QFrame):
    """One example: picture, title, text, button."""

    chosen = Signal(object)

    def __init__(self, example: Example) -> None:
        super().__init__()
        self.setObjectName("example")
        self.setProperty("role", "card")
        self.setMaximumWidth(380)
        title = QLabel(example.title)
        title.setProperty("role", "heading")
        title.setWordWrap(True)
        text = _muted(_first_sentences(example.description))
        text.setWordWrap(True)
        text.setAlignment(Qt.AlignmentFlag.AlignTop)
        button = QPushButton("Open")
        button.setAccessibleName(f"Open example {example.title}")
        button.clicked.connect(lambda: self.chosen.emit(example.path))
        grid = QGridLayout(self)
        grid.setContentsMargins(12, 12, 12, 12)
        grid.addWidget(_Thumbnail(files.load(example.path)), 0, 0, 1, 2)
        grid.addWidget(title, 1, 0, 1, 2)
        grid.addWidget(text, 2, 0, 1, 2)
        grid.addWidget(_muted(f"{example.racks} racks"), 3, 0)
        grid.addWidget(button, 3, 1, Qt.AlignmentFlag.AlignRight)
        grid.setRowStretch(2, 1)


class _Thumbnail(QWidget):
    """A small drawing of a hall."""

    def __init__(self, design: Design) -> None:
        super().__init__()
        self._hall = design.variant.hall
        self._shapes = shapes_of(design.variant)
        self.setFixedHeight(130)

    def sizeHint(self) -> QSize:
        """A flat rectangle."""
        return QSize(260, 130)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Hall, tiles, racks and coolers, flat."""
        painter = QPainter(self)
        paint_hall(painter, self.size(), self._hall, self._shapes)
        painter.end()


def _examples() -> tuple[Example, ...]:
    try:
        return list_examples()
    except CoolSimError:
        return ()  # a broken installation: the page still opens files


def _first_sentences(text: str, most: int = 220) -> str:
    if len(text) <= most:
        return text
    cut = text[:most]
    stop = cut.rfind(". ")
    return cut[: stop + 1] if stop > 60 else cut.rsplit(" ", 1)[0] + "…"


def _muted(text: str) -> QLabel:
    label = QLabel(text)
    label.setProperty("role", "muted")
    return label


def _heading(text: str) -> QLabel:
    label = QLabel(text)
    label.setProperty("role", "heading")
    return label
