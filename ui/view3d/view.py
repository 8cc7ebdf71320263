"""The 3-D view: what of the air is shown, from where, and the picture."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QEvent, QSize, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from coolsim.view3d.camera import PRESETS
from coolsim.view3d.contents import boxes_of, hall_box
from ui import theme
from ui.view3d.canvas import Canvas3D
from ui.view3d.client import DrawingClient
from ui.view3d.looks import AirLook, Looks
from ui.widgets.quantity_edit import QuantityEdit

if TYPE_CHECKING:
    from ui.session import Session

_VIEWS = {
    "iso": "Oblique",
    "top": "Top",
    "front": "Front",
    "left": "Left",
    "right": "Right",
    "back": "Back",
}
_GREYS = np.repeat(np.arange(256, dtype=np.uint8)[:, None], 3, axis=1)
_STATES = ("draft", "stale", "frozen", "live")


class View3D(QWidget):
    """The hall in three dimensions, with the selection, colours and section of the plan.

    Args:
        session: The window's session.
        looks: Colours and seeds.
        client: The drawing process.
        parent: Qt parent.

    Signals:
        editRequested: Id of an object that was double-clicked.
    """

    editRequested = Signal(str)

    def __init__(
        self,
        session: Session,
        looks: Looks,
        client: DrawingClient | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._session, self._looks = session, looks
        self.client = client or DrawingClient(parent=self)
        self.canvas = Canvas3D(self.client)
        self._look: AirLook | None = None
        self._has_iso_value = False
        self._sent_fields: object = None
        self._make_controls()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._controls)
        column.addWidget(self.canvas, 1)
        self._connect()

    def _make_controls(self) -> None:
        self.views = QComboBox()
        self.views.setAccessibleName("Side the hall is seen from")
        for key in PRESETS:
            self.views.addItem(_VIEWS[key], key)
        self.views.setToolTip("Look at the whole hall from this side (Home: oblique)")
        self.level = self._box("Height", "A slice at the height of the plan's map", shown=True)
        self.cut = self._box("Section", "A slice where the section of the plan stands (X)")
        self.lines = self._box("Lines", "Streamlines of the selected objects' air")
        self.surface = self._box("Surface", "The surface on which the air has a value")
        self.value = QuantityEdit("c", digits=3)
        self.value.setAccessibleName("Value of the surface")
        self.value.setMaximumWidth(theme.scaled(90))
        self.value.setEnabled(False)
        self.save = QPushButton("Picture…")
        self.save.setToolTip("Save what is seen as a picture (PNG)")
        first, second = QHBoxLayout(), QHBoxLayout()
        for row in (first, second):
            row.setSpacing(8)
        for widget in (self.views, self.level, self.cut, self.lines):
            first.addWidget(widget)
        for widget in (self.surface, self.value):
            second.addWidget(widget)
        first.addStretch(1)
        second.addStretch(1)
        second.addWidget(self.save)
        # two rows: beside the plan there is little width
        self._controls = QVBoxLayout()
        self._controls.setContentsMargins(8, 4, 8, 4)
        self._controls.setSpacing(4)
        self._controls.addLayout(first)
        self._controls.addLayout(second)

    def _box(self, text: str, tip: str, *, shown: bool = False) -> QCheckBox:
        box = QCheckBox(text)
        box.setToolTip(tip)
        box.setChecked(shown)
        return box

    def _connect(self) -> None:
        session = self._session
        self.views.activated.connect(
            lambda _: self.canvas.show_preset(str(self.views.currentData()))
        )
        for box in (self.level, self.cut, self.lines, self.surface):
            box.toggled.connect(self._send_air)
        self.surface.toggled.connect(self.value.setEnabled)
        self.value.committed.connect(self._value_typed)
        self.save.clicked.connect(self._ask_picture)
        self.client.started.connect(self._send_all)
        self.canvas.picked.connect(self._pick)
        self.canvas.opened.connect(self.editRequested)
        for signal in (session.designChanged, session.selectionChanged, session.metricChanged):
            signal.connect(self._send_hall)
        session.drawing_layers.changed.connect(self._send_hall)
        for signal in (session.selectionChanged, session.heightChanged, session.designChanged):
            signal.connect(self._send_air)
        session.resultsChanged.connect(self._send_hall)
        session.resultsChanged.connect(self._send_fields)
        session.airChanged.connect(self._send_fields)
        session.unitsChanged.connect(self._send_air)

    # -- to the drawing process ----------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        """Start to draw when first seen; what changed while hidden is sent now."""
        super().showEvent(event)
        self.client.start()
        self._send_all()

    def close_process(self) -> None:
        """End the drawing process with the window."""
        self.client.stop()

    @property
    def _is_seen(self) -> bool:
        return self.client.is_ready and self.isVisible()

    def _send_all(self) -> None:
        if not self._is_seen:
            return
        self._sent_fields = None
        self._send_theme(self._looks.air())
        self._send_hall()
        self._send_fields()
        self.canvas.begin_again()

    def _send_theme(self, look: AirLook | None) -> None:
        tokens = theme.tokens()
        table = _GREYS if look is None else look.table
        colours = {
            "background": tokens.surface.getRgb()[:3],
            "ink": tokens.text.getRgb()[:3],
            "accent": tokens.accent.getRgb()[:3],
        }
        self.client.send("theme", colours, {"table": table})

    def _send_hall(self, *_: object) -> None:
        if not self._is_seen:
            return
        variant = self._session.design.variant
        low, high = hall_box(variant)
        boxes = boxes_of(
            variant, self._looks.racks(), self._session.selection, self._looks.hidden()
        )
        self.client.send(
            "hall",
            {"low": low, "high": high},
            {
                "outline": boxes.outline,
                "low": boxes.low,
                "high": boxes.high,
                "rgb": boxes.rgb,
                "opacity": boxes.opacity,
                "chosen": boxes.chosen,
            },
        )
        self.canvas.set_hall(boxes, low, high)

    def _send_fields(self, *_: object) -> None:
        if not self._is_seen:
            return
        results, look = self._session.results, self._looks.air()
        fields = results.fields if results is not None else None
        sent = (id(fields), self._session.air_key, look is None, theme.tokens().dark)
        if sent != self._sent_fields:
            self._sent_fields = sent
            self._look = look
            self._send_theme(look)
            self._has_iso_value = self._has_iso_value and look is not None
            if look is None or fields is None:
                self.client.send("fields")
            else:
                self.client.send(
                    "fields",
                    {"origin_m": fields.origin_m, "spacing_m": fields.spacing_m},
                    {"value": look.values, "velocity": fields.velocity_m_s},
                )
        self._send_air()

    def _send_air(self, *_: object) -> None:
        if not self._is_seen:
            return
        session, look = self._session, self._look
        system = session.unit_system
        self.value.set_system(system)
        if look is not None:
            if self.value.unit != look.unit:
                self.value.set_unit(look.unit)
                self._has_iso_value = False
            if not self._has_iso_value:
                self.value.set_value(look.middle)
                self._has_iso_value = True
            section = session.section if self.cut.isChecked() else None
            at = None if section is None else section.at_m
            cut = (at if section and section.axis == "x" else None,
                   at if section and section.axis == "y" else None)  # fmt: skip
            level = session.slice_height_m if self.level.isChecked() else None
            seeds = self._looks.seeds() if self.lines.isChecked() else ()
            self.client.send(
                "air",
                {
                    "slice_m": (*cut, level),
                    "iso": self.value.value if self.surface.isChecked() else None,
                    "seeds": [[float(part) for part in seed] for seed in seeds],
                    "low": look.low,
                    "high": look.high,
                },
            )
        state = session.results_state
        self.canvas.set_look(look, system, state if state in _STATES else "")

    # -- from the user -------------------------------------------------------------------------

    def _value_typed(self, value: object) -> None:
        if isinstance(value, float):
            self._send_air()

    def _pick(self, object_id: str, adds: bool) -> None:
        ids = [object_id] if object_id else []
        self._session.select(ids, "toggle" if adds else "replace")

    def _ask_picture(self) -> None:
        if self.canvas.image is None:
            return
        name, _ = QFileDialog.getSaveFileName(self, "Save picture", "hall.png", "PNG (*.png)")
        if name:
            self.save_picture(Path(name))

    def save_picture(self, path: Path) -> bool:
        """Save what is seen, legend included."""
        if not self.canvas.grab().save(str(path), "PNG"):
            self._session.message.emit(f"{path}: the picture could not be written.", "error")
            return False
        return True

    def sizeHint(self) -> QSize:
        """As large as the plan."""
        return QSize(640, 480)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._send_all()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys go to the picture."""
        self.canvas.keyPressEvent(event)
