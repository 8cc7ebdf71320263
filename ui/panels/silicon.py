"""The comparison of silicon: what to compare, and a table of the same hall with each kind."""

from __future__ import annotations

from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QStackedLayout,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from coolsim.catalogue.rates import PRECISIONS
from coolsim.results.compute import SiliconRow
from ui import words
from ui.session import Session
from ui.widgets.empty import EmptyState
from ui.widgets.record_table import Column, RecordTable

NOT_KNOWN = "not known"
_EMPTY = "Choose silicon and press Compare: the hall is solved again with each kind."
_SCALES = {"peta": 1e15, "giga": 1e9}


class SiliconPanel(QWidget):
    """Choice of kinds and precision above, the comparison below."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._silicon = session.silicon
        self.kinds = QToolButton()
        self.kinds.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.kinds.setToolTip("Accelerators of the catalogue and of this design")
        self.kinds.setAccessibleName("Silicon to compare")
        self._menu = QMenu(self.kinds)
        self._menu.aboutToShow.connect(self._fill_menu)
        self.kinds.setMenu(self._menu)
        self.precision = QComboBox()
        self.precision.addItems([name.upper() for name in PRECISIONS])
        self.precision.setToolTip("All operations are dense and of this precision")
        self.precision.setAccessibleName("Precision")
        self.precision.currentTextChanged.connect(
            lambda text: self._silicon.set_precision(text.lower())
        )
        self.compare = QPushButton("Compare")
        self.compare.setToolTip("Solve the hall again with each kind of silicon")
        self.compare.clicked.connect(self._silicon.ask)
        self.told = QLabel()
        self.told.setWordWrap(True)
        bar = QHBoxLayout()
        bar.setContentsMargins(8, 4, 8, 4)
        bar.setSpacing(8)
        for widget in (self.kinds, self.precision, self.compare):
            bar.addWidget(widget)
        bar.addWidget(self.told, 1)
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
        session.stateChanged.connect(self._show_busy)
        self.refresh()

    def refresh(self) -> None:
        """Show choice and table."""
        silicon, count = self._silicon, len(self._silicon.chosen)
        self.kinds.setText(f"Silicon ({count})")
        self.precision.setCurrentText(silicon.precision.upper())
        table = silicon.answer
        self._stack.setCurrentWidget(self._empty if table is None else self.table)
        self._show_busy()
        if table is None:
            self.told.setText("")
            self.table.set_records(())
            return
        stale = "Stale: the design has changed since. " if silicon.is_stale else ""
        took = words.seconds_text(table.seconds)
        self.told.setText(f"{stale}Dense {table.precision.upper()}, {table.objective}; took {took}")
        self.table.records.set_system(self._session.unit_system)
        self.table.set_records(table.rows)

    def _show_busy(self) -> None:
        self.compare.setEnabled(bool(self._silicon.chosen) and not self._session.busy)

    def _fill_menu(self) -> None:
        """The kinds by vendor, those chosen ticked."""
        self._menu.clear()
        menus: dict[str, QMenu] = {}
        for entry in self._silicon.kinds():
            vendor = entry.word("vendor") or "Own"
            if vendor not in menus:
                menus[vendor] = self._menu.addMenu(vendor)
            title = f"{entry.name} (target)" if entry.is_target else entry.name
            action = menus[vendor].addAction(title)
            action.setCheckable(True)
            action.setChecked(entry.id in self._silicon.chosen)
            action.toggled.connect(
                lambda wanted, identity=entry.id: self._silicon.choose(identity, wanted=wanted)
            )


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
