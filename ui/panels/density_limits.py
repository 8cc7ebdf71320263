"""Limits of a density answer: the stack over a rack, what is left unused, prices, failures."""

from __future__ import annotations

import math

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QSplitter, QStackedLayout, QVBoxLayout, QWidget

from coolsim import units
from coolsim.catalogue.records import STRONG
from coolsim.density.records import Density, LimitReading, Price, RackDensity, Survival
from coolsim.density.stack import (
    Stranded,
    stack_of,
    stranded_of_hall,
    stranded_of_rack,
)
from ui import words
from ui.session import Session
from ui.widgets.empty import EmptyState
from ui.widgets.record_table import Column, RecordTable

_CAUSES = {"power": "Power", "cooling": "Cooling", "space": "Space"}


class DensityLimits(QWidget):
    """Every limit over the selected rack, or in the hall, and the capacity they leave unused."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._density: Density | None = None
        self.title = QLabel()
        self.title.setMargin(6)
        self.limits = RecordTable(
            _limit_columns(session), "Limits, the nearest first",
            identity=lambda reading: f"{reading.limit} {reading.object_id}",
        )  # fmt: skip
        self.stranded = RecordTable(
            _stranded_columns(session), "Capacity left unused",
            identity=lambda item: f"{item.limit} {item.object_id}",
        )  # fmt: skip
        tables = QSplitter(Qt.Orientation.Horizontal)
        tables.addWidget(_titled(self.title, self.limits))
        tables.addWidget(_titled(QLabel("Left unused, for another limit binds first"),
                                 self.stranded))  # fmt: skip
        tables.setStretchFactor(0, 3)
        tables.setStretchFactor(1, 2)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(tables)
        self.limits.rowActivated.connect(self._show_object)
        session.selectionChanged.connect(self.refresh)

    def show_density(self, density: Density | None) -> None:
        """Show the limits of an answer."""
        self._density = density
        self.refresh()

    def refresh(self) -> None:
        """Show the selected rack, or the hall where none is."""
        density = self._density
        if density is None:
            return
        for table in (self.limits, self.stranded):
            table.records.set_system(self._session.unit_system)
        rack = self._selected(density)
        if rack is None:
            self.title.setText("Hall: select a rack to see the limits over it")
            self.limits.set_records(_nearest_of_each(density))
            self.stranded.set_records(stranded_of_hall(density))
            return
        power = units.text(rack.power_w, "w", self._session.unit_system)
        self.title.setText(f"Limits over {rack.name or rack.id} at {power}, the nearest first")
        self.limits.set_records(stack_of(density, rack))
        self.stranded.set_records(stranded_of_rack(density, rack))

    def _selected(self, density: Density) -> RackDensity | None:
        chosen = self._session.selection
        return next((rack for rack in density.racks if rack.id in chosen), None)

    def _show_object(self, key: str) -> None:
        self._session.viewRequested.emit(key.split(" ", 1)[1])


class DensityTable(QWidget):
    """A table of an answer, or a line that says how to get it."""

    def __init__(self, table: RecordTable, empty: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.table = table
        self._stack = QStackedLayout(self)
        self._stack.setContentsMargins(0, 0, 0, 0)
        self._stack.addWidget(EmptyState(empty))
        self._stack.addWidget(table)

    def show_records(self, records: tuple[object, ...], system: units.System) -> None:
        """Show records, or that there are none."""
        self.table.records.set_system(system)
        self.table.set_records(records)
        self._stack.setCurrentIndex(1 if records else 0)


def price_table(session: Session) -> DensityTable:
    """Prices of the limits that bind."""
    columns = [
        Column("Limit", lambda p: words.limit_title(p.limit)),
        Column("Relaxed by", lambda p: _step(p, session.unit_system)),
        Column("Hall gains", lambda p: p.gained_w, "w", 2, "kW", help="Solved again"),
        Column("Per unit", lambda p: _per_unit(p, session.unit_system)),
        Column("Binds then", lambda p: words.limit_title(p.binds_then) if p.binds_then else "—"),
    ]
    table = RecordTable(columns, "Prices of limits", identity=lambda price: str(price.limit))
    return DensityTable(table, "Press “What to change…” to price the limits that bind.")


def survival_table() -> DensityTable:
    """The density without any single unit."""
    columns = [
        Column("Without", lambda s: s.name),
        Column("Hall", lambda s: s.power_w, "w", 1, "kW"),
        Column("Binds", lambda s: words.limit_title(s.binds) if s.binds else "no answer"),
        Column("How", _how, help="Potential flow is a screening; the worst are solved again"),
    ]
    table = RecordTable(
        columns, "Density without one unit", identity=lambda item: str(item.object_id)
    )
    return DensityTable(
        table, "Tick “Any single failure” and find the density to see what each unit lost leaves."
    )


def _how(item: Survival) -> str:
    return "screening" if item.is_screening else "solved again"


def _step(price: Price, system: units.System) -> str:
    return units.text(price.step, "k" if price.unit == "c" else price.unit, system, 3)


def _per_unit(price: Price, system: units.System) -> str:
    """What a unit of a limit is worth, in watts of the hall."""
    if price.unit == "w":
        return f"{price.per_unit_w:.3g} W/W"
    unit = "k" if price.unit == "c" else price.unit
    label = units.label(unit, system)
    one = price.step / units.convert(price.step, unit, label) if price.step else 1.0
    return f"{units.text(price.per_unit_w * one, 'w', system, 3)} per {label}"


def _nearest_of_each(density: Density) -> tuple[LimitReading, ...]:
    """The nearest limit of every kind; what recedes as power grows has no slack and comes last."""
    nearest: dict[str, LimitReading] = {}
    for reading in density.limits:
        nearest.setdefault(reading.limit, reading)
    return tuple(nearest.values())


def _limit_columns(session: Session) -> list[Column]:
    def shown(reading: LimitReading, value: float) -> str:
        return units.text(value, reading.unit, session.unit_system)

    return [
        Column(
            "Limit", lambda r: words.limit_title(r.limit),
            tooltip=lambda r: words.limit_tooltip(r, session.unit_system),
            mark=lambda r: r.confidence not in STRONG, help="* marks a weak figure",
        ),
        Column("Where", lambda r: r.object_name),
        Column("Limit at", lambda r: shown(r, r.value)),
        Column("Reached", lambda r: shown(r, r.actual)),
        Column(
            "Slack", lambda r: r.slack_w if math.isfinite(r.slack_w) else None, "w", 2, "kW",
            help="Power until it binds; coupled limits by the nearest solved flows",
        ),
        Column("Source", lambda r: r.source or "not stated"),
    ]  # fmt: skip


def _stranded_columns(session: Session) -> list[Column]:
    def left(item: Stranded) -> str:
        return units.text(item.left, item.unit, session.unit_system)

    return [
        Column("Of", lambda s: _CAUSES[s.cause]),
        Column("Capacity", lambda s: words.limit_title(s.limit)),
        Column("Where", lambda s: s.object_name),
        Column("Left", left),
        Column("Share", lambda s: s.share, "fraction", 0, "%"),
        Column("Because of", lambda s: words.limit_title(s.binds) if s.binds else "—"),
    ]


def _titled(title: QLabel, table: RecordTable) -> QWidget:
    title.setMargin(6)
    box = QWidget()
    layout = QVBoxLayout(box)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(0)
    layout.addWidget(title)
    layout.addWidget(table, 1)
    return box
