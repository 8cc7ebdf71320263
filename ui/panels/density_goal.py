"""What a density is asked for: its objective, a floor, the racks that may change, failures."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QFormLayout, QPushButton, QWidget

from ui.session import Session
from ui.widgets.forms import ComboBox
from ui.widgets.quantity_edit import QuantityEdit

OBJECTIVES = (
    ("uniform", "Uniform"),
    ("proportional", "Proportional"),
    ("min", "Largest least power"),
    ("total", "Largest total power"),
    ("accelerators", "Most accelerators"),
    ("flops", "Most operations"),
)
"""Objectives and what they are called."""
_LEVELS = ("uniform", "proportional")
_TIPS = {
    "uniform": "The same power for every rack",
    "proportional": "All drawn powers by one factor",
}


class DensityGoal(QWidget):
    """Chooses what to ask for and asks."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.objective = ComboBox()
        self.objective.setAccessibleName("Objective of the density")
        for key, name in OBJECTIVES:
            self.objective.addItem(name, key)
        for row, (key, _) in enumerate(OBJECTIVES):
            tip = _TIPS.get(key, "A power of its own for every rack, by re-solved flows")
            self.objective.setItemData(row, tip, Qt.ItemDataRole.ToolTipRole)
        self.floor = QuantityEdit("w")
        self.floor.setAccessibleName("Least power of every rack")
        self.floor.setToolTip("Least power of every rack that may change")
        self.floor.set_value(0.0)
        self.selected = QCheckBox("Selected racks only")
        self.selected.setToolTip("The others keep the power drawn")
        self.failures = QCheckBox("Any single failure")
        self.failures.setToolTip("Also the density without each cooler, coolant unit and feed")
        self.run = QPushButton("Find density")
        self.run.setToolTip("Solve until the first limit binds")
        form = QFormLayout(self)
        form.setContentsMargins(8, 8, 8, 0)
        form.addRow("Objective", self.objective)
        form.addRow("Floor", self.floor)
        form.addRow(self.selected)
        form.addRow(self.failures)
        form.addRow(self.run)
        self.objective.currentIndexChanged.connect(self._objective_changed)
        self.run.clicked.connect(self.ask)
        session.stateChanged.connect(self._objective_changed)
        session.unitsChanged.connect(lambda: self.floor.set_system(session.unit_system))
        session.selectionChanged.connect(self._objective_changed)
        self._objective_changed()

    def ask(self) -> None:
        """Ask for what is chosen."""
        key = str(self.objective.currentData())
        allocates = key not in _LEVELS
        chosen = {rack.id for rack in self._session.variant.racks} & self._session.selection
        self._session.run_density(
            key,
            failures=self.failures.isChecked() and not allocates,
            floor_w=(self.floor.value or 0.0) if allocates else 0.0,
            racks=sorted(chosen) if allocates and self.selected.isChecked() else (),
        )

    def _objective_changed(self) -> None:
        allocates = self.objective.currentData() not in _LEVELS
        self.floor.setEnabled(allocates)
        self.selected.setEnabled(allocates)
        self.failures.setEnabled(not allocates)
        self.run.setEnabled(not self._session.busy)
