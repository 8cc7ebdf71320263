"""The power chain between utility and feeds: add elements, change, remove, hang them."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QListWidget, QPushButton, QVBoxLayout, QWidget

from coolsim import units
from coolsim.design import edits
from coolsim.design.models import Design, PowerElement
from coolsim.errors import EditError
from ui.fields_power import KINDS, cooling_field, element_fields
from ui.widgets.forms import ComboBox, Form, section_label

_LOSSES = {"no_load_loss_w": "load_loss_w", "load_loss_w": "no_load_loss_w"}
"""Losses that are given both or not at all."""


class PowerChainEditor(QWidget):
    """A list of the elements with the fields of the chosen one, and what cooling hangs on.

    Signals:
        changed: The design with the chain changed.
    """

    changed = Signal(object)

    def __init__(
        self,
        design: Callable[[], Design],
        system: units.System,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._design = design
        self._system = system
        self._ids: list[str] = []
        self._form: Form | None = None
        self._form_of = ""
        self._list = QListWidget()
        self._list.setAccessibleName("Power chain")
        self._list.setFixedHeight(90)
        self._list.currentRowChanged.connect(lambda _: self._show_form())
        self._add = ComboBox()
        self._add.setAccessibleName("Add to the power chain")
        self._add.setPlaceholderText("Add an element")
        for kind, word in KINDS:
            self._add.addItem(word, kind)
        self._add.setCurrentIndex(-1)
        self._add.activated.connect(self._added)
        self._remove = QPushButton("Remove")
        self._remove.clicked.connect(self._removed)
        self._problem = QLabel()
        self._problem.setWordWrap(True)
        self._problem.hide()
        self._cooling = Form((cooling_field(design),))
        self._cooling.changed.connect(self._hang_cooling)
        row = QHBoxLayout()
        row.addWidget(self._add, 1)
        row.addWidget(self._remove)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(section_label("Power chain above the feeds"))
        self._column.addWidget(self._list)
        self._column.addLayout(row)
        self._column.addWidget(self._problem)
        self._column.addWidget(self._cooling)

    def refresh(self) -> None:
        """Show the chain of the design as it is now."""
        elements = self._design().variant.power.elements
        chosen = self._chosen()
        with QSignalBlocker(self._list):
            self._list.clear()
            added = [element.id for element in elements if element.id not in self._ids]
            first_time = not self._ids
            self._ids = [element.id for element in elements]
            self._list.addItems([self._title(element) for element in elements])
            if self._ids:
                known = chosen in self._ids and (first_time or not added)
                row = self._ids.index(chosen) if known else len(self._ids) - 1
                self._list.setCurrentRow(row)
        self._show_form()
        self._cooling.show_records([self._design().variant.power])
        self._cooling.setVisible(bool(elements))

    def _title(self, element: PowerElement) -> str:
        word = dict(KINDS)[element.kind]
        return f"{element.label}: {word}" if element.name else f"{word} {element.id}"

    def _chosen(self) -> str:
        row = self._list.currentRow()
        return self._ids[row] if 0 <= row < len(self._ids) else ""

    def _show_form(self) -> None:
        """The form of the chosen element's kind, made anew where another one is chosen."""
        found = [e for e in self._design().variant.power.elements if e.id == self._chosen()]
        self._remove.setEnabled(bool(found))
        if self._form is not None and (not found or self._form_of != found[0].id):
            self._column.removeWidget(self._form)
            self._form.hide()
            self._form.deleteLater()
            self._form = None
        if not found:
            return
        if self._form is None:
            self._form = Form(element_fields(found[0].kind, self._design, found[0].id))
            self._form.set_system(self._system)
            self._form.changed.connect(self._edited)
            self._form_of = found[0].id
            self._column.insertWidget(3, self._form)
        self._form.show_records(found)

    def _added(self, index: int) -> None:
        kind, _ = KINDS[index]
        with QSignalBlocker(self._add):
            self._add.setCurrentIndex(-1)
        room = "" if kind in ("pdu", "busway") else "Electrical room"
        design, _ = edits.add_power_element(self._design(), kind, room=room)
        self.changed.emit(design)

    def _removed(self) -> None:
        self.changed.emit(edits.delete_power_element(self._design(), self._chosen()))

    def _edited(self, key: str, value: object) -> None:
        fields: dict[str, object] = {key: value}
        if key in _LOSSES:
            (element,) = (
                e for e in self._design().variant.power.elements if e.id == self._chosen()
            )
            other = _LOSSES[key]
            kept = getattr(element, other)
            fields[other] = None if value is None else 0.0 if kept is None else kept
        self._take(lambda: edits.update_power_element(self._design(), self._chosen(), **fields))

    def _hang_cooling(self, key: str, value: object) -> None:
        self._take(lambda: edits.set_power(self._design(), **{key: value}))

    def _take(self, edit: Callable[[], Design]) -> None:
        try:
            design = edit()
        except EditError as error:
            self._problem.setText(f"Not possible: {error}")
            self._problem.show()
            self._show_form()  # the former value comes back
            return
        self._problem.hide()
        self.changed.emit(design)
