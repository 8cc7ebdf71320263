"""A plan to look at beside the one that is drawn on: it pans, zooms and selects with it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import (
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QApplication, QGraphicsView, QToolTip, QWidget

from ui.plan.grid import paint_grid
from ui.plan.scene import PlanScene
from ui.plan.style import Style
from ui.plan.zoom_view import ZoomView

_ZOOM_PER_NOTCH = 1.2
_HIT_PX = 3.0
_PAN_PX = 60
_ARROWS = {
    Qt.Key.Key_Left: (_PAN_PX, 0),
    Qt.Key.Key_Right: (-_PAN_PX, 0),
    Qt.Key.Key_Up: (0, _PAN_PX),
    Qt.Key.Key_Down: (0, -_PAN_PX),
}


def middle_of(view: ZoomView) -> QPointF:
    """The place in the very middle of a view [m]."""
    size = view.viewport().size()
    return view.to_scene(QPointF(0.5 * size.width(), 0.5 * size.height()))


class SidePlan(ZoomView):
    """The drawing of a variant with whatever is painted under and over it.

    Signals:
        clicked: Id of the object clicked, "" on empty floor; whether others stay selected.
        drawRequested: Enter or a double-click: this variant is to be drawn on.
        resized: It has another size, and waits to be told what to show.
    """

    clicked = Signal(str, bool)
    drawRequested = Signal()
    resized = Signal()

    def __init__(self, scene: PlanScene, style: Style, parent: QWidget | None = None) -> None:
        super().__init__(scene, style, parent)
        self.under: list[Callable[[QPainter], None]] = []
        self.over: list[Callable[[QPainter], None]] = []
        self.describe: Callable[[str, float, float], str] = lambda _id, _x, _y: ""
        self.snap_m = 0.0
        self._fits = False
        self._follows = False
        self._pressed: QPoint | None = None
        self._panned = False
        self.setCacheMode(QGraphicsView.CacheModeFlag.CacheBackground)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)

    def repaint_all(self) -> None:
        """Paint everything again, the background too."""
        self.resetCachedContent()
        self.viewport().update()

    # --- together with the plan beside it ----------------------------------------------------

    @property
    def centre(self) -> QPointF:
        """The place in the middle of the view [m]."""
        return middle_of(self)

    def follow(self, scale: float, centre: QPointF) -> None:
        """Show the same part of the hall at the same zoom as another plan."""
        self._follows = True
        try:
            hall = self.plan_scene.hall
            around = max(300.0, hall.width(), hall.height())
            self.setSceneRect(hall.adjusted(-around, -around, around, around))
            self.set_scale(scale)
            self.centerOn(centre)
            self.viewChanged.emit()
        finally:
            self._follows = False
        self.repaint_all()

    @property
    def is_following(self) -> bool:
        """Whether the view moves because the other one has moved."""
        return self._follows

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another size: what the other plan shows is shown again."""
        self._fits, self._follows = False, True
        super().resizeEvent(event)
        self._follows = False
        self.resized.emit()

    # --- painting ----------------------------------------------------------------------------

    def drawBackground(self, painter: QPainter, rect: QRectF | QRect) -> None:
        """Surroundings, floor, map, grid and walls."""
        style, hall = self.plan_style, self.plan_scene.hall
        area = QRectF(rect)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.fillRect(area, style.tokens.raised)
        painter.fillRect(hall, style.tokens.surface)
        for paint in self.under:
            paint(painter)
        paint_grid(painter, area, style, self.snap_m, style.system)
        out = 1.5 * style.px
        painter.setPen(style.wall)
        painter.setBrush(style.no_brush)
        painter.drawRect(hall.adjusted(-out, -out, out, out))

    def drawForeground(self, painter: QPainter, rect: QRectF | QRect) -> None:
        """What lies over the objects."""
        del rect
        for paint in self.over:
            paint(painter)

    # --- mouse and keys ----------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click selects; a drag pans."""
        if event.button() in (Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton):
            self._pressed, self._panned = event.position().toPoint(), False
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Pan, once the mouse has gone far enough to be no click."""
        if self._pressed is None:
            return
        at = event.position().toPoint()
        by = at - self._pressed
        if not self._panned and by.manhattanLength() < QApplication.startDragDistance():
            return
        if not self._panned:
            self._panned = True
            self.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)
        self._pressed = at
        self.pan_pixels(by.x(), by.y())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End a pan, or select."""
        pressed, self._pressed = self._pressed, None
        self.viewport().unsetCursor()
        if pressed is None or self._panned or event.button() != Qt.MouseButton.LeftButton:
            return
        found = self._hit(event.position())
        adds = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        self.clicked.emit(found, adds)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Draw on this variant."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.drawRequested.emit()
        event.accept()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom at the mouse."""
        notches = event.angleDelta().y() / 120.0
        if notches:
            self.zoom(_ZOOM_PER_NOTCH**notches, event.position())
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrow keys pan, Enter draws on this variant."""
        key = Qt.Key(event.key())
        if key in _ARROWS and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            self.pan_pixels(*_ARROWS[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.drawRequested.emit()
        else:
            event.ignore()

    def viewportEvent(self, event: QEvent) -> bool:
        """Say what is known of the object or the air under the mouse."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            at = QPointF(event.pos())
            place = self.to_scene(at)
            text = self.describe(self._hit(at), place.x(), place.y())
            QToolTip.showText(event.globalPos(), text, self.viewport())
            return True
        return super().viewportEvent(event)

    def _hit(self, at: QPointF) -> str:
        item = self.plan_scene.hit(self.to_scene(at), _HIT_PX * self.plan_style.px)
        return "" if item is None else str(item.record.id)
