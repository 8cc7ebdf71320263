"""The one object with state: document, selection, view, results, as properties and signals.

Plan, panels and dialogs talk to the session and to nobody else. The session never computes: solving
is asked of ``ui.jobs`` (which speaks to the worker process), files are kept by ``ui.persistence``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from PySide6.QtCore import QObject, Signal

from coolsim.design import edits, files
from coolsim.design.document import Document
from coolsim.design.edits_objects import raise_marks
from coolsim.design.models import Design, Hall, Variant
from coolsim.errors import EditError
from coolsim.results.records import Finding
from ui.choice import Choice
from ui.comparing import Comparing
from ui.cooling import Cooling
from ui.exchange import Exchange
from ui.held_results import HeldResults, HeldVariants, looking_at, same_physics
from ui.placement import Placement
from ui.silicon import Silicon
from ui.view_state import SELECT_TOOL, ViewState
from ui.why import Why
from ui.year import Year
from ui.year_jobs import YearAside

if TYPE_CHECKING:
    from coolsim.density.records import Density
    from coolsim.events import Progress
    from coolsim.results.records import Results
    from ui.inquiry import Inquiry
    from ui.jobs import Jobs

__all__ = ["SELECT_TOOL", "SelectMode", "Session", "default_slice_height_m"]

SelectMode = Literal["replace", "add", "toggle"]


class Session(ViewState):
    """What the window shows and works on.

    Signals:
        designChanged: Old and new design; also during a drag (``preview``).
        selectionChanged, resultsChanged, stateChanged: Read the properties.
        message: Text and severity ("note", "warning", "error") for the status bar.
        viewRequested: Id of an object to zoom to, or "" for the whole hall.
        documentReplaced: Another file (or a new hall) stands in the window now.
    """

    designChanged = Signal(object, object)
    documentReplaced = Signal()
    selectionChanged = Signal()
    resultsChanged = Signal()
    stateChanged = Signal()
    message = Signal(str, str)
    viewRequested = Signal(str)
    cursorMoved = Signal(float, float)
    densityArrived = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document = Document(Design())
        self._preview: Design | None = None
        self._selection: frozenset[str] = frozenset()
        self._height_m = default_slice_height_m(self._document.design.variant.hall)
        self._answers = HeldVariants()
        self._jobs: Jobs | None = None
        self._read_only = False
        self.draft_note = ""
        self._year_aside = YearAside(self)
        self._exchange = Exchange(self)
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

    # --- document ------------------------------------------------------------------------------

    @property
    def document(self) -> Document:
        """The open document with its undo history."""
        return self._document

    @property
    def design(self) -> Design:
        """The design to show: during a drag the previewed one."""
        return self._preview or self._document.design

    @property
    def variant(self) -> Variant:
        """The active variant of :attr:`design`."""
        return self.design.variant

    @property
    def room_height_m(self) -> float:
        """Clear height of the hall [m]."""
        return self.variant.hall.height_m

    @property
    def title(self) -> str:
        """The document's name for the title bar."""
        path = self._document.path
        return path.stem if path else self.design.project.name or "Untitled hall"

    @property
    def read_only(self) -> bool:
        """Whether saving must go to another file (this one is open elsewhere)."""
        return self._read_only

    def set_read_only(self, read_only: bool) -> None:
        """Protect the document's own file from being saved over."""
        self._read_only = read_only
        self.stateChanged.emit()

    def set_document(self, document: Document) -> None:
        """Show another document; results and selection of the former are let go."""
        old = self.design
        self._document, self._preview = document, None
        self._selection = frozenset()
        self._answers = HeldVariants()
        self.draft_note = ""
        self._height_m = default_slice_height_m(document.design.variant.hall)
        self._read_only = False
        self.clear_pins()
        self.set_section(None)
        self.documentReplaced.emit()
        self.designChanged.emit(old, document.design)
        self.selectionChanged.emit()
        self.heightChanged.emit(self._height_m)
        self.resultsChanged.emit()
        self.stateChanged.emit()
        self._request_live()

    def apply(self, label: str, design: Design) -> None:
        """Make ``design`` the document's next state: one undo step named ``label``."""
        old = self.design
        self._preview = None
        self._document.apply(label, design)
        self._changed(old)

    def edit(self, label: str, change: object, *args: object, **fields: object) -> object:
        """Apply a function of ``coolsim.design.edits`` to the document's design.

        An :class:`EditError` becomes a message and changes nothing. Functions that also answer
        ids (``place``, ``duplicate``, ``paste``) have them selected.

        Returns:
            What the function answered beside the design, or ``None``.
        """
        if not callable(change):
            raise TypeError("change must be a function of coolsim.design.edits")
        try:
            answer = change(self._document.design, *args, **fields)
        except EditError as error:
            self.message.emit(str(error), "warning")
            return None
        extra: object = None
        if isinstance(answer, tuple):
            answer, extra = answer
        self.apply(label, answer)
        if isinstance(extra, str):
            self.select([extra])
        elif isinstance(extra, (tuple, list, frozenset, set)):
            self.select(extra)
        return extra

    def look_at(self, variant_id: str) -> None:
        """Draw on another variant; that is no step to undo.

        An :class:`EditError` becomes a message and changes nothing.
        """
        old = self.design
        self._preview = None
        try:
            self._document.look_at(variant_id)
        except EditError as error:
            self.message.emit(str(error), "warning")
            return
        self._changed(old)

    def jump(self, steps: int) -> None:
        """Go back (negative) or forward in the history by several steps at once."""
        old = self.design
        self._preview = None
        for _ in range(abs(steps)):
            if steps < 0:
                self._document.undo()
            else:
                self._document.redo()
        self._changed(old)

    def preview(self, design: Design | None) -> None:
        """Show ``design`` while a gesture runs, without an undo step; ``None`` ends the preview."""
        old = self.design
        self._preview = None if design is self._document.design else design
        if self.design is not old:
            self._changed(old)

    def undo(self) -> None:
        """Take back the last change."""
        self.jump(-1)

    def redo(self) -> None:
        """Do again what was taken back."""
        if self._document.can_redo:
            old = self.design
            self._preview = None
            self._document.redo()
            self._changed(old)

    def _changed(self, old: Design) -> None:
        design = self.design
        if design is not old:
            if not same_physics(old, design):
                self._request_live()  # before the panes: they are drawn while the worker works
            selected = self._selection
            if selected:  # who hears of the design may look for what is selected
                self._selection &= frozenset(item.id for _, item in edits.items(design))
            self.designChanged.emit(old, design)
            if self._selection != selected:
                self.selectionChanged.emit()
            self.resultsChanged.emit()
        self.stateChanged.emit()

    # --- selection -------------------------------------------------------------------

    @property
    def selection(self) -> frozenset[str]:
        """Ids of the selected objects."""
        return self._selection

    def select(self, ids: Iterable[str], mode: SelectMode = "replace") -> None:
        """Select objects; ids that do not exist (any more) are left out."""
        wanted = frozenset(ids)
        if mode == "add":
            wanted |= self._selection
        elif mode == "toggle":
            wanted ^= self._selection
        known = frozenset(item.id for _, item in edits.items(self.design)) if wanted else wanted
        wanted &= known
        if wanted != self._selection:
            self._selection = wanted
            self.selectionChanged.emit()

    # --- results -------------------------------------------------------------------------------

    @property
    def results(self) -> Results | None:
        """The result to show: the solved one while it belongs to the design, else the live one."""
        return self._held.shown(self.design)

    @property
    def results_state(self) -> str:
        """``none``, ``stale``, ``draft``, ``frozen``, ``live`` or the status of a solved result."""
        return self._held.state(self.design)

    def results_of(self, variant_id: str) -> tuple[Results | None, str]:
        """The result to show of a variant, and its state as :attr:`results_state` words it."""
        design = looking_at(self.design, variant_id)
        held = self._answers.of(design)
        return held.shown(design), held.state(design)

    def density_of(self, variant_id: str) -> Density | None:
        """The last density answer to a variant."""
        return self._answers.of(looking_at(self.design, variant_id)).density

    @property
    def _held(self) -> HeldResults:
        """The answers to the active variant."""
        return self._answers.of(self.design)

    @property
    def density(self) -> Density | None:
        """The last density answer of this document."""
        return self._held.density

    @property
    def density_is_stale(self) -> bool:
        """Whether the design has changed since the density answer."""
        return self._held.density_is_stale(self.design)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Problems of the design and of the result in sight."""
        return self._held.findings

    def accept_results(self, design: Design, results: Results) -> None:
        """Take a result in; only the latest of each sort is kept."""
        self._answers.of(design).take(design, results)
        self.draft_note = ""
        self.resultsChanged.emit()

    def accept_live(
        self,
        design: Design,
        results: Results,
        flow: str,
        findings: tuple[Finding, ...] | None = None,
    ) -> None:
        """Take in what follows the drawing: a result of ``draft``, ``frozen`` or ``live`` flow.

        Its findings are those in sight from then on, where given.
        """
        self._answers.of(design).take_live(design, results, flow)
        if findings is not None and findings != self._held.findings:
            self._held.findings = findings
        self.draft_note = ""
        self.resultsChanged.emit()

    def note_undrafted(self, reason: str) -> None:
        """The design in sight cannot be solved; the former result stays, marked as stale."""
        if reason != self.draft_note:
            self.message.emit(reason, "warning")
        self.draft_note = reason
        self.resultsChanged.emit()

    def accept_density(self, design: Design, density: Density) -> None:
        """Take a density answer in."""
        self._answers.of(design).take_density(design, density)
        self.resultsChanged.emit()
        self.densityArrived.emit()

    def accept_findings(self, findings: tuple[Finding, ...]) -> None:
        """Take in what the checks found."""
        if findings != self._held.findings:
            self._held.findings = findings
            self.resultsChanged.emit()

    def inquiry(self, task: str) -> Inquiry[Any] | None:
        """What takes the answers of a task, where something does."""
        return self._inquiries.get(task)

    @property
    def cooling(self) -> Cooling:
        """What every cooling method would do for racks: asking for it, and the rows."""
        return self._cooling

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
        """
        if self._jobs:
            self._jobs.density(
                objective, changes=changes, failures=failures, floor_w=floor_w, racks=racks,
                whole=whole, precision=precision, tokens=tokens,
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
            self._jobs.request_live(self.design)

    # --- files -----------------------------------------------------------------------------------

    def new(self) -> None:
        """An empty hall."""
        self.set_document(Document(Design()))

    def open(self, path: Path) -> None:
        """Open a design file.

        Raises:
            DesignFileError: With every problem of the file; the open document stays.
        """
        path = Path(path)
        self.set_document(Document(files.load(path), path))

    def save(self) -> None:
        """Save to the document's own file.

        Raises:
            SaveError: The document stays modified and the file untouched.
        """
        if self._document.path is None:
            raise ValueError("the document has no path yet: call save_as")
        self.save_as(self._document.path)

    def save_as(self, path: Path) -> files.Stamp:
        """Save to ``path``, which becomes the document's file; return its stamp.

        Raises:
            SaveError: The document stays modified, under its former path.
        """
        path = Path(path)
        stamp = files.save(self._document.design, path)
        self._document.mark_saved(path)
        self._read_only = False
        self.stateChanged.emit()
        return stamp

    def take_from_disk(self, design: Design) -> None:
        """Show what the document's file says now: a step to undo, and nothing left to save."""
        marks = self._document.design.last_numbers
        self.apply("Reload from disk", raise_marks(design, marks))
        self._document.mark_saved()
        self.stateChanged.emit()


def default_slice_height_m(hall: Hall) -> float:
    """Height of the first heat map [m]: the middle of a usual rack, inside the room."""
    return min(1.2, hall.height_m / 2.0)
