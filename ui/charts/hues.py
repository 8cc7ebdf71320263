"""Colours of consumers in charts: told apart by eyes that mix up red and green, light and dark."""

from __future__ import annotations

from PySide6.QtGui import QColor

from ui import theme

_HEX = (
    "#4C78A8", "#E39A3B", "#3F8F86", "#8A6FB0", "#C8553D", "#7D8590", "#5FA3D9", "#B7A12C",
    "#9C5F86", "#5C8A3A", "#3D5A80", "#A0705A",
)  # fmt: skip


def hue(number: int) -> QColor:
    """The colour of a series, a little lighter on dark."""
    color = QColor(_HEX[number % len(_HEX)])
    return color.lighter(118) if theme.is_dark() else color
