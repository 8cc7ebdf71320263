"""Icons of one family, in the theme's colours; the icon font loads with the first icon."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QGuiApplication, QIcon

from ui import theme


def icon(name: str, color: QColor | None = None) -> QIcon:
    """An icon by its name in the icon font, such as ``mdi6.content-save``.

    Icons keep the colour they were made with: make them anew when the theme changes.
    """
    colors = theme.tokens()
    screen = QGuiApplication.primaryScreen()
    ratio = screen.devicePixelRatio() if screen is not None else 1.0
    return _made(
        name,
        (color or colors.text).rgba(),
        colors.muted.rgba(),
        round(theme.scaled(theme.ICON_PX) * ratio),
        ratio,
    )


@cache
def _made(name: str, color: int, disabled: int, side: int, ratio: float) -> QIcon:
    """The icon as pixmaps: painting it never comes back to Python."""
    import qtawesome

    made = QIcon()
    for mode, tint in (
        (QIcon.Mode.Normal, QColor.fromRgba(color)),
        (QIcon.Mode.Disabled, _faded(QColor.fromRgba(disabled))),
    ):
        drawn: QIcon = qtawesome.icon(name, color=tint)
        pixmap = drawn.pixmap(QSize(side, side), 1.0)
        pixmap.setDevicePixelRatio(ratio)
        made.addPixmap(pixmap, mode)
    return made


def _faded(color: QColor) -> QColor:
    faded = QColor(color)
    faded.setAlpha(110)
    return faded
