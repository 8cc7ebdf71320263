"""What each command of the window does, in terms of session, files and dialogs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QMenu

from ui import theme
from ui.air_state import Layer
from ui.dialogs import messages
from ui.file_commands import FileCommands
from ui.keeper import Keeper
from ui.library_items import LibraryItem
from ui.session import Session
from ui.settings import Settings
from ui.worker_client import Failure

if TYPE_CHECKING:
    from ui.main_window import MainWindow

_TURN_DEG = 90.0


class Commands:
    """The handlers behind the actions."""

    def __init__(
        self, session: Session, keeper: Keeper, settings: Settings, window: MainWindow
    ) -> None:
        self._session = session
        self._keeper = keeper
        self._settings = settings
        self._window = window
        self.files = FileCommands(session, keeper, settings, window)

    def handlers(self) -> dict[str, Callable[[], object]]:
        """What to call for each command."""
        session, plan = self._session, self._window.plan
        return {
            "new": self.new,
            "open": self.open,
            "save": self.files.save,
            "save_as": self.files.save_as,
            "report": self.report,
            "gallery": self._window.show_gallery,
            "quit": self._window.close,
            "undo": session.undo,
            "redo": session.redo,
            "cut": plan.commands.cut,
            "copy": plan.commands.copy,
            "paste": plan.paste,
            "duplicate": plan.commands.duplicate,
            "delete": plan.commands.delete,
            "contain": plan.commands.contain,
            "rotate": lambda: self._rotate(_TURN_DEG),
            "rotate_right": lambda: self._rotate(-_TURN_DEG),
            "select_all": plan.commands.select_all,
            "hall": self.edit_hall,
            "preferences": self.preferences,
            "solve": session.run_solve,
            "grid_error": lambda: session.run_solve(grid_error=True),
            "density": session.run_density,
            "year": self.count_year,
            "weather": self.open_weather,
            "cancel": session.cancel,
            "solve_settings": self.edit_settings,
            "fit": plan.fit,
            "zoom_in": plan.zoom_in,
            "zoom_out": plan.zoom_out,
            "zoom_selection": self._zoom_selection,
            **self._air_handlers(),
            "units": self.toggle_units,
            "theme": self.toggle_theme,
            "reset_layout": self._window.reset_layout,
            "shortcuts": self._shortcuts,
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
        from ui.dialogs.small import ReportDialog

        path = self._session.document.path
        start = path.with_suffix(".pdf") if path else self._settings.last_folder / "report.pdf"
        dialog = ReportDialog(self._settings, start, self._session.unit_system, self._window)
        if dialog.exec():
            self._settings.paper = dialog.paper.currentData()
            self._session.export_report(
                dialog.chosen_path(), dialog.paper.currentData(), dialog.units.currentData()
            )

    def report_written(self, path: str) -> None:
        """Say where the report is, and offer to open it."""
        answer = messages.ask(
            self._window, "Report written", path, "", ("Open it",), cancel="Close"
        )
        if answer == "Open it":
            QDesktopServices.openUrl(QUrl.fromLocalFile(path))

    def task_failed(self, task: str, failure: Failure) -> None:
        """A long task failed: say why in a dialog, because the user waited for it."""
        titles = {"solve": "Not solved", "density": "No density", "report": "No report"}
        text = f"{failure.where}\n{failure.message}" if failure.where else failure.message
        messages.show_text(self._window, titles.get(task, "Failed"), text.strip(), failure.remedy)

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

    def _rotate(self, degrees: float) -> None:
        plan = self._window.plan
        if plan.canvas.placing is not None:
            plan.canvas.placing.turn(degrees)
        else:
            plan.commands.rotate(degrees)

    def _zoom_selection(self) -> None:
        for object_id in sorted(self._session.selection)[:1]:
            self._session.viewRequested.emit(object_id)

    # --- dialogs -----------------------------------------------------------------------------

    def edit_hall(self) -> None:
        """Hall, site, feeds, project."""
        from ui.dialogs.design_dialog import HALL_PARTS, DesignDialog

        DesignDialog(
            self._session,
            "Hall and site",
            "Change hall and site",
            HALL_PARTS,
            with_feeds=True,
            parent=self._window,
        ).exec()

    def edit_settings(self) -> None:
        """How the variant is solved and judged."""
        from ui.dialogs.design_dialog import SOLVE_PARTS, DesignDialog

        DesignDialog(
            self._session, "Solve settings", "Change solve settings", SOLVE_PARTS,
            parent=self._window,
        ).exec()  # fmt: skip

    def preferences(self) -> None:
        """Theme and units."""
        from ui.dialogs.small import PreferencesDialog

        PreferencesDialog(self._settings, self.set_theme, self.set_units, self._window).exec()

    def _shortcuts(self) -> None:
        from ui.dialogs.small import ShortcutsDialog

        ShortcutsDialog(self._window).exec()

    def _about(self) -> None:
        from ui.dialogs.small import show_about

        show_about(self._window)

    # --- theme and units ---------------------------------------------------------------------

    def set_theme(self, choice: str) -> None:
        """Put a theme in force and remember it."""
        self._settings.theme = (
            "light" if choice == "light" else ("dark" if choice == "dark" else "system")
        )
        app = QApplication.instance()
        if isinstance(app, QApplication):
            theme.apply(app, self._settings.theme)

    def toggle_theme(self) -> None:
        """Light becomes dark and back."""
        self.set_theme("light" if theme.is_dark() else "dark")

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
