"""Keeps work safe: recovery copies of unsaved changes, and the document's own file."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, QThreadPool, QTimer, Signal

from coolsim.design.models import Design
from coolsim.design.recovery import Recovered, RecoveryStore
from coolsim.errors import CoolSimError
from ui.background import run_aside
from ui.own_file import OwnFile
from ui.session import Session

DEBOUNCE_MS = 2000
INTERVAL_MS = 30_000


class _Bridge(QObject):
    finished = Signal(str)


class _Write:
    """Writes one recovery copy off the window's thread; the design is a value, so this is safe."""

    def __init__(
        self, store: RecoveryStore, key: str, design: Design, path: Path | None, bridge: _Bridge
    ) -> None:
        self._store, self._key, self._design = store, key, design
        self._path, self._bridge = path, bridge

    def run(self) -> None:
        problem = ""
        try:
            self._store.write(self._key, self._design, self._path)
        except (CoolSimError, OSError) as error:
            problem = str(error)
        self._bridge.finished.emit(problem)


class Keeper(QObject):
    """Writes a recovery copy two seconds after each change and every half minute.

    Each document has a key of its own; the store tells copies of a crashed window from those of one
    that is still open.
    """

    def __init__(self, session: Session, folder: Path) -> None:
        super().__init__(session)
        self._session = session
        self._store = RecoveryStore(folder)
        self._key = ""
        self.own_file = OwnFile(self)
        self._written: Design | None = None
        self._writing = False
        self._failed = False
        self._bridge = _Bridge(self)
        self._bridge.finished.connect(self._write_finished)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(DEBOUNCE_MS)
        self._soon.timeout.connect(self.write_soon)
        self._often = QTimer(self)
        self._often.setInterval(INTERVAL_MS)
        self._often.timeout.connect(self.write_soon)
        self._often.start()
        session.stateChanged.connect(self._state_changed)
        session.documentReplaced.connect(self._document_replaced)
        self._document_replaced()

    # --- recovery ----------------------------------------------------------------------------

    def write_soon(self) -> None:
        """Write the recovery copy in the background, if there is something new to keep."""
        document = self._session.document
        if self._writing or not document.is_modified or document.design is self._written:
            return
        self._writing = True
        self._written = document.design
        write = _Write(self._store, self._key, document.design, document.path, self._bridge)
        run_aside(QThreadPool.globalInstance(), write.run)

    def write_now(self) -> bool:
        """Write the recovery copy at once (the program is in trouble); say whether it worked."""
        document = self._session.document
        if not document.is_modified:
            return True
        try:
            self._store.write(self._key, document.design, document.path)
        except (CoolSimError, OSError):
            return False
        self._written = document.design
        return True

    def recoverable(self) -> list[Recovered]:
        """Copies left behind by windows that are gone, latest first."""
        return [copy for copy in self._store.find() if copy.key != self._key]

    def discard(self, key: str) -> None:
        """Delete a recovery copy."""
        self._store.discard(key)

    def close(self) -> None:
        """The window closes in good order: nothing is left to recover."""
        self._soon.stop()
        self._often.stop()
        QThreadPool.globalInstance().waitForDone(3000)
        self._forget()
        self._store.close()
        self.own_file.close()

    def _state_changed(self) -> None:
        document = self._session.document
        if document.is_modified:
            if document.design is not self._written:
                self._soon.start()
        elif self._written is not None and not self._writing:
            self._forget()

    def _document_replaced(self) -> None:
        self._forget()
        self._key = self._store.new_key()

    def _forget(self) -> None:
        self._soon.stop()
        if self._written is not None:
            self._store.discard(self._key)
            self._written = None

    def _write_finished(self, problem: str) -> None:
        self._writing = False
        if problem and not self._failed:
            self._session.message.emit(f"No recovery copy could be kept: {problem}", "warning")
        self._failed = bool(problem)
        self._state_changed()
