"""Objects that there are hundreds of, painted together: one call for all that look alike.

A rack or a tile painted by itself costs more in calls than in pixels. A :class:`Crowd` stands in
the scene for all objects of a kind; the objects stay there for the mouse and have nothing to paint
of their own. What is special about one of them (a label, a mark, a turn off the axes) it still
paints itself, asked by its crowd.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from ui.plan.items.base import PlanItem
from ui.plan.style import Style


class CrowdedKind(Protocol):
    """A class of objects that are painted together."""

    layer: float

    def gather(self, items: Sequence[Any]) -> Any:
        """Blocks of objects that do not stand out, sorted for :meth:`paint_many`."""
        ...

    def paint_many(self, painter: QPainter, style: Style, gathered: Any) -> None:
        """Paint what :meth:`gather` sorted."""
        ...


class Crowd(QGraphicsItem):
    """Paints all objects of a kind.

    Args:
        members: The objects by id, kept up to date by whoever made it.
        kind: Class of the objects, which knows how many of them are painted.
        style: Pens and brushes.
    """

    def __init__(self, members: Mapping[str, PlanItem], kind: CrowdedKind, style: Style) -> None:
        super().__init__()
        self._members = members
        self._kind = kind
        self._style = style
        self._area = QRectF()
        self._everybody: _Everybody | None = None
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

    def changed(self, area: QRectF) -> None:
        """Have an area painted again: somebody in it looks otherwise, comes or goes."""
        self._everybody = None
        self.update(area)

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        """Paint the objects in the exposed area; chosen ones over the others."""
        exposed = self._style.exposed or [option.exposedRect]
        everybody = self._everybody
        if everybody is None or everybody.generation != self._style.generation:
            everybody = self._everybody = _Everybody(self._members.values(), self._style)
        for group in (
            everybody.groups
            if any(area.contains(everybody.box) for area in exposed)
            else _groups(self._within(everybody, exposed))
        ):
            self._paint(painter, group)

    def _within(self, everybody: _Everybody, exposed: Sequence[QRectF]) -> list[PlanItem]:
        """The objects that may reach into any of some areas."""
        reach = self._reach_m
        found: dict[int, PlanItem] = {}
        for area in exposed:
            left, right = area.left() - reach, area.right() + reach
            top, bottom = area.top() - reach, area.bottom() + reach
            for item in everybody.items:
                if left <= item.x_m <= right and top <= item.y_m <= bottom:
                    found[id(item)] = item
        return list(found.values())

    def _paint(self, painter: QPainter, group: _Group) -> None:
        base = painter.worldTransform()
        if group.alike:
            self._kind.paint_many(painter, self._style, group.gathered(self._kind))
        for item in group.special:
            painter.translate(item.x_m, item.y_m)
            if item.standing.stands_out:
                item.paint(painter)
            else:
                item.paint_details(painter)
            painter.setWorldTransform(base)
        if group.is_chosen and group.alike:
            self._paint_outlines(painter, group.alike)

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


class _Group:
    """Objects painted one after the other: those alike, and those with more to paint."""

    def __init__(self, items: Sequence[PlanItem], *, is_chosen: bool) -> None:
        standing = [(item, item.stand()) for item in items]
        self.alike = [item for item, at in standing if not at.stands_out]
        self.special = [item for item, at in standing if at.stands_out or at.has_details]
        self.is_chosen = is_chosen
        self._gathered: object = None

    def gathered(self, kind: CrowdedKind) -> Any:
        """What those alike have to paint, sorted by how it is painted; kept."""
        if self._gathered is None:
            self._gathered = kind.gather(self.alike)
        return self._gathered


class _Everybody:
    """All objects of a crowd as they are now, for a view that shows all of them."""

    def __init__(self, items: Iterable[PlanItem], style: Style) -> None:
        self.generation = style.generation
        self.items = list(items)
        self.groups = _groups(self.items)
        self.box = QRectF()
        if self.items:
            x, y = [item.x_m for item in self.items], [item.y_m for item in self.items]
            self.box = QRectF(min(x), min(y), max(x) - min(x), max(y) - min(y))


def _groups(items: Sequence[PlanItem]) -> list[_Group]:
    """Objects that are not chosen, then those that are; no empty group."""
    chosen = [item for item in items if item.is_selected]
    others = [item for item in items if not item.is_selected] if chosen else items
    return [
        _Group(group, is_chosen=is_chosen)
        for group, is_chosen in ((others, False), (chosen, True))
        if group
    ]
