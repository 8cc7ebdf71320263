"""The key-figure strip: the hall in six numbers, always in sight."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from coolsim import units
from coolsim.catalogue import load_catalogue
from coolsim.catalogue.loads import accelerators_in
from coolsim.density.records import Density
from coolsim.results.quantities import worst_rack
from coolsim.results.records import Metric, Results
from ui import theme, words
from ui.dialogs.climate import outdoor_words
from ui.panels.compute_rows import hall_flops
from ui.session import Session
from ui.widgets.strip import FigureStrip

_FIGURES = (
    ("it", "Hall IT", "Sustained power of all racks as drawn"),
    ("racks", "Racks", "Racks in this variant"),
    ("worst", "Worst inlet", "Inlet of the rack closest to its limit (its warmest occupied band)"),
    ("rci", "RCI", "Rack cooling index, high and low side; 100 % means all inlets recommended"),
    ("pue", "PUE", "Facility over IT energy of a year; count one with Shift+F6"),
    ("density", "Density", "What the hall can sustain with every limit held"),
    ("accelerators", "Accelerators", "Accelerators installed, and as many as the hall can sustain"),
    ("flops", "Peak compute", "Peak dense operations per second of these accelerators"),
    ("binds", "Binds", "The limit that stops the hall"),
)


class KeyFigures(FigureStrip):
    """Hall IT, racks, worst inlet, RCI, density, accelerators, binding limit."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(_FIGURES, "Key figures of the hall", parent)
        self._session = session
        self._counted: tuple[object, object] = (None, None)
        self._accelerators = 0
        session.resultsChanged.connect(self.refresh)
        session.unitsChanged.connect(self.refresh)
        session.year.changed.connect(self._show_pue)
        self.refresh()

    def refresh(self) -> None:
        """Show the session's results."""
        session, system = self._session, self._session.unit_system
        results = session.results
        self.set_figure("racks", units.number(len(session.variant.racks), 9))
        power = sum(rack.power_w for rack in results.racks) if results else None
        self.set_figure("it", units.text(power, "w", system))
        self._show_worst(results)
        self._show_rci(results)
        self._show_pue()
        self._show_density()

    def _show_worst(self, results: Results | None) -> None:
        worst = worst_rack(results) if results else None
        if worst is None:
            self.set_figure("worst", units.UNKNOWN)
            return
        system = self._session.unit_system
        over = worst.inlet_temperature_c > worst.inlet_limit_c
        text = f"{units.text(worst.inlet_temperature_c, 'c', system, 3)} {worst.name or worst.id}"
        tip = f"Limit {units.text(worst.inlet_limit_c, 'c', system)} at {worst.name or worst.id}"
        if results is not None and results.fidelity == "draft":
            note = f"{tip}. A draft has no jets and no buoyancy: solve before you judge an inlet."
            self.set_figure("worst", f"{text}, draft", note)
            return
        color = theme.tokens().bad if over else None
        self.set_figure("worst", f"{text} over limit" if over else text, tip, color)

    def _show_rci(self, results: Results | None) -> None:
        metrics = {metric.id.casefold(): metric for metric in results.metrics} if results else {}
        high, low = metrics.get("rci_hi"), metrics.get("rci_lo")
        text = " / ".join(_percent(each) for each in (high, low)) if high or low else units.UNKNOWN
        self.set_figure("rci", text)

    def _show_pue(self) -> None:
        """PUE with its climate, once a year has been counted."""
        year = self._session.year
        counted = year.answer.results if year.answer is not None else None
        if counted is None:
            self.set_figure("pue", units.UNKNOWN, "No year has been counted: press Shift+F6.")
            return
        drawn = year.answered_design
        city = outdoor_words(drawn.variant.site) if drawn else ""
        stale = year.is_stale
        text = f"{counted.year.pue:.3f} {city.partition(',')[0]}".strip()
        tip = f"Year of {counted.place}: {counted.climate}"
        if stale:
            tip = f"The design has changed since. {tip}"
        color = theme.tokens().warn if stale else None
        self.set_figure("pue", f"{text} (stale)" if stale else text, tip, color)

    def _show_density(self) -> None:
        density = self._session.density
        if density is None:
            self.set_figure("density", "press F6", "Density has not been asked for yet.")
            self.set_figure("accelerators", units.number(self._installed(), 9), "Installed")
            for key in ("flops", "binds"):
                self.set_figure(key, units.UNKNOWN)
            return
        if density.status == "infeasible":
            self._show_clash(density)
            return
        system, hall = self._session.unit_system, density.hall
        stale = self._session.density_is_stale
        mark = " (stale)" if stale else ""
        color = theme.tokens().warn if stale else None
        tip = "The design has changed since; press F6 to ask again." if stale else None
        self.set_figure("density", units.text(hall.power_w, "w", system) + mark, tip, color)
        now, then = (units.number(each, 9) for each in (self._installed(), hall.accelerators))
        told = now if now == then else f"{now} → {then}"
        self.set_figure("accelerators", told, f"{now} installed, {then} with whole units", color)
        self.set_figure("flops", hall_flops(density), None, color)
        binding = hall.binding
        self.set_figure(
            "binds", words.limit_text(binding), words.limit_tooltip(binding, system), color
        )

    def _show_clash(self, density: Density) -> None:
        """No power holds every limit: no figure of a flow that was tried stands as an answer."""
        clash = next((each.text(self._session.unit_system) for each in density.findings), "")
        self.set_figure("density", "none holds", clash, theme.tokens().warn)
        self.set_figure("accelerators", units.number(self._installed(), 9), "Installed")
        self.set_figure("flops", units.UNKNOWN)
        binding = density.hall.binding
        tip = words.limit_tooltip(binding, self._session.unit_system)
        self.set_figure("binds", words.limit_text(binding), tip)

    def _installed(self) -> int:
        """Accelerators in the racks as drawn."""
        design = self._session.design
        key = (design.variant.racks, design.catalogue)
        if any(one is not other for one, other in zip(key, self._counted, strict=True)):
            catalogue = load_catalogue().with_entries(design.catalogue)
            self._counted = key
            self._accelerators = accelerators_in(catalogue, design.variant.racks).total()
        return self._accelerators


def _percent(metric: Metric | None) -> str:
    if metric is None or metric.value is None:
        return units.UNKNOWN
    if metric.unit in ("fraction", "%"):
        value = metric.value * 100.0 if metric.unit == "fraction" else metric.value
        return f"{value:.0f} %"
    return units.text(metric.value, metric.unit or "count", digits=3)
