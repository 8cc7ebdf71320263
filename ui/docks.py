"""The docks of the window: where each stands at first, their sizes, what hides and brings them."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QByteArray, Qt
from PySide6.QtWidgets import QDockWidget, QMainWindow, QTabWidget, QWidget

from ui import theme
from ui.menus import LARGE_TEXT_PERCENT

LAYOUT_VERSION = 2
SIDE_PX = 210
INSPECTOR_PX = 290
ONE_SIDE_PX = 262
"""Width of the only side when large text has all docks there."""
RESULTS_PX = 190
SECTION_PX = 420
"""Width of the section beside the results, when it opens first."""
_LEFT = Qt.DockWidgetArea.LeftDockWidgetArea
_RIGHT = Qt.DockWidgetArea.RightDockWidgetArea
_BOTTOM = Qt.DockWidgetArea.BottomDockWidgetArea
_AREAS = {
    "library": _LEFT, "outline": _LEFT, "layers": _LEFT, "inspector": _RIGHT,
    "elevation": _RIGHT, "results": _BOTTOM, "section": _BOTTOM,
}  # fmt: skip
_ON_DEMAND = frozenset({"elevation", "section"})
"""Docks that are opened by a command."""
_TITLED = frozenset({"inspector", "section"})
"""Docks with a title bar; the others are named by their tab."""


class Docks:
    """Makes and keeps the docks of a window.

    Args:
        window: The window.
        panels: What each dock holds, by the names of ``_AREAS``.
    """

    def __init__(self, window: QMainWindow, panels: Mapping[str, QWidget]) -> None:
        self._window = window
        self._away: list[QDockWidget] = []
        window.setDockNestingEnabled(True)
        window.setCorner(Qt.Corner.BottomLeftCorner, _BOTTOM)
        window.setCorner(Qt.Corner.BottomRightCorner, _BOTTOM)
        self.by_name = {name: self._make(name, panels[name]) for name in _AREAS}
        window.tabifyDockWidget(self["library"], self["outline"])
        window.tabifyDockWidget(self["outline"], self["layers"])
        window.splitDockWidget(self["results"], self["section"], Qt.Orientation.Horizontal)
        for area in (_LEFT, _RIGHT):
            window.setTabPosition(area, QTabWidget.TabPosition.North)
        for name in _ON_DEMAND:
            self[name].hide()
        self["library"].raise_()
        self["inspector"].raise_()
        self.size()

    def __getitem__(self, name: str) -> QDockWidget:
        return self.by_name[name]

    def _make(self, name: str, panel: QWidget) -> QDockWidget:
        dock = QDockWidget(name.capitalize(), self._window)
        dock.setObjectName(name)
        dock.setWidget(panel)
        features = QDockWidget.DockWidgetFeature
        dock.setFeatures(features.DockWidgetMovable | features.DockWidgetClosable)
        if name not in _TITLED:
            dock.setTitleBarWidget(QWidget())
        self._window.addDockWidget(_AREAS[name], dock)
        return dock

    def show(self, shown: bool) -> None:
        """Hide every dock in sight, or bring back those that were hidden so."""
        if shown and self._away:
            for dock in self._away:
                dock.show()
            self._away = []
            self["library"].raise_()
        elif not shown:
            self._away = [d for d in self.by_name.values() if d.isVisibleTo(self._window)]
            for dock in self._away:
                dock.hide()

    def is_away(self, name: str) -> bool:
        """Whether a dock is hidden only until the plan is shown again."""
        return self[name] in self._away

    def bring(self, name: str) -> None:
        """Show a dock, in front of its tabs."""
        if name == "elevation" and self[name].isHidden():
            self._join_elevation()
        self[name].show()
        self[name].raise_()

    def _join_elevation(self) -> None:
        """Make the elevation a tab beside the inspector.

        Only in sight: a hidden dock among tabs leaves a tab bar standing over the panels.
        """
        beside = self["inspector"]
        area = self._window.dockWidgetArea(beside)
        self._window.addDockWidget(area, self["elevation"])
        self["elevation"].show()
        self._window.tabifyDockWidget(beside, self["elevation"])

    def reset(self, first: QByteArray) -> None:
        """Put every dock back where it was at first."""
        self._away = []
        self._window.restoreState(first, LAYOUT_VERSION)
        for name, dock in self.by_name.items():
            dock.setVisible(name not in _ON_DEMAND)
        self.fit_text_size()
        self["library"].raise_()

    def size(self) -> None:
        """The usual sizes, for the size of text in force."""
        sides, widths = ["library", "inspector"], [SIDE_PX, INSPECTOR_PX]
        if theme.text_percent() >= LARGE_TEXT_PERCENT:
            sides, widths = ["inspector"], [ONE_SIDE_PX]
        self._window.resizeDocks(
            [self[name] for name in sides],
            [theme.scaled(width) for width in widths],
            Qt.Orientation.Horizontal,
        )
        self.enlarge_results(False)

    def enlarge_results(self, enlarged: bool) -> None:
        """Give the results three fifths of the window, or their usual height."""
        height = round(0.6 * self._window.height()) if enlarged else RESULTS_PX
        self._window.resizeDocks([self["results"]], [height], Qt.Orientation.Vertical)

    def fit_text_size(self) -> None:
        """Large text has all docks of the sides on one of them, so that the plan keeps its room."""
        window, one_side = self._window, theme.text_percent() >= LARGE_TEXT_PERCENT
        area = _LEFT if one_side else _RIGHT
        if window.dockWidgetArea(self["inspector"]) != area:
            window.addDockWidget(area, self["inspector"])
        if one_side:
            window.tabifyDockWidget(self["layers"], self["inspector"])
        if not self["elevation"].isHidden():
            self._join_elevation()
        self["inspector"].raise_()
        self.size()

    def show_section(self, wanted: bool) -> None:
        """Show the section beside the results, or hide it."""
        section = self["section"]
        if section.isHidden() == wanted:
            section.setVisible(wanted)
            if wanted and section.width() < SECTION_PX:
                widths = [max(self._window.width() - SECTION_PX, SECTION_PX), SECTION_PX]
                docks = [self["results"], section]
                self._window.resizeDocks(docks, widths, Qt.Orientation.Horizontal)
