"""What the window asks for, as it comes: jobs in their order, and marks on them."""

from __future__ import annotations

import json
import threading
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from coolsim.errors import CoolSimError, UsageError

Message = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Job:
    """A task in the queue."""

    id: int
    task: str
    request: Mapping[str, Any]
    since: int | None = None


class Inbox:
    """Jobs waiting, and which ids are cancelled; filled by a reader thread.

    Args:
        lines: What the window sends.
        reply: Sends a message to the window.
        on_end: Called when the input ends.
    """

    def __init__(
        self, lines: Iterator[str], reply: Callable[[Message], None], on_end: Callable[[], None]
    ) -> None:
        self._lines = lines
        self._reply = reply
        self._on_end = on_end
        self._jobs: deque[Job] = deque()
        self._cancelled: set[int] = set()
        self._hurried: set[int] = set()
        self._changed = threading.Condition()
        self._current: int | None = None
        self.ended = False

    def read(self) -> None:
        """Take lines until the input ends; a line that makes no sense is answered as failed."""
        for line in self._lines:
            if not line.strip():
                continue
            try:
                self._take(json.loads(line))
            except (ValueError, RecursionError, UsageError) as error:
                self._reply(failed(None, UsageError(f"A message makes no sense. {error}")))
        with self._changed:
            self.ended = True
            self._changed.notify()
        self._on_end()

    def _take(self, message: object) -> None:
        if not isinstance(message, dict):
            raise UsageError("It is no object.")
        for word, marked in (("cancel", self._cancelled), ("hurry", self._hurried)):
            if word in message:
                self._mark(message[word], marked)
                return
        job_id, task, request = (message.get(key) for key in ("id", "task", "request"))
        since = message.get("since")
        if (
            not isinstance(job_id, int)
            or not isinstance(task, str)
            or not isinstance(request, dict)
            or not isinstance(since, int | None)
        ):
            raise UsageError("A task needs id, task and request.")
        with self._changed:
            self._jobs.append(Job(job_id, task, request, since))
            self._changed.notify()

    def _mark(self, job_id: object, marked: set[int]) -> None:
        if not isinstance(job_id, int):
            raise UsageError("Cancel and hurry need the id of a task.")
        with self._changed:
            if job_id == self._current or any(job.id == job_id for job in self._jobs):
                marked.add(job_id)

    def next(self, timeout_s: float | None) -> Job | None:
        """Return the next job that is still wanted; ``None`` at a timeout or the end.

        Cancelled and superseded jobs on the way are answered ``cancelled``.
        """
        with self._changed:
            self._current = None
            if not self._jobs and not self.ended:
                self._changed.wait(timeout_s)
            while self._jobs and not self.ended:
                job = self._jobs.popleft()
                newer = job.task == "draft" and any(other.task == "draft" for other in self._jobs)
                if newer or job.id in self._cancelled:
                    self._cancelled.discard(job.id)
                    self._reply({"id": job.id, "event": "cancelled"})
                    continue
                self._current = job.id
                return job
        return None

    def is_cancelled(self, job_id: int) -> bool:
        """Return whether a running job should stop."""
        with self._changed:
            return self.ended or job_id in self._cancelled

    def is_hurried(self, job_id: int) -> bool:
        """Return whether something newer waits for a running job's first answer."""
        with self._changed:
            return job_id in self._hurried

    def forget(self, job_id: int) -> None:
        """Drop a finished job's marks."""
        with self._changed:
            self._cancelled.discard(job_id)
            self._hurried.discard(job_id)
            self._current = None


def failed(job_id: int | None, error: Exception) -> Message:
    """The message of a task, or of a line, that failed."""
    if isinstance(error, CoolSimError):
        told = {
            "message": error.message,
            "where": error.where,
            "remedy": error.remedy,
            "marked": error.marked,
            "marked_remedy": error.marked_remedy,
            "exit_code": error.exit_code,
            "bug": False,
        }
    else:
        told = {
            "message": f"An unexpected {type(error).__name__}: {error}",
            "where": "",
            "remedy": "This is a bug in CoolSim; the drawing is not affected.",
            "exit_code": 1,
            "bug": True,
        }
    return {"id": job_id, "event": "failed", "error": told}
