"""The window: places docks, menus, tool bar and status bar; holds no logic of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QEvent, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QColor, QKeyEvent
from PySide6.QtWidgets import (
    QMainWindow,
    QSplitter,
    QStackedWidget,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from ui import theme, words
from ui.actions import Actions
from ui.commands import Commands
from ui.docks import LAYOUT_VERSION, Docks
from ui.edit_table.panel import EditTablePanel
from ui.elevation.panel import ElevationPanel
from ui.keeper import Keeper
from ui.looks3d import looks_of
from ui.menus import add_docks, add_recent_files, make_menus, make_toolbar, style_toolbar
from ui.metric_menu import MetricMenu
from ui.panels.coolant import CoolantPanel
from ui.panels.density import DensityPanel
from ui.panels.history import HistoryPanel
from ui.panels.inspector import InspectorPanel
from ui.panels.key_figures import KeyFigures
from ui.panels.layers import LayersPanel
from ui.panels.library import LibraryPanel
from ui.panels.loops import LoopsPanel
from ui.panels.outline import OutlinePanel
from ui.panels.problems import ProblemsPanel
from ui.panels.racks import RacksPanel
from ui.panels.sensors import SensorsPanel
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
from ui.templates import TemplateStore
from ui.variants.area import BesideArea
from ui.variants.panel import VARIANT_BUTTONS, VariantsPanel
from ui.view3d.view import View3D
from ui.widgets.badge import Badge
from ui.widgets.notice import Notice, under

if TYPE_CHECKING:
    from ui.tour.tour import Tour

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
        self.templates = TemplateStore(settings.folder / "templates")
        self.setObjectName("main")
        screen = self.screen().availableGeometry()
        # a title bar comes on top of this size
        self.resize(min(1280, screen.width()), min(800, screen.height() - TITLE_BAR_PX))
        self.setMinimumSize(900, 600)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.plan = PlanView(session)
        self.welcome = WelcomePage()
        self.pages = QStackedWidget()
        self.view3d = View3D(session, looks_of(session))
        self.view3d.hide()
        self.centre = QSplitter(Qt.Orientation.Horizontal)
        self.centre.setChildrenCollapsible(False)
        self.centre.addWidget(self.plan)
        self.beside = BesideArea(session, self.plan)
        self.centre.addWidget(self.beside)
        self.centre.addWidget(self.view3d)
        self.pages.addWidget(self.centre)
        self.pages.addWidget(self.welcome)
        self.notice = Notice()
        self.setCentralWidget(under(self.notice, self.pages))
        self.actions_ = Actions(session, self)
        self.commands = Commands(session, keeper, settings, self)
        self.actions_.connect_all(self.commands.handlers())
        self._make_panels()
        self._make_docks()
        self._make_menus()
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
        self.library = LibraryPanel(session, self.templates)
        self.layers = LayersPanel(session)
        self.elevation = ElevationPanel(session, _heat_colour)
        self.edit_table = EditTablePanel(session)
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
        self.sensors = SensorsPanel(session, self.commands.exchange.read_sensors)
        self.section = SectionView(session)
        self.variants = VariantsPanel(session)
        self.history = HistoryPanel(session)
        self.key_figures = KeyFigures(session)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.setAccessibleName("Results and problems")
        for title, panel in (
            ("Problems", self.problems),
            ("Racks", self.racks),
            ("Table", self.edit_table),
            ("Density", self.density),
            ("Loops", self.loops),
            ("Coolant", self.coolant),
            ("Plant", self.plant),
            ("Year", self.year),
            ("Why", self.why),
            ("Sensors", self.sensors),
            ("Variants", self.variants),
            ("History", self.history),
        ):
            self.tabs.addTab(panel, title)

    def _make_docks(self) -> None:
        bottom = QWidget()
        column = QVBoxLayout(bottom)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.key_figures)
        column.addWidget(self.tabs, 1)
        self.docks = Docks(
            self,
            {
                "library": self.library, "outline": self.outline, "layers": self.layers,
                "inspector": self.inspector, "elevation": self.elevation, "results": bottom,
                "section": self.section,
            },
        )  # fmt: skip

    def _make_menus(self) -> None:
        menus = make_menus(self, self.actions_)
        menus["View"].addSeparator()
        menus["View"].addMenu(MetricMenu(self.session, menus["View"]))
        add_docks(menus["View"], [dock.toggleViewAction() for dock in self.docks.by_name.values()])
        add_recent_files(menus["File"], self.commands.fill_recent)
        self.badge = Badge("Result")
        self._toolbar = make_toolbar(self, self.actions_, self.badge)

    def _connect(self) -> None:
        session = self.session
        self.plan.menu_actions = [
            self.actions_[key] for key in ("array", "renumber", "elevation", "template_save")
        ]
        self.plan.cursorMoved.connect(session.cursorMoved)
        self.plan.probed.connect(lambda _x, _y, text: self.status.show_probe(text))
        self.plan.editRequested.connect(self._edit_object)
        self.view3d.editRequested.connect(self._edit_object)
        self.library.placeRequested.connect(self.commands.place_item)
        self.status.unitsClicked.connect(self.commands.toggle_units)
        for panel in (self.loops, self.plant, self.year, self.density):
            panel.enlargeRequested.connect(self.docks.enlarge_results)
        self.problems.countChanged.connect(self._show_problem_count)
        self.welcome.exampleChosen.connect(self.commands.open_example)
        self.welcome.fileChosen.connect(self.commands.open_path)
        self.welcome.newRequested.connect(self.commands.new)
        self.welcome.openRequested.connect(self.commands.open)
        self.welcome.tourRequested.connect(self.start_tour)
        session.documentReplaced.connect(self.show_plan)
        session.toolChanged.connect(lambda tool: self.show_plan() if tool != SELECT_TOOL else None)
        for signal in (session.stateChanged, session.documentReplaced):
            signal.connect(self._refresh_title)
        for signal in (session.resultsChanged, session.stateChanged):
            signal.connect(self._refresh_badge)
        self.section.turnRequested.connect(self.plan.turn_section)
        self.docks["section"].visibilityChanged.connect(self._section_closed)
        session.airChanged.connect(self._show_section)
        session.why.arrived.connect(lambda: self.tabs.setCurrentWidget(self.why))
        session.densityArrived.connect(lambda: self.tabs.setCurrentWidget(self.density))
        session.silicon.arrived.connect(lambda: self.show_density(self.density.silicon))
        session.choice.arrived.connect(lambda: self.show_density(self.density.choice))
        session.placement.arrived.connect(lambda: self.show_density(self.density.placement))
        session.year.arrived.connect(lambda: self.tabs.setCurrentWidget(self.year))
        self._panes_beside = 0
        self._tour: Tour | None = None
        session.comparing.changed.connect(self._show_beside)
        session.comparing.arrived.connect(lambda: self.tabs.setCurrentWidget(self.variants))
        self.variants.rename = self.commands.variants.take_name
        self.variants.add_actions({key: self.actions_[key] for key in VARIANT_BUTTONS})
        session.year_aside.weatherFailed.connect(self.commands.weather_failed)
        self._show_problem_count(0, 0)

    # --- pages and panels --------------------------------------------------------------------

    def show_plan(self) -> None:
        """The drawing."""
        self.pages.setCurrentWidget(self.centre)
        self.docks.show(True)
        self.plan.setFocus(Qt.FocusReason.OtherFocusReason)

    def toggle_view3d(self) -> None:
        """The hall in three dimensions beside the plan, or the plan alone."""
        shown = self.view3d.isHidden()
        self.show_plan()
        self.plan.show()
        self.view3d.setVisible(shown)
        self.centre.setSizes([10_000, 10_000])
        self.actions_.show_view3d(shown)
        (self.view3d.canvas if shown else self.plan).setFocus(Qt.FocusReason.OtherFocusReason)

    def show_view3d_alone(self) -> None:
        """The hall in three dimensions in place of the plan, or both again."""
        self.show_plan()
        alone = self.plan.isVisibleTo(self.centre)
        self.view3d.show()
        self.plan.setVisible(not alone)
        self.actions_.show_view3d(True)
        self.view3d.canvas.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_gallery(self) -> None:
        """Examples and recent files."""
        self.welcome.fill(self.settings.recent_files)
        self.pages.setCurrentWidget(self.welcome)

    def show_first_gallery(self) -> None:
        """The gallery alone, before anything is drawn."""
        self.show_gallery()
        self.docks.show(False)

    def show_layers(self) -> None:
        """The layers dock in front."""
        self._bring("layers", self.layers.shown["rack"])

    def show_elevation(self) -> None:
        """The elevation dock in front, with the keyboard in the rack's front."""
        self._bring("elevation", self.elevation.face)
        self.elevation.refresh()

    def show_edit_table(self) -> None:
        """The table in front, with the kind of what is selected."""
        self.show_plan()
        self.docks["results"].show()
        self.tabs.setCurrentWidget(self.edit_table)
        self.edit_table.grid.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def show_sensors(self) -> None:
        """The sensors in front, with the keyboard in their table."""
        self.show_plan()
        self.docks["results"].show()
        self.tabs.setCurrentWidget(self.sensors)
        self.sensors.table.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def show_density(self, page: QWidget) -> None:
        """A page of the density panel in front."""
        self.show_plan()
        self.docks["results"].show()
        self.tabs.setCurrentWidget(self.density)
        self.density.show_page(page)

    def show_variants(self) -> None:
        """The variants in front, with the keyboard in their list."""
        self.show_plan()
        self.docks["results"].show()
        self.tabs.setCurrentWidget(self.variants)
        self.variants.list.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _show_beside(self) -> None:
        """Side by side, all plans get the same width."""
        comparing = self.session.comparing
        panes = len(comparing.beside) + comparing.shows_difference if comparing.is_open else 0
        if panes != self._panes_beside:
            self._panes_beside = panes
            beside_canvas = self.plan.width() - self.plan.canvas.width()  # rulers and slider
            each = max(self.centre.width() - beside_canvas, panes + 1) // (panes + 1)
            self.centre.setSizes([each + beside_canvas, each * panes, each])

    def start_tour(self) -> None:
        """The guided tour, from its first step."""
        from ui.tour.tour import Tour

        self.show_plan()
        if self._tour is not None:
            self._tour.end()
        self._tour = Tour(self)
        self._tour.start()

    def _bring(self, name: str, focus: QWidget) -> None:
        self.show_plan()
        self.docks.bring(name)
        focus.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def reset_layout(self) -> None:
        """Put every dock back where it was at first."""
        self.docks.reset(self._first_layout)
        self._show_section()

    def _show_section(self) -> None:
        """The section's dock is there as long as the hall is cut."""
        self.docks.show_section(self.session.section is not None)

    def _section_closed(self, _: bool) -> None:
        """Closing the dock takes the cut off the plan; a tab in front of it does not."""
        if self.docks["section"].isHidden() and not self.docks.is_away("section"):
            self.session.set_section(None)

    def _edit_object(self, object_id: str) -> None:
        if object_id not in self.session.selection:
            self.session.select([object_id])
        self.docks.bring("inspector")
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

    def fit_text_size(self) -> None:
        """Make room for the size of text in force."""
        style_toolbar(self._toolbar)
        if self.isVisible():
            self.actions_.refresh_icons()
        self.docks.fit_text_size()

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
        self.docks.show(True)
        self.settings.geometry = self.saveGeometry()
        self.settings.layout = self.saveState(LAYOUT_VERSION)
        self.settings.sync()
        self.view3d.close_process()
        self.commands.close()
        event.accept()

    def _restore_layout(self) -> None:
        if not self.settings.geometry.isEmpty():
            self.restoreGeometry(self.settings.geometry)
        layout: QByteArray = self.settings.layout
        if layout.isEmpty() or not self.restoreState(layout, LAYOUT_VERSION):
            self.fit_text_size()
        self._show_section()
