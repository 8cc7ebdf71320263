"""The density panel: how dense each rack can be, what binds, what comes next."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QPushButton,
    QScrollArea,
    QSplitter,
    QStackedLayout,
    QTabWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from coolsim import units
from coolsim.catalogue import load_catalogue
from coolsim.density.records import RackDensity
from ui import theme, words
from ui.charts.box import ChartBox
from ui.charts.compute import per_watt_chart, precisions_of
from ui.charts.data import ChartData
from ui.panels.choice import ChoicePanel
from ui.panels.compute_rows import flops_text
from ui.panels.density_changes import DensityChanges
from ui.panels.density_goal import DensityGoal
from ui.panels.density_hall import hall_text, is_weak, unchecked_text
from ui.panels.density_limits import DensityLimits, price_table, survival_table
from ui.panels.placement import PlacementPanel
from ui.panels.silicon import SiliconPanel
from ui.session import Session
from ui.widgets.empty import EmptyState
from ui.widgets.record_table import Column, RecordTable

_NO_RATES = (
    "Fill racks with accelerators whose operations per second are known, and find the density: the "
    "chart shows operations per watt from chip to meter."
)


class DensityPanel(QWidget):
    """The hall's answer beside the tables per rack; other silicon, cooling chosen, jobs placed.

    Signals:
        enlargeRequested: The panel wants more, or its usual, room.
    """

    enlargeRequested = Signal(bool)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.table = RecordTable(_columns(session), "Density of all racks")
        self.hall = _told("Density of the hall")
        self.unchecked = _told("Limits that were not checked")
        side = QScrollArea()
        side.setFrameShape(QFrame.Shape.NoFrame)
        side.setWidgetResizable(True)
        side.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.goal = DensityGoal(session)
        self.colour = QPushButton("Colour the plan by limit")
        self.colour.setToolTip("Racks in the hue of the limit that binds them, power now and then")
        self.colour.clicked.connect(lambda: session.set_metric("binding"))
        self.apply = QPushButton("Apply to the racks")
        self.apply.setToolTip("Give every rack the power or the whole units of this answer")
        self.apply.clicked.connect(self._apply)
        self.changes = DensityChanges(session)
        self.changes.asked.connect(self._ask_changes)
        told = QWidget()
        column = QVBoxLayout(told)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.goal)
        buttons = QVBoxLayout()  # above the answer, which is long: in sight in a low panel
        buttons.setContentsMargins(8, 0, 8, 0)
        buttons.addWidget(self.colour)
        buttons.addWidget(self.apply)
        column.addLayout(buttons)
        column.addWidget(self.hall)
        column.addWidget(self.changes)
        column.addWidget(self.unchecked)
        column.addStretch(1)
        side.setWidget(told)
        answer = QSplitter(Qt.Orientation.Horizontal)
        answer.addWidget(side)
        self.limits = DensityLimits(session)
        self.prices = price_table(session)
        self.failures = survival_table()
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.addTab(self.table, "Racks")
        self.tabs.addTab(self.limits, "Limits")
        self.tabs.addTab(self.prices, "Prices")
        self.tabs.addTab(self.failures, "Failures")
        self.per_watt = ChartBox(
            "Precision", "Of the operations per watt", _NO_RATES, self._per_watt_chart
        )
        self.tabs.addTab(self.per_watt, "Per watt")
        self.tabs.setTabToolTip(4, "Operations per watt from chip to meter")
        right = QWidget()
        self._stack = QStackedLayout(right)
        self._stack.setContentsMargins(0, 0, 0, 0)
        self._empty = EmptyState(
            "Press F6 to ask how dense each rack can be, and which limit binds."
        )
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self.tabs)
        answer.addWidget(right)
        self.silicon = SiliconPanel(session)
        self.choice = ChoicePanel(session)
        self.placement = PlacementPanel(session)
        answer.setSizes([theme.scaled(300), 900])
        answer.setStretchFactor(1, 1)
        self.pages = QTabWidget()
        self.pages.setDocumentMode(True)
        self.pages.setAccessibleName("Questions about density")
        for number, (page, title, tip) in enumerate(
            (
                (answer, "Density", "How dense each rack can be, what binds, what to change"),
                (self.silicon, "Silicon", "The same hall with other accelerators, in one table"),
                (self.choice, "Cooling", "Cooling and servers of every rack chosen, and the front"),
                (self.placement, "Jobs", "Jobs placed on the servers, and what keeps running"),
            )
        ):
            self.pages.addTab(page, title)
            self.pages.setTabToolTip(number, tip)
        self.pages.setCornerWidget(self._make_enlarge())
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.pages)
        self.table.rowsChosen.connect(session.select)
        self.table.rowActivated.connect(session.viewRequested)
        self._shown: tuple[object, ...] = ()
        session.resultsChanged.connect(self.refresh)
        session.densityArrived.connect(lambda: self.pages.setCurrentIndex(0))
        session.unitsChanged.connect(self.refresh)
        session.selectionChanged.connect(self._show_selection)
        self.refresh()

    def refresh(self) -> None:
        """Show the density answer of the session."""
        density = self._session.density
        key = (self._session.density_is_stale, self._session.unit_system, theme.is_dark())
        state = (id(density), *key)
        if state == self._shown:
            return
        self._shown = state
        self._stack.setCurrentWidget(self._empty if density is None else self.tabs)
        for label in (self.hall, self.unchecked):
            label.setVisible(density is not None)
        self.colour.setVisible(density is not None)
        self.apply.setVisible(density is not None)
        is_held = density is not None and density.status in ("confirmed", "cancelled")
        self.apply.setEnabled(is_held and not self._session.density_is_stale)
        self.changes.show_density(density, is_stale=self._session.density_is_stale)
        if density is None:
            self.table.set_records(())
            return
        self.table.records.set_system(self._session.unit_system)
        # a flow that was tried and breaks limits is no density
        self.table.set_records(() if density.status == "infeasible" else density.racks)
        self.limits.show_density(density)
        advice = density.advice
        self.prices.show_records(advice.prices if advice else (), self._session.unit_system)
        self.failures.show_records(density.survival, self._session.unit_system)
        account = density.compute
        self.per_watt.mark = "stale" if self._session.density_is_stale else ""
        known = precisions_of(account.boundaries) if account else ()
        first = account.headline.precision if account and account.headline else ""
        self.per_watt.offer([(name, f"{name.upper()} dense") for name in known], first)
        self.hall.setText(hall_text(density, self._session))
        self.unchecked.setText(unchecked_text(density))

    def show_page(self, page: QWidget) -> None:
        """Bring a page to the front, with the keyboard in its first field."""
        self.pages.setCurrentWidget(page)
        page.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _make_enlarge(self) -> QToolButton:
        self.enlarge = QToolButton()
        self.enlarge.setText("Enlarge")
        self.enlarge.setToolTip("Give the panel more room")
        self.enlarge.setCheckable(True)
        self.enlarge.toggled.connect(self.enlargeRequested)
        return self.enlarge

    def _apply(self) -> None:
        """Draw the answer: one step of undo."""
        from coolsim.density.applied import with_answer

        session, density = self._session, self._session.density
        if density is None or session.density_is_stale:
            return
        catalogue = load_catalogue().with_entries(session.design.catalogue)
        design, left = with_answer(session.document.design, catalogue, density)
        session.apply("Apply density to the racks", design)
        if left:
            names = ", ".join(left[:4]) + (f" and {len(left) - 4} more" if len(left) > 4 else "")
            session.message.emit(f"Drawn by slots, left as they are: {names}.", "warning")

    def _per_watt_chart(self, precision: str) -> ChartData | None:
        density = self._session.density
        if density is None or density.compute is None:
            return None
        return per_watt_chart(density.compute.boundaries, precision)

    def _ask_changes(self) -> None:
        density = self._session.density
        known = density is not None and density.objective == "proportional"
        is_finer = density is not None and density.finer is not None
        self._session.run_density(
            "proportional" if known else "uniform", changes=True, finer=is_finer
        )

    def changeEvent(self, event: QEvent) -> None:
        """Colours inside the text follow the theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.refresh()

    def showEvent(self, event: object) -> None:
        """The tab comes to the front."""
        self._show_selection()

    def _show_selection(self) -> None:
        self.table.select_ids(self._session.selection)


def _told(name: str) -> QLabel:
    """A label for rich text that can be taken out by mouse."""
    label = QLabel()
    label.setTextFormat(Qt.TextFormat.RichText)
    label.setWordWrap(True)
    label.setAlignment(Qt.AlignmentFlag.AlignTop)
    label.setMargin(8)
    label.setAccessibleName(name)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label


def _columns(session: Session) -> list[Column]:
    def tip(which: str) -> Callable[[RackDensity], str]:
        return lambda rack: words.limit_tooltip(getattr(rack, which), session.unit_system)

    return [
        Column("Rack", lambda r: r.name or r.id, tooltip=lambda r: r.id),
        Column("Now", lambda r: r.power_now_w, "w", 2, "kW", help="Sustained power as drawn"),
        Column(
            "Can sustain", lambda r: r.power_w, "w", 2, "kW",
            help="With all racks at their answer; thermal headroom",
        ),
        Column(
            "Binds", lambda r: words.limit_text(r.binding), tooltip=tip("binding"),
            mark=lambda r: is_weak(r.binding), help="* marks a limit from a weak figure",
        ),
        Column("Next", lambda r: words.limit_text(r.next), tooltip=tip("next"),
               mark=lambda r: is_weak(r.next)),
        Column("Slack", lambda r: r.slack_w, "w", 2, "kW", help="Power until the next limit"),
        Column("Unit", lambda r: r.unit_name or units.UNKNOWN,
               tooltip=lambda r: units.text(r.unit_power_w, "w") + " each" if r.unit_name else ""),
        Column("Units", lambda r: r.units if r.unit_name else None,
               help="Whole units that fit into the power"),
        Column("Drawn", lambda r: r.units_drawn if r.unit_name else None),
        Column("Missing for one more", lambda r: r.next_unit_missing_w, "w", 2, "kW"),
        Column("Accelerators", lambda r: r.accelerators if r.unit_name else None),
        Column("Peak compute", lambda r: flops_text(r.flops)),
    ]  # fmt: skip
