"""The parts of a schematic as graphics items: pipes and boxes that know their colour and words."""

from __future__ import annotations

import math
from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPainterPath, QPainterPathStroker, QPen
from PySide6.QtWidgets import (
    QGraphicsItem,
    QGraphicsPathItem,
    QStyleOptionGraphicsItem,
    QWidget,
)

from coolsim import units
from coolsim.schematic.records import Box, Flow, Line
from ui import theme

Scale = Callable[[float], QColor]
"""The colour of a share of the temperature scale, cold 0 to warm 1, in the theme in force."""
_STRIPE_PX, _PAD_PX = 5.0, 6.0
_TEXT_FROM_SCALE = 0.45
_WIDTHS = {"source": 4.0, "spine": 4.0, "header": 3.0, "branch": 2.0}


def flow_words(flow: Flow, system: units.System) -> str:
    """Everything known of coolant, one fact a line; empty where nothing is."""
    facts = (
        ("Flow", flow.flow_m3_s, "coolant_m3_s"),
        ("Design flow", flow.design_m3_s, "coolant_m3_s"),
        ("In", flow.inlet_c, "c"),
        ("Out", flow.outlet_c, "c"),
        ("Pressure drop", flow.pressure_pa, "coolant_pa"),
        ("Velocity", flow.velocity_m_s, "coolant_m_s"),
        ("Heat", flow.heat_w, "w"),
        ("Inner diameter", flow.diameter_m, "m"),
    )
    return "\n".join(
        f"{name} {units.text(value, unit, system, 4)}"
        for name, value, unit in facts
        if not math.isnan(value)
    )


class PipeItem(QGraphicsPathItem):
    """A pipe in the colour of its temperature; return pipes are dashed where nothing is known."""

    def __init__(self, line: Line, low_c: float, high_c: float, scale: Scale) -> None:
        path = QPainterPath(QPointF(*line.points[0]))
        for point in line.points[1:]:
            path.lineTo(*point)
        super().__init__(path)
        self.line = line
        self._share = (line.temperature_c - low_c) / (high_c - low_c)
        self._scale = scale
        self.is_selected = False
        self.setAcceptHoverEvents(True)
        self.setZValue({"spine": 0.0, "header": 1.0}.get(line.role, 2.0))

    def shape(self) -> QPainterPath:
        """Wide enough to be met by the mouse."""
        stroker = QPainterPathStroker()
        stroker.setWidth(10.0)
        return stroker.createStroke(self.path())

    def boundingRect(self) -> QRectF:
        """With room for the selection."""
        return self.path().boundingRect().adjusted(-6.0, -6.0, 6.0, 6.0)

    def set_selected(self, selected: bool) -> None:
        """Show or hide the selection."""
        if selected != self.is_selected:
            self.is_selected = selected
            self.update()

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        """Line, under it the selection."""
        width = _WIDTHS.get(self.line.role, 2.0)
        if self.is_selected:
            painter.setPen(QPen(theme.tokens().accent, width + 5.0))
            painter.drawPath(self.path())
        pen = QPen(self._colour(), width)
        pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
        if math.isnan(self.line.temperature_c) and not self.line.is_supply:
            pen.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.drawPath(self.path())

    def _colour(self) -> QColor:
        return theme.tokens().muted if math.isnan(self._share) else self._scale(self._share)


class BoxItem(QGraphicsItem):
    """A source or consumer: stripe in the hue of its method, name, flow and temperatures."""

    def __init__(self, box: Box, system: units.System) -> None:
        super().__init__()
        self.box = box
        self._system = system
        self.is_selected = False
        self._rect = QRectF(0.0, 0.0, box.width, box.height)
        self.setPos(box.x, box.y)
        self.setZValue(5.0)
        self.setAcceptHoverEvents(True)

    def boundingRect(self) -> QRectF:
        """With room for the selection."""
        return self._rect.adjusted(-4.0, -4.0, 4.0, 4.0)

    def set_selected(self, selected: bool) -> None:
        """Show or hide the selection."""
        if selected != self.is_selected:
            self.is_selected = selected
            self.update()

    def lines(self) -> tuple[str, ...]:
        """What stands in the box: name, flow, temperatures."""
        flow, system = self.box.flow, self._system
        if self.box.words:
            return (self.box.title, *self.box.words)
        if math.isnan(flow.flow_m3_s):
            return (self.box.title,)
        label = units.label("c", system)
        ends = tuple(
            units.number(units.display(value, "c", system)[0], 3) if value == value else "—"
            for value in (flow.inlet_c, flow.outlet_c)
        )
        first, last = ends if self.box.role != "source" else (ends[1], ends[0])
        passing = units.text(flow.flow_m3_s, "coolant_m3_s", system, 3)
        if self.is_short():
            passing += f", {flow.flow_m3_s / flow.design_m3_s:.0%} of design"
        elif not math.isnan(flow.pressure_pa):
            passing += f" · {units.text(flow.pressure_pa, 'coolant_pa', system, 3)}"
        return self.box.title, passing, f"{first} → {last} {label}"

    def is_short(self) -> bool:
        """Whether less than 90 % of the design flow arrives; a unit's own valve may want less."""
        flow = self.box.flow
        return self.box.role != "primary" and flow.flow_m3_s < 0.9 * flow.design_m3_s

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        """Body, stripe, words; words leave where they could not be read."""
        tokens = theme.tokens()
        edge = tokens.bad if self.is_short() else tokens.line.darker(130)
        painter.setPen(QPen(tokens.accent if self.is_selected else edge, 2.5 if self.is_selected
                            else 1.0))  # fmt: skip
        painter.setBrush(tokens.raised)
        painter.drawRoundedRect(self._rect, 3.0, 3.0)
        stripe = QRectF(1.0, 1.0, _STRIPE_PX, self.box.height - 2.0)
        painter.fillRect(stripe, tokens.cooling.get(self.box.method, tokens.muted))
        scale = option.levelOfDetailFromTransform(painter.worldTransform())
        if scale < _TEXT_FROM_SCALE:
            return
        font = painter.font()
        font.setPixelSize(theme.scaled(12))
        painter.setFont(font)
        metrics = QFontMetricsF(font)
        room = self.box.width - _STRIPE_PX - 2 * _PAD_PX
        texts = self.lines()
        height = metrics.height()
        y = (self.box.height - height * len(texts)) / 2.0
        for number, text in enumerate(texts):
            painter.setPen(tokens.text if number == 0 else tokens.muted)
            shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
            area = QRectF(_STRIPE_PX + _PAD_PX, y + number * height, room, height)
            painter.drawText(area, Qt.AlignmentFlag.AlignVCenter, shown)
