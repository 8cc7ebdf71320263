"""Problems in print, with what to do about them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from coolsim.report.blocks import Section, Table, section, table, tabled, words
from coolsim.report.subject import Subject
from coolsim.report.text import UNKNOWN, flowing, objects
from coolsim.results.records import Finding

_ALIKE_MOST, _ALIKE_SHOWN = 6, 3
"""More findings of one kind than the first are cut to the second."""


def problems_section(subject: Subject) -> Section | None:
    """Findings of the checks and of every answer."""
    return section("Problems", tabled(finding_table(subject), empty="No problems were found."))


def finding_table(subject: Subject) -> Table:
    """Problems with what to do about them, those with the same text together.

    Of a kind that would fill the page only the first few are told, and the objects of the rest.
    """
    by_code: dict[tuple[str, str], list[Finding]] = defaultdict(list)
    for finding in subject.findings:
        by_code[finding.severity, finding.code].append(finding)
    columns = (words("Severity", 0.5), words("What, and what to do", 2.6), words("Where"))
    return table(columns, (row for alike in by_code.values() for row in _alike(alike, subject)))


def _alike(alike: Sequence[Finding], subject: Subject) -> Iterator[tuple[str, str, str]]:
    """Rows of the findings of one severity and code."""
    names = subject.names()
    groups: dict[str, list[str]] = defaultdict(list)
    for finding in alike:
        ids = groups[f"{finding.text(subject.printer.system)} {finding.hint}".strip()]
        ids += [names.get(item, item) for item in finding.object_ids]
    shown = list(groups.items())
    rest: list[tuple[str, list[str]]] = []
    if len(shown) > _ALIKE_MOST:
        shown, rest = shown[:_ALIKE_SHOWN], shown[_ALIKE_SHOWN:]
    severity = alike[0].severity.capitalize()
    for text, names_of in shown:
        where = objects(list(dict.fromkeys(names_of)), 4) if names_of else UNKNOWN
        yield severity, flowing(text), where
    if rest:
        others = dict.fromkeys(name for _, ids in rest for name in ids)
        yield severity, f"{len(rest):,} more of this kind.", objects(list(others), 20)
