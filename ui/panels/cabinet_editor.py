"""Edits the cabinets of one or several racks: doors, gaps and plenums, with their defaults."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QFormLayout, QVBoxLayout, QWidget

from coolsim import units
from coolsim.catalogue import Catalogue
from coolsim.design.cabinets import DOCUMENTED
from coolsim.design.models import Cabinet, Rack
from ui.widgets.forms import ComboBox, Field, Form
from ui.widgets.quantity_edit import QuantityEdit

_BOX, _CABINET = 0, 1
FIELDS = (
    Field("front_door_open_fraction", "Front door, open", unit="fraction", optional=True,
          tip="Open share of the front door's area"),
    Field("rear_door_open_fraction", "Rear door, open", unit="fraction", optional=True,
          tip="Open share of the rear door's area"),
    Field("rail_gap_m", "Gap beside rails", optional=True,
          tip="Open width beside the mounting rails, both sides together; an air dam closes it"),
    Field("panel_gap_m", "Seam between panels", optional=True,
          tip="Height of the seam between two panels, one for every rack unit"),
    Field("top_leak_m2", "Leak in the roof", unit="m2",
          tip="Open area of the roof behind the equipment, such as an unsealed cable entry"),
    Field("front_plenum_m", "Space before equipment", optional=True,
          tip="Depth between front door and equipment"),
    Field("rear_plenum_m", "Space behind equipment", optional=True,
          tip="Depth between equipment and rear door"),
)  # fmt: skip
_FIGURES = {
    "front_door_open_fraction": "door_open_fraction",
    "rear_door_open_fraction": "door_open_fraction",
}
"""Keys of the catalogue's entry that are called otherwise than the record's field."""


class CabinetEditor(QWidget):
    """Edits the cabinets of racks.

    Signals:
        chosen: The documented cabinet, or ``None`` for a box that leaks nowhere.
        changed: Key and new value of a figure.
    """

    chosen = Signal(object)
    changed = Signal(str, object)

    def __init__(self, catalogue: Callable[[], Catalogue], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._catalogue = catalogue
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        top = QWidget()
        form = QFormLayout(top)
        form.setContentsMargins(0, 0, 0, 0)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self._sort = ComboBox()
        self._sort.setAccessibleName("Cabinet")
        self._sort.setToolTip("Warm air leaks back to the front of a cabinet, but not of a box")
        self._sort.addItems(["box that leaks nowhere", "cabinet with doors and gaps"])
        self._sort.activated.connect(self._sort_chosen)
        form.addRow("Cabinet", self._sort)
        column.addWidget(top)
        self._form = Form(FIELDS)
        self._form.changed.connect(self.changed)
        column.addWidget(self._form)

    def show_racks(self, racks: Sequence[Rack], system: units.System) -> None:
        """Show the cabinets of racks, with the catalogue's figures where none are drawn."""
        enclosed = [rack.cabinet is not None for rack in racks]
        with QSignalBlocker(self._sort):
            alike = all(enclosed) or not any(enclosed)
            self._sort.setCurrentIndex((_CABINET if enclosed[0] else _BOX) if alike else -1)
        self._form.setVisible(all(enclosed))
        if not all(enclosed):
            return
        self._form.set_system(system)
        self._show_defaults(system)
        self._form.show_records([rack.cabinet for rack in racks])

    def _show_defaults(self, system: units.System) -> None:
        entry = self._catalogue().get(DOCUMENTED)
        for field in FIELDS:
            editor = self._form.editor(field.key)
            if not field.optional or not isinstance(editor, QuantityEdit):
                continue
            figure = entry.figure(_FIGURES.get(field.key, field.key))
            if figure.value is None:
                editor.set_empty_text("unknown")
                continue
            editor.set_empty_text(units.text(figure.value, field.unit, system))
            source = self._catalogue().source(figure.source).title
            editor.setToolTip(
                f"{field.tip}.\nEmpty: {units.text(figure.value, field.unit, system)} "
                f"({figure.confidence.replace('_', ' ')}: {source})"
            )

    def _sort_chosen(self, index: int) -> None:
        self.chosen.emit(Cabinet() if index == _CABINET else None)
