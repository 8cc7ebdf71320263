"""Choosing the site's outdoor air: a built-in city, or an EPW file by dialog or drag and drop."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData, QSignalBlocker, Signal
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from coolsim import units
from coolsim.design.models import Site
from ui.fields_plant import city_of
from ui.widgets.forms import ComboBox

_FILTER = "Weather files (*.epw);;All files (*)"


def outdoor_words(site: Site) -> str:
    """The site's outdoor air in a few words; "" where none is chosen."""
    if site.weather_file:
        return Path(site.weather_file).name
    return city_of(site.climate) if "-" in site.climate else site.climate


def dropped_weather(data: QMimeData) -> Path | None:
    """The weather file that is dragged, if it is one."""
    for url in data.urls() if data.hasUrls() else ():
        path = Path(url.toLocalFile())
        if path.suffix.casefold() == ".epw":
            return path
    return None


def ask_weather_file(parent: QWidget, folder: str = "") -> Path | None:
    """Ask for a weather file."""
    text, _ = QFileDialog.getOpenFileName(parent, "Open weather file", folder, _FILTER)
    return Path(text) if text else None


class ClimatePicker(QWidget):
    """The built-in cities, and a button for a file.

    Signals:
        cityChosen: Name of a built-in climate.
        fileChosen: Path of a weather file, not looked at yet.
    """

    cityChosen = Signal(str)
    fileChosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._system: units.System = "si"
        self._names: list[str] = []
        self.cities = ComboBox()
        self.cities.setAccessibleName("Climate")
        self.cities.setToolTip(
            "Years made from a station's statistics: typical, no record. A study that matters "
            "uses a weather file"
        )
        self.cities.setPlaceholderText("Choose a city")
        self.cities.activated.connect(self._chosen)
        self.file = QPushButton("EPW file…")
        self.file.setToolTip("Use a weather file of EnergyPlus; it can be dropped here, too")
        self.file.clicked.connect(self._ask)
        self.note = QLabel()
        self.note.setProperty("role", "muted")
        self.note.setWordWrap(True)
        row = QHBoxLayout()
        row.addWidget(self.cities, 1)
        row.addWidget(self.file)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(row)
        column.addWidget(self.note)

    def show_site(self, site: Site, system: units.System) -> None:
        """Show what the site has."""
        from coolsim.plant.weather import built_in_climates

        known = built_in_climates()
        if system != self._system or not self._names:
            self._system, self._names = system, sorted(known)
            with QSignalBlocker(self.cities):
                self.cities.clear()
                for name in self._names:
                    mean = units.text(known[name].dry_bulb_mean_c, "c", system, 3)
                    self.cities.addItem(f"{city_of(name)}, mean {mean}")
        is_city = not site.weather_file and site.climate in self._names
        with QSignalBlocker(self.cities):
            self.cities.setCurrentIndex(self._names.index(site.climate) if is_city else -1)
        if site.weather_file:
            self.note.setText(f"From {Path(site.weather_file).name}")
            self.note.setToolTip(site.weather_file)
        elif is_city:
            chosen = known[site.climate]
            height = units.text(chosen.place.elevation_m, "m", system, 3)
            self.note.setText(f"Station {chosen.place.name} at {height}, {chosen.dataset}")
            self.note.setToolTip("Made from the statistics of a typical year; no forecast")
        else:
            self.note.setText("No climate chosen. Choose a city, or drop an EPW file here.")
            self.note.setToolTip("")

    def _chosen(self, index: int) -> None:
        self.cityChosen.emit(self._names[index])

    def _ask(self) -> None:
        path = ask_weather_file(self)
        if path is not None:
            self.fileChosen.emit(path)
