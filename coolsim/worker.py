"""The window's worker: one task after another, asked and answered in JSON lines.

On standard input::

    {"id": 7, "task": "solve", "request": {"design": {...}, ...}}
    {"id": 8, "task": "live", "since": 7, "request": {"change": {...}, ...}}
    {"cancel": 7}
    {"hurry": 7}

On standard output, one object a line, nothing else::

    {"event": "ready", "version": "0.1.0"}
    {"event": "compiling", "seconds": 15.0}
    {"event": "warm"}
    {"id": 7, "event": "progress", "stage": ..., "fraction": ..., "message": ..., "values": {...}}
    {"id": 7, "event": "interim", "answer": {...}, "fields": "/folder/fields-7-1.npz"}
    {"id": 7, "event": "done", "answer": {...}, "fields": "/folder/fields-7-2.npz"}
    {"id": 7, "event": "failed", "error": {"message", "where", "remedy", "marked",
     "marked_remedy", "exit_code", "bug"}}
    {"id": 7, "event": "finishing"}
    {"id": 7, "event": "cancelled"}

A request may bring, in place of its design, what changed ``since`` the design of the request before
(:mod:`coolsim.design.changes`). Tasks run one at a time in the order they came. A draft is answered
``cancelled`` without being run where a newer draft waits in the queue. The task ``live`` keeps the
air of the design from one request to the next and answers several times, each time with what
differs from its answer before (:mod:`coolsim.results.relay`); ``hurry`` says that a newer design
waits for it: it then ends ``cancelled`` as soon as it has answered with the flow of its own design.
A task that knows a part of its answer tells it as ``interim`` too (``cooling``, row by row).
``compiling`` tells about how long the machine code of a new installation takes, once. Field files
live until the worker ends or :data:`FIELD_FILES_KEPT` newer ones exist. A cancelled task is
``finishing``; it ends ``cancelled``, or ``done`` with the best it had found. The worker ends when
its input ends.
"""

from __future__ import annotations

import contextlib
import gc
import json
import os
import shutil
import signal
import sys
import tempfile
import threading
import time
import traceback
from collections import deque
from collections.abc import Callable, Generator, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from coolsim import __version__
from coolsim.errors import CoolSimError, UsageError
from coolsim.events import Finish, Interim, Progress
from coolsim.results.codec import encode

if TYPE_CHECKING:
    from coolsim.design.models import Design
    from coolsim.results.records import Fields
    from coolsim.results.relay import Teller, Told
    from coolsim.tasks import Answer, LiveAnswer, LiveHall, LiveRequest

FIELD_FILES_KEPT = 8
LEFTOVER_AGE_S = 86400.0
"""Age from which a killed worker's folder is deleted [s]."""
GRACE_S = 2.0
"""How long a step may go on after the window is gone [s]."""
WARM_EXAMPLE = "room-20"
_FOLDER_PREFIX = "coolsim-worker-"

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
                self._reply(_failed(None, UsageError(f"A message makes no sense. {error}")))
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


class FieldFiles:
    """Air fields on their way to the window, in a folder of this process alone."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix=_FOLDER_PREFIX))
        self._kept: deque[Path] = deque()
        self._written = 0
        self._remove_leftovers()

    def _remove_leftovers(self) -> None:
        """Delete folders that killed workers left behind, once nobody can be reading them."""
        for folder in self.folder.parent.glob(f"{_FOLDER_PREFIX}*"):
            with contextlib.suppress(OSError):
                if time.time() - folder.stat().st_mtime > LEFTOVER_AGE_S:
                    shutil.rmtree(folder, ignore_errors=True)

    def write(self, job_id: int, content: Fields | Told) -> Path:
        """Write fields as ``.npz``, or the arrays of a message as they are; return the file.

        The oldest files make room.
        """
        from coolsim.results.files import write_fields
        from coolsim.results.relay import Told

        self._written += 1
        suffix = "bin" if isinstance(content, Told) else "npz"
        path = self.folder / f"fields-{job_id}-{self._written}.{suffix}"
        with path.open("wb") as stream:
            if isinstance(content, Told):
                content.write_arrays(stream)
            else:
                write_fields(content, stream)
        self._kept.append(path)
        while len(self._kept) > FIELD_FILES_KEPT:
            self._kept.popleft().unlink(missing_ok=True)
        return path

    def remove(self) -> None:
        """Delete everything."""
        shutil.rmtree(self.folder, ignore_errors=True)


class Worker:
    """The loop: takes a job, runs it step by step, answers, and warms up while idle.

    Args:
        lines: What the window sends.
        out: Where answers go, one JSON object a line.
        stop: Ends the process where a step in native code outlives the window.
    """

    def __init__(
        self, lines: Iterator[str], out: TextIO, stop: Callable[[int], object] = os._exit
    ) -> None:
        self._out = out
        self._out_lock = threading.Lock()
        self._stop = stop
        self._files = FieldFiles()
        self._inbox = Inbox(lines, self._send, self._input_ended)
        self._live: LiveHall | None = None
        self._teller: Teller | None = None
        self._drawn: tuple[int, Design] | None = None

    def run(self) -> int:
        """Work until the input ends."""
        reader = threading.Thread(target=self._inbox.read, name="reader", daemon=True)
        reader.start()
        self._send({"event": "ready", "version": __version__})
        warming: Iterator[Message | None] | None = _warm_steps()
        try:
            while not self._inbox.ended:
                job = self._inbox.next(0.0 if warming else None)
                if job is not None:
                    self._run_job(job)
                elif warming is not None:
                    warming = self._warm_a_step(warming)
        finally:
            self._files.remove()
        return 0

    def _settle_memory(self) -> None:
        """Keep the collector from walking the loaded libraries at every answer.

        An answer of a large hall makes tens of thousands of small records; each full collection
        they set off took a quarter of a draft's time.
        """
        gc.collect()
        gc.freeze()
        gc.set_threshold(100_000, 50, 50)

    def _warm_a_step(self, warming: Iterator[Message | None]) -> Iterator[Message | None] | None:
        """Do one more step of warming up; ``None`` when done."""
        try:
            told = next(warming)
            if told is not None:
                self._send(told)
        except StopIteration:
            self._settle_memory()
            self._send({"event": "warm"})
            return None
        except Exception:  # noqa: BLE001  a failed warm-up only costs the first task its speed
            traceback.print_exc()
            self._send({"event": "warm"})
            return None
        return warming

    def _run_job(self, job: Job) -> None:
        try:
            self._answer(job)
        except CoolSimError as error:
            self._send(_failed(job.id, error))
        except Exception as error:  # noqa: BLE001  one task's crash must not end the loop
            traceback.print_exc()
            self._send(_failed(job.id, error))
        finally:
            self._inbox.forget(job.id)

    def _answer(self, job: Job) -> None:
        from coolsim import tasks

        request = tasks.from_json(job.task, job.request, self._former(job))
        design = getattr(request, "design", None)
        if design is not None:
            self._drawn = (job.id, design)
        if isinstance(request, tasks.LiveRequest):
            self._answer_live(job, request)
            return
        steps = tasks.run(request)
        while not self._inbox.is_cancelled(job.id):
            try:
                progress = next(steps)
            except StopIteration as stop:
                self._send_answer(job, "done", stop.value)
                return
            if isinstance(progress, Interim):
                self._send_answer(job, "interim", progress.answer)
                continue
            # A residual may not be a number yet; JSON has no word for that but null.
            self._send({"id": job.id, "event": "progress"} | encode(progress))
        self._end(job, steps)

    def _end(self, job: Job, steps: Generator[Progress, None, Answer]) -> None:
        """End a cancelled task: with the best so far, where it has that."""
        self._send({"id": job.id, "event": "finishing"})
        try:
            steps.throw(Finish())
        except Finish:
            pass
        except StopIteration as stop:
            self._send_answer(job, "done", stop.value)
            return
        steps.close()
        self._send({"id": job.id, "event": "cancelled"})

    def _former(self, job: Job) -> Design | None:
        """The design that a job's change is counted from.

        Raises:
            UsageError: It is not the one of the request before.
        """
        if job.since is None:
            return None
        if self._drawn is None or self._drawn[0] != job.since:
            raise UsageError("The change belongs to another design.", where="since")
        return self._drawn[1]

    def _answer_live(self, job: Job, request: LiveRequest) -> None:
        """Send every answer as it comes; a hurried job ends with the first of its own flow."""
        from coolsim import tasks
        from coolsim.results.relay import Teller

        if self._live is None:
            self._live = tasks.LiveHall()
        if self._teller is None or request.fresh:
            self._teller = Teller()
        teller = self._teller
        answers = self._live.answers(request, lambda: self._inbox.is_hurried(job.id))
        is_answered = False
        while not self._inbox.is_cancelled(job.id):
            if is_answered and self._inbox.is_hurried(job.id):
                break
            try:
                answer = next(answers)
            except StopIteration as stop:
                self._send_live(job, "done", stop.value, teller)
                return
            if isinstance(answer, tasks.LiveAnswer):
                self._send_live(job, "interim", answer, teller)
                is_answered = is_answered or answer.flow == "live"
        answers.close()
        self._send({"id": job.id, "event": "cancelled"})

    def _send_live(self, job: Job, event: str, answer: LiveAnswer, teller: Teller) -> None:
        """Send what differs from the live answer before."""
        told = teller.tell(answer.results)
        path = str(self._files.write(job.id, told))
        plain = {
            "command": "live",
            "flow": answer.flow,
            "is_settled": answer.is_settled,
            "results": told.message,
        }
        self._send({"id": job.id, "event": event, "answer": plain, "fields": path})

    def _send_answer(self, job: Job, event: str, answer: Answer) -> None:
        fields = answer.fields
        path = None if fields is None else str(self._files.write(job.id, fields))
        self._send({"id": job.id, "event": event, "answer": answer.to_json(), "fields": path})

    def _send(self, message: Message) -> None:
        line = json.dumps(message, ensure_ascii=False, allow_nan=False)
        with self._out_lock:
            try:
                self._out.write(line + "\n")
                self._out.flush()
            except (OSError, ValueError):
                # The window is gone; the reader notices too and ends the loop.
                self._inbox.ended = True

    def _input_ended(self) -> None:
        """End the process even where a step in native code does not come back."""
        time.sleep(GRACE_S)
        self._files.remove()
        self._stop(0)


def _failed(job_id: int | None, error: Exception) -> Message:
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


def _warm_steps() -> Iterator[Message | None]:
    """Load what is slow to load and compile what is slow to compile, a little at a time.

    Yields what the window should know, or nothing.
    """
    from coolsim import tasks
    from coolsim.catalogue.loading import load_catalogue

    load_catalogue()
    yield None
    from coolsim.simulate import compile_seconds

    yield {"event": "compiling", "seconds": compile_seconds()} if compile_seconds() else None
    from coolsim.properties.kept import load_coolprop

    load_coolprop()
    yield None
    from coolsim.assets import asset
    from coolsim.design.files import load

    design = load(asset("examples", f"{WARM_EXAMPLE}.coolsim"))
    answers = tasks.LiveHall().answers(tasks.LiveRequest(design), lambda: False)
    for _ in answers:
        yield None


def _protocol_stream() -> TextIO:
    """Keep standard output for the protocol: whatever else prints there goes to standard error."""
    own = os.fdopen(os.dup(1), "w", encoding="utf-8", newline="\n")
    os.dup2(2, 1)
    sys.stdout = sys.stderr
    return own


def main() -> int:
    """Serve the window on standard input and output."""
    # One thread for linear algebra: before numpy loads, or its threads fight the window for cores.
    os.environ["OPENBLAS_NUM_THREADS"] = "1"
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    lines = iter(sys.stdin.buffer.readline, b"")
    decoded = (line.decode("utf-8", errors="replace") for line in lines)
    return Worker(decoded, _protocol_stream()).run()


if __name__ == "__main__":
    sys.exit(main())
