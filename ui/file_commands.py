"""New, open, save and report as the user does them: with the questions that belong to each."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from coolsim.design import files
from coolsim.design.document import Document
from coolsim.design.recovery import Recovered
from coolsim.errors import CoolSimError, SaveError
from ui.dialogs import messages
from ui.keeper import Keeper
from ui.session import Session
from ui.settings import Settings

FILTER = "CoolSim designs (*.coolsim);;All files (*)"
SUFFIX = ".coolsim"
SAVE, DISCARD, CANCEL = "Save", "Discard changes", "Cancel"


class FileCommands:
    """The file menu. Every way out of a document asks about unsaved changes first."""

    def __init__(
        self, session: Session, keeper: Keeper, settings: Settings, parent: QWidget
    ) -> None:
        self._session = session
        self._keeper = keeper
        self._settings = settings
        self._parent = parent

    def may_leave(self) -> bool:
        """Ask about unsaved changes; ``False`` means the user wants to stay."""
        if not self._session.document.is_modified:
            return True
        answer = messages.ask(
            self._parent,
            "Unsaved changes",
            f"“{self._session.title}” has changes that are not saved.",
            "Save them before going on?",
            (SAVE, DISCARD),
        )
        if answer == SAVE:
            return self.save()
        return answer == DISCARD

    def new(self) -> bool:
        """An empty hall; says whether there is one now."""
        if not self.may_leave():
            return False
        self._keeper.release_file()
        self._session.new()
        return True

    def open(self, path: Path | None = None) -> bool:
        """Open a file, asking for one if none is given; says whether it stands open now."""
        if path is None:
            folder = str(self._settings.last_folder)
            text, _ = QFileDialog.getOpenFileName(self._parent, "Open design", folder, FILTER)
            if not text:
                return False
            path = Path(text)
        return self.may_leave() and self._open(path)

    def open_example(self, path: Path) -> bool:
        """Open a shipped example as a new document, so that the original stays as it is."""
        if not self.may_leave():
            return False
        try:
            design = files.load(path)
        except CoolSimError as error:
            messages.show_error(self._parent, "The example cannot be opened", error)
            return False
        self._keeper.release_file()
        self._session.set_document(Document(design))
        self._settings.note_started()
        return True

    def _open(self, path: Path) -> bool:
        try:
            design = files.load(path)
        except CoolSimError as error:
            messages.show_error(self._parent, "The file cannot be opened", error)
            return False
        read_only = False
        holder = self._keeper.hold_file(path)
        if holder:
            answer = messages.ask(
                self._parent,
                "Already open",
                f"“{path.name}” is open in {holder}.",
                "Two windows that save to one file overwrite each other's work.",
                ("Open a read-only copy", "Open anyway"),
            )
            if answer == "Cancel":
                return False
            read_only = answer == "Open a read-only copy"
        self._session.set_document(Document(design, path))
        self._session.set_read_only(read_only)
        self._keeper.remember_file(path)
        self._note(path)
        return True

    def restore(self, copy: Recovered) -> None:
        """Put a recovered design into the window; it counts as unsaved until it is saved."""
        path = copy.path_of_design
        self._session.set_document(Document(copy.design, path, is_saved=False))
        if path is not None:
            self._session.set_read_only(bool(self._keeper.hold_file(path)))
            self._keeper.remember_file(path)
        if self._keeper.write_now():
            self._keeper.discard(copy.key)

    def save(self) -> bool:
        """Save; says whether the design is on disk now."""
        path = self._session.document.path
        if path is None or self._session.read_only:
            return self.save_as()
        if self._keeper.changed_outside(path):
            answer = messages.ask(
                self._parent,
                "File changed outside",
                f"“{path.name}” was changed by another program since it was opened.",
                "Saving here replaces that version.",
                ("Save under another name", "Replace it"),
            )
            if answer == "Cancel":
                return False
            if answer == "Save under another name":
                return self.save_as()
        return self._save_to(path)

    def save_as(self) -> bool:
        """Save under a name asked for; says whether the design is on disk now."""
        document = self._session.document
        start = document.path or self._settings.last_folder / f"{_file_name(self._session.title)}"
        text, _ = QFileDialog.getSaveFileName(
            self._parent, "Save design as", str(start.with_suffix(SUFFIX)), FILTER
        )
        if not text:
            return False
        path = Path(text)
        if not path.suffix:
            path = path.with_suffix(SUFFIX)
            if (
                path.exists()
                and messages.ask(
                    self._parent,
                    "File exists",
                    f"“{path.name}” exists already.",
                    "",
                    ("Replace it",),
                )
                == "Cancel"
            ):
                return False
        holder = self._keeper.hold_file(path)
        if holder:
            messages.show_text(
                self._parent,
                "The file cannot be saved",
                f"“{path.name}” is open in {holder}.",
                "Choose another name, or close it there.",
            )
            return False
        return self._save_to(path)

    def _save_to(self, path: Path) -> bool:
        try:
            self._session.save_as(path)
        except SaveError as error:
            messages.show_error(self._parent, "The file cannot be saved", error)
            return False
        self._keeper.remember_file(path)
        self._note(path)
        self._session.message.emit(f"Saved {path.name}.", "note")
        return True

    def _note(self, path: Path) -> None:
        self._settings.add_recent(path)
        self._settings.last_folder = path.absolute().parent
        self._settings.note_started()


def _file_name(title: str) -> str:
    kept = "".join(letter if letter.isalnum() or letter in "-_ " else "-" for letter in title)
    return kept.strip() or "hall"
