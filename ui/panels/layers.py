"""The layers dock: show, hide and lock kinds of objects, and the picture under the plan."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QGridLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSlider,
    QVBoxLayout,
    QWidget,
)

from coolsim.design import edits
from ui.drawing_layers import LAYERS
from ui.session import Session


class LayersPanel(QWidget):
    """One line per layer: shown, locked. Hidden objects still take part in every answer."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.shown: dict[str, QCheckBox] = {}
        self.locked: dict[str, QCheckBox] = {}
        grid = QGridLayout()
        grid.setHorizontalSpacing(6)
        grid.setColumnStretch(0, 1)
        for column, word in ((0, "Layer"), (1, "Shown"), (2, "Locked")):
            heading = QLabel(word)
            heading.setProperty("role", "section")
            grid.addWidget(heading, 0, column)
        layers = session.drawing_layers
        for number, (key, word) in enumerate(LAYERS, start=1):
            grid.addWidget(QLabel(word), number, 0)
            show = QCheckBox()
            show.setAccessibleName(f"Show {word.lower()}")
            show.setToolTip("Hidden objects still take part in every answer")
            show.clicked.connect(lambda on, key=key: layers.set_shown(key, on))
            grid.addWidget(show, number, 1)
            self.shown[key] = show
            if key == "background":
                continue
            lock = QCheckBox()
            lock.setAccessibleName(f"Lock {word.lower()}")
            lock.setToolTip("Clicks and rubber bands pass through")
            lock.clicked.connect(lambda on, key=key: layers.set_locked(key, on))
            grid.addWidget(lock, number, 2)
            self.locked[key] = lock
        self.strength = QSlider(Qt.Orientation.Horizontal)
        self.strength.setRange(5, 100)
        self.strength.setAccessibleName("Strength of the background")
        self.strength.setToolTip("Strength of the background")
        self.strength.sliderReleased.connect(self._strength_chosen)
        self._note = QLabel()
        self._note.setProperty("role", "muted")
        self._note.setWordWrap(True)
        reset = QPushButton("Show all")
        reset.setToolTip("Show every layer and lock none")
        reset.clicked.connect(layers.reset)
        body = QWidget()
        column_ = QVBoxLayout(body)
        column_.setContentsMargins(8, 8, 8, 8)
        column_.addLayout(grid)
        for part in (self._note, self.strength, reset):
            column_.addWidget(part)
        column_.addStretch(1)
        scroll = QScrollArea()
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setWidget(body)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scroll)
        layers.changed.connect(self.refresh)
        session.designChanged.connect(lambda *_: self.refresh())
        self.refresh()

    def refresh(self) -> None:
        """Show what is shown and locked now."""
        layers = self._session.drawing_layers
        for key, box in self.shown.items():
            with QSignalBlocker(box):
                box.setChecked(key not in layers.hidden)
        for key, box in self.locked.items():
            with QSignalBlocker(box):
                box.setChecked(key in layers.locked)
        background = self._session.variant.background
        self.strength.setVisible(background is not None)
        if background is None:
            self._note.setText("No background. Ctrl+B puts a picture under the plan.")
            return
        self._note.setText("Strength of the background")
        if not self.strength.isSliderDown():
            with QSignalBlocker(self.strength):
                self.strength.setValue(round(100 * background.opacity_fraction))

    def _strength_chosen(self) -> None:
        share = self.strength.value() / 100.0
        self._session.edit(
            "Change strength of background", edits.set_background, opacity_fraction=share
        )
