"""The comparison of silicon: what to compare, a table of the same hall with each kind, charts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QStackedLayout, QVBoxLayout, QWidget

from coolsim import units
from coolsim.catalogue.rates import PRECISIONS, operations
from coolsim.results.compute import SiliconRow
from ui import words
from ui.charts.box import ChartBox
from ui.charts.compute import NOT_KNOWN, measure_names, silicon_chart, silicon_name
from ui.charts.data import ChartData
from ui.panels.run_bar import RunBar
from ui.session import Session
from ui.widgets.empty import EmptyState
from ui.widgets.forms import ComboBox
from ui.widgets.record_table import Column, RecordTable
from ui.widgets.ticks import Tick, TickButton

_EMPTY = "Choose silicon and press Compare: the hall is solved again with each kind."


class SiliconPanel(QWidget):
    """Choice of kinds and precision above, the comparison below."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._silicon = session.silicon
        silicon = self._silicon
        self.kinds = TickButton(
            "Silicon", "Silicon to compare", self._ticks, lambda: silicon.chosen,
            lambda key, wanted: silicon.choose(key, wanted=wanted),
        )  # fmt: skip
        self.kinds.setToolTip("Accelerators of the catalogue and of this design")
        self.precision = ComboBox()
        self.precision.addItems([name.upper() for name in PRECISIONS])
        self.precision.setToolTip("All operations are dense and of this precision")
        self.precision.setAccessibleName("Precision")
        self.precision.currentTextChanged.connect(lambda text: silicon.set_precision(text.lower()))
        self.bar = RunBar(
            session, silicon, "Compare", "Solve the hall again with each kind of silicon",
            lacks=lambda: "" if silicon.chosen else "Choose silicon to compare first.",
            told=self._told, ask=silicon.ask,
        )  # fmt: skip
        bar = QHBoxLayout()
        bar.setContentsMargins(8, 0, 0, 0)
        bar.setSpacing(8)
        bar.addWidget(self.kinds)
        bar.addWidget(self.precision)
        bar.addWidget(self.bar, 1)
        self.table = RecordTable(
            _columns(silicon.precision), "The same hall with other silicon", identity=_row_id
        )  # fmt: skip
        self.table.rowsChosen.connect(self._row_chosen)
        self.charts = ChartBox(
            "Measure of the chart", "What the chart compares silicon by", _EMPTY, self._chart
        )
        self._chosen: str | None = None
        filled = QSplitter(Qt.Orientation.Horizontal)
        filled.addWidget(self.table)
        filled.addWidget(self.charts)
        filled.setSizes([650, 450])
        self._empty = EmptyState(_EMPTY)
        self._stack = QStackedLayout()
        self._stack.addWidget(self._empty)
        self._stack.addWidget(filled)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(bar)
        column.addLayout(self._stack, 1)
        self._silicon.changed.connect(self.refresh)
        session.unitsChanged.connect(self.refresh)
        self.setFocusProxy(self.kinds)
        self.refresh()

    def refresh(self) -> None:
        """Show choice and table."""
        silicon, table = self._silicon, self._silicon.answer
        self.kinds.refresh()
        self.precision.setCurrentText(silicon.precision.upper())
        self._stack.setCurrentIndex(0 if table is None else 1)
        if table is not None:
            self.table.records.set_columns(_columns(table.precision))
        self.table.records.set_system(self._session.unit_system)
        self.table.set_records(table.rows if table is not None else ())
        self.charts.mark = "stale" if silicon.is_stale else ""
        self.charts.offer(measure_names(table.precision) if table is not None else ())

    def _chart(self, key: str) -> ChartData | None:
        table = self._silicon.answer
        if table is None or not table.rows:
            return None
        chosen = next((row for row in table.rows if row.asked == self._chosen), table.rows[0])
        return silicon_chart(table, key, chosen)

    def _row_chosen(self, ids: list[str]) -> None:
        if ids:
            self._chosen = ids[0]
            self.charts.refresh()

    def _told(self) -> str:
        table = self._silicon.answer
        if table is None:
            return ""
        took = words.seconds_text(table.seconds)
        return f"Dense {table.precision.upper()}, {table.objective}; took {took}"

    def _ticks(self) -> list[Tick]:
        """The kinds by vendor."""
        return [
            Tick(
                entry.id,
                f"{entry.name} (target)" if entry.is_target else entry.name,
                entry.word("vendor") or "Own",
            )
            for entry in self._silicon.kinds()
        ]


def _row_id(row: SiliconRow) -> str:
    return row.asked


def _tip(row: SiliconRow) -> str:
    return "; ".join(filter(None, [row.item_name, row.note]))


def _columns(precision: str) -> list[Column]:
    word = operations(precision)

    def scaled(value: float | None, scale: float) -> float | None:
        return None if value is None else round(value / scale, 1)

    def column(
        title: str, value: Callable[[SiliconRow], float | str | None], **more: Any
    ) -> Column:
        return Column(title, value, tooltip=_tip, unknown=NOT_KNOWN, **more)

    def per_watt(boundary: str) -> Column:
        place = "the meter, on the design day" if boundary == "facility" else boundary
        title = "meter" if boundary == "facility" else boundary

        def shown(row: SiliconRow) -> float | str | None:
            if row.accelerators == 0:
                return units.UNKNOWN  # none that fits: no watts to divide by
            return scaled(row.flops_per_watt.get(boundary), 1e9)

        return column(
            f"G{word}/W {title}", shown,
            help=f"Peak dense operations over the power inside {place}",
        )  # fmt: skip

    return [
        Column("Silicon", silicon_name, tooltip=_tip),
        column("Rack", lambda r: r.mean_rack_power_w, unit="w", scale="kW",
               mark=lambda r: r.is_weak and r.mean_rack_power_w is not None,
               help="What its racks can sustain; * where the power of a server is a weak figure"),
        column("Hall", lambda r: r.power_w, unit="w", decimals=0, scale="kW"),
        column("Accelerators", lambda r: r.accelerators, help="Of whole servers or racks"),
        column(f"P{word} peak", lambda r: scaled(r.peak_flops, 1e15)),
        column(f"P{word} sustained", lambda r: scaled(r.sustained_flops, 1e15),
               help="As measured in large matrix products"),
        per_watt("chip"),
        per_watt("server"),
        per_watt("IT"),
        per_watt("facility"),
        column("Per MW at meter", lambda r: scaled(r.accelerators_per_mw, 1.0),
               help="Accelerators per megawatt at the meter on the design day"),
        Column("Binds", lambda r: words.limit_title(r.binds) if r.binds else NOT_KNOWN,
               tooltip=lambda r: r.binds_at),
        Column("Note", lambda r: r.note, tooltip=_tip),
    ]  # fmt: skip
