"""The year panel: its figures, charts and what-if, and what is missing where there is none."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QMenu,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QSplitter,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ui import theme
from ui.charts.chart import Chart
from ui.charts.compute import precisions_of
from ui.dialogs.climate import ClimatePicker, outdoor_words
from ui.plant import chart_data
from ui.plant.figures import figures_html
from ui.plant.tab import PlantTab
from ui.plant.weather_drop import WeatherDrop
from ui.plant.what_if import WhatIfPanel
from ui.session import Session
from ui.widgets.forms import ComboBox

_FOLLOW_MS = 40
_STATES = {
    "counting": "counting",
    "stale": "stale",
    "preview": "what-if preview, every {every}th hour",
    "what_if": "what-if, every hour",
    "counted": "every hour",
}


class YearPanel(PlantTab):
    """Figures and what-if beside one chart at a time.

    Args:
        session: What is shown and worked on.
        add_menu: Makes the menu of heat rejections to add.
        parent: Qt parent.
    """

    def __init__(
        self,
        session: Session,
        add_menu: Callable[[QWidget], QMenu],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(_FOLLOW_MS, parent)
        self._session = session
        self.buttons: dict[str, QPushButton | QToolButton] = {}
        self.what_if = WhatIfPanel(session)
        self.chart = Chart()
        self.add_pages(self._make_empty(add_menu), self._make_body())
        self.drop = WeatherDrop(session, self)
        self.follow(
            session.designChanged,
            session.unitsChanged,
            session.year.changed,
            session.stateChanged,
        )
        self.refresh()

    # -- building ------------------------------------------------------------------------------

    def _make_empty(self, add_menu: Callable[[QWidget], QMenu]) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(16, 8, 16, 8)
        self.told = QLabel()
        self.told.setWordWrap(True)
        self.told.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.told.setAccessibleName("What the year needs")
        self.picker = ClimatePicker()
        self.picker.cityChosen.connect(self._use_city)
        self.picker.fileChosen.connect(self._session.year.look_into)
        add = QPushButton("Add heat rejection")
        add.setMenu(add_menu(add))
        count = QPushButton("Count the year")
        count.setToolTip("Solve the hall at a few loads, then every hour of the year (Shift+F6)")
        count.clicked.connect(lambda _: self._session.year.count())
        self.progress = QProgressBar()
        self.progress.setRange(0, 1000)
        self.progress.setTextVisible(False)  # the step stands above
        self.progress.setAccessibleName("Progress of the year")
        cancel = QPushButton("Cancel")
        cancel.clicked.connect(self._session.cancel)
        self.buttons |= {"add": add, "count": count, "cancel": cancel}
        row = QHBoxLayout()
        row.addStretch(1)
        for part in (add, count, self.progress, cancel):
            row.addWidget(part)
        row.addStretch(1)
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(self.picker, 2)
        middle.addStretch(1)
        column.addStretch(1)
        column.addWidget(self.told)
        column.addLayout(middle)
        column.addLayout(row)
        column.addStretch(1)
        return page

    def _make_body(self) -> QWidget:
        side = QWidget()
        column = QVBoxLayout(side)
        column.setContentsMargins(12, 4, 8, 8)
        self.figures = QLabel()
        self.figures.setTextFormat(Qt.TextFormat.RichText)
        self.figures.setWordWrap(True)
        self.figures.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.figures.setAccessibleName("Figures of the year")
        self.figures.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        column.addWidget(self.what_if)
        column.addWidget(self.figures)
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(side)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(scroll)
        split.addWidget(self.chart)
        split.setSizes([380, 840])
        split.setStretchFactor(1, 1)
        body = QWidget()
        whole = QVBoxLayout(body)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(self._bar())
        whole.addWidget(split, 1)
        return body

    def _bar(self) -> QHBoxLayout:
        bar = QHBoxLayout()
        bar.setContentsMargins(8, 4, 8, 4)
        bar.setSpacing(6)
        self.state = QLabel()
        self.state.setAccessibleName("State of the year")
        again = QToolButton()
        again.setText("Count again")
        again.setToolTip("Count the year of the design as it is now (Shift+F6)")
        again.clicked.connect(lambda _: self._session.year.count())
        stop = QToolButton()
        stop.setText("Cancel")
        stop.clicked.connect(self._session.cancel)
        self.choice = ComboBox()
        self.choice.setAccessibleName("Chart")
        self.choice.setToolTip("Which chart is shown")
        self.choice.setMinimumContentsLength(16)
        for key, (word, _) in chart_data.CHARTS.items():
            self.choice.addItem(word, key)
        self.choice.currentIndexChanged.connect(lambda _: self._show_chart())
        self.precision = ComboBox()
        self.precision.setAccessibleName("Precision")
        self.precision.setToolTip("Of the operations per watt")
        self.precision.activated.connect(lambda _: self._show_chart())
        self.with_it = QCheckBox("IT too")
        self.with_it.setToolTip("Stack the electricity of the racks below the rest")
        self.with_it.clicked.connect(lambda _: self._show_chart())
        save = QToolButton()
        save.setText("Save")
        save.setToolTip("Save the chart as a picture or CSV; also by the right mouse button")
        save.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        save.setMenu(self.chart.menu())
        enlarge = self.enlarge_button()
        for part in (again, stop, self.state):
            bar.addWidget(part)
        bar.addStretch(1)
        for part in (self.with_it, self.precision, self.choice, save, enlarge):
            bar.addWidget(part)
        self.buttons |= {"again": again, "stop": stop, "save": save, "enlarge": enlarge}
        return bar

    # -- showing -------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Show the year as it is now."""
        if not self.isVisible():
            return
        year = self._session.year
        if year.answer is None:
            self.show_page(is_empty=True)
            self._show_empty()
            return
        self.show_page(is_empty=False)
        self._show_state()
        self.what_if.refresh()
        if year.shown is not None:
            self.figures.setText(figures_html(year.shown, self._session.unit_system))
        self._show_chart()

    def _show_empty(self) -> None:
        session, year = self._session, self._session.year
        missing, busy = year.missing, session.busy
        counting = busy == "year"
        words = {
            "rack": "No rack yet. Place racks, then count their year.",
            "climate": "No climate chosen: choose one, or drop an EPW file here.",
            "rejection": "No heat rejection yet: choose what takes the heat outdoors.",
            "": f"The year of {outdoor_words(session.variant.site)} has not been counted. The hall "
                "is solved at a few loads first.",
        }[missing]  # fmt: skip
        color = theme.tokens().muted
        if counting:
            progress = session.progress
            words = progress.message if progress is not None and progress.message else "Counting"
            self.progress.setValue(round(1000 * progress.fraction) if progress is not None else 0)
        elif year.problem:
            words, color = f"{year.problem}\n{words if missing else ''}".strip(), theme.tokens().bad
        elif busy and not missing:
            words += " Another task is running."
        palette = QPalette()
        palette.setColor(QPalette.ColorRole.WindowText, color)
        self.told.setPalette(palette)
        self.told.setText(words)
        self.picker.setVisible(missing == "climate" or (bool(year.problem) and not counting))
        if self.picker.isVisibleTo(self):
            self.picker.show_site(session.variant.site, session.unit_system)
        self.buttons["add"].setVisible(missing == "rejection")
        self.buttons["count"].setVisible(not missing and not counting)
        self.buttons["count"].setEnabled(not busy)
        self.progress.setVisible(counting)
        self.buttons["cancel"].setVisible(counting)
        self.buttons["cancel"].setEnabled(not session.cancelling)

    def _show_state(self) -> None:
        session, year = self._session, self._session.year
        state, shown = year.state, year.shown
        words = _STATES.get(state, state)
        if shown is not None:
            words = words.format(every=shown.glance.every)
        counting = state == "counting"
        if counting and session.progress is not None:
            words = f"{session.progress.message} ({session.progress.fraction:.0%})"
        if state == "stale":
            words += ": follows in a moment" if year.fits else ": the design has changed since"
        place = year.answer.results.place if year.answer and year.answer.results else ""
        head = f"<b>{place.replace('.', ' ')}</b> · {words}"
        problem = year.problem if year.question.is_empty else ""
        color = theme.tokens().bad if problem else (
            theme.tokens().warn if state in ("stale", "preview") else theme.tokens().muted
        )  # fmt: skip
        palette = QPalette()
        palette.setColor(QPalette.ColorRole.WindowText, color)
        self.state.setPalette(palette)
        self.state.setText(f"{head} · {problem}" if problem else head)
        self.state.setToolTip(problem)
        is_left = state == "stale" and not year.fits
        self.buttons["again"].setVisible(not counting and (is_left or bool(problem)))
        self.buttons["again"].setEnabled(not session.busy)
        self.buttons["stop"].setVisible(counting)

    def _show_chart(self) -> None:
        year = self._session.year
        shown = year.shown
        if shown is None:
            return
        key = str(self.choice.currentData())
        mark = {"stale": "stale", "preview": "preview", "what_if": "what-if"}.get(year.state, "")
        if key in chart_data.NEEDS_FULL and shown.results is None and year.answer is not None:
            shown, mark = year.answer, "as drawn; what-if follows once the whole year is counted"
        self.with_it.setVisible(key == "months")
        self.precision.setVisible(key == "performance")
        if key == "months":
            data = chart_data.months(shown, with_it=self.with_it.isChecked())
        elif key == "performance":
            boundaries = shown.results.waterfall if shown.results is not None else ()
            self._show_precisions(precisions_of(boundaries))
            data = chart_data.performance(shown, str(self.precision.currentData() or ""))
        else:
            data = chart_data.CHARTS[key][1](shown)
        self.chart.show_data(data, mark)

    def _show_precisions(self, names: list[str]) -> None:
        if [self.precision.itemData(n) for n in range(self.precision.count())] == names:
            return
        with QSignalBlocker(self.precision):
            self.precision.clear()
            for name in names:
                self.precision.addItem(name.upper(), name)

    def _use_city(self, name: str) -> None:
        from coolsim.design import edits

        self._session.edit("Choose climate", edits.set_site, climate=name, weather_file="")
