"""What each command of the window does, in terms of session, files and dialogs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, cast, get_args

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QMenu

from ui import theme
from ui.air_state import Layer
from ui.dialogs import messages
from ui.dialogs.running import run_dialog
from ui.draw_commands import DrawCommands
from ui.exchange_commands import ExchangeCommands
from ui.file_commands import FileCommands
from ui.keeper import Keeper
from ui.library_items import LibraryItem
from ui.saved_views import SavedViews
from ui.session import Session
from ui.settings import Settings
from ui.variant_commands import VariantCommands
from ui.worker_client import Failure

if TYPE_CHECKING:
    from ui.main_window import MainWindow


class Commands:
    """The handlers behind the actions."""

    def __init__(
        self, session: Session, keeper: Keeper, settings: Settings, window: MainWindow
    ) -> None:
        self._session = session
        self._keeper = keeper
        self._settings = settings
        self._window = window
        self.files = FileCommands(session, keeper, settings, window, window.notice)
        self.draw = DrawCommands(session, settings, window)
        self.exchange = ExchangeCommands(session, settings, window, window.show_sensors)
        self.variants = VariantCommands(session, settings, window)
        self.views = SavedViews(session, window)
        self._recent_commands: list[str] = []

    def handlers(self) -> dict[str, Callable[[], object]]:
        """What to call for each command."""
        session, plan = self._session, self._window.plan
        return {
            "new": self.new,
            "open": self.open,
            "save": self.files.save,
            "save_as": self.files.save_as,
            "reload": self.files.reload,
            "differences": self.files.show_differences,
            **self.exchange.handlers(),
            "report": self.report,
            "plan_sheet": self.plan_sheet,
            "gallery": self._window.show_gallery,
            "quit": self._window.close,
            "undo": session.undo,
            "redo": session.redo,
            **self.draw.handlers(),
            "hall": self.edit_hall,
            "preferences": self.preferences,
            "solve": session.run_solve,
            "grid_error": lambda: session.run_solve(grid_error=True),
            "density": session.run_density,
            "silicon": lambda: self._window.show_density(self._window.density.silicon),
            "choose": lambda: self._window.show_density(self._window.density.choice),
            "place_jobs": lambda: self._window.show_density(self._window.density.placement),
            "year": self.count_year,
            "weather": self.open_weather,
            "cancel": session.cancel,
            "solve_settings": self.edit_settings,
            "fit": plan.fit,
            "zoom_in": plan.zoom_in,
            "zoom_out": plan.zoom_out,
            "zoom_selection": self._zoom_selection,
            **self._air_handlers(),
            **self.variants.handlers(),
            **self.views.handlers(),
            "view3d": self._window.toggle_view3d,
            "view3d_alone": self._window.show_view3d_alone,
            "units": self.toggle_units,
            "theme": self.toggle_theme,
            "contrast": self.toggle_contrast,
            "larger_text": lambda: self._step_text(1),
            "smaller_text": lambda: self._step_text(-1),
            "reset_layout": self._window.reset_layout,
            "palette": self.palette,
            "help": self._help,
            "shortcuts": self._shortcuts,
            "tour": self._window.start_tour,
            "about": self._about,
        }

    def _air_handlers(self) -> dict[str, Callable[[], object]]:
        session, plan = self._session, self._window.plan

        def toggle(layer: Layer) -> None:
            session.set_layer(layer, layer not in session.layers)

        return {
            "next_map": session.next_air_key,
            "isotherms": lambda: toggle("isotherms"),
            "arrows": lambda: toggle("arrows"),
            "streamlines": lambda: toggle("streamlines"),
            "section": plan.toggle_section,
            "turn_section": plan.turn_section,
            "pin_probe": plan.pin_probe,
            "clear_pins": session.clear_pins,
            "sensors": self._window.show_sensors,
            "why": session.why.ask,
        }

    # --- files -------------------------------------------------------------------------------

    def new(self) -> None:
        """An empty hall in the drawing."""
        if self.files.new():
            self._settings.note_started()

    def open(self) -> None:
        """Ask for a file and open it."""
        self.files.open()

    def open_path(self, path: Path) -> bool:
        """Open a file by its path."""
        return self.files.open(Path(path))

    def open_example(self, path: Path) -> bool:
        """Open a shipped example as a new document."""
        return self.files.open_example(Path(path))

    def fill_recent(self, menu: QMenu) -> None:
        """List the recent files in a menu."""
        menu.clear()
        for path in self._settings.recent_files:
            action = menu.addAction(path.name)
            action.setToolTip(str(path))
            action.triggered.connect(lambda _=False, path=path: self.open_path(path))
        if menu.isEmpty():
            menu.addAction("No recent files").setEnabled(False)

    def report(self) -> None:
        """Ask where the report goes, then write it."""
        from ui.dialogs.report import ReportDialog

        path = self._session.document.path
        start = path.with_suffix(".pdf") if path else self._settings.last_folder / "report.pdf"
        dialog = ReportDialog(self._session, self._settings, start, self._window)
        if run_dialog(dialog):
            self._session.export_report(dialog.wishes().options())

    def plan_sheet(self) -> None:
        """Ask what the plan to scale is to show and where it goes, then write it."""
        from ui.dialogs.plan_sheet import PlanSheetDialog

        path = self._session.document.path
        start = (
            path.with_name(f"{path.stem}-plan.pdf")
            if path
            else self._settings.last_folder / PlanSheetDialog.default_name
        )
        dialog = PlanSheetDialog(self._session, self._settings, start, self._window)
        if run_dialog(dialog):
            self._session.run_task("plan", dialog.wishes().options())

    def report_written(self, path: str) -> None:
        """Say where the report or plan is, and offer to open it."""
        answer = messages.ask(self._window, "PDF written", path, "", ("Open it",), cancel="Close")
        if answer == "Open it":
            QDesktopServices.openUrl(QUrl.fromLocalFile(path))

    def task_failed(self, task: str, failure: Failure) -> None:
        """A long task failed: say why in a dialog, because the user waited for it."""
        titles = {
            "solve": "Not solved",
            "density": "No density",
            "report": "No report",
            "plan": "No plan",
            "export": "Not exported",
            "year": "No year",
            "choose": "No choice",
            "place": "No placement",
            "silicon": "No comparison",
        }
        message, remedy = failure.words(self._session.unit_system)
        text = f"{failure.where}\n{message}" if failure.where else message
        messages.show_text(self._window, titles.get(task, "Failed"), text.strip(), remedy)

    def count_year(self) -> None:
        """Count the year, or show what it lacks."""
        self._window.tabs.setCurrentWidget(self._window.year)
        if not self._session.year.missing:
            self._session.year.count()

    def open_weather(self) -> None:
        """Ask for a weather file and use it for the site."""
        from ui.dialogs.climate import ask_weather_file

        path = ask_weather_file(self._window, str(self._settings.last_folder))
        if path is not None:
            self._session.year.look_into(path)

    def weather_failed(self, failure: Failure) -> None:
        """A weather file cannot be used: say which rows, and what to do."""
        text = f"{failure.where}\n{failure.message}".strip()
        messages.show_text(self._window, "The weather file cannot be used", text, failure.remedy)

    # --- drawing -----------------------------------------------------------------------------

    def place_item(self, item: LibraryItem) -> None:
        """Take a library item in hand."""
        self._session.set_tool(item.tool or f"place:{item.kind}:", item.fields)
        self._window.show_plan()

    def _zoom_selection(self) -> None:
        for object_id in sorted(self._session.selection)[:1]:
            self._session.viewRequested.emit(object_id)

    # --- dialogs -----------------------------------------------------------------------------

    def edit_hall(self) -> None:
        """Hall, site, feeds, project."""
        from ui.dialogs.design_dialog import HALL_PARTS, DesignDialog

        dialog = DesignDialog(
            self._session,
            "Hall and site",
            "Change hall and site",
            HALL_PARTS,
            with_feeds=True,
            parent=self._window,
        )
        run_dialog(dialog)

    def edit_settings(self) -> None:
        """How the variant is solved and judged."""
        from ui.dialogs.design_dialog import SOLVE_PARTS, DesignDialog

        dialog = DesignDialog(
            self._session, "Solve settings", "Change solve settings", SOLVE_PARTS,
            parent=self._window,
        )  # fmt: skip
        run_dialog(dialog)

    def preferences(self) -> None:
        """Theme, size of text, units, snap step."""
        from ui.dialogs.preferences import PreferencesDialog

        session = self._session
        dialog = PreferencesDialog(
            self._settings, self._prefer, session.snap_m, session.unit_system, self._window
        )
        run_dialog(dialog)

    def _prefer(self, name: str, value: object) -> None:
        if name == "theme":
            self.set_theme(str(value))
        elif name == "units":
            self.set_units(str(value))
        elif name == "text_percent" and isinstance(value, int):
            self.set_text_percent(value)
        elif name == "snap_m" and isinstance(value, float):
            self._session.set_snap(min(max(value, 0.0), 10.0))
        elif name == "company":
            self._settings.company = str(value)
        elif name == "logo":
            self._settings.logo = str(value)

    def palette(self) -> None:
        """Type a few letters of a command and run it."""
        from ui.palette import CommandPalette

        dialog = CommandPalette(
            self._window.actions_.__getitem__, self._recent_commands, self._window
        )
        run_dialog(dialog)
        if dialog.chosen:
            kept = [key for key in self._recent_commands if key != dialog.chosen]
            self._recent_commands = [dialog.chosen, *kept][:10]

    def _help(self) -> None:
        from ui.dialogs.help import HelpDialog

        run_dialog(HelpDialog(self._window))

    def _shortcuts(self) -> None:
        from ui.dialogs.shortcuts import ShortcutsDialog

        run_dialog(ShortcutsDialog(self._window))

    def _about(self) -> None:
        from ui.dialogs.small import show_about

        show_about(self._window)

    # --- theme and units ---------------------------------------------------------------------

    def set_theme(self, choice: str) -> None:
        """Put a theme in force and remember it."""
        self._settings.theme = cast(
            "theme.Choice", choice if choice in get_args(theme.Choice) else "system"
        )
        app = QApplication.instance()
        if isinstance(app, QApplication):
            theme.apply(app, self._settings.theme)
        self._window.actions_.refresh()

    def toggle_contrast(self) -> None:
        """High contrast of the same lightness, and back."""
        shade = "dark" if theme.is_dark() else "light"
        is_high = theme.tokens().is_high_contrast
        self.set_theme(shade if is_high else f"contrast_{shade}")

    def set_text_percent(self, percent: int) -> None:
        """Put a size of text in force and remember it."""
        self._settings.text_percent = percent
        app = QApplication.instance()
        if isinstance(app, QApplication):
            theme.apply_text_percent(app, percent)
        self._window.fit_text_size()

    def _step_text(self, step: int) -> None:
        sizes = theme.TEXT_PERCENTS
        at = sizes.index(self._settings.text_percent) + step
        self.set_text_percent(sizes[min(max(at, 0), len(sizes) - 1)])
        message = f"Size of text {self._settings.text_percent} %."
        self._session.message.emit(message, "note")

    def toggle_theme(self) -> None:
        """Light becomes dark and back."""
        shade = "light" if theme.is_dark() else "dark"
        self.set_theme(f"contrast_{shade}" if theme.tokens().is_high_contrast else shade)

    def set_units(self, system: str) -> None:
        """Show everything in other units and remember it."""
        self._settings.unit_system = "ip" if system == "ip" else "si"
        self._session.set_unit_system(self._settings.unit_system)

    def toggle_units(self) -> None:
        """SI becomes IP and back."""
        self.set_units("si" if self._session.unit_system == "ip" else "ip")

    def close(self) -> None:
        """The window closes in good order."""
        self._settings.snap_m = self._session.snap_m
        self._session.close()
        self._keeper.close()
