"""One variant beside the active one, or how it differs from it: heading, plan, legend."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from coolsim import units
from coolsim.design.models import Variant
from coolsim.results.air_quantities import hall_humidity
from coolsim.results.aisles import aisle_temperatures
from coolsim.results.records import RackResult, Results
from coolsim.results.sampling import probe
from coolsim.results.variants import rack_differences
from ui import words
from ui.plan.colour_tables import colour
from ui.plan.heat_layer import HeatLayer
from ui.plan.items import RackItem
from ui.plan.legend import Legend, LegendState
from ui.plan.line_layers import ArrowLayer, ContourLayer
from ui.plan.map_scale import MapScales
from ui.plan.scales import RackColours, heat_range_of, rack_colours
from ui.plan.scene import PlanScene
from ui.plan.sensor_marks import SensorMarks
from ui.plan.style import Style
from ui.plan.view import PlanView
from ui.sensors import SensorReadings
from ui.session import Session
from ui.variants.difference_layer import DifferenceLayer
from ui.variants.side_plan import SidePlan
from ui.widgets.badge import Badge

_NAME_LONG = 32
NOT_SOLVED = "Not solved yet: press F7"


class NameCard(QLabel):
    """The name of what a plan shows, on its corner."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self.setMargin(4)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.move(8, 8)

    def show_name(self, *names: str) -> None:
        """Show names one after the other, each cut where it is long."""
        self.setText("".join(n if len(n) <= _NAME_LONG else f"{n[:_NAME_LONG]}…" for n in names))
        self.setAccessibleName("".join(names))
        self.adjustSize()


class VariantPane(QWidget):
    """A plan of another variant, on the scale of the plan that is drawn on.

    Args:
        session: The window's session.
        plan: The plan that is drawn on; its legend gives the scales.
        is_difference: Whether it shows how the variant differs from the active one.

    Signals:
        drawRequested: The variant shown is to be drawn on.
        closed: The pane is wanted no more.
    """

    drawRequested = Signal(str)
    closed = Signal(str)

    def __init__(
        self, session: Session, plan: PlanView, *, is_difference: bool = False,
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._session, self._plan = session, plan
        self.is_difference = is_difference
        self.variant_id = ""
        self.plan_style = Style()
        self.scene = PlanScene(self.plan_style, self)
        self.view = SidePlan(self.scene, self.plan_style, self)
        self.heat, self.difference = HeatLayer(), DifferenceLayer()
        self._contours, self._arrows = ContourLayer(self.plan_style), ArrowLayer(self.plan_style)
        self._scales = MapScales()
        self._sensors, self._readings = SensorMarks(self.scene), SensorReadings()
        self._colours_key: tuple[object, ...] = ()
        self._is_changed = False
        self._is_restyled = True
        self.name = NameCard(self.view)
        self.badge = Badge("Result")
        self.draw = _button("⇄", "Draw on this variant; the other one stands beside (=)")
        self.draw.setAccessibleName("Draw on this variant")
        self.draw.clicked.connect(lambda: self.drawRequested.emit(self.variant_id))
        self.close_button = _button("✕", "Close this plan")
        self.close_button.setAccessibleName("Close this plan")
        self.close_button.clicked.connect(lambda: self.closed.emit(self.variant_id))
        self.legend = Legend(self.plan_style, self)
        self._hint = QLabel(NOT_SOLVED, self.view)
        self._hint.setProperty("role", "muted")
        self._hint.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._hint.move(12, 48)
        self._arrange()
        self.view.under += [self._paint_map]
        self.view.over += [self._paint_over]
        self.view.describe = self._describe
        self.view.clicked.connect(self._clicked)
        self.view.drawRequested.connect(lambda: self.drawRequested.emit(self.variant_id))

    def _arrange(self) -> None:
        self.setMinimumWidth(180)
        if self.is_difference:
            self.draw.hide()
            self.badge.hide()
        bar = QHBoxLayout()
        bar.setContentsMargins(8, 2, 4, 2)
        bar.setSpacing(6)
        bar.addWidget(self.badge)
        bar.addStretch(1)
        for widget in (self.draw, self.close_button):
            bar.addWidget(widget)
        self._bar = QWidget()
        self._bar.setLayout(bar)
        self._bar.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._bar)
        column.addWidget(self.view, 1)
        column.addWidget(self.legend)
        self.setFocusProxy(self.view)

    def sizeHint(self) -> QSize:
        """As wide as what it stands beside leaves it."""
        return QSize(360, 300)

    # --- what is shown -----------------------------------------------------------------------

    def show_variant(self, variant: Variant) -> None:
        """Show a variant of the design in sight, with its answer and state."""
        session, view = self._session, self.view
        self.variant_id = variant.id
        results, state = session.results_of(variant.id)
        base = session.results
        self._is_changed = self._is_restyled or self.plan_style.system != session.unit_system
        self._is_restyled = False
        if self._is_changed:
            self.plan_style.set_system(session.unit_system)
        self._is_changed |= self.scene.sync(variant)
        self.scene.show_selection(session.selection)
        layers = session.drawing_layers
        self.scene.show_layers(layers.hidden, layers.locked)
        if self.is_difference:
            self._show_difference(variant, base, results)
        else:
            self._show_results(variant, results, state)
        self._hint.setVisible(results is None or (self.is_difference and base is None))
        self._hint.adjustSize()
        # objects paint themselves again; map and grid only when they are others
        if self._is_changed or self.scene.touched:
            view.repaint_all()

    def _show_results(self, variant: Variant, results: Results | None, state: str) -> None:
        session, style = self._session, self.plan_style
        fields = results.fields if results is not None else None
        main = self._plan.legend.state
        scale = main.map or self._scales.scale(session.variant, session.air_key, fields)
        height, stale = session.slice_height_m, state == "stale"
        shown = scale if "isotherms" in session.layers else None
        self._is_changed |= any([
            self.heat.show(fields, height, scale, hall_humidity(variant), style.dark, stale),
            self._contours.show(self.heat.values, self.heat.rect, shown),
            self._arrows.show(fields if "arrows" in session.layers else None, height),
        ])  # fmt: skip
        self.name.show_name(variant.label)
        badge = words.badge_state(state, results, False, "", session.unit_system)
        word = badge.text.partition(" ·")[0].partition(" ±")[0]
        self.badge.set_state(word, badge.mark, badge.color, f"{badge.text}. {badge.tooltip}")
        self._colour(variant, results, main.racks)
        found = self._readings.compared(variant, results)
        self._sensors.show(variant, found, height, session.unit_system, style.dark)
        warm = {} if results is None else aisle_temperatures(variant, results)
        self.scene.aisles.show_temperatures(warm)
        self.legend.show_state(replace(main, map=scale if results is not None else None,
                                       badge=state, racks=self._like(main.racks)))  # fmt: skip
        said = badge.text if results is not None else "not solved yet"
        self.view.setAccessibleName(f"Plan of variant {variant.label}, {said}")

    def _like(self, racks: RackColours) -> RackColours:
        """What the racks' colours mean here: as on the plan that is drawn on."""
        return replace(racks, by_id={}, before={})

    def _colour(self, variant: Variant, results: Results | None, like: RackColours) -> None:
        """Racks in the colours of the metric, on the scale of the plan that is drawn on."""
        session, dark = self._session, self.plan_style.dark
        density = session.density_of(variant.id)
        known = (results, density, variant.racks, like.scale, like.low, like.high)
        key = (*map(id, known[:3]), *known[3:], session.metric, dark, self.scene.items_made)
        if key == self._colours_key:
            return
        self._colours_key, self._known = key, known
        heat = heat_range_of(session.variant)
        found = rack_colours(variant, results, density, session.metric, heat, dark)
        on_scale = like.scale in ("amount", "diverging", "heat") and found.scale == like.scale
        for item in self.scene.of_kind("rack"):
            assert isinstance(item, RackItem)
            hue, value = found.by_id.get(item.record.id, (None, None))
            if hue is not None and value is not None and on_scale:
                hue = colour(like.scale, dark, value, like.low, like.high)
            item.set_metric(hue, value, found.unit, found.before.get(item.record.id))

    def _show_difference(
        self, variant: Variant, base: Results | None, other: Results | None
    ) -> None:
        session, style = self._session, self.plan_style
        by_rack: dict[str, float] = {}
        if base is not None and other is not None:
            by_rack = {
                row.id: row.inlet_difference_k
                for row in rack_differences(base, other)
                if row.inlet_difference_k is not None
            }
        largest = max(map(abs, by_rack.values()), default=0.0)
        self._is_changed |= self.difference.show(
            None if base is None else base.fields,
            None if other is None else other.fields,
            session.slice_height_m, largest, style.dark,
        )  # fmt: skip
        scale = self.difference.scale
        key = (id(base), id(other), scale, style.dark, self.scene.items_made)
        if key != self._colours_key:
            self._colours_key = key
            for item in self.scene.of_kind("rack"):
                assert isinstance(item, RackItem)
                value = by_rack.get(item.record.id)
                hue = None
                if value is not None:
                    hue = colour("difference", style.dark, value, scale.low, scale.high)
                item.set_metric(hue, value, "k", None)
        self.name.show_name(variant.label, f" − {session.variant.label}")
        racks = RackColours("Inlet", "k", "heat", scale.low, scale.high)
        shown = scale if self.difference.map is not None else None
        self.legend.show_state(LegendState(
            map=shown, height_m=session.slice_height_m, racks=racks, system=session.unit_system
        ))  # fmt: skip
        self.view.setAccessibleName(
            f"How much warmer {variant.label} is than {session.variant.label}"
        )

    # --- painting and words --------------------------------------------------------------------

    def _paint_map(self, painter: QPainter) -> None:
        if self.is_difference:
            self.difference.paint(painter)
            return
        self.heat.paint(painter)
        painter.setOpacity(self.heat.opacity)
        self._contours.paint(painter)
        self._arrows.paint(painter)
        painter.setOpacity(1.0)

    def _paint_over(self, painter: QPainter) -> None:
        if not self.is_difference:
            self._contours.paint_numbers(painter)

    def _describe(self, object_id: str, x_m: float, y_m: float) -> str:
        """An object with its inlet here and in the active variant; else the air at the place."""
        session, system = self._session, self._session.unit_system
        results, _ = session.results_of(self.variant_id)
        item = self.scene.objects.get(object_id)
        if item is not None and item.kind != "tile":
            here, there = _rack(results, object_id), _rack(session.results, object_id)
            lines = [item.record.label]
            if here is not None:
                lines.append(f"Inlet {units.text(here.inlet_temperature_c, 'c', system)}")
            if here is not None and there is not None:
                by = here.inlet_temperature_c - there.inlet_temperature_c
                lines.append(f"{_signed(by, system)} against {session.variant.label}")
            return "\n".join(lines)
        if self.is_difference:
            found = self.difference.at(x_m, y_m)
            return "" if found is None else _signed(found, system)
        air = None if results is None else probe(results.fields, x_m, y_m, session.slice_height_m)
        return "" if air is None else units.text(air.temperature_c, "c", system)

    def _clicked(self, object_id: str, adds: bool) -> None:
        session = self._session
        if object_id and object_id not in self._plan.scene.objects:
            name = self.scene.objects[object_id].record.label
            session.message.emit(f"{name} does not stand in {session.variant.label}.", "note")
            return
        ids = [object_id] if object_id else []
        if adds and ids:
            session.select(ids, "toggle")
        else:
            session.select(ids)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self.plan_style.refresh()
            self._colours_key = ()
            self._is_restyled = True
            self.legend.update()


def _button(text: str, tip: str) -> QToolButton:
    button = QToolButton()
    button.setText(text)
    button.setToolTip(tip)
    button.setAccessibleDescription(tip)
    return button


def _rack(results: Results | None, object_id: str) -> RackResult | None:
    racks = results.racks if results is not None else ()
    return next((rack for rack in racks if rack.id == object_id), None)


def _signed(value_k: float, system: units.System) -> str:
    shown, label = units.display(value_k, "k", system)
    return units.with_label(f"{shown:+.1f}".replace("-", "−"), label)
