"""The sensors table: what each read beside what the model says there, and a chart of both."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QSignalBlocker, Qt, QTimer
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QMenu,
    QPushButton,
    QSplitter,
    QStackedLayout,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from coolsim import units
from coolsim.errors import CoolSimError
from coolsim.results.sensors import Deviation, SensorComparison
from ui import fields, theme
from ui.charts.scatter import Axis, ScatterCharts
from ui.dialogs import messages
from ui.dialogs.running import run_dialog
from ui.sensors import SAME_HEIGHT_M
from ui.session import Session
from ui.widgets.elided import ElidedLabel
from ui.widgets.empty import EmptyState
from ui.widgets.forms import ComboBox
from ui.widgets.record_table import Column, RecordTable

_EMPTY = (
    "Read a table of sensor readings (CSV, XLSX), or place sensors with Shift+M and type what they "
    "read: here they stand beside the model."
)
_FOLLOW_MS = 120
_STATES = {"stale": "stale", "draft": "draft", "frozen": "frozen flow", "live": "live"}
_HEIGHT_DIGITS = 1


class SensorsPanel(QWidget):
    """Bar with what to do and how far the model is off; table and chart below.

    Args:
        session: What is shown.
        read: Asks for a table of readings.
        parent: Qt parent.
    """

    def __init__(
        self, session: Session, read: Callable[[], object], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._found = SensorComparison((), None, None)
        self._shown: tuple[object, ...] = ()
        self.summary = ElidedLabel()
        self.summary.setAccessibleName("How far the model is off")
        self.read = _button("Read…", "Take readings from a CSV or XLSX table", read)
        self.about = _button("Name and date…", "Of what occasion the readings are", self._describe)
        self.map_at = ComboBox()
        self.map_at.setAccessibleName("Height of the map")
        self.map_at.setToolTip("Put the map where sensors hang")
        self.map_at.activated.connect(self._go_to_height)
        self.save = QToolButton()
        self.save.setText("Save")
        self.save.setToolTip("Write the table or the chart")
        self.save.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(self.save)
        menu.addAction("Table as CSV…").triggered.connect(self._save_table)
        menu.addAction("Chart as picture…").triggered.connect(self._save_chart)
        self.save.setMenu(menu)
        self.table = RecordTable(self._columns(), "Sensors beside the model")
        self.chart = ScatterCharts("Model over measured temperature")
        self._lay_out()
        self.table.rowsChosen.connect(session.select)
        self.table.rowActivated.connect(self._activated)
        self.chart.chosen.connect(self._point_chosen)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_FOLLOW_MS)
        self._soon.timeout.connect(self.refresh)
        for signal in (
            session.resultsChanged, session.designChanged, session.unitsChanged,
            session.heightChanged,
        ):  # fmt: skip
            signal.connect(self._follow)
        session.selectionChanged.connect(self._show_selection)
        self.refresh()

    def _lay_out(self) -> None:
        bar = QHBoxLayout()
        bar.setContentsMargins(8, 4, 8, 4)
        bar.setSpacing(8)
        bar.addWidget(self.read)
        bar.addWidget(self.about)
        bar.addWidget(self.summary, 1)
        bar.addWidget(self.map_at)
        bar.addWidget(self.save)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.addWidget(self.table)
        split.addWidget(self.chart)
        split.setStretchFactor(0, 3)
        split.setStretchFactor(1, 2)
        self._body = split
        self._empty = EmptyState(_EMPTY)
        self._stack = QStackedLayout()
        self._stack.addWidget(self._empty)
        self._stack.addWidget(split)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(bar)
        column.addLayout(self._stack, 1)
        self.setFocusProxy(self.table)

    def _columns(self) -> list[Column]:
        def faded(_: object) -> QColor | None:
            return theme.tokens().muted if self._session.results_state == "stale" else None

        return [
            Column("Sensor", lambda row: row.name, tooltip=lambda row: row.id),
            Column("Height", lambda row: row.z_m, "m", 2),
            Column("Measured", lambda row: row.measured_c, "c", 1),
            Column("Model", lambda row: row.model_c, "c", 1, color=faded,
                   tooltip=lambda row: "" if row.model_c is not None else "No air is known there"),
            Column("Difference", lambda row: row.difference_k, "k", 1, color=faded,
                   help="Model less measured"),
            Column("RH measured", lambda row: row.measured_humidity_fraction, "fraction", 0),
            Column("RH model", lambda row: row.model_humidity_fraction, "fraction", 0,
                   color=faded),
        ]  # fmt: skip

    # --- showing -----------------------------------------------------------------------------

    def _follow(self, *_: object) -> None:
        if self.isVisible() and not self._soon.isActive():
            self._soon.start()

    def showEvent(self, event: object) -> None:
        """The tab comes to the front."""
        self.refresh()
        self._show_selection()

    def refresh(self) -> None:
        """Show the sensors as they are known now."""
        session = self._session
        variant = session.variant
        self._found = session.sensors.compared(variant, session.results)
        key = (
            id(self._found), session.results_state, session.unit_system, variant.measurement,
            session.slice_height_m,
        )  # fmt: skip
        if key == self._shown:
            return
        self._shown = key
        rows = self._found.rows
        self._stack.setCurrentWidget(self._body if rows else self._empty)
        for widget in (self.about, self.map_at, self.save):
            widget.setEnabled(bool(rows))
        self.table.records.set_system(session.unit_system)
        self.table.set_records(rows)
        has_humidity = any(row.measured_humidity_fraction is not None for row in rows)
        for column in (5, 6):
            self.table.setColumnHidden(column, not has_humidity)
        self.summary.setText(self._summary())
        self.summary.setToolTip(self.summary.text())
        self._show_heights()
        self._show_chart()

    def _summary(self) -> str:
        """Name, date, state of the result, and how far the model is off."""
        found, session = self._found, self._session
        if not found.rows:
            return ""
        said = session.variant.measurement
        parts = [said.name, said.date]
        if session.results is None:
            parts.append("nothing is solved yet")
        else:
            parts.append(_STATES.get(session.results_state, ""))
        system: units.System = session.unit_system
        if found.temperature is not None:
            parts.append(_deviation(found.temperature, "k", system))
        if found.humidity is not None:
            parts.append(f"RH {_deviation(found.humidity, 'fraction', system)}")
        return " · ".join(filter(None, parts))

    def _show_heights(self) -> None:
        """The heights that sensors hang at, and the one the map is at."""
        session = self._session
        heights = sorted({round(row.z_m, _HEIGHT_DIGITS) for row in self._found.rows})
        usable = [z for z in heights if 0.0 <= z <= session.room_height_m]
        with QSignalBlocker(self.map_at):
            self.map_at.clear()
            self.map_at.addItem("Map at…", None)
            for z in usable:
                self.map_at.addItem(f"Map at {units.text(z, 'm', session.unit_system, 3)}", z)
            near = [n for n, z in enumerate(usable, 1) if abs(z - session.slice_height_m) < 0.05]
            self.map_at.setCurrentIndex(near[0] if near else 0)

    def _show_chart(self) -> None:
        """Every sensor with both values as a point; points on the line are where both agree."""
        system = self._session.unit_system
        self._points = [row for row in self._found.rows if row.difference_k is not None]
        measured, model = (
            tuple(units.display(value, "c", system)[0] for value in values if value is not None)
            for values in (
                [row.measured_c for row in self._points],
                [row.model_c for row in self._points],
            )
        )
        unit = units.label("c", system)
        names = [
            f"{row.name}: measured {units.text(row.measured_c, 'c', system, 3)}, "
            f"model {units.text(row.model_c, 'c', system, 3)}"
            for row in self._points
        ]
        self.chart.setVisible(bool(self._points))
        if self._points:
            self.chart.show_points(
                [Axis(f"Measured [{unit}]", measured)], Axis(f"Model [{unit}]", model), names,
                is_agreement=True,
            )  # fmt: skip

    def _show_selection(self) -> None:
        chosen = self._session.selection
        self.table.select_ids(chosen)
        if self.isVisible() and self._found.rows:
            numbers = [n for n, row in enumerate(self._points) if row.id in chosen]
            self.chart.choose(numbers[0] if numbers else -1)

    # --- doing -------------------------------------------------------------------------------

    def _activated(self, sensor_id: str) -> None:
        """Enter or a double-click: the plan shows the sensor at its height."""
        row = next(row for row in self._found.rows if row.id == sensor_id)
        if abs(row.z_m - self._session.slice_height_m) > SAME_HEIGHT_M:
            self._to_height(row.z_m)
        self._session.viewRequested.emit(sensor_id)

    def _point_chosen(self, number: int) -> None:
        self._session.select([self._points[number].id])

    def _go_to_height(self, index: int) -> None:
        z_m = self.map_at.itemData(index)
        if z_m is not None:
            self._to_height(float(z_m))

    def _to_height(self, z_m: float) -> None:
        self._session.set_slice_height(min(max(z_m, 0.0), self._session.room_height_m))

    def _describe(self) -> None:
        from coolsim.design import edits
        from ui.dialogs.design_dialog import DesignDialog, Part

        part = Part("Readings", fields.MEASUREMENT, lambda design: design.variant.measurement,
                    edits.set_measurement)  # fmt: skip
        run_dialog(
            DesignDialog(self._session, "Readings", "Describe readings", [part], parent=self)
        )

    def _save_table(self) -> None:
        from coolsim.design.atomic import replace_file
        from coolsim.interop.sheets import csv_text, sensor_sheet

        path = self._ask("Save table", "csv", "Comma-separated values (*.csv)")
        if path is None:
            return
        try:
            replace_file(path, csv_text(sensor_sheet(self._found)).encode("utf-8-sig"))
        except CoolSimError as error:
            messages.show_text(self, "Not saved", f"{error.where}\n{error.message}", error.remedy)

    def _save_chart(self) -> None:
        path = self._ask("Save picture", "png", "Pictures (*.png *.jpg)")
        if path is not None and not self.chart.grab().save(str(path)):
            messages.show_text(
                self, "Not saved", f"{path} could not be written.", "Choose another place."
            )

    def _ask(self, title: str, ending: str, kinds: str) -> Path | None:
        text, _ = QFileDialog.getSaveFileName(self, title, f"sensors.{ending}", kinds)
        return Path(text) if text else None


def _button(text: str, tip: str, run: Callable[[], object]) -> QPushButton:
    button = QPushButton(text)
    button.setToolTip(tip)
    button.clicked.connect(lambda _=False: run())
    return button


def _deviation(found: Deviation, unit: str, system: units.System) -> str:
    bias, rms, most = (
        units.text(value, unit, system, 2).replace("-", "−")
        for value in (found.bias, found.rms, found.largest)
    )
    return f"bias {bias}, RMS {rms}, largest {most} ({found.count} compared)"
