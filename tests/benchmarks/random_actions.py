"""An hour of random user actions in the whole window, on the real workers, without a screen.

    python -m tests.benchmarks.random_actions --minutes 60 --seed 1
    python -m tests.benchmarks.random_actions --replay TRAIL      # the steps of a failed run again

Halls follow each other: room-20, mixed-40, an empty hall; each gets a few hundred actions
(``user_actions``). After every action: no exception in any thread, no warning of Qt, nobody's
bug in an answer of a worker, no crashed worker, no frame above 5 s of processor time, the selection
within the design. Every 40 actions all dialogs must close, the long task stop, the live worker come
to rest, and undoing and redoing everything give the same file. Between halls the resident memory of
the window and of its processes is read on an empty hall at rest; its growth after the first
quarter of the run is printed. A fault prints its step and the trail, which is kept in a file, and
the run goes on with a fresh hall; it ends with code 1. Steps draw from random numbers of their own
(seed and step), so single lines of the trail can be left out of a replay; answers of the workers
come when they come, so a replay may differ.
"""

from __future__ import annotations

import argparse
import ctypes
import faulthandler
import gc
import os
import random
import sys
import tempfile
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np
from PySide6.QtCore import QCoreApplication, QEvent, QSettings, QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QApplication

from coolsim.assets import asset
from coolsim.design import edits, files
from coolsim.design.document import Document
from coolsim.design.models import Design
from tests.benchmarks.user_actions import (
    BY_NAME,
    Answers,
    User,
    answer_file_dialogs,
    choose,
)
from ui import theme
from ui.app import Application
from ui.settings import Settings
from ui.worker_client import WorkerClient

HALLS = ("room-20", "mixed-40", "")
STEPS_PER_HALL = 200
STEPS_PER_CHECK = 40
OBJECTS_MOST = 1500
"""Objects above which a hall is exchanged at the next check, so that actions stay quick."""
FRAME_S = 5.0
"""Most processor time of the window's thread in one action [s]."""
REST_S = 300.0
"""Longest wait for the workers to come to rest [s], on a machine that does other things too."""
HANG_S = 120
"""An action that takes longer ends the run with every thread's place."""
GROWTH_MB = 60.0
"""Most growth of the window's memory after the first quarter of a run, per hour [MB]."""
_HARMLESS = ("This plugin does not support", "propagateSizeHints", "QFont::setPointSize")
"""Messages of the platform without a screen, not of the program."""


class Watch:
    """Collects whatever goes wrong anywhere in the process."""

    def __init__(self) -> None:
        self.faults: list[str] = []

    def note(self, fault: str) -> None:
        """Something went wrong."""
        self.faults.append(fault)

    def take(self) -> list[str]:
        """The faults since the last call."""
        taken, self.faults = self.faults, []
        return taken

    @contextmanager
    def watching(self) -> Iterator[None]:
        """Hear exceptions of every sort and Qt's messages."""
        former = sys.excepthook, sys.unraisablehook, threading.excepthook
        sys.excepthook = lambda kind, error, trace: self._exception(error)
        sys.unraisablehook = lambda event: self._exception(event.exc_value)
        threading.excepthook = lambda event: self._exception(event.exc_value)
        handler = qInstallMessageHandler(self._qt)
        try:
            yield
        finally:
            sys.excepthook, sys.unraisablehook, threading.excepthook = former
            qInstallMessageHandler(handler)

    def _exception(self, error: BaseException | None) -> None:
        if isinstance(error, KeyboardInterrupt):
            raise error
        self.faults.append("".join(traceback.format_exception(error)) if error else "unraisable")

    def _qt(self, kind: QtMsgType, _context: Any, text: str) -> None:
        if kind != QtMsgType.QtDebugMsg and not any(each in text for each in _HARMLESS):
            self.faults.append(f"Qt: {text}")


class Run:
    """A window under random actions.

    Args:
        folder: Settings, recovery copies and files of the run.
        seed: Of the random numbers.
        worker: Command of the workers; the real ones by default.
        say: Prints.
        trail: File that keeps the trail; one in the folder by default.
    """

    def __init__(self, folder: Path, seed: int, worker: tuple[str, ...] | None = None,
                 say: Callable[[str], object] = print,
                 trail: Path | None = None) -> None:  # fmt: skip
        settings = QSettings(str(folder / "settings.ini"), QSettings.Format.IniFormat)
        self.seed, self.say = seed, say
        self.made = Application(Settings(settings), folder / "recovery", worker)
        self.window, self.session = self.made.window, self.made.session
        # An open menu takes letters too: one of them would end the run.
        self.window.actions_["quit"].setEnabled(False)
        (folder / "files").mkdir()
        self.user = User(self.made, folder / "files", random.Random(seed))
        self.watch = Watch()
        self.answers = Answers(self.user, self.watch.note)
        self.trail: list[str] = []
        self.trail_file = trail or folder / "trail.txt"
        self.trail_file.write_text(f"{seed}\tseed\n", encoding="utf-8")
        self.failed = 0
        self.done = 0
        self.worst_s = 0.0
        self.memory: list[tuple[float, dict[str, float]]] = []
        for client in self.made.jobs.findChildren(WorkerClient):
            client.restarted.connect(lambda text: self.watch.faults.append(f"worker: {text}"))
            client.failed.connect(lambda _, failure: self._answer_failed(failure))

    def _answer_failed(self, failure: Any) -> None:
        if failure.bug:
            self.watch.faults.append(f"bug in an answer: {failure}")

    # --- halls ---------------------------------------------------------------------------------

    def start(self) -> None:
        """Show the window and start its workers."""
        self.window.show()
        self.open_hall("")
        self.session.attach_jobs(self.made.jobs)
        self.made.jobs.start()

    def open_hall(self, name: str) -> None:
        """Show an example, or an empty hall for the empty name."""
        design = files.load(asset("examples", f"{name}.coolsim")) if name else Design()
        self.session.document.mark_saved()
        self.session.set_document(Document(design))
        self.window.show_plan()
        self._note(f"{name}\thall\t")

    def close(self) -> None:
        """End the workers and the window."""
        QApplication.clipboard().clear()  # without a screen Qt keeps it longer than Python lives
        self.answers.close()
        self.session.document.mark_saved()
        self.window.close()
        self.made.close()

    # --- steps ---------------------------------------------------------------------------------

    def step(self, number: int, name: str = "") -> None:
        """Do the action of a step and look what it did."""
        rng = random.Random(f"{self.seed}:{number}")
        action = choose(rng)
        action = BY_NAME[name] if name else action
        self.user.rng = rng
        faulthandler.dump_traceback_later(HANG_S, exit=True)
        self._note(f"{number}\t{action.name}\t")
        begun = time.thread_time()
        try:
            self._amend(action.do(self.user))
            QApplication.processEvents()
        except Exception:  # noqa: BLE001  a fault of the window is what is looked for
            self.watch.faults.append(traceback.format_exc())
        finally:
            faulthandler.cancel_dump_traceback_later()
        spent = time.thread_time() - begun
        self.worst_s = max(self.worst_s, spent)
        self.done += 1
        for said in self.answers.trail:
            self._amend(said)
        self.answers.trail.clear()
        if spent > FRAME_S:
            self.watch.faults.append(f"{spent:.1f} s of the window's thread in one action")
        self._look()

    def _look(self) -> None:
        session = self.session
        if not self.window.isVisible():
            self.watch.faults.append("the window has closed")
            self.window.show()
        known = {item.id for _, item in edits.items(session.design)}
        if not session.selection <= known:
            self.watch.faults.append(f"selected but not there: {sorted(session.selection - known)}")
        document = session.document
        if bool(document.history) != document.can_undo:
            self.watch.faults.append("history and undo disagree")

    def check(self) -> None:
        """Dialogs closed, long task stopped, live worker at rest, and the history whole."""
        self._wait("a dialog stays open", self._no_dialog, 60.0)
        self.session.set_tool("select")
        self.window.plan.canvas.cancel_gesture()
        self.session.cancel()
        self._wait("the long task does not stop", lambda: not self.session.busy, REST_S)
        self._wait("the live worker comes not to rest", self._at_rest, REST_S)
        self.check_history()

    def check_history(self) -> None:
        """Undo and redo of everything gives the same file."""
        document = self.session.document
        before = files.dumps(document.design)
        steps = len(document.history)
        self.session.jump(-steps)
        if document.can_undo:
            self.watch.faults.append("undo left steps")
        self.session.jump(steps)
        if files.dumps(document.design) != before:
            self.watch.faults.append("another design after undo and redo of everything")
        QApplication.processEvents()

    def report(self) -> bool:
        """Print the faults there were, with the trail; says whether there were any."""
        faults = self.watch.take()
        for fault in faults:
            self.failed += 1
            trail = "\n  ".join(line.expandtabs() for line in self.trail[-12:])
            self.say(f"FAULT, seed {self.seed}, action {self.done}: {fault}\n  {trail}")
        return bool(faults)

    def _at_rest(self) -> bool:
        return not self.session.drafting and not self.session.refining

    def _no_dialog(self) -> bool:
        return QApplication.activeModalWidget() is None and QApplication.activePopupWidget() is None

    def _wait(self, complaint: str, until: Callable[[], bool], seconds: float) -> None:
        end = time.monotonic() + seconds
        while not until():
            QApplication.processEvents()
            time.sleep(0.002)
            if time.monotonic() > end:
                self.watch.faults.append(f"{complaint} in {seconds:.0f} s")
                return

    def _note(self, line: str) -> None:
        self.trail.append(line)
        with self.trail_file.open("a", encoding="utf-8") as file:
            file.write(line + "\n")

    def _amend(self, what: str) -> None:
        self.trail[-1] += f"{what}; "

    # --- memory --------------------------------------------------------------------------------

    def read_memory(self, minutes: float) -> None:
        """Resident memory of window and processes [MB], on an empty hall at rest."""
        self.open_hall("")
        self._wait("the live worker comes not to rest", self._at_rest, REST_S)
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        gc.collect()
        _give_back()
        jobs = self.made.jobs
        pids = {"window": os.getpid(), "live worker": jobs.live_pid, "long worker": jobs.long_pid}
        read = {name: resident_mb(pid) for name, pid in pids.items()}
        self.memory.append((minutes, read))
        words = ", ".join(f"{name} {mb:.0f} MB" for name, mb in read.items())
        widgets = len(QApplication.allWidgets())
        self.say(f"{minutes:5.1f} min, {self.done} actions: {words}; {widgets} widgets")

    def growth_mb_per_hour(self, name: str) -> float:
        """Slope of a process's memory after the first quarter of the run [MB/h]."""
        kept = self.memory[len(self.memory) // 4 :]
        known = [(minutes / 60.0, read[name]) for minutes, read in kept if read[name]]
        if len(known) < 3:
            return 0.0
        hours, mb = np.array(known).T
        return float(np.polyfit(hours, mb, 1)[0])


def resident_mb(pid: int) -> float:
    """Resident memory of a process [MB]; zero where the system does not tell."""
    status = Path(f"/proc/{pid}/status")
    if not pid or not status.exists():
        return 0.0
    line = next(each for each in status.read_text().splitlines() if each.startswith("VmRSS"))
    return float(line.split()[1]) / 1024.0


def _give_back() -> None:
    """Have the C library give freed memory back, so that only memory in use is read."""
    if sys.platform == "linux":
        ctypes.CDLL(None).malloc_trim(0)


def long_run(run: Run, minutes: float, first: int = 0) -> None:
    """Random actions for some minutes, hall after hall."""
    begun, number, halls = time.monotonic(), first, 0

    def passed() -> float:
        return (time.monotonic() - begun) / 60.0

    while passed() < minutes:
        run.open_hall(HALLS[halls % len(HALLS)])
        halls += 1
        for at in range(1, STEPS_PER_HALL + 1):
            run.step(number)
            number += 1
            failed = run.report()
            if at % STEPS_PER_CHECK == 0 or failed:
                run.check()
                failed = run.report() or failed
                crowd = sum(1 for _ in edits.items(run.session.design)) > OBJECTS_MOST
                if failed or crowd or passed() >= minutes:
                    break
        run.check()
        run.report()
        run.read_memory(passed())


def replay(run: Run, lines: list[str]) -> None:
    """The steps of a trail again."""
    for line in lines:
        number, name, *_ = line.split("\t")
        if name == "seed":
            run.seed = int(number)
        elif name == "hall":
            run.open_hall(number)
        else:
            run.step(int(number), name)
            run.report()
    run.check()
    run.report()


def main() -> None:
    """Run, or replay, and say how it went."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--minutes", type=float, default=60.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--replay", type=Path, help="a trail kept by a failed run")
    parser.add_argument("--trail", type=Path, help="where to keep the trail")
    options = parser.parse_args()
    faulthandler.enable()
    app = QApplication(sys.argv[:1])
    theme.install_font(app)
    theme.apply(app, "light")
    with tempfile.TemporaryDirectory() as folder:
        kept = options.trail or Path(tempfile.gettempdir()) / f"trail-{options.seed}.txt"
        if options.replay:
            kept = Path(folder) / "trail.txt"
        run = Run(Path(folder), options.seed, trail=kept)
        run.say = lambda text: print(text, flush=True)
        print(f"trail: {kept}", flush=True)
        undo = answer_file_dialogs(run.user)
        with run.watch.watching():
            run.start()
            if options.replay:
                replay(run, options.replay.read_text(encoding="utf-8").splitlines())
            else:
                long_run(run, options.minutes)
            run.close()
        undo()
    names = ("window", "live worker", "long worker")
    growth = {name: run.growth_mb_per_hour(name) for name in names}
    for name, slope in growth.items():
        print(f"{name}: {slope:+.1f} MB an hour after the first quarter")
    print(f"{run.done} actions, {run.failed} faults; longest action {run.worst_s:.2f} s")
    grew = options.minutes >= 60.0 and growth["window"] > GROWTH_MB
    sys.exit(1 if run.failed or grew else 0)


if __name__ == "__main__":
    main()
