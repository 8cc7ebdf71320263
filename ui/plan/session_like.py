"""What the plan needs of the session; the window's session and the tests' fake both fit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

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
    def design(self) -> Design: ...
    @property
    def selection(self) -> frozenset[str]: ...
    @property
    def results(self) -> Results | None: ...
    @property
    def results_state(self) -> str: ...
    @property
    def density(self) -> Density | None: ...
    @property
    def findings(self) -> Sequence[Finding]: ...
    @property
    def slice_height_m(self) -> float: ...
    @property
    def metric(self) -> str: ...
    @property
    def unit_system(self) -> str: ...
    @property
    def tool(self) -> str: ...

    def apply(self, label: str, design: Design) -> None: ...
    def preview(self, design: Design) -> None: ...
    def select(self, ids: Any, mode: Any = "replace") -> None: ...
    def set_tool(self, name: str) -> None: ...
    def set_slice_height(self, height_m: float) -> None: ...
