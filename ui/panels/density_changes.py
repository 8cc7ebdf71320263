"""What to change: single changes with what they bring, each applied as one step of undo."""

from __future__ import annotations

import math

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from coolsim import units
from coolsim.density.records import Advice, Change, Density
from ui import words
from ui.panels.density_goal import LEVELS
from ui.session import Session


class DensityChanges(QWidget):
    """The prices of limits and the ranked changes of a density answer, or how to ask for them."""

    asked = Signal()
    """Somebody wants prices and changes."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._density: Density | None = None
        self.buttons: dict[str, QPushButton] = {}
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(8, 0, 8, 8)
        self._layout.setAlignment(Qt.AlignmentFlag.AlignTop)

    def show_density(self, density: Density | None, *, is_stale: bool) -> None:
        """Show the advice of an answer; changes of a stale one cannot be applied."""
        while (item := self._layout.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        self._density, self.buttons = density, {}
        if density is None:
            return
        if density.advice is None:
            ask = QPushButton("What to change…")
            ask.setToolTip(
                "Price the limits that bind and try single changes, each solved again"
                if density.objective in LEVELS
                else "Go back to uniform density, price its limits and try single changes"
            )
            ask.setEnabled(density.status == "confirmed" and not is_stale)
            ask.clicked.connect(self.asked)
            self._layout.addWidget(ask)
            return
        self._layout.addWidget(self._prices(density.advice))
        for change in density.advice.changes:
            self._layout.addWidget(self._row(change, is_stale))

    def _prices(self, advice: Advice) -> QLabel:
        system = self._session.unit_system
        lines = ["<b>What to change</b> (each solved again)"]
        for price in advice.prices:
            unit = "k" if price.unit == "c" else price.unit
            step, gain = units.text(price.step, unit, system, 3), _gain(price.gained_w, system)
            lines.append(f"{words.limit_title(price.limit)}, {step} more: {gain}")
        if advice.second_limit:
            power = units.text(advice.second_w, "w", system)
            lines.append(f"Behind it: {words.limit_title(advice.second_limit)}, at {power}")
        label = QLabel("<br>".join(lines))
        label.setWordWrap(True)
        return label

    def _row(self, change: Change, is_stale: bool) -> QFrame:
        row = QFrame()
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        gain = _gain(change.gained_w, self._session.unit_system)
        label = QLabel(f"{change.title}: {gain}")
        label.setWordWrap(True)
        label.setToolTip(change.note or f"Binds then: {words.limit_title(change.binds_then)}")
        apply = QPushButton("Apply")
        apply.setAccessibleName(f"Apply: {change.title}")
        apply.setEnabled(not is_stale and math.isfinite(change.power_w))
        apply.clicked.connect(lambda _=False, key=change.key: self.apply(key))
        self.buttons[change.key] = apply
        layout.addWidget(label, 1)
        layout.addWidget(apply)
        return row

    def apply(self, key: str) -> None:
        """Make the change with a key, as one step of undo."""
        from coolsim.density.changes import candidate

        if self._density is None:
            return
        found = candidate(self._session.design, self._density, key)
        if found is not None:
            self._session.apply(found.title, found.design)


def _gain(power_w: float, system: units.System) -> str:
    if not math.isfinite(power_w):
        return "could not be solved"
    sign = "+" if power_w >= 0.0 else "−"
    return f"{sign}{units.text(abs(power_w), 'w', system, 3)}"
