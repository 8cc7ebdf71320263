"""The worker's loop: one job after another, each answered step by step."""

from __future__ import annotations

import gc
import json
import os
import threading
import time
import traceback
from collections.abc import Callable, Generator, Iterator
from typing import TYPE_CHECKING, TextIO

from coolsim import __version__
from coolsim.errors import CoolSimError, UsageError
from coolsim.events import Finish, Interim, Progress
from coolsim.results.codec import encode
from coolsim.worker.field_files import FieldFiles
from coolsim.worker.inbox import Inbox, Job, Message, failed

if TYPE_CHECKING:
    from coolsim.design.models import Design
    from coolsim.results.relay import Teller
    from coolsim.tasks import Answer, LiveAnswer, LiveHall, LiveRequest

GRACE_S = 2.0
"""How long a step may go on after the window is gone [s]."""
WARM_EXAMPLE = "room-20"
_QUESTIONS_FOLLOW = frozenset({"year"})
"""Tasks after which a slider asks small questions, that cannot wait for a library to load."""


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
        warming: Iterator[Message | None] | None = warm_steps()
        try:
            while not self._inbox.ended:
                job = self._inbox.next(0.0 if warming else None)
                if job is not None:
                    self._run_job(job)
                    if warming is not None and job.task in _QUESTIONS_FOLLOW:
                        self._warm()
                        warming = None
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
            self._warm()
            return None
        except Exception:  # noqa: BLE001  a failed warm-up only costs the first task its speed
            traceback.print_exc()
            self._send({"event": "warm"})
            return None
        return warming

    def _warm(self) -> None:
        """Nothing more is loaded ahead; what is still missing comes with the task that needs it."""
        self._settle_memory()
        self._send({"event": "warm"})

    def _run_job(self, job: Job) -> None:
        try:
            self._answer(job)
        except CoolSimError as error:
            self._send(failed(job.id, error))
        except Exception as error:  # noqa: BLE001  one task's crash must not end the loop
            traceback.print_exc()
            self._send(failed(job.id, error))
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
        """Send every answer as it comes; a hurried job ends with the first of its own flow.

        While the window has not read those before, only the last one is sent.
        """
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
            if not isinstance(answer, tasks.LiveAnswer):
                if answer.stage == tasks.ANSWERING and self._inbox.is_hurried(job.id):
                    self._send({"id": job.id, "event": "soon"})
            elif not self._files.is_behind:
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


def warm_steps() -> Iterator[Message | None]:
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
