"""Validation in print: published cases that ship with the program, and how they came out."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache

from coolsim.assets import asset
from coolsim.report.blocks import (
    SMALL_PT,
    Section,
    Table,
    column,
    note,
    section,
    table,
    tabled,
    words,
)
from coolsim.report.subject import Subject
from coolsim.report.text import counted, flowing


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a case came out when the program was built.

    Attributes:
        id, title, source: Of the case.
        rows: Numbers compared with published ones.
        agree: How many of them are within the allowed difference.
        declared: How many of the others the case declares with a reason.
        reasons: These reasons.
    """

    id: str
    title: str
    source: str
    rows: int
    agree: int
    declared: int
    reasons: tuple[str, ...] = ()


@cache
def outcomes() -> tuple[Outcome, ...]:
    """The outcome of every shipped case, by id; written by ``tests/tools/make_outcomes.py``."""
    told = json.loads(asset("report", "validation.json").read_text("utf-8"))
    return tuple(Outcome(**{**one, "reasons": tuple(one["reasons"])}) for one in told)


def validation_section(subject: Subject) -> Section | None:
    """Every shipped case with what agrees, and the misses that are known."""
    cases = outcomes()
    rows, agree = sum(one.rows for one in cases), sum(one.agree for one in cases)
    told = (
        f"Of {counted(rows, 'number')} compared with {counted(len(cases), 'published case')} when "
        f"this version was built, {agree:,} were within the difference allowed; the others are "
        "declared with their reason. `coolsim verify` runs the cases again. They test the methods, "
        "not this hall."
    )
    return section("Validation", note(told), tabled(validation_table(), SMALL_PT))


def validation_table() -> Table:
    """Each case: what, by whom, how many numbers agree, and what is known to miss."""
    columns = (
        column("Case", right=False),
        words("What", 1.5),
        words("Published in", 1.6),
        column("Numbers"),
        column("Agree"),
        words("Known to miss", 1.8),
    )
    made = (
        (
            one.id.partition("_")[0],
            flowing(one.title, 80),
            flowing(one.source, 64),
            f"{one.rows:,}",
            f"{one.agree:,}",
            flowing(" ".join(one.reasons), 110) or "none",
        )
        for one in outcomes()
    )
    return table(columns, made)
