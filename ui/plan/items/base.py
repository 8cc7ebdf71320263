"""What all drawn objects share: geometry at any heading, selection outline, finding marks."""

from __future__ import annotations

from collections.abc import Callable
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QBrush, QColor, QPainter, QPainterPath, QPen, QPolygonF
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from coolsim.design import geometry
from coolsim.design.models import Placed
from ui.plan import labels
from ui.plan.style import Style

if TYPE_CHECKING:
    from ui.plan.items.crowd import Crowd

Block = QRectF | QPolygonF
"""A box along the item's axes: a rectangle at quarter turns, else a polygon."""

_MARGIN_M = 0.05
_MARK_PX = 12.0
_INNER_FROM_PX = 14.0
_WARNING_FROM_PX = 7.5


class PlanItem(QGraphicsItem):
    """One object of the design. ``record`` is what it shows; it never changes the design itself.

    Local coordinates are metres from the object's centre, not turned: the heading is in the shapes,
    because painting along the axes is several times quicker.
    """

    kind = ""
    layer = 0.0
    reach_m = 0.0
    """How far the drawing goes beyond the footprint."""
    shape_of: Callable[[Any], tuple[object, ...]] = attrgetter("heading_deg", "width_m", "depth_m")
    """What of a record the shape depends on."""

    def __init__(self, record: Any, style: Style) -> None:
        super().__init__()
        self.style = style
        self.record = record
        self.is_selected = False
        self.severity = ""
        self.value: float | None = None
        self.unit = ""
        self.crowd: Crowd | None = None
        self.sorted_as: tuple[object, ...] = ()
        self.setZValue(self.layer)
        self._take(record)

    # -- what is shown -------------------------------------------------------------------------

    def set_record(self, record: Any) -> None:
        """Show another state of the same object."""
        before = self.record
        self.refresh()  # where it stood
        self.record = record
        if self.shape_of(before) == self.shape_of(record):
            self._place(record)
            self.changed_record()
            self._prepared_for = -1
        else:
            self.prepareGeometryChange()
            self._take(record)
            if self.crowd is not None:
                self.crowd.reach(self.radius_m)
        self.refresh()

    def refresh(self) -> None:
        """Have it painted again, by its crowd where it stands in one."""
        if self.crowd is None:
            self.update()
        else:
            self.crowd.changed(self)

    @property
    def area(self) -> QRectF:
        """The part of the scene that its painting may touch [m]."""
        return self._bounds.translated(self.x_m, self.y_m)

    def _place(self, record: Placed) -> None:
        self.x_m, self.y_m = record.x_m, record.y_m
        self.setPos(record.x_m, record.y_m)

    def set_selected(self, selected: bool) -> None:
        """Show or hide the selection outline."""
        if selected != self.is_selected:
            self.is_selected = selected
            if self.crowd is None:  # a crowd paints those selected last
                self.setZValue(self.layer + (0.5 if selected else 0.0))
            self.refresh()

    def set_severity(self, severity: str) -> None:
        """Show the mark of the worst finding: ``error``, ``warning`` or nothing."""
        if severity != self.severity:
            self.severity = severity
            self.refresh()

    def _take(self, record: Placed) -> None:
        self.depth, self.width = geometry.size(record)
        ux, uy = geometry.direction(record.heading_deg)
        self.ux, self.uy = ux, uy
        self.is_square = geometry.quarter_turns(record.heading_deg) is not None
        self.outline = self.block(-self.depth / 2, -self.width / 2, self.depth / 2, self.width / 2)
        corners = self.outline
        box = QRectF(corners) if isinstance(corners, QRectF) else corners.boundingRect()
        self.box = box
        side = min(self.depth, self.width)
        self._extent_m = (box.width(), box.height()) if self.is_square else (side, side)
        margin = _MARGIN_M + self.reach_m
        self._bounds = box.adjusted(-margin, -margin, margin, margin)
        self.radius_m = 0.5 * max(self._bounds.width(), self._bounds.height())
        self._shape_key = (type(self), self.depth, self.width, ux, uy)
        self._outline_path = QPainterPath()
        self._outline_path.addPolygon(QPolygonF(corners))
        self._outline_path.closeSubpath()
        self._prepared_for = -1
        self._place(record)
        self.changed_shape(record)
        self.changed_record()

    def set_value(self, value: float | None, unit: str) -> None:
        """Take the number for the second line of the label, in the base unit of ``unit``."""
        if value != self.value or unit != self.unit:
            self.value, self.unit = value, unit
            if self.shows_value():
                self._prepared_for = -1
                self.refresh()

    def shows_value(self) -> bool:
        """Whether there is room for the number at this zoom."""
        return labels.has_two_lines(self.style, *self.extent_px())

    def value_text(self) -> str:
        """The number as text. Made only where a label has room: a thousand texts take a frame."""
        return "" if self.value is None else self.style.quantity(self.value, self.unit)

    def changed_shape(self, record: Any) -> None:
        """Prepare what depends on the shape alone."""

    def changed_record(self) -> None:
        """Prepare what else depends on ``record``; called before the first paint of it."""

    # -- geometry ------------------------------------------------------------------------------

    def point(self, along: float, across: float) -> QPointF:
        """A point by its distance along the heading and to the left of it [m]."""
        return QPointF(along * self.ux - across * self.uy, along * self.uy + across * self.ux)

    def block(self, along0: float, across0: float, along1: float, across1: float) -> Block:
        """A box along the item's axes."""
        first, last = self.point(along0, across0), self.point(along1, across1)
        if self.is_square:
            return QRectF(first, last).normalized()
        return QPolygonF([first, self.point(along1, across0), last, self.point(along0, across1)])

    def boundingRect(self) -> QRectF:
        """The area that painting may touch."""
        return self._bounds

    def shape(self) -> QPainterPath:
        """The footprint, for clicks and rubber bands."""
        return self._outline_path

    def hit_rank(self) -> float:
        """Which of several objects under the cursor is meant: the highest."""
        return self.layer

    # -- painting ------------------------------------------------------------------------------

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionGraphicsItem | None = None,
        widget: QWidget | None = None,
    ) -> None:
        """Paint the body, then the mark and the selection outline."""
        self._prepare()
        if not self.is_square:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        self.paint_body(painter)
        if self.severity:
            self._paint_mark(painter)
        if self.is_selected:
            if self.has_inner_outline():
                self.paint_outline(painter, self.style.selected_inner, 2.5)
            self.paint_outline(painter, self.style.selected, 1.0)
        if not self.is_square:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)

    def _prepare(self) -> None:
        if self._prepared_for != self.style.generation:
            self._prepared_for = self.style.generation
            self.prepare(self.style)

    def _mark_px(self) -> float:
        """Size of the mark [px], 0 for none.

        An error shows at any zoom; a warning once it is large enough to be read as one.
        """
        short = min(self.box.width(), self.box.height()) * self.style.scale
        size = max(5.0, min(_MARK_PX, 0.8 * short))
        return size if self.severity == "error" or size >= _WARNING_FROM_PX else 0.0

    def _paint_mark(self, painter: QPainter) -> None:
        if size := self._mark_px():
            labels.draw_mark(painter, self.style, self.severity, self.box.bottomRight(), size)

    # -- painting in a crowd -------------------------------------------------------------------

    def likeness(self) -> tuple[object, ...]:
        """What those have in common that look the same but for their places and labels.

        Whether one of them stands out, has details, and its blocks, goes for all of them.
        """
        return self._shape_key, self.severity, self.is_selected

    def stands_out(self) -> bool:
        """Whether a crowd cannot paint it with the others: it then paints itself."""
        return not self.is_square

    def blocks(self) -> tuple[Any, ...]:
        """What its kind gathers of it for a crowd."""
        return ()

    def has_details(self) -> bool:
        """Whether it paints more than its crowd does for it."""
        return bool(self.severity) and self._mark_px() > 0.0

    def paint_details(self, painter: QPainter) -> None:
        """Paint what comes on top of what the crowd has painted."""
        if self.severity:
            self._paint_mark(painter)

    def has_inner_outline(self) -> bool:
        """Whether a light line inside the selection outline has room."""
        return min(self.extent_px()) >= _INNER_FROM_PX

    def prepare(self, style: Style) -> None:
        """Work out what depends on zoom and theme; called before the first paint at each."""

    def paint_body(self, painter: QPainter) -> None:
        """Paint the object itself."""

    def paint_outline(self, painter: QPainter, pen: QPen, inset_px: float = 0.5) -> None:
        """Stroke the footprint, drawn ``inset_px`` inside so that it stays within its bounds."""
        painter.setPen(pen)
        painter.setBrush(self.style.no_brush)
        inset = inset_px * self.style.px
        painter_draw(painter, self.inset_block(inset))

    def inset_block(self, inset: float) -> Block:
        """The footprint made smaller on each side [m]."""
        if self.is_square and 2 * inset < min(self.depth, self.width):
            return self.box.adjusted(inset, inset, -inset, -inset)
        along = max(self.depth / 2 - inset, 0.0)
        across = max(self.width / 2 - inset, 0.0)
        return self.block(-along, -across, along, across)

    def fill(self, painter: QPainter, block: Block, colour: QColor | QBrush) -> None:
        """Fill a block without an outline."""
        if isinstance(block, QRectF):
            painter.fillRect(block, colour)
        else:
            painter.setPen(self.style.no_pen)
            painter.setBrush(colour)
            painter.drawPolygon(block)

    def extent_px(self) -> tuple[float, float]:
        """Room for a label: width and height on the screen [px]."""
        scale, (width, height) = self.style.scale, self._extent_m
        return width * scale, height * scale

    def front_block(self) -> Block:
        """The strip that marks the front."""
        half = self.depth / 2
        thick = self.style.front_px * self.style.px
        if self.is_square:
            box = QRectF(self.box)
            if self.ux > 0.5:
                box.setLeft(box.right() - thick)
            elif self.ux < -0.5:
                box.setRight(box.left() + thick)
            elif self.uy > 0.5:
                box.setTop(box.bottom() - thick)
            else:
                box.setBottom(box.top() + thick)
            return box
        inner = half - thick
        return self.block(inner, -self.width / 2, half, self.width / 2)


def painter_draw(painter: QPainter, block: Block) -> None:
    """Draw a block with the painter's pen and brush."""
    if isinstance(block, QRectF):
        painter.drawRect(block)
    else:
        painter.drawPolygon(block)
