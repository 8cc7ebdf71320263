"""Placement of jobs: the jobs to run, what every strategy keeps running, and what runs where."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QSpinBox,
    QSplitter,
    QStackedLayout,
    QTableWidget,
    QTableWidgetItem,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from coolsim import units
from coolsim.density.placement.records import Placed, RackJobs
from coolsim.errors import CoolSimError
from ui import words
from ui.dialogs import messages
from ui.panels.run_bar import RunBar, lay_out_question
from ui.placement import STRATEGY_WORDS, JobRow
from ui.session import Session
from ui.widgets.empty import EmptyState
from ui.widgets.quantity_edit import QuantityEdit
from ui.widgets.record_table import Column, RecordTable

_EMPTY = (
    "List jobs or open a file of them, then press Place: every way to spread them over the servers "
    "is solved, and the table says how many accelerators each keeps running within all limits."
)
_TITLES = ("Job", "Accelerators", "Profile")
_TIPS = (
    "Name of the job",
    "How many it needs, all of them or none",
    "Power over the servers' sustained power: one number, or one for every step of time",
)
_MOST_ADDED = 1000


class PlacementPanel(QWidget):
    """Jobs on the left; the strategies, and where the chosen one puts the jobs, on the right."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._placement = session.placement
        self._shown: tuple[object, ...] = ()
        self.chosen = ""
        self.bar = RunBar(
            session, self._placement, "Place", "Place the jobs by every strategy, each confirmed",
            lacks=lambda: self._placement.lacks, told=self._told, ask=self._placement.ask,
        )  # fmt: skip
        self.keep = QPushButton("Keep as scenario")
        self.keep.setToolTip("Keep the rack powers of its highest step as a load scenario")
        self.keep.clicked.connect(self._keep)
        lay_out_question(self, self.bar, self.keep, self._make_jobs(), self._make_answer())
        self._placement.changed.connect(self.refresh)
        for signal in (session.unitsChanged, session.stateChanged):
            signal.connect(self.refresh)
        self.setFocusProxy(self.jobs)
        self.refresh()

    # -- building ------------------------------------------------------------------------------

    def _make_jobs(self) -> QWidget:
        self.jobs = QTableWidget(0, len(_TITLES))
        self.jobs.setAccessibleName("Jobs in order of priority")
        for number, (title, tip) in enumerate(zip(_TITLES, _TIPS, strict=True)):
            heading = QTableWidgetItem(title)
            heading.setToolTip(tip)
            self.jobs.setHorizontalHeaderItem(number, heading)
        self.jobs.verticalHeader().hide()
        self.jobs.verticalHeader().setDefaultSectionSize(24)
        self.jobs.setTabKeyNavigation(False)
        self.jobs.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
        self.jobs.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.jobs.horizontalHeader().setStretchLastSection(True)
        self.jobs.itemChanged.connect(self._job_typed)
        self.count = QSpinBox()
        self.count.setRange(1, _MOST_ADDED)
        self.count.setAccessibleName("Jobs to add")
        self.count.setToolTip("How many jobs Add lists, each as the last one")
        self.idle = QuantityEdit("fraction")
        self.idle.setAccessibleName("Idle power")
        self.idle.setToolTip("Power of a server without a job, over its sustained power")
        self.idle.committed.connect(self._placement.set_idle)
        self.buttons: dict[str, QToolButton] = {}
        row = QHBoxLayout()
        row.setSpacing(4)
        row.addWidget(self.count)
        for key, text, tip, run in (
            ("add", "Add", "List more jobs", lambda: self._placement.add(self.count.value())),
            ("remove", "Remove", "Drop the selected jobs", self._remove),
            ("open", "Open…", "Open a file of jobs (JSON)", self._open),
            ("save", "Save…", "Save the jobs to a file (JSON)", self._save),
        ):
            button = QToolButton()
            button.setText(text)
            button.setToolTip(tip)
            button.setAccessibleName(tip)
            button.clicked.connect(lambda _=False, run=run: run())
            self.buttons[key] = button
            row.addWidget(button)
        row.addStretch(1)
        idle = QHBoxLayout()
        label = QLabel("Idle power")
        label.setBuddy(self.idle)
        idle.addWidget(label)
        idle.addWidget(self.idle)
        idle.addStretch(1)
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(8, 0, 4, 4)
        column.setSpacing(4)
        column.addLayout(row)
        column.addWidget(self.jobs, 1)
        column.addLayout(idle)
        return box

    def _make_answer(self) -> QWidget:
        self.table = RecordTable(
            _columns(self._session), "Strategies", identity=lambda item: str(item.strategy)
        )
        self.table.setSelectionMode(RecordTable.SelectionMode.SingleSelection)
        self.table.rowsChosen.connect(self._row_chosen)
        self.racks = RecordTable(
            _rack_columns(), "What runs where", identity=lambda rack: str(rack.rack_id)
        )
        self.racks.rowsChosen.connect(self._session.select)
        self.racks.rowActivated.connect(self._session.viewRequested)
        filled = QSplitter(Qt.Orientation.Horizontal)
        filled.addWidget(self.table)
        filled.addWidget(self.racks)
        filled.setSizes([640, 360])
        answer = QWidget()
        self._stack = QStackedLayout(answer)
        self._stack.setContentsMargins(0, 0, 0, 0)
        self._stack.addWidget(EmptyState(_EMPTY))
        self._stack.addWidget(filled)
        return answer

    # -- jobs ----------------------------------------------------------------------------------

    def _job_typed(self, item: QTableWidgetItem) -> None:
        """A cell was edited; what makes no sense goes back."""
        jobs = list(self._placement.jobs)
        job, text = jobs[item.row()], item.text().strip()
        if item.column() == 0 and text and text not in {each.id for each in jobs}:
            job = JobRow(text, job.accelerators, job.profile)
        elif item.column() == 1 and text.isdecimal() and int(text) > 0:
            job = JobRow(job.id, int(text), job.profile)
        elif item.column() == 2:
            job = JobRow(job.id, job.accelerators, text or "1")
        jobs[item.row()] = job
        self._placement.set_jobs(tuple(jobs))
        self._show_jobs()

    def _show_jobs(self) -> None:
        jobs = self._placement.jobs
        with QSignalBlocker(self.jobs):
            self.jobs.setRowCount(len(jobs))
            for row, job in enumerate(jobs):
                for column, text in enumerate((job.id, str(job.accelerators), job.profile)):
                    item = self.jobs.item(row, column)
                    if item is None:
                        self.jobs.setItem(row, column, QTableWidgetItem(text))
                    elif item.text() != text:
                        item.setText(text)
        self.idle.set_value(self._placement.idle_fraction)

    def _remove(self) -> None:
        self._placement.remove({index.row() for index in self.jobs.selectedIndexes()})

    def _open(self) -> None:
        path, _ = QFileDialog.getOpenFileName(self, "Open jobs", "", "Jobs (*.json)")
        if path:
            self._try("The jobs cannot be opened", lambda: self._placement.open(Path(path)))

    def _save(self) -> None:
        path, _ = QFileDialog.getSaveFileName(self, "Save jobs", "jobs.json", "Jobs (*.json)")
        if path:
            self._try("The jobs cannot be saved", lambda: self._placement.save(Path(path)))

    def _try(self, title: str, run: Any) -> None:
        try:
            run()
        except CoolSimError as error:
            text = f"{error.where}\n{error.message}".strip()
            messages.show_text(self, title, text, error.remedy)

    # -- answer --------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Show jobs and answer."""
        placement, system = self._placement, self._session.unit_system
        self.buttons["remove"].setEnabled(bool(placement.jobs))
        self.buttons["save"].setEnabled(bool(placement.jobs))
        answer = placement.answer
        key = (answer, placement.jobs, placement.idle_fraction, system)
        if key != self._shown:
            self._shown = key
            self._show_jobs()
            self._stack.setCurrentIndex(0 if answer is None else 1)
            placements = answer.placements if answer is not None else ()
            self.table.records.set_system(system)
            self.racks.records.set_system(system)
            self.table.set_records(placements)
            known = [str(item.strategy) for item in placements]
            self._row_chosen([self.chosen] if self.chosen in known else known[:1])
        can_keep = self._placed() is not None and not placement.is_stale
        self.keep.setEnabled(can_keep and not placement.is_running)

    def _placed(self) -> Placed | None:
        answer = self._placement.answer
        found: Sequence[Placed] = answer.placements if answer is not None else ()
        return next((item for item in found if item.strategy == self.chosen), None)

    def _row_chosen(self, ids: list[str]) -> None:
        self.chosen = ids[0] if ids else ""
        placed = self._placed()
        self.racks.set_records(placed.racks if placed is not None else ())
        self.table.select_ids(frozenset({self.chosen}))

    def _keep(self) -> None:
        placed = self._placed()
        if placed is not None:
            self._placement.keep(placed)

    def _told(self) -> str:
        answer = self._placement.answer
        if answer is None:
            return ""
        if answer.clash:
            limit = words.limit_title(answer.clash)
            return f"No job can run: {limit} at {answer.clash_name} breaks first."
        gap = self._placement.gap
        more = f"; the last programme allows {gap:,} more, as straight lines" if gap else ""
        ended = "Stopped early: strategies not confirmed are left out. " * answer.is_stopped
        steps = f"{answer.steps} steps of time" if answer.steps > 1 else "one step of time"
        return (
            f"{ended}{answer.asked:,} accelerators asked for, {steps}; {answer.solves} solved "
            f"halls in {words.seconds_text(answer.seconds)}. Best found{more}."
        )


def _columns(session: Session) -> list[Column]:
    def over_spread(item: Placed) -> int | None:
        answer = session.placement.answer
        found = answer.placements if answer is not None else ()
        spread = next((each.accelerators for each in found if each.strategy == "spread"), None)
        return None if spread is None else item.accelerators - spread

    def least(item: Placed) -> str:
        if not item.tightest or math.isnan(item.slack):
            return units.UNKNOWN
        unit = "k" if item.unit == "c" else item.unit
        left = units.text(item.slack, unit, session.unit_system, 3)
        return f"{words.limit_title(item.tightest)} · {item.tightest_name}, {left}"

    return [
        Column("Placement", lambda item: STRATEGY_WORDS[item.strategy]),
        Column("Jobs", lambda item: len(item.jobs), tooltip=lambda item: ", ".join(item.jobs)),
        Column("Accelerators", lambda item: item.accelerators, help="Of the jobs that run"),
        Column("To spread", over_spread, help="Accelerators more than spread evenly"),
        Column("Peak", lambda item: item.peak_w, "w", 1, "kW", help="Hall in its highest step"),
        Column("Worst inlet", lambda item: item.worst_inlet_c, "c", 1),
        Column("Least slack", least),
    ]


def _rack_columns() -> list[Column]:
    def running(rack: RackJobs) -> str:
        return ", ".join(f"{job} ({n})" for job, n in rack.servers.items()) or "idle"

    return [
        Column("Rack", lambda rack: rack.rack_name),
        Column("Rack power", lambda rack: rack.power_w, "w", 1, "kW",
               help="In the hall's highest step"),
        Column("Idle", lambda rack: rack.idle, help="Servers without a job"),
        Column("Jobs (servers)", running, tooltip=running),
    ]  # fmt: skip
