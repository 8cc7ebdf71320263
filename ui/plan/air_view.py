"""The air on the plan: map, contours, arrows, streamlines and pins, kept in step together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QPainter

from coolsim.results.air_quantities import hall_humidity
from ui.plan.heat_layer import HeatLayer
from ui.plan.line_layers import ArrowLayer, ContourLayer
from ui.plan.map_scale import MapScale, MapScales
from ui.plan.probing import PinLayer
from ui.plan.stream_layer import StreamLayer
from ui.plan.style import Style

if TYPE_CHECKING:
    from ui.plan.session_like import SessionLike


class AirView(QObject):
    """Every picture of the air that lies on the drawing.

    Signals:
        changed: Something is to be painted again.
    """

    changed = Signal()

    def __init__(self, session: SessionLike, style: Style, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._style = style
        self._scales = MapScales()
        self.heat = HeatLayer()
        self.contours = ContourLayer(style)
        self.arrows = ArrowLayer(style)
        self.streams = StreamLayer(style, self)
        self.pins = PinLayer(style)
        self.streams.changed.connect(self.changed)

    def refresh(self, stale: bool) -> MapScale:
        """Follow the session; return the scale of the map."""
        session = self._session
        variant, results = session.design.variant, session.results
        fields = results.fields if results is not None else None
        scale = self._scales.scale(variant, session.air_key, fields)
        height, layers = session.slice_height_m, session.layers
        changed = [
            self.heat.show(fields, height, scale, hall_humidity(variant), self._style.dark, stale),
            self.contours.show(
                self.heat.values, self.heat.rect, scale if "isotherms" in layers else None
            ),
            self.arrows.show(fields if "arrows" in layers else None, height),
            self.pins.show(session),
        ]
        chosen = session.selection if "streamlines" in layers else frozenset()
        self.streams.show(fields, [
            item
            for items in (variant.racks, variant.coolers, variant.tiles)
            for item in items
            if item.id in chosen
        ] if chosen else [])  # fmt: skip
        if any(changed):
            self.changed.emit()
        return scale

    def follow_zoom(self) -> None:
        """Arrows keep their distance on the screen."""
        session = self._session
        results = session.results
        shown = results is not None and "arrows" in session.layers
        self.arrows.show(results.fields if results and shown else None, session.slice_height_m)

    def paint_under(self, painter: QPainter) -> None:
        """What lies under the drawing."""
        self.heat.paint(painter)

    def paint_lines(self, painter: QPainter) -> None:
        """What lies on the grid and under the objects; it fades with the map."""
        painter.setOpacity(self.heat.opacity)
        self.contours.paint(painter)
        self.arrows.paint(painter)
        painter.setOpacity(1.0)

    def paint_over(self, painter: QPainter) -> None:
        """What lies over the objects."""
        painter.setOpacity(self.heat.opacity)
        self.contours.paint_numbers(painter)
        self.streams.paint(painter)
        painter.setOpacity(1.0)
        self.pins.paint(painter)
