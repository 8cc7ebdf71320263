"""The window: places docks, menus, tool bar and status bar; holds no logic of its own."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QEvent, QSize, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QColor, QKeyEvent
from PySide6.QtWidgets import (
    QDockWidget,
    QMainWindow,
    QSizePolicy,
    QStackedWidget,
    QTabWidget,
    QToolBar,
    QVBoxLayout,
    QWidget,
)

from ui import theme, words
from ui.actions import COMMANDS, ICON_ONLY, MENUS, TOOLBAR, Actions
from ui.commands import Commands
from ui.keeper import Keeper
from ui.metric_menu import MetricMenu
from ui.panels.coolant import CoolantPanel
from ui.panels.density import DensityPanel
from ui.panels.history import HistoryPanel
from ui.panels.inspector import InspectorPanel
from ui.panels.key_figures import KeyFigures
from ui.panels.library import LibraryPanel
from ui.panels.loops import LoopsPanel
from ui.panels.outline import OutlinePanel
from ui.panels.problems import ProblemsPanel
from ui.panels.racks import RacksPanel
from ui.panels.status import StatusBar
from ui.panels.welcome import WelcomePage
from ui.panels.why import WhyPanel
from ui.plan.colour_tables import colour
from ui.plan.section_view import SectionView
from ui.plan.view import PlanView
from ui.plant.panel import PlantPanel
from ui.plant.year_panel import YearPanel
from ui.session import SELECT_TOOL, Session
from ui.settings import Settings
from ui.widgets.badge import Badge

LAYOUT_VERSION = 1
_SIDE = QDockWidget.DockWidgetFeature.DockWidgetMovable


SECTION_PX = 420
"""Width of the section beside the results, when it opens first."""
TITLE_BAR_PX = 40
"""Room left for the title bar of the desktop, which the window does not know yet."""


def _heat_colour(share: float) -> QColor:
    """The colours of the map, for the schematics; without the end that drowns in the surface."""
    dark = theme.is_dark()
    low, high = (0.3, 1.0) if dark else (0.0, 0.92)
    return colour("heat", dark, low + (high - low) * share, 0.0, 1.0)


class MainWindow(QMainWindow):
    """Everything in its place, as a new user finds it and as the last user left it."""

    def __init__(self, session: Session, keeper: Keeper, settings: Settings) -> None:
        super().__init__()
        self.session = session
        self.settings = settings
        self.setObjectName("main")
        screen = self.screen().availableGeometry()
        # a title bar comes on top of this size
        self.resize(min(1280, screen.width()), min(800, screen.height() - TITLE_BAR_PX))
        self.setMinimumSize(900, 600)
        self.setDockNestingEnabled(True)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.plan = PlanView(session)
        self.welcome = WelcomePage()
        self.pages = QStackedWidget()
        self.pages.addWidget(self.plan)
        self.pages.addWidget(self.welcome)
        self.setCentralWidget(self.pages)
        self.actions_ = Actions(session, self)
        self.commands = Commands(session, keeper, settings, self)
        self.actions_.connect_all(self.commands.handlers())
        self._make_panels()
        self._make_docks()
        self._make_menus()
        self._make_toolbar()
        self.status = StatusBar(session)
        self.setStatusBar(self.status)
        self._connect()
        self._first_layout = self.saveState(LAYOUT_VERSION)
        self._restore_layout()
        self._refresh_title()
        self._refresh_badge()

    # --- building ----------------------------------------------------------------------------

    def _make_panels(self) -> None:
        session = self.session
        self.library = LibraryPanel(session)
        self.outline = OutlinePanel(session)
        self.inspector = InspectorPanel(session)
        self.problems = ProblemsPanel(session)
        self.racks = RacksPanel(session)
        self.density = DensityPanel(session)
        self.loops = LoopsPanel(session, _heat_colour)
        self.coolant = CoolantPanel(session)
        self.plant = PlantPanel(session, _heat_colour)
        self.year = YearPanel(session, self.plant.editor.add_menu)
        self.why = WhyPanel(session)
        self.section = SectionView(session)
        self.history = HistoryPanel(session)
        self.key_figures = KeyFigures(session)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.setAccessibleName("Results and problems")
        for title, panel in (
            ("Problems", self.problems),
            ("Racks", self.racks),
            ("Density", self.density),
            ("Loops", self.loops),
            ("Coolant", self.coolant),
            ("Plant", self.plant),
            ("Year", self.year),
            ("Why", self.why),
            ("History", self.history),
        ):
            self.tabs.addTab(panel, title)

    def _make_docks(self) -> None:
        self.setCorner(Qt.Corner.BottomLeftCorner, Qt.DockWidgetArea.BottomDockWidgetArea)
        self.setCorner(Qt.Corner.BottomRightCorner, Qt.DockWidgetArea.BottomDockWidgetArea)
        left, right = Qt.DockWidgetArea.LeftDockWidgetArea, Qt.DockWidgetArea.RightDockWidgetArea
        self._library = library = self._dock("Library", self.library, left)
        outline = self._dock("Outline", self.outline, left)
        for dock in (library, outline):
            dock.setTitleBarWidget(QWidget())  # the tabs above say what they are
        self.tabifyDockWidget(library, outline)
        library.raise_()
        self.setTabPosition(left, QTabWidget.TabPosition.North)
        self._inspector = inspector = self._dock("Inspector", self.inspector, right)
        bottom = QWidget()
        column = QVBoxLayout(bottom)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.key_figures)
        column.addWidget(self.tabs, 1)
        self._results = results = self._dock(
            "Results", bottom, Qt.DockWidgetArea.BottomDockWidgetArea
        )
        results.setTitleBarWidget(QWidget())
        self._section = section = self._dock(
            "Section", self.section, Qt.DockWidgetArea.BottomDockWidgetArea
        )
        self.splitDockWidget(results, section, Qt.Orientation.Horizontal)
        section.hide()
        self.resizeDocks([library, inspector], [210, 290], Qt.Orientation.Horizontal)
        self.resizeDocks([results], [190], Qt.Orientation.Vertical)

    def _dock(self, title: str, panel: QWidget, area: Qt.DockWidgetArea) -> QDockWidget:
        dock = QDockWidget(title, self)
        dock.setObjectName(title.lower())
        dock.setWidget(panel)
        dock.setFeatures(_SIDE | QDockWidget.DockWidgetFeature.DockWidgetClosable)
        self.addDockWidget(area, dock)
        return dock

    def _make_menus(self) -> None:
        for title in MENUS:
            menu = self.menuBar().addMenu(f"&{title}")
            menu.setToolTipsVisible(True)
            for command in COMMANDS:
                if command.menu == title:
                    menu.addAction(self.actions_[command.key])
            if title == "View":
                menu.addMenu(MetricMenu(self.session, menu))
                menu.addSeparator()
                for dock in self.findChildren(QDockWidget):
                    menu.addAction(dock.toggleViewAction())
            if title == "File":
                self._recent = menu.addMenu("Recent &files")
                self._recent.aboutToShow.connect(lambda: self.commands.fill_recent(self._recent))

    def _make_toolbar(self) -> None:
        bar = QToolBar("Tools", self)
        bar.setObjectName("tools")
        bar.setMovable(False)
        bar.setIconSize(QSize(theme.ICON_PX, theme.ICON_PX))
        self.addToolBar(bar)
        for key in TOOLBAR:
            if key == "|":
                bar.addSeparator()
                continue
            bar.addAction(self.actions_[key])
            button = bar.widgetForAction(self.actions_[key])
            style = Qt.ToolButtonStyle.ToolButtonTextBesideIcon
            if key in ICON_ONLY:
                style = Qt.ToolButtonStyle.ToolButtonIconOnly
            button.setToolButtonStyle(style)  # type: ignore[attr-defined]
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.setAccessibleName(self.actions_[key].iconText())
            button.setMinimumSize(28, 28)
        spacer = QWidget()
        spacer.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        bar.addWidget(spacer)
        self.badge = Badge("Result")
        bar.addWidget(self.badge)

    def _connect(self) -> None:
        session = self.session
        self.plan.cursorMoved.connect(session.cursorMoved)
        self.plan.probed.connect(lambda _x, _y, text: self.status.show_probe(text))
        self.plan.editRequested.connect(self._edit_object)
        self.library.placeRequested.connect(self.commands.place_item)
        self.status.unitsClicked.connect(self.commands.toggle_units)
        for panel in (self.loops, self.plant, self.year):
            panel.enlargeRequested.connect(self._enlarge_results)
        self.problems.countChanged.connect(self._show_problem_count)
        self.welcome.exampleChosen.connect(self.commands.open_example)
        self.welcome.fileChosen.connect(self.commands.open_path)
        self.welcome.newRequested.connect(self.commands.new)
        self.welcome.openRequested.connect(self.commands.open)
        session.documentReplaced.connect(self.show_plan)
        session.toolChanged.connect(lambda tool: self.show_plan() if tool != SELECT_TOOL else None)
        for signal in (session.stateChanged, session.documentReplaced):
            signal.connect(self._refresh_title)
        for signal in (session.resultsChanged, session.stateChanged):
            signal.connect(self._refresh_badge)
        self.section.turnRequested.connect(self.plan.turn_section)
        self._section.visibilityChanged.connect(self._section_closed)
        session.airChanged.connect(self._show_section)
        session.why.arrived.connect(lambda: self.tabs.setCurrentWidget(self.why))
        session.densityArrived.connect(lambda: self.tabs.setCurrentWidget(self.density))
        session.year.arrived.connect(lambda: self.tabs.setCurrentWidget(self.year))
        session.year_aside.weatherFailed.connect(self.commands.weather_failed)
        self._show_problem_count(0, 0)

    # --- pages and panels --------------------------------------------------------------------

    def show_plan(self) -> None:
        """The drawing."""
        self.pages.setCurrentWidget(self.plan)
        self._show_docks(True)
        self.plan.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_gallery(self) -> None:
        """Examples and recent files."""
        self.welcome.fill(self.settings.recent_files)
        self.pages.setCurrentWidget(self.welcome)

    def show_first_gallery(self) -> None:
        """The gallery alone, before anything is drawn."""
        self.show_gallery()
        self._show_docks(False)

    def _show_docks(self, shown: bool) -> None:
        """Empty docks around the first gallery would only puzzle."""
        if shown and self._hidden:
            for dock in self._hidden:
                dock.show()
            self._hidden = []
            self._library.raise_()
        elif not shown:
            self._hidden = [
                dock for dock in self.findChildren(QDockWidget) if dock.isVisibleTo(self)
            ]
            for dock in self._hidden:
                dock.hide()

    _hidden: list[QDockWidget] = []  # noqa: RUF012  (set per window before it is changed)

    def reset_layout(self) -> None:
        """Put every dock back where it was at first."""
        self._hidden = []
        self.restoreState(self._first_layout, LAYOUT_VERSION)
        for dock in self.findChildren(QDockWidget):
            dock.show()
        self._show_section()
        self._size_docks()

    def _size_docks(self) -> None:
        docks = {dock.objectName(): dock for dock in self.findChildren(QDockWidget)}
        sides = [docks["library"], docks["inspector"]]
        self.resizeDocks(sides, [210, 290], Qt.Orientation.Horizontal)
        self.resizeDocks([docks["results"]], [190], Qt.Orientation.Vertical)

    def _enlarge_results(self, enlarged: bool) -> None:
        """Give the results dock three fifths of the window, or its usual height."""
        docks = {dock.objectName(): dock for dock in self.findChildren(QDockWidget)}
        height = round(0.6 * self.height()) if enlarged else 190
        self.resizeDocks([docks["results"]], [height], Qt.Orientation.Vertical)

    def _show_section(self) -> None:
        """The section's dock is there as long as the hall is cut."""
        wanted = self.session.section is not None
        if self._section.isHidden() == wanted:
            self._section.setVisible(wanted)
            if wanted and self._section.width() < SECTION_PX:
                widths = [max(self.width() - SECTION_PX, SECTION_PX), SECTION_PX]
                self.resizeDocks([self._results, self._section], widths, Qt.Orientation.Horizontal)

    def _section_closed(self, _: bool) -> None:
        """Closing the dock takes the cut off the plan; a tab in front of it does not."""
        if self._section.isHidden() and self._section not in self._hidden:
            self.session.set_section(None)

    def _edit_object(self, object_id: str) -> None:
        if object_id not in self.session.selection:
            self.session.select([object_id])
        self._inspector.show()
        self._inspector.raise_()
        self.inspector.focus_name()

    def _show_problem_count(self, errors: int, warnings: int) -> None:
        count = errors + warnings
        self.tabs.setTabText(0, f"Problems ({count})" if count else "Problems")
        self.tabs.setTabToolTip(0, f"{errors} errors, {warnings} warnings")

    def _refresh_title(self) -> None:
        document = self.session.document
        self.setWindowTitle(f"{self.session.title}[*] – CoolSim")
        self.setWindowModified(document.is_modified)
        self.setWindowFilePath(str(document.path) if document.path else "")

    def _refresh_badge(self) -> None:
        session = self.session
        state = words.badge_state(
            session.results_state, session.results, session.drafting, session.draft_note,
            session.unit_system,
        )  # fmt: skip
        self.badge.set_state(state.text, state.mark, state.color, state.tooltip)

    # --- window ------------------------------------------------------------------------------

    def changeEvent(self, event: QEvent) -> None:
        """Colours that are set by hand follow the theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "badge"):
            QTimer.singleShot(0, self, self._theme_changed)

    def _theme_changed(self) -> None:
        self.actions_.refresh_icons()
        self._refresh_badge()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc that nobody wanted backs out of the tool, then of the selection."""
        if event.key() == Qt.Key.Key_Escape:
            if self.session.tool != SELECT_TOOL:
                self.session.set_tool(SELECT_TOOL)
            else:
                self.session.select(())
            self.plan.setFocus(Qt.FocusReason.ShortcutFocusReason)
            return
        super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask about unsaved changes, remember the layout, end the processes."""
        if not self.commands.files.may_leave():
            event.ignore()
            return
        self._show_docks(True)
        self.settings.geometry = self.saveGeometry()
        self.settings.layout = self.saveState(LAYOUT_VERSION)
        self.settings.sync()
        self.commands.close()
        event.accept()

    def _restore_layout(self) -> None:
        if not self.settings.geometry.isEmpty():
            self.restoreGeometry(self.settings.geometry)
        layout: QByteArray = self.settings.layout
        if layout.isEmpty() or not self.restoreState(layout, LAYOUT_VERSION):
            self._size_docks()
        self._show_section()
