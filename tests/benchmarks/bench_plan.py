"""Frame times of the plan while objects are dragged, in this process, without a screen.

    python -m tests.benchmarks.bench_plan            # 400 and 1,000 racks
    python -m tests.benchmarks.bench_plan --racks 3000

A frame is everything the UI thread does between two mouse moves: event, snapping, edit, preview,
item update and paint. Printed in milliseconds: median, 95th percentile and worst by the clock, the
share over 33 ms, then median and 95th percentile of this thread's processor time, which other work
on the machine does not lengthen. The solver is not attached; drafts arrive as finished results
every eighth frame, as they would from the worker.
"""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Callable

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication

from coolsim.design.document import Document
from tests.ui.plan import halls
from ui import theme
from ui.plan.view import PlanView
from ui.session import Session

FRAMES = 120


class Bench:
    """A plan of so many racks in a window of 1400 by 900 pixels."""

    def __init__(self, app: QApplication, racks: int) -> None:
        self.app = app
        design = halls.hall(racks, per_row=20 if racks <= 400 else 40, coolers=24)
        self.session = Session()
        start = time.perf_counter()
        self.plan = PlanView(self.session)
        self.session.set_document(Document(design))
        self.session.accept_results(design, halls.results(design, "draft"))
        self.plan.resize(1400, 900)
        self.plan.show()
        app.processEvents()
        objects = len(self.plan.scene.objects)
        shown = 1e3 * (time.perf_counter() - start)
        print(f"{racks} racks, {objects} objects, first shown in {shown:.0f} ms")
        print(f"  {'':32s}  median    95 %   worst  >33 ms   CPU med    95 %")

    def report(self, name: str, wall: list[float], cpu: list[float]) -> None:
        times, busy = np.array(wall[2:]) * 1e3, np.array(cpu[2:]) * 1e3
        median, high = np.percentile(times, [50, 95])
        busy_median, busy_high = np.percentile(busy, [50, 95])
        slow = 100.0 * float(np.mean(times > 33.0))
        print(
            f"  {name:32s} {median:7.2f} {high:7.2f} {times.max():7.2f}   {slow:3.0f} %"
            f"   {busy_median:7.2f} {busy_high:7.2f}"
        )

    def run(self, name: str, step: Callable[[int], object]) -> None:
        wall, cpu = [], []
        for number in range(FRAMES):
            start, busy = time.perf_counter(), time.thread_time()
            step(number)
            self.app.processEvents()
            wall.append(time.perf_counter() - start)
            cpu.append(time.thread_time() - busy)
        self.report(name, wall, cpu)

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
        later = halls.results(self.session.design, "draft")
        self.mouse(QEvent.Type.MouseButtonPress, at, Qt.MouseButton.LeftButton)

        def step(number: int) -> None:
            place = at + QPointF(1.5 * number + 6, 0.8 * number)
            self.mouse(QEvent.Type.MouseMove, place, Qt.MouseButton.NoButton)
            if drafts and number % 8 == 7:
                fresh = halls.results_again(later, number)
                self.session.accept_results(self.session.design, fresh)

        self.run(name, step)
        self.mouse(QEvent.Type.MouseButtonRelease, at, Qt.MouseButton.LeftButton)
        self.session.undo()

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
        canvas.zoom(4.0)
        self.run("pan, zoomed in", lambda n: canvas.pan_pixels(8 if n % 40 < 20 else -8, 3))
        canvas.fit()


def main() -> None:
    """Run for each hall asked for."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--racks", type=int, nargs="*", default=[400, 1000])
    app = QApplication([])
    theme.install_font(app)
    theme.apply(app, "light")
    for racks in parser.parse_args().racks:
        bench = Bench(app, racks)
        bench.all()
        bench.plan.close()


if __name__ == "__main__":
    main()
