"""Menu bar and tool bar of the window, made of the command table."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import (
    QMainWindow,
    QMenu,
    QSizePolicy,
    QToolBar,
    QToolButton,
    QWidget,
)

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


class WordBar(QToolBar):
    """A tool bar whose buttons have words beside their icons as long as all fit.

    Where they do not (a narrow window, a longer language, larger text), the words of the icons that
    say most by themselves go first; tooltips keep them.
    """

    def __init__(self, actions: Actions, at_end: QWidget, parent: QWidget) -> None:
        super().__init__("Tools", parent)
        self._actions = actions
        self._at_end = at_end
        self._fitted: tuple[object, ...] = ()
        self._widest_end_px = 0

    def button(self, key: str) -> QToolButton:
        """The button of a command."""
        made = self.widgetForAction(self._actions[key])
        assert isinstance(made, QToolButton)
        return made

    def fit(self) -> None:
        """Choose which buttons have words."""
        end_px = self._at_end.sizeHint().width()
        self._widest_end_px = max(self._widest_end_px, end_px)  # words do not flicker with it
        worded = [key for key in TOOLBAR if key != "|" and key not in ICON_ONLY]
        large = theme.text_percent() >= LARGE_TEXT_PERCENT
        key = (
            self.width(), self._widest_end_px, large, self.font().key(),
            *((self._actions[k].iconText(), self._actions[k].icon().isNull()) for k in worded),
        )  # fmt: skip
        if key == self._fitted:
            return
        self._fitted = key
        for each in TOOLBAR:
            if each != "|":
                has_words = each in worded and not large
                self.button(each).setToolButtonStyle(_WITH_WORDS if has_words else _ICON_ALONE)
        for each in _WORDS_GO:
            if self._wanted_px() <= self.width():
                break
            self.button(each).setToolButtonStyle(_ICON_ALONE)

    def _wanted_px(self) -> int:
        """Width that everything on the bar takes as it is [px]; the layout's own follows later."""
        parts = [self.widgetForAction(action).sizeHint().width() for action in self.actions()]
        layout, margins = self.layout(), self.contentsMargins()
        spacing = 0 if layout is None else layout.spacing()
        parts.append(self._widest_end_px - self._at_end.sizeHint().width())
        return sum(parts) + spacing * len(parts) + margins.left() + margins.right() + _PAD_PX

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Words come and go with the width."""
        super().resizeEvent(event)
        self._widest_end_px = 0
        self.fit()

    def event(self, event: QEvent) -> bool:
        """So they do when what stands at the end becomes wider."""
        handled = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest and self.isVisible():
            self.fit()
        return handled


_PAD_PX = 12
"""Of the bar's frame and handle."""
_WITH_WORDS = Qt.ToolButtonStyle.ToolButtonTextBesideIcon
_ICON_ALONE = Qt.ToolButtonStyle.ToolButtonIconOnly
_WORDS_GO = (
    "place_column", "place_panel", "place_tile", "view3d", "select", "place_rack", "place_cooler",
    "report", "density", "solve",
)  # fmt: skip
"""Whose words go first where there is no room."""


def make_toolbar(window: QMainWindow, actions: Actions, at_end: QWidget) -> WordBar:
    """The tool bar, with a widget at its end."""
    bar = WordBar(actions, at_end, window)
    bar.setObjectName("tools")
    bar.setMovable(False)
    window.addToolBar(bar)
    for key in TOOLBAR:
        if key == "|":
            bar.addSeparator()
            continue
        bar.addAction(actions[key])
        button = bar.button(key)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setAccessibleName(actions[key].iconText())
        button.setMinimumSize(theme.CONTROL_HEIGHT_PX, theme.CONTROL_HEIGHT_PX)
    spacer = QWidget()
    spacer.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
    bar.addWidget(spacer)
    bar.addWidget(at_end)
    style_toolbar(bar)
    return bar


def style_toolbar(bar: WordBar) -> None:
    """Icons as large as the text, and words where they fit."""
    side = theme.scaled(theme.ICON_PX)
    bar.setIconSize(QSize(side, side))
    bar.fit()


def add_recent_files(menu: QMenu, fill: Callable[[QMenu], None]) -> None:
    """A submenu that is filled when it opens."""
    recent = menu.addMenu("Recent &files")
    recent.aboutToShow.connect(lambda: fill(recent))


def add_docks(menu: QMenu, toggles: Iterable[QAction]) -> None:
    """Switches for the docks."""
    docks = menu.addMenu("&Docks")
    for toggle in toggles:
        docks.addAction(toggle)
