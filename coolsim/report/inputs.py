"""Every figure the answers rest on, with its source and class."""

from __future__ import annotations

from collections import defaultdict

from coolsim.report.blocks import (
    Section,
    Table,
    column,
    heading,
    note,
    section,
    table,
    tabled,
    words,
)
from coolsim.report.subject import Subject
from coolsim.report.text import UNKNOWN, capital, flowing, marked, objects, source_ids

_SUBJECT_EM = 24.0
"""Room for a subject's name; it takes two lines then [em]."""
LABEL = "inputs"
"""What page one refers to this section by."""


def inputs_section(subject: Subject) -> Section | None:
    """Figures, and the sources they name."""
    return section(
        "Inputs and their sources",
        note(
            "A figure marked * is weak: an estimate, a claim, or not yet verified. Figures of "
            "class design were drawn or typed for this hall."
        ),
        tabled(input_table(subject), empty="No figure was recorded."),
        heading("Sources"),
        tabled(source_table(subject), empty="No source is named."),
        label=LABEL,
    )


def input_table(subject: Subject) -> Table:
    """Every figure the answer rests on, same figures of several objects together."""
    groups: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for item in subject.assumptions:
        value = UNKNOWN if item.value is None else subject.printer.text(item.value, item.unit)
        groups[item.quantity, value, item.source, item.confidence].append(item.subject)
    rows = (
        (
            capital(objects(list(dict.fromkeys(subjects)), 2, _SUBJECT_EM)),
            flowing(quantity, 90),
            marked(value, confidence) if value != UNKNOWN else "unknown",
            f"{len(subjects):,}",
            flowing(source, 60) or UNKNOWN,
            confidence.replace("_", " "),
        )
        for (quantity, value, source, confidence), subjects in groups.items()
    )
    columns = (
        words("Subject", 1.1),
        words("Figure", 1.4),
        column("Value"),
        column("Objects"),
        words("Source", 1.2),
        words("Class", 0.9),
    )
    return table(columns, rows)


def source_table(subject: Subject) -> Table:
    """The sources named anywhere in the report."""
    cited = [item.source for item in subject.assumptions]
    for rack in subject.density.racks if subject.density else ():
        cited += [reading.source for reading in (rack.binding, rack.next) if reading is not None]
    ids = {identity for source in cited for identity in source_ids(source)}
    rows = []
    for identity in sorted(ids):
        source = subject.catalogue.source(identity)
        # What no source list knows is a reference in words, or the user's own.
        where = "" if source.kind == "design" else flowing(source.where, 160)
        rows.append((flowing(identity, 40), flowing(source.title, 160), where or UNKNOWN))
    return table((words("Id", 0.8), words("Title", 1.6), words("Where", 1.8)), rows)
