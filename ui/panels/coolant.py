"""The coolant panel: chips and coolant of racks, units, loops, balances, cold surfaces."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtGui import QColor
from PySide6.QtWidgets import QStackedLayout, QTabWidget, QWidget

from coolsim.results.coolant_quantities import COOLANT_QUANTITIES, CoolantQuantity
from coolsim.results.liquid import DEW_MARGIN_K, LiquidResults
from ui import theme
from ui.panels.loop_tree import MODE_WORDS, STATUS_WORDS
from ui.session import Session
from ui.widgets.empty import EmptyState
from ui.widgets.record_table import Column, RecordTable

_DECIMALS = {"w": 2, "coolant_m3_s": 1, "coolant_pa": 1, "coolant_m_s": 2, "fraction": 0}


@dataclass(frozen=True)
class BalanceRow:
    """A term of a balance, or what is left over of it."""

    id: str
    balance: str
    term: str
    value_w: float


class CoolantPanel(QWidget):
    """Tables of the liquid side of the result in sight."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._shown: tuple[object, ...] = ()
        self.racks = RecordTable(_rack_columns(), "Chips and coolant of racks")
        self.cdus = RecordTable(_cdu_columns(), "Coolant distribution units")
        self.loops = RecordTable(_loop_columns(), "Loops")
        self.balances = RecordTable(_balance_columns(), "Heat balances")
        self.surfaces = RecordTable(
            _surface_columns(), "Cold surfaces", identity=lambda surface: str(surface.object_id)
        )
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.setTabPosition(QTabWidget.TabPosition.South)
        self.tabs.setAccessibleName("Tables of the liquid side")
        for title, table in (
            ("Racks", self.racks),
            ("CDUs", self.cdus),
            ("Loops", self.loops),
            ("Balances", self.balances),
            ("Cold surfaces", self.surfaces),
        ):
            self.tabs.addTab(table, title)
            if table is not self.balances:
                table.rowsChosen.connect(session.select)
                table.rowActivated.connect(session.viewRequested)
        self._empty = EmptyState(
            "Nothing solved with coolant yet. Hang racks on a loop in the Loops tab, then press F5."
        )
        self._stack = QStackedLayout(self)
        self._stack.setContentsMargins(0, 0, 0, 0)
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self.tabs)
        session.resultsChanged.connect(self.refresh)
        session.unitsChanged.connect(self.refresh)
        session.selectionChanged.connect(self._show_selection)
        self.tabs.currentChanged.connect(lambda _: self._show_selection())
        self.refresh()

    def refresh(self) -> None:
        """Show the liquid side of the result in sight."""
        results = self._session.results
        liquid = results.liquid if results is not None else None
        key = (id(liquid), self._session.unit_system)
        if key == self._shown or (not self.isVisible() and self._shown):
            return  # brought up to date when the tab comes to the front
        self._shown = key
        self._stack.setCurrentWidget(self._empty if liquid is None else self.tabs)
        contents: tuple[tuple[RecordTable, Sequence[object]], ...] = (
            (self.racks, liquid.racks if liquid else ()),
            (self.cdus, liquid.cdus if liquid else ()),
            (self.loops, liquid.loops if liquid else ()),
            (self.balances, balance_rows(liquid) if liquid else ()),
            (self.surfaces, liquid.surfaces if liquid else ()),
        )
        for table, records in contents:
            table.records.set_system(self._session.unit_system)
            table.set_records(records)

    def showEvent(self, event: object) -> None:
        """The tab comes to the front."""
        self.refresh()
        self._show_selection()

    def _show_selection(self) -> None:
        for table in (self.racks, self.cdus, self.loops, self.surfaces):
            table.select_ids(self._session.selection)


def balance_rows(liquid: LiquidResults) -> tuple[BalanceRow, ...]:
    """Every term of every balance, each followed by what is left over."""
    rows = []
    for balance in liquid.balances:
        terms = [
            *((term.name, term.value) for term in balance.terms),
            ("Left over", balance.left_w),
        ]
        for name, value in terms:
            rows.append(BalanceRow(f"{balance.name}/{len(rows)}", balance.name, name, value))
    return tuple(rows)


def _rack_columns() -> list[Column]:
    return [
        Column("Rack", lambda rack: rack.name or rack.id, tooltip=lambda rack: str(rack.id)),
        Column("Cooling", lambda rack: theme.COOLING_LABELS[rack.method]),
        *(_quantity(quantity) for quantity in COOLANT_QUANTITIES),
        Column(
            "Not checked", lambda rack: "; ".join(rack.notes),
            help="What is not known, or lies outside its correlation",
        ),
    ]  # fmt: skip


def _quantity(quantity: CoolantQuantity) -> Column:
    color = None
    if quantity.limit is not None:

        def color(rack: object, quantity: CoolantQuantity = quantity) -> QColor | None:
            return theme.tokens().bad if quantity.exceeds(rack) else None  # type: ignore[arg-type]

    return Column(
        quantity.name, quantity.value, quantity.unit, _DECIMALS.get(quantity.unit, 1),
        "kW" if quantity.unit == "w" else "", color=color,
    )  # fmt: skip


def _cdu_columns() -> list[Column]:
    return [
        Column("CDU", lambda unit: unit.name or unit.id),
        Column("State", lambda unit: MODE_WORDS[unit.mode]),
        Column("Duty", lambda unit: unit.duty_w, "w", 1, "kW"),
        Column("Flow", lambda unit: unit.technology_m3_s, "coolant_m3_s", 1),
        Column("Supply", lambda unit: unit.supply_c, "c"),
        Column("Return", lambda unit: unit.return_c, "c"),
        Column("Facility flow", lambda unit: unit.facility_m3_s, "coolant_m3_s", 1),
        Column("Facility in", lambda unit: unit.facility_in_c, "c"),
        Column("Facility out", lambda unit: unit.facility_out_c, "c"),
        Column("Approach", lambda unit: unit.approach_k, "k", 2),
        Column("Pump power", lambda unit: unit.pump_power_w, "w", 2, "kW"),
        Column("Pump speed", lambda unit: unit.pump_speed_fraction, "fraction", 0),
        Column("Suction margin", lambda unit: unit.suction_margin_pa, "coolant_pa", 0,
               help="Pressure at the pump's suction above the vapour pressure"),
    ]  # fmt: skip


def _loop_columns() -> list[Column]:
    return [
        Column("Loop", lambda loop: loop.name or loop.id),
        Column("Kind", lambda loop: f"{loop.kind} loop"),
        Column("State", lambda loop: STATUS_WORDS[loop.status]),
        Column("Flow", lambda loop: loop.flow_m3_s, "coolant_m3_s", 1),
        Column("Supply", lambda loop: loop.supply_c, "c"),
        Column("Return", lambda loop: loop.return_c, "c"),
        Column("Pressure", lambda loop: loop.pressure_pa, "coolant_pa", 1,
               help="Between supply and return, where the sources feed the loop"),
        Column("Highest pressure", lambda loop: loop.highest_pressure_pa, "coolant_pa", 0),
        Column("Lowest pressure", lambda loop: loop.lowest_pressure_pa, "coolant_pa", 0,
               help="Above the air's, at its highest point; below zero it draws air"),
        Column("Pump power", lambda loop: loop.pump_power_w, "w", 2, "kW"),
        Column("Pump speed", lambda loop: loop.pump_speed_fraction, "fraction", 0),
        Column("Shortfall", lambda loop: loop.imbalance_fraction, "fraction", 1,
               help="Largest shortfall of a consumer's flow from its design flow"),
        Column("Coolant", lambda loop: loop.volume_m3, "m3", 2, help="In its pipes"),
        Column("Left over", lambda loop: loop.balance_w, "w", 6, "W", help="Of its heat balance"),
    ]  # fmt: skip


def _balance_columns() -> list[Column]:
    return [
        Column("Balance", lambda row: row.balance),
        Column("Term", lambda row: row.term),
        Column("Into it", lambda row: row.value_w, "w", 4, "kW"),
    ]


def _surface_columns() -> list[Column]:
    return [
        Column("Object", lambda surface: surface.name or surface.object_id),
        Column("Surface", lambda surface: surface.surface),
        Column("Temperature", lambda surface: surface.temperature_c, "c"),
        Column("Dew point", lambda surface: surface.dew_point_c, "c"),
        Column(
            "Margin", lambda surface: surface.margin_k, "k", 1,
            color=lambda surface: theme.tokens().bad if surface.margin_k < DEW_MARGIN_K else None,
            help="Temperature over the dew point of the air about it; water condenses below zero",
        ),
    ]  # fmt: skip
