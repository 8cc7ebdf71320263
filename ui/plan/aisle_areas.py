"""Aisles as areas of the plan: an outline with the name, selected by a click on its floor."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QTransform
from PySide6.QtWidgets import QGraphicsItem, QGraphicsScene, QStyleOptionGraphicsItem, QWidget

from coolsim.design.models import Aisle, Rack, Variant
from coolsim.results.aisles import aisle_box, plan_box
from ui.plan.style import Style, cosmetic, faded

_REACH_M = 4.0
"""How far beyond its end the name of an aisle may reach [m]."""
_GAP_PX = 6.0
_LAYER = 0.4
"""Above the tiles, below all that stands on the floor."""
_HUES = {"cold": "#4C78A8", "hot": "#C0532F"}


class AisleItem(QGraphicsItem):
    """Outline and name of one aisle. It takes no mouse: objects and rubber bands go before it."""

    def __init__(self, aisle: Aisle, area: QRectF, style: Style) -> None:
        super().__init__()
        self.aisle, self.area, self._style = aisle, area, style
        self.value = ""
        self.is_selected = False
        self.setZValue(_LAYER)
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)

    def show_area(self, aisle: Aisle, area: QRectF) -> None:
        """Show another state of the same aisle."""
        if (aisle, area) != (self.aisle, self.area):
            self.prepareGeometryChange()
            self.aisle, self.area = aisle, area
            self.update()

    def set_selected(self, selected: bool) -> None:
        """Show or hide the selection."""
        if selected != self.is_selected:
            self.is_selected = selected
            self.update()

    def set_value(self, text: str) -> None:
        """Show another key figure behind the name."""
        if text != self.value:
            self.value = text
            self.update()

    @property
    def text(self) -> str:
        """The name with the key figure."""
        return " · ".join(filter(None, (self.aisle.label, self.value)))

    def boundingRect(self) -> QRectF:
        """The area, and the room for its name."""
        return self.area.adjusted(-_REACH_M, -0.5, 0.5, _REACH_M)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionGraphicsItem | None = None,
        widget: QWidget | None = None,
    ) -> None:
        """A dashed outline in the colour of the kind, the name at the end where it has room."""
        style = self._style
        hue = QColor(_HUES[self.aisle.kind])
        if style.dark:
            hue = hue.lighter(150)
        inset = 2.0 * style.px
        box = self.area.adjusted(inset, inset, -inset, -inset)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setBrush(style.band_fill if self.is_selected else style.no_brush)
        painter.setPen(
            style.selected if self.is_selected else cosmetic(hue, 1.5, Qt.PenStyle.DashLine)
        )
        painter.drawRect(box)
        self._paint_name(painter, hue)

    def _paint_name(self, painter: QPainter, hue: QColor) -> None:
        style, area = self._style, self.area
        reach = _REACH_M * style.scale - _GAP_PX
        choices = (self.text, self.aisle.label, self.value)
        fitting = (each for each in choices if style.text_width(each) + _GAP_PX < reach)
        text = next(fitting, "")
        along_x = area.width() >= area.height()
        room = 1.5 * min(area.width(), area.height()) * style.scale
        if not text or style.line_height > room:
            return
        wide = style.text_width(text) + _GAP_PX
        at = painter.worldTransform().map(
            QPointF(area.left(), area.center().y()) if along_x
            else QPointF(area.center().x(), area.bottom())
        )  # fmt: skip
        before = painter.worldTransform()
        painter.setWorldTransform(QTransform.fromTranslate(at.x(), at.y()))
        if not along_x:
            painter.rotate(-90.0)  # upwards from the aisle's upper end
        painter.setFont(style.font)
        painter.setPen(hue)
        left = -wide if along_x else _GAP_PX
        high = style.line_height
        plate = QRectF(left - 3.0, -0.5 * high, wide, high)
        painter.fillRect(plate, faded(style.tokens.surface, 225))
        painter.drawText(QPointF(left, 0.5 * style.metrics.ascent() - 1.0), text)
        painter.setWorldTransform(before)


class AisleAreas:
    """The aisles of a variant, kept in step with their racks."""

    def __init__(self, scene: QGraphicsScene, style: Style) -> None:
        self._scene, self._style = scene, style
        self.items: dict[str, AisleItem] = {}
        self._made_of: dict[str, tuple[object, ...]] = {}
        self._key: tuple[object, ...] = ()
        self._selection: frozenset[str] = frozenset()
        self._is_shown = True

    def sync(self, variant: Variant) -> None:
        """Show the aisles; those whose racks are the same objects as before are left alone."""
        key = (variant.racks, variant.aisles)
        if len(self._key) == len(key) and all(map(_is, key, self._key)):
            return
        self._key = key
        by_id = {rack.id: rack for rack in variant.racks}
        present = set()
        for aisle in variant.aisles:
            racks = [by_id[each] for each in aisle.rack_ids if each in by_id]
            if self._sync_one(aisle, racks):
                present.add(aisle.id)
        for gone in self.items.keys() - present:
            self._scene.removeItem(self.items.pop(gone))
            self._made_of.pop(gone, None)

    def _sync_one(self, aisle: Aisle, racks: Sequence[Rack]) -> bool:
        """Whether an aisle has an area, brought up to date."""
        made_of = (aisle, *racks)
        known = self._made_of.get(aisle.id, ())
        if len(known) == len(made_of) and all(map(_is, known, made_of)):
            return aisle.id in self.items
        self._made_of[aisle.id] = made_of
        box = aisle_box(racks)
        if box is None:
            return False
        x0, y0, x1, y1 = plan_box(box)
        area = QRectF(x0, y0, x1 - x0, y1 - y0)
        item = self.items.get(aisle.id)
        if item is None:
            item = self.items[aisle.id] = AisleItem(aisle, area, self._style)
            item.setVisible(self._is_shown)
            item.set_selected(aisle.id in self._selection)
            self._scene.addItem(item)
        else:
            item.show_area(aisle, area)
        return True

    def at(self, point: QPointF) -> AisleItem | None:
        """The aisle that a point lies in, where it is shown."""
        if not self._is_shown:
            return None
        return next((each for each in self.items.values() if each.area.contains(point)), None)

    def show_selection(self, ids: frozenset[str]) -> None:
        """Outline the selected aisles."""
        self._selection = ids
        for key, item in self.items.items():
            item.set_selected(key in ids)

    def set_shown(self, shown: bool) -> None:
        """Show or hide all of them."""
        self._is_shown = shown
        for item in self.items.values():
            item.setVisible(shown)

    def show_temperatures(self, warm: Mapping[str, float]) -> None:
        """Show a temperature behind each name [deg C]."""
        for key, item in self.items.items():
            shown = warm.get(key)
            item.set_value("" if shown is None else self._style.quantity(shown, "c"))


def _is(one: object, other: object) -> bool:
    return one is other
