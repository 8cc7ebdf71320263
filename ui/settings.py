"""What the window remembers between runs: theme, units, recent files, geometry."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Literal, cast, get_args

from PySide6.QtCore import QByteArray, QSettings, QStandardPaths

from coolsim.design.sheet_layout import Orientation, SheetPaper
from ui.theme import TEXT_PERCENTS, Choice

RECENT_KEPT = 8
UnitSystem = Literal["si", "ip"]
Paper = Literal["a4", "letter"]


class Settings:
    """Typed access to ``QSettings``, which on its own gives back text for everything.

    Args:
        store: The settings to use; the user's own by default.
    """

    def __init__(self, store: QSettings | None = None) -> None:
        self._store = store or QSettings(
            QSettings.Format.IniFormat, QSettings.Scope.UserScope, "CoolSim", "CoolSim"
        )

    @property
    def folder(self) -> Path:
        """The folder of the settings file, where templates are kept too."""
        return Path(self._store.fileName()).parent

    @property
    def theme(self) -> Choice:
        """``light``, ``dark``, ``system`` or one of high contrast."""
        return cast(Choice, self._word("view/theme", get_args(Choice), "system"))

    @theme.setter
    def theme(self, choice: Choice) -> None:
        self._store.setValue("view/theme", choice)

    @property
    def text_percent(self) -> int:
        """Size of all text against the usual one [%]."""
        value = cast(int, self._store.value("view/text_percent", 100, type=int))
        return value if value in TEXT_PERCENTS else 100

    @text_percent.setter
    def text_percent(self, percent: int) -> None:
        self._store.setValue("view/text_percent", int(percent))

    @property
    def unit_system(self) -> UnitSystem:
        """``si`` or ``ip``."""
        return cast(UnitSystem, self._word("view/units", get_args(UnitSystem), "si"))

    @unit_system.setter
    def unit_system(self, system: str) -> None:
        self._store.setValue("view/units", system)

    @property
    def paper(self) -> Paper:
        """Paper of the last report."""
        return cast(Paper, self._word("report/paper", get_args(Paper), "a4"))

    @paper.setter
    def paper(self, paper: str) -> None:
        self._store.setValue("report/paper", paper)

    @property
    def sheet_paper(self) -> str:
        """Paper of the last plan to scale."""
        return self._word("sheet/paper", get_args(SheetPaper), "a3")

    @sheet_paper.setter
    def sheet_paper(self, paper: str) -> None:
        self._store.setValue("sheet/paper", paper)

    @property
    def sheet_orientation(self) -> str:
        """Which way up it was."""
        return self._word("sheet/orientation", get_args(Orientation), "landscape")

    @sheet_orientation.setter
    def sheet_orientation(self, orientation: str) -> None:
        self._store.setValue("sheet/orientation", orientation)

    @property
    def company(self) -> str:
        """Whose reports these are, where a design does not say."""
        return cast(str, self._store.value("report/company", "", type=str))

    @company.setter
    def company(self, name: str) -> None:
        self._store.setValue("report/company", name)

    @property
    def logo(self) -> str:
        """File of the logo on reports; "" for none."""
        return cast(str, self._store.value("report/logo", "", type=str))

    @logo.setter
    def logo(self, file: str) -> None:
        self._store.setValue("report/logo", file)

    @property
    def report_parts(self) -> tuple[str, ...]:
        """What comes with a report: ``picture``, ``elevations``, ``workbook``, ``csv``."""
        kept = cast(str, self._store.value("report/parts", "picture", type=str))
        return tuple(filter(None, kept.split(" ")))

    @report_parts.setter
    def report_parts(self, parts: Iterable[str]) -> None:
        self._store.setValue("report/parts", " ".join(parts))

    @property
    def snap_m(self) -> float:
        """Step of the snap grid [m]; 0 is off."""
        value = cast(float, self._store.value("plan/snap_m", 0.1, type=float))
        return value if 0.0 <= value <= 10.0 else 0.1

    @snap_m.setter
    def snap_m(self, step_m: float) -> None:
        self._store.setValue("plan/snap_m", float(step_m))

    @property
    def first_start(self) -> bool:
        """Whether the program has never opened a design here."""
        return not cast(bool, self._store.value("general/started", False, type=bool))

    def note_started(self) -> None:
        """From now on the last file is opened instead of the gallery."""
        self._store.setValue("general/started", True)

    @property
    def recent_files(self) -> tuple[Path, ...]:
        """Recently opened files that still exist, latest first."""
        texts = cast(list[str], self._store.value("files/recent", [], type=list)) or []
        return tuple(Path(text) for text in texts if text and Path(text).is_file())

    def add_recent(self, path: Path) -> None:
        """Put a file on top of the recent ones."""
        wanted = [Path(path).absolute(), *self.recent_files]
        kept = list(dict.fromkeys(str(each) for each in wanted))[:RECENT_KEPT]
        self._store.setValue("files/recent", kept)

    @property
    def last_folder(self) -> Path:
        """Where the file dialogs begin."""
        text = cast(str, self._store.value("files/folder", "", type=str))
        if text and Path(text).is_dir():
            return Path(text)
        location = QStandardPaths.StandardLocation.DocumentsLocation
        return Path(QStandardPaths.writableLocation(location) or Path.home())

    @last_folder.setter
    def last_folder(self, folder: Path) -> None:
        self._store.setValue("files/folder", str(folder))

    @property
    def geometry(self) -> QByteArray:
        """The window's size and place, as Qt packs it."""
        return cast(QByteArray, self._store.value("window/geometry", QByteArray(), type=QByteArray))

    @geometry.setter
    def geometry(self, data: QByteArray) -> None:
        self._store.setValue("window/geometry", data)

    @property
    def layout(self) -> QByteArray:
        """Docks and tool bars, as Qt packs them."""
        return cast(QByteArray, self._store.value("window/layout", QByteArray(), type=QByteArray))

    @layout.setter
    def layout(self, data: QByteArray) -> None:
        self._store.setValue("window/layout", data)

    def sync(self) -> None:
        """Write everything to disk now."""
        self._store.sync()

    def _word(self, key: str, allowed: tuple[str, ...], default: str) -> str:
        value = cast(str, self._store.value(key, default, type=str))
        return value if value in allowed else default


def state_folder() -> Path:
    """Folder for recovery files; made when first written to."""
    location = QStandardPaths.StandardLocation.AppLocalDataLocation
    return Path(QStandardPaths.writableLocation(location))
