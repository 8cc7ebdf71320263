"""The section: a vertical cut through the hall in the colours of the plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QShowEvent,
    QTransform,
)
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from coolsim import units
from coolsim.results.air_quantities import hall_humidity, sampled
from coolsim.results.sampling import extent, probe
from ui.air_state import SectionLine
from ui.plan import labels
from ui.plan.colour_tables import colour_table
from ui.plan.heat_layer import STALE_OPACITY, heat_image
from ui.plan.map_scale import MapScales
from ui.plan.probing import values_of
from ui.plan.section_shapes import Shape, shapes
from ui.plan.style import Style, cosmetic, faded

if TYPE_CHECKING:
    from ui.plan.session_like import SessionLike

_MARGIN_PX = 14.0
STEP_M = 0.1
_FINE_STEP_M = 0.01
_FADED = frozenset({"stale"})
EMPTY = "No section. Press X, or Section above the plan, to cut the hall."


class SectionCanvas(QWidget):
    """Paints the cut; arrow keys move it, the mouse reads the air.

    Signals:
        probed: The air under the mouse in words; empty where there is none.
    """

    probed = Signal(str)

    def __init__(self, session: SessionLike, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._style = Style()
        self._scales = MapScales()
        self._shapes: tuple[Shape, ...] = ()
        self._image_key: tuple[object, ...] = ()
        self.image: QImage | None = None
        self._rect = QRectF()
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Section of the hall")
        self.setAccessibleDescription("Arrow keys move the cut; with Shift by 1 cm.")
        self.setMinimumHeight(80)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def refresh(self) -> None:
        """Follow the session: slice, outlines, colours."""
        session, section = self._session, self._session.section
        self._style.set_system(session.unit_system)
        if section is not None and self.isVisible():
            self._shapes = shapes(session.design.variant, section)
            self._make_image(section)
        self.update()

    def _make_image(self, section: SectionLine) -> None:
        session = self._session
        fields = session.results.fields if session.results is not None else None
        if fields is None or fields.temperature_c.size == 0:
            self.image, self._image_key = None, ()
            return
        variant = session.design.variant
        scale = self._scales.scale(variant, session.air_key, fields)
        humidity = hall_humidity(variant)
        key = (id(fields), section, scale, humidity, self._style.dark)
        if key == self._image_key:
            return
        self._image_key, self._fields = key, fields
        x0, y0, z0, x1, y1, z1 = extent(fields)
        low, high = (x0, x1) if section.axis == "x" else (y0, y1)
        at = min(max(section.at_m, low), high)
        values = sampled(fields, scale.quantity.key, section.axis, at, humidity)
        table = colour_table(scale.table, self._style.dark)
        self.image = heat_image(values, scale.low, scale.high, table)
        start, end = (y0, y1) if section.axis == "x" else (x0, x1)
        self._rect = QRectF(start, z0, end - start, z1 - z0)

    # -- geometry ------------------------------------------------------------------------------

    def _bounds(self) -> QRectF:
        """The hall with plenum and void in the plane of the cut [m]."""
        hall, section = self._session.design.variant.hall, self._session.section
        length = hall.width_m if section is not None and section.axis == "x" else hall.length_m
        whole = hall.raised_floor_m + hall.height_m + hall.ceiling_void_m
        return QRectF(0.0, -hall.raised_floor_m, length, whole)

    def transform(self) -> QTransform:
        """From metres in the plane to pixels, heights upwards."""
        box = self._bounds()
        scale = min(
            max(self.width() - 2 * _MARGIN_PX, 1.0) / box.width(),
            max(self.height() - 2 * _MARGIN_PX, 1.0) / box.height(),
        )
        centre = box.center()
        return QTransform(
            scale, 0.0, 0.0, -scale,
            self.width() / 2 - scale * centre.x(), self.height() / 2 + scale * centre.y(),
        )  # fmt: skip

    # -- painting ------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        """Air, objects, slabs, height of the plan's map."""
        style, tokens = self._style, self._style.tokens
        painter = QPainter(self)
        painter.fillRect(self.rect(), tokens.raised)
        if self._session.section is None:
            painter.setFont(style.font)
            painter.setPen(tokens.muted)
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, EMPTY)
            return
        transform = self.transform()
        style.set_scale(transform.m11())
        painter.setWorldTransform(transform)
        painter.fillRect(self._bounds(), tokens.surface)
        if self.image is not None:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, True)
            painter.setOpacity(STALE_OPACITY if self._session.results_state in _FADED else 1.0)
            painter.drawImage(self._rect, self.image)
            painter.setOpacity(1.0)
        for shape in self._shapes:
            self._paint_shape(painter, shape)
        self._paint_slabs(painter)

    def _paint_shape(self, painter: QPainter, shape: Shape) -> None:
        style, tokens = self._style, self._style.tokens
        chosen = shape.id in self._session.selection
        box = QRectF(shape.from_m, shape.z_from_m, shape.to_m - shape.from_m,
                     shape.z_to_m - shape.z_from_m)  # fmt: skip
        if shape.kind in ("panel", "tile"):
            painter.setPen(style.panel if shape.kind == "panel" else cosmetic(tokens.text, 4.0))
            if shape.kind == "tile":
                painter.setPen(cosmetic(tokens.surface, 4.0))
                painter.drawLine(box.bottomLeft(), box.bottomRight())
                painter.setPen(cosmetic(tokens.text, 2.0, Qt.PenStyle.DotLine))
            ends = (box.topLeft(), box.bottomRight())
            painter.drawLine(*ends)
            return
        painter.setPen(style.selected if chosen else style.outline)
        painter.setBrush(faded(style.body, 120 if shape.kind == "rack" else 220))
        painter.drawRect(box)
        scale = style.scale
        layout = labels.fit(style, shape.name, str, box.width() * scale, box.height() * scale, True)
        labels.draw(painter, style, layout, box.center(), tokens.text)

    def _paint_slabs(self, painter: QPainter) -> None:
        """Floor, ceiling, walls; the height of the plan's map dashed."""
        style, hall, box = self._style, self._session.design.variant.hall, self._bounds()
        tiles = [shape for shape in self._shapes if shape.kind == "tile"]
        painter.setPen(style.wall)
        painter.setBrush(style.no_brush)
        painter.drawRect(box)
        levels = [0.0] if hall.raised_floor_m else []
        levels += [hall.height_m] if hall.ceiling_void_m else []
        for level in levels:
            painter.setPen(cosmetic(style.tokens.text, 2.0))
            start = box.left()
            open_parts = sorted((t.from_m, t.to_m) for t in tiles if abs(t.z_from_m - level) < 1e-6)
            for low, high in open_parts:
                painter.drawLine(QPointF(start, level), QPointF(low, level))
                start = high
            painter.drawLine(QPointF(start, level), QPointF(box.right(), level))
        painter.setPen(cosmetic(style.tokens.accent, 1.0, Qt.PenStyle.DashLine))
        height = self._session.slice_height_m
        painter.drawLine(QPointF(box.left(), height), QPointF(box.right(), height))

    # -- mouse and keys ------------------------------------------------------------------------

    def probe_text(self, along_m: float, z_m: float) -> str:
        """The air at a point of the cut in words."""
        session, section = self._session, self._session.section
        if section is None or session.results is None:
            return ""
        x, y = (section.at_m, along_m) if section.axis == "x" else (along_m, section.at_m)
        air = probe(session.results.fields, x, y, z_m)
        if air is None:
            return ""
        height = units.text(z_m, "m", self._style.system, 3).replace("-", "−")
        return f"{' · '.join(values_of(session, air).values())} at {height}"

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Read the air under the mouse."""
        inverse, fine = self.transform().inverted()
        at = inverse.map(event.position())
        inside = fine and self._bounds().contains(at)
        self.probed.emit(self.probe_text(at.x(), at.y()) if inside else "")

    def leaveEvent(self, event: QEvent) -> None:
        """The mouse reads nothing any more."""
        self.probed.emit("")
        super().leaveEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrow keys move the cut."""
        section = self._session.section
        forward = event.key() in (Qt.Key.Key_Right, Qt.Key.Key_Up)
        back = event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Down)
        if section is None or not (forward or back):
            super().keyPressEvent(event)
            return
        fine = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        step = (_FINE_STEP_M if fine else STEP_M) * (1 if forward else -1)
        self._session.set_section(moved(self._session, section.at_m + step))

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self._style.refresh()
            self.refresh()


def moved(session: SessionLike, at_m: float) -> SectionLine | None:
    """The section in sight at another place, kept inside the hall."""
    section, hall = session.section, session.design.variant.hall
    if section is None:
        return None
    end = hall.length_m if section.axis == "x" else hall.width_m
    return SectionLine(section.axis, min(max(round(at_m, 3), 0.0), end))


class SectionView(QWidget):
    """Place of the cut, the probe, and the cut itself.

    Signals:
        turnRequested: Cut along the other axis.
    """

    turnRequested = Signal()

    def __init__(self, session: SessionLike, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.canvas = SectionCanvas(session)
        self._title = QLabel()
        self._probe = QLabel()
        self._probe.setProperty("role", "muted")
        self._probe.setAccessibleName("Air under the mouse in the section")
        self._probe.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        turn = QPushButton("Turn")
        turn.setToolTip("Cut along the other axis (Shift+X)")
        turn.clicked.connect(self.turnRequested)
        row = QHBoxLayout()
        row.setContentsMargins(8, 4, 8, 0)
        row.addWidget(self._title)
        row.addWidget(self._probe, 1)
        row.addWidget(turn)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addLayout(row)
        column.addWidget(self.canvas, 1)
        self.canvas.probed.connect(self._probe.setText)
        for signal in (session.airChanged, session.resultsChanged, session.heightChanged,
                       session.selectionChanged, session.designChanged):  # fmt: skip
            signal.connect(self.refresh)
        units_changed = getattr(session, "unitsChanged", None)
        if units_changed is not None:
            units_changed.connect(self.refresh)
        self.refresh()

    def showEvent(self, event: QShowEvent) -> None:
        """What was not made while hidden is made now."""
        super().showEvent(event)
        self.refresh()

    def refresh(self, *_: object) -> None:
        """Show the session's section."""
        section = self._session.section
        if section is None:
            self._title.setText("")
        else:
            system: units.System = "ip" if self._session.unit_system == "ip" else "si"
            shown, label = units.display(section.at_m, "m", system)
            place = units.with_label(f"{shown:.2f}", label)
            state = self._session.results_state
            word = f" ({state} result)" if state in ("draft", "stale", "frozen") else ""
            self._title.setText(f"{section.axis} = {place}{word}")
        self.canvas.refresh()
