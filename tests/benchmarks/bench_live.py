"""Live answers in the window: from an edit to the answer with its map, in this process.

    python -m tests.benchmarks.bench_live             # hall-400 and room-20
    python -m tests.benchmarks.bench_live --halls room-20 --edits 3

The whole window runs without a screen, on a worker process of its own. Each line is an edit of a
hall whose air is warm: time until the window has drawn the answer (least, median and worst by the
clock), processor time that worker (mean) and window (median) spent until then, and how far the rack
inlets of that answer are from those the flow settles at (worst over all repeats). *First live* is
the first answer with the edit's own flow; *within 0.1 K* the first one that is so close to the
settled inlets. The clock depends on what else the machine does; its least, and processor times,
less so. Loads and set points are edited ``--edits`` times, racks moved a sixth as often.

The last lines are of a rack dragged by the mouse at 60 moves a second: maps a second, processor
time that each took (the worker's bounds how many there can be on a machine that does nothing else),
and frames of the window's thread (whatever it does between two looks at its event queue).
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QSettings, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication

from coolsim.assets import asset
from coolsim.design import edits, files
from coolsim.design.document import Document
from coolsim.design.models import Design
from coolsim.results.records import Results
from ui import theme
from ui.app import Application
from ui.collecting import Collecting
from ui.settings import Settings

CLOSE_K = 0.1
DRAG_S = 4.0
DRAG_PX = 30
"""Half the way of a drag to and fro [px]."""
MOVES_PER_S = 60
TIMEOUT_S = 180.0


@dataclass(frozen=True, slots=True)
class Seen:
    """An answer drawn: when, processor time of worker and window until then [s], state, result."""

    at_s: float
    worker_s: float
    window_s: float
    state: str
    results: Results


@dataclass
class Answers:
    """What followed one edit."""

    seen: list[Seen] = field(default_factory=list)

    def first(self, state: str) -> Seen | None:
        """The first answer in a state."""
        return next((each for each in self.seen if each.state == state), None)

    def close(self) -> Seen | None:
        """The first live answer whose inlets are close to the settled ones."""
        for each in self.seen:
            if each.state == "live" and self.off_k(each.results) <= CLOSE_K:
                return each
        return None

    def off_k(self, results: Results) -> float:
        """How far a result's inlets are from the last one's [K]."""
        return float(np.abs(inlets(results) - inlets(self.seen[-1].results)).max())


def inlets(results: Results) -> np.ndarray:
    """Inlet of every rack [deg C]."""
    return np.array([rack.inlet_temperature_c for rack in results.racks])


class Bench:
    """A window on one hall."""

    def __init__(self, app: QApplication, name: str, folder: Path) -> None:
        self.app = app
        settings = QSettings(str(folder / "settings.ini"), QSettings.Format.IniFormat)
        self.made = Application(Settings(settings), folder / "recovery")
        self.window, self.session = self.made.window, self.made.session
        Collecting(self.session)
        self.window.resize(1400, 900)
        self.session.set_document(Document(files.load(asset("examples", f"{name}.coolsim"))))
        self.window.show_plan()
        self.window.show()
        self.session.attach_jobs(self.made.jobs)
        self.wait(lambda: self.session.solver_state == "warm")
        begun = time.perf_counter()
        self.wait(self.is_settled)
        racks, cells = len(self.session.variant.racks), self.session.results.grid.cells
        waited = time.perf_counter() - begun
        print(f"\n{name}: {racks} racks, {cells:,} cells; settled {waited:.1f} s after warming up")
        print(f"  {'':34s}  least  median   worst   worker   window   inlets off")

    def is_settled(self) -> bool:
        """Whether the air of the design stands still."""
        session = self.session
        waits = session.drafting or session.refining or session.results is None
        return not waits and session.results_state == "live"

    def wait(self, until: Callable[[], bool]) -> None:
        """Run the window until something holds."""
        end = time.perf_counter() + TIMEOUT_S
        while not until():
            self.app.processEvents()
            time.sleep(0.0005)
            if time.perf_counter() > end:
                raise SystemExit(f"nothing came for {TIMEOUT_S:.0f} s: {self.session.draft_note}")

    def worker_cpu_s(self) -> float:
        """Processor time of the live worker so far [s]; zero where the system does not tell."""
        status = Path(f"/proc/{self.made.jobs.live_pid}/stat")
        if not status.exists():
            return 0.0
        user, system = status.read_text().rpartition(")")[2].split()[11:13]
        return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")

    def ask(self, design: Design) -> Answers:
        """Apply an edit and collect its answers until the flow stands still."""
        return self.collect(lambda: self.session.apply("edit", design))

    def collect(self, ask: Callable[[], object]) -> Answers:
        """Do something and collect the answers until the flow stands still."""
        answers = Answers()
        begun, busy, own = time.perf_counter(), self.worker_cpu_s(), time.process_time()
        before = self.session.results
        ask()
        while not answers.seen or not self.is_settled():
            if not self.has_more(answers.seen[-1].results if answers.seen else before):
                break
            self.app.processEvents()  # drawn
            state, spent = self.session.results_state, self.worker_cpu_s() - busy
            if state != "stale" and self.session.results is not None:
                now, window = time.perf_counter() - begun, time.process_time() - own
                answers.seen.append(Seen(now, spent, window, state, self.session.results))
        return answers

    def has_more(self, shown: Results | None) -> bool:
        """Wait for another result than the one shown; not if the flow stands still before."""

        def is_new() -> bool:
            return self.session.results is not None and self.session.results is not shown

        self.wait(lambda: is_new() or self.is_settled())
        return is_new()

    def repeat(self, name: str, repeats: int, edit: Callable[[Design, int], Design]) -> None:
        """Repeat an edit and print its lines."""
        runs = [self.ask(edit(self.session.document.design, n)) for n in range(repeats)]
        for state, title in (("frozen", "frozen flow"), ("live", "first live")):
            self.line(f"{name} → {title}", runs, [run.first(state) for run in runs])
        self.line(f"{name} → within {CLOSE_K} K", runs, [run.close() for run in runs])

    def line(self, name: str, runs: list[Answers], found: list[Seen | None]) -> None:
        """Print one kind of answer over all repeats; nothing where there was none."""
        known = [(run, each) for run, each in zip(runs, found, strict=True) if each is not None]
        if not known:
            return
        clock = 1e3 * np.array([each.at_s for _, each in known])
        worker = 1e3 * np.mean([each.worker_s for _, each in known])  # it counts in hundredths
        window = 1e3 * np.median([each.window_s for _, each in known])
        off = max(run.off_k(each.results) for run, each in known)
        print(
            f"  {name:34s} {clock.min():6.0f} {np.median(clock):7.0f} {clock.max():7.0f}"
            f" {worker:8.0f} {window:8.0f} ms {off:10.3f} K"
        )

    def fresh(self) -> None:
        """Open the hall anew: the draft, then the flow from a cold start."""
        design = self.session.document.design
        answers = self.collect(lambda: self.session.set_document(Document(design)))
        self.line("open → draft", [answers], [answers.first("draft")])
        self.line("open → first live", [answers], [answers.first("live")])
        self.line(f"open → within {CLOSE_K} K", [answers], [answers.close()])

    def drag(self, rack: str) -> None:
        """Drag a rack by the mouse and time what the window's thread does."""
        plan = self.window.plan
        self.session.set_snap(0.0)  # every move of the mouse draws another hall
        start = plan.canvas.viewportTransform().map(plan.scene.objects[rack].scenePos())
        states: list[str] = []
        self.session.resultsChanged.connect(lambda: states.append(self.session.results_state))
        results = [self.session.results]
        shown, worker, window = 0, self.worker_cpu_s(), time.process_time()
        self.mouse(QEvent.Type.MouseButtonPress, start)
        frames, busy, moves = [], [], int(DRAG_S * MOVES_PER_S)
        begun = time.perf_counter()
        for n in range(moves):
            due = begun + n / MOVES_PER_S
            while True:
                before, spent = time.perf_counter(), time.thread_time()
                if before >= due:
                    self.mouse(QEvent.Type.MouseMove, start + QPointF(0.0, along(n)))
                    self.app.processEvents()
                    frames.append(time.perf_counter() - before)
                    busy.append(time.thread_time() - spent)
                    break
                self.app.processEvents()
                took = time.perf_counter() - before
                if took > 0.001:
                    frames.append(took)
                    busy.append(time.thread_time() - spent)
                time.sleep(0.001)
            if self.session.results is not results[-1]:
                results.append(self.session.results)
                shown += 1
        seconds = time.perf_counter() - begun
        worker, window = self.worker_cpu_s() - worker, time.process_time() - window
        self.mouse(QEvent.Type.MouseButtonRelease, start)
        self.session.undo()
        self.wait(self.is_settled)
        clock, spent_ms = 1e3 * np.array(frames), 1e3 * np.array(busy)
        print(
            f"  dragging: {shown / seconds:.1f} maps a second, CPU of worker and window a map "
            f"{1e3 * worker / max(shown, 1):.0f}, {1e3 * window / max(shown, 1):.0f} ms; "
            "frames median "
            f"{np.median(clock):.1f}, 95 % {np.percentile(clock, 95):.1f}, worst {clock.max():.1f}"
            f" ms, {100.0 * np.mean(clock > 33.0):.1f} % over 33 ms; "
            f"CPU 95 % {np.percentile(spent_ms, 95):.1f}, worst {spent_ms.max():.1f} ms"
        )

    def mouse(self, kind: QEvent.Type, at: QPointF) -> None:
        """Send a mouse event to the plan."""
        viewport = self.window.plan.canvas.viewport()
        is_move = kind == QEvent.Type.MouseMove
        held = kind != QEvent.Type.MouseButtonRelease
        event = QMouseEvent(
            kind,
            at,
            QPointF(viewport.mapToGlobal(at)),
            Qt.MouseButton.NoButton if is_move else Qt.MouseButton.LeftButton,
            Qt.MouseButton.LeftButton if held else Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier,
        )
        self.app.sendEvent(viewport, event)

    def close(self) -> None:
        """End the worker."""
        self.session.document.mark_saved()
        self.made.close()


def along(move: int) -> float:
    """Where a drag has the mouse: to and fro at two pixels a move [px]."""
    return 2.0 * abs((move + DRAG_PX // 2) % (2 * DRAG_PX) - DRAG_PX) - DRAG_PX


def moved(rack: str) -> Callable[[Design, int], Design]:
    """Move a rack out of its row and back."""
    return lambda design, n: edits.move(design, [rack], 0.0, 0.3 if n % 2 == 0 else -0.3)


def loaded(rack: str) -> Callable[[Design, int], Design]:
    """Give a rack one load after another at the airflow it has."""

    def edit(design: Design, n: int) -> Design:
        return edits.update(design, [rack], contents=(), load_w=8000.0 + 500.0 * (n % 12))

    return edit


def cooled(cooler: str) -> Callable[[Design, int], Design]:
    """Change the set point of a cooler."""
    return lambda design, n: edits.update(
        design, [cooler], supply_temperature_c=18.5 + 0.5 * (n % 7)
    )


def run(app: QApplication, name: str, edited: int) -> None:
    """All lines of one hall."""
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(app, name, Path(folder))
        rack = bench.session.variant.racks[0].id
        cooler = bench.session.variant.coolers[0].id
        bench.fresh()
        bench.repeat("move rack", max(2, edited // 6), moved(rack))
        bench.repeat("power", edited, loaded(rack))
        bench.repeat("set point", edited, cooled(cooler))
        bench.drag(rack)
        bench.close()


def main() -> None:
    """Run for each hall asked for."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--halls", nargs="*", default=["hall-400", "room-20"])
    parser.add_argument("--edits", type=int, default=30)
    options = parser.parse_args()
    app = QApplication(sys.argv[:1])
    theme.install_font(app)
    theme.apply(app, "light")
    for name in options.halls:
        run(app, name, options.edits)


if __name__ == "__main__":
    main()
