"""The front of a rack, unit by unit: mouse, keys and drops."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QDragEnterEvent,
    QDragMoveEvent,
    QDropEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from coolsim import units
from ui import theme
from ui.elevation.contents import Block, Gap
from ui.library_items import ITEM_MIME

_HEAT_RANGE_C = (15.0, 35.0)
_STRIPE_PX = 6


class ElevationFace(QWidget):
    """Unit 1 is at the bottom. One unit is current; what stands there is what keys act on.

    Args:
        heat: The colour of a share of the temperature scale, cold 0 to warm 1.
        parent: Qt parent.

    Signals:
        mountWanted: Catalogue id (or "" for the chosen one) and lowest unit.
        moveWanted: Index of a slot and its new lowest unit.
        removeWanted: Index of a slot.
        blankWanted: A free unit whose run shall be closed or opened.
        currentChanged: The current unit.
    """

    mountWanted = Signal(str, int)
    moveWanted = Signal(int, int)
    removeWanted = Signal(int)
    blankWanted = Signal(int)
    currentChanged = Signal(int)

    def __init__(self, heat: Callable[[float], QColor], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._heat = heat
        self._height_u = 42
        self._blocks: tuple[Block, ...] = ()
        self._gaps: tuple[Gap, ...] = ()
        self._system: units.System = "si"
        self.current = 1
        self._grabbed: Block | None = None
        self._grab_unit = 0
        self._ghost: range | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAcceptDrops(True)
        self.setMouseTracking(True)
        self.setAccessibleName("Rack elevation")
        self.setAccessibleDescription(
            "Up and down choose a unit, Enter mounts the chosen item, Shift with up or down moves "
            "what stands there, Delete takes it out, B closes or opens free units."
        )
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_rack(
        self,
        height_u: int,
        blocks: Sequence[Block],
        gaps: Sequence[Gap],
        system: units.System,
    ) -> None:
        """Show what stands in a rack."""
        self._height_u, self._system = height_u, system
        self._blocks, self._gaps = tuple(blocks), tuple(gaps)
        self.current = min(max(self.current, 1), height_u)
        self.updateGeometry()
        self.update()

    def block_at(self, unit: int) -> Block | None:
        """What stands in a unit."""
        return next((block for block in self._blocks if unit in block.units), None)

    def unit_at(self, at: QPoint) -> int:
        """The unit under a point."""
        row = (at.y() - 1) // self.unit_px
        return min(max(self._height_u - row, 1), self._height_u)

    def rect_of(self, covered: range) -> QRect:
        """Where units are drawn."""
        top = 1 + (self._height_u - covered.stop + 1) * self.unit_px
        left = self._gutter_px()
        width = self.width() - left - 1
        return QRect(left, top, width, len(covered) * self.unit_px)

    @property
    def unit_px(self) -> int:
        """Height of a unit."""
        return max(14, self.fontMetrics().height())

    def sizeHint(self) -> QSize:
        """All units, with room for a name."""
        return QSize(self.fontMetrics().averageCharWidth() * 34, self._height_u * self.unit_px + 2)

    def minimumSizeHint(self) -> QSize:
        """All units."""
        return QSize(140, self._height_u * self.unit_px + 2)

    def set_current(self, unit: int) -> None:
        """Make a unit the current one."""
        unit = min(max(unit, 1), self._height_u)
        if unit != self.current:
            self.current = unit
            self.currentChanged.emit(unit)
            self.update()

    # -- painting ------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        """Numbers, free units, blocks, the current unit, what is carried."""
        tokens = theme.tokens()
        painter = QPainter(self)
        painter.fillRect(self.rect(), tokens.surface)
        self._paint_numbers(painter)
        for gap in self._gaps:
            self._paint_gap(painter, gap)
        for block in self._blocks:
            self._paint_block(painter, block)
        here = self.block_at(self.current)
        covered = here.units if here else range(self.current, self.current + 1)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(tokens.accent if self.hasFocus() else tokens.muted, 2))
        painter.drawRect(self.rect_of(covered).adjusted(1, 1, -1, -1))
        if self._ghost is not None:
            fill = QColor(tokens.accent)
            fill.setAlpha(70)
            painter.fillRect(self.rect_of(self._ghost), fill)

    def _paint_numbers(self, painter: QPainter) -> None:
        painter.setPen(theme.tokens().muted)
        every = 1 if self.unit_px >= 14 else 2
        for unit in range(1, self._height_u + 1, every):
            box = self.rect_of(range(unit, unit + 1))
            box = QRect(0, box.top(), self._gutter_px() - 4, box.height())
            painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter,
                             str(unit))  # fmt: skip

    def _paint_gap(self, painter: QPainter, gap: Gap) -> None:
        tokens = theme.tokens()
        box = self.rect_of(gap.units)
        if gap.blanked:
            painter.fillRect(box, tokens.raised)
        painter.setPen(tokens.line)
        for unit in gap.units:
            painter.drawRect(self.rect_of(range(unit, unit + 1)).adjusted(0, 0, -1, -1))
        word = "blanked" if gap.blanked else "open"
        painter.setPen(tokens.muted if gap.blanked else tokens.warn)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, word)

    def _paint_block(self, painter: QPainter, block: Block) -> None:
        tokens = theme.tokens()
        box = self.rect_of(block.units).adjusted(0, 0, -1, -1)
        painter.fillRect(box, tokens.raised)
        painter.setPen(tokens.text)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(box)
        if block.inlet_c is not None:
            stripe = QRect(box.left() + 1, box.top() + 1, _STRIPE_PX, box.height() - 1)
            low, high = _HEAT_RANGE_C
            share = (block.inlet_c - low) / (high - low)
            painter.fillRect(stripe, self._heat(min(max(share, 0.0), 1.0)))
        inner = box.adjusted(_STRIPE_PX + 6, 0, -6, 0)
        right = units.text(block.power_w, "w", self._system, 3)
        if block.inlet_c is not None:
            right = f"{right}  {units.text(block.inlet_c, 'c', self._system, 3)}"
        metrics = self.fontMetrics()
        room = inner.width() - metrics.horizontalAdvance(right) - 8
        middle = Qt.AlignmentFlag.AlignVCenter
        title = metrics.elidedText(block.title, Qt.TextElideMode.ElideRight, max(room, 20))
        painter.drawText(inner, Qt.AlignmentFlag.AlignLeft | middle, title)
        if room > 0:
            painter.drawText(inner, Qt.AlignmentFlag.AlignRight | middle, right)

    def _gutter_px(self) -> int:
        return self.fontMetrics().horizontalAdvance("00") + 8

    # -- mouse ---------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose a unit; take hold of what stands there."""
        unit = self.unit_at(event.position().toPoint())
        self.set_current(unit)
        if event.button() == Qt.MouseButton.LeftButton:
            self._grabbed, self._grab_unit = self.block_at(unit), unit

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show where it would go."""
        if self._grabbed is None:
            return
        low = self._grabbed.units.start + self.unit_at(event.position().toPoint()) - self._grab_unit
        count = len(self._grabbed.units)
        low = min(max(low, 1), self._height_u - count + 1)
        moved = range(low, low + count)
        self._ghost = moved if moved != self._grabbed.units else None
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Put it down."""
        grabbed, ghost = self._grabbed, self._ghost
        self._grabbed = self._ghost = None
        if grabbed is not None and ghost is not None:
            self.moveWanted.emit(grabbed.index, ghost.start)
            self.set_current(ghost.start)
        self.update()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Mount the chosen item into free units."""
        unit = self.unit_at(event.position().toPoint())
        if self.block_at(unit) is None:
            self.mountWanted.emit("", unit)

    # -- keys ----------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move, mount, take out, blank."""
        step = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}.get(Qt.Key(event.key()), 0)
        block = self.block_at(self.current)
        if step and event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            if block is not None:
                self.moveWanted.emit(block.index, block.units.start + step)
                self.set_current(block.units.start + step)
        elif step:
            past = (block.units.stop if step > 0 else block.units.start - 1) if block else None
            self.set_current(past if past is not None else self.current + step)
        elif event.key() == Qt.Key.Key_Home:
            self.set_current(1)
        elif event.key() == Qt.Key.Key_End:
            self.set_current(self._height_u)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and block is None:
            self.mountWanted.emit("", self.current)
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and block is not None:
            self.removeWanted.emit(block.index)
        elif event.key() == Qt.Key.Key_B and block is None:
            self.blankWanted.emit(self.current)
        else:
            super().keyPressEvent(event)

    def event(self, event: object) -> bool:
        """Keys that are the window's shortcuts elsewhere stay here while the face has the focus."""
        if isinstance(event, QKeyEvent) and event.type() == QKeyEvent.Type.ShortcutOverride:
            own = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace, Qt.Key.Key_B)
            if event.key() in own and not event.modifiers():
                event.accept()
                return True
        if isinstance(event, QHelpEvent) and event.type() == QHelpEvent.Type.ToolTip:
            QToolTip.showText(event.globalPos(), self._tip(event.pos()), self)
            return True
        return bool(super().event(event))  # type: ignore[arg-type]

    def _tip(self, at: QPoint) -> str:
        unit = self.unit_at(at)
        block = self.block_at(unit)
        if block is None:
            return f"Unit {unit}: free. Enter mounts the chosen item, B blanks or opens."
        power = units.text(block.power_w, "w", self._system)
        inlet = ""
        if block.inlet_c is not None:
            inlet = f"\ninlet {units.text(block.inlet_c, 'c', self._system, 3)}"
        last = f" to {block.units.stop - 1}" if len(block.units) > 1 else ""
        return f"{block.title}\nunits {block.units.start}{last}, {power}{inlet}"

    # -- drops ---------------------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take what the catalogue can put into a rack."""
        if _item_of(event):
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Show the unit it would begin at."""
        if _item_of(event):
            self.set_current(self.unit_at(event.position().toPoint()))
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Mount it."""
        item = _item_of(event)
        if item:
            self.mountWanted.emit(item, self.unit_at(event.position().toPoint()))
            event.acceptProposedAction()
            self.setFocus(Qt.FocusReason.MouseFocusReason)


def _item_of(event: QDropEvent) -> str:
    """Catalogue id of a dragged library item that goes into a rack, or ""."""
    data = event.mimeData()
    if not data.hasFormat(ITEM_MIME):
        return ""
    try:
        dragged = json.loads(bytes(data.data(ITEM_MIME).data()))
        return str(dragged["fields"]["contents"][0]["item"])
    except (ValueError, KeyError, IndexError, TypeError):
        return ""
