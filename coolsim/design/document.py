"""A design being worked on: undo and redo by snapshots, and where it is saved."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from coolsim.design.edits_hall import variant_activate
from coolsim.design.edits_objects import raise_marks
from coolsim.design.models import Design

HISTORY_LIMIT = 500
"""Most steps that can be undone; snapshots share what did not change, so they are small."""


@dataclass(frozen=True, slots=True)
class Step:
    """One undoable step: what it was called, and the design after it."""

    label: str
    design: Design


class Document:
    """A design with its history and file.

    Args:
        design: The design to start from.
        path: The file it was read from; ``None`` for a new one.
        is_saved: Whether ``design`` stands so on disk, or is new and not worth saving. ``False``
            for a recovered design.
    """

    def __init__(self, design: Design, path: Path | None = None, *, is_saved: bool = True) -> None:
        self._steps = [Step("", design)]
        self._at = 0
        self._saved = design if is_saved else None
        self.path = path

    @property
    def design(self) -> Design:
        """The design as it is now."""
        return self._steps[self._at].design

    @property
    def is_modified(self) -> bool:
        """Whether the design says anything else than the saved one."""
        return self._saved is None or (
            self.design is not self._saved and self.design != self._saved
        )

    @property
    def can_undo(self) -> bool:
        """Whether there is a step to undo."""
        return self._at > 0

    @property
    def can_redo(self) -> bool:
        """Whether there is a step to redo."""
        return self._at < len(self._steps) - 1

    @property
    def undo_label(self) -> str:
        """What :meth:`undo` would take back; "" if nothing."""
        return self._steps[self._at].label if self.can_undo else ""

    @property
    def redo_label(self) -> str:
        """What :meth:`redo` would do again; "" if nothing."""
        return self._steps[self._at + 1].label if self.can_redo else ""

    @property
    def history(self) -> tuple[str, ...]:
        """Labels of the steps that can be undone, oldest first."""
        return tuple(step.label for step in self._steps[1 : self._at + 1])

    @property
    def upcoming(self) -> tuple[str, ...]:
        """Labels of the steps that can be done again, next first."""
        return tuple(step.label for step in self._steps[self._at + 1 :])

    def apply(self, label: str, design: Design) -> bool:
        """Make ``design`` the present one, as one step; redo steps are dropped.

        Returns:
            Whether it was a step: a design that says the same is none.
        """
        if design is self.design or design == self.design:
            return False
        del self._steps[self._at + 1 :]
        self._steps.append(Step(label, design))
        del self._steps[: max(0, len(self._steps) - 1 - HISTORY_LIMIT)]
        self._at = len(self._steps) - 1
        return True

    def look_at(self, variant_id: str) -> None:
        """Make another variant the active one without a step: looking is no change to undo.

        Raises:
            EditError: There is no such variant.
        """
        step = self._steps[self._at]
        self._steps[self._at] = Step(step.label, variant_activate(step.design, variant_id))

    def undo(self) -> Design:
        """Take the last step back; returns the present design (unchanged if there was none)."""
        return self._go(-1) if self.can_undo else self.design

    def redo(self) -> Design:
        """Do the next step again; returns the present design (unchanged if there is none)."""
        return self._go(1) if self.can_redo else self.design

    def mark_saved(self, path: Path | None = None) -> None:
        """Note that the present design stands on disk, at ``path`` if given."""
        self._saved = self.design
        self.path = path or self.path

    def _go(self, by: int) -> Design:
        # An id given in a step that is undone stays given: it may stand in a saved file or a
        # result, so the high-water marks of ids travel along and never go down.
        marks = self.design.last_numbers
        self._at += by
        step = self._steps[self._at]
        self._steps[self._at] = Step(step.label, raise_marks(step.design, marks))
        return self.design
