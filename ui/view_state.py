"""How the window looks at a design: tool in hand, height, metric, units and snap step."""

from __future__ import annotations

import math
from collections.abc import Mapping

from PySide6.QtCore import QObject, Signal

from coolsim import units
from ui.air_state import AirState
from ui.drawing_layers import DrawingLayers

SELECT_TOOL = "select"
DEFAULT_METRIC = "inlet"
"""A key of ``coolsim.results.quantities``."""


class ViewState(AirState):
    """What the user has chosen to see and to work with; nothing of it is saved in the design."""

    heightChanged = Signal(float)
    metricChanged = Signal(str)
    toolChanged = Signal(str)
    unitsChanged = Signal(str)
    snapChanged = Signal(float)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tool = SELECT_TOOL
        self._tool_fields: dict[str, object] = {}
        self._metric = DEFAULT_METRIC
        self._height_m = 0.0
        self._unit_system: units.System = "si"
        self._snap_m = 0.1
        self._former_snap_m = 0.1
        self.drawing_layers = DrawingLayers(self)

    @property
    def tool(self) -> str:
        """The tool in hand: ``select`` or ``place:<kind>:<catalogue id or ''>``."""
        return self._tool

    @property
    def tool_fields(self) -> dict[str, object]:
        """Fields of the object the place tool places, where a library item gave them."""
        return self._tool_fields

    def set_tool(self, name: str, fields: Mapping[str, object] | None = None) -> None:
        """Take another tool in hand; a place tool may come with the new object's fields."""
        given = dict(fields or {})
        if name != self._tool or given != self._tool_fields:
            self._tool, self._tool_fields = name, given
            self.toolChanged.emit(name)

    @property
    def room_height_m(self) -> float:
        """How high the heat map can go [m]; without a bound as long as no design is open."""
        return math.inf

    @property
    def slice_height_m(self) -> float:
        """Height of the heat map above the floor [m]."""
        return self._height_m

    def set_slice_height(self, height_m: float) -> None:
        """Move the heat map; kept inside the room."""
        height_m = min(max(height_m, 0.0), self.room_height_m)
        if height_m != self._height_m:
            self._height_m = height_m
            self.heightChanged.emit(height_m)

    @property
    def metric(self) -> str:
        """Key of the quantity that colours the racks."""
        return self._metric

    def set_metric(self, key: str) -> None:
        """Colour the racks by another quantity."""
        if key != self._metric:
            self._metric = key
            self.metricChanged.emit(key)

    @property
    def unit_system(self) -> units.System:
        """``si`` or ``ip``; conversion happens on display only."""
        return self._unit_system

    def set_unit_system(self, system: units.System) -> None:
        """Show everything in SI or in IP units."""
        if system != self._unit_system:
            self._unit_system = system
            self.unitsChanged.emit(system)

    @property
    def snap_m(self) -> float:
        """Step of the snap grid [m]; 0 switches snapping off."""
        return self._snap_m

    def set_snap(self, step_m: float) -> None:
        """Change the step of the snap grid [m]."""
        if step_m != self._snap_m:
            self._snap_m = step_m
            self.snapChanged.emit(step_m)

    def toggle_snap(self) -> None:
        """Switch snapping to the grid off, and on again with the step it had."""
        if self._snap_m > 0.0:
            self._former_snap_m = self._snap_m
            self.set_snap(0.0)
        else:
            self.set_snap(self._former_snap_m)
