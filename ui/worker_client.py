"""One solver process as the window sees it: requests out, progress and answers in.

The process speaks JSON lines on its standard streams. It may be slow to start, slow to answer, or
die inside native code; each of these ends in a signal and a fresh process, never in lost work.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import (
    QObject,
    QProcess,
    QProcessEnvironment,
    QThreadPool,
    QTimer,
    Signal,
)

import coolsim
from coolsim import units
from coolsim.events import Progress
from coolsim.sentences import parse
from ui.background import run_aside

CANCEL_GRACE_MS = 1000
"""How long a cancelled task may take to come to its next step before the process is ended."""
FINISH_GRACE_MS = 10_000
"""How long it may then take to put the best that it found together."""
_BIG_LINE_BYTES = 4096
_FILE_NAMED = b'"fields": "'
"""In a line that has a file of numbers beside it, which takes its time to read too."""
_STDERR_KEPT = 4000
_CRASH_WINDOW_S = 30.0
_CRASHES_ALLOWED = 3

Decoder = Callable[[Mapping[str, Any], str | None], object]


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a task did not answer; ``bug`` marks faults of the program, not of the design."""

    message: str
    where: str = ""
    remedy: str = ""
    bug: bool = False
    marked: str = ""
    marked_remedy: str = ""

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where else ""
        return f"{place}{self.message} {self.remedy}".strip()

    def words(self, system: units.System) -> tuple[str, str]:
        """Message and remedy in a unit system."""
        message = parse(self.marked).text(system) if self.marked else self.message
        remedy = parse(self.marked_remedy).text(system) if self.marked_remedy else self.remedy
        return message, remedy


class _Bridge(QObject):
    """Carries what a pool thread has read to the window's thread."""

    decoded = Signal(object, object, object)


class _Reading:
    """Parses one long line and builds its records, off the window's thread."""

    def __init__(self, line: bytes, decoder: Decoder, bridge: _Bridge) -> None:
        self._line, self._decoder, self._bridge = line, decoder, bridge

    def run(self) -> None:
        message: dict[str, Any] = {}
        payload: object = None
        failure: Failure | None = None
        try:
            message = json.loads(self._line)
            payload = _payload(message, self._decoder)
        except Exception as error:  # noqa: BLE001  whatever the line holds, the thread goes on
            failure = Failure(f"The solver's answer cannot be read: {error}", bug=True)
        self._bridge.decoded.emit(message, payload, failure)


class WorkerClient(QObject):
    """A worker process that starts when first needed and is replaced when it dies.

    Args:
        decoder: Turns a finished task's answer and field file into records; runs in a thread.
        command: Program and arguments; the real worker by default.
        parent: Qt parent.

    Signals:
        stateChanged: ``off``, ``starting``, ``ready``, ``compiling`` or ``warm``.
        progress: Request id and :class:`Progress`.
        interim: Request id and a decoded answer that better ones follow.
        soon: Request id of a live task whose last answer is being put together: the next request
            can be sent.
        done: Request id and what the decoder made of the answer.
        failed: Request id and :class:`Failure`.
        cancelled: Request id.
        restarted: Text for the user, after the process died on its own.
    """

    stateChanged = Signal(str)
    progress = Signal(int, object)
    interim = Signal(int, object)
    soon = Signal(int)
    done = Signal(int, object)
    failed = Signal(int, object)
    cancelled = Signal(int)
    restarted = Signal(str)

    def __init__(
        self,
        decoder: Decoder,
        command: Sequence[str] | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._decoder = decoder
        self._command = list(command or (sys.executable, "-m", "coolsim.worker"))
        self._process: QProcess | None = None
        self._state = "off"
        self._last_id = 0
        self._starts = 0
        self._open: dict[int, bool] = {}  # id -> cancel was asked for
        self._reading: set[int] = set()
        self._finishing: set[int] = set()
        self._stderr = b""
        self._crashes: list[float] = []
        self._bridge = _Bridge(self)
        self._bridge.decoded.connect(self._dispatch_read)
        self._lines_read_aside = 0
        self._is_writing = False
        # One thread: answers to one request are read in the order they came.
        self._readers = QThreadPool(self)
        self._readers.setMaxThreadCount(1)
        self.compile_s = 0.0

    @property
    def state(self) -> str:
        """``off``, ``starting``, ``ready``, ``compiling`` (once, ``compile_s``) or ``warm``."""
        return self._state

    @property
    def pid(self) -> int:
        """Process id, 0 while off."""
        return int(self._process.processId()) if self._process else 0

    @property
    def starts(self) -> int:
        """How often the process has been started: each knows nothing of what others were sent."""
        return self._starts

    def start(self) -> None:
        """Start the process, so that it is warm when the first request comes."""
        if self._process is not None:
            return
        self._starts += 1
        process = QProcess(self)
        process.setProcessEnvironment(_environment())
        process.readyReadStandardOutput.connect(self._read)
        process.readyReadStandardError.connect(self._read_errors)
        process.finished.connect(self._ended)
        process.errorOccurred.connect(self._error)
        self._process = process
        self._stderr = b""
        self._set_state("starting")
        process.start(self._command[0], self._command[1:])

    def submit(self, task: str, design_json: str, options: Mapping[str, object]) -> int:
        """Send a request; the answer comes by signal.

        Args:
            task: Name of the task.
            design_json: The design as JSON text (kept as text: it is only passed on).
            options: The request's other fields, plain values.
        """
        fields = json.dumps(dict(options))[1:-1]
        request = f'{{"design": {design_json}{", " + fields if fields else ""}}}'
        return self._send(task, request, "")

    def submit_change(
        self, task: str, since: int, change: Mapping[str, object], options: Mapping[str, object]
    ) -> int:
        """Send a request for a design that is told by what makes it of a former one.

        Args:
            task: Name of the task.
            since: The request before, sent to the same process (:attr:`starts`).
            change: What differs from its design, as of :mod:`coolsim.design.changes`.
            options: The request's other fields, plain values.
        """
        request = json.dumps({**options, "change": change})
        return self._send(task, request, f', "since": {since}')

    def _send(self, task: str, request: str, more: str) -> int:
        self.start()
        self._last_id += 1
        number = self._last_id
        self._open[number] = False
        self._write(f'{{"id": {number}, "task": {json.dumps(task)}, "request": {request}{more}}}')
        return number

    def cancel(self, number: int, grace_ms: int = CANCEL_GRACE_MS) -> None:
        """Ask a task to stop; after a second of silence, or as given, the process is ended."""
        if number not in self._open or self._open[number]:
            return
        self._open[number] = True
        self._write(json.dumps({"cancel": number}))
        QTimer.singleShot(grace_ms, lambda: self._cancel_overdue(number))

    def hurry(self, number: int) -> None:
        """Tell a live task that a newer design waits for its first answer."""
        if number in self._open:
            self._write(json.dumps({"hurry": number}))

    def restart(self) -> None:
        """End the process and start another; open requests come back as cancelled."""
        self._drop_process()
        for number in list(self._open):
            del self._open[number]
            self.cancelled.emit(number)
        self.start()

    def close(self) -> None:
        """End the process for good; nothing is emitted any more."""
        self._open.clear()
        self._drop_process()
        self._set_state("off")

    # --- inside ------------------------------------------------------------------------------

    def _write(self, line: str) -> None:
        if self._process is None:
            return
        self._process.write(line.encode() + b"\n")
        # left to the event queue, it would be sent only after what is to be drawn
        self._is_writing = True
        self._process.waitForBytesWritten(0)
        self._is_writing = False

    def _set_state(self, state: str) -> None:
        if state != self._state:
            self._state = state
            self.stateChanged.emit(state)

    def _cancel_overdue(self, number: int) -> None:
        busy = self._reading | self._finishing
        if self._open.get(number) and number not in busy:
            self.restart()

    def _finish_overdue(self, number: int) -> None:
        self._finishing.discard(number)
        self._cancel_overdue(number)

    def _drop_process(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.blockSignals(True)
        if process.state() != QProcess.ProcessState.NotRunning:
            process.kill()
            process.waitForFinished(500)
        process.deleteLater()

    def _read_errors(self) -> None:
        if self._process is not None:
            data = self._process.readAllStandardError().data()
            self._stderr = (self._stderr + data)[-_STDERR_KEPT:]

    def _read(self) -> None:
        if self._is_writing:  # whoever asks has not been given the number of the request yet
            QTimer.singleShot(0, self._read)
            return
        process = self._process
        while process is not None and process is self._process and process.canReadLine():
            line = bytes(process.readLine().data())
            # a short line behind a long one waits for it, or it would overtake it
            follows = self._lines_read_aside > 0 and line.startswith(b"{")
            if len(line) > _BIG_LINE_BYTES or follows or _FILE_NAMED in line:
                self._note_reading(line)
                self._lines_read_aside += 1
                run_aside(self._readers, _Reading(line, self._decoder, self._bridge).run)
                continue
            try:
                message = json.loads(line)
            except ValueError:
                continue  # a stray print of some library
            if isinstance(message, dict):
                self._dispatch_small(message)

    def _note_reading(self, line: bytes) -> None:
        """Remember whose last answer a thread is reading, so that a crash now does not fail it."""
        if b'"event": "done"' not in line[:200] and b'"event":"done"' not in line[:200]:
            return
        for number in self._open:
            if (
                f'"id": {number},'.encode() in line[:200]
                or f'"id":{number},'.encode() in line[:200]
            ):
                self._reading.add(number)

    def _dispatch_small(self, message: dict[str, Any]) -> None:
        try:
            payload, failure = _payload(message, self._decoder), None
        except Exception as error:  # noqa: BLE001  the user must be told of any fault in it
            payload, failure = (
                None,
                Failure(f"The solver's answer cannot be read: {error}", bug=True),
            )
        self._dispatch(message, payload, failure)

    def _dispatch_read(
        self, message: dict[str, Any], payload: object, failure: Failure | None
    ) -> None:
        self._lines_read_aside -= 1
        if message or failure is not None:
            self._dispatch(message, payload, failure)

    def _dispatch(self, message: dict[str, Any], payload: object, failure: Failure | None) -> None:
        event, number = message.get("event"), message.get("id")
        if event in ("ready", "compiling", "warm"):
            self.compile_s = float(message.get("seconds") or 0.0)
            self._set_state(str(event))
            return
        if not isinstance(number, int):
            number = next(iter(self._reading), -1) if failure else -1
        if number not in self._open:
            return
        if event == "finishing":
            self._finishing.add(number)
            QTimer.singleShot(FINISH_GRACE_MS, lambda: self._finish_overdue(number))
            return
        if event == "soon":
            self.soon.emit(number)
            return
        if failure is None and event in ("progress", "interim"):
            (self.progress if event == "progress" else self.interim).emit(number, payload)
            return
        self._reading.discard(number)
        self._finishing.discard(number)
        del self._open[number]
        if failure is not None:
            self.failed.emit(number, failure)
        elif event == "done":
            self.done.emit(number, payload)
        elif event == "cancelled":
            self.cancelled.emit(number)
        else:
            self.failed.emit(number, payload)

    def _error(self, error: QProcess.ProcessError) -> None:
        if error == QProcess.ProcessError.FailedToStart:
            self._gone("The solver process could not be started.")

    def _ended(self, code: int, status: QProcess.ExitStatus) -> None:
        self._read()
        crashed = status == QProcess.ExitStatus.CrashExit
        self._gone("The solver crashed." if crashed else f"The solver ended with code {code}.")

    def _gone(self, what: str) -> None:
        tail = self._stderr.decode(errors="replace").strip().splitlines()
        self._drop_process()
        self._set_state("off")
        now = time.monotonic()
        self._crashes = [at for at in self._crashes if now - at < _CRASH_WINDOW_S] + [now]
        lost = [number for number in self._open if number not in self._reading]
        restart = len(self._crashes) <= _CRASHES_ALLOWED
        remedy = (
            "It was started again; your drawing is safe."
            if restart
            else ("It stopped several times; save your work and run 'coolsim doctor'.")
        )
        where = tail[-1][:200] if tail else ""
        for number in lost:
            del self._open[number]
            self.failed.emit(number, Failure(what, where, remedy, bug=True))
        self.restarted.emit(f"{what} {remedy}")
        if restart:
            self.start()


def _payload(message: Mapping[str, Any], decoder: Decoder) -> object:
    event = message.get("event")
    if event == "progress":
        return Progress(
            stage=str(message.get("stage", "")),
            fraction=float(message.get("fraction") or 0.0),
            message=str(message.get("message", "")),
            values={
                key: float(value)
                for key, value in (message.get("values") or {}).items()
                if value is not None
            },
        )
    if event in ("interim", "done"):
        return decoder(message.get("answer") or {}, message.get("fields"))
    if event == "failed":
        error = message.get("error") or {}
        return Failure(
            str(error.get("message") or "The task failed."),
            str(error.get("where") or ""),
            str(error.get("remedy") or ""),
            bool(error.get("bug")),
            str(error.get("marked") or ""),
            str(error.get("marked_remedy") or ""),
        )
    return None


def _environment() -> QProcessEnvironment:
    """The process's environment: one thread for linear algebra, and our packages importable."""
    environment = QProcessEnvironment.systemEnvironment()
    environment.insert("OPENBLAS_NUM_THREADS", "1")
    environment.insert("PYTHONIOENCODING", "utf-8")
    home = str(Path(coolsim.__file__).resolve().parent.parent)
    former = environment.value("PYTHONPATH")
    separator = ";" if sys.platform == "win32" else ":"
    environment.insert("PYTHONPATH", f"{home}{separator}{former}" if former else home)
    return environment
