"""What the window asks a worker and keeps the answer of: asked, shown, stale, stopped, failed.

Why a rack is hot, other silicon, the choice of cooling, placements of jobs, the year and cooling
methods side by side all live so; each adds its question and what its answer is for.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar, Generic, TypeVar

from PySide6.QtCore import QObject, Signal

from coolsim.design.models import Design
from ui.held_results import same_physics

if TYPE_CHECKING:
    from coolsim.events import Progress
    from ui.session import Session
    from ui.worker_client import Failure

T = TypeVar("T")


class Inquiry(QObject, Generic[T]):
    """A question to a worker, and the last answer with the design that it belongs to.

    Signals:
        changed: Another answer, none any more, out of date, another question or problem.
        arrived: An answer that was asked for is here.
    """

    changed = Signal()
    arrived = Signal()
    task: ClassVar[str] = ""
    """Name of the worker's task."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self._design: Design | None = None
        self._answer: T | None = None
        self.problem = ""
        session.documentReplaced.connect(self.clear)
        session.designChanged.connect(lambda *_: self._design_changed())

    @property
    def answer(self) -> T | None:
        """The last answer, or ``None``."""
        return self._answer

    @property
    def answered_design(self) -> Design | None:
        """The design of :attr:`answer`."""
        return self._design

    @property
    def is_stale(self) -> bool:
        """Whether the design has changed since the answer."""
        return self._design is not None and not self.is_same(self._design, self._session.design)

    @property
    def is_running(self) -> bool:
        """Whether the worker is at it."""
        return self._session.busy == self.task

    @property
    def progress(self) -> Progress | None:
        """How far the worker has come with it."""
        return self._session.progress if self.is_running else None

    def is_same(self, one: Design, other: Design) -> bool:
        """Whether an answer to one design is one to the other."""
        return same_physics(one, other)

    def submit(self, options: Mapping[str, object]) -> None:
        """Send the question; the answer comes by signal."""
        self.problem = ""
        self._session.run_task(self.task, options)
        self.changed.emit()

    def cancel(self) -> None:
        """Stop the worker; what it has found so far comes, where it has that."""
        if self.is_running:
            self._session.cancel()

    def take(self, design: Design, answer: T) -> None:
        """Take an answer in that was asked for."""
        self._design, self._answer, self.problem = design, answer, ""
        self.changed.emit()
        self.arrived.emit()

    def take_part(self, design: Design, answer: T) -> None:
        """Take in what is known of an answer so far."""
        self._design, self._answer = design, answer
        self.changed.emit()

    def fail(self, failure: Failure) -> None:
        """There is no answer, and why."""
        self.problem = str(failure)
        self.changed.emit()

    def clear(self) -> None:
        """Forget the answer; another document knows nothing of it."""
        if self._answer is not None or self.problem:
            self._design = self._answer = None
            self.problem = ""
            self.changed.emit()

    def _design_changed(self) -> None:
        if self._answer is not None:
            self.changed.emit()
