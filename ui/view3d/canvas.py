"""The picture itself: asks for frames, turns the camera by mouse and keys, picks objects."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSizeF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QImage,
    QKeyEvent,
    QLinearGradient,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QShowEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from coolsim import units
from coolsim.view3d.camera import Camera, pick, preset
from coolsim.view3d.contents import Boxes, Point
from ui import theme
from ui.view3d.client import DrawingClient
from ui.view3d.looks import AirLook

_DEG_PER_PX = 0.35
_KEY_DEG = 10.0
_ZOOM_STEP = 1.2
_CLICK_PX = 4.0
_DRAG_SCALE = 0.5
_SHARPEN_MS = 180
_EMPTY = "Drawing the hall…"
_KEYS = {
    Qt.Key.Key_Left: (-_KEY_DEG, 0.0),
    Qt.Key.Key_Right: (_KEY_DEG, 0.0),
    Qt.Key.Key_Up: (0.0, _KEY_DEG),
    Qt.Key.Key_Down: (0.0, -_KEY_DEG),
}


class Canvas3D(QWidget):
    """Shows the newest picture and asks for the next; one is under way at a time.

    Signals:
        picked: Id of the object under a click, "" for none; and whether it adds to the selection.
        opened: Id of the object that was double-clicked.
    """

    picked = Signal(str, bool)
    opened = Signal(str)

    def __init__(self, client: DrawingClient, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._client = client
        self._boxes: Boxes | None = None
        self._low: Point = (0.0, 0.0, 0.0)
        self._high: Point = (1.0, 1.0, 1.0)
        self._preset = "iso"
        """Named view that is kept when the size changes; "" once the user has turned."""
        self.camera = Camera((0.0, 0.0, 0.0), 10.0, -120.0, 35.0)
        self.image: QImage | None = None
        self._look: AirLook | None = None
        self._system: units.System = "si"
        self._word = ""
        self._message = _EMPTY
        self._ticket = 0
        self._under_way = False
        self._wanted = False
        self._rough = False
        self._pressed: QPointF | None = None
        self._last = QPointF()
        self._sharpen = QTimer(self)
        self._sharpen.setSingleShot(True)
        self._sharpen.setInterval(_SHARPEN_MS)
        self._sharpen.timeout.connect(self._sharp)
        client.arrived.connect(self._arrived)
        client.failed.connect(self._failed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(200, 120)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName("Hall in three dimensions")
        self.setAccessibleDescription(
            "Arrow keys turn, plus and minus zoom, Home shows the whole hall."
        )

    # -- what is shown -------------------------------------------------------------------------

    def set_hall(self, boxes: Boxes, low: Point, high: Point) -> None:
        """Take over what can be picked, and the size of the hall."""
        is_new = (low, high) != (self._low, self._high)
        self._boxes, self._low, self._high = boxes, low, high
        if is_new:
            self.show_preset("iso")
        else:
            self.refresh()

    def set_look(self, look: AirLook | None, system: units.System, word: str) -> None:
        """Take over the legend of the air, and what sort of result it is."""
        self._look, self._system, self._word = look, system, word
        self.refresh()

    def show_preset(self, name: str) -> None:
        """Look at the whole hall from a named side."""
        self._preset = name
        self._fit()
        self.refresh()

    def look_from(self, camera: Camera) -> None:
        """Look from a camera that was kept."""
        self._preset = ""
        self.camera = camera
        self.refresh()

    def _fit(self) -> None:
        aspect = max(self.width(), 1) / max(self.height(), 1)
        self.camera = preset(self._preset, self._low, self._high, aspect)

    def _move(self, camera: Camera) -> None:
        """Look from where the user has turned to; the picture is rough while it moves."""
        self._preset = ""
        self.camera = camera
        self.refresh(rough=True)

    def refresh(self, *, rough: bool = False) -> None:
        """Ask for a picture, a rough one while the camera moves."""
        self._rough = rough
        if rough:
            self._sharpen.start()
        if not self.isVisible() or not self._client.is_ready:
            return
        if self._under_way:
            self._wanted = True
            return
        self._under_way, self._wanted = True, False
        scale = self.devicePixelRatioF() * (_DRAG_SCALE if self._rough else 1.0)
        self._ticket += 1
        camera = self.camera
        self._client.send(
            "frame",
            {
                "ticket": self._ticket,
                "target": camera.target,
                "distance_m": camera.distance_m,
                "azimuth_deg": camera.azimuth_deg,
                "elevation_deg": camera.elevation_deg,
                "width": round(self.width() * scale),
                "height": round(self.height() * scale),
            },
        )

    def begin_again(self) -> None:
        """The process is new: nothing is under way."""
        self._under_way = False
        self.refresh()

    def _sharp(self) -> None:
        if self._pressed is None:
            self.refresh()
        else:
            self._sharpen.start()

    def _arrived(self, _ticket: int, image: QImage) -> None:
        self.image, self._message, self._under_way = image, "", False
        self.update()
        if self._wanted:
            self.refresh(rough=self._rough)

    def _failed(self, message: str) -> None:
        self._message, self._under_way = message, False
        self.update()

    # -- painting ------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        """The picture, or why there is none; the legend."""
        tokens = theme.tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillRect(self.rect(), tokens.surface)
        if self.image is not None:
            painter.drawImage(QRectF(self.rect()), self.image, QRectF(self.image.rect()))
        if self._message:
            painter.setPen(tokens.muted)
            area = QRectF(self.rect()).adjusted(16, 16, -16, -16)
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(area, int(flags), self._message)
        elif self._look is not None:
            self._paint_legend(painter, self._look)

    def _paint_legend(self, painter: QPainter, look: AirLook) -> None:
        tokens, metrics = theme.tokens(), self.fontMetrics()
        low, _ = units.display(look.low, look.unit, self._system)
        high, label = units.display(look.high, look.unit, self._system)
        title = f"{look.title} [{label}]" + (f" · {self._word}" if self._word else "")
        width, line = max(metrics.horizontalAdvance(title), 160), metrics.height()
        box = QRectF(QPointF(12, self.height() - 2 * line - 38), QSizeF(width + 20, 2 * line + 26))
        painter.setPen(tokens.line)
        painter.setBrush(tokens.raised)
        painter.drawRoundedRect(box, 4, 4)
        painter.setPen(tokens.text)
        painter.drawText(QPointF(box.left() + 10, box.top() + 4 + metrics.ascent()), title)
        bar = QRectF(box.left() + 10, box.top() + line + 8, width, 8)
        colours = QLinearGradient(bar.topLeft(), bar.topRight())
        for row in range(0, 256, 15):
            red, green, blue = (int(part) for part in look.table[row])
            colours.setColorAt(row / 255.0, QColor(red, green, blue))
        painter.fillRect(bar, colours)
        base = bar.bottom() + 3 + metrics.ascent()
        painter.drawText(QPointF(bar.left(), base), f"{low:g}")
        text = f"{high:g}"
        painter.drawText(QPointF(bar.right() - metrics.horizontalAdvance(text), base), text)

    # -- mouse and keys ------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin to turn or to move the picture."""
        self._pressed = self._last = event.position()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Turn with the left button; move with the others, or with Shift."""
        if self._pressed is None:
            return
        moved, self._last = event.position() - self._last, event.position()
        shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if event.buttons() & Qt.MouseButton.LeftButton and not shifted:
            self._move(self.camera.orbited(-_DEG_PER_PX * moved.x(), _DEG_PER_PX * moved.y()))
        else:
            height = max(self.height(), 1)
            self._move(self.camera.panned(moved.x() / height, -moved.y() / height))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End the turn, or pick what is under a click."""
        pressed, self._pressed = self._pressed, None
        if pressed is None:
            return
        is_click = (event.position() - pressed).manhattanLength() < _CLICK_PX
        if is_click and event.button() == Qt.MouseButton.LeftButton:
            adds = event.modifiers() & (
                Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
            )
            self.picked.emit(self.object_at(event.position()), bool(adds))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open the object under the mouse in the inspector."""
        found = self.object_at(event.position())
        if found:
            self.opened.emit(found)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Come nearer, or go back."""
        self._move(self.camera.zoomed(_ZOOM_STEP ** (event.angleDelta().y() / 120.0)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Turn by arrows, zoom by plus and minus, the whole hall by Home."""
        key = Qt.Key(event.key())
        if key in _KEYS:
            self._move(self.camera.orbited(*_KEYS[key]))
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self._move(self.camera.zoomed(_ZOOM_STEP))
        elif key == Qt.Key.Key_Minus:
            self._move(self.camera.zoomed(1.0 / _ZOOM_STEP))
        elif key == Qt.Key.Key_Home:
            self.show_preset("iso")
        else:
            super().keyPressEvent(event)

    def object_at(self, at: QPointF) -> str:
        """Id of the nearest object under a place in the picture, "" where there is none."""
        if self._boxes is None or not self._boxes.ids:
            return ""
        ray = self.camera.ray(at.x(), at.y(), self.width(), self.height())
        solid = np.flatnonzero(self._boxes.opacity >= 1.0)
        for among in (solid, np.arange(len(self._boxes.ids))):
            found = pick(self.camera, ray, self._boxes.low[among], self._boxes.high[among])
            if found is not None:
                return self._boxes.ids[int(among[found])]
        return ""

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Ask for a picture of the new size."""
        super().resizeEvent(event)
        if self._preset:
            self._fit()
        self.refresh(rough=True)

    def showEvent(self, event: QShowEvent) -> None:
        """Ask for the picture that was not drawn while hidden."""
        super().showEvent(event)
        self.refresh()

    def changeEvent(self, event: QEvent) -> None:
        """Repaint the legend in other colours."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self.update()
