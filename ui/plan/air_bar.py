"""The row above the plan: which quantity of the air is mapped, and which lines lie on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QSizePolicy, QToolButton, QWidget

from coolsim.results.air_quantities import AIR_QUANTITIES
from ui.air_state import Layer

if TYPE_CHECKING:
    from ui.plan.session_like import SessionLike

_LAYERS: tuple[tuple[Layer, str, str], ...] = (
    ("isotherms", "Contours", "Isotherms, or lines of equal value of what is mapped (I)"),
    ("arrows", "Arrows", "Direction and speed of the air at the height of the map (A)"),
    ("streamlines", "Streamlines",
     "Where the air of the selected objects goes (full) and comes from (dashed) (S)"),
)  # fmt: skip


class AirBar(QWidget):
    """Map quantity and layers.

    Signals:
        sectionRequested: The section is to be shown or hidden.
        whyRequested: The selected rack is to be explained.
    """

    sectionRequested = Signal()
    whyRequested = Signal()

    def __init__(self, session: SessionLike, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.quantity = QComboBox()
        self.quantity.setAccessibleName("Quantity of the air map")
        self.quantity.setToolTip("Which quantity of the air is mapped (M for the next)")
        for quantity in AIR_QUANTITIES:
            self.quantity.addItem(quantity.name, quantity.key)
        self.quantity.activated.connect(
            lambda row: session.set_air_key(self.quantity.itemData(row))
        )
        label = self._label = QLabel("&Map")
        label.setBuddy(self.quantity)
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 2, 8, 2)
        row.setSpacing(4)
        row.addWidget(label)
        row.addWidget(self.quantity)
        row.addSpacing(8)
        self.buttons: dict[str, QToolButton] = {}
        for layer, text, tip in _LAYERS:
            button = self._add(layer, text, tip)
            button.toggled.connect(lambda on, layer=layer: session.set_layer(layer, on))
            row.addWidget(button)
        section = self._add("section", "Section", "A vertical cut through the hall (X)")
        section.clicked.connect(self.sectionRequested)
        row.addWidget(section)
        why = self._add("why", "Why is it hot?", "Where the heat at the selected rack's inlet"
                        " comes from (W)")  # fmt: skip
        why.setCheckable(False)
        why.clicked.connect(self.whyRequested)
        row.addWidget(why)
        row.addStretch(1)
        session.airChanged.connect(self.refresh)
        session.selectionChanged.connect(self.refresh)
        self.refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Buttons that do not fit go, the last first; their commands stay in the menu."""
        super().resizeEvent(event)
        row = self.layout()
        assert row is not None
        margins, gap = row.contentsMargins(), row.spacing()
        room = event.size().width() - margins.left() - margins.right() - 2 * gap
        room -= self._label.sizeHint().width() + self.quantity.sizeHint().width()
        for button in self.buttons.values():
            room -= button.sizeHint().width() + gap
            button.setVisible(room >= 0)

    def refresh(self) -> None:
        """Show the session's choice."""
        session = self._session
        self.quantity.setCurrentIndex(self.quantity.findData(session.air_key))
        for layer, _, _ in _LAYERS:
            self._check(layer, layer in session.layers)
        self._check("section", session.section is not None)
        chosen = session.selection
        one_rack = len(chosen) == 1 and next(iter(chosen)).startswith("rack-")
        self.buttons["why"].setEnabled(one_rack)

    def _check(self, key: str, checked: bool) -> None:
        button = self.buttons[key]
        button.blockSignals(True)
        button.setChecked(checked)
        button.blockSignals(False)

    def _add(self, key: str, text: str, tip: str) -> QToolButton:
        button = QToolButton()
        button.setText(text)
        button.setCheckable(True)
        button.setToolTip(tip)
        button.setAccessibleDescription(tip)
        self.buttons[key] = button
        return button
