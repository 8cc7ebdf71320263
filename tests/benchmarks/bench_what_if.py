"""What-if sliders of the year: from a move of the slider to its answer on the screen.

    python -m tests.benchmarks.bench_what_if                    # hall-400 and mixed-40
    python -m tests.benchmarks.bench_what_if --halls room-20 --moves 20

The whole window runs without a screen, on a worker process of its own. The hall's points are solved
once (draft flow: how they were solved does not matter to what comes after), then each of the three
sliders is moved by the keyboard, one move after the answer to the one before. A line is a slider:
time until the window has drawn the preview (median, 95th percentile, worst by the clock), processor
time of worker and window for it (medians; what the clock shows on a machine that does nothing else
is about their sum), how far its PUE is from the whole year's at the last place, and the time until
that whole year stood there after the slider came to rest (the rest itself not counted). Then it is
moved again and again just when that whole year is being counted, which has to give way. The clock
depends on what else the machine does. To reach: 0.3 s.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QSlider

from coolsim.assets import asset
from coolsim.design import edits, files
from coolsim.design.document import Document
from coolsim.design.models import Design
from ui import theme
from ui.app import Application
from ui.settings import Settings
from ui.year import RAISE_K, SETTLE_MS

TO_REACH_S = 0.3
TIMEOUT_S = 900.0


def planted(name: str) -> Design:
    """An example with a climate and a heat rejection, points by draft flow."""
    design = files.load(asset("examples", f"{name}.coolsim"))
    if not design.variant.plant.rejections:
        design, _ = edits.add_rejection(design, kind="water_chiller")
    if not design.variant.site.climate:
        design = edits.set_site(design, climate="phoenix-az")
    return edits.set_settings(design, fidelity="draft")


def wait(application: QApplication, ready: Callable[[], bool]) -> float:
    """Seconds until something is so."""
    begun = time.perf_counter()
    while not ready():
        application.processEvents()
        if time.perf_counter() - begun > TIMEOUT_S:
            raise TimeoutError
        time.sleep(0.002)
    return time.perf_counter() - begun


def pause_s(application: QApplication, seconds: float) -> None:
    """Let the window live for a while."""
    end = time.perf_counter() + seconds
    wait(application, lambda: time.perf_counter() >= end)


def cpu_s(window: Application) -> tuple[float, float]:
    """Processor time of worker and window so far [s]; zero where the system does not tell."""
    try:
        status = Path(f"/proc/{window.jobs.long_pid}/stat").read_text().rpartition(")")[2].split()
        worker = (int(status[11]) + int(status[12])) / os.sysconf("SC_CLK_TCK")
    except (OSError, ValueError, AttributeError):
        worker = 0.0
    return worker, time.process_time()


def move(slider: QSlider, back: bool) -> None:
    """One key of the keyboard."""
    QTest.keyClick(slider, Qt.Key.Key_Left if back else Qt.Key.Key_Right)


def bench(application: QApplication, window: Application, name: str, moves: int) -> None:
    """Print a line for each slider."""
    session, panel = window.session, window.window.year
    session.set_document(Document(planted(name)))
    window.window.tabs.setCurrentWidget(panel)
    year = session.year
    begun = time.perf_counter()
    year.count(RAISE_K)
    wait(application, lambda: year.answer is not None or bool(year.problem))
    if year.answer is None:
        print(f"{name}: {year.problem}")
        return
    print(f"{name}: {time.perf_counter() - begun:.0f} s for its points, PUE "
          f"{year.answer.glance.year.pue:.4f}")  # fmt: skip
    wait(application, lambda: panel.what_if.isEnabled() and panel.chart.data is not None)
    for row in (panel.what_if.supply, panel.what_if.approach, panel.what_if.load):
        if not row.slider.isEnabled():
            print(f"  {row.name.text():10} does not apply")
            continue
        taken, spent = [], []
        back = row.slider.value() == row.slider.maximum()

        def moved(slider: QSlider, back: bool) -> float:
            before, started = year.shown, time.perf_counter()
            move(slider, back)
            wait(application, lambda: year.shown is not before)
            application.processEvents()
            panel.refresh()
            return time.perf_counter() - started

        for _ in range(moves):
            busy = cpu_s(window)
            taken.append(moved(row.slider, back))
            spent.append(np.subtract(cpu_s(window), busy))
        near = year.shown.glance.year.pue
        settled = wait(application, lambda: year.state == "what_if")
        off = abs(near - year.shown.glance.year.pue)
        median, high = np.percentile(taken, (50, 95))
        worker, own = np.median(spent, axis=0)
        verdict = "reached" if high <= TO_REACH_S else "missed"
        print(f"  {row.name.text():10} preview {median:.3f} s median, {high:.3f} s 95th, "
              f"{max(taken):.3f} s worst ({TO_REACH_S:g} s {verdict}), processor "
              f"{worker:.3f} + {own:.3f} s; PUE off by {off:.1e}; whole "
              f"year {max(settled - SETTLE_MS / 1e3, 0.0):.2f} s")  # fmt: skip
        interrupting = []
        for number in range(moves // 4):
            moved(row.slider, not back)
            wait(application, lambda: session.year_aside.is_pending)  # it rests: the whole year
            pause_s(application, 0.05 + 0.1 * number)
            interrupting.append(moved(row.slider, not back))
        if interrupting:
            print(f"  {'':10} while the whole year is counted: {np.median(interrupting):.3f} s "
                  f"median, {max(interrupting):.3f} s worst of {len(interrupting)}")  # fmt: skip
        year.drop_question()
        wait(application, lambda: not session.year_aside.is_pending)
        panel.refresh()


def main() -> int:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--halls", nargs="+", default=["hall-400", "mixed-40"])
    parser.add_argument("--moves", type=int, default=20)
    arguments = parser.parse_args()
    application = QApplication(sys.argv[:1])
    theme.install_font(application)
    theme.apply(application, "light")
    with tempfile.TemporaryDirectory() as folder:
        store = QSettings(str(Path(folder) / "settings.ini"), QSettings.Format.IniFormat)
        window = Application(Settings(store), Path(folder))
        window.window.show()
        window.session.attach_jobs(window.jobs)
        try:
            for name in arguments.halls:
                bench(application, window, name, arguments.moves)
                window.session.document.mark_saved()
        finally:
            window.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
