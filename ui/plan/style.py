"""Pens, brushes and fonts of the plan for the theme in force, and the zoom they are drawn at."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetricsF, QPen
from PySide6.QtWidgets import QApplication

from ui import theme

LABEL_PX = 11


def cosmetic(colour: QColor, width: float = 1.0, line: Qt.PenStyle = Qt.PenStyle.SolidLine) -> QPen:
    """A pen whose width is in pixels at any zoom."""
    pen = QPen(colour, width, line)
    pen.setCosmetic(True)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
    return pen


def faded(colour: QColor, alpha: int) -> QColor:
    """The same colour, translucent (alpha 0 to 255)."""
    result = QColor(colour)
    result.setAlpha(alpha)
    return result


class Style:
    """Everything the items share while they paint. ``scale`` is pixels per metre."""

    def __init__(self) -> None:
        self.scale = 30.0
        self.px = 1.0 / self.scale
        self.refresh()

    def set_scale(self, scale: float) -> None:
        """Take over the view's zoom [px/m]."""
        self.scale = scale
        self.px = 1.0 / scale

    def refresh(self) -> None:
        """Read the theme and the window's font again."""
        tokens = theme.tokens()
        self.tokens = tokens
        self.dark = tokens.dark
        self.font = QFont(QApplication.font())
        self.font.setPixelSize(LABEL_PX)
        self.metrics = QFontMetricsF(self.font)
        self.line_height = self.metrics.height()
        self._widths: dict[str, float] = {}
        self.body = QColor("#E9ECF0") if not tokens.dark else QColor("#2A2F37")
        self.outline = cosmetic(faded(tokens.text, 190))
        self.front = cosmetic(tokens.text, 3.0)
        self.thin = cosmetic(faded(tokens.text, 150))
        self.dashed = cosmetic(tokens.muted, 1.0, Qt.PenStyle.DashLine)
        self.selected = cosmetic(tokens.accent, 2.0)
        self.selected_inner = cosmetic(tokens.surface, 1.0)
        self.panel = cosmetic(tokens.text, 3.0)
        self.wall = cosmetic(tokens.text, 3.0)
        self.guide = cosmetic(tokens.accent, 1.0, Qt.PenStyle.DashLine)
        self.band = cosmetic(tokens.accent, 1.0)
        self.band_fill = QBrush(faded(tokens.accent, 36))
        self.roof_fill = QBrush(faded(tokens.text, 26))
        self.grid_minor = cosmetic(faded(tokens.text, 16))
        self.grid_major = cosmetic(faded(tokens.text, 40))
        self.no_pen = QPen(Qt.PenStyle.NoPen)
        self.no_brush = QBrush(Qt.BrushStyle.NoBrush)

    def text_width(self, text: str) -> float:
        """Width of a label [px], remembered."""
        width = self._widths.get(text)
        if width is None:
            width = self._widths[text] = self.metrics.horizontalAdvance(text)
        return width
