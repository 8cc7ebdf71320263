"""What the window asks of the solver processes: quick drafts beside one long task at a time.

Drafts follow the drawing: at most one is under way, and when it ends the latest design is asked
next, so that a drag never queues up work. Solve, density and report run in a process of their own.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from coolsim.design.models import Design
from coolsim.events import Progress
from ui.answers import Answer, decode_answer
from ui.worker_client import Failure, WorkerClient

if TYPE_CHECKING:
    from ui.session import Session

_DRAFT_OVERDUE_S = 60.0
WORDS = {"solve": "Solving", "density": "Density", "report": "Report"}


class Jobs(QObject):
    """Sends designs to the workers and brings their answers to the session.

    Signals:
        changed: Busy state, progress or solver state changed.
        reportWritten: Path of a finished report.
        failed: A long task failed: its name and a :class:`Failure`.
    """

    changed = Signal()
    reportWritten = Signal(str)
    failed = Signal(str, object)

    def __init__(self, session: Session, command: Sequence[str] | None = None) -> None:
        super().__init__(session)
        self._session = session
        self._quick = WorkerClient(decode_answer, command, self)
        self._long = WorkerClient(decode_answer, command, self)
        self._wanted: Design | None = None
        self._asked: tuple[int, Design, float] | None = None
        self._check_only = False
        self._retried: Design | None = None
        self._task: tuple[int, str, Design] | None = None
        self._cancelling = False
        self.progress: Progress | None = None
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self._send_draft)
        self._quick.done.connect(self._draft_done)
        self._quick.failed.connect(self._draft_failed)
        self._quick.cancelled.connect(self._draft_over)
        self._quick.stateChanged.connect(lambda _: self.changed.emit())
        self._long.done.connect(self._task_done)
        self._long.failed.connect(self._task_failed)
        self._long.cancelled.connect(self._task_cancelled)
        self._long.progress.connect(self._task_progress)
        for client in (self._quick, self._long):
            client.restarted.connect(lambda text: self._session.message.emit(text, "warning"))

    @property
    def busy(self) -> str:
        """The long task under way, or ""."""
        return self._task[1] if self._task else ""

    @property
    def solver_state(self) -> str:
        """State of the quick worker: ``off``, ``starting``, ``ready`` or ``warm``."""
        return self._quick.state

    @property
    def draft_pending(self) -> bool:
        """Whether a draft is asked for and not here yet."""
        return self._asked is not None or self._wanted is not None

    def start(self) -> None:
        """Start the quick worker so that it warms up while the user looks around."""
        self._quick.start()

    def close(self) -> None:
        """End both processes."""
        self._wanted = self._asked = self._task = None
        self._soon.stop()
        self._quick.close()
        self._long.close()

    # --- drafts ------------------------------------------------------------------------------

    def request_draft(self, design: Design) -> None:
        """Ask for the draft of ``design``; an older wish that has not been sent is forgotten."""
        self._wanted, self._check_only = design, False
        self._soon.start()

    def _send_draft(self) -> None:
        if self._wanted is None:
            return
        if self._asked is not None:
            if self._quick.state == "warm" and time.monotonic() - self._asked[2] > _DRAFT_OVERDUE_S:
                self._quick.restart()
            return
        design, self._wanted = self._wanted, None
        task = "check" if self._check_only else "draft"
        number = self._quick.submit(task, design.model_dump_json(), {})
        self._asked = (number, design, time.monotonic())

    def _draft_done(self, number: int, answer: Answer) -> None:
        if self._asked is None or self._asked[0] != number:
            return
        design = self._asked[1]
        if answer.results is not None:
            self._session.accept_results(design, answer.results)
        self._session.accept_findings(answer.findings)
        self._draft_over(number)

    def _draft_failed(self, number: int, failure: Failure) -> None:
        """A hall that cannot be solved still has its problems listed."""
        if self._asked is None or self._asked[0] != number:
            return
        design = self._asked[1]
        if failure.bug:
            self._session.message.emit(str(failure), "error")
            if self._wanted is None and design is not self._retried:
                # The process died under it; a fresh one gets one more try.
                self._wanted = self._retried = design
        elif self._wanted is None and not self._check_only:
            self._wanted, self._check_only = design, True
            self._session.note_undrafted(str(failure))
        self._draft_over(number)

    def _draft_over(self, number: int) -> None:
        if self._asked is not None and self._asked[0] == number:
            self._asked = None
            if self._wanted is not None:
                self._soon.start()
            self.changed.emit()

    # --- long tasks -----------------------------------------------------------------------------

    def solve(self, fidelity: str) -> None:
        """Solve the design of the document."""
        self._begin("solve", {"fidelity": fidelity, "cell_m": self._cell()})

    def density(self, objective: str) -> None:
        """Find how dense the racks can be."""
        self._begin("density", {"objective": objective})

    def report(self, path: Path, paper: str, units: str) -> None:
        """Write the PDF report."""
        options = {"out": str(path), "paper": paper, "units": units, "force": True}
        self._begin("report", options)

    def cancel(self) -> None:
        """Stop the long task."""
        if self._task is not None:
            self._cancelling = True
            self._long.cancel(self._task[0])
            self.changed.emit()

    @property
    def cancelling(self) -> bool:
        """Whether the long task has been asked to stop."""
        return self._cancelling

    def _cell(self) -> float | None:
        return self._session.variant.settings.cell_m

    def _begin(self, task: str, options: dict[str, object]) -> None:
        if self._task is not None:
            self._session.message.emit(
                f"{WORDS[self._task[1]]} is still running. Cancel it first, or wait.", "warning"
            )
            return
        design = self._session.document.design
        self.progress = Progress(task, 0.0, "Starting")
        self._cancelling = False
        self._task = (self._long.submit(task, design.model_dump_json(), options), task, design)
        self.changed.emit()

    def _task_progress(self, number: int, progress: Progress) -> None:
        if self._task is not None and self._task[0] == number:
            self.progress = progress
            self.changed.emit()

    def _task_done(self, number: int, answer: Answer) -> None:
        task = self._finish(number)
        if task is None:
            return
        _, name, design = task
        if answer.density is not None:
            self._session.accept_density(design, answer.density)
        elif answer.results is not None:
            self._session.accept_results(design, answer.results)
        if name == "solve" and design is self._session.design:
            self._session.accept_findings(answer.findings)
        self.changed.emit()
        if name == "report":
            self.reportWritten.emit(str(answer.plain.get("out") or ""))

    def _task_failed(self, number: int, failure: Failure) -> None:
        task = self._finish(number)
        if task is not None:
            self._session.message.emit(str(failure), "error")
            self.changed.emit()
            self.failed.emit(task[1], failure)

    def _task_cancelled(self, number: int) -> None:
        task = self._finish(number)
        if task is not None:
            self._session.message.emit(f"{WORDS[task[1]]} was cancelled.", "note")
            self.changed.emit()

    def _finish(self, number: int) -> tuple[int, str, Design] | None:
        task = self._task
        if task is None or task[0] != number:
            return None
        self._task, self.progress, self._cancelling = None, None, False
        return task
