"""Frame times of the window while its plan is worked on, in this process, without a screen.

    python -m tests.benchmarks.bench_plan                 # 400, 1,000 and 1,480 racks
    python -m tests.benchmarks.bench_plan --racks 3000

Each rack has its tile, so 1,480 racks are 3,000 objects. A frame is everything the UI thread does
between two mouse moves: event, snapping, edit, preview, every pane and paint. Printed in
milliseconds: median, 95th percentile and worst by the clock, the share over 33 ms, then median,
95th percentile and worst of this thread's processor time, which other work on the machine lengthens
less. The solver is not attached; drafts arrive as finished results every eighth frame, as they
would from the worker, and their frames have a line of their own. *Edit to request* is from the
mouse move to the line of text that would go to the worker: the part of the frame it waits for.
"""

from __future__ import annotations

import argparse
import json
import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QSettings, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication

from coolsim.design import edits
from coolsim.design.changes import difference
from coolsim.design.document import Document
from coolsim.results.records import Finding
from tests.ui.plan import halls
from ui import theme
from ui.app import Application
from ui.collecting import Collecting
from ui.settings import Settings

FRAMES = 120
EVERY = 8
"""Frames from one draft to the next."""
FEW = 22
"""Frames of what takes several of them."""


class Bench:
    """A window of 1400 by 900 pixels on a hall of so many racks."""

    def __init__(self, app: QApplication, racks: int, folder: Path) -> None:
        self.app = app
        design = halls.hall(racks, per_row=20 if racks <= 400 else 40, coolers=24)
        settings = QSettings(str(folder / "settings.ini"), QSettings.Format.IniFormat)
        self.made = Application(Settings(settings), folder / "recovery")
        self.window, self.session, self.plan = (
            self.made.window, self.made.session, self.made.window.plan,
        )  # fmt: skip
        Collecting(self.session)
        self.window.resize(1400, 900)
        self.window.show()
        app.processEvents()
        start, busy = time.perf_counter(), time.thread_time()
        self.session.set_document(Document(design))
        self.window.show_plan()
        self.session.accept_results(design, halls.results(design, "draft"))
        app.processEvents()
        objects = len(self.plan.scene.objects)
        shown, spent = 1e3 * (time.perf_counter() - start), 1e3 * (time.thread_time() - busy)
        print(f"\n{racks} racks, {objects} objects, open {shown:.0f} ms (CPU {spent:.0f} ms)")
        print(f"  {'':32s}  median    95 %   worst  >33 ms   CPU med    95 %   worst")

    def report(self, name: str, wall: list[float], cpu: list[float]) -> None:
        times, busy = np.array(wall[2:]) * 1e3, np.array(cpu[2:]) * 1e3
        median, high = np.percentile(times, [50, 95])
        busy_median, busy_high = np.percentile(busy, [50, 95])
        slow = 100.0 * float(np.mean(times > 33.0))
        print(
            f"  {name:32s} {median:7.2f} {high:7.2f} {times.max():7.2f}   {slow:3.0f} %"
            f"   {busy_median:7.2f} {busy_high:7.2f} {busy.max():7.2f}"
        )

    def run(
        self,
        name: str,
        step: Callable[[int], object],
        frames: int = FRAMES,
        *,
        makes_drafts: bool = False,
    ) -> None:
        """Time frames; the worker's part, to make a draft for every eighth, is none of them."""
        wall, cpu = [], []
        for number in range(frames):
            if makes_drafts and number % EVERY == EVERY - 1:
                self._fresh = halls.results_again(self._later, number)
            start, busy = time.perf_counter(), time.thread_time()
            step(number)
            self.app.processEvents()
            wall.append(time.perf_counter() - start)
            cpu.append(time.thread_time() - busy)
        self.report(name, wall, cpu)
        if makes_drafts:
            arriving = slice(EVERY - 1, None, EVERY)
            self.report("of these, with a draft", wall[arriving], cpu[arriving])

    def mouse(self, kind: QEvent.Type, at: QPointF, button: Qt.MouseButton) -> None:
        viewport = self.plan.canvas.viewport()
        held = (
            Qt.MouseButton.NoButton
            if kind == QEvent.Type.MouseButtonRelease
            else (Qt.MouseButton.LeftButton)
        )
        event = QMouseEvent(
            kind,
            at,
            QPointF(viewport.mapToGlobal(at)),
            button,
            held,
            Qt.KeyboardModifier.NoModifier,
        )
        self.app.sendEvent(viewport, event)
        if kind == QEvent.Type.MouseMove:
            # The frame clock would wait for real time; here each move is a frame.
            self.plan.canvas.handle_pending()

    def drag(self, name: str, object_id: str, drafts: bool) -> None:
        canvas = self.plan.canvas
        item = self.plan.scene.objects[object_id]
        at = canvas.viewportTransform().map(item.scenePos())
        self._later = halls.results(self.session.design, "draft")
        wall: list[float] = []
        cpu: list[float] = []
        began, former = [0.0, 0.0], [self.session.design]  # of the move, before it

        def asked() -> None:
            design = self.session.design
            json.dumps(difference(former[0], design))
            wall.append(time.perf_counter() - began[0])
            cpu.append(time.thread_time() - began[1])
            former[0] = design

        self.session.physicsChanged.connect(asked)
        self.mouse(QEvent.Type.MouseButtonPress, at, Qt.MouseButton.LeftButton)

        def step(number: int) -> None:
            place = at + QPointF(1.5 * number + 6, 0.8 * number)
            began[:] = time.perf_counter(), time.thread_time()
            self.mouse(QEvent.Type.MouseMove, place, Qt.MouseButton.NoButton)
            if drafts and number % EVERY == EVERY - 1:
                self.session.accept_results(self.session.design, self._fresh)

        self.run(name, step, makes_drafts=drafts)
        self.session.physicsChanged.disconnect(asked)
        if not drafts:
            self.report("of these, edit to request", wall, cpu)
        self.mouse(QEvent.Type.MouseButtonRelease, at, Qt.MouseButton.LeftButton)
        self.session.undo()

    def _problems(self, findings: tuple[Finding, ...]) -> None:
        self.session.accept_findings(findings)
        self.window.problems.refresh_now()

    def close(self) -> None:
        """Close the window without a question."""
        self.session.document.mark_saved()
        self.made.close()

    def all(self) -> None:
        canvas = self.plan.canvas
        self.run("full repaint", lambda _: canvas.viewport().update())
        self.drag("drag one rack", "rack-0105", drafts=False)
        self.drag("drag one rack, drafts arriving", "rack-0105", drafts=True)
        self.session.select(f"rack-{n:04d}" for n in range(101, 201))
        self.drag("drag 100 racks", "rack-0105", drafts=False)
        self.session.select(())
        heights = np.linspace(0.2, 2.6, FRAMES)
        self.run("height slider", lambda n: self.session.set_slice_height(float(heights[n])))
        self.run("zoom", lambda n: canvas.zoom(1.03 if n < FRAMES / 2 else 1 / 1.03))
        canvas.fit()
        everything = [item.id for _, item in edits.items(self.session.design)]
        both = (everything, ())
        self.run("select all, select nothing", lambda n: self.session.select(both[n % 2]), FEW)
        racks = [rack.id for rack in self.session.variant.racks]
        moved = edits.move(self.session.design, racks, 0.3, 0.0)
        self.session.apply("move", moved)
        undone = (self.session.undo, self.session.redo)
        self.run("undo, redo a move of all racks", lambda n: undone[n % 2](), FEW)
        self.session.undo()
        lists = [_found(racks, text) for text in ("It is too warm.", "It is too cold.")]
        self.run("problems of all racks", lambda n: self._problems(lists[n % 2]), FEW)
        canvas.zoom(4.0)
        self.run("pan, zoomed in", lambda n: canvas.pan_pixels(8 if n % 40 < 20 else -8, 3))
        canvas.fit()


def _found(racks: list[str], text: str) -> tuple[Finding, ...]:
    """A finding for each rack."""
    return tuple(Finding("rack.warm", "warning", (rack,), text, "Cool it.") for rack in racks)


def main() -> None:
    """Run for each hall asked for."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--racks", type=int, nargs="*", default=[400, 1000, 1480])
    app = QApplication([])
    theme.install_font(app)
    theme.apply(app, "light")
    for racks in parser.parse_args().racks:
        with tempfile.TemporaryDirectory() as folder:
            bench = Bench(app, racks, Path(folder))
            bench.all()
            bench.close()


if __name__ == "__main__":
    main()
