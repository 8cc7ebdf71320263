"""What tests read off a section: its pictures, its words, its facts."""

from __future__ import annotations

from typing import Any

from coolsim.report.blocks import Section, flat


def picture(section: Section | None, kind: str) -> dict[str, Any] | None:
    """The first picture of a kind; ``None`` without one."""
    assert section is not None
    found = (block["picture"] for block in flat(section.blocks) if block["kind"] == kind)
    return next(found, None)


def told(section: Section | None) -> str:
    """All words that stand outside tables and pictures."""
    assert section is not None
    return " ".join(block["text"] for block in flat(section.blocks) if "text" in block)


def facts_of(section: Section | None) -> dict[str, str]:
    """Every fact by its label."""
    assert section is not None
    return {
        row[0]: row[1]
        for block in flat(section.blocks)
        if block["kind"] == "facts"
        for row in block["rows"]
    }
