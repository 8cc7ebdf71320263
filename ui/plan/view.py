"""The plan as a widget: drawing, rulers, legend and height slider, bound to the session."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt, QTimer, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from coolsim.results.aisles import aisle_temperatures
from ui.air_state import SectionLine
from ui.plan.air_bar import AirBar
from ui.plan.canvas import PlanCanvas
from ui.plan.commands import PlanCommands
from ui.plan.describe import describe
from ui.plan.height_slider import HeightSlider
from ui.plan.items import RackItem
from ui.plan.legend import Legend, LegendState
from ui.plan.menu import show_menu
from ui.plan.place_bar import PlaceBar
from ui.plan.probing import probe_line, probe_tooltip
from ui.plan.rulers import Ruler, RulerCorner
from ui.plan.scales import RackColours, heat_range_of, rack_colours
from ui.plan.scene import PlanScene
from ui.plan.sensor_marks import SensorMarks
from ui.plan.style import Style
from ui.plan.why_layer import WhyLayer

if TYPE_CHECKING:
    from coolsim.design.models import Design
    from ui.plan.session_like import SessionLike

STALE_AFTER_MS = 500
"""A map that is replaced sooner than this never fades: no flicker while drafts follow a drag."""
PIN_REACH_PX = 8.0
"""Pinning this close to a pin takes it away."""
EMPTY_HINT = "Press K and drag for a row of racks, or take something from the library."


class PlanView(QWidget):
    """The plan of the active variant.

    Signals:
        cursorMoved: Scene coordinates of the mouse [m].
        probed: The same with the air there in words; empty text outside of the map.
        editRequested: Id of an object whose properties are wanted.
    """

    cursorMoved = Signal(float, float)
    probed = Signal(float, float, str)
    editRequested = Signal(str)

    def __init__(self, session: SessionLike, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.setAccessibleName("Plan")
        self.menu_actions: list[QAction] = []
        """Commands of the window that the context menu of a selection offers."""
        self.plan_style = Style()
        self.scene = PlanScene(self.plan_style, self)
        self._sensors = SensorMarks(self.scene)
        self.commands = PlanCommands(session)
        self.canvas = PlanCanvas(session, self.scene, self.plan_style, self.commands, self)
        self.canvas.describe = lambda item: describe(session, item.kind, item.record)
        self.canvas.describe_air = lambda x_m, y_m: probe_tooltip(session, x_m, y_m)
        self.air_bar = AirBar(session, self)
        self.place_bar = PlaceBar(self.canvas)
        self.why = WhyLayer(self.plan_style, session.why)
        self.canvas.overlays.append(self.why.paint)
        self.legend = Legend(self.plan_style, self)
        self.height_slider = HeightSlider(session, self)
        self._across = Ruler(self.canvas, True, self)
        self._along = Ruler(self.canvas, False, self)
        self._hint = QLabel(EMPTY_HINT, self.canvas)
        self._hint.setProperty("role", "muted")
        self._hint.setWordWrap(True)
        self._hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._hint.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._stale = QTimer(self)
        self._stale.setSingleShot(True)
        self._stale.setInterval(STALE_AFTER_MS)
        self._stale.timeout.connect(self._show_results)
        self._colours = RackColours("", "", "")
        self._colours_key: tuple[object, ...] = ()
        self._values_key: tuple[object, ...] = ()
        self._aisles_key: tuple[object, ...] = ()
        self._findings: object = None
        self._stale_shown = False
        self.plan_style.set_system(session.unit_system)
        self._arrange()
        self._connect()
        self._show_design(None, session.design)
        self._show_selection()

    def _arrange(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(0)
        grid.addWidget(self.air_bar, 0, 0, 1, 3)
        grid.addWidget(RulerCorner(self.canvas, self), 1, 0)
        grid.addWidget(self._across, 1, 1)
        grid.addWidget(self._along, 2, 0)
        grid.addWidget(self.canvas, 2, 1)
        grid.addWidget(self.height_slider, 1, 2, 2, 1)
        grid.addWidget(self.legend, 3, 0, 1, 3)
        grid.setRowStretch(2, 1)
        grid.setColumnStretch(1, 1)
        self.setFocusProxy(self.canvas)

    def _connect(self) -> None:
        session, canvas = self.session, self.canvas
        session.designChanged.connect(self._show_design)
        session.selectionChanged.connect(self._show_selection)
        session.resultsChanged.connect(self._show_results)
        session.stateChanged.connect(self._show_results)
        session.heightChanged.connect(self._show_results)
        session.metricChanged.connect(self._show_results)
        session.airChanged.connect(self._show_results)
        session.drawing_layers.changed.connect(self._show_layers)
        session.viewRequested.connect(self.show_object)
        # Sessions that can open files and change units say so by these.
        for name, slot in (
            ("documentReplaced", self._fit_soon),
            ("unitsChanged", self._units),
            ("snapChanged", self.canvas.repaint_all),
        ):
            signal = getattr(session, name, None)
            if signal is not None:
                signal.connect(slot)
        canvas.cursorMoved.connect(self._moved)
        canvas.editRequested.connect(self.editRequested)
        canvas.menuRequested.connect(self._open_menu)
        canvas.viewChanged.connect(self._place_hint)
        canvas.viewChanged.connect(self.canvas.air.follow_zoom)
        self.air_bar.sectionRequested.connect(self.toggle_section)
        self.air_bar.whyRequested.connect(session.why.ask)
        session.why.changed.connect(self._show_why)

    # -- for the window ------------------------------------------------------------------------

    def fit(self) -> None:
        """Show the whole hall."""
        self.canvas.fit()

    def zoom_in(self) -> None:
        """Zoom in around the middle."""
        self.canvas.zoom(1.25)

    def zoom_out(self) -> None:
        """Zoom out around the middle."""
        self.canvas.zoom(0.8)

    def show_object(self, object_id: str) -> None:
        """Bring an object into view; an empty id shows the whole hall."""
        if not object_id:
            self.fit()
            return
        area = self.scene.bounds_of(frozenset({object_id}))
        if not area.isNull():
            self.canvas.show_object(area)

    def pin_probe(self) -> None:
        """Pin a probe at the mouse, or take away the one there."""
        at = self.canvas.last_scene_point
        self.pin_at(at)

    def pin_at(self, at: QPointF) -> None:
        """Pin a probe at a point of the plan, or take away the one there."""
        if self.scene.hall.contains(at):
            reach = PIN_REACH_PX * self.plan_style.px
            self.session.toggle_pin(round(at.x(), 3), round(at.y(), 3), reach)

    def toggle_section(self) -> None:
        """Cut the hall along the middle of what is in sight, or stop cutting."""
        session = self.session
        if session.section is not None:
            session.set_section(None)
            return
        centre = self.canvas.to_scene(QPointF(self.canvas.viewport().rect().center()))
        hall = self.scene.hall
        session.set_section(SectionLine("y", round(min(max(centre.y(), 0.0), hall.height()), 3)))

    def turn_section(self) -> None:
        """Cut along the other axis, through the middle of what is in sight."""
        section = self.session.section
        if section is not None:
            centre = self.canvas.to_scene(QPointF(self.canvas.viewport().rect().center()))
            hall = self.scene.hall
            if section.axis == "x":
                turned = SectionLine("y", round(min(max(centre.y(), 0.0), hall.height()), 3))
            else:
                turned = SectionLine("x", round(min(max(centre.x(), 0.0), hall.width()), 3))
            self.session.set_section(turned)

    def paste(self) -> None:
        """Paste at the mouse."""
        self.commands.paste(self.canvas.last_scene_point)

    # -- following the session -----------------------------------------------------------------

    def _show_design(self, old: Design | None, new: Design) -> None:
        resized = self.scene.sync(new.variant)
        if old is not None and old.variant.background is not new.variant.background:
            self.canvas.repaint_all()
        if resized or old is None:
            self.height_slider.refresh()
            self.canvas.fit()
            self.canvas.repaint_all()
        self._hint.setVisible(not self.scene.objects)
        if not self.scene.objects:
            self._place_hint()
        self._show_results()

    def _show_layers(self) -> None:
        """Hide and lock; what is hidden or locked does not stay selected."""
        layers = self.session.drawing_layers
        self.scene.show_layers(layers.hidden, layers.locked)
        kept = [
            each
            for each in self.session.selection
            if each not in self.scene.objects or layers.is_free(self.scene.objects[each].kind)
        ]
        self.session.select(kept)
        self.canvas.repaint_all()

    def _fit_soon(self) -> None:
        """The new document's design arrives right after this; then it is shown whole."""
        QTimer.singleShot(0, self.canvas, self.canvas.fit)

    def _show_selection(self) -> None:
        self.scene.show_selection(self.session.selection)
        if "streamlines" in self.session.layers:
            self._show_results()

    def _show_why(self) -> None:
        self.why.show(self.session.design.variant)
        self.canvas.viewport().update()

    def _show_results(self) -> None:
        """Bring map, colours, values, marks and legend up to date; unchanged parts cost nothing."""
        session = self.session
        variant, results, state = session.design.variant, session.results, session.results_state
        stale = self._is_stale_for_long(state)
        air = self.canvas.air
        scale = air.refresh(stale)
        self._show_colours()
        self._show_values()
        self._sensors.refresh(session, self.plan_style.dark)
        self._show_aisles()
        findings = session.findings
        if findings is not self._findings:
            self._findings = findings
            self.scene.show_findings(findings)
        self.legend.show_state(
            LegendState(
                map=scale if results is not None else None,
                air_class=variant.settings.air_class,
                height_m=session.slice_height_m,
                badge="live" if state == "stale" and not stale else state,
                racks=self._colours,
                system=session.unit_system,
                arrow_m_s=air.arrows.longest_m_s,
            )
        )

    def _is_stale_for_long(self, state: str) -> bool:
        if state != "stale":
            self._stale.stop()
            self._stale_shown = False
            return False
        if not self._stale.isActive() and not self._stale_shown:
            if self.sender() is self._stale:
                self._stale_shown = True
            else:
                self._stale.start()
        return self._stale_shown

    def _show_colours(self) -> None:
        session = self.session
        variant, results = session.design.variant, session.results
        racks = variant.racks if results is None else None
        known = (results, session.density, racks, variant.settings, variant.site)
        is_stale = session.density_is_stale
        key = (*map(id, known), session.metric, self.plan_style.dark, is_stale)
        made = self.scene.items_made
        if (key, made) == self._colours_key:
            return
        self._colours_key = (key, made)
        self._known = known  # keeps the ids of the key from being given again
        colours = rack_colours(
            variant,
            results,
            session.density,
            session.metric,
            heat_range_of(variant),
            self.plan_style.dark,
            is_stale,
        )
        self._colours = colours
        for item in self.scene.of_kind("rack"):
            assert isinstance(item, RackItem)
            colour, value = colours.by_id.get(item.record.id, (None, None))
            before = colours.before.get(item.record.id)
            item.set_metric(colour, value, colours.unit, before)

    def _show_values(self) -> None:
        """Second lines of coolers, units and tiles."""
        results = self.session.results
        key = (id(results), self.scene.items_made)
        if key == self._values_key:
            return
        self._values_key = key
        supplies = {c.id: c.supply_temperature_c for c in results.coolers} if results else {}
        flows = {t.id: t.airflow_m3_s for t in results.tiles} if results else {}
        for item in self.scene.of_kind("cooler"):
            item.set_value(supplies.get(item.record.id), "c")
        liquid = results.liquid if results else None
        duties = {unit.id: unit.duty_w for unit in liquid.cdus} if liquid else {}
        for item in self.scene.of_kind("cdu"):
            item.set_value(duties.get(item.record.id), "w")
        for item in self.scene.of_kind("tile"):
            item.set_value(flows.get(item.record.id), "m3_s")

    def _show_aisles(self) -> None:
        """Behind the name of a cold aisle its worst inlet, of a hot one its warmest outlet."""
        session = self.session
        variant, results = session.design.variant, session.results
        key = (id(results), variant.aisles, session.unit_system)
        if key != self._aisles_key:
            self._aisles_key = key
            warm = {} if results is None else aisle_temperatures(variant, results)
            self.scene.aisles.show_temperatures(warm)

    # -- mouse ---------------------------------------------------------------------------------

    def _moved(self, x_m: float, y_m: float) -> None:
        self._across.show_mark(x_m)
        self._along.show_mark(y_m)
        self.cursorMoved.emit(x_m, y_m)
        self.probed.emit(x_m, y_m, self.probe_text(x_m, y_m))

    def probe_text(self, x_m: float, y_m: float) -> str:
        """The air at a point of the slice in words; empty outside of the map and in solids."""
        return probe_line(self.session, x_m, y_m)

    def _open_menu(self, where: QPoint, at: QPointF) -> None:
        show_menu(self, where, at)

    # -- theme, units, empty state -------------------------------------------------------------

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme."""
        super().changeEvent(event)
        if event.type() in (
            QEvent.Type.PaletteChange,
            QEvent.Type.StyleChange,
            QEvent.Type.FontChange,
        ):
            self.refresh_theme()

    def refresh_theme(self) -> None:
        """Read the theme's colours again and paint everything with them."""
        self.plan_style.refresh()
        self._show_results()
        self.canvas.repaint_all()
        for part in (self._across, self._along, self.legend):
            part.update()

    def _units(self) -> None:
        self.plan_style.set_system(self.session.unit_system)
        self.height_slider.refresh()
        self._show_results()
        for part in self.findChildren(RulerCorner):
            part.update()
        self._across.update()
        self._along.update()
        self.canvas.repaint_all()

    def _place_hint(self) -> None:
        if self._hint.isHidden():
            return
        room = max(self.canvas.viewport().width() - 24, 80)
        wide = min(self._hint.fontMetrics().horizontalAdvance(EMPTY_HINT) + 8, room)
        self._hint.resize(wide, self._hint.heightForWidth(wide))
        centre = self.canvas.viewportTransform().map(self.scene.hall.center())
        self._hint.move(
            round(centre.x() - self._hint.width() / 2), round(centre.y() - self._hint.height() / 2)
        )
