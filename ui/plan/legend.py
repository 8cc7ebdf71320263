"""The strip under the plan: temperature scale with its limits, and what the racks' colours mean."""

from __future__ import annotations

from dataclasses import dataclass, field

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter, QPaintEvent, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from coolsim import units
from ui import theme
from ui.plan.colour_tables import Table, colour_table
from ui.plan.map_scale import MapScale
from ui.plan.scales import BINDING, RackColours
from ui.plan.style import LABEL_PX, Style, cosmetic

_HEIGHT_PX = 58
_PAD_PX = 12
_BAR_PX = 10
_BAR_TOP = 22
_HEAT_WIDTH = 300
_METRIC_WIDTH = 180
_ROWS = 3
_BADGES = {"draft": "draft", "stale": "stale", "live": "live"}


@dataclass(frozen=True)
class LegendState:
    """What the legend shows.

    Attributes:
        map: Scale of the air map; ``None`` while there is none.
        height_m: Height of the slice [m].
        badge: A results state.
        arrow_m_s: Speed of the longest arrow, 0 without arrows [m/s].
    """

    map: MapScale | None = None
    air_class: str = ""
    height_m: float = 0.0
    badge: str = "none"
    arrow_m_s: float = 0.0
    racks: RackColours = field(default_factory=lambda: RackColours("", "", ""))
    system: str = "si"


class Legend(QWidget):
    """Paints a :class:`LegendState`; repaints only when it differs."""

    def __init__(self, style: Style, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._style = style
        self._state = LegendState()
        self.setFixedHeight(theme.scaled(_HEIGHT_PX))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Legend")

    @property
    def state(self) -> LegendState:
        """What is shown."""
        return self._state

    def show_state(self, state: LegendState) -> None:
        """Show another state."""
        if state != self._state:
            self._state = state
            self.setAccessibleDescription(", ".join(self.sentences()))
            self.update()

    def sizeHint(self) -> QSize:
        """Wide enough for both scales."""
        return QSize(_HEAT_WIDTH + _METRIC_WIDTH + 4 * _PAD_PX, _HEIGHT_PX)

    def sentences(self) -> list[str]:
        """The legend in words: titles, ends, limits and names."""
        state = self._state
        words = [self._map_title()]
        if state.map is not None:
            words.append(f"{self._value(state.map.low)} to {self._value(state.map.high)}")
            if state.map.heat is not None and state.map.heat.recommended_c is not None:
                ends = (self._value(value) for value in state.map.heat.recommended_c)
                words.append("recommended " + " to ".join(ends))
            if state.arrow_m_s:
                words.append(self._arrow_note())
            if state.badge in _BADGES:
                words.append(_BADGES[state.badge])
        if state.racks.title:
            words.append(f"racks: {state.racks.title}")
            words += [name for name, _ in state.racks.categories]
            words += [state.racks.note] if state.racks.note else []
        return words

    def changeEvent(self, event: QEvent) -> None:
        """Be as high as the size of text needs."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.setFixedHeight(theme.scaled(_HEIGHT_PX))

    @property
    def _zoom(self) -> float:
        return theme.text_percent() / 100.0

    def _wide(self, text: str) -> float:
        """Width of a text before the zoom [px]."""
        return self._style.text_width(text) / self._zoom

    # -- painting ------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        """Both scales, left to right."""
        tokens = self._style.tokens
        painter = QPainter(self)
        painter.fillRect(self.rect(), tokens.raised)
        painter.setPen(tokens.line)
        painter.drawLine(0, 0, self.width(), 0)
        painter.scale(self._zoom, self._zoom)  # bars and marks grow with the text
        font = QFont(self._style.font)
        font.setPixelSize(LABEL_PX)
        painter.setFont(font)
        left = _PAD_PX
        if self._state.map is None:
            self._text(painter, left, 0, _HEIGHT_PX, self._map_title(), tokens.muted)
            left += round(self._wide(self._map_title())) + 2 * _PAD_PX
        else:
            left = self._paint_map(painter, left, self._state.map)
        racks = self._state.racks
        if racks.scale in ("amount", "diverging"):
            self._paint_metric(painter, left, racks)
        elif racks.title and racks.scale != "heat":
            self._paint_categories(painter, left, racks)

    def _map_title(self) -> str:
        state = self._state
        if state.map is None:
            return "No heat map yet. It follows the first rack and cooler."
        shown, label = units.display(state.height_m, "m", _system(state.system))
        return f"{state.map.quantity.name} at {units.with_label(f'{shown:.2f}', label)}"

    def _arrow_note(self) -> str:
        speed = units.text(self._state.arrow_m_s, "m_s", _system(self._state.system), 2)
        return f"longest arrow {speed}"

    def _paint_map(self, painter: QPainter, left: int, scale: MapScale) -> int:
        style, tokens = self._style, self._style.tokens
        title, heat = self._map_title(), scale.heat
        self._text(painter, left, 4, 16, title, tokens.text)
        after = left + round(self._wide(title)) + 8
        after = self._paint_badge(painter, after)
        notes = []
        if heat is not None and heat.allowable_c is not None:
            low, high = (self._number(value) for value in heat.allowable_c)
            notes.append(f"{self._state.air_class} allowable {low} to {high}".strip())
        if self._state.arrow_m_s:
            notes.append(self._arrow_note())
        if notes:
            note = ", ".join(notes)
            self._text(painter, after, 4, 16, note, tokens.muted)
            after += round(self._wide(note))
        room = int(self.width() / self._zoom) - left - _PAD_PX
        bar = QRect(left, _BAR_TOP, max(min(_HEAT_WIDTH, room), _PAD_PX), _BAR_PX)
        _paint_table(painter, bar, colour_table(scale.table, style.dark))
        span = max(scale.high - scale.low, 1e-9)

        def at(value: float) -> float:
            return bar.left() + (value - scale.low) / span * bar.width()

        numbers = [scale.low, scale.high]
        if scale.quantity.is_signed:
            numbers.append(0.0)
        if heat is not None and heat.recommended_c is not None:
            numbers += heat.recommended_c
            self._paint_bracket(painter, bar, *(at(value) for value in heat.recommended_c))
        for value in numbers:
            shown = self._value(value) if value == scale.high else self._number(value)
            self._number_under(painter, bar, at(value), shown)
        return max(bar.right(), after) + 3 * _PAD_PX

    def _paint_badge(self, painter: QPainter, left: int) -> int:
        """The state in a box, when the map is not the final answer for what is drawn."""
        text = _BADGES.get(self._state.badge)
        if text is None:
            return left
        tokens = self._style.tokens
        width = round(self._wide(text)) + 10
        hue = tokens.warn if text == "stale" else tokens.accent
        painter.setPen(cosmetic(hue, 1.0))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(QRectF(left + 0.5, 4.5, width, 15), 3, 3)
        painter.setPen(hue)
        painter.drawText(QRect(left, 4, width, 16), Qt.AlignmentFlag.AlignCenter, text)
        return left + width + 8

    def _paint_bracket(self, painter: QPainter, bar: QRect, low: float, high: float) -> None:
        """The recommended range: marks across the bar, its name between the numbers below."""
        tokens = self._style.tokens
        for x in (low, high):
            painter.setPen(cosmetic(tokens.surface, 3.0))
            painter.drawLine(QPointF(x, bar.top() - 1), QPointF(x, bar.bottom() + 2))
            painter.setPen(cosmetic(tokens.text, 1.0))
            painter.drawLine(QPointF(x, bar.top() - 2), QPointF(x, bar.bottom() + 3))
            painter.setBrush(tokens.text)
            painter.drawPolygon(
                QPolygonF(
                    [
                        QPointF(x, bar.bottom() + 1),
                        QPointF(x - 3, bar.bottom() + 5),
                        QPointF(x + 3, bar.bottom() + 5),
                    ]
                )
            )
        name = "recommended"
        if self._wide(name) + 28 <= high - low:
            box = QRectF(low, bar.bottom() + 5, high - low, 16)
            painter.setPen(tokens.muted)
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, name)

    def _paint_metric(self, painter: QPainter, left: int, racks: RackColours) -> None:
        style = self._style
        self._text(painter, left, 4, 16, f"Racks: {racks.title}", style.tokens.text)
        bar = QRect(left, _BAR_TOP, _METRIC_WIDTH, _BAR_PX)
        _paint_table(painter, bar, colour_table(racks.scale, style.dark))
        system = _system(self._state.system)
        marks = [(racks.low, bar.left()), (racks.high, bar.right())]
        if racks.scale == "diverging":
            marks.append((0.0, bar.center().x()))
        for value, x in marks:
            shown = units.text(value, racks.unit, system, 3).replace("-", "−")
            self._number_under(painter, bar, x, shown)

    def _paint_categories(self, painter: QPainter, left: int, racks: RackColours) -> None:
        tokens = self._style.tokens
        if not racks.categories:
            note = f"Racks: {racks.title} appears with the first result."
            if racks.title == BINDING:
                note = "Racks: binding limits appear after a density run."
            self._text(painter, left, 0, _HEIGHT_PX, note, tokens.muted)
            return
        row = (_HEIGHT_PX - 8) // _ROWS
        entries: list[tuple[str, QColor | None]] = [(f"Racks: {racks.title}", None)]
        entries += list(racks.categories)
        if racks.note:
            entries.append((racks.note, None))
        for start in range(0, len(entries), _ROWS):
            column = entries[start : start + _ROWS]
            for number, (name, hue) in enumerate(column):
                top = 4 + number * row
                if hue is None:
                    self._text(painter, left, top, row, name, tokens.text)
                    continue
                painter.fillRect(QRect(left, top + (row - 10) // 2, 10, 10), hue)
                self._text(painter, left + 15, top, row, name, tokens.text)
            left += round(max(self._wide(name) for name, _ in column)) + 15 + _PAD_PX

    def _number_under(self, painter: QPainter, bar: QRect, x: float, text: str) -> None:
        """A number below the bar, kept between its ends where it would stick out."""
        width = self._wide(text)
        start = min(max(x - width / 2, bar.left()), bar.right() + 1 - width)
        painter.setPen(self._style.tokens.text)
        painter.drawText(
            QRectF(start, bar.bottom() + 5, width + 1, 16),
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter,
            text,
        )

    def _text(
        self, painter: QPainter, left: int, top: int, height: int, text: str, colour: QColor
    ) -> None:
        painter.setPen(colour)
        room = max(int(self.width() / self._zoom) - left - 4, 0)
        whole = room * self._zoom
        shown = self._style.metrics.elidedText(text, Qt.TextElideMode.ElideRight, whole)
        painter.drawText(
            QRect(left, top, room, height),
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter,
            shown,
        )

    def _value(self, value: float) -> str:
        return units.text(value, self._unit(), _system(self._state.system), 3).replace("-", "−")

    def _number(self, value: float) -> str:
        shown, _ = units.display(value, self._unit(), _system(self._state.system))
        return units.number(shown, 3).replace("-", "−")

    def _unit(self) -> str:
        return self._state.map.quantity.unit if self._state.map is not None else "c"


def _system(name: str) -> units.System:
    return "ip" if name == "ip" else "si"


def _paint_table(painter: QPainter, bar: QRect, table: Table) -> None:
    row = table[None, :, :].copy()
    image = QImage(row.data, 256, 1, 1024, QImage.Format.Format_ARGB32_Premultiplied)
    painter.drawImage(bar, image)
