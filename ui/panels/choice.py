"""Choice of cooling and silicon: what may be chosen, the points found, their chart, Apply."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSpinBox,
    QSplitter,
    QStackedLayout,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from coolsim.catalogue.cooling_choice import METHODS
from coolsim.density.choice.records import ChoicePoint
from ui import theme, words
from ui.charts.scatter import Axis, ScatterCharts
from ui.panels.amounts import AmountLines
from ui.panels.run_bar import RunBar, lay_out_question
from ui.session import Session
from ui.widgets.empty import EmptyState
from ui.widgets.quantity_edit import QuantityEdit
from ui.widgets.record_table import Column, RecordTable
from ui.widgets.ticks import Tick, TickButton

_EMPTY = (
    "Tick servers and cooling methods, then press Choose: every rack gets what gives the hall the "
    "most accelerators within its limits, confirmed by solved flows."
)
_MOST_FRONT = 10


@dataclass(frozen=True, slots=True)
class _Numbered:
    """A point with its place among those found."""

    number: int
    point: ChoicePoint


@dataclass(frozen=True, slots=True)
class _Alike:
    """Racks of a point that get the same."""

    count: int
    method: str
    unit: str
    each: int
    accelerators: int
    power_w: float


class ChoicePanel(QWidget):
    """Question on the left; points, what they hold and their chart on the right."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._choice = session.choice
        self.bar = RunBar(
            session, self._choice, "Choose", "Choose cooling and silicon; solves some ten halls",
            lacks=lambda: self._choice.lacks, told=self._told, ask=self._choice.ask,
        )  # fmt: skip
        self.apply = QPushButton("Apply")
        self.apply.setToolTip("Fill and cool the racks as the chosen point says, in one step")
        self.apply.clicked.connect(lambda: self._choice.apply(self.at))
        lay_out_question(self, self.bar, self.apply, self._make_form(), self._make_answer())
        self._choice.changed.connect(self.refresh)
        for signal in (session.unitsChanged, session.stateChanged):
            signal.connect(self.refresh)
        self._shown: tuple[object, ...] = ()
        self.setFocusProxy(self.units)
        self.refresh()

    # -- building ------------------------------------------------------------------------------

    def _make_form(self) -> QWidget:
        choice = self._choice
        self.units = TickButton(
            "Servers", "Servers to choose from", self._unit_ticks,
            lambda: choice.question.units,
            lambda key, wanted: choice.toggle("units", key, wanted=wanted),
        )  # fmt: skip
        self.units.setToolTip("Servers and rack-scale systems that racks may hold")
        self.methods = TickButton(
            "Cooling", "Cooling methods to choose from",
            lambda: (Tick(key, theme.COOLING_LABELS[key]) for key in METHODS),
            lambda: choice.question.methods,
            lambda key, wanted: choice.toggle("methods", key, wanted=wanted),
        )  # fmt: skip
        self.methods.setToolTip("Cooling methods that racks may have")
        self.selected = _check("Selected racks only", "The others stay as drawn")
        self.selected.toggled.connect(lambda on: choice.change(is_selection=on))
        self.by_row = _check("Rows alike", "All racks of a row get the same")
        self.by_row.setChecked(choice.question.by_row)
        self.by_row.toggled.connect(lambda on: choice.change(by_row=on))
        self.power = _optional("w", "Most power at the meter on the design day")
        self.power.setAccessibleName("Most facility power")
        self.power.committed.connect(lambda value: choice.change(facility_cap_w=value))
        self.water = _optional("kg_s", "Most water of heat rejection on the design day")
        self.water.setAccessibleName("Most water")
        self.water.committed.connect(lambda value: choice.change(water_cap_kg_s=value))
        self.budget = _optional("usd", "Most capital of cooling plant and silicon")
        self.budget.setAccessibleName("Budget")
        self.budget.committed.connect(lambda value: choice.change(budget_usd=value))
        self.front = QSpinBox()
        self.front.setRange(0, _MOST_FRONT)
        self.front.setValue(choice.question.front)
        self.front.setAccessibleName("Points of the front")
        self.front.setToolTip("So many choices of less power, and as many of less capital")
        self.front.valueChanged.connect(lambda value: choice.change(front=value))
        self._form = QFormLayout()
        self._form.setContentsMargins(8, 4, 8, 8)
        self._form.setVerticalSpacing(4)
        self._form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        ticks = QHBoxLayout()
        ticks.addWidget(self.units)
        ticks.addWidget(self.methods)
        ticks.addStretch(1)
        self._form.addRow(ticks)
        self._form.addRow(self.selected)
        self._form.addRow(self.by_row)
        self._form.addRow("Power at most", self.power)
        self._form.addRow("Water at most", self.water)
        self._form.addRow("Budget", self.budget)
        self._form.addRow("Front points", self.front)
        self.prices = AmountLines(self._form, "usd", "Price")
        self.prices.changed.connect(lambda: choice.change(prices_usd=self.prices.amounts))
        self.notes = QLabel()
        self.notes.setProperty("role", "muted")
        self.notes.setWordWrap(True)
        self.notes.setMargin(8)
        self.notes.setAccessibleName("What the figures leave out")
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(self._form)
        column.addWidget(self.notes)
        column.addStretch(1)
        area = QScrollArea()
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inside)
        return area

    def _make_answer(self) -> QWidget:
        self.points = RecordTable(
            _point_columns(), "Choices found, most accelerators first",
            identity=lambda row: str(row.number),
        )  # fmt: skip
        self.points.setSelectionMode(RecordTable.SelectionMode.SingleSelection)
        self.points.rowsChosen.connect(self._row_chosen)
        self.racks = RecordTable(
            _rack_columns(), "What the racks become",
            identity=lambda row: f"{row.method} {row.unit} {row.each}",
        )  # fmt: skip
        tables = QSplitter(Qt.Orientation.Vertical)
        tables.addWidget(self.points)
        tables.addWidget(self.racks)
        self.chart = ScatterCharts("Accelerators against power and capital")
        self.chart.chosen.connect(self._show_point)
        filled = QSplitter(Qt.Orientation.Horizontal)
        filled.addWidget(tables)
        filled.addWidget(self._with_save(self.chart))
        filled.setSizes([600, 400])
        answer = QWidget()
        self._stack = QStackedLayout(answer)
        self._stack.setContentsMargins(0, 0, 0, 0)
        self._empty = EmptyState(_EMPTY)
        self._stack.addWidget(self._empty)
        self._stack.addWidget(filled)
        return answer

    def _with_save(self, chart: ScatterCharts) -> QWidget:
        self.save = QToolButton()
        self.save.setText("Save")
        self.save.setToolTip("Save the chart as a picture or CSV; also by the right mouse button")
        self.save.setAccessibleName("Save the front")
        self.save.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.save.setMenu(chart.export.menu())
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 4, 8, 0)
        column.setSpacing(0)
        column.addWidget(self.save, alignment=Qt.AlignmentFlag.AlignRight)
        column.addWidget(chart, 1)
        return box

    def _unit_ticks(self) -> list[Tick]:
        return [
            Tick(
                entry.id,
                f"{entry.name} (target)" if entry.is_target else entry.name,
                maker,
            )
            for maker, entry in self._choice.servers()
        ]

    # -- showing -------------------------------------------------------------------------------

    @property
    def at(self) -> int:
        """The point in sight; -1 for none."""
        return self.chart.at

    def refresh(self) -> None:
        """Show question and answer."""
        answer, system = self._choice.answer, self._session.unit_system
        self.units.refresh()
        self.methods.refresh()
        self.power.set_system(system)
        self.water.set_system(system)
        self.prices.show_kinds(dict(self._choice.accelerators()))
        points = answer.points if answer is not None else ()
        self.apply.setEnabled(
            bool(points) and not self._choice.is_stale and not self._choice.is_running
        )
        key = (answer, system)
        if key == self._shown:
            return
        self._shown = key
        self._stack.setCurrentIndex(1 if points else 0)
        self._empty.setText(_EMPTY if answer is None else self._told())
        self.notes.setText(self._notes())
        self.points.records.set_system(system)
        self.points.set_records([_Numbered(n, point) for n, point in enumerate(points)])
        if points:
            self._draw(points)
            self._show_point(min(max(self.at, 0), len(points) - 1))

    def _draw(self, points: tuple[ChoicePoint, ...]) -> None:
        across = (
            Axis("At the meter [kW]", tuple(point.facility_w / 1e3 for point in points)),
            Axis("Capital [million USD]", tuple(point.capital_usd / 1e6 for point in points)),
        )
        up = Axis("Accelerators", tuple(float(point.accelerators) for point in points))
        named = [
            f"{point.accelerators:,} accelerators, {point.facility_w / 1e3:,.0f} kW, "
            f"{point.capital_usd / 1e6:,.2f} million USD"
            for point in points
        ]
        self.chart.show_points(across, up, named)

    def _row_chosen(self, ids: list[str]) -> None:
        if ids:
            self._show_point(int(ids[0]))

    def _show_point(self, number: int) -> None:
        answer = self._choice.answer
        if answer is None or not 0 <= number < len(answer.points):
            return
        self.chart.choose(number)
        self.points.select_ids(frozenset({str(number)}))
        self.racks.records.set_system(self._session.unit_system)
        self.racks.set_records(_alike(answer.points[number]))

    def _told(self) -> str:
        """The answer in words: how many, how sure, what clashes, what could not be chosen."""
        answer = self._choice.answer
        if answer is None:
            return ""
        took = f"{answer.solves} halls in {words.seconds_text(answer.seconds)}"
        if not answer.points:
            clash = "No choice holds every limit."
            if answer.clash:
                limit = words.limit_title(answer.clash)
                clash = f"No choice holds every limit: {limit} at {answer.clash_name} breaks first."
            return f"{clash} {took}."
        best = answer.points[0]
        ended = "Stopped early. " if answer.is_stopped else ""
        return (
            f"{ended}Best found: {best.accelerators:,} accelerators; no choice within the cuts "
            f"made has more than {answer.bound:,}. {took}."
        )

    def _notes(self) -> str:
        """What the figures leave out, and what no rack can have."""
        answer = self._choice.answer
        if answer is None:
            return ""
        names = {entry.id: entry.name for _, entry in self._choice.servers()}
        out = [
            f"No {theme.COOLING_LABELS[item.method].lower()} for "
            f"{names.get(item.unit_id, item.unit_id)}: {item.reason}."
            for item in answer.excluded
        ]
        meter = [p.meter_note for p in answer.points[:1] if p.meter_note]
        told = [f"Power at the meter {note}." for note in meter]
        return "\n".join((*answer.notes, *told, *out))


def _alike(point: ChoicePoint) -> list[_Alike]:
    kinds = Counter(
        (rack.method if rack.units else "", rack.unit_name, rack.units, rack.accelerators,
         rack.power_w)
        for rack in point.racks
    )  # fmt: skip
    return [_Alike(count, *kind) for kind, count in kinds.most_common()]


def _point_columns() -> list[Column]:
    return [
        Column("Accelerators", lambda row: row.point.accelerators),
        Column("IT", lambda row: row.point.power_w, "w", 1, "kW", help="Power of all racks"),
        Column("Meter", lambda row: row.point.facility_w, "w", 1, "kW",
               mark=lambda row: not row.point.has_rejection,
               help="Power at the meter; * without heat rejection, which is not known"),
        Column("Capital [million USD]", lambda row: f"{row.point.capital_usd / 1e6:,.2f}",
               help="Cooling plant and silicon, as far as prices are known"),
        Column("Least slack", lambda row: words.limit_title(row.point.tightest),
               tooltip=lambda row: row.point.tightest_name),
    ]  # fmt: skip


def _rack_columns() -> list[Column]:
    return [
        Column("Racks", lambda row: row.count),
        Column("Cooling", lambda row: theme.COOLING_LABELS[row.method] if row.method else "empty"),
        Column("Server", lambda row: row.unit or "—"),
        Column("Each", lambda row: row.each, help="Servers in one rack"),
        Column("Accelerators", lambda row: row.count * row.accelerators),
        Column("Rack", lambda row: row.power_w, "w", 1, "kW"),
    ]


def _check(text: str, tip: str) -> QCheckBox:
    box = QCheckBox(text)
    box.setToolTip(tip)
    return box


def _optional(unit: str, tip: str) -> QuantityEdit:
    edit = QuantityEdit(unit, optional=True, least=0.0)
    edit.set_empty_text("not given")
    edit.setToolTip(tip)
    return edit
