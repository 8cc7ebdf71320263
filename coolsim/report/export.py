"""The tables of a report as values: what is printed, cell by cell, for CSV and workbooks.

Text stands there whole where print had to cut it; numbers are numbers again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from coolsim.report.blocks import Section, Table
from coolsim.report.front import front_matter
from coolsim.report.sections import sections
from coolsim.report.subject import Subject
from coolsim.report.text import UNKNOWN, whole

Value = str | float | int | None
_NUMBER = re.compile(r"[-+]?\d{1,3}(,\d{3})*(\.\d+)?|[-+]?\d+(\.\d+)?")
_NAME = re.compile(r"[^a-z0-9]+")
_LONGEST_NAME = 28


@dataclass(frozen=True, slots=True)
class PrintedTable:
    """One table of a report.

    Attributes:
        name: Letters, digits and underscores, none twice, at most 31 characters.
        headings: One for each column, its unit in brackets.
        rows: Values, each row as long as the headings.
    """

    name: str
    headings: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]


def printed_tables(subject: Subject) -> tuple[PrintedTable, ...]:
    """Every table and every list of facts of a report, in its order; empty ones left out."""
    made: list[PrintedTable] = []
    taken: set[str] = set()
    for title, shown in _tables((front_matter(subject), *sections(subject))):
        if shown["rows"]:
            made.append(_printed(_free(title, taken), shown))
            taken.add(made[-1].name)
    return tuple(made)


def _tables(every: Iterable[Section]) -> Iterator[tuple[str, Table]]:
    for one in every:
        for under, shown in one.tables():
            yield under or one.title, shown


def _free(title: str, taken: set[str]) -> str:
    """A name for a title that no table has yet."""
    base = _NAME.sub("_", title.lower()).strip("_")[:_LONGEST_NAME].rstrip("_") or "table"
    name, number = base, 2
    while name in taken:
        name, number = f"{base}_{number}", number + 1
    return name


def _printed(name: str, shown: Table) -> PrintedTable:
    headings = tuple(
        f"{head['title']} [{head['unit']}]" if head["unit"] else head["title"]
        for head in shown["columns"]
    )
    numeric = [head["right"] for head in shown["columns"]]
    rows = tuple(
        tuple(_value(cell, is_number) for cell, is_number in zip(row, numeric, strict=True))
        for row in shown["rows"]
    )
    return PrintedTable(name, tuple(whole(head) for head in headings), rows)


def _value(cell: str, is_number: bool) -> Value:
    """A cell as a value: a number where its column is one, nothing where it is not known."""
    text = whole(cell)
    if not is_number:
        return text
    if text in ("", UNKNOWN):
        return None
    plain = text.replace("−", "-")
    if not _NUMBER.fullmatch(plain):
        return text
    digits = plain.replace(",", "")
    return float(digits) if "." in digits else int(digits)
