"""The density panel: how dense each rack can be, what binds, what comes next."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QSplitter, QStackedLayout, QVBoxLayout, QWidget

from coolsim import units
from coolsim.catalogue.records import STRONG
from coolsim.density.records import Density, LimitReading, RackDensity
from coolsim.density.unchecked import summarise_unchecked
from ui import theme, words
from ui.session import Session
from ui.widgets.empty import EmptyState
from ui.widgets.record_table import Column, RecordTable
from ui.widgets.strip import FigureStrip

FLOPS_SHOWN = ("fp4", "fp8", "bf16")
_FIGURES = (
    ("status", "Status", "Whether the density was confirmed by re-solving the air flow"),
    ("power", "Hall density", "Sum of what all racks can sustain, with every limit held"),
    ("now", "As drawn", "Sum of the power drawn now"),
    ("mean", "Mean rack", "Mean power per rack at the density answer"),
    ("area", "Per area", "Hall density over the hall's floor area"),
    ("accelerators", "Accelerators", "Whole accelerators at the density answer"),
    ("flops", "Peak compute", "Peak dense operations per second of these accelerators"),
    ("binds", "Binds", "What stops the hall's common level"),
    ("next", "Next", "The limit that would stop it next"),
)


class DensityPanel(QWidget):
    """Header with the hall's answer, table per rack, list of limits that were not checked."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._strip = FigureStrip(_FIGURES, "Density of the hall")
        self.table = RecordTable(_columns(session), "Density of all racks")
        self._unchecked = QLabel()
        self._unchecked.setWordWrap(True)
        self._unchecked.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._unchecked.setMargin(8)
        self._unchecked.setAccessibleName("Limits that were not checked")
        self._unchecked.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(self.table)
        split.addWidget(self._unchecked)
        split.setStretchFactor(0, 4)
        split.setStretchFactor(1, 1)
        answer = QWidget()
        column = QVBoxLayout(answer)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._strip)
        column.addWidget(split, 1)
        self._empty = EmptyState(
            "Press F6 to ask how dense each rack can be, and which limit binds."
        )
        self._answer = answer
        self._stack = QStackedLayout(self)
        self._stack.setContentsMargins(0, 0, 0, 0)
        self._stack.addWidget(self._empty)
        self._stack.addWidget(answer)
        self.table.rowsChosen.connect(session.select)
        self.table.rowActivated.connect(session.viewRequested)
        self._shown: tuple[object, ...] = ()
        session.resultsChanged.connect(self.refresh)
        session.unitsChanged.connect(self.refresh)
        session.selectionChanged.connect(self._show_selection)
        self.refresh()

    def refresh(self) -> None:
        """Show the density answer of the session."""
        density = self._session.density
        state = (density, self._session.density_is_stale, self._session.unit_system)
        if state == self._shown:
            return
        self._shown = state
        self._stack.setCurrentWidget(self._empty if density is None else self._answer)
        if density is None:
            self.table.set_records(())
            return
        self.table.records.set_system(self._session.unit_system)
        self.table.set_records(density.racks)
        self._show_hall(density)
        self._show_unchecked(density)

    def showEvent(self, event: object) -> None:
        """The tab comes to the front."""
        self._show_selection()

    def _show_selection(self) -> None:
        self.table.select_ids(self._session.selection)

    def _show_hall(self, density: Density) -> None:
        colors, system, hall = theme.tokens(), self._session.unit_system, density.hall
        status = words.DENSITY_STATUS.get(density.status, density.status)
        color = colors.ok if density.status == "confirmed" else colors.warn
        if self._session.density_is_stale:
            status, color = f"stale ({status})", colors.warn
        note = f"Margin held {units.text(density.margin_k, 'k', system)}, "
        note += f"{words.seconds_text(density.seconds)}, {density.objective}"
        show = self._strip.set_figure
        show("status", status, note, color)
        show("power", units.text(hall.power_w, "w", system))
        show("now", units.text(hall.power_now_w, "w", system))
        show("mean", units.text(hall.mean_rack_power_w, "w", system))
        show("area", units.text(hall.power_per_area_w_m2, "w_m2", system, 3))
        show("accelerators", units.number(hall.accelerators, 9))
        show("flops", flops_text(hall.flops), _flops_tooltip(hall.flops))
        for key, reading in (("binds", hall.binding), ("next", hall.next)):
            mark = " *" if _is_weak(reading) else ""
            show(key, words.limit_text(reading) + mark, words.limit_tooltip(reading, system))

    def _show_unchecked(self, density: Density) -> None:
        groups = summarise_unchecked(density.unchecked)
        if not groups:
            self._unchecked.setText("All limits were checked.")
            return
        lines = [f"<b>Not checked ({len(groups)})</b>"]
        for group in groups:
            shown = ", ".join(_escaped(name) for name in group.object_names[:4])
            more = f" and {group.count - 4} more" if group.count > 4 else ""
            lines.append(
                f"{_escaped(words.limit_title(group.limit))}: {shown}{more}<br>"
                f"<i>{_escaped(group.reason)}</i>"
            )
        self._unchecked.setText("<br>".join(lines))


def flops_text(flops: dict[str, float]) -> str:
    """The strongest precision: ``10.4 EFLOPS FP8``."""
    for precision in FLOPS_SHOWN:
        if flops.get(precision):
            return f"{units.text(flops[precision], 'flops')} {precision.upper()}"
    return units.UNKNOWN


def _flops_tooltip(flops: dict[str, float]) -> str:
    lines = [f"{key.upper()}: {units.text(value, 'flops')}" for key, value in flops.items()]
    return "Peak dense operations per second\n" + "\n".join(lines)


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
            mark=lambda r: _is_weak(r.binding), help="* marks a limit from a weak figure",
        ),
        Column("Next", lambda r: words.limit_text(r.next), tooltip=tip("next"),
               mark=lambda r: _is_weak(r.next)),
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


def _is_weak(reading: LimitReading | None) -> bool:
    return reading is not None and reading.confidence not in STRONG


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
