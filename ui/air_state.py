"""What of the air the plan shows: mapped quantity, lines, pinned probes, section."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QObject, Signal

from coolsim.results.air_quantities import AIR_QUANTITIES, AirKey

Layer = Literal["isotherms", "arrows", "streamlines"]
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class SectionLine:
    """Where the section cuts the hall: ``x`` or ``y`` is the axis that stands on it [m]."""

    axis: Literal["x", "y"]
    at_m: float


class AirState(QObject):
    """The user's choice of what to see of the air; nothing of it is saved in the design.

    Signals:
        airChanged: Mapped quantity, layers, pins or section have changed.
    """

    airChanged = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._air_key: AirKey = "temperature"
        self._layers: frozenset[Layer] = frozenset()
        self._pins: tuple[Point, ...] = ()
        self._section: SectionLine | None = None

    @property
    def air_key(self) -> AirKey:
        """Key of the mapped quantity, one of ``coolsim.results.air_quantities``."""
        return self._air_key

    def set_air_key(self, key: AirKey) -> None:
        """Map another quantity."""
        if key != self._air_key:
            self._air_key = key
            self.airChanged.emit()

    def next_air_key(self) -> None:
        """Map the next quantity of the list."""
        keys = [quantity.key for quantity in AIR_QUANTITIES]
        self.set_air_key(keys[(keys.index(self._air_key) + 1) % len(keys)])

    @property
    def layers(self) -> frozenset[Layer]:
        """The lines in sight."""
        return self._layers

    def set_layer(self, layer: Layer, shown: bool) -> None:
        """Show or hide lines."""
        wanted = self._layers | {layer} if shown else self._layers - {layer}
        if wanted != self._layers:
            self._layers = wanted
            self.airChanged.emit()

    @property
    def pins(self) -> tuple[Point, ...]:
        """Places of the pinned probes on the plan [m]."""
        return self._pins

    def toggle_pin(self, x_m: float, y_m: float, reach_m: float) -> None:
        """Pin a probe here, or take away the one within reach [m]."""
        kept = tuple(
            pin for pin in self._pins if max(abs(pin[0] - x_m), abs(pin[1] - y_m)) > reach_m
        )
        self._pins = kept if len(kept) < len(self._pins) else (*kept, (x_m, y_m))
        self.airChanged.emit()

    def clear_pins(self) -> None:
        """Take every pinned probe away."""
        if self._pins:
            self._pins = ()
            self.airChanged.emit()

    @property
    def section(self) -> SectionLine | None:
        """The section in sight; ``None`` while there is none."""
        return self._section

    def set_section(self, section: SectionLine | None) -> None:
        """Cut the hall elsewhere, or not at all."""
        if section != self._section:
            self._section = section
            self.airChanged.emit()
