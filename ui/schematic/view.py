"""The schematic as a widget: zoom, pan, fit, selection, picture."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QMouseEvent, QPainter, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QFrame, QGraphicsScene, QGraphicsView, QWidget

from coolsim import units
from coolsim.schematic.records import Drawing
from ui import theme
from ui.schematic.items import BoxItem, PipeItem, Scale, flow_words

_MARGIN_PX = 16.0
_SMALLEST, _LARGEST = 0.05, 4.0
_STEP = 1.2
_READABLE = 0.7
"""Scale below which the words of a box can hardly be read."""
_LEGEND_PX = 80
_PICTURE_SCALE = 2.0
_PICTURE_MOST_PX = 12000.0


class SchematicView(QGraphicsView):
    """Shows the drawing of one loop.

    Wheel or plus and minus zoom, dragging with the middle button or beside parts pans, F fits.
    Arrow keys step through the boxes.

    Args:
        scale: The colours of temperatures.
        parent: Qt parent.

    Signals:
        chosen: Ids of what was clicked, and whether it joins what is selected.
        activated: Id of what was double-clicked.
    """

    chosen = Signal(list, bool)
    activated = Signal(str)

    def __init__(self, scale: Scale, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._scale = scale
        self._scene = QGraphicsScene(self)
        self.setScene(self._scene)
        self.setAccessibleName("Schematic of the loop")
        self.setViewportUpdateMode(QGraphicsView.ViewportUpdateMode.FullViewportUpdate)
        for policy in (self.setHorizontalScrollBarPolicy, self.setVerticalScrollBarPolicy):
            policy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        self.setTransformationAnchor(QGraphicsView.ViewportAnchor.AnchorUnderMouse)
        self.setDragMode(QGraphicsView.DragMode.NoDrag)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.drawing: Drawing | None = None
        self.boxes: list[BoxItem] = []
        self.pipes: list[PipeItem] = []
        self._area = QRectF()
        self._system: units.System = "si"
        self._follows = "start"
        self._last: QPointF | None = None

    # -- content -------------------------------------------------------------------------------

    def show_drawing(self, drawing: Drawing, system: units.System) -> None:
        """Show another state of the loop, or another loop."""
        shape = None if self.drawing is None else (self.drawing.width, self.drawing.height)
        self.drawing, self._system = drawing, system
        self._scene.clear()
        self.pipes = [
            PipeItem(line, drawing.low_c, drawing.high_c, self._scale) for line in drawing.lines
        ]
        self.boxes = [BoxItem(box, system) for box in drawing.boxes]
        for pipe in self.pipes:
            pipe.setToolTip(_pipe_words(pipe, system))
            self._scene.addItem(pipe)
        for box in self.boxes:
            words = "\n".join(box.box.words) or flow_words(box.box.flow, system)
            box.setToolTip(f"{box.box.title}\n{words}".strip())
            self._scene.addItem(box)
        area = QRectF(0.0, -8.0, max(drawing.width, 1.0), max(drawing.height, 1.0))
        around = 0.5 * max(area.width(), area.height())
        self._scene.setSceneRect(area.adjusted(-around, -around, around, around))
        self._area = area
        self.setAccessibleDescription("; ".join(", ".join(box.lines()) for box in self.boxes[:40]))
        if shape != (drawing.width, drawing.height):
            self._follows = "start"
        self._follow()

    def show_selection(self, ids: frozenset[str]) -> None:
        """Mark the parts that stand for selected objects."""
        for box in self.boxes:
            box.set_selected(not ids.isdisjoint(box.box.ids))
        for pipe in self.pipes:
            pipe.set_selected(not ids.isdisjoint(pipe.line.ids))

    # -- view ----------------------------------------------------------------------------------

    def fit(self) -> None:
        """Show the whole loop."""
        self._follows = "whole"
        if self.drawing is not None:
            area = self._area.adjusted(-_MARGIN_PX, -_MARGIN_PX, _MARGIN_PX, _MARGIN_PX)
            self.fitInView(area, Qt.AspectRatioMode.KeepAspectRatio)
            if self.transform().m11() > 1.0:
                self.resetTransform()
                self.centerOn(area.center())

    def _follow(self) -> None:
        """Keep what the user has not changed: the readable start of the loop, or all of it."""
        if self._follows == "nothing" or self.drawing is None:
            return
        wanted = self._follows
        self.fit()
        self._follows = wanted
        scale = self.transform().m11()
        if wanted == "start" and scale < _READABLE:
            self.scale(_READABLE / scale, _READABLE / scale)
            size = self.viewport().size() / _READABLE
            left = self._area.left() - _MARGIN_PX + size.width() / 2.0
            top = self._area.top() - _MARGIN_PX + size.height() / 2.0
            middle = self._area.center().y()
            self.centerOn(left, middle if self._area.height() < size.height() else top)

    def zoom(self, factor: float) -> None:
        """Zoom by a factor, within reason."""
        self._follows = "nothing"
        wanted = self.transform().m11() * factor
        if _SMALLEST <= wanted <= _LARGEST:
            self.scale(factor, factor)

    def picture(self) -> QImage:
        """The whole loop as an image at twice its size, on the theme's surface."""
        area = self._area.adjusted(-_MARGIN_PX, -_MARGIN_PX, _MARGIN_PX, _MARGIN_PX)
        scale = min(_PICTURE_SCALE, _PICTURE_MOST_PX / max(area.width(), area.height()))
        size = (area.size() * scale).toSize()
        image = QImage(size, QImage.Format.Format_ARGB32)
        image.fill(theme.tokens().surface)
        painter = QPainter(image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        self._scene.render(painter, QRectF(image.rect()), area)
        painter.end()
        return image

    def save_picture(self, path: Path) -> bool:
        """Write the picture; the name's ending tells the format."""
        return self.drawing is not None and self.picture().save(str(path))

    def drawForeground(self, painter: QPainter, rect: QRectF | QRect) -> None:
        """The colours of temperatures in a corner."""
        drawing = self.drawing
        if drawing is None or not any(line.temperature_c == line.temperature_c
                                      for line in drawing.lines):  # fmt: skip
            return
        painter.save()
        painter.resetTransform()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        tokens, metrics = theme.tokens(), self.fontMetrics()
        ends = [units.text(value, "c", self._system, 3) for value in (drawing.low_c,
                                                                      drawing.high_c)]  # fmt: skip
        y = self.viewport().height() - metrics.height() - 6
        x = 8
        width = sum(metrics.horizontalAdvance(text) for text in ends) + _LEGEND_PX + 12
        # pipes pass behind it: without a ground its words could not be read
        ground = self.palette().base().color()
        painter.fillRect(x - 4, y - 2, width + 8, metrics.height() + 4, ground)
        painter.setPen(tokens.muted)
        painter.drawText(x, y + metrics.ascent(), ends[0])
        x += metrics.horizontalAdvance(ends[0]) + 6
        for step in range(_LEGEND_PX):
            share = step / (_LEGEND_PX - 1)
            painter.setPen(self._scale(share))
            painter.drawLine(x + step, y + 3, x + step, y + metrics.height() - 3)
        painter.setPen(tokens.muted)
        painter.drawText(x + _LEGEND_PX + 6, y + metrics.ascent(), ends[1])
        painter.restore()

    # -- events --------------------------------------------------------------------------------

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom at the mouse."""
        self.zoom(_STEP ** (event.angleDelta().y() / 120.0))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose what is under the mouse; beside everything, begin to pan."""
        item = self.itemAt(event.position().toPoint())
        own = item.box.ids if isinstance(item, BoxItem) else ()
        own = item.line.ids if isinstance(item, PipeItem) else own
        if event.button() == Qt.MouseButton.LeftButton and item is not None:
            joins = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self.chosen.emit(list(own), joins)
        elif event.button() in (Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton):
            self._last = event.position()
            self.setCursor(Qt.CursorShape.ClosedHandCursor)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Pan."""
        if self._last is None:
            super().mouseMoveEvent(event)
            return
        self._follows = "nothing"
        step, self._last = event.position() - self._last, event.position()
        across, along = self.horizontalScrollBar(), self.verticalScrollBar()
        across.setValue(across.value() - round(step.x()))
        along.setValue(along.value() - round(step.y()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End of a pan."""
        self._last = None
        self.unsetCursor()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Show an object on the plan."""
        item = self.itemAt(event.position().toPoint())
        if isinstance(item, BoxItem) and item.box.ids:
            self.activated.emit(item.box.ids[0])

    def event(self, event: QEvent) -> bool:
        """Keys of its own come before the window's shortcuts of the same name."""
        own = (Qt.Key.Key_F, Qt.Key.Key_Plus, Qt.Key.Key_Minus, Qt.Key.Key_Equal)
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() in own
            and event.modifiers() in (Qt.KeyboardModifier.NoModifier,
                                      Qt.KeyboardModifier.KeypadModifier)
        ):  # fmt: skip
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Zoom, fit, and step from box to box."""
        key = event.key()
        if key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.zoom(_STEP)
        elif key == Qt.Key.Key_Minus:
            self.zoom(1.0 / _STEP)
        elif key == Qt.Key.Key_F:
            self.fit()
        elif key in (Qt.Key.Key_Right, Qt.Key.Key_Down):
            self._step(1)
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Up):
            self._step(-1)
        else:
            super().keyPressEvent(event)

    def _step(self, by: int) -> None:
        if not self.boxes:
            return
        now = next((n for n, box in enumerate(self.boxes) if box.is_selected), -by)
        box = self.boxes[(now + by) % len(self.boxes)]
        self.ensureVisible(box)
        self.chosen.emit(list(box.box.ids), False)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A fitted loop stays fitted."""
        super().resizeEvent(event)
        self._follow()

    def changeEvent(self, event: QEvent) -> None:
        """Colours follow the theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.viewport().update()


def _pipe_words(pipe: PipeItem, system: units.System) -> str:
    side = "Supply" if pipe.line.is_supply else "Return"
    return f"{side} {pipe.line.role}\n{flow_words(pipe.line.flow, system)}".strip()
