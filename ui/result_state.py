"""The answers to the open document: results, density and findings of each of its variants."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from coolsim.design.models import Design
from coolsim.results.records import Finding
from ui.document_state import DocumentState
from ui.held_results import HeldResults, HeldVariants, looking_at

if TYPE_CHECKING:
    from coolsim.density.records import Density
    from coolsim.results.records import Results


class ResultState(DocumentState):
    """What is known of the design in sight, and how far that can be trusted.

    Signals:
        densityArrived: A density answer has come.
    """

    densityArrived = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._answers = HeldVariants()
        self.draft_note = ""

    def _let_go(self) -> None:
        super()._let_go()
        self._answers = HeldVariants()
        self.draft_note = ""

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
