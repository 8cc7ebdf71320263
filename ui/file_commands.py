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
from ui.own_file import stamp_of
from ui.session import Session
from ui.settings import Settings
from ui.widgets.notice import Notice

FILTER = "CoolSim designs (*.coolsim);;All files (*)"
SUFFIX = ".coolsim"
SAVE, DISCARD, CANCEL = "Save", "Discard changes", "Cancel"
SHOW = "Show differences"


class FileCommands:
    """The file menu. Every way out of a document asks about unsaved changes first."""

    def __init__(
        self,
        session: Session,
        keeper: Keeper,
        settings: Settings,
        parent: QWidget,
        notice: Notice,
    ) -> None:
        self._session = session
        self._keeper = keeper
        self._own = keeper.own_file
        self._settings = settings
        self._parent = parent
        self._notice = notice
        self._own.stateChanged.connect(self._file_changed)

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
        self._own.forget()
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
        self._own.forget()
        self._session.set_document(Document(design))
        self._settings.note_started()
        return True

    def _open(self, path: Path) -> bool:
        stamp = stamp_of(path)  # before reading: what comes between counts as changed
        try:
            design = files.load(path)
        except CoolSimError as error:
            messages.show_error(self._parent, "The file cannot be opened", error)
            return False
        read_only = False
        holder = self._own.hold(path)
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
            self._own.release()  # the file of the document that goes
        self._session.set_document(Document(design, path))
        self._session.set_read_only(read_only)
        self._own.remember(path, stamp)
        self._note(path)
        return True

    def restore(self, copy: Recovered) -> None:
        """Put a recovered design into the window; it counts as unsaved until it is saved."""
        path = copy.path_of_design
        self._session.set_document(Document(copy.design, path, is_saved=False))
        self._own.forget()
        if path is not None:
            self._session.set_read_only(bool(self._own.hold(path)))
            stamp = stamp_of(path)
            saved_ns = copy.saved_at.timestamp() * 1e9
            is_later = stamp is not None and stamp.modified_ns > saved_ns
            # A file written after the copy was kept is not the one the copy was drawn from.
            self._own.remember(path, None if is_later else stamp)
        if self._keeper.write_now():
            self._keeper.discard(copy.key)

    def save(self) -> bool:
        """Save; says whether the design is on disk now."""
        path = self._session.document.path
        if path is None or self._session.read_only:
            return self.save_as()
        if self._own.state(path) != "changed":
            return self._save_to(path)
        answer = SHOW
        while answer == SHOW:
            answer = messages.ask(
                self._parent,
                "File changed outside",
                f"“{path.name}” was changed by another program since it was opened.",
                "Saving here replaces that version.",
                ("Save under another name", "Replace it", SHOW),
            )
            if answer == SHOW:
                self.show_differences()
        if answer == "Save under another name":
            return self.save_as()
        return answer == "Replace it" and self._save_to(path)

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
        holder = self._own.hold(path)
        if holder:
            answer = messages.ask(
                self._parent,
                "Already open",
                f"“{path.name}” is open in {holder}.",
                "Saving over it replaces what that window works on.",
                ("Choose another name", "Replace it"),
            )
            if answer != "Replace it":
                return answer == "Choose another name" and self.save_as()
            self._own.release()
        return self._save_to(path)

    def _save_to(self, path: Path) -> bool:
        try:
            stamp = self._session.save_as(path)
        except SaveError as error:
            messages.show_error(self._parent, "The file cannot be saved", error)
            return False
        self._own.remember(path, stamp)
        self._note(path)
        self._session.message.emit(f"Saved {path.name}.", "note")
        return True

    # --- the file changed outside ------------------------------------------------------------

    def reload(self) -> bool:
        """Show what the document's file says now, as one step to undo; says whether it did."""
        path = self._on_disk()
        if path is None:
            return False
        stamp = stamp_of(path)
        try:
            design = files.load(path)
        except CoolSimError as error:
            messages.show_error(self._parent, "The file cannot be reloaded", error)
            return False
        self._session.take_from_disk(design)
        self._own.remember(path, stamp)
        self._session.message.emit(f"Reloaded {path.name}. Undo brings back what was here.", "note")
        return True

    def show_differences(self) -> None:
        """What the document's file says otherwise than the window."""
        path = self._on_disk()
        if path is None:
            return
        from ui.dialogs.differences import DifferencesDialog

        session = self._session
        try:
            on_disk = files.load(path)
        except CoolSimError as error:
            messages.show_error(self._parent, "The file cannot be read", error)
            return
        here = session.document.design
        dialog = DifferencesDialog(here, on_disk, path.name, session.unit_system, self._parent)
        dialog.exec()

    def _on_disk(self) -> Path | None:
        path = self._session.document.path
        if path is None:
            self._session.message.emit("This design has no file yet: save it first.", "note")
        return path

    def _file_changed(self, state: str) -> None:
        """Say quietly that the file changed; nothing is touched until the user asks for it."""
        path = self._session.document.path
        if state == "same" or path is None:
            self._notice.hide()
            return
        dismiss = ("Dismiss", "Go on as it is here; saving will ask first", self._notice.hide)
        if state == "gone":
            self._notice.say(
                f"“{path.name}” is no longer where it was. Save writes it again.", (dismiss,)
            )
            return
        kept = " Your own changes stay one Undo away." if self._session.document.is_modified else ""
        self._notice.say(
            f"“{path.name}” was changed by another program.{kept}",
            (
                ("Reload", "Show what the file says now; undo takes it back", self.reload),
                (SHOW, "What the file says otherwise than this window", self.show_differences),
                dismiss,
            ),
        )

    def _note(self, path: Path) -> None:
        self._settings.add_recent(path)
        self._settings.last_folder = path.absolute().parent
        self._settings.note_started()


def _file_name(title: str) -> str:
    kept = "".join(letter if letter.isalnum() or letter in "-_ " else "-" for letter in title)
    return kept.strip() or "hall"
