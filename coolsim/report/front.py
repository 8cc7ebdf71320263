"""What stands under the contents: what the document is, and its revisions."""

from __future__ import annotations

from coolsim.report.blocks import (
    Section,
    Table,
    column,
    columns,
    facts,
    heading,
    table,
    tabled,
    words,
)
from coolsim.report.subject import Subject
from coolsim.report.text import UNKNOWN, flowing

_SHOWN = 30
"""Revisions in print, the latest."""


def front_matter(subject: Subject) -> Section:
    """Facts of the document and its revisions; it stands outside the contents."""
    revisions = subject.design.project.revisions
    history = (heading("Revisions"), tabled(revision_table(subject))) if revisions else ()
    told = document_facts(subject)
    half = (len(told) + 1) // 2
    both = columns(facts(told[:half]), facts(told[half:]))
    blocks = (heading("This document"), both, *history)
    return Section("Document", blocks)


def document_facts(subject: Subject) -> list[list[str]]:
    """Who made what for whom, of which state; what nobody said is left out."""
    project, variant = subject.design.project, subject.variant
    latest = project.revisions[-1].mark if project.revisions else ""
    of = f"of {len(subject.design.variants)} in the file" * (len(subject.design.variants) > 1)
    told = (
        ("Company", subject.company),
        ("Project", project.name),
        ("Project number", project.number),
        ("Client", project.client),
        ("Engineer", project.engineer),
        ("Revision", latest),
        ("Site", variant.site.name),
        ("Variant", f"{variant.label} {of}"),
        ("Date of print", subject.date),
        ("Design", f"hash {subject.results.design_hash}"),
        ("Made with", f"CoolSim {subject.results.program_version}"),
    )
    return [[label, flowing(text, 120)] for label, text in told if text.strip()]


def revision_table(subject: Subject) -> Table:
    """Every state that was handed over, the oldest first."""
    heads = (
        column("Revision", right=False),
        column("Date", right=False),
        words("By", 1.0),
        words("What changed", 3.0),
    )
    rows = (
        (
            flowing(one.mark, 20) or UNKNOWN,
            one.date or UNKNOWN,
            flowing(one.author, 60) or UNKNOWN,
            flowing(one.text, 400) or UNKNOWN,
        )
        for one in subject.design.project.revisions[-_SHOWN:]
    )
    return table(heads, rows)
