"""The slider beside the plan: height of the heat map above the floor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QLabel, QSizePolicy, QSlider, QVBoxLayout, QWidget

from coolsim import units

if TYPE_CHECKING:
    from ui.plan.session_like import SessionLike

_STEPS_PER_M = 100
_WIDTH_PX = 58


class HeightSlider(QWidget):
    """From the floor to the ceiling, in centimetres; PgUp and PgDn move it too."""

    def __init__(self, session: SessionLike, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.setMinimumWidth(_WIDTH_PX)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        self.value_label = QLabel()
        self.value_label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.slider = QSlider(Qt.Orientation.Vertical)
        self.slider.setAccessibleName("Height of the heat map above the floor")
        self.slider.setSingleStep(_STEPS_PER_M // 10)
        self.slider.setPageStep(_STEPS_PER_M // 2)
        self.slider.setToolTip("Height of the heat map above the floor (PgUp, PgDn)")
        title = QLabel("Height")
        title.setAlignment(Qt.AlignmentFlag.AlignCenter)
        title.setProperty("role", "muted")
        column = QVBoxLayout(self)
        column.setContentsMargins(4, 6, 4, 8)
        column.setSpacing(4)
        column.addWidget(title)
        column.addWidget(self.value_label)
        column.addWidget(self.slider, 1, Qt.AlignmentFlag.AlignHCenter)
        self.slider.valueChanged.connect(self._moved)
        session.heightChanged.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show the session's height, room and units."""
        hall, height = self._session.design.variant.hall, self._session.slice_height_m
        self.slider.blockSignals(True)
        self.slider.setRange(0, round(hall.height_m * _STEPS_PER_M))
        self.slider.setValue(round(height * _STEPS_PER_M))
        self.slider.blockSignals(False)
        system: units.System = "ip" if self._session.unit_system == "ip" else "si"
        shown, label = units.display(height, "m", system)
        self.value_label.setText(units.with_label(f"{shown:.2f}", label))
        # the same width whatever the height: the plan must not move with the slider
        widest = self.value_label.fontMetrics().horizontalAdvance(units.with_label("00.00", label))
        self.value_label.setMinimumWidth(widest)

    def changeEvent(self, event: QEvent) -> None:
        """Be as wide as the size of text needs."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "slider"):
            self.refresh()

    def _moved(self, value: int) -> None:
        self._session.set_slice_height(value / _STEPS_PER_M)
