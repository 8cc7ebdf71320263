"""Asking what a file of another program would give, beside the long task."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from coolsim.design.models import Design

if TYPE_CHECKING:
    from ui.answers import Answer
    from ui.worker_client import Failure, WorkerClient


@dataclass(frozen=True, slots=True)
class Reading:
    """A file to read, and how.

    Attributes:
        source: The file, or a folder of NetBox.
        kind: ``dxf``, ``csv`` or ``netbox``.
        design: The design it is to go into.
        taken: What layers or columns are taken as, "" for left out.
        metres: Metres in a unit of a drawing; ``None`` as it says.
    """

    source: Path
    kind: str
    design: Design
    taken: Mapping[str, str] = field(default_factory=dict)
    metres: float | None = None


class Exchange(QObject):
    """Sends readings to a worker; at most one is under way and only the latest waits.

    Signals:
        previewed: An :class:`ui.answers.Answer`, its design under ``imported``.
        failed: Why the file cannot be read, a :class:`ui.worker_client.Failure`.
    """

    previewed = Signal(object)
    failed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._client: WorkerClient | None = None
        self._wanted: Reading | None = None
        self._asked: int | None = None

    def attach(self, client: WorkerClient) -> None:
        """Connect the process; without it nothing is asked."""
        self._client = client
        client.done.connect(self._done)
        client.failed.connect(self._failed)
        client.cancelled.connect(self._cancelled)

    @property
    def is_pending(self) -> bool:
        """Whether an answer is to come."""
        return self._wanted is not None or self._asked is not None

    def look(self, reading: Reading) -> None:
        """Ask what a file would give; an older wish is forgotten."""
        self._wanted = reading
        if self._asked is None:
            self._send()
        elif self._client is not None:
            self._client.cancel(self._asked)

    def forget(self) -> None:
        """Take no answer any more to what was asked."""
        self._wanted = None
        if self._asked is not None and self._client is not None:
            self._client.cancel(self._asked)
            self._asked = None

    def _send(self) -> None:
        wish = self._wanted
        if wish is None or self._client is None:
            return
        self._wanted = None
        options: dict[str, object] = {
            "source": str(wish.source),
            "kind": wish.kind,
            "taken": dict(wish.taken),
            "metres": wish.metres,
        }
        self._asked = self._client.submit("import-preview", wish.design.model_dump_json(), options)

    def _is_ours(self, number: int) -> bool:
        if number != self._asked:
            return False
        self._asked = None
        return True

    def _done(self, number: int, answer: Answer) -> None:
        if self._is_ours(number):
            if self._wanted is None:
                self.previewed.emit(answer)
            self._send()

    def _failed(self, number: int, failure: Failure) -> None:
        if self._is_ours(number):
            if self._wanted is None:
                self.failed.emit(failure)
            self._send()

    def _cancelled(self, number: int) -> None:
        if self._is_ours(number):
            self._send()
