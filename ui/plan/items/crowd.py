"""Objects that there are hundreds of, painted together: one call for all that look alike.

A rack or a tile painted by itself costs more in calls than in pixels. A :class:`Crowd` stands in
the scene for all objects of a kind; the objects stay there for the mouse and have nothing to paint
of their own. What is special about one of them (a label, a mark, a turn off the axes) it still
paints itself, asked by its crowd.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from ui.plan.items.base import PlanItem
from ui.plan.style import Style


class Crowd(QGraphicsItem):
    """Paints all objects of a kind.

    Args:
        members: The objects by id, kept up to date by whoever made it.
        kind: Class of the objects, which knows how many of them are painted.
        style: Pens and brushes.
    """

    def __init__(self, members: Mapping[str, PlanItem], kind: type[PlanItem], style: Style) -> None:
        super().__init__()
        self._members = members
        self._kind = kind
        self._style = style
        self._area = QRectF()
        self._reach_m = 0.0
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemUsesExtendedStyleOption)
        self.setZValue(kind.layer)

    def take(self, item: PlanItem) -> None:
        """Paint an object from now on."""
        item.setFlag(QGraphicsItem.GraphicsItemFlag.ItemHasNoContents)
        item.crowd = self
        self.reach(item.radius_m)
        item.refresh()

    def reach(self, radius_m: float) -> None:
        """Look this far around for objects that reach into an exposed area."""
        self._reach_m = max(self._reach_m, radius_m)

    def cover(self, area: QRectF) -> None:
        """Take over the area of the scene in which objects may stand [m]."""
        self.prepareGeometryChange()
        self._area = area

    def boundingRect(self) -> QRectF:
        """The whole scene: who stands where is looked at while painting."""
        return self._area

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        """Paint the objects in the exposed area; chosen ones over the others."""
        near = self._within(self._style.exposed or [option.exposedRect])
        chosen = [item for item in near if item.is_selected]
        if chosen:
            near = [item for item in near if not item.is_selected]
        for group in (near, chosen):
            if group:
                self._paint(painter, group)

    def _within(self, exposed: Sequence[QRectF]) -> list[PlanItem]:
        """The objects that may reach into any of some areas."""
        reach = self._reach_m
        areas = [area.adjusted(-reach, -reach, reach, reach) for area in exposed]
        bounds = [(area.left(), area.top(), area.right(), area.bottom()) for area in areas]
        return [
            item
            for item in self._members.values()
            if any(
                left <= item.x_m <= right and top <= item.y_m <= bottom
                for left, top, right, bottom in bounds
            )
        ]

    def _paint(self, painter: QPainter, group: Sequence[PlanItem]) -> None:
        standing = [(item, item.stand()) for item in group]
        alike = [item for item, at in standing if not at.stands_out]
        base = painter.worldTransform()
        if alike:
            self._kind.paint_many(painter, self._style, alike)
        for item in (item for item, at in standing if at.stands_out or at.has_details):
            painter.translate(item.x_m, item.y_m)
            if item.standing.stands_out:
                item.paint(painter)
            else:
                item.paint_details(painter)
            painter.setWorldTransform(base)
        outlined = [item for item in alike if item.is_selected]
        if outlined:
            self._paint_outlines(painter, outlined)

    def _paint_outlines(self, painter: QPainter, chosen: Sequence[PlanItem]) -> None:
        style = self._style
        painter.setBrush(style.no_brush)
        roomy = [item for item in chosen if item.has_inner_outline()]
        for pen, inset_px, items in (
            (style.selected_inner, 2.5, roomy),
            (style.selected, 1.0, chosen),
        ):
            inset = inset_px * style.px
            painter.setPen(pen)
            painter.drawRects([
                item.box.adjusted(inset, inset, -inset, -inset).translated(item.x_m, item.y_m)
                for item in items
            ])  # fmt: skip
