"""Why the selected rack is hot: its inlet by source, beside the picture on the plan."""

from __future__ import annotations

import math

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QStackedLayout, QVBoxLayout, QWidget

from coolsim import units
from ui.session import Session
from ui.why import HotRack, Source
from ui.widgets.empty import EmptyState
from ui.widgets.record_table import Column, RecordTable

KIND_WORDS = {
    "cooler": "Supply air",
    "rack": "Exhaust",
    "wall": "Wall",
    "heat": "Heat in the hall",
    "unsettled": "Changing flow",
}
_FLOW_WORDS = {"live": "live flow", "full": "full flow", "draft": "draft flow"}
EMPTY = "Select a rack and press W: arrows on the plan and this list say who sends heat to it."


def headline(answer: HotRack, system: units.System) -> str:
    """What the list adds up to, in one sentence."""
    inlet = units.text(answer.inlet_c, "c", system, 3)
    supply = units.text(answer.reference_c, "c", system, 3)
    rise = units.text(answer.inlet_c - answer.reference_c, "k", system, 3)
    share = units.text(answer.supply_share, "fraction", system, 2)
    return (
        f"{answer.rack_name} draws {inlet}: supply air of {supply} and {rise} from the sources"
        f" below. {share} of its air comes straight from coolers."
    )


def state_words(answer: HotRack, is_stale: bool) -> str:
    """What the answer rests on, and whether the design has changed since."""
    words = _FLOW_WORDS.get(answer.fidelity, answer.fidelity)
    if answer.status != "converged":
        words += f", {answer.status.replace('_', ' ')}"
    return f"stale: the design has changed ({words})" if is_stale else words


class WhyPanel(QWidget):
    """Headline, state and list of sources; a row selects its object."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.table = RecordTable(
            [
                Column("Source", lambda source: source.name),
                Column("What", lambda source: KIND_WORDS.get(source.kind, source.kind)),
                Column("Share of air", lambda source: source.share, "fraction", 1),
                Column("Temperature", _temperature, "c", 1,
                       help="At which the source blows its air out"),
                Column("Adds", lambda source: source.adds_k, "k", 2,
                       help="Rise of the inlet over the supply air by this source"),
            ],
            "Sources of the heat at the rack's inlet",
        )  # fmt: skip
        self._headline = QLabel()
        self._headline.setWordWrap(True)
        self._headline.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._state = QLabel()
        self._state.setProperty("role", "muted")
        self._again = QPushButton("Explain again")
        self._again.setToolTip("Explain the selected rack (W)")
        self._again.clicked.connect(session.why.ask)
        clear = QPushButton("Clear")
        clear.setToolTip("Take the arrows off the plan")
        clear.clicked.connect(session.why.clear)
        row = QHBoxLayout()
        row.setContentsMargins(8, 4, 8, 0)
        row.addWidget(self._headline, 1)
        row.addWidget(self._state)
        row.addWidget(self._again)
        row.addWidget(clear)
        filled = QWidget()
        column = QVBoxLayout(filled)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(row)
        column.addWidget(self.table, 1)
        self._filled, self._empty = filled, EmptyState(EMPTY)
        self._stack = QStackedLayout(self)
        self._stack.setContentsMargins(0, 0, 0, 0)
        self._stack.addWidget(self._empty)
        self._stack.addWidget(filled)
        self.table.rowsChosen.connect(self._select)
        self.table.rowActivated.connect(session.viewRequested)
        session.why.changed.connect(self.refresh)
        session.unitsChanged.connect(self.refresh)
        session.selectionChanged.connect(self._enable)
        session.stateChanged.connect(self._enable)
        self.refresh()

    @property
    def text(self) -> str:
        """Headline and state as shown."""
        return f"{self._headline.text()}\n{self._state.text()}"

    def refresh(self) -> None:
        """Show the explanation in sight."""
        answer, system = self._session.why.answer, self._session.unit_system
        self._stack.setCurrentWidget(self._empty if answer is None else self._filled)
        self.table.records.set_system(system)
        self.table.set_records(answer.sources if answer is not None else ())
        if answer is not None:
            self._headline.setText(headline(answer, system))
            self._headline.setToolTip(answer.note)
            self._state.setText(state_words(answer, self._session.why.is_stale))
        self._enable()

    def showEvent(self, event: QShowEvent) -> None:
        """The tab comes to the front."""
        super().showEvent(event)
        self.refresh()

    def _enable(self) -> None:
        session = self._session
        self._again.setEnabled(not session.busy and session.why.rack_id is not None)

    def _select(self, ids: object) -> None:
        chosen = ids if isinstance(ids, (list, tuple, set, frozenset)) else [ids]
        self._session.select(str(each) for each in chosen)


def _temperature(source: Source) -> float | None:
    return None if math.isnan(source.temperature_c) else source.temperature_c
