"""What a rack holds and how it moves air: plain load, or contents from the catalogue."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import (
    QFormLayout,
    QGridLayout,
    QLabel,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from coolsim import units
from coolsim.catalogue import Catalogue
from coolsim.catalogue.contents import CONTENT_TABLES, sustained_power
from coolsim.catalogue.loads import LoadReader
from coolsim.design.models import (
    AirflowLaw,
    CatalogueAirflow,
    Content,
    FanCurveAirflow,
    FixedAirflow,
    PowerAirflow,
    PressureCurveAirflow,
    Rack,
)
from ui.library_items import entry_tooltip
from ui.panels.fan_curve_edit import FanCurveEdit
from ui.widgets.elided import ElidedLabel
from ui.widgets.forms import ComboBox, section_label
from ui.widgets.quantity_edit import SEVERAL, QuantityEdit

_LAWS = (
    ("catalogue", "by the catalogue"),
    ("per_power", "per kilowatt"),
    ("fixed", "fixed"),
    ("fan_curve", "fan curve by inlet"),
    ("pressure_curve", "fan curve by aisle pressure"),
)
_DEFAULT_PER_KW_M3_S = 0.075
_DEFAULT_FIXED_M3_S = 0.5
_DEFAULT_CURVE_C = (20.0, 35.0)
"""Ends of a new fan curve, level until it is edited [deg C]."""
_DEFAULT_CURVE_PA = (-10.0, 10.0)
"""The same for one by the pressure between the aisles [Pa]."""
_CURVES = ("fan_curve", "pressure_curve")
NONE, PLAIN, CONTENTS, SLOTS = range(4)
_MODES = ("no load", "plain load", "contents")


class LoadEditor(QWidget):
    """Edits load, contents and airflow law of one or several racks.

    Signals:
        changed: Label of the step and the rack fields to set.
    """

    changed = Signal(str, dict)

    def __init__(self, catalogue: Callable[[], Catalogue], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._catalogue = catalogue
        self._racks: tuple[Rack, ...] = ()
        self._system: units.System = "si"
        self._offered: object = None
        self._mode = ComboBox()
        self._mode.setAccessibleName("Sort of load")
        self._mode.setPlaceholderText(SEVERAL)
        self._mode.addItems(_MODES)
        self._mode.activated.connect(self._mode_chosen)
        self._load = QuantityEdit("w")
        self._load.setAccessibleName("Load")
        self._load.committed.connect(
            lambda value: self.changed.emit("Change load", {"load_w": value})
        )
        self._rows = QWidget()
        self._grid = QGridLayout(self._rows)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(0, 1)
        self._add = ComboBox()
        self._add.setAccessibleName("Add contents")
        self._add.setPlaceholderText("Add an item")
        self._add.activated.connect(self._item_added)
        self._slots = QLabel()
        self._total = QLabel()
        self._total.setProperty("role", "muted")
        self._law = ComboBox()
        self._law.setAccessibleName("Airflow law")
        self._law.setPlaceholderText(SEVERAL)
        self._law.addItems([word for _, word in _LAWS])
        self._law.activated.connect(self._law_chosen)
        self._flow = QuantityEdit("m3_s")
        self._flow.setAccessibleName("Airflow")
        self._flow.committed.connect(self._flow_given)
        self._flow_kw = QuantityEdit("m3_s_kw")
        self._flow_kw.setAccessibleName("Airflow per kilowatt")
        self._flow_kw.committed.connect(self._flow_per_power_given)
        self._curve = FanCurveEdit()
        self._curve.committed.connect(
            lambda law: self.changed.emit("Change airflow", {"airflow": law})
        )
        self._arrange()

    def _arrange(self) -> None:
        self._form = _form_layout()
        self._form.addRow("Load is", self._mode)
        self._form.addRow("Sustained", self._load)
        self._airflow = _form_layout()
        self._airflow.addRow("Airflow law", self._law)
        self._airflow.addRow("Airflow", self._flow)
        self._airflow.addRow("Per kilowatt", self._flow_kw)
        self._airflow.addRow("Fan curve", self._curve)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(section_label("Load"))
        column.addLayout(self._form)
        for part in (self._slots, self._rows, self._add, self._total):
            column.addWidget(part)
        column.addWidget(section_label("Airflow"))
        column.addLayout(self._airflow)

    def show_racks(self, racks: Sequence[Rack], system: units.System) -> None:
        """Show the load of the racks."""
        self._racks, self._system = tuple(racks), system
        modes = {_mode_of(rack) for rack in racks}
        mode = modes.pop() if len(modes) == 1 else -1
        with QSignalBlocker(self._mode):
            self._mode.setCurrentIndex(mode if mode < SLOTS else -1)
        has_slots = any(rack.slots for rack in racks)
        self._mode.setEnabled(not has_slots)
        for editor in (self._load, self._flow, self._flow_kw):
            editor.set_system(system)
        self._show_load(mode)
        self._show_contents(mode)
        self._show_slots(mode)
        self._show_total()
        self._show_law(has_slots)

    # --- showing -------------------------------------------------------------------------------

    def _show_load(self, mode: int) -> None:
        self._form.setRowVisible(self._load, mode == PLAIN)
        loads = {rack.load_w for rack in self._racks}
        self._load.set_value(next(iter(loads), None), several=len(loads) > 1)

    def _show_contents(self, mode: int) -> None:
        shown = mode == CONTENTS
        self._rows.setVisible(shown)
        self._add.setVisible(shown)
        if not shown:
            return
        while (taken := self._grid.takeAt(0)) is not None:
            widget = taken.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        contents = {rack.contents for rack in self._racks}
        if len(contents) == 1:
            for row, content in enumerate(next(iter(contents))):
                self._add_row(row, content)
        else:
            self._grid.addWidget(QLabel(SEVERAL), 0, 0)
        self._fill_offers()

    def _add_row(self, row: int, content: Content) -> None:
        catalogue = self._catalogue()
        known = content.item in catalogue
        name = ElidedLabel(catalogue.get(content.item).name if known else content.item)
        name.setToolTip(entry_tooltip(catalogue.get(content.item)) if known else "Not known")
        count = QSpinBox()
        count.setRange(1, 1000)
        count.setValue(content.count)
        count.setKeyboardTracking(False)
        count.setAccessibleName(f"Count of {name.text()}")
        count.valueChanged.connect(lambda value: self._set_count(row, value))
        remove = QPushButton("Remove")
        remove.setAccessibleName(f"Remove {name.text()}")
        remove.clicked.connect(lambda: self._set_count(row, 0))
        self._grid.addWidget(name, 2 * row, 0, 1, 3)
        self._grid.addWidget(count, 2 * row + 1, 1)
        self._grid.addWidget(remove, 2 * row + 1, 2)

    def _fill_offers(self) -> None:
        catalogue = self._catalogue()
        if catalogue is self._offered:
            return
        self._offered = catalogue
        with QSignalBlocker(self._add):
            self._add.clear()
            for table in CONTENT_TABLES:
                for entry in catalogue.entries(table):
                    power = sustained_power(entry)
                    if power.is_known:
                        mark = " *" if power.is_weak else ""
                        shown = units.text(power.value, "w", self._system)
                        self._add.addItem(f"{entry.name}, {shown}{mark}", entry.id)
            self._add.setCurrentIndex(-1)

    def _show_slots(self, mode: int) -> None:
        self._slots.setVisible(mode == SLOTS)
        if mode != SLOTS:
            return
        lines = [f"Slots ({len(self._racks[0].slots)})"]
        for slot in sorted(self._racks[0].slots, key=lambda each: -each.z_to_m):
            span = f"{units.number(slot.z_from_m)}–{units.text(slot.z_to_m, 'm', self._system)}"
            held = ", ".join(f"{each.count} × {each.item}" for each in slot.contents)
            load = units.text(slot.load_w, "w", self._system) if slot.load_w is not None else ""
            lines.append(f"{span}: {held or load or 'empty'}")
        self._slots.setText("\n".join(lines))

    def _show_total(self) -> None:
        reader = LoadReader(self._catalogue())
        loads = [reader.rack(rack) for rack in self._racks]
        powers = [load.power_w for load in loads]
        power = sum(value for value in powers if value is not None)
        flows = [load.airflow_m3_s for load in loads]
        flow = None if None in flows else sum(value for value in flows if value is not None)
        parts = [f"{'Total ' if len(loads) > 1 else ''}{units.text(power, 'w', self._system)}"]
        if None in powers:
            parts[0] = "Power of a content is unknown"
        if len(loads) == 1 and loads[0].height_u:
            parts.append(f"{units.number(loads[0].height_u)} of {self._racks[0].height_u} U")
        airflow = units.text(flow, "m3_s", self._system, 3)
        # Two lines rather than wrapping: a wrapping label would squeeze the rows above it.
        self._total.setText(f"{', '.join(parts)}\nairflow {airflow}")

    def _show_law(self, has_slots: bool) -> None:
        laws = {rack.airflow for rack in self._racks}
        names = {law.law for law in laws}
        name = names.pop() if len(names) == 1 else ""
        keys = [key for key, _ in _LAWS]
        with QSignalBlocker(self._law):
            self._law.setCurrentIndex(keys.index(name) if name else -1)
        self._law.setEnabled(not has_slots)
        self._airflow.setRowVisible(self._flow, name == "fixed")
        self._airflow.setRowVisible(self._flow_kw, name == "per_power")
        self._airflow.setRowVisible(self._curve, name in _CURVES)
        law = next(iter(laws), None)
        if isinstance(law, FixedAirflow):
            self._flow.set_value(law.airflow_m3_s, several=len(laws) > 1)
        elif isinstance(law, PowerAirflow):
            self._flow_kw.set_value(law.airflow_m3_s_kw, several=len(laws) > 1)
        elif isinstance(law, FanCurveAirflow | PressureCurveAirflow):
            self._curve.show_law(law, self._system, several=len(laws) > 1)

    # --- editing -------------------------------------------------------------------------------

    def _mode_chosen(self, mode: int) -> None:
        if mode == CONTENTS:
            if any(_mode_of(rack) != CONTENTS for rack in self._racks):
                item = self._first_item()
                fields = {"contents": (Content(item=item),), "load_w": None} if item else {}
                self.changed.emit("Change load to contents", fields)
        elif mode == PLAIN:
            power = LoadReader(self._catalogue()).rack(self._racks[0]).power_w or 5000.0
            self.changed.emit("Change to a plain load", {"contents": (), "load_w": power})
        else:
            self.changed.emit("Remove load", {"contents": (), "load_w": None})

    def _first_item(self) -> str:
        servers = self._catalogue().entries("server")
        known = [entry.id for entry in servers if sustained_power(entry).is_known]
        return known[0] if known else ""

    def _item_added(self, index: int) -> None:
        item = str(self._add.itemData(index))
        with QSignalBlocker(self._add):
            self._add.setCurrentIndex(-1)
        contents = self._racks[0].contents
        if any(content.item == item for content in contents):
            grown = tuple(
                Content(item=each.item, count=each.count + 1) if each.item == item else each
                for each in contents
            )
        else:
            grown = (*contents, Content(item=item))
        self.changed.emit("Add contents", {"contents": grown, "load_w": None})

    def _set_count(self, row: int, count: int) -> None:
        contents = list(self._racks[0].contents)
        if row >= len(contents):
            return
        if count:
            contents[row] = Content(item=contents[row].item, count=count)
        else:
            del contents[row]
        self.changed.emit("Change contents", {"contents": tuple(contents), "load_w": None})

    def _law_chosen(self, index: int) -> None:
        law: AirflowLaw = CatalogueAirflow()
        if _LAWS[index][0] == "per_power":
            law = PowerAirflow(airflow_m3_s_kw=_DEFAULT_PER_KW_M3_S)
        elif _LAWS[index][0] in ("fixed", *_CURVES):
            known = LoadReader(self._catalogue()).rack(self._racks[0]).airflow_m3_s
            flow = known or _DEFAULT_FIXED_M3_S
            law = FixedAirflow(airflow_m3_s=flow)
            if _LAWS[index][0] == "fan_curve":
                law = FanCurveAirflow(
                    inlet_temperature_c=_DEFAULT_CURVE_C, airflow_m3_s=(flow, flow)
                )
            elif _LAWS[index][0] == "pressure_curve":
                law = PressureCurveAirflow(
                    pressure_difference_pa=_DEFAULT_CURVE_PA, airflow_m3_s=(flow, flow)
                )
        self.changed.emit("Change airflow law", {"airflow": law})

    def _flow_given(self, value: float | None) -> None:
        if value and value > 0.0:
            law = FixedAirflow(airflow_m3_s=value)
            self.changed.emit("Change airflow", {"airflow": law})

    def _flow_per_power_given(self, value: float | None) -> None:
        if value and value > 0.0:
            law = PowerAirflow(airflow_m3_s_kw=value)
            self.changed.emit("Change airflow", {"airflow": law})


def _form_layout() -> QFormLayout:
    form = QFormLayout()
    form.setHorizontalSpacing(12)
    form.setVerticalSpacing(4)
    form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
    return form


def _mode_of(rack: Rack) -> int:
    if rack.slots:
        return SLOTS
    if rack.contents:
        return CONTENTS
    return NONE if rack.load_w is None else PLAIN
