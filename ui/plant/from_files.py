"""What the plant's editor takes from small files: a chiller's curve set, a load profile."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from coolsim.design.models import HeatRejection
from coolsim.design.plant_files import PlantFileError, read_curve_set, read_profile
from ui.dialogs import messages


class CurvesEdit(QWidget):
    """A chiller's own curve set: what it is, loading one, going back to the shipped sets.

    Signals:
        chosen: A curve set that was read.
        dropped: The shipped sets are wanted again.
    """

    chosen = Signal(object)
    dropped = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = QLabel()
        self._words.setProperty("role", "muted")
        self._words.setWordWrap(True)
        self.load, self.drop = QPushButton("Load curve set…"), QPushButton("Use shipped set")
        self.load.setToolTip("A JSON file with capacity, COP and the three curves of one machine")
        self.load.clicked.connect(self._ask)
        self.drop.clicked.connect(self.dropped)
        row = QHBoxLayout()
        row.addWidget(self.load)
        row.addWidget(self.drop)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._words)
        column.addLayout(row)

    def show_rejection(self, item: HeatRejection | None) -> None:
        """Show what a heat rejection has."""
        own = None if item is None else item.curves
        self.drop.setVisible(own is not None)
        self._words.setVisible(own is not None)
        if own is not None:
            self._words.setText(f"Own curves: {own.capacity_w / 1e3:,.0f} kW, COP {own.cop:.2f}")

    def _ask(self) -> None:
        path, _ = QFileDialog.getOpenFileName(self, "Load curve set", "", "Curve sets (*.json)")
        if not path:
            return
        try:
            curves = read_curve_set(Path(path))
        except PlantFileError as error:
            messages.show_error(self, "The curve set cannot be used", error)
            return
        self.chosen.emit(curves)


def ask_profile(parent: QWidget) -> tuple[float, ...] | None:
    """Ask for a load profile of 8,760 hours; ``None`` where there is none in the end."""
    path, _ = QFileDialog.getOpenFileName(
        parent, "Load profile", "", "Profiles (*.csv *.txt);;All files (*)"
    )
    if not path:
        return None
    try:
        return read_profile(Path(path))
    except PlantFileError as error:
        messages.show_error(parent, "The profile cannot be used", error)
        return None
