"""Import and export as the user does them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from ui.dialogs import messages
from ui.dialogs.running import run_dialog
from ui.session import Session
from ui.settings import Settings


class ExchangeCommands:
    """What the file menu has for other programs."""

    def __init__(
        self,
        session: Session,
        settings: Settings,
        parent: QWidget,
        sensors_read: Callable[[], object],
    ) -> None:
        self._sensors_read = sensors_read
        self._session = session
        self._settings = settings
        self._parent = parent
        self._form = "dxf"

    def handlers(self) -> dict[str, Callable[[], object]]:
        """What to call for each command."""
        return {
            "import": self.import_file,
            "read_sensors": self.read_sensors,
            "export": self.export,
        }

    def read_sensors(self) -> None:
        """Take readings of sensors from a table."""
        self.import_file("sensors")

    def import_file(self, table: str = "csv") -> None:
        """Look at a file of another program and take it over as one step of undo.

        Args:
            table: What a table is taken to hold at first: racks (``csv``) or ``sensors``.
        """
        from ui.dialogs.importing import ImportDialog

        dialog = ImportDialog(self._session, self._settings.last_folder, table, self._parent)
        if not run_dialog(dialog) or dialog.design is None:
            return
        self._settings.last_folder = dialog.source.absolute().parent
        self._session.apply(f"Import {dialog.source.name}", dialog.design)
        if dialog.kind() == "sensors":
            self._sensors_read()
        else:
            self._session.viewRequested.emit("")
        self._session.message.emit(f"Imported {dialog.counts} of {dialog.source.name}.", "note")

    def export(self) -> None:
        """Ask for form and place, then write it."""
        from ui.dialogs.export import ExportDialog

        path = self._session.document.path
        start = path.with_suffix("") if path else self._settings.last_folder / "hall"
        fidelity = self._session.variant.settings.fidelity
        dialog = ExportDialog(start, fidelity, self._form, self._parent)
        if run_dialog(dialog):
            self._form = dialog.chosen().key
            self._session.export(
                self._form,
                dialog.chosen_path(),
                dialog.fidelity.currentData(),
                force=dialog.replaces(),
            )

    def exported(self, answer: Mapping[str, Any]) -> None:
        """Say where the export is, and offer to open its folder."""
        path = Path(str(answer["out"]))
        notes = "\n".join(str(note) for note in answer["notes"])
        chosen = messages.ask(
            self._parent, "Exported", str(path), notes, ("Open folder",), cancel="Close"
        )
        if chosen == "Open folder":
            folder = path if path.is_dir() else path.parent
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))
