"""The air that follows the drawing: at most one design under way, and the latest asked next.

A drag never queues up work: while a design is being answered, the worker is told that a newer one
waits, and ends with its first answer. When it puts that together it gets the newest design there
is, so that it need not wait for the window in between.

A design of a gesture that still runs is hurried from the start: it passes. Where none follows,
since the mouse rests or lets go, the same design is asked for once more and followed to its end.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from coolsim.design.changes import difference
from coolsim.design.models import Design
from ui.answers import Answer
from ui.worker_client import Failure, WorkerClient

if TYPE_CHECKING:
    from ui.session import Session

_OVERDUE_S = 60.0
"""Silence after a hurry beyond which the process is taken for stuck [s]."""


@dataclass(slots=True)
class _Asked:
    """The request under way."""

    number: int
    design: Design
    is_passing: bool = False
    is_answered: bool = False
    is_settled: bool = False
    is_ending: bool = False
    hurried_at: float | None = None


class LiveJobs(QObject):
    """Sends designs to the live worker and its answers to the session.

    Args:
        session: Where answers go.
        client: The worker that keeps the air of the open design.

    Signals:
        changed: Something is asked for, or has come.
    """

    changed = Signal()

    def __init__(self, session: Session, client: WorkerClient) -> None:
        super().__init__(session)
        self._session = session
        self._client = client
        self._wanted: Design | None = None
        self._asked: _Asked | None = None
        self._ahead: _Asked | None = None  # sent while the one under way ends
        self._check_only = False
        self._passes = False
        self._retried: Design | None = None
        self._fresh = True
        self._sent: tuple[int, int, Design] | None = None  # start of the process, request, design
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self._send)
        client.interim.connect(self._take)
        client.soon.connect(self._ending)
        client.done.connect(self._done)
        client.failed.connect(self._failed)
        client.cancelled.connect(self._over)
        session.documentReplaced.connect(self._replaced)

    @property
    def is_pending(self) -> bool:
        """Whether a first answer is still to come."""
        is_first_due = self._asked is not None and not self._asked.is_answered
        return self._has_newer or is_first_due

    @property
    def is_refining(self) -> bool:
        """Whether better answers to the design in sight follow."""
        return self._asked is not None and not self.is_pending

    @property
    def _has_newer(self) -> bool:
        """Whether another design follows the one under way."""
        return self._wanted is not None or self._ahead is not None

    def request(self, design: Design, *, is_passing: bool = False) -> None:
        """Ask for the air of ``design``; an older wish that has not been sent is forgotten.

        Args:
            design: The design in sight.
            is_passing: Whether a gesture still runs, so that others follow at once.
        """
        self._wanted, self._check_only, self._passes = design, False, is_passing
        if self._asked is None:
            self._send()
        else:
            self._soon.start()

    def close(self) -> None:
        """Forget everything asked for."""
        self._wanted = self._asked = self._ahead = None
        self._soon.stop()

    def _replaced(self) -> None:
        self._fresh = True

    def _send(self) -> None:
        if self._wanted is None:
            return
        asked = self._asked
        if asked is not None and (not asked.is_ending or self._ahead is not None):
            self._hurry(asked)
            return
        design, self._wanted = self._wanted, None
        if self._check_only:
            number = self._submit("check", design, {})
        else:
            number = self._submit("live", design, {"fresh": self._fresh})
        self._sent = (self._client.starts, number, design)
        sent = _Asked(number, design, self._passes and not self._check_only)
        if asked is None:
            self._asked = sent
        else:
            self._ahead = sent
        if sent.is_passing:
            self._hurry(sent)
        self.changed.emit()

    def _ending(self, number: int) -> None:
        """Send the newest design to a worker that is about to be free."""
        if self._asked is not None and self._asked.number == number:
            self._asked.is_ending = True
            self._send()

    def _submit(self, task: str, design: Design, options: dict[str, object]) -> int:
        """Send a design: what differs from the one before where the process knows that one."""
        self._client.start()
        sent = self._sent
        if sent is None or sent[0] != self._client.starts or self._fresh:
            return self._client.submit(task, design.model_dump_json(), options)
        return self._client.submit_change(task, sent[1], difference(sent[2], design), options)

    def _hurry(self, asked: _Asked) -> None:
        now = time.monotonic()
        if asked.hurried_at is None:
            asked.hurried_at = now
            self._client.hurry(asked.number)
        elif self._client.state == "warm" and now - asked.hurried_at > _OVERDUE_S:
            self._client.restart()

    def _take(self, number: int, answer: Answer) -> None:
        """Show an answer; one to a request that is over is dropped."""
        asked = self._asked
        if asked is None or asked.number != number:
            return
        asked.is_answered = True
        if answer.results is not None:
            self._fresh = False
            found = answer.findings
            self._session.accept_live(asked.design, answer.results, answer.flow, found)
        else:
            self._session.accept_findings(answer.findings)

    def _done(self, number: int, answer: Answer) -> None:
        if self._asked is not None and self._asked.number == number:
            self._asked.is_settled = True
        self._take(number, answer)
        self._over(number)

    def _failed(self, number: int, failure: Failure) -> None:
        """A hall that cannot be solved still has its problems listed."""
        asked = self._asked
        if asked is None or asked.number != number:
            return
        self._sent = None  # nobody knows how far it has come to know the design
        if failure.bug:
            self._fresh = True
            self._session.message.emit(str(failure), "error")
            if not self._has_newer and asked.design is not self._retried:
                # The process died under it; a fresh one gets one more try.
                self._wanted = self._retried = asked.design
        elif not self._has_newer and not self._check_only:
            self._wanted, self._check_only = asked.design, True
            self._session.note_undrafted(str(failure))
        self._over(number)

    def _over(self, number: int) -> None:
        asked = self._asked
        if asked is not None and asked.number == number:
            if not asked.is_answered:
                self._sent = None
            elif asked.is_passing and not asked.is_settled and not self._has_newer:
                self._wanted, self._passes = asked.design, False
            self._asked, self._ahead = self._ahead, None
            if self._wanted is not None:
                self._soon.start()
            self.changed.emit()
