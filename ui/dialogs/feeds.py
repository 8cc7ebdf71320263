"""The electrical feeds of the variant: add from the catalogue, change, remove."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QPushButton, QVBoxLayout, QWidget

from coolsim import units
from coolsim.catalogue import load_catalogue
from coolsim.design import edits
from coolsim.design.models import Design
from coolsim.errors import EditError
from ui.fields_power import feed_fields
from ui.widgets.forms import ComboBox, Form, section_label
from ui.widgets.trip_curve_edit import TripCurveEdit


class FeedsEditor(QWidget):
    """A list of feeds with the fields of the chosen one.

    Signals:
        changed: The design with the feeds changed.
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
        self._ids: list[str] = []
        self._list = QListWidget()
        self._list.setAccessibleName("Feeds")
        self._list.setFixedHeight(90)
        self._list.currentRowChanged.connect(lambda _: self._show_form())
        self._add = ComboBox()
        self._add.setAccessibleName("Add a feed")
        self._add.setPlaceholderText("Add a feed")
        for entry in load_catalogue().entries("feed"):
            self._add.addItem(entry.name, entry.id)
        self._add.setCurrentIndex(-1)
        self._add.activated.connect(self._added)
        self._remove = QPushButton("Remove")
        self._remove.clicked.connect(self._removed)
        self._form = Form(feed_fields(design))
        self._form.set_system(system)
        self._form.changed.connect(self._edited)
        self._curve = TripCurveEdit()
        self._curve.committed.connect(lambda points: self._edited("trip_curve", points))
        row = QHBoxLayout()
        row.addWidget(self._add, 1)
        row.addWidget(self._remove)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(section_label("Feeds"))
        column.addWidget(self._list)
        column.addLayout(row)
        column.addWidget(self._form)
        column.addWidget(self._curve)

    def refresh(self) -> None:
        """Show the feeds of the design as it is now."""
        feeds = self._design().variant.power.feeds
        chosen = self._chosen()
        with QSignalBlocker(self._list):
            self._list.clear()
            self._ids = [feed.id for feed in feeds]
            self._list.addItems([feed.label for feed in feeds])
            if self._ids:
                row = self._ids.index(chosen) if chosen in self._ids else len(self._ids) - 1
                self._list.setCurrentRow(row)
        self._show_form()

    def _chosen(self) -> str:
        row = self._list.currentRow()
        return self._ids[row] if 0 <= row < len(self._ids) else ""

    def _show_form(self) -> None:
        feeds = [f for f in self._design().variant.power.feeds if f.id == self._chosen()]
        self._form.setVisible(bool(feeds))
        self._curve.setVisible(bool(feeds))
        self._remove.setEnabled(bool(feeds))
        if feeds:
            self._form.show_records(feeds)
            points = feeds[0].trip_curve
            self._curve.show_points([(p.current_fraction, p.seconds) for p in points])

    def _added(self, index: int) -> None:
        entry = load_catalogue().get(str(self._add.itemData(index)))
        with QSignalBlocker(self._add):
            self._add.setCurrentIndex(-1)
        rule = entry.word("jurisdiction") or "NEC"
        design, _ = edits.add_feed(
            self._design(), name=entry.name, unit=entry.id, jurisdiction=rule
        )
        self.changed.emit(design)

    def _removed(self) -> None:
        self.changed.emit(edits.delete_feed(self._design(), self._chosen()))

    def _edited(self, key: str, value: object) -> None:
        try:
            design = edits.update_feed(self._design(), self._chosen(), **{key: value})
        except EditError:
            self._show_form()  # the number is outside its range: the former one comes back
            return
        self.changed.emit(design)
