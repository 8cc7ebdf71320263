"""Why a rack is hot, as a picture: arrows from the sources to the rack, their width by kelvin."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from coolsim import units
from coolsim.design import geometry
from coolsim.design.models import Placed, Rack, Variant
from ui.plan import labels
from ui.plan.style import Style, cosmetic, faded
from ui.why import HotRack

if TYPE_CHECKING:
    from ui.why import Why

MOST_ARROWS = 10
_LEAST_SHARE_OF_RISE = 0.03
_LEAST_SUPPLY_SHARE = 0.02
_WIDEST_PX, _THINNEST_PX = 11.0, 1.5
_SUPPLY_PX = 1.5
_HEAD_PX = 6.0
_NUMBER_AT = 0.3
"""Where on its way an arrow carries its number: nearer the source, where arrows are apart."""
_BEND = 0.16
"""How far an arrow bows out, as a share of its length: arrows of a row do not cover each other."""
STALE_OPACITY = 0.45


@dataclass(frozen=True, slots=True)
class HeatArrow:
    """From a source to the rack [m]; ``width_px`` by the kelvin it adds."""

    source_id: str
    start: tuple[float, float]
    end: tuple[float, float]
    width_px: float
    adds_k: float
    share: float
    is_supply: bool


def heat_arrows(answer: HotRack, variant: Variant) -> tuple[HeatArrow, ...]:
    """The arrows of an explanation, widest first; sources without a place on the plan have none."""
    placed: dict[str, Placed] = {item.id: item for item in (*variant.racks, *variant.coolers)}
    rack = placed.get(answer.rack_id)
    if rack is None:
        return ()
    end = geometry.front_centre(rack)
    rise = max(answer.inlet_c - answer.reference_c, 1e-9)
    largest = max((source.adds_k for source in answer.sources), default=0.0)
    arrows = []
    for source in answer.sources:
        item = placed.get(source.id)
        if item is None:
            continue
        supply = source.kind == "cooler"
        if source.share < _LEAST_SUPPLY_SHARE if supply else (
            source.adds_k < _LEAST_SHARE_OF_RISE * rise
        ):  # fmt: skip
            continue
        width = _SUPPLY_PX if supply else max(_WIDEST_PX * source.adds_k / largest, _THINNEST_PX)
        start = _rear(item) if isinstance(item, Rack) else (item.x_m, item.y_m)
        arrows.append(HeatArrow(source.id, start, end, width, source.adds_k, source.share, supply))
    return tuple(arrows[:MOST_ARROWS])


def _rear(rack: Rack) -> tuple[float, float]:
    """Middle of the rear edge, where the exhaust leaves."""
    x, y = geometry.front_centre(rack)
    return 2.0 * rack.x_m - x, 2.0 * rack.y_m - y


class WhyLayer:
    """Paints the explanation in sight over the plan; faded while it is stale."""

    def __init__(self, style: Style, why: Why) -> None:
        self._style = style
        self._why = why
        self.arrows: tuple[HeatArrow, ...] = ()

    def show(self, variant: Variant) -> None:
        """Follow the explanation and the places of the objects."""
        answer = self._why.answer
        self.arrows = heat_arrows(answer, variant) if answer is not None else ()

    def paint(self, painter: QPainter) -> None:
        """Thin arrows over wide ones, numbers over all."""
        if not self.arrows:
            return
        painter.setOpacity(STALE_OPACITY if self._why.is_stale else 1.0)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        for arrow in self.arrows:
            self._paint_arrow(painter, arrow)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        taken: list[QRectF] = []
        for arrow in self.arrows:
            self._paint_number(painter, arrow, taken)
        painter.setOpacity(1.0)

    def _hue(self, arrow: HeatArrow) -> QColor:
        tokens = self._style.tokens
        return tokens.accent if arrow.is_supply else tokens.bad

    def _paint_arrow(self, painter: QPainter, arrow: HeatArrow) -> None:
        style, hue = self._style, self._hue(arrow)
        start, middle, end = _curve(arrow)
        path = QPainterPath(start)
        path.quadTo(middle, end)
        painter.setBrush(style.no_brush)
        painter.setPen(cosmetic(faded(style.tokens.surface, 190), arrow.width_px + 2.0))
        painter.drawPath(path)
        pen = QPen(cosmetic(faded(hue, 215), arrow.width_px))
        if arrow.is_supply:
            pen.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.drawPath(path)
        size = (_HEAD_PX + 0.5 * arrow.width_px) * style.px
        dx, dy = end.x() - middle.x(), end.y() - middle.y()
        length = math.hypot(dx, dy) or 1.0
        ux, uy = dx / length, dy / length
        head = QPainterPath(end)
        for side in (-0.5, 0.5):
            head.lineTo(end.x() - size * (ux - side * uy), end.y() - size * (uy + side * ux))
        head.closeSubpath()
        painter.setPen(style.no_pen)
        painter.setBrush(hue)
        painter.drawPath(head)

    def _paint_number(self, painter: QPainter, arrow: HeatArrow, taken: list[QRectF]) -> None:
        style = self._style
        text = (
            units.text(arrow.share, "fraction", style.system, 2)
            if arrow.is_supply
            else f"+{units.text(arrow.adds_k, 'k', style.system, 2)}"
        )
        start, middle, end = _curve(arrow)
        t = _NUMBER_AT
        at = start * (1 - t) ** 2 + middle * (2 * t * (1 - t)) + end * t**2
        wide, high = (style.text_width(text) + 8) * style.px, 15 * style.px
        box = QRectF(at.x() - wide / 2, at.y() - high / 2, wide, high)
        if any(box.intersects(other) for other in taken):
            return  # the list beside the plan has every number
        taken.append(box)
        painter.setPen(cosmetic(self._hue(arrow), 1.0))
        painter.setBrush(style.tokens.surface)
        painter.drawRect(box)
        labels.draw(painter, style, labels.Layout((text,), False), at, style.tokens.text)


def _curve(arrow: HeatArrow) -> tuple[QPointF, QPointF, QPointF]:
    """Start, control point and end of a bow to the left of the straight way."""
    start, end = QPointF(*arrow.start), QPointF(*arrow.end)
    way = end - start
    return start, (start + end) / 2 + QPointF(-way.y(), way.x()) * _BEND, end
