"""The plant panel: its editor, and its schematic at an hour, the design day or the year's mean."""

from __future__ import annotations

import math
from pathlib import Path

from PySide6.QtCore import QEvent, QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QBoxLayout,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSlider,
    QSplitter,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from coolsim.results.plant_hours import Moment
from coolsim.schematic.plant import plant_drawing
from ui import theme
from ui.plant.editor import PlantEditor
from ui.plant.small import MONTHS
from ui.plant.tab import PlantTab
from ui.plant.weather_drop import WeatherDrop
from ui.schematic.items import Scale
from ui.schematic.view import SchematicView
from ui.session import Session
from ui.widgets.forms import ComboBox

_FOLLOW_MS = 80
_STACKED_FROM_PERCENT = 150
_MONTH_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
MOMENTS = (("day", "Design day"), ("mean", "Mean of the year"), ("hour", "Hour"))
_FIRST_HOUR = 24 * 195 + 14
"""An afternoon of July, where the hour's slider stands at first."""


class PlantPanel(PlantTab):
    """Editor and schematic side by side.

    Args:
        session: What is shown and worked on.
        scale: The colours of temperatures in the schematic.
        parent: Qt parent.

    Signals:
        yearRequested: The year's panel is wanted.
    """

    yearRequested = Signal()

    def __init__(self, session: Session, scale: Scale, parent: QWidget | None = None) -> None:
        super().__init__(_FOLLOW_MS, parent)
        self._session = session
        self._shown: tuple[object, ...] = ()
        self.editor = PlantEditor(session)
        self.schematic = SchematicView(scale)
        self.schematic.setAccessibleName("Schematic of the plant")
        self.buttons: dict[str, QToolButton | QPushButton] = {}
        self.add_pages(self._make_empty(), self._make_body())
        self.drop = WeatherDrop(session, self)
        self.schematic.chosen.connect(self._chosen)
        self.editor.partChosen.connect(lambda key: self.schematic.show_selection(frozenset({key})))
        self.follow(session.designChanged, session.unitsChanged, session.year.changed)
        self.refresh()

    # -- building ------------------------------------------------------------------------------

    def _make_empty(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        words = QLabel(
            "No heat rejection yet. Chillers, towers or dry coolers take the heat of coolers and "
            "loops outdoors; with a climate they make the year."
        )
        words.setProperty("role", "muted")
        words.setWordWrap(True)
        words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        add = QPushButton("Add heat rejection")
        add.setMenu(self.editor.add_menu(add))
        self.buttons["first"] = add
        site = QPushButton("Choose climate")
        site.setToolTip("Choose the site's outdoor air first")
        site.clicked.connect(lambda: self._open_editor("site"))
        self.buttons["climate"] = site
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(add)
        row.addWidget(site)
        row.addStretch(1)
        column.addStretch(1)
        column.addWidget(words)
        column.addLayout(row)
        column.addStretch(1)
        return page

    def _make_body(self) -> QWidget:
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._bar())
        column.addWidget(self.schematic, 1)
        body = QSplitter(Qt.Orientation.Horizontal)
        body.addWidget(self.editor)
        body.addWidget(right)
        body.setSizes([560, 700])
        body.setStretchFactor(1, 1)
        return body

    def _bar(self) -> QBoxLayout:
        """What is shown of which moment, and what can be done with it."""
        self._bars = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._bars.setContentsMargins(8, 4, 8, 4)
        self._bars.setSpacing(4)
        self._bars.addLayout(self._moment_bar(), 1)
        self._bars.addLayout(self._button_bar())
        self._stack_bars()
        return self._bars

    def _stack_bars(self) -> None:
        """Large text has the two one above the other: side by side they outgrow the window."""
        large = theme.text_percent() >= _STACKED_FROM_PERCENT
        across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._bars.setDirection(down if large else across)

    def changeEvent(self, event: QEvent) -> None:
        """Bars follow the size of text."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "_bars"):
            self._stack_bars()

    def _moment_bar(self) -> QHBoxLayout:
        bar = QHBoxLayout()
        bar.setSpacing(4)
        self.moment = ComboBox()
        self.moment.setAccessibleName("Moment shown in the schematic")
        self.moment.setToolTip("What the schematic's figures are of")
        for key, word in MOMENTS:
            self.moment.addItem(word, key)
        self.moment.currentIndexChanged.connect(lambda _: self.refresh())
        self.hour = QSlider(Qt.Orientation.Horizontal)
        self.hour.setAccessibleName("Hour of the year")
        self.hour.setToolTip("Arrow keys: an hour; page keys: a day")
        self.hour.setRange(0, 8759)
        self.hour.setPageStep(24)
        self.hour.setValue(_FIRST_HOUR)
        self.hour.setMinimumWidth(80)
        self.hour.valueChanged.connect(lambda _: self.refresh())
        self.when = QLabel()
        self.when.setAccessibleName("Moment")
        bar.addWidget(self.moment)
        bar.addWidget(self.hour, 1)
        bar.addWidget(self.when)
        bar.addStretch(1)
        return bar

    def _button_bar(self) -> QHBoxLayout:
        bar = QHBoxLayout()
        bar.setSpacing(4)
        for key, text, tip in (
            ("zoom_out", "−", "Zoom out"),
            ("zoom_in", "+", "Zoom in"),
            ("fit", "Fit", "Show the whole plant (F)"),
            ("picture", "Save picture", "Save the schematic as PNG or JPEG"),
        ):
            button = QToolButton()
            button.setText(text)
            button.setToolTip(tip)
            button.setAccessibleName(tip if len(text) < 3 else text)
            bar.addWidget(button)
            self.buttons[key] = button
        self.buttons["enlarge"] = self.enlarge_button()
        bar.addWidget(self.buttons["enlarge"])
        self.buttons["zoom_out"].clicked.connect(lambda: self.schematic.zoom(1.0 / 1.2))
        self.buttons["zoom_in"].clicked.connect(lambda: self.schematic.zoom(1.2))
        self.buttons["fit"].clicked.connect(self.schematic.fit)
        self.buttons["picture"].clicked.connect(self.save_picture)
        return bar

    # -- showing -------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Show the plant as it is now."""
        if not self.isVisible():
            return
        variant = self._session.variant
        is_empty = not variant.plant.rejections and not self._is_opened
        self.show_page(is_empty=is_empty)
        if is_empty:
            return
        self.editor.refresh()
        year = self._session.year
        moment = self._moment()
        key = (variant, year.shown, year.state, self.moment.currentData(), self.hour.value(),
               self._session.unit_system, theme.is_dark(), theme.text_percent())  # fmt: skip
        self.hour.setVisible(self.moment.currentData() == "hour")
        self._show_when(moment)
        if len(key) == len(self._shown) and all(
            one is other or (not isinstance(one, tuple) and isinstance(one, str | int | bool)
                             and one == other)
            for one, other in zip(key, self._shown, strict=True)
        ):  # fmt: skip
            return
        self._shown = key
        size = theme.text_percent() / 100.0
        drawing = plant_drawing(variant, moment, self._session.unit_system, size)
        self.schematic.show_drawing(drawing, self._session.unit_system)
        self.schematic.show_selection(frozenset({self.editor.chosen}))

    _is_opened = False
    """Whether the editor is wanted although there is no heat rejection."""

    def _moment(self) -> Moment | None:
        """The figures to show; ``None`` where none are known."""
        year = self._session.year
        shown = year.shown
        if shown is None:
            return None
        chosen = self.moment.currentData()
        if chosen == "day":
            return shown.day or None
        hours = shown.hours or (year.answer.hours if year.answer else None)
        if hours is None:
            return None
        if chosen == "mean":
            return hours.mean()
        with QSignalBlocker(self.hour):
            self.hour.setRange(0, hours.count - 1)
        return hours.at(min(self.hour.value(), hours.count - 1))

    def _show_when(self, moment: Moment | None) -> None:
        year, chosen = self._session.year, self.moment.currentData()
        words = date_words(self.hour.value()) if chosen == "hour" else ""
        if moment is None:
            words = f"{words} (not counted)".strip()
        elif year.state == "stale":
            words = f"{words} (stale)".strip()
        elif year.state in ("preview", "what_if"):
            words = f"{words} (what-if)".strip()
        unmet = math.nan if moment is None else moment.get("unmet_w", math.nan)
        self.when.setText(words + (" not all heat is taken" if unmet > 1.0 else ""))

    def restyle(self) -> None:
        """Forget the drawing in other colours."""
        self._shown = ()

    def choose_part(self, key: str) -> None:
        """Bring a part of the plant to the front: ``site``, ``tariff``, or a rejection's id."""
        self._open_editor(key)

    def _open_editor(self, key: str) -> None:
        self._is_opened = True
        self.refresh()
        self.editor.choose(key)

    def _chosen(self, ids: list[str], joins: bool) -> None:
        """A click on a box opens what it stands for, or selects it on the plan."""
        parts = {item.id for item in self._session.variant.plant.rejections} | {"site", "power"}
        for each in ids:
            if each in parts:
                self.editor.choose(each)
                self.schematic.show_selection(frozenset({each}))
                return
        self._session.select(ids, "toggle" if joins else "replace")
        self.schematic.show_selection(frozenset(ids))

    def save_picture(self) -> None:
        """Ask for a file and save the schematic."""
        path, _ = QFileDialog.getSaveFileName(
            self, "Save picture", "plant.png", "Pictures (*.png *.jpg)"
        )
        if path and not self.schematic.save_picture(Path(path)):
            self._session.message.emit(f"{path} could not be written.", "error")


def date_words(hour: int) -> str:
    """An hour of the year counted from zero: ``14 Jul, 15:00`` ends then."""
    day, of_day = divmod(hour, 24)
    for month, days in enumerate(_MONTH_DAYS):
        if day < days:
            return f"{day + 1} {MONTHS[month]}, {of_day + 1}:00"
        day -= days
    return f"31 Dec, {of_day + 1}:00"
