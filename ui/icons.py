"""Icons of one family, in the theme's colours; the icon font loads with the first icon."""

from __future__ import annotations

from functools import cache

from PySide6.QtGui import QColor, QIcon

from ui import theme


def icon(name: str, color: QColor | None = None) -> QIcon:
    """An icon by its name in the icon font, such as ``mdi6.content-save``.

    Icons keep the colour they were made with: make them anew when the theme changes.
    """
    colors = theme.tokens()
    return _made(name, (color or colors.text).rgba(), colors.muted.rgba())


@cache
def _made(name: str, color: int, disabled: int) -> QIcon:
    import qtawesome

    made: QIcon = qtawesome.icon(
        name,
        color=QColor.fromRgba(color),
        color_disabled=_faded(QColor.fromRgba(disabled)),
    )
    return made


def _faded(color: QColor) -> QColor:
    faded = QColor(color)
    faded.setAlpha(110)
    return faded
