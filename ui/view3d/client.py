"""The drawing process as the window sees it: what to show out, pictures in."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QObject, QProcess, Signal
from PySide6.QtGui import QImage

from coolsim.view3d import messages

_MOST_STARTS = 3
_STOP_MS = 500
_STDERR_KEPT = 1000


class DrawingClient(QObject):
    """A process that draws; started when first needed, again when it dies, three times in all.

    Args:
        command: Program and arguments; the real process by default.
        parent: Qt parent.

    Signals:
        started: The process is ready and knows nothing yet.
        arrived: Ticket and picture.
        failed: Why there is no picture, in words for the user.
    """

    started = Signal()
    arrived = Signal(int, QImage)
    failed = Signal(str)

    def __init__(self, command: Sequence[str] | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._command = list(command or (sys.executable, "-m", "coolsim.view3d.process"))
        self._process: QProcess | None = None
        self._buffer = bytearray()
        self._head: messages.Head | None = None
        self._starts = 0
        self._stderr = b""
        self.is_ready = False

    @property
    def pid(self) -> int:
        """Process id, 0 while there is none."""
        return int(self._process.processId()) if self._process else 0

    def start(self) -> None:
        """Start the process if there is none."""
        if self._process is not None or self._starts >= _MOST_STARTS:
            return
        self._starts += 1
        process = QProcess(self)
        process.readyReadStandardOutput.connect(self._read)
        process.readyReadStandardError.connect(self._note_error)
        process.finished.connect(self._ended)
        process.errorOccurred.connect(self._broken)
        self._process = process
        process.start(self._command[0], self._command[1:])

    def stop(self) -> None:
        """End the process; nothing more arrives of it."""
        process, self._process = self._process, None
        self.is_ready = False
        if process is None:
            return
        process.blockSignals(True)
        process.closeWriteChannel()
        if not process.waitForFinished(_STOP_MS):
            process.kill()
            process.waitForFinished(_STOP_MS)
        process.deleteLater()

    def send(
        self,
        kind: str,
        values: Mapping[str, Any] | None = None,
        arrays: messages.Arrays | None = None,
    ) -> None:
        """Tell the process something; nothing happens while it is not ready."""
        if self._process is not None and self.is_ready:
            self._process.write(messages.encode(kind, values, arrays))

    def _read(self) -> None:
        if self._process is None:
            return
        self._buffer += self._process.readAllStandardOutput().data()
        try:
            while self._take_message():
                pass
        except messages.MessageError as error:
            self.failed.emit(f"The 3-D view's process said something odd: {error}")
            self.stop()

    def _take_message(self) -> bool:
        if self._head is None:
            line, found, rest = self._buffer.partition(b"\n")
            if not found:
                return False
            self._head, self._buffer = messages.Head(bytes(line)), rest
        if len(self._buffer) < self._head.bytes:
            return False
        head, self._head = self._head, None
        body = bytes(self._buffer[: head.bytes])
        del self._buffer[: head.bytes]
        self._take(head, body)
        return True

    def _take(self, head: messages.Head, body: bytes) -> None:
        if head.kind == "ready":
            self.is_ready = True
            self.started.emit()
        elif head.kind == "frame":
            pixels = head.arrays(body)["pixels"]
            height, width, _ = pixels.shape
            shown = QImage(pixels.tobytes(), width, height, 3 * width, QImage.Format.Format_RGB888)
            self.arrived.emit(int(head.values["ticket"]), shown.copy())
        else:
            self.failed.emit(str(head.values.get("message", "The 3-D view cannot be drawn.")))

    def _note_error(self) -> None:
        if self._process is not None:
            said = self._process.readAllStandardError().data()
            self._stderr = (self._stderr + said)[-_STDERR_KEPT:]

    def _broken(self, error: QProcess.ProcessError) -> None:
        if error == QProcess.ProcessError.FailedToStart:
            self._process = None
            self.failed.emit("The 3-D view's process does not start.")

    def _ended(self) -> None:
        if self._process is None:
            return
        self._process.deleteLater()
        self._process = None
        self.is_ready = False
        self._buffer.clear()
        self._head = None
        if self._starts < _MOST_STARTS:
            self.start()
            return
        last = self._stderr.decode(errors="replace").strip().splitlines()
        why = f" ({last[-1]})" if last else ""
        self.failed.emit(f"The 3-D view cannot be drawn on this machine{why}.")
