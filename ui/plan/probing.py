"""Probes: the air at a point of the slice in words, and the pinned marks that keep showing it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter

from coolsim import units
from coolsim.results.air_quantities import AirKey, hall_humidity, relative_humidity_at
from coolsim.results.sampling import Probe, probe
from ui.plan import labels
from ui.plan.style import Style, cosmetic

if TYPE_CHECKING:
    from ui.plan.session_like import SessionLike

_MARK_PX = 4.0
_GAP_PX = 7.0
_STATE_WORDS = {"draft": "draft", "stale": "stale", "frozen": "frozen flow"}


def air_at(session: SessionLike, x_m: float, y_m: float) -> Probe | None:
    """The air at a point of the slice; ``None`` outside of the map and in solids."""
    results, hall = session.results, session.design.variant.hall
    if results is None or not (0.0 <= x_m <= hall.length_m and 0.0 <= y_m <= hall.width_m):
        return None
    return probe(results.fields, x_m, y_m, session.slice_height_m)


def values_of(session: SessionLike, air: Probe) -> dict[AirKey, str]:
    """Every mapped quantity of the air at a point, as text with unit."""
    system = _system(session)
    humidity = relative_humidity_at(air, hall_humidity(session.design.variant))
    return {
        "temperature": units.text(air.temperature_c, "c", system, 3),
        "speed": units.text(air.speed_m_s, "m_s", system, 2),
        "pressure": units.text(air.pressure_pa, "pa", system, 2).replace("-", "−"),
        "humidity": f"{units.text(humidity, 'fraction', system, 2)} RH",
    }


def probe_line(session: SessionLike, x_m: float, y_m: float) -> str:
    """One line for the status bar; empty outside of the map and in solids."""
    air = air_at(session, x_m, y_m)
    if air is None:
        return ""
    height = units.text(session.slice_height_m, "m", _system(session), 3)
    return f"{' · '.join(values_of(session, air).values())} at {height}"


def probe_tooltip(session: SessionLike, x_m: float, y_m: float) -> str:
    """Several lines for the tooltip; empty outside of the map and in solids."""
    air = air_at(session, x_m, y_m)
    if air is None:
        return ""
    system = _system(session)
    height = units.text(session.slice_height_m, "m", system, 3)
    shown = values_of(session, air)
    lines = [
        f"Air at {height} above the floor",
        f"Temperature {shown['temperature']}",
        f"Speed {shown['speed']}",
        f"Pressure {shown['pressure']}",
        f"Relative humidity {shown['humidity'].removesuffix(' RH')}",
    ]
    word = _STATE_WORDS.get(session.results_state)
    return "\n".join([*lines, f"({word} result)"] if word else lines)


def _system(session: SessionLike) -> units.System:
    return "ip" if session.unit_system == "ip" else "si"


class PinLayer:
    """Pinned probes: a ring with the value of the mapped quantity beside it."""

    def __init__(self, style: Style) -> None:
        self._style = style
        self.texts: dict[tuple[float, float], str] = {}

    def show(self, session: SessionLike) -> bool:
        """Read the pinned places again; return whether a text has changed."""
        texts = {}
        for pin in session.pins:
            air = air_at(session, *pin)
            texts[pin] = values_of(session, air)[session.air_key] if air else units.UNKNOWN
        changed = texts != self.texts
        self.texts = texts
        return changed

    def paint(self, painter: QPainter) -> None:
        """Ring and value, the value in a box that reads on any colour."""
        style = self._style
        for (x, y), text in self.texts.items():
            reach = _MARK_PX * style.px
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
            painter.setBrush(style.tokens.surface)
            painter.setPen(cosmetic(style.tokens.accent, 2.0))
            painter.drawEllipse(QPointF(x, y), reach, reach)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
            wide, high = (style.text_width(text) + 10) * style.px, 16 * style.px
            box = QRectF(x + _GAP_PX * style.px, y - high / 2, wide, high)
            painter.setPen(cosmetic(style.tokens.accent, 1.0))
            painter.drawRect(box)
            layout = labels.Layout((text,), False)
            labels.draw(painter, style, layout, box.center(), style.tokens.text)
