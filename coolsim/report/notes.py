"""The project's own notes in print."""

from __future__ import annotations

from coolsim.report.blocks import Section, prose, section
from coolsim.report.subject import Subject
from coolsim.report.text import flowing

_MOST = 6000
"""Characters of the notes in print."""


def notes_section(subject: Subject) -> Section | None:
    """What the engineer wrote; ``None`` where that is nothing."""
    return section("Project notes", prose(flowing(subject.design.project.notes, _MOST)))
