"""Small questions to the year beside the long task: edits followed, what-if, weather files.

At most one is under way and only the latest waits; a whole year that is being counted is stopped
for it, because a slider cannot wait. They share the process of the long tasks, so while one of
those runs they wait for its end.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from coolsim.design.models import Design

if TYPE_CHECKING:
    from ui.answers import Answer
    from ui.session import Session
    from ui.worker_client import Failure, WorkerClient


_GRACE_MS = 20_000
"""A stopped count comes to its next step in a moment; a new process takes far longer to start."""


@dataclass(frozen=True, slots=True)
class _Wish:
    """A request: its task, its design, its other fields, and how often it was sent."""

    task: str
    design: Design
    options: Mapping[str, object]
    sent: int = 0

    @property
    def is_long(self) -> bool:
        """Whether it takes longer than a slider may wait."""
        return self.task == "year" and not self.options["glance"]


class YearAside(QObject):
    """Sends small questions to a worker and brings their answers to the year.

    Signals:
        changed: Something is asked for, or has come.
        weatherFailed: Why a weather file cannot be used.
    """

    changed = Signal()
    weatherFailed = Signal(object)

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self._client: WorkerClient | None = None
        self._wanted: _Wish | None = None
        self._asked: tuple[int, _Wish] | None = None
        self._is_forgotten = False

    def attach(self, client: WorkerClient) -> None:
        """Connect the process; without it nothing is asked."""
        self._client = client
        client.done.connect(self._done)
        client.failed.connect(self._failed)
        client.cancelled.connect(self._cancelled)

    @property
    def is_pending(self) -> bool:
        """Whether an answer is to come."""
        return self._wanted is not None or (self._asked is not None and not self._is_forgotten)

    def request(self, design: Design, points: Mapping[str, Any], *, glance: bool) -> None:
        """Ask for a year on known points, or a glance at it; an older wish is forgotten."""
        self._want(_Wish("year", design, {"points": dict(points), "glance": glance}))

    def look_into(self, path: Path, design: Design) -> None:
        """Ask what is in a weather file."""
        self._want(_Wish("weather", design, {"path": str(path)}))

    def forget(self) -> None:
        """Take no answer any more to what was asked."""
        self._wanted = None
        self._is_forgotten = self._asked is not None

    def _want(self, wish: _Wish) -> None:
        self._wanted = wish
        if self._client is not None and self._asked is not None and self._asked[1].is_long:
            self._is_forgotten = True
            self._client.cancel(self._asked[0], _GRACE_MS)
        self._send()

    def _send(self) -> None:
        wish = self._wanted
        if wish is None or self._asked is not None or self._client is None:
            return
        self._wanted, self._is_forgotten = None, False
        if wish.task == "weather":
            number = self._client.submit(wish.task, "null", wish.options)
        else:
            number = self._client.submit(wish.task, wish.design.model_dump_json(), wish.options)
        self._asked = (number, wish)
        self.changed.emit()

    def _finish(self, number: int) -> _Wish | None:
        if self._asked is None or self._asked[0] != number:
            return None
        wish, self._asked = self._asked[1], None
        return wish

    def _done(self, number: int, answer: Answer) -> None:
        wish = self._finish(number)
        if wish is None:
            return
        year = self._session.year
        if not self._is_forgotten:
            if wish.task == "weather":
                place = str(answer.plain.get("place") or "the file")
                year.use_weather(Path(str(answer.plain["path"])), place)
            else:
                year.take_aside(wish.design, answer.record)
        self._send()
        self.changed.emit()

    def _failed(self, number: int, failure: Failure) -> None:
        wish = self._finish(number)
        if wish is None:
            return
        if not self._is_forgotten:
            if wish.task == "weather":
                self.weatherFailed.emit(failure)
            else:
                self._session.year.fail(failure)
        self._send()
        self.changed.emit()

    def _cancelled(self, number: int) -> None:
        """The process was ended for another task's sake: what was asked is asked once more."""
        wish = self._finish(number)
        if wish is not None:
            if self._wanted is None and not self._is_forgotten and wish.sent == 0:
                self._wanted = _Wish(wish.task, wish.design, wish.options, sent=1)
            self._send()
            self.changed.emit()
