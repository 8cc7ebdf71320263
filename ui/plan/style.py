"""Pens, brushes and fonts of the plan for the theme in force, and the zoom they are drawn at."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetricsF, QPen
from PySide6.QtWidgets import QApplication

from coolsim import units
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
    """Everything the items share while they paint.

    ``scale`` is pixels per metre; ``generation`` counts changes of zoom and theme, so that an item
    knows when what it has prepared is out of date; ``exposed`` are the parts of the scene that a
    view paints anew, empty where whoever paints does not say.
    """

    def __init__(self) -> None:
        self.scale = 30.0
        self.exposed: list[QRectF] = []
        self.generation = 0
        self.system: units.System = "si"
        self.refresh()

    def set_scale(self, scale: float) -> None:
        """Take over the view's zoom [px/m]."""
        self.scale = scale
        self.px = 1.0 / scale
        self.generation += 1
        # Marks that are bold on one rack would drown four hundred small ones.
        self.front_px = min(max(0.075 * scale, 1.0), 3.0)
        self.panel = cosmetic(self.tokens.text, min(max(0.06 * scale, 1.2), 3.0))
        # Opaque: translucent pens are several times slower.
        self.outline = cosmetic(self.mixed(min(max(0.03 * scale, 0.3), 0.8)))
        self.thin = cosmetic(self.mixed(min(max(0.03 * scale, 0.55), 0.75)))

    def set_system(self, system: str) -> None:
        """Show numbers in SI or IP units."""
        self.system = "ip" if system == "ip" else "si"
        self.generation += 1

    def refresh(self) -> None:
        """Read the theme and the window's font again."""
        tokens = theme.tokens()
        self.tokens = tokens
        self.dark = tokens.dark
        self.font = QFont(QApplication.font())
        self.font.setPixelSize(theme.scaled(LABEL_PX))
        self.metrics = QFontMetricsF(self.font)
        self.line_height = self.metrics.height()
        self._widths: dict[str, float] = {}
        self._small: dict[int, QPen] = {}
        self._brushes: dict[int, QBrush] = {}
        self.body = QColor("#E9ECF0") if not tokens.dark else QColor("#2A2F37")
        self.dashed = cosmetic(tokens.muted, 1.0, Qt.PenStyle.DashLine)
        self.selected = cosmetic(tokens.accent, 2.0)
        self.selected_line = cosmetic(tokens.accent, 1.0)
        self.selected_inner = cosmetic(tokens.surface, 1.0)
        self.wall = cosmetic(faded(tokens.text, 200), 3.0)
        self.guide = cosmetic(tokens.accent, 1.0, Qt.PenStyle.DashLine)
        self.band = cosmetic(tokens.accent, 1.0)
        self.measured = cosmetic(tokens.muted, 1.2)
        self.band_fill = QBrush(faded(tokens.accent, 36))
        self.roof_fill = QBrush(faded(tokens.text, 26))
        self.grid_minor = faded(tokens.text, 16)
        self.grid_major = faded(tokens.text, 36)
        self.ink = QBrush(tokens.text)
        self.no_pen = QPen(Qt.PenStyle.NoPen)
        self.no_brush = QBrush(Qt.BrushStyle.NoBrush)
        self.set_scale(self.scale)

    def quantity(self, value: float, unit: str) -> str:
        """A number with its unit, as labels show it."""
        return units.text(value, unit, self.system, 3).replace("-", "−")

    def mixed(self, share: float) -> QColor:
        """The text colour thinned with the surface, opaque; ``share`` 1 is the text colour."""
        text, surface = self.tokens.text, self.tokens.surface
        rest = 1.0 - share
        return QColor.fromRgbF(
            share * text.redF() + rest * surface.redF(),
            share * text.greenF() + rest * surface.greenF(),
            share * text.blueF() + rest * surface.blueF(),
        )

    def brush(self, colour: QColor) -> QBrush:
        """A brush of a colour, shared by all that have it."""
        key = colour.rgba()
        made = self._brushes.get(key)
        if made is None:
            made = self._brushes[key] = QBrush(colour)
        return made

    def small_outline(self, body: QColor) -> QPen:
        """The outline of a small body, after the body's colour, shared by all that have it."""
        key = body.rgba()
        pen = self._small.get(key)
        if pen is None:
            pen = cosmetic(body.lighter(150) if self.dark else body.darker(140))
            self._small[key] = pen
        return pen

    def text_width(self, text: str) -> float:
        """Width of a label [px], remembered."""
        width = self._widths.get(text)
        if width is None:
            width = self._widths[text] = self.metrics.horizontalAdvance(text)
        return width
