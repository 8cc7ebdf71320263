"""A strip of key figures: small label above, number below, with tooltips."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from ui import theme


class FigureStrip(QFrame):
    """Key figures in a row.

    Args:
        figures: Key, label and tooltip of each figure, from left to right.
        name: Accessible name of the strip.
        parent: Qt parent.
    """

    def __init__(
        self, figures: Sequence[tuple[str, str, str]], name: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setProperty("role", "strip")
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 4, 12, 4)
        row.setSpacing(20)
        self._values: dict[str, QLabel] = {}
        self._labels: dict[str, str] = {}
        for key, label, tooltip in figures:
            row.addLayout(self._figure(key, label, tooltip))
        row.addStretch(1)

    def _figure(self, key: str, label: str, tooltip: str) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(0)
        above = QLabel(label)
        above.setProperty("role", "muted")
        value = QLabel("—")
        font = value.font()
        font.setPixelSize(theme.scaled(15))
        font.setWeight(font.Weight.DemiBold)
        value.setFont(font)
        value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        for part in (above, value):
            part.setToolTip(tooltip)
            column.addWidget(part)
        self._values[key], self._labels[key] = value, label
        value.setAccessibleName(f"{label}: —")
        return column

    def set_figure(
        self, key: str, text: str, tooltip: str | None = None, color: QColor | None = None
    ) -> None:
        """Show a figure; ``color`` marks it where a word in the text says the same."""
        value = self._values[key]
        if value.text() != text:
            value.setText(text)
            value.setAccessibleName(f"{self._labels[key]}: {text}")
        if tooltip is not None:
            value.setToolTip(tooltip)
        palette = QPalette()
        if color is not None:
            palette.setColor(QPalette.ColorRole.WindowText, color)
        value.setPalette(palette)
