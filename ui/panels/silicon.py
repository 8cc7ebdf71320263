"""The comparison of silicon: what to compare, and a table of the same hall with each kind."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from coolsim.catalogue.rates import PRECISIONS
from coolsim.results.compute import SiliconRow
from ui import words
from ui.panels.run_bar import RunBar
from ui.session import Session
from ui.widgets.empty import EmptyState
from ui.widgets.forms import ComboBox
from ui.widgets.record_table import Column, RecordTable
from ui.widgets.ticks import Tick, TickButton

NOT_KNOWN = "not known"
_EMPTY = "Choose silicon and press Compare: the hall is solved again with each kind."
_SCALES = {"peta": 1e15, "giga": 1e9}


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
        self.table = RecordTable(_columns(), "The same hall with other silicon", identity=_row_id)
        self._empty = EmptyState(_EMPTY)
        self._stack = QStackedLayout()
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self.table)
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
        self._stack.setCurrentWidget(self._empty if table is None else self.table)
        self.table.records.set_system(self._session.unit_system)
        self.table.set_records(table.rows if table is not None else ())

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


def _columns() -> list[Column]:
    def over(value: float | None, scale: str) -> float | str:
        return NOT_KNOWN if value is None else round(value / _SCALES[scale], 1)

    def per_watt(boundary: str) -> Column:
        place = "the meter, on the design day" if boundary == "facility" else boundary
        title = "meter" if boundary == "facility" else boundary
        return Column(
            f"GFLOPS/W {title}",
            # no accelerator that fits has no watts to divide by
            lambda r: (
                None if r.accelerators == 0 else over(r.flops_per_watt.get(boundary), "giga")
            ),
            tooltip=_tip, help=f"Peak dense operations over the power inside {place}",
        )  # fmt: skip

    return [
        Column("Silicon", _title, tooltip=_tip),
        Column("Rack", lambda r: _known(r.mean_rack_power_w), "w", 1, "kW", tooltip=_tip,
               mark=lambda r: r.is_weak and r.mean_rack_power_w is not None,
               help="What its racks can sustain; * where the power of a server is a weak figure"),
        Column("Hall", lambda r: _known(r.power_w), "w", 0, "kW", tooltip=_tip),
        Column("Accelerators", lambda r: _known(r.accelerators), tooltip=_tip,
               help="Of whole servers or racks"),
        Column("PFLOPS peak", lambda r: over(r.peak_flops, "peta"), tooltip=_tip),
        Column("PFLOPS sustained", lambda r: over(r.sustained_flops, "peta"), tooltip=_tip,
               help="As measured in large matrix products"),
        per_watt("chip"),
        per_watt("server"),
        per_watt("IT"),
        per_watt("facility"),
        Column("Per MW at meter", lambda r: _rounded(r.accelerators_per_mw), tooltip=_tip,
               help="Accelerators per megawatt at the meter on the design day"),
        Column("Binds", lambda r: words.limit_title(r.binds) if r.binds else NOT_KNOWN,
               tooltip=lambda r: r.binds_at),
    ]  # fmt: skip


def _title(row: SiliconRow) -> str:
    name = f"{row.name} (target)" if row.is_target else row.name
    return f"As drawn: {name or 'no accelerators'}" if not row.asked else name


def _known(value: float | int | None) -> float | int | str:
    return NOT_KNOWN if value is None else value


def _rounded(value: float | None) -> float | str:
    return NOT_KNOWN if value is None else round(value, 1)
