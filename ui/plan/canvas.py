"""The view of the drawing: zoom, pan, background, and the mouse and keys handed to gestures."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QElapsedTimer, QEvent, QPoint, QPointF, QRect, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QWheelEvent,
)
from PySide6.QtWidgets import QToolTip, QWidget

from ui.plan.air_view import AirView
from ui.plan.background import BackgroundLayer
from ui.plan.dropping import DropTarget
from ui.plan.gestures.band import BandGesture
from ui.plan.gestures.base import Gesture, Pointer, ToolGesture
from ui.plan.gestures.move import MoveGesture
from ui.plan.gestures.nudge import Nudge
from ui.plan.gestures.pan import PanGesture
from ui.plan.gestures.place import PlaceGesture
from ui.plan.grid import GridLayer
from ui.plan.items import PlanItem
from ui.plan.keys import PlanKeys
from ui.plan.placing import tool_gesture
from ui.plan.row_drag import RowOptions
from ui.plan.scene import PlanScene
from ui.plan.section_line import SectionGesture, hits_section_line, paint_section_line
from ui.plan.snapping import Guide
from ui.plan.style import Style
from ui.plan.zoom_view import ZoomView

if TYPE_CHECKING:
    from ui.plan.commands import PlanCommands
    from ui.plan.session_like import SessionLike

FRAME_MS = 14
"""Mouse moves that come closer together than this are handled as one."""
_ZOOM_PER_NOTCH = 1.2
_HIT_PX = 3.0
_GUIDE_OVERHANG_M = 0.4


class PlanCanvas(ZoomView):
    """The drawing with its background, and the mouse and keys on it.

    Signals:
        cursorMoved: Scene coordinates of the mouse [m], at most once a frame.
        editRequested: Id of an object that was double-clicked.
        menuRequested: Place on the screen and in the scene.
        pointsTaken: Two points of the background whose distance is known.
    """

    cursorMoved = Signal(float, float)
    editRequested = Signal(str)
    menuRequested = Signal(QPoint, QPointF)
    pointsTaken = Signal(QPointF, QPointF)

    def __init__(
        self,
        session: SessionLike,
        scene: PlanScene,
        style: Style,
        commands: PlanCommands,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(scene, style, parent)
        self.session = session
        self.air = AirView(session, style, self)
        self.heat = self.air.heat
        self.background = BackgroundLayer(session, style)
        self._grid = GridLayer()
        self.describe: Callable[[PlanItem], str] = lambda item: item.record.label
        self.describe_air: Callable[[float, float], str] = lambda x_m, y_m: ""
        self.overlays: list[Callable[[QPainter], None]] = [
            self.air.paint_over,
            lambda painter: paint_section_line(self, painter),
        ]
        self.last_scene_point = QPointF()
        self._guides: tuple[Guide, ...] = ()
        self._gesture: Gesture | None = None
        self._tool: ToolGesture | None = None
        self.row_options = RowOptions()
        self._pending: Pointer | None = None
        self._space = False
        self.nudge = Nudge(self)
        self._keys = PlanKeys(self, commands)
        self._drop = DropTarget(self)
        self._since_frame = QElapsedTimer()
        self._since_frame.start()
        self._frame = QTimer(self)
        self._frame.setSingleShot(True)
        self._frame.timeout.connect(self.handle_pending)
        self._configure()
        session.toolChanged.connect(self.take_tool)
        self.air.changed.connect(self.repaint_all)
        session.airChanged.connect(self.viewport().update)

    def _configure(self) -> None:
        # Map, grid and lines stay as painted while objects move over them.
        self.setCacheMode(self.CacheModeFlag.CacheBackground)
        self.setMouseTracking(True)
        self.setAcceptDrops(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Plan of the hall")
        self.setAccessibleDescription(
            "Drawing of the hall. Arrow keys move the selection, R turns it, F shows all."
        )

    @property
    def snap_m(self) -> float:
        """Step of the snap grid [m]."""
        return float(getattr(self.session, "snap_m", 0.1))

    def repaint_all(self, *_: object) -> None:
        """Paint everything again, the background too."""
        self.resetCachedContent()
        self.viewport().update()

    # -- painting ------------------------------------------------------------------------------

    def drawBackground(self, painter: QPainter, rect: QRectF | QRect) -> None:
        """Surroundings, floor, heat map, grid and walls."""
        style, hall = self.plan_style, self.plan_scene.hall
        area = QRectF(rect)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.fillRect(area, style.tokens.raised)
        painter.fillRect(hall, style.tokens.surface)
        self.air.paint_under(painter)
        self.background.paint(painter)
        self._grid.paint(painter, area, style, self.snap_m, self.session.unit_system)
        self.air.paint_lines(painter)
        out = 1.5 * style.px
        painter.setPen(style.wall)
        painter.setBrush(style.no_brush)
        painter.drawRect(hall.adjusted(-out, -out, out, out))

    def drawForeground(self, painter: QPainter, rect: QRectF | QRect) -> None:
        """What lies over the objects, guides, and what the gesture shows."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        for paint in self.overlays:
            paint(painter)
        if self._guides:
            painter.setPen(self.plan_style.guide)
            for guide in self._guides:
                painter.drawLine(*_ends(guide))
        if self._gesture is not None:
            self._gesture.paint(painter)
        elif self._tool is not None:
            self._tool.paint(painter)

    def show_guides(self, guides: tuple[Guide, ...]) -> None:
        """Show these guide lines; only their strips are painted again."""
        if guides == self._guides:
            return
        for guide in (*self._guides, *guides):
            first, last = (self.mapFromScene(end) for end in _ends(guide))
            strip = QRect(first, last).normalized().adjusted(-2, -2, 2, 2)
            self.viewport().update(strip)
        self._guides = guides

    @property
    def guides(self) -> tuple[Guide, ...]:
        """The guide lines in sight."""
        return self._guides

    # -- gestures ------------------------------------------------------------------------------

    def pointer(self, view: QPointF, keys: Qt.KeyboardModifier) -> Pointer:
        """The mouse at a view position."""
        return Pointer(QPointF(view), self.to_scene(view), keys)

    def drop_gesture(self) -> None:
        """Let go of the gesture without touching the design."""
        self._gesture = None
        self._pending = None
        self.show_guides(())
        self._show_cursor()

    def cancel_gesture(self) -> bool:
        """Esc during a gesture; return whether there was one."""
        gesture = self._gesture
        if gesture is None:
            return False
        self._pending = None
        gesture.cancel()
        self.drop_gesture()
        return True

    def take_tool(self, name: str) -> None:
        """Take the tool in hand that the session names."""
        if self._tool is not None:
            self._tool.clear()
        self._tool = tool_gesture(self, name)
        self._show_cursor()

    @property
    def placing(self) -> PlaceGesture | None:
        """The place tool in hand."""
        return self._tool if isinstance(self._tool, PlaceGesture) else None

    @property
    def tool(self) -> ToolGesture | None:
        """The tool in hand; ``None`` while selecting."""
        return self._tool

    def hold_space(self, held: bool) -> None:
        """Space bar: the left button pans."""
        self._space = held
        self._show_cursor()

    def _show_cursor(self) -> None:
        active = self._gesture or self._tool
        if active is not None and active.cursor is not None:
            self.viewport().setCursor(active.cursor)
        elif self._space:
            self.viewport().setCursor(Qt.CursorShape.OpenHandCursor)
        else:
            self.viewport().unsetCursor()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin the gesture that button, keys and place ask for."""
        if self._gesture is not None:
            return
        self.nudge.finish()
        pointer = self.pointer(event.position(), event.modifiers())
        gesture = self._gesture_for(event.button(), pointer)
        if gesture is not None:
            self._gesture = gesture
            gesture.press(pointer)
            self._show_cursor()
        event.accept()

    def _gesture_for(self, button: Qt.MouseButton, pointer: Pointer) -> Gesture | None:
        left = button == Qt.MouseButton.LeftButton
        if button == Qt.MouseButton.MiddleButton or (left and self._space):
            return PanGesture(self)
        if not left:
            return None
        if self._tool is not None:
            return self._tool
        item = self.plan_scene.hit(pointer.scene, _HIT_PX * self.plan_style.px)
        if hits_section_line(self, pointer.scene, item is not None):
            return SectionGesture(self)
        return BandGesture(self) if item is None else MoveGesture(self, item)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Remember where the mouse is; it is handled once a frame."""
        self._pending = self.pointer(event.position(), event.modifiers())
        if not self._frame.isActive():
            self._frame.start(max(0, FRAME_MS - self._since_frame.elapsed()))

    def handle_pending(self) -> None:
        """Handle the latest mouse move now; the frame clock calls this."""
        pointer, self._pending = self._pending, None
        self._frame.stop()
        if pointer is None:
            return
        self._since_frame.restart()
        if self._gesture is not None:
            self._gesture.move(pointer)
        elif self._tool is not None:
            self._tool.hover(pointer)
        here = self.to_scene(pointer.view)
        self.last_scene_point = here
        self.cursorMoved.emit(here.x(), here.y())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Finish the gesture."""
        gesture = self._gesture
        if gesture is None:
            return
        if self._pending is not None:
            self.handle_pending()
        if self._gesture is gesture:
            gesture.release(self.pointer(event.position(), event.modifiers()))
            self.drop_gesture()
        event.accept()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Ask to edit the object; on empty floor it is a click like any other."""
        pointer = self.pointer(event.position(), event.modifiers())
        item = self.plan_scene.hit(pointer.scene, _HIT_PX * self.plan_style.px)
        left = event.button() == Qt.MouseButton.LeftButton
        meant = self.plan_scene.aisle_at(pointer.scene) if item is None else item.record.id
        if not left or not meant or self._tool is not None:
            self.mousePressEvent(event)
            return
        self.session.select((meant,))
        self.editRequested.emit(meant)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Select what is under the mouse, unless it is selected, and ask for the menu."""
        if self._gesture is not None:
            return
        if self._tool is not None:
            self.session.set_tool("select")
            return
        at = self.to_scene(QPointF(event.pos()))
        item = self.plan_scene.hit(at, _HIT_PX * self.plan_style.px)
        if item is not None and item.record.id not in self.session.selection:
            self.session.select((item.record.id,))
        self.menuRequested.emit(event.globalPos(), at)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom at the mouse."""
        notches = event.angleDelta().y() / 120.0
        if notches:
            self.zoom(_ZOOM_PER_NOTCH**notches, event.position())
        event.accept()

    def leaveEvent(self, event: QEvent) -> None:
        """Take the ghost of the place tool away with the mouse."""
        if self._tool is not None and self._gesture is None:
            self._pending = None
            self._tool.clear()
        super().leaveEvent(event)

    # -- keys, focus, drops ----------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Commands of the plan."""
        if not self._keys.press(event):
            event.ignore()

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """The end of a nudge, or of panning with the space bar."""
        if not self._keys.release(event):
            event.ignore()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Finish what the keyboard had begun."""
        self.nudge.finish()
        self.hold_space(False)
        super().focusOutEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take objects of the library."""
        self._drop.enter(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Show where it would land."""
        self._drop.move(event)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Forget it."""
        self._drop.leave()
        event.accept()

    def dropEvent(self, event: QDropEvent) -> None:
        """Place it."""
        self._drop.drop(event)

    def viewportEvent(self, event: QEvent) -> bool:
        """Show what is known of the object under the mouse, or of the air."""
        if event.type() == QEvent.Type.ToolTip and self._tool is not None:
            return True  # it would cover what is being placed
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            at = self.to_scene(QPointF(event.pos()))
            item = self.plan_scene.hit(at, 0.0)
            # a tile is part of the floor: the air over it is asked for as often as the tile
            over_floor = item is None or item.kind == "tile"
            texts = [self.describe(item)] if item is not None else []
            texts += [self.describe_air(at.x(), at.y())] if over_floor else []
            text = "\n\n".join(filter(None, texts))
            QToolTip.showText(event.globalPos(), text, self.viewport())
            return True
        return super().viewportEvent(event)


def _ends(guide: Guide) -> tuple[QPointF, QPointF]:
    low, high = guide.from_m - _GUIDE_OVERHANG_M, guide.to_m + _GUIDE_OVERHANG_M
    if guide.axis == "x":
        return QPointF(guide.at_m, low), QPointF(guide.at_m, high)
    return QPointF(low, guide.at_m), QPointF(high, guide.at_m)
