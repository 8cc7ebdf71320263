"""The open document: its design with undo, the preview of a gesture, the selection, its file."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Literal

from PySide6.QtCore import QObject, Signal

from coolsim.design import edits, files
from coolsim.design.document import Document
from coolsim.design.edits_objects import raise_marks
from coolsim.design.models import Design, Hall, Variant
from coolsim.errors import EditError
from ui.held_results import same_physics
from ui.view_state import ViewState

SelectMode = Literal["replace", "add", "toggle"]


class DocumentState(ViewState):
    """What the user draws: every change of the design goes through here.

    Signals:
        designChanged: Old and new design; also during a drag (``preview``).
        physicsChanged: The design has another answer than before; sent before ``designChanged``.
        documentReplaced: Another file (or a new hall) stands in the window now.
        selectionChanged, resultsChanged, stateChanged: Read the properties.
        message: Text and severity ("note", "warning", "error") for the status bar.
    """

    designChanged = Signal(object, object)
    physicsChanged = Signal()
    documentReplaced = Signal()
    selectionChanged = Signal()
    resultsChanged = Signal()
    stateChanged = Signal()
    message = Signal(str, str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document = Document(Design())
        self._preview: Design | None = None
        self._selection: frozenset[str] = frozenset()
        self._height_m = default_slice_height_m(self._document.design.variant.hall)
        self._read_only = False

    # --- document ------------------------------------------------------------------------------

    @property
    def document(self) -> Document:
        """The open document with its undo history."""
        return self._document

    @property
    def design(self) -> Design:
        """The design to show: during a drag the previewed one."""
        return self._preview or self._document.design

    @property
    def variant(self) -> Variant:
        """The active variant of :attr:`design`."""
        return self.design.variant

    @property
    def room_height_m(self) -> float:
        """Clear height of the hall [m]."""
        return self.variant.hall.height_m

    @property
    def title(self) -> str:
        """The document's name for the title bar."""
        path = self._document.path
        return path.stem if path else self.design.project.name or "Untitled hall"

    @property
    def read_only(self) -> bool:
        """Whether saving must go to another file (this one is open elsewhere)."""
        return self._read_only

    def set_read_only(self, read_only: bool) -> None:
        """Protect the document's own file from being saved over."""
        self._read_only = read_only
        self.stateChanged.emit()

    def set_document(self, document: Document) -> None:
        """Show another document; results and selection of the former are let go."""
        old = self.design
        self._let_go()
        self._document = document
        self._height_m = default_slice_height_m(document.design.variant.hall)
        self.clear_pins()
        self.set_section(None)
        self.documentReplaced.emit()
        self.designChanged.emit(old, document.design)
        self.selectionChanged.emit()
        self.heightChanged.emit(self._height_m)
        self.resultsChanged.emit()
        self.stateChanged.emit()
        self.physicsChanged.emit()

    def _let_go(self) -> None:
        """Forget what belongs to the former document."""
        self._preview = None
        self._selection = frozenset()
        self._read_only = False

    def apply(self, label: str, design: Design) -> None:
        """Make ``design`` the document's next state: one undo step named ``label``."""
        old = self.design
        self._preview = None
        self._document.apply(label, design)
        self._changed(old)

    def edit(self, label: str, change: object, *args: object, **fields: object) -> object:
        """Apply a function of ``coolsim.design.edits`` to the document's design.

        An :class:`EditError` becomes a message and changes nothing. Functions that also answer
        ids (``place``, ``duplicate``, ``paste``) have them selected.

        Returns:
            What the function answered beside the design, or ``None``.
        """
        if not callable(change):
            raise TypeError("change must be a function of coolsim.design.edits")
        try:
            answer = change(self._document.design, *args, **fields)
        except EditError as error:
            self.message.emit(str(error), "warning")
            return None
        extra: object = None
        if isinstance(answer, tuple):
            answer, extra = answer
        self.apply(label, answer)
        if isinstance(extra, str):
            self.select([extra])
        elif isinstance(extra, (tuple, list, frozenset, set)):
            self.select(extra)
        return extra

    def look_at(self, variant_id: str) -> None:
        """Draw on another variant; that is no step to undo.

        An :class:`EditError` becomes a message and changes nothing.
        """
        old = self.design
        self._preview = None
        try:
            self._document.look_at(variant_id)
        except EditError as error:
            self.message.emit(str(error), "warning")
            return
        self._changed(old)

    def jump(self, steps: int) -> None:
        """Go back (negative) or forward in the history by several steps at once."""
        old = self.design
        self._preview = None
        for _ in range(abs(steps)):
            if steps < 0:
                self._document.undo()
            else:
                self._document.redo()
        self._changed(old)

    def preview(self, design: Design | None) -> None:
        """Show ``design`` while a gesture runs, without an undo step; ``None`` ends the preview."""
        old = self.design
        self._preview = None if design is self._document.design else design
        if self.design is not old:
            self._changed(old)

    def undo(self) -> None:
        """Take back the last change."""
        self.jump(-1)

    def redo(self) -> None:
        """Do again what was taken back."""
        if self._document.can_redo:
            old = self.design
            self._preview = None
            self._document.redo()
            self._changed(old)

    def _changed(self, old: Design) -> None:
        design = self.design
        if design is not old:
            if not same_physics(old, design):
                # before the panes, which are drawn while the worker works
                self.physicsChanged.emit()
            selected = self._selection
            if selected:  # who hears of the design may look for what is selected
                self._selection &= frozenset(item.id for _, item in edits.items(design))
            self.designChanged.emit(old, design)
            if self._selection != selected:
                self.selectionChanged.emit()
            self.resultsChanged.emit()
        self.stateChanged.emit()

    # --- selection -------------------------------------------------------------------

    @property
    def selection(self) -> frozenset[str]:
        """Ids of the selected objects."""
        return self._selection

    def select(self, ids: Iterable[str], mode: SelectMode = "replace") -> None:
        """Select objects; ids that do not exist (any more) are left out."""
        wanted = frozenset(ids)
        if mode == "add":
            wanted |= self._selection
        elif mode == "toggle":
            wanted ^= self._selection
        known = frozenset(item.id for _, item in edits.items(self.design)) if wanted else wanted
        wanted &= known
        if wanted != self._selection:
            self._selection = wanted
            self.selectionChanged.emit()

    # --- files -----------------------------------------------------------------------------------

    def new(self) -> None:
        """An empty hall."""
        self.set_document(Document(Design()))

    def open(self, path: Path) -> None:
        """Open a design file.

        Raises:
            DesignFileError: With every problem of the file; the open document stays.
        """
        path = Path(path)
        self.set_document(Document(files.load(path), path))

    def save(self) -> None:
        """Save to the document's own file.

        Raises:
            SaveError: The document stays modified and the file untouched.
        """
        if self._document.path is None:
            raise ValueError("the document has no path yet: call save_as")
        self.save_as(self._document.path)

    def save_as(self, path: Path) -> files.Stamp:
        """Save to ``path``, which becomes the document's file; return its stamp.

        Raises:
            SaveError: The document stays modified, under its former path.
        """
        path = Path(path)
        stamp = files.save(self._document.design, path)
        self._document.mark_saved(path)
        self._read_only = False
        self.stateChanged.emit()
        return stamp

    def take_from_disk(self, design: Design) -> None:
        """Show what the document's file says now: a step to undo, and nothing left to save."""
        marks = self._document.design.last_numbers
        self.apply("Reload from disk", raise_marks(design, marks))
        self._document.mark_saved()
        self.stateChanged.emit()


def default_slice_height_m(hall: Hall) -> float:
    """Height of the first heat map [m]: the middle of a usual rack, inside the room."""
    return min(1.2, hall.height_m / 2.0)
