"""A rack on the plan: body in the colour of the metric, front mark, cooling-method stripe."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Self

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from ui.plan import labels
from ui.plan.colour_tables import text_on
from ui.plan.items.alike import Alike
from ui.plan.items.base import PlanItem, painter_draw
from ui.plan.style import Style

_STRIPE_M = 0.10
_STRIPE_FROM_SCALE = 9.0
_OUTLINE_FROM_SCALE = 22.0
_TRIANGLE_PX = 5.0
_CENTRE = QPointF(0.0, 0.0)
_TANK_WALL_M = 0.06
_BATH_FROM_SCALE = 9.0


class RackItem(PlanItem):
    """Shows front, cooling method and metric.

    The front, where air enters, has the thick line and a small arrow into the rack; the stripe at
    the rear has the hue of the cooling method. A tank has no front for air: it is an open trough,
    framed in its hue.
    """

    kind = "rack"
    layer = 10.0

    def __init__(self, record: Any, style: Style) -> None:
        self.colour: QColor | None = None
        self._rgba: int | None = None
        self.before: float | None = None
        super().__init__(record, style)

    def changed_record(self) -> None:
        """Whether it is a tank."""
        self._is_tank = self.record.cooling.startswith("immersion")

    def changed_shape(self, _: Any) -> None:
        """Prepare the stripe."""
        half, side = self.depth / 2, self.width / 2
        stripe = min(_STRIPE_M, 0.2 * self.depth)
        self._stripe = self.block(-half, -side, -half + stripe, side)

    def set_metric(
        self, colour: QColor | None, value: float | None, unit: str, before: float | None = None
    ) -> None:
        """Take the body colour (``None``: plain) and the second line of the label.

        With a value ``before`` the line says what becomes of it: "5 → 6.2 kW".
        """
        if before != self.before:
            self.before = before
            if self.shows_value():
                self._prepared_for = -1
                self.refresh()
        if colour != self.colour:
            self.colour = colour
            self._rgba = None if colour is None else colour.rgba()
            self._take_colour()
            self.refresh()
        self.set_value(value, unit)

    def value_text(self) -> str:
        """The number as text, with what it was before where that is known."""
        shown = super().value_text()
        if not shown or self.before is None:
            return shown
        was = self.style.quantity(self.before, self.unit)
        number, _, label = was.rpartition(" ")
        # one unit is enough where both have the same
        return f"{number if shown.endswith(label) else was} → {shown}"

    def prepare(self, style: Style) -> None:
        """Shapes in pixels, brushes, label."""
        self._take_colour()
        self._method = style.brush(style.tokens.cooling[self.record.cooling])
        self._body = self.inset_block(0.5 * style.px)
        self._front = self.front_block()
        if self._is_tank:
            wall = min(_TANK_WALL_M, 0.15 * min(self.depth, self.width))
            self._bath = self.inset_block(wall)
        self._triangle = None if self._is_tank else self._triangle_at(style)
        width, height = self.extent_px()
        spare = style.scale * 0.16 + 4.0  # stripe and front mark are not for text
        along_x = abs(self.ux) > abs(self.uy)
        width, height = (width - spare, height) if along_x else (width, height - spare)
        self._layout = labels.fit(style, self.record.label, self.value_text, width, height, True)

    def _take_colour(self) -> None:
        style = self.style
        body = self.colour or style.body
        self._brush = style.brush(body)
        self._pen = _outline(style, body)
        self._ink: QColor | None = None

    def paint_body(self, painter: QPainter) -> None:
        """Body, stripe, front, label; details leave as the zoom takes their room."""
        style = self.style
        painter.setPen(self._pen)
        painter.setBrush(self._brush)
        painter_draw(painter, self._body)
        if self._is_tank:
            if style.scale >= _BATH_FROM_SCALE:
                self.fill(painter, self._body, self._method)
                painter.setPen(self._pen)
                painter.setBrush(self._brush)
                painter_draw(painter, self._bath)
        else:
            if style.scale >= _STRIPE_FROM_SCALE:
                self.fill(painter, self._stripe, self._method)
            self.fill(painter, self._front, style.ink)
        self._paint_signs(painter)

    def _paint_signs(self, painter: QPainter) -> None:
        """The arrow into the rack and the label."""
        style = self.style
        if self._triangle is not None:
            painter.setPen(style.no_pen)
            painter.setBrush(style.ink)
            painter.drawPolygon(self._triangle)
        if self._layout.lines:
            if self._ink is None:
                self._ink = text_on(self._brush.color())
            labels.draw(painter, style, self._layout, _CENTRE, self._ink)

    @classmethod
    def gather(cls, alike: Sequence[Alike[Self]]) -> Any:
        """Bodies by colour, stripes by cooling method, fronts."""
        bodies: dict[int | None, list[QRectF]] = {}
        stripes: dict[str, list[QRectF]] = {}
        fronts: list[QRectF] = []
        for group in alike:
            item = group.first
            body, front, stripe = item.blocks()
            for each, placed in zip(group.items, group.placed(body), strict=True):
                bodies.setdefault(each._rgba, []).append(placed)
            fronts.extend(group.placed(front))
            if item.style.scale >= _STRIPE_FROM_SCALE:
                stripes.setdefault(item.record.cooling, []).extend(group.placed(stripe))
        return bodies, stripes, fronts

    @classmethod
    def paint_many(cls, painter: QPainter, style: Style, gathered: Any) -> None:
        """Bodies of one colour after the other, then stripes, then fronts."""
        bodies, stripes, fronts = gathered
        for rgba, blocks in bodies.items():
            colour = style.body if rgba is None else QColor.fromRgba(rgba)
            painter.setPen(_outline(style, colour))
            painter.setBrush(style.brush(colour))
            painter.drawRects(blocks)
        painter.setPen(style.no_pen)
        for method, blocks in stripes.items():
            painter.setBrush(style.brush(style.tokens.cooling[method]))
            painter.drawRects(blocks)
        painter.setBrush(style.ink)
        painter.drawRects(fronts)

    def likeness(self) -> tuple[object, ...]:
        """The cooling method too; colours are sorted when they are gathered."""
        return self._shape_key, self.severity, self.is_selected, self.record.cooling

    def blocks(self) -> tuple[Any, ...]:
        """Body, front and stripe."""
        return self.inset_block(0.5 * self.style.px), self.front_block(), self._stripe

    def stands_out(self) -> bool:
        """A tank is drawn otherwise."""
        return self._is_tank or not self.is_square

    def has_details(self) -> bool:
        """The arrow and the label need room."""
        return super().has_details() or labels.has_room(self.style, *self.extent_px())

    def paint_details(self, painter: QPainter) -> None:
        """The arrow into the rack, the label, the mark."""
        self._prepare()
        self._paint_signs(painter)
        super().paint_details(painter)

    def _triangle_at(self, style: Style) -> QPolygonF | None:
        size = _TRIANGLE_PX * style.px
        if style.scale < 24.0 or self.width < 4 * size:
            return None
        base = self.depth / 2 - style.front_px * style.px
        return QPolygonF(
            [self.point(base, -size), self.point(base, size), self.point(base - size, 0.0)]
        )


def _outline(style: Style, body: QColor) -> QPen:
    """Small racks are mostly outline: there it takes after the body, or the colour would drown."""
    return style.outline if style.scale >= _OUTLINE_FROM_SCALE else style.small_outline(body)
