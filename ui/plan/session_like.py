"""What the plan needs of the session; the window's session and the tests' fake both fit."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Literal, Protocol

from coolsim.density.records import Density
from coolsim.design.models import Design
from coolsim.results.records import Finding, Results


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
    def findings(self) -> Sequence[Finding]:
        """Problems of the design and of the result."""
        ...

    @property
    def slice_height_m(self) -> float:
        """Height of the heat map above the floor [m]."""
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
