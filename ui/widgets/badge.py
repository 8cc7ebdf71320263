"""A small label with an icon-like dot, a word and a colour: the state of a result."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

_PAD_PX, _DOT_PX, _HEIGHT_PX = 10, 8, 24
_MARKS = {"full": "●", "ring": "○", "half": "◐", "cross": "✕"}


class Badge(QWidget):
    """Word and mark in one colour; the mark's shape differs too, never the colour alone."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._text, self._mark = "", "ring"
        self._color = QColor("gray")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_state("no result", "ring", self._color, "")

    @property
    def text(self) -> str:
        """The word shown."""
        return self._text

    def set_state(self, text: str, mark: str, color: QColor, tooltip: str) -> None:
        """Show a state; ``mark`` is ``full``, ``half``, ``ring`` or ``cross``."""
        self._mark, self._color = mark, color
        if text != self._text:
            self._text = text
            self.setAccessibleName(f"{self._name}: {text}")
            self.updateGeometry()
        self.setToolTip(tooltip)
        self.update()

    def sizeHint(self) -> QSize:
        """Wide enough for the word."""
        width = self.fontMetrics().horizontalAdvance(f"{_MARKS['full']}  {self._text}")
        return QSize(width + 2 * _PAD_PX, _HEIGHT_PX)

    def paintEvent(self, event: QPaintEvent) -> None:
        """A rounded outline, the mark, the word."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        fill = QColor(self._color)
        fill.setAlpha(28)
        painter.setPen(self._color)
        painter.setBrush(fill)
        painter.drawRoundedRect(area, area.height() / 2, area.height() / 2)
        painter.setPen(self._color)
        text = f"{_MARKS[self._mark]}  {self._text}"
        painter.drawText(area, int(Qt.AlignmentFlag.AlignCenter), text)
        painter.end()
