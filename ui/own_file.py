"""The open document's own file: which window holds it, and whether others changed it."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

from PySide6.QtCore import QLockFile, QObject, QSysInfo, QThreadPool, QTimer, Signal

from coolsim.design import files
from coolsim.errors import CoolSimError
from ui.background import run_aside

LOOK_MS = 2000
FileState = Literal["same", "changed", "gone"]


def state_of(path: Path, known: files.Stamp | None) -> FileState:
    """What became of a file since it looked like ``known`` (``None``: it was not there)."""
    if known is None:
        return "changed" if os.path.exists(path) else "same"  # noqa: PTH110  (never raises)
    if not files.changed_outside(path, known):
        return "same"
    return "changed" if os.path.exists(path) else "gone"  # noqa: PTH110  (never raises)


class _Bridge(QObject):
    looked = Signal(object, object, str)


class _Look:
    """Looks at the file off the window's thread: a network drive may take its time."""

    def __init__(self, path: Path, known: files.Stamp | None, bridge: _Bridge) -> None:
        self._path, self._known, self._bridge = path, known, bridge

    def run(self) -> None:
        self._bridge.looked.emit(self._path, self._known, state_of(self._path, self._known))


class OwnFile(QObject):
    """Claims the document's file for this window and notices when it changes on disk.

    A lock file beside the design names the process and computer that hold it. One left by a
    process that is gone is taken over; a folder that takes none is worked in without.

    Signals:
        stateChanged: ``same``, ``changed`` or ``gone``, when that is news.
    """

    stateChanged = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lock: QLockFile | None = None
        self._path: Path | None = None
        self._known: files.Stamp | None = None
        self._state: FileState = "same"
        self._looking = False
        self._bridge = _Bridge(self)
        self._bridge.looked.connect(self._looked)
        self._often = QTimer(self)
        self._often.setInterval(LOOK_MS)
        self._often.timeout.connect(self.look)

    # --- one window per file -----------------------------------------------------------------

    def hold(self, path: Path) -> str:
        """Claim a design file for this window, in place of the one it held.

        Returns:
            "" when it is ours, otherwise who has it; the file held before stays ours then.
        """
        name = str(_lock_path(path))
        if self._lock is not None and self._lock.fileName() == name:
            return ""
        lock = QLockFile(name)
        lock.setStaleLockTime(0)  # age says nothing: a window may stay open for weeks
        if not lock.tryLock(0) and lock.error() == QLockFile.LockError.LockFailedError:
            return _holder(lock)
        self.release()
        self._lock = lock if lock.isLocked() else None
        return ""

    def release(self) -> None:
        """Let another window have the file."""
        if self._lock is not None:
            self._lock.unlock()
            self._lock = None

    # --- changes from outside ----------------------------------------------------------------

    def remember(self, path: Path, known: files.Stamp | None) -> None:
        """The document stands in ``path`` as ``known`` describes it; watch it from now on."""
        self._path, self._known = path, known
        self._tell("same")
        self._often.start()

    def forget(self) -> None:
        """The document has no file (any more)."""
        self.release()
        self._often.stop()
        self._path = self._known = None
        self._tell("same")

    def state(self, path: Path) -> FileState:
        """What became of the file, looked at now; ``same`` for one not read or written here."""
        return state_of(path, self._known) if path == self._path else "same"

    def look(self) -> None:
        """Look at the file in the background."""
        if self._path is not None and not self._looking:
            self._looking = True
            look = _Look(self._path, self._known, self._bridge)
            run_aside(QThreadPool.globalInstance(), look.run)

    def close(self) -> None:
        """The window closes."""
        self.forget()
        QThreadPool.globalInstance().waitForDone(3000)

    def _looked(self, path: Path, known: files.Stamp | None, state: FileState) -> None:
        self._looking = False
        # A look from before the last save or reload says nothing about the file of now.
        if path == self._path and known == self._known:
            self._tell(state)

    def _tell(self, state: FileState) -> None:
        if state != self._state:
            self._state = state
            self.stateChanged.emit(state)


def stamp_of(path: Path) -> files.Stamp | None:
    """The stamp of a file as it is now, ``None`` where it cannot be read."""
    try:
        return files.stamp(path)
    except CoolSimError:
        return None


def _lock_path(path: Path) -> Path:
    """The lock beside the file that a save would replace: links to it share one."""
    target = Path(os.path.realpath(path))
    return target.with_name(f".{target.name}.lock")


def _holder(lock: QLockFile) -> str:
    """Who holds a lock since when, in words."""
    # With or without a leading flag, depending on the version of Qt's bindings.
    answer: Any = lock.getLockInfo()
    process, host, _ = answer[-3:]
    if not host:
        return "another window"
    here = host == QSysInfo.machineHostName()
    where = (
        f"another window on this computer (process {process})" if here else f"a window on {host}"
    )
    try:
        since = datetime.fromtimestamp(Path(lock.fileName()).stat().st_mtime).astimezone()
    except OSError:
        return where
    return f"{where}, since {since:%Y-%m-%d %H:%M}"
