"""Side by side: what every cooling method would do for the selected racks, each with Apply."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from coolsim import units
from coolsim.catalogue import Catalogue
from coolsim.catalogue.cooling_choice import METHODS, with_cooling
from coolsim.design.models import CoolingMethod, Rack
from coolsim.results.cooling import NOW, Consequence
from ui import theme
from ui.session import Session
from ui.widgets.forms import section_label

_NAMES = {NOW: "As drawn", **theme.COOLING_LABELS}
_COLUMNS = ("Inlet", "Case", "Pumps", "To air")


class CoolingChoice(QWidget):
    """A button that asks, a table that answers, an Apply for every method.

    Signals:
        applied: A method was applied.
    """

    applied = Signal()

    def __init__(
        self, session: Session, catalogue: Callable[[], Catalogue], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._catalogue = catalogue
        self._ids: tuple[str, ...] = ()
        self._shown: tuple[object, ...] = ()
        self.apply_buttons: dict[str, QToolButton] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(section_label("Cooling compared"))
        self.note = QLabel()
        self.note.setProperty("role", "muted")
        self.note.setWordWrap(True)
        column.addWidget(self.note)
        self._table = QWidget()
        self._grid = QGridLayout(self._table)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(1)
        column.addWidget(self._table)
        self.ask = QPushButton("Compare cooling methods")
        self.ask.setToolTip("Solve the hall on the live grid with every method for these racks")
        self.ask.clicked.connect(self._ask_or_cancel)
        column.addWidget(self.ask)

    def show_racks(self, racks: Sequence[Rack]) -> None:
        """Show the comparison for racks, if there is one."""
        self._ids = tuple(sorted(rack.id for rack in racks))
        self.refresh()

    def refresh(self) -> None:
        """Show state and rows as they are now."""
        session = self._session
        busy, cooling = session.busy, session.cooling
        asked, answer = cooling.is_running, cooling.answer
        self.ask.setText("Cancel" if asked else "Compare cooling methods")
        self.ask.setEnabled(asked or not busy)
        mine = answer is not None and answer.rack_ids == self._ids
        rows = answer.rows if answer is not None and mine else ()
        stale = mine and cooling.is_stale
        progress = session.progress
        if asked and progress is not None:
            self.note.setText(f"{progress.message or 'Comparing'} … {progress.fraction:.0%}")
        elif stale:
            self.note.setText("Stale: the design has changed since this comparison.")
        elif rows:
            self.note.setText("Live grid: a preview, solved once with each method.")
        else:
            self.note.setText("What if these racks were cooled another way?")
        key = (rows, stale, session.unit_system, theme.is_dark(), self._ids)
        if key != self._shown:
            self._shown = key
            self._fill(rows, stale)

    def _ask_or_cancel(self) -> None:
        cooling = self._session.cooling
        if cooling.is_running:
            cooling.cancel()
        else:
            cooling.ask(self._ids)

    def _fill(self, rows: Sequence[Consequence], stale: bool) -> None:
        while (taken := self._grid.takeAt(0)) is not None:
            widget = taken.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.apply_buttons = {}
        self._table.setVisible(bool(rows))
        system = self._session.unit_system
        degrees = units.label("c", system)
        marks = (degrees, degrees, "kW", "kW")
        heads = tuple(f"{name}\n{mark}" for name, mark in zip(_COLUMNS, marks, strict=True))
        for column, text in enumerate(heads if rows else ()):
            head = QLabel(text)
            head.setProperty("role", "muted")
            head.setAlignment(Qt.AlignmentFlag.AlignRight)
            self._grid.addWidget(head, 0, column)
        for number, row in enumerate(rows):
            self._add(row, 1 + 3 * number, stale, system)

    def _add(self, row: Consequence, at: int, stale: bool, system: units.System) -> None:
        tokens = theme.tokens()
        rule = QFrame()
        rule.setFrameShape(QFrame.Shape.HLine)
        rule.setStyleSheet(f"color: {tokens.line.name()}")
        self._grid.addWidget(rule, at, 0, 1, len(_COLUMNS))
        line = QWidget()
        across = QHBoxLayout(line)
        across.setContentsMargins(0, 0, 0, 0)
        stripe = QFrame()
        stripe.setFixedWidth(4)
        hue = tokens.cooling.get(row.method, tokens.muted)
        stripe.setStyleSheet(f"background: {hue.name()}")
        name = QLabel(_NAMES[row.method])
        across.addWidget(stripe)
        across.addWidget(name, 1)
        if row.method in METHODS:
            button = QToolButton()
            button.setText("Apply")
            button.setAccessibleName(f"Apply {_NAMES[row.method]}")
            button.setToolTip("Cool the selected racks this way, with the loops it needs")
            button.clicked.connect(lambda _=False, method=row.method: self.apply(method))
            across.addWidget(button)
            self.apply_buttons[row.method] = button
        self._grid.addWidget(line, at + 1, 0, 1, len(_COLUMNS))
        if row.status == "not_solved":
            reason = QLabel(f"Not solved: {row.reason}")
            reason.setProperty("role", "muted")
            reason.setWordWrap(True)
            self._grid.addWidget(reason, at + 2, 0, 1, len(_COLUMNS))
            return
        for column, (title, text, over) in enumerate(_cells(row, system)):
            cell = QLabel(text)
            cell.setAlignment(Qt.AlignmentFlag.AlignRight)
            cell.setAccessibleName(f"{_NAMES[row.method]}, {title}: {text}")
            cell.setToolTip(_tooltip(row, system))
            if over:
                cell.setStyleSheet(f"color: {tokens.bad.name()}")
            elif stale:
                cell.setProperty("role", "muted")
            self._grid.addWidget(cell, at + 2, column)

    def apply(self, method: str) -> None:
        """Cool the selected racks by a method: one undo step."""
        chosen: CoolingMethod = next(each for each in METHODS if each == method)
        what = f"{len(self._ids)} racks" if len(self._ids) > 1 else "rack"
        self._session.edit(
            f"Cool {what} by {_NAMES[method].lower()}", with_cooling, self._catalogue(),
            self._ids, chosen,
        )  # fmt: skip
        self.applied.emit()


def _cells(row: Consequence, system: units.System) -> tuple[tuple[str, str, bool], ...]:
    def degrees(value: float) -> str:
        return _plain(units.display(value, "c", system)[0])

    return (
        ("Inlet", _over(degrees(row.inlet_c), row.inlet_c > row.inlet_limit_c),
         row.inlet_c > row.inlet_limit_c),
        ("Case", _over(degrees(row.case_c), row.throttled_w > 0.0), row.throttled_w > 0.0),
        ("Pumps", _plain(row.pump_w / 1e3), False),
        ("To air", _plain(row.residual_air_w / 1e3), False),
    )  # fmt: skip


def _plain(value: float) -> str:
    return units.UNKNOWN if math.isnan(value) else f"{value:,.1f}"


def _over(text: str, over: bool) -> str:
    """A mark beside the colour: colour alone says nothing to some."""
    return f"▲ {text}" if over else text


def _tooltip(row: Consequence, system: units.System) -> str:
    lines = (
        ("Inlet, warmest", row.inlet_c, "c"), ("Inlet limit", row.inlet_limit_c, "c"),
        ("Case, hottest", row.case_c, "c"), ("Case limit", row.case_limit_c, "c"),
        ("Heat left for the air", row.residual_air_w, "w"),
        ("Heat to coolant and door water", row.to_liquid_w, "w"),
        ("Throttled", row.throttled_w, "w"),
        ("Pumps and door fans of the hall", row.pump_w, "w"),
        ("Worst inlet of the hall", row.worst_inlet_c, "c"),
    )  # fmt: skip
    told = [f"{name}: {units.text(value, unit, system)}" for name, value, unit in lines]
    return "\n".join([_NAMES[row.method], *told, f"Solve: {row.status.replace('_', ' ')}"])
