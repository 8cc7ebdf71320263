"""Objects that there are hundreds of, painted together: one call for all that look alike.

A rack or a tile painted by itself costs more in calls than in pixels. A :class:`Crowd` stands in
the scene for all objects of a kind; the objects stay there for the mouse and have nothing to paint
of their own. What is special about one of them (a label, a mark, a turn off the axes) it still
paints itself, asked by its crowd.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from ui.plan.items.alike import Alike
from ui.plan.items.base import PlanItem
from ui.plan.style import Style

_MANY = 40
"""Changes after which one area around all of them is quicker than one around each."""
_ALL = -1
"""Stands for the number of changes where everything is painted again."""
_AROUND_M = 3.0
"""How far that area goes beyond them, so that it seldom has to grow [m]."""


class CrowdedKind(Protocol):
    """A class of objects that are painted together."""

    layer: float

    def gather(self, alike: Sequence[Alike[Any]]) -> Any:
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
        self._shown: _Shown | None = None
        self._changes = 0
        self._changing = QRectF()
        self._reach_m = 0.0
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemUsesExtendedStyleOption)
        self.setZValue(kind.layer)

    def take(self, item: PlanItem) -> None:
        """Paint an object from now on."""
        item.setFlag(QGraphicsItem.GraphicsItemFlag.ItemHasNoContents)
        item.crowd = self
        self.reach(item.radius_m)
        self._everybody = None
        item.refresh()

    def leave(self, item: PlanItem) -> None:
        """Paint an object no more."""
        item.refresh()
        self._everybody = None
        item.crowd = None

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

    def change_all(self) -> None:
        """Have all objects painted again: many of them are about to change."""
        self._everybody = self._shown = None
        self._changes = _ALL
        self.update()

    def changed(self, item: PlanItem) -> None:
        """Have an object painted again: it looks otherwise, comes or goes."""
        if self._changes == _ALL:
            return
        self._shown = None
        if self._everybody is not None and not self._everybody.keeps(item):
            self._everybody = None
        self._changes += 1
        if self._changes < _MANY:
            self.update(item.area)
        elif not self._changing.contains(item.area):
            around = item.area.adjusted(-_AROUND_M, -_AROUND_M, _AROUND_M, _AROUND_M)
            self._changing |= around
            self.update(self._changing)

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        """Paint the objects in the exposed area; chosen ones over the others."""
        self._changes, self._changing = 0, QRectF()
        exposed = self._style.exposed or [option.exposedRect]
        everybody = self._everybody
        if everybody is None:
            everybody = self._everybody = _Everybody(self._members.values())
        if not everybody.groups:
            return
        if any(area.contains(everybody.box) for area in exposed):
            shown = self._shown
            if shown is None or shown.generation != self._style.generation:
                shown = self._shown = _Shown(everybody.groups, self._kind, self._style)
        else:
            groups = everybody.within(exposed, self._reach_m)
            shown = _Shown(groups, self._kind, self._style)
        for part in shown.parts:
            self._paint(painter, part)

    def _paint(self, painter: QPainter, part: _Part) -> None:
        base = painter.worldTransform()
        if part.alike:
            self._kind.paint_many(painter, self._style, part.gathered)
        for item in part.alone:
            painter.translate(item.x_m, item.y_m)
            item.paint(painter)
            painter.setWorldTransform(base)
        for item in part.detailed:
            painter.translate(item.x_m, item.y_m)
            item.paint_details(painter)
            painter.setWorldTransform(base)
        if part.is_chosen:
            self._paint_outlines(painter, part.alike)

    def _paint_outlines(self, painter: QPainter, chosen: Sequence[Alike[PlanItem]]) -> None:
        style = self._style
        painter.setBrush(style.no_brush)
        roomy = [group for group in chosen if group.first.has_inner_outline()]
        for pen, inset_px, groups in (
            (style.selected_inner, 2.5, roomy),
            # twice one pixel: a pen of two takes four times as long
            (style.selected_line, 0.5, chosen),
            (style.selected_line, 1.5, chosen),
        ):
            inset = inset_px * style.px
            boxes = [
                box
                for group in groups
                for box in group.placed(group.first.box.adjusted(inset, inset, -inset, -inset))
            ]
            painter.setPen(pen)
            painter.drawRects(boxes)


class _Everybody:
    """All objects of a crowd, sorted by what they look like; no matter at which zoom."""

    def __init__(self, items: Iterable[PlanItem]) -> None:
        sorted_: dict[tuple[object, ...], list[PlanItem]] = {}
        for item in items:
            item.sorted_as = item.likeness()
            sorted_.setdefault(item.sorted_as, []).append(item)
        self.groups = [Alike(each) for each in sorted_.values()]
        self._box: QRectF | None = None

    @property
    def box(self) -> QRectF:
        """The area in which their middles are [m]."""
        if self._box is None:
            x = [item.x_m for group in self.groups for item in group.items]
            y = [item.y_m for group in self.groups for item in group.items]
            self._box = QRectF(QPointF(min(x), min(y)), QPointF(max(x), max(y)))
        return self._box

    def keeps(self, item: PlanItem) -> bool:
        """Whether an object that has changed is still sorted as it was."""
        self._box = None
        return item.likeness() == item.sorted_as

    def within(self, exposed: Sequence[QRectF], reach_m: float) -> list[Alike[PlanItem]]:
        """The objects that may reach into any of some areas."""
        found = []
        for group in self.groups:
            near: dict[int, PlanItem] = {}
            for area in exposed:
                wide = area.adjusted(-reach_m, -reach_m, reach_m, reach_m)
                edges = wide.left(), wide.top(), wide.right(), wide.bottom()
                near.update((id(item), item) for item in group.within(*edges))
            if near:
                found.append(Alike(list(near.values())))
        return found


class _Part:
    """Objects of a crowd, chosen or not, by how they are painted."""

    def __init__(self, groups: Sequence[Alike[PlanItem]], kind: CrowdedKind) -> None:
        self.is_chosen = groups[0].first.is_selected
        self.alike = [group for group in groups if not group.first.stands_out()]
        self.alone = [item for group in groups if group.first.stands_out() for item in group.items]
        self.detailed = [
            item for group in self.alike if group.first.has_details() for item in group.items
        ]
        self.gathered = kind.gather(self.alike) if self.alike else None


class _Shown:
    """What is painted at a zoom: objects that are not chosen, then those that are."""

    def __init__(self, groups: Sequence[Alike[PlanItem]], kind: CrowdedKind, style: Style) -> None:
        self.generation = style.generation
        chosen = [group for group in groups if group.first.is_selected]
        others = [group for group in groups if not group.first.is_selected]
        self.parts = [_Part(part, kind) for part in (others, chosen) if part]
