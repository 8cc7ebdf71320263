"""What a density is asked for: its objective, a floor, the racks that may change, failures."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QFormLayout, QLabel, QPushButton, QWidget

from coolsim.catalogue import load_catalogue
from coolsim.catalogue.loads import accelerators_in
from coolsim.catalogue.rates import PRECISIONS
from ui.panels.amounts import AmountLines
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
    ("tokens", "Most tokens"),
)
"""Objectives and what they are called."""
SERVERS = (
    (None, "Any power"),
    ("greedy", "Whole, rounded"),
    ("exact", "Whole, programme"),
)
"""How an allocation counts servers, and what it is called."""
LEVELS = ("uniform", "proportional")
"""Objectives that one level stands for; only they have prices, changes and failures."""
_TIPS = {
    "uniform": "The same power for every rack",
    "proportional": "All drawn powers by one factor",
    "flops": "A power of its own for every rack; operations at the precision below",
    "tokens": "A power of its own for every rack; tokens at the rates below",
}
_SERVER_TIPS = (
    "Racks get any power",
    "Whole servers: rounded down, then added while every limit holds",
    "Whole servers by a mixed-integer programme that tells its gap; ten seconds more",
)


def drawn_accelerators(session: Session) -> dict[str, str]:
    """Names of the accelerators in the racks, by catalogue id."""
    catalogue = load_catalogue().with_entries(session.design.catalogue)
    silicon = accelerators_in(catalogue, session.variant.racks)
    return {key: catalogue.get(key).name for key in sorted(silicon) if key in catalogue}


class DensityGoal(QWidget):
    """Chooses what to ask for and asks; what does not belong to the objective is hidden."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.objective = ComboBox()
        self.objective.setAccessibleName("Objective of the density")
        for row, (key, name) in enumerate(OBJECTIVES):
            self.objective.addItem(name, key)
            tip = _TIPS.get(key, "A power of its own for every rack, by re-solved flows")
            self.objective.setItemData(row, tip, Qt.ItemDataRole.ToolTipRole)
        self.precision = ComboBox()
        self.precision.addItems([name.upper() for name in PRECISIONS])
        self.precision.setCurrentText("FP8")
        self.precision.setAccessibleName("Precision of the operations")
        self.precision.setToolTip("Dense operations of this precision count")
        self.floor = QuantityEdit("w", least=0.0)
        self.floor.setAccessibleName("Least power of every rack")
        self.floor.setToolTip("Least power of every rack that may change")
        self.floor.set_value(0.0)
        self.servers = ComboBox()
        self.servers.setAccessibleName("Whole servers")
        self.servers.setToolTip("Whether racks get whole servers")
        for row, (how, name) in enumerate(SERVERS):
            self.servers.addItem(name, how)
            self.servers.setItemData(row, _SERVER_TIPS[row], Qt.ItemDataRole.ToolTipRole)
        self.selected = QCheckBox("Selected racks only")
        self.selected.setToolTip("The others keep the power drawn")
        self.failures = QCheckBox("Any single failure")
        self.failures.setToolTip("Also the density without each cooler, coolant unit and feed")
        self.finer = QCheckBox("Check on a finer grid")
        self.finer.setToolTip("Solved once more on smaller cells, and lowered to what both hold")
        self._is_finer = {False: False, True: True}  # by whether racks differ; those err more
        self.finer.clicked.connect(self._keep_finer)
        self.run = QPushButton("Find density")
        self.form = QFormLayout(self)
        self.form.setContentsMargins(8, 8, 8, 0)
        self.form.setVerticalSpacing(4)
        self.form.addRow("Objective", self.objective)
        self.form.addRow("Precision", self.precision)
        self.form.addRow("Floor", self.floor)
        self.form.addRow("Servers", self.servers)
        self.form.addRow(self.selected)
        self.form.addRow(self.failures)
        self.form.addRow(self.finer)
        rates = QFormLayout()
        rates.setVerticalSpacing(4)
        rates.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        self.form.addRow(rates)
        self.form.addRow(self.run)
        self.lacking = QLabel()
        self.lacking.setProperty("role", "muted")
        self.lacking.setWordWrap(True)
        self.lacking.setAccessibleName("What is missing before the density can be asked")
        self.form.addRow(self.lacking)
        self.rates = AmountLines(rates, "count", "Tokens/s")
        self.rates.changed.connect(self.refresh)
        self.objective.currentIndexChanged.connect(self.refresh)
        self.selected.toggled.connect(self.refresh)
        self.run.clicked.connect(self._pressed)
        session.stateChanged.connect(self.refresh)
        session.unitsChanged.connect(lambda: self.floor.set_system(session.unit_system))
        session.selectionChanged.connect(self.refresh)
        self.refresh()

    @property
    def allocates(self) -> bool:
        """Whether racks may have different powers under the objective chosen."""
        return self.objective.currentData() not in LEVELS

    def ask(self) -> None:
        """Ask for what is chosen."""
        allocates = self.allocates
        self._session.run_density(
            str(self.objective.currentData()),
            failures=self.failures.isChecked() and not allocates,
            floor_w=(self.floor.value or 0.0) if allocates else 0.0,
            racks=self._chosen() if allocates and self.selected.isChecked() else (),
            whole=self.servers.currentData() if allocates else None,
            precision=self.precision.currentText().lower(),
            tokens=self.rates.amounts,
            finer=self.finer.isChecked(),
        )

    def refresh(self) -> None:
        """Show what belongs to the objective, and whether it can be asked."""
        allocates = self.allocates
        for widget in (self.floor, self.servers, self.selected):
            self.form.setRowVisible(widget, allocates)
        self.form.setRowVisible(self.precision, self.objective.currentData() == "flops")
        self.form.setRowVisible(self.failures, not allocates)
        self.finer.setChecked(self._is_finer[allocates])
        wants_rates = self.objective.currentData() == "tokens"
        self.rates.show_kinds(drawn_accelerators(self._session) if wants_rates else {})
        busy = self._session.busy
        running, cancelling = busy == "density", self._session.cancelling
        word = "Stopping" if running and cancelling else "Cancel" if running else "Find density"
        self.run.setText(word)
        lacks = self._lacks()
        self.run.setToolTip(
            "Stop with the best found so far"
            if running
            else lacks or "Solve until the first limit binds"
        )
        self.lacking.setText(lacks)
        self.form.setRowVisible(self.lacking, bool(lacks) and not running)
        self.run.setEnabled(not cancelling if running else not busy and not lacks)

    def _keep_finer(self, wanted: bool) -> None:
        self._is_finer[self.allocates] = wanted

    def _lacks(self) -> str:
        if not self._session.variant.racks:
            return "Place racks first."
        if self.objective.currentData() == "tokens" and not self.rates.amounts:
            return "Give the tokens per second of an accelerator first."
        if self.allocates and self.selected.isChecked() and not self._chosen():
            return "Select racks first, or let all of them change."
        return ""

    def _chosen(self) -> list[str]:
        chosen = self._session.selection
        return sorted(rack.id for rack in self._session.variant.racks if rack.id in chosen)

    def _pressed(self) -> None:
        if self._session.busy == "density":
            self._session.cancel()
        else:
            self.ask()
