"""Exact numbers for the place tool: place, count, pitch and aisle, with units."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QPushButton

from ui.widgets.quantity_edit import QuantityEdit

if TYPE_CHECKING:
    from ui.plan.canvas import PlanCanvas

_CORNER_PX = 8
_FIELDS = (
    ("x", "x", "m", "Centre of the first object, from the hall's inner corner"),
    ("y", "y", "m", "Centre of the first object, from the hall's inner corner"),
    ("count", "Count", "count", "Objects in the row"),
    ("pitch", "Pitch", "m", "Distance of their centres; empty: side by side"),
    ("aisle", "Aisle", "m", "Free width to a second row that faces the first; empty: one row"),
)


class PlaceBar(QFrame):
    """Lies over the plan, which must not jump, while a place tool is in hand.

    A drag uses pitch and aisle, the button everything.
    """

    def __init__(self, canvas: PlanCanvas) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self.setProperty("role", "card")
        self.move(_CORNER_PX, _CORNER_PX)
        self.setAccessibleName("Exact place")
        grid = QGridLayout(self)
        grid.setContentsMargins(8, 4, 8, 4)
        grid.setHorizontalSpacing(6)
        grid.setVerticalSpacing(4)
        self.boxes: dict[str, QuantityEdit] = {}
        self._labels: dict[str, QLabel] = {}
        for number, (key, word, unit, tip) in enumerate(_FIELDS):
            box = QuantityEdit(unit, optional=key in ("pitch", "aisle"))
            box.set_empty_text({"pitch": "width", "aisle": "none"}.get(key, ""))
            box.setAccessibleName(f"{word} of new objects")
            box.setToolTip(tip)
            label = QLabel(word)
            label.setBuddy(box)
            line, column = divmod(number, 2)
            grid.addWidget(label, line, 2 * column)
            grid.addWidget(box, line, 2 * column + 1)
            self._labels[key] = label
            self.boxes[key] = box
            box.committed.connect(lambda _: self._take())
        self.boxes["count"].set_value(1.0)
        self.button = QPushButton("Place")
        self.button.setToolTip("Place at these numbers; Enter in a box only takes the number")
        self.button.clicked.connect(self._place)
        grid.addWidget(self.button, 2, 3)
        chain = [canvas, *self.boxes.values(), self.button]
        for before, after in pairwise(chain):
            self.setTabOrder(before, after)
        session = canvas.session
        session.toolChanged.connect(lambda _: self.refresh())
        units_changed = getattr(session, "unitsChanged", None)
        if units_changed is not None:
            units_changed.connect(self._units)
        canvas.cursorMoved.connect(self._follow)
        self._units()
        self.refresh()

    def refresh(self) -> None:
        """Appear with a place tool, leave with it."""
        placing = self._canvas.placing
        width = self.fontMetrics().horizontalAdvance("0,000.000 m") + 14
        for box in self.boxes.values():
            box.setFixedWidth(width)
        for part in (self._labels["aisle"], self.boxes["aisle"]):
            part.setVisible(placing is not None and placing.has_aisle)
        self.setVisible(placing is not None)
        self.adjustSize()

    def _units(self, *_: object) -> None:
        for box in self.boxes.values():
            box.set_system(self._canvas.session.unit_system)  # type: ignore[arg-type]

    def _follow(self, _x_m: float, _y_m: float) -> None:
        """The ghost's place, as long as nobody is typing."""
        placing = self._canvas.placing
        if placing is None or any(box.hasFocus() for box in self.boxes.values()):
            return
        self.boxes["x"].set_value(round(placing.at.x(), 4))
        self.boxes["y"].set_value(round(placing.at.y(), 4))

    def _take(self) -> None:
        options = self._canvas.row_options
        pitch, aisle = self.boxes["pitch"].value, self.boxes["aisle"].value
        options.pitch_m = pitch if pitch and pitch > 0.0 else None
        options.aisle_m = max(aisle or 0.0, 0.0)

    def _place(self) -> None:
        placing = self._canvas.placing
        x_m, y_m = self.boxes["x"].value, self.boxes["y"].value
        if placing is None:
            return
        if x_m is None or y_m is None:
            self._canvas.session.message.emit("Give x and y first.", "warning")
            self.boxes["x"].setFocus(Qt.FocusReason.OtherFocusReason)
            return
        placing.place_at(x_m, y_m, max(1, round(self.boxes["count"].value or 1.0)))
