"""The racks table: every rack's result, sortable, bound to the selection."""

from __future__ import annotations

from PySide6.QtGui import QColor
from PySide6.QtWidgets import QStackedLayout, QWidget

from coolsim.results.quantities import RACK_QUANTITIES, RackQuantity
from coolsim.results.records import RackResult
from ui import theme
from ui.session import Session
from ui.widgets.empty import EmptyState
from ui.widgets.record_table import Column, RecordTable

_DECIMALS = {"c": 1, "k": 1, "w": 2, "m3_s": 3}


class RacksPanel(QWidget):
    """All racks with their results."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        columns = [Column("Rack", lambda rack: rack.name or rack.id, tooltip=_id_of)]
        columns += [_column(quantity) for quantity in RACK_QUANTITIES]
        columns.append(Column("Heat to liquid", lambda r: r.heat_to_liquid_w, "w", 2, scale="kW"))
        self.table = RecordTable(columns, "Results of all racks")
        self._empty = EmptyState("Place racks and a cooler: the draft fills this table by itself.")
        self._stack = QStackedLayout(self)
        self._stack.setContentsMargins(0, 0, 0, 0)
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self.table)
        self.table.rowsChosen.connect(session.select)
        self.table.rowActivated.connect(session.viewRequested)
        session.resultsChanged.connect(self.refresh)
        session.unitsChanged.connect(self.refresh)
        session.selectionChanged.connect(self._show_selection)
        self.refresh()

    def refresh(self) -> None:
        """Show the racks of the result in sight."""
        if not self.isVisible() and self.table.records.rowCount():
            return  # brought up to date when the tab comes to the front
        results = self._session.results
        self.table.records.set_system(self._session.unit_system)
        self.table.set_records(results.racks if results else ())
        has_rows = results is not None and bool(results.racks)
        self._stack.setCurrentWidget(self.table if has_rows else self._empty)

    def showEvent(self, event: object) -> None:
        """The tab comes to the front."""
        self.refresh()
        self._show_selection()

    def _show_selection(self) -> None:
        self.table.select_ids(self._session.selection)


def _column(quantity: RackQuantity) -> Column:
    scale = "kW" if quantity.unit == "w" else ""
    color = None
    if quantity.limit is not None:

        def color(rack: RackResult, quantity: RackQuantity = quantity) -> QColor | None:
            return theme.tokens().bad if quantity.exceeds(rack) else None

    return Column(
        quantity.name,
        quantity.value,
        quantity.unit,
        _DECIMALS.get(quantity.unit, 1),
        scale,
        color=color,
    )


def _id_of(rack: RackResult) -> str:
    return rack.id
