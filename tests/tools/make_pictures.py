"""Take the README's pictures of the window: every mode once in light and once in dark.

    python -m tests.tools.make_pictures                  # all of them, some minutes
    python -m tests.tools.make_pictures --only why year  # some

The real window on the real worker, driven by its own commands; what is seen is what a user sees
after the same keys. The 3-D view needs a screen, a virtual one will do.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PySide6.QtCore import QSettings
from PySide6.QtGui import QImage, qRgb
from PySide6.QtWidgets import QApplication
from scipy.cluster.vq import kmeans2
from scipy.spatial import cKDTree

from coolsim.assets import asset
from coolsim.design import edits
from ui import theme
from ui.app import Application
from ui.collecting import Collecting
from ui.settings import Settings

FOLDER = asset("pictures")
SIZE_PX = (1280, 800)
COLOURS = 256
FREQUENT = 96
TIMEOUT_S = 300.0
SETTLE_S = 1.5
"""Time for what is drawn after the last answer: icons, charts, the picture of the 3-D process."""


class Stage:
    """A window and the hands that drive it."""

    def __init__(self, app: QApplication, folder: Path) -> None:
        self.app = app
        settings = Settings(QSettings(str(folder / "settings.ini"), QSettings.Format.IniFormat))
        theme.apply(app, "light")
        self.made = Application(settings, folder / "recovery")
        self.window, self.session = self.made.window, self.made.session
        Collecting(self.session)
        self.window.resize(*SIZE_PX)
        self.made.show()
        self.wait(2.0)

    def wait(self, seconds: float) -> None:
        """Let the window live for a while."""
        end = time.perf_counter() + seconds
        while time.perf_counter() < end:
            self.app.processEvents()
            time.sleep(0.005)

    def until(self, holds: Callable[[], bool], what: str) -> None:
        """Let the window live until something holds."""
        end = time.perf_counter() + TIMEOUT_S
        while not holds():
            self.wait(0.05)
            if time.perf_counter() > end:
                raise SystemExit(f"{what} did not come within {TIMEOUT_S:.0f} s")

    def open(self, example: str) -> None:
        """Open an example and wait for its air."""
        session = self.session
        session.document.mark_saved()
        self.window.commands.open_example(asset("examples", f"{example}.coolsim"))
        self.until(lambda: session.results_state == "live" and not session.refining, "the air")

    def press(self, *keys: str) -> None:
        """Run commands by their names, then wait for the task they may have begun."""
        for key in keys:
            self.window.actions_[key].trigger()
            self.wait(0.2)
        self.until(lambda: not self.session.busy, "the answer")

    def racks(self, *names: str) -> list[str]:
        """Ids of racks by name."""
        return [rack.id for rack in self.session.variant.racks if rack.name in names]

    def warmest(self) -> str:
        """The rack with the warmest inlet."""
        assert self.session.results is not None
        return max(self.session.results.racks, key=lambda rack: rack.inlet_temperature_c).id

    def take(self, name: str) -> None:
        """Take a picture in light and in dark."""
        for shade in ("light", "dark"):
            self.window.commands.set_theme(shade)
            self.wait(SETTLE_S)
            image = self.window.grab().toImage()
            path = FOLDER / f"{name}-{shade}.png"
            if not with_few_colours(image).save(str(path), "PNG", 0):
                raise SystemExit(f"{path} could not be written")
            print(f"{path.name}: {path.stat().st_size / 1024:.0f} kB")
        self.window.commands.set_theme("light")


def with_few_colours(image: QImage) -> QImage:
    """A picture in 256 colours, which makes its file a quarter as large.

    The most frequent ones keep text and surfaces as they are, the centres of all others the maps.
    """
    plain = image.convertToFormat(QImage.Format.Format_RGB32)
    width, height = plain.width(), plain.height()
    pixels = np.frombuffer(plain.constBits(), np.uint32).reshape(height, -1)[:, :width]
    found, place, count = np.unique(pixels, return_inverse=True, return_counts=True)
    frequent = _channels(found[np.argsort(-count, kind="stable")[:FREQUENT]])
    centres, _ = kmeans2(_channels(found).astype(float), COLOURS - FREQUENT, seed=1, minit="++")
    palette = np.vstack([frequent, centres.round().astype(np.int64)])
    _, nearest = cKDTree(palette).query(_channels(found))
    indexed = QImage(width, height, QImage.Format.Format_Indexed8)
    indexed.setColorTable([qRgb(*map(int, rgb)) for rgb in palette])
    rows = np.frombuffer(indexed.bits(), np.uint8).reshape(height, -1)
    rows[:, :width] = nearest[place].reshape(height, width)
    return indexed


def _channels(colours: np.ndarray) -> np.ndarray:
    """Red, green and blue of 32-bit colours, shape (colours, 3)."""
    return np.stack([(colours >> shift) & 255 for shift in (16, 8, 0)], axis=1)


def air(stage: Stage) -> None:
    """Temperatures of a solved hall, contours, and who heats the warmest rack."""
    stage.open("room-20")
    stage.press("solve")
    stage.session.select([stage.warmest()])
    stage.press("isotherms", "why")


def section(stage: Stage) -> None:
    """A cut with arrows, and streamlines of two racks."""
    stage.open("room-20")
    racks = stage.session.variant.racks
    stage.session.select([racks[2].id, racks[-3].id])
    stage.press("arrows", "streamlines", "section")


def liquid(stage: Stage) -> None:
    """Loops with their schematic."""
    stage.open("mixed-40")
    stage.window.tabs.setCurrentWidget(stage.window.loops)
    stage.window.docks.enlarge_results(True)


def density(stage: Stage) -> None:
    """What each of 400 racks can sustain, and the limit that stops it."""
    stage.open("hall-400")
    stage.press("density")
    stage.session.set_metric("binding")
    stage.session.select([stage.warmest()])


def silicon(stage: Stage) -> None:
    """The same hall with other accelerators."""
    stage.open("mixed-40")
    stage.press("silicon")
    stage.session.silicon.ask()
    stage.until(lambda: not stage.session.busy, "the comparison")
    stage.window.docks.enlarge_results(True)


def plant(stage: Stage) -> None:
    """Machines of the plant and their schematic on the design day."""
    stage.open("mixed-40")
    stage.press("year")
    stage.window.tabs.setCurrentWidget(stage.window.plant)
    stage.window.docks.enlarge_results(True)


def year(stage: Stage) -> None:
    """A year of the hall with its charts."""
    stage.open("mixed-40")
    stage.press("year")
    stage.window.docks.enlarge_results(True)


def variants(stage: Stage) -> None:
    """A variant beside the one it was made of, and what differs in the air."""
    stage.open("room-20")
    session = stage.session
    stage.press("variant_duplicate")
    moved = [rack.id for rack in session.variant.racks[:3]]
    session.apply("Load", edits.update(session.design, moved, contents=(), load_w=8_000.0))
    stage.press("variants_beside", "variants_difference", "compare")


def elevation(stage: Stage) -> None:
    """A rack from the front."""
    stage.open("room-20")
    stage.session.select([stage.session.variant.racks[4].id])
    stage.press("elevation")


def view3d(stage: Stage) -> None:
    """Plan and three dimensions side by side."""
    stage.open("hall-400")
    stage.press("view3d")
    stage.wait(6.0)


def gallery(stage: Stage) -> None:
    """What a first start shows."""
    stage.window.show_first_gallery()


@dataclass(frozen=True)
class Scene:
    """A picture: how it comes about, and how it is put away again."""

    name: str
    prepare: Callable[[Stage], None]
    undo: tuple[str, ...] = ()


SCENES = (
    Scene("gallery", gallery),
    Scene("air", air, ("isotherms",)),
    Scene("section", section, ("arrows", "streamlines", "section")),
    Scene("elevation", elevation),
    Scene("liquid", liquid),
    Scene("plant", plant),
    Scene("year", year),
    Scene("silicon", silicon),
    Scene("variants", variants, ("variants_difference", "variants_beside")),
    Scene("density", density),
    Scene("view3d", view3d, ("view3d",)),
)


def main() -> int:
    """Take the pictures asked for."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--only", nargs="*", choices=[scene.name for scene in SCENES])
    options = parser.parse_args()
    app = QApplication(sys.argv[:1])
    theme.install_font(app)
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        stage = Stage(app, Path(folder))
        for scene in SCENES:
            if options.only and scene.name not in options.only:
                continue
            scene.prepare(stage)
            stage.take(scene.name)
            stage.session.set_metric("inlet")
            stage.press(*scene.undo, "reset_layout")
        stage.session.document.mark_saved()
        stage.window.close()
        stage.made.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
