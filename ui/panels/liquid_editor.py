"""What hangs on a loop in the selected racks: plates or tank, and the rear door."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from coolsim import units
from coolsim.catalogue import Catalogue
from coolsim.design.liquid import LiquidConnection
from coolsim.design.models import Rack, Variant
from ui.fields_liquid import (
    CONNECTION,
    dielectric_choices,
    loop_choices,
    unit_choices,
    with_choices,
)
from ui.widgets.forms import Choices, Field, Form

_TITLES = {
    "cold_plate": "Cold plates",
    "cold_plate_two_phase": "Two-phase cold plates",
    "immersion": "Tank",
    "immersion_two_phase": "Two-phase tank",
}
_UNUSED = LiquidConnection()
_METHODS_OF = {
    "dielectric": ("cold_plate_two_phase", "immersion", "immersion_two_phase"),
    "bath_supply_c": ("immersion",),
    "case_limit_c": tuple(_TITLES),
}
"""Cooling methods that have a field; what is not listed, all have."""


class LiquidEditor(QWidget):
    """Forms of the two connections of racks, each shown where the cooling method has it.

    Args:
        variant: Gives the variant with its loops.
        catalogue: Gives the catalogue.

    Signals:
        changed: Connection (``liquid`` or ``door``), field and new value.
    """

    changed = Signal(str, str, object)

    def __init__(
        self,
        variant: Callable[[], Variant],
        catalogue: Callable[[], Catalogue],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._variant, self._catalogue = variant, catalogue
        self._method = ""
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        self.liquid = Form(self._fields("Liquid", lambda: self._method))
        self.door = Form(self._fields("Rear door", lambda: "rear_door"))
        for end, form in (("liquid", self.liquid), ("door", self.door)):
            form.changed.connect(
                lambda key, value, end=end: self.changed.emit(end, str(key), value)
            )
            column.addWidget(form)

    def show_racks(self, racks: Sequence[Rack], system: units.System) -> None:
        """Show the connections of racks; what their method does not have is hidden."""
        methods = {rack.cooling for rack in racks}
        only = next(iter(methods)) if len(methods) == 1 else ""
        self._method = only
        wet = only in _TITLES
        doored = only == "rear_door" or (wet and any(rack.door is not None for rack in racks))
        self.setVisible(wet or doored)
        self.liquid.setVisible(wet)
        self.door.setVisible(doored)
        for form in (self.liquid, self.door):
            form.set_system(system)
        if wet:
            keys = [field.key for field in CONNECTION]
            self.liquid.show_only([key for key in keys if only in _METHODS_OF.get(key, (only,))])
            self.liquid.show_records([rack.liquid or _UNUSED for rack in racks])
        if doored:
            self.door.show_records([rack.door or _UNUSED for rack in racks])

    def _fields(self, title: str, method: Callable[[], str]) -> tuple[Field, ...]:
        def units_() -> Choices:
            return unit_choices(self._catalogue(), method())

        listed = with_choices(
            CONNECTION,
            {
                "loop_id": lambda: loop_choices(self._variant()),
                "unit": units_,
                "dielectric": lambda: dielectric_choices(self._catalogue(), method()),
            },
        )
        if title == "Rear door":
            listed = tuple(field for field in listed if field.key not in _METHODS_OF)
        return (replace(listed[0], section=title), *listed[1:])
