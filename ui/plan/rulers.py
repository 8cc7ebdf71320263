"""Rulers along the top and the left of the plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from ui import theme
from ui.plan.grid import FOOT_M, ruler_step, ticks
from ui.plan.style import LABEL_PX

if TYPE_CHECKING:
    from ui.plan.canvas import PlanCanvas

THICKNESS_PX = 22
_SPACING_PX = 56.0


class Ruler(QWidget):
    """One ruler. The mark shows where the mouse is."""

    def __init__(self, canvas: PlanCanvas, horizontal: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._canvas = canvas
        self._horizontal = horizontal
        self._mark: float | None = None
        if horizontal:
            self.setFixedHeight(THICKNESS_PX)
        else:
            self.setFixedWidth(THICKNESS_PX)
        self.setAccessibleName("Ruler along the hall" if horizontal else "Ruler across the hall")
        canvas.viewChanged.connect(self.update)

    def show_mark(self, position_m: float) -> None:
        """Mark a coordinate."""
        for position in (self._mark, position_m):
            if position is not None:
                at = round(self._pixel(position))
                self.update(at - 2, 0, 5, self.height()) if self._horizontal else self.update(
                    0, at - 2, self.width(), 5
                )
        self._mark = position_m

    def _pixel(self, position_m: float) -> float:
        point = self._canvas.viewportTransform().map(QPointF(position_m, position_m))
        return point.x() if self._horizontal else point.y()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Numbers and ticks for the part of the plan in sight."""
        style = self._canvas.plan_style
        painter = QPainter(self)
        painter.fillRect(self.rect(), style.tokens.raised)
        painter.setPen(style.tokens.line)
        if self._horizontal:
            painter.drawLine(0, self.height() - 1, self.width(), self.height() - 1)
        else:
            painter.drawLine(self.width() - 1, 0, self.width() - 1, self.height())
        font = style.font
        font.setPixelSize(theme.scaled(LABEL_PX))
        painter.setFont(font)
        self._paint_scale(painter)
        if self._mark is not None:
            painter.setPen(style.selected)
            at = round(self._pixel(self._mark))
            if self._horizontal:
                painter.drawLine(at, 0, at, self.height())
            else:
                painter.drawLine(0, at, self.width(), at)

    def _paint_scale(self, painter: QPainter) -> None:
        style, system = self._canvas.plan_style, self._canvas.session.unit_system
        step = ruler_step(style.scale, _SPACING_PX, system)
        corner = self._canvas.to_scene(QPointF(0.0, 0.0))
        end = self._canvas.to_scene(QPointF(self.width(), self.height()))
        low, high = sorted((corner.x(), end.x()) if self._horizontal else (corner.y(), end.y()))
        unit = FOOT_M if system == "ip" else 1.0
        painter.setPen(style.tokens.muted)
        for position in ticks(low, high, step / 5.0):
            at = round(self._pixel(position))
            numbered = abs(position / step - round(position / step)) < 1e-6
            length = 7 if numbered else 4
            if self._horizontal:
                painter.drawLine(at, THICKNESS_PX - length, at, THICKNESS_PX)
            else:
                painter.drawLine(THICKNESS_PX - length, at, THICKNESS_PX, at)
            if numbered:
                self._paint_number(painter, at, f"{position / unit:.6g}".replace("-", "−"))

    def _paint_number(self, painter: QPainter, at: int, text: str) -> None:
        centred = Qt.AlignmentFlag.AlignCenter
        if self._horizontal:
            painter.drawText(QRectF(at - 30, 0, 60, THICKNESS_PX - 7), centred, text)
            return
        painter.save()
        painter.translate(0, at)
        painter.rotate(-90.0)
        painter.drawText(QRectF(-30, 0, 60, THICKNESS_PX - 7), centred, text)
        painter.restore()


class RulerCorner(QWidget):
    """The corner between the rulers: their unit."""

    def __init__(self, canvas: PlanCanvas, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._canvas = canvas
        self.setFixedSize(THICKNESS_PX, THICKNESS_PX)
        self.setAccessibleName("Unit of the rulers")

    def paintEvent(self, event: QPaintEvent) -> None:
        """The unit, small."""
        style = self._canvas.plan_style
        painter = QPainter(self)
        painter.fillRect(self.rect(), style.tokens.raised)
        painter.setPen(style.tokens.muted)
        painter.setFont(style.font)
        unit = "ft" if self._canvas.session.unit_system == "ip" else "m"
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, unit)
