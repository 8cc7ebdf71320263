"""The report as one plain object: every number already text, nothing left for the template."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from coolsim.report import answer
from coolsim.report.blocks import Section, flat
from coolsim.report.front import front_matter
from coolsim.report.sections import sections
from coolsim.report.subject import Subject
from coolsim.report.text import clean, clip, flowing

_HEADINGS_ON_A_PAGE = 55
"""Longer contents may go over a page."""


def report_data(subject: Subject) -> tuple[dict[str, Any], dict[str, bytes]]:
    """Everything the template sets, and the pictures beside it.

    Args:
        subject: What the report is about.

    Returns:
        Plain JSON values, and pictures by file name.
    """
    made = sections(subject)
    files = {name: content for one in made for name, content in one.files.items()}
    logo = subject.letterhead.logo
    if logo is not None:
        files[logo.file] = logo.content
    return {
        "paper": "us-letter" if subject.paper == "letter" else "a4",
        **_head(subject),
        "badges": answer.status(subject),
        "lead": answer.lead(subject),
        "reasons": answer.reasons(subject),
        "facts": answer.key_facts(subject),
        "weak": answer.weak_figures(subject),
        "front": list(front_matter(subject).blocks),
        "long_contents": _headings(made) > _HEADINGS_ON_A_PAGE,
        "sections": [one.plain() for one in made],
    }, files


def _headings(made: Sequence[Section]) -> int:
    """Lines of the contents."""
    inner = [block for one in made for block in flat(one.blocks) if block["kind"] == "heading"]
    return len(made) + len(inner)


def _head(subject: Subject) -> dict[str, Any]:
    """Title, header line and document metadata."""
    project, variant, results = subject.design.project, subject.variant, subject.results
    title = flowing(project.name) or flowing(variant.site.name) or "Unnamed hall"
    latest = project.revisions[-1].mark if project.revisions else ""
    people = (
        ("Project", project.number),
        ("Revision", latest),
        ("Client", project.client),
        ("Engineer", project.engineer),
    )
    logo = subject.letterhead.logo
    worst = next((badge for badge in answer.status(subject) if badge["level"] != "ok"), None)
    return {
        "title": title,
        "short_title": clip(project.name or variant.site.name or "Unnamed hall", 42.0),
        "author": (clean(project.engineer) or subject.company)[:200] or "CoolSim",
        "company": flowing(subject.company, 120),
        "short_company": clip(subject.company, 22.0),
        "logo": "" if logo is None else logo.file,
        "subtitle": "Thermal and density report",
        "variant": f"Variant {flowing(variant.label, 80)}",
        "people": [[label, flowing(name, 90)] for label, name in people if name.strip()],
        "site": flowing(variant.site.name, 90),
        "date": subject.date,
        "hash": results.design_hash,
        "version": results.program_version,
        "header_status": worst["word"] if worst else answer.status(subject)[0]["word"],
    }
