"""What the plan needs of the session; the window's session and the tests' fake both fit."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Literal, Protocol

from coolsim.density.records import Density
from coolsim.design.models import Design
from coolsim.results.air_quantities import AirKey
from coolsim.results.records import Finding, Results
from ui.air_state import Layer, SectionLine
from ui.drawing_layers import DrawingLayers
from ui.sensors import SensorReadings
from ui.why import Why


class SessionLike(Protocol):
    """State and edits the plan works on; see the window's session for their meaning.

    ``preview`` shows a design while a gesture is under way and leaves no undo step; ``apply`` ends
    the gesture with exactly one.
    """

    designChanged: Any
    selectionChanged: Any
    resultsChanged: Any
    stateChanged: Any
    heightChanged: Any
    metricChanged: Any
    viewRequested: Any
    toolChanged: Any
    airChanged: Any
    message: Any

    @property
    def design(self) -> Design:
        """The design to show: during a gesture the previewed one."""
        ...

    @property
    def selection(self) -> frozenset[str]:
        """Ids of the selected objects."""
        ...

    @property
    def results(self) -> Results | None:
        """The latest result to show."""
        ...

    @property
    def results_state(self) -> str:
        """What sort of result it is: ``none``, ``draft``, ``stale``, a status."""
        ...

    @property
    def density(self) -> Density | None:
        """The last density answer."""
        ...

    @property
    def density_is_stale(self) -> bool:
        """Whether the design has changed since the density answer."""
        ...

    @property
    def findings(self) -> Sequence[Finding]:
        """Problems of the design and of the result."""
        ...

    @property
    def slice_height_m(self) -> float:
        """Height of the heat map above the floor [m]."""
        ...

    @property
    def sensors(self) -> SensorReadings:
        """The sensors beside the result."""
        ...

    @property
    def why(self) -> Why:
        """The explanation of a hot rack."""
        ...

    @property
    def air_key(self) -> AirKey:
        """Key of the mapped quantity of the air."""
        ...

    @property
    def layers(self) -> frozenset[Layer]:
        """The lines of the air in sight."""
        ...

    @property
    def pins(self) -> tuple[tuple[float, float], ...]:
        """Places of the pinned probes [m]."""
        ...

    @property
    def section(self) -> SectionLine | None:
        """The vertical cut in sight."""
        ...

    @property
    def drawing_layers(self) -> DrawingLayers:
        """Which kinds of objects are shown, and which can be taken hold of."""
        ...

    @property
    def metric(self) -> str:
        """Key of what colours the racks."""
        ...

    @property
    def unit_system(self) -> str:
        """``si`` or ``ip``."""
        ...

    @property
    def tool(self) -> str:
        """The tool in hand: ``select`` or ``place:<kind>:<catalogue id>``."""
        ...

    def apply(self, label: str, design: Design) -> None:
        """Make a design the document's next state."""

    def preview(self, design: Design | None) -> None:
        """Show a design without an undo step; ``None`` or the document's own ends it."""

    def select(
        self, ids: Iterable[str], mode: Literal["replace", "add", "toggle"] = "replace"
    ) -> None:
        """Select objects."""

    def set_tool(self, name: str) -> None:
        """Take another tool in hand."""

    def set_slice_height(self, height_m: float) -> None:
        """Move the heat map [m]."""

    def set_air_key(self, key: AirKey) -> None:
        """Map another quantity."""

    def set_layer(self, layer: Layer, shown: bool) -> None:
        """Show or hide lines."""

    def toggle_pin(self, x_m: float, y_m: float, reach_m: float) -> None:
        """Pin a probe, or take away the one within reach [m]."""

    def clear_pins(self) -> None:
        """Take every pinned probe away."""

    def set_section(self, section: SectionLine | None) -> None:
        """Cut the hall elsewhere, or not at all."""
