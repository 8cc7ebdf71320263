"""Work in threads is let go when it is done, and what goes wrong there is told."""

from __future__ import annotations

import gc
import threading
import time
import weakref

from PySide6.QtCore import QObject, QThreadPool, Signal

from ui.background import run_aside

RUNS = 150


class _Bridge(QObject):
    done = Signal(object)


class _Work:
    def __init__(self, bridge: _Bridge) -> None:
        self._bridge = bridge

    def run(self) -> None:
        self._bridge.done.emit(sum(range(2000)))


def test_work_done_while_the_window_is_busy_is_let_go(qapp):
    pool, bridge, heard = QThreadPool(), _Bridge(), []
    pool.setMaxThreadCount(1)
    bridge.done.connect(heard.append)
    known = []
    for _ in range(RUNS):
        work = _Work(bridge)
        known.append(weakref.ref(work))
        run_aside(pool, work.run)
        del work
        end = time.perf_counter() + 0.001
        while time.perf_counter() < end:
            qapp.processEvents()
    pool.waitForDone()
    qapp.processEvents()
    gc.collect()
    assert len(heard) == RUNS
    assert [each() for each in known] == [None] * RUNS


def test_an_exception_in_a_thread_is_told_as_one(qapp, monkeypatch):
    told = []
    monkeypatch.setattr(threading, "excepthook", told.append)
    pool = QThreadPool()
    run_aside(pool, lambda: 1 / 0)
    pool.waitForDone()
    assert told[0].exc_type is ZeroDivisionError
