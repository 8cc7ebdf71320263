"""The status bar: where the mouse is, messages, progress, snap, units, saved state."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QLabel,
    QMenu,
    QProgressBar,
    QPushButton,
    QSizePolicy,
    QStatusBar,
    QToolButton,
    QWidget,
)

from coolsim import units
from coolsim.design import edits
from ui import theme
from ui.session import Session

SNAP_STEPS_M = (0.0, 0.05, 0.1, 0.3, 0.6)
MESSAGE_MS = 8000
_SOLVER_WORDS = {
    "off": "solver off",
    "starting": "solver starts",
    "ready": "solver warms up",
    "compiling": "Compiling the solver, once, about {:.0f} s",
}


class StatusBar(QStatusBar):
    """One line about everything that goes on.

    Signals:
        unitsClicked: The user wants the other unit system.
    """

    unitsClicked = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.setSizeGripEnabled(False)
        self.setContentsMargins(8, 0, 12, 0)
        self._cursor = QLabel()
        self._cursor.setAccessibleName("Position of the mouse")
        self._probe = QLabel()
        self._probe.setAccessibleName("Air under the mouse")
        self._text = QLabel()
        self._text.setAccessibleName("Message")
        self._text.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._stage = QLabel()
        self._bar = QProgressBar()
        self._bar.setAccessibleName("Progress")
        self._bar.setRange(0, 1000)
        self._bar.setFixedWidth(160)
        self._bar.setTextVisible(False)
        self._cancel = QPushButton("Cancel")
        self._cancel.clicked.connect(session.cancel)
        self._solver = QLabel()
        self._solver.setProperty("role", "muted")
        self._snap = _flat("Snap step: click for the next one")
        self._snap.clicked.connect(self._next_snap)
        self._scenario = _flat("Load scenario in force: click to switch")
        self._scenario.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._scenario.setMenu(QMenu(self._scenario))
        self._scenario.menu().aboutToShow.connect(self._list_scenarios)
        self._units = _flat("Units: click to switch between SI and IP")
        self._units.clicked.connect(self.unitsClicked)
        self._saved = QLabel()
        self._saved.setAccessibleName("Saved state")
        for label in (self._cursor, self._probe):
            self.addWidget(label)
        self.addWidget(self._text, 1)
        for part in (
            self._stage, self._bar, self._cancel, self._solver, self._scenario, self._snap,
            self._units, self._saved,
        ):  # fmt: skip
            self.addPermanentWidget(part)
        self._clear = QTimer(self)
        self._clear.setSingleShot(True)
        self._clear.timeout.connect(lambda: self._text.setText(""))
        session.message.connect(self.show_text)
        session.stateChanged.connect(self.refresh)
        session.designChanged.connect(lambda *_: self.refresh())
        session.unitsChanged.connect(self._units_changed)
        session.snapChanged.connect(lambda _: self.refresh())
        session.cursorMoved.connect(self.show_cursor)
        self.show_cursor(0.0, 0.0)
        self.refresh()

    def show_cursor(self, x_m: float, y_m: float) -> None:
        """Where the mouse is on the plan."""
        self._at = (x_m, y_m)
        value_x, label = units.display(x_m, "m", self._session.unit_system)
        value_y, _ = units.display(y_m, "m", self._session.unit_system)
        text = f"x {value_x:.3f}  y {value_y:.3f} {label}"
        self._cursor.setText(text)
        self._cursor.setMinimumWidth(max(self._cursor.minimumWidth(), self._width(text)))

    def _units_changed(self) -> None:
        self.show_cursor(*self._at)
        self.refresh()

    def show_probe(self, text: str) -> None:
        """The air under the mouse."""
        self._probe.setText(text)
        self._probe.setMinimumWidth(max(self._probe.minimumWidth(), self._width(text)))

    def show_text(self, text: str, severity: str = "note") -> None:
        """A message; errors stay until the next one."""
        palette = QPalette()
        if severity != "note":
            palette.setColor(QPalette.ColorRole.WindowText, theme.tokens().severity[severity])
        self._text.setPalette(palette)
        word = {"warning": "Warning: ", "error": "Error: "}.get(severity, "")
        line = " ".join(f"{word}{text}".split())
        self._text.setText(line)
        self._text.setToolTip(text)
        if severity == "error":
            self._clear.stop()
        else:
            self._clear.start(MESSAGE_MS)

    def refresh(self) -> None:
        """Progress, solver, snap, units, saved state."""
        session = self._session
        progress = session.progress
        for part in (self._stage, self._bar, self._cancel):
            part.setVisible(progress is not None)
        if progress is not None:
            left = progress.values.get("seconds_left_s")
            rest = f", {left:.0f} s left" if left is not None else ""
            self._stage.setText(f"{progress.message or progress.stage}{rest}")
            self._bar.setValue(round(progress.fraction * 1000))
            self._cancel.setEnabled(not session.cancelling)
            self._cancel.setText("Cancelling" if session.cancelling else "Cancel")
        word = _SOLVER_WORDS.get(session.solver_state, "").format(session.compile_s)
        self._solver.setText(word)
        self._solver.setVisible(bool(word) and progress is None)
        snap = units.text(session.snap_m, "m", session.unit_system, 3)
        self._snap.setText(f"snap {snap}" if session.snap_m else "snap off")
        self._units.setText(session.unit_system.upper())
        variant = session.variant
        active = next((e for e in variant.scenarios if e.id == variant.scenario_id), None)
        self._scenario.setVisible(bool(variant.scenarios))
        self._scenario.setText(active.label if active else "no scenario")
        modified = session.document.is_modified
        saved = "changed" if modified else "saved" if session.document.path else "new"
        self._saved.setText("read-only copy" if session.read_only else saved)

    def _list_scenarios(self) -> None:
        menu, session = self._scenario.menu(), self._session
        menu.clear()
        for scenario in session.variant.scenarios:
            action = menu.addAction(scenario.label)
            action.setCheckable(True)
            action.setChecked(scenario.id == session.variant.scenario_id)
            action.triggered.connect(
                lambda _=False, to=scenario: session.edit(
                    f"Switch to {to.label}", edits.scenario_switch, to.id
                )
            )

    def _next_snap(self) -> None:
        steps = SNAP_STEPS_M
        here = min(range(len(steps)), key=lambda i: abs(steps[i] - self._session.snap_m))
        self._session.set_snap(steps[(here + 1) % len(steps)])

    def _width(self, text: str) -> int:
        return self.fontMetrics().horizontalAdvance(text) + 12


def _flat(tip: str) -> QToolButton:
    button = QToolButton()
    button.setAutoRaise(True)
    button.setToolTip(tip)
    button.setAccessibleName(tip)
    return button
