"""The one object with state: document, selection, view, results, as properties and signals.

Plan, panels and dialogs talk to the session and to nobody else. It is stacked by concept:
what of the air is shown (``air_state``), how the window looks (``view_state``), the document
(``document_state``), the answers (``result_state``); here is what is asked for. The session never
computes: solving is asked of ``ui.jobs`` (which speaks to the worker process).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from ui.choice import Choice
from ui.comparing import Comparing
from ui.cooling import Cooling
from ui.document_state import SelectMode, default_slice_height_m
from ui.exchange import Exchange
from ui.placement import Placement
from ui.result_state import ResultState
from ui.sensors import SensorReadings
from ui.silicon import Silicon
from ui.view_state import SELECT_TOOL
from ui.why import Why
from ui.year import Year
from ui.year_jobs import YearAside

if TYPE_CHECKING:
    from coolsim.events import Progress
    from ui.inquiry import Inquiry
    from ui.jobs import Jobs

__all__ = ["SELECT_TOOL", "SelectMode", "Session", "default_slice_height_m"]


class Session(ResultState):
    """What the window shows and works on.

    Signals:
        viewRequested: Id of an object to zoom to, or "" for the whole hall.
        cursorMoved: Place of the mouse on the plan [m].
    """

    viewRequested = Signal(str)
    cursorMoved = Signal(float, float)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs: Jobs | None = None
        self._year_aside = YearAside(self)
        self._exchange = Exchange(self)
        self._sensors = SensorReadings()
        self._why = Why(self)
        self._silicon = Silicon(self)
        self._comparing = Comparing(self)
        self._cooling = Cooling(self)
        self._choice = Choice(self)
        self._placement = Placement(self)
        self._year = Year(self)
        asked: tuple[Inquiry[Any], ...] = (
            self._comparing, self._why, self._silicon, self._cooling, self._choice,
            self._placement, self._year,
        )  # fmt: skip
        self._inquiries = {each.task: each for each in asked}

    # --- questions ------------------------------------------------------------------------------

    def inquiry(self, task: str) -> Inquiry[Any] | None:
        """What takes the answers of a task, where something does."""
        return self._inquiries.get(task)

    @property
    def cooling(self) -> Cooling:
        """What every cooling method would do for racks: asking for it, and the rows."""
        return self._cooling

    @property
    def sensors(self) -> SensorReadings:
        """The sensors beside the result in sight."""
        return self._sensors

    @property
    def why(self) -> Why:
        """Why a rack is hot: asking for it, and the answer."""
        return self._why

    @property
    def year(self) -> Year:
        """The year: asking for it, its answer, what-if questions."""
        return self._year

    @property
    def year_aside(self) -> YearAside:
        """Small questions to the year, answered beside the long task."""
        return self._year_aside

    @property
    def exchange(self) -> Exchange:
        """Files of other programs: asking what they would give."""
        return self._exchange

    @property
    def comparing(self) -> Comparing:
        """The variants beside each other: which, and what a comparison says of them."""
        return self._comparing

    @property
    def silicon(self) -> Silicon:
        """The hall with other silicon: choosing it, asking for it, and the table."""
        return self._silicon

    @property
    def choice(self) -> Choice:
        """Cooling and silicon chosen per rack: the question, and the points found."""
        return self._choice

    @property
    def placement(self) -> Placement:
        """Jobs and where they run: the jobs, and what every strategy keeps running."""
        return self._placement

    # --- work ------------------------------------------------------------------------------------

    def attach_jobs(self, jobs: Jobs) -> None:
        """Connect the solver processes; without them the session draws but does not solve."""
        self._jobs = jobs
        jobs.changed.connect(self.stateChanged)
        self.physicsChanged.connect(self._request_live)
        self._request_live()

    @property
    def busy(self) -> str:
        """The long task under way (``solve``, ``density``, ``report``), or ""."""
        return self._jobs.busy if self._jobs else ""

    @property
    def progress(self) -> Progress | None:
        """How far the long task has come."""
        return self._jobs.progress if self._jobs else None

    @property
    def cancelling(self) -> bool:
        """Whether the long task has been asked to stop."""
        return self._jobs.cancelling if self._jobs else False

    @property
    def drafting(self) -> bool:
        """Whether the first answer to the design is on its way."""
        return self._jobs.live_pending if self._jobs else False

    @property
    def refining(self) -> bool:
        """Whether better answers to the design in sight follow."""
        return self._jobs.live_refining if self._jobs else False

    @property
    def solver_state(self) -> str:
        """``off``, ``starting``, ``ready``, ``compiling`` or ``warm`` (compiled and quick)."""
        return self._jobs.solver_state if self._jobs else "off"

    @property
    def compile_s(self) -> float:
        """About how long the solver compiles after an installation [s]."""
        return self._jobs.compile_s if self._jobs else 0.0

    def run_solve(self, fidelity: str = "", *, grid_error: bool = False) -> None:
        """Solve the design; the empty fidelity takes the one of its settings.

        With ``grid_error`` a second grid says how far each inlet may be off.
        """
        if self._jobs:
            chosen = fidelity or self.variant.settings.fidelity
            self._jobs.solve(chosen, grid_error=grid_error)

    def run_density(
        self,
        objective: str = "uniform",
        *,
        changes: bool = False,
        failures: bool = False,
        floor_w: float = 0.0,
        racks: Sequence[str] = (),
        whole: str | None = None,
        precision: str = "fp8",
        tokens: Sequence[tuple[str, float]] = (),
        finer: bool | None = None,
    ) -> None:
        """Ask how dense the racks can be.

        Args:
            objective: As of a density.
            changes: Also what would move the answer.
            failures: Also the density without any single unit.
            floor_w: Least power of every rack in an allocation [W].
            racks: Racks that an allocation may change; empty for all.
            whole: Whether an allocation gives whole servers: ``greedy``, ``exact``, or ``None``.
            precision: Precision whose operations count for ``flops``.
            tokens: Tokens per second of one accelerator by its catalogue id, for ``tokens``.
            finer: Whether a finer grid confirms it, too; ``None`` for allocations alone.
        """
        if self._jobs:
            self._jobs.density(
                objective, changes=changes, failures=failures, floor_w=floor_w, racks=racks,
                whole=whole, precision=precision, tokens=tokens, finer=finer,
            )  # fmt: skip

    def run_task(self, task: str, options: Mapping[str, object]) -> None:
        """Give a task to the worker; the inquiry of that name takes the answer."""
        if self._jobs:
            self._jobs.begin(task, options)

    def export_report(self, options: Mapping[str, object]) -> None:
        """Write the PDF report; options as its task takes them, in the units on display if none."""
        if self._jobs:
            self._jobs.report({"units": self._unit_system, **options})

    def export(self, to: str, path: Path, fidelity: str, *, force: bool) -> None:
        """Write the variant in the form of another program; with ``force`` over what is there."""
        if self._jobs:
            self._jobs.export(to, Path(path), fidelity, force=force)

    def cancel(self) -> None:
        """Stop the long task; what was known before stays."""
        if self._jobs:
            self._jobs.cancel()

    def close(self) -> None:
        """End the solver processes."""
        self._year.close()
        if self._jobs:
            self._jobs.close()

    def _request_live(self) -> None:
        if self._jobs:
            self._jobs.request_live(self.design, is_passing=self._preview is not None)
