"""Work off the window's thread: reading answers, following the air, writing recovery copies."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable

from PySide6.QtCore import QThreadPool


def run_aside(pool: QThreadPool, work: Callable[[], object]) -> None:
    """Run a function in a thread of a pool; signals bring what it found to the window's thread.

    A function, not a ``QRunnable``: while both threads are busy every third one of those is never
    let go, with all it holds. For the same reason nothing is taken back from a pool (``clear``):
    work that is no longer wanted finds that out when its turn comes.
    """

    def guarded() -> None:
        try:
            work()
        except Exception:  # noqa: BLE001  reported as by any other thread
            told = (*sys.exc_info(), threading.current_thread())
            threading.excepthook(threading.ExceptHookArgs(told))

    pool.start(guarded)
