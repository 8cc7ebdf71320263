"""Menu bar and tool bar of the window, made of the command table."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMainWindow, QMenu, QSizePolicy, QToolBar, QWidget

from ui import theme
from ui.actions import Actions
from ui.command_table import COMMANDS, ICON_ONLY, MENUS, TOOLBAR


def make_menus(window: QMainWindow, actions: Actions) -> dict[str, QMenu]:
    """The menus by title, each with its commands; a line parts what belongs together."""
    made = {}
    for title in MENUS:
        menu = window.menuBar().addMenu(f"&{title}" if title != "Select" else "Se&lect")
        menu.setToolTipsVisible(True)
        for command in COMMANDS:
            if command.menu == title:
                if command.key in _PARTED:
                    menu.addSeparator()
                menu.addAction(actions[command.key])
        made[title] = menu
    return made


LARGE_TEXT_PERCENT = 150
"""Size of text from which the window saves width: icons alone, docks on one side."""
_PARTED = frozenset(
    {
        "import", "report", "preferences", "quit", "cut", "elevation", "scenarios", "select_rule",
        "mirror_x", "align_left", "gaps_x", "group", "aisle", "place_rack", "measure",
        "template_save", "variant_earlier", "variants_beside", "compare", "fit", "view_save",
        "layers", "units", "reset_layout", "tour", "about",
    }
)  # fmt: skip
"""Commands with a line above them."""


def make_toolbar(window: QMainWindow, actions: Actions, at_end: QWidget) -> QToolBar:
    """The tool bar, with a widget at its end."""
    bar = QToolBar("Tools", window)
    bar.setObjectName("tools")
    bar.setMovable(False)
    bar.setIconSize(QSize(theme.ICON_PX, theme.ICON_PX))
    window.addToolBar(bar)
    for key in TOOLBAR:
        if key == "|":
            bar.addSeparator()
            continue
        bar.addAction(actions[key])
        button = bar.widgetForAction(actions[key])
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setAccessibleName(actions[key].iconText())
        button.setMinimumSize(theme.CONTROL_HEIGHT_PX, theme.CONTROL_HEIGHT_PX)
    spacer = QWidget()
    spacer.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
    bar.addWidget(spacer)
    bar.addWidget(at_end)
    style_toolbar(bar, actions)
    return bar


def style_toolbar(bar: QToolBar, actions: Actions) -> None:
    """Words beside the icons, as long as the size of text leaves them room."""
    words_fit = theme.text_percent() < LARGE_TEXT_PERCENT
    for key in TOOLBAR:
        if key != "|":
            style = Qt.ToolButtonStyle.ToolButtonTextBesideIcon
            if key in ICON_ONLY or not words_fit:
                style = Qt.ToolButtonStyle.ToolButtonIconOnly
            bar.widgetForAction(actions[key]).setToolButtonStyle(style)  # type: ignore[attr-defined]
    side = theme.scaled(theme.ICON_PX)
    bar.setIconSize(QSize(side, side))


def add_recent_files(menu: QMenu, fill: Callable[[QMenu], None]) -> None:
    """A submenu that is filled when it opens."""
    recent = menu.addMenu("Recent &files")
    recent.aboutToShow.connect(lambda: fill(recent))


def add_docks(menu: QMenu, toggles: Iterable[QAction]) -> None:
    """Switches for the docks."""
    docks = menu.addMenu("&Docks")
    for toggle in toggles:
        docks.addAction(toggle)
