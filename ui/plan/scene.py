"""The scene: one item per object of the variant, kept in step with the design by identity."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from PySide6.QtCore import QObject, QPointF, QRectF, Qt
from PySide6.QtGui import QPainterPath
from PySide6.QtWidgets import QGraphicsScene

from coolsim.design.models import Variant
from coolsim.results.records import Finding
from ui.plan.aisle_areas import AisleAreas
from ui.plan.items import CROWDED, ITEM_TYPES, LISTS, Crowd, PlanItem
from ui.plan.style import Style

_MARGIN_M = 30.0
_MANY = 400
"""Objects above which a change of selection has every crowd painted anew."""
_FAR_M = 10_000.0
"""How far outside of the hall objects may stand and still be seen."""


class PlanScene(QGraphicsScene):
    """Metres, y up.

    ``touched`` counts the items that the last :meth:`sync` made, changed or removed;
    ``items_made`` those made ever, so that whoever adds colours knows of newcomers.
    """

    def __init__(self, style: Style, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.style_ = style
        self.objects: dict[str, PlanItem] = {}
        self.touched = 0
        self.items_made = 0
        self._by_kind: dict[str, dict[str, PlanItem]] = {kind: {} for kind in ITEM_TYPES}
        self._crowds = {
            kind: Crowd(self._by_kind[kind], crowded, style) for kind, crowded in CROWDED.items()
        }
        for crowd in self._crowds.values():
            self.addItem(crowd)
        self.aisles = AisleAreas(self, style)
        self._lists: dict[str, object] = {}
        self._selection: frozenset[str] = frozenset()
        self._worst: Mapping[str, str] = {}
        self._hidden: frozenset[str] = frozenset()
        self._locked: frozenset[str] = frozenset()
        self.hall = QRectF(0.0, 0.0, 1.0, 1.0)

    def sync(self, variant: Variant) -> bool:
        """Show a variant; records that are the same object as before are left alone.

        Returns:
            Whether the hall's size changed.
        """
        self.touched = 0
        for kind, items in self._by_kind.items():
            records = getattr(variant, LISTS[kind])
            if records is not self._lists.get(kind):
                self._lists[kind] = records
                self._sync_kind(kind, items, records)
        self.aisles.sync(variant)
        hall = QRectF(0.0, 0.0, variant.hall.length_m, variant.hall.width_m)
        changed = hall != self.hall
        if changed:
            self.hall = hall
            self.setSceneRect(hall.adjusted(-_MARGIN_M, -_MARGIN_M, _MARGIN_M, _MARGIN_M))
            for crowd in self._crowds.values():
                crowd.cover(hall.adjusted(-_FAR_M, -_FAR_M, _FAR_M, _FAR_M))
        return changed

    def _sync_kind(
        self, kind: str, items: dict[str, PlanItem], records: tuple[object, ...]
    ) -> None:
        present = set()
        for record in records:
            object_id: str = record.id  # type: ignore[attr-defined]
            present.add(object_id)
            item = items.get(object_id)
            if item is None:
                item = items[object_id] = ITEM_TYPES[kind](record, self.style_)
                self.objects[object_id] = item
                self.addItem(item)
                self.items_made += 1
                item.set_selected(object_id in self._selection)
                item.set_severity(self._worst.get(object_id, ""))
                item.setVisible(kind not in self._hidden)
                item.setEnabled(kind not in self._locked)
                if (crowd := self._crowds.get(kind)) is not None:
                    crowd.take(item)
                self.touched += 1
            elif item.record is not record:
                item.set_record(record)
                self.touched += 1
        if len(items) > len(present):
            for object_id in [known for known in items if known not in present]:
                item = items.pop(object_id)
                if item.crowd is not None:
                    item.crowd.leave(item)
                self.removeItem(item)
                del self.objects[object_id]
                self.touched += 1

    def of_kind(self, kind: str) -> Iterable[PlanItem]:
        """The items of one kind."""
        return self._by_kind[kind].values()

    def show_layers(self, hidden: frozenset[str], locked: frozenset[str]) -> None:
        """Hide and lock kinds of objects; neither kind can be taken hold of."""
        for kind in (hidden ^ self._hidden) | (locked ^ self._locked):
            for item in self._by_kind.get(kind, {}).values():
                item.setVisible(kind not in hidden)
                item.setEnabled(kind not in locked)
            if kind in self._crowds:
                self._crowds[kind].setVisible(kind not in hidden)
        self.aisles.set_shown("aisle" not in hidden)
        self._hidden, self._locked = hidden, locked

    # -- selection and marks -------------------------------------------------------------------

    def show_selection(self, ids: frozenset[str]) -> None:
        """Outline the selected objects."""
        others = self._selection ^ ids
        if len(others) > _MANY:
            for crowd in self._crowds.values():
                crowd.change_all()
        for object_id in others:
            item = self.objects.get(object_id)
            if item is not None:
                item.set_selected(object_id in ids)
        self.aisles.show_selection(ids)
        self._selection = ids

    def show_findings(self, findings: Iterable[Finding]) -> None:
        """Mark each object with its worst finding; notes leave no mark."""
        self._worst = worst_severity(findings)
        for object_id, item in self.objects.items():
            item.set_severity(self._worst.get(object_id, ""))

    # -- finding objects -----------------------------------------------------------------------

    def hit(self, at: QPointF, tolerance_m: float) -> PlanItem | None:
        """The object at a point: the highest under it, else the nearest within the tolerance."""
        for reach in (0.0, tolerance_m):
            box = QRectF(at.x() - reach, at.y() - reach, 2 * reach, 2 * reach)
            found = self.items(at) if reach == 0.0 else self.items(box)
            drawn = [item for item in found if isinstance(item, PlanItem) and item.isEnabled()]
            if drawn:
                return max(drawn, key=lambda item: item.hit_rank())
        return None

    def aisle_at(self, at: QPointF) -> str:
        """Id of the aisle whose floor a point lies on, where it can be taken hold of; else ""."""
        found = None if "aisle" in self._locked else self.aisles.at(at)
        return "" if found is None else found.aisle.id

    def within(self, area: QRectF, contained: bool) -> frozenset[str]:
        """Ids of the objects inside an area, or touching it."""
        path = QPainterPath()
        path.addRect(area)
        touched = [
            item
            for item in self.items(path, Qt.ItemSelectionMode.IntersectsItemShape)
            if isinstance(item, PlanItem) and item.isEnabled()
        ]
        # Qt's own containment would ask for the margins and arrows around an object as well.
        return frozenset(
            item.record.id
            for item in touched
            if not contained or _contains(area, item.box.translated(item.pos()))
        )

    def footprints(self, leave_out: frozenset[str] = frozenset()) -> list[QRectF]:
        """Boxes of the objects that others snap to, in scene coordinates; a sensor is a point."""
        return [
            item.box.translated(item.pos())
            for object_id, item in self.objects.items()
            if object_id not in leave_out and item.isVisible() and item.kind != "sensor"
        ]

    def bounds_of(self, ids: Iterable[str]) -> QRectF:
        """The box around objects; null without any."""
        area = QRectF()
        for object_id in ids:
            item = self.objects.get(object_id)
            aisle = self.aisles.items.get(object_id)
            if item is not None:
                area = area.united(item.box.translated(item.pos()))
            elif aisle is not None:
                area = area.united(aisle.area)
        return area


def _contains(area: QRectF, box: QRectF) -> bool:
    """Whether a box, possibly a line without area, lies within an area."""
    return (
        area.left() <= box.left()
        and area.right() >= box.right()
        and area.top() <= box.top()
        and area.bottom() >= box.bottom()
    )


def worst_severity(findings: Iterable[Finding]) -> Mapping[str, str]:
    """Object id -> ``error`` or ``warning``."""
    worst: dict[str, str] = {}
    for finding in findings:
        if finding.severity == "note":
            continue
        for object_id in finding.object_ids:
            if worst.get(object_id) != "error":
                worst[object_id] = finding.severity
    return worst
