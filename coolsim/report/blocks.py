"""What a section of the report is made of: blocks, each a plain object that the template sets.

A section is one module with one function that takes the :class:`~coolsim.report.subject.Subject`
and returns a :class:`Section`, or ``None`` where there is nothing to say. Its place is its line in
:data:`coolsim.report.sections.SECTIONS`. The contents, the bookmarks and the sheets of the
workbook follow from that list; the template knows blocks alone, no section.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Block = dict[str, Any]
"""One thing set under another; ``kind`` says how."""
Table = dict[str, Any]
"""Columns, and rows of finished text; made by :func:`table`."""
Facts = Sequence[Sequence[str]]
"""Pairs of label and value."""
NORMAL_PT, SMALL_PT = 8.0, 7.5
"""Sizes of table text."""


@dataclass(frozen=True, slots=True)
class Section:
    """A section with a number, a line in the contents and a bookmark.

    Attributes:
        title: Its heading.
        blocks: What stands in it, in order.
        new_page: Whether it begins on a page of its own.
        label: Name that other places refer to it by; "" where none does.
        files: Pictures of its blocks by file name.
    """

    title: str
    blocks: tuple[Block, ...]
    new_page: bool = False
    label: str = ""
    files: Mapping[str, bytes] = field(default_factory=dict)

    def plain(self) -> dict[str, Any]:
        """The section as the template takes it."""
        return {
            "title": self.title,
            "blocks": list(self.blocks),
            "new_page": self.new_page,
            "label": self.label,
        }

    def table(self, heading: str = "") -> Table:
        """The first table under a heading; under none without it.

        Raises:
            KeyError: There is none.
        """
        for under, shown in self.tables():
            if under == heading:
                return shown
        raise KeyError(f"no table under {heading!r} in {self.title!r}")

    def tables(self) -> Iterator[tuple[str, Table]]:
        """Every table with the heading it stands under, facts as tables of two columns."""
        under = ""
        for block in flat(self.blocks):
            if block["kind"] == "heading":
                under = block["text"]
            elif block["kind"] == "table":
                yield under, block["table"]
            elif block["kind"] == "facts" and block["rows"]:
                yield under, table((words("Fact"), column("Value")), block["rows"])


Maker = Callable[..., Section | None]
"""A function that makes a section of a subject."""


def section(
    title: str,
    *blocks: Block | None,
    new_page: bool = False,
    label: str = "",
    files: Mapping[str, bytes] | None = None,
) -> Section | None:
    """A section of the blocks that are there; ``None`` where none is."""
    there = tuple(block for block in blocks if block is not None)
    return Section(title, there, new_page, label, files or {}) if there else None


def flat(blocks: Iterable[Block]) -> Iterator[Block]:
    """Blocks in reading order, those inside others too."""
    for block in blocks:
        yield block
        yield from flat(block.get("blocks", ()))


def heading(text: str) -> Block:
    """A heading inside the section; it has a number and a bookmark."""
    return {"kind": "heading", "text": text}


def note(text: str) -> Block | None:
    """A small muted line that stays with what follows; nothing for no words."""
    return {"kind": "note", "text": text} if text else None


def remark(text: str) -> Block | None:
    """A small muted line below what it is about; nothing for no words."""
    return {"kind": "remark", "text": text} if text else None


def prose(text: str) -> Block | None:
    """A paragraph; nothing for no words."""
    return {"kind": "prose", "text": text} if text else None


def tabled(shown: Table, size_pt: float = NORMAL_PT, empty: str = "") -> Block:
    """A table, or the words ``empty`` where it has no rows."""
    return {"kind": "table", "table": shown, "size": size_pt, "empty": empty}


def facts(rows: Facts, share: float = 1.0) -> Block:
    """Label and value in lines, over a share of the width."""
    return {"kind": "facts", "rows": [list(row) for row in rows], "share": share}


def columns(*blocks: Block | None) -> Block:
    """Blocks beside each other, two in a row."""
    return {"kind": "columns", "blocks": [block for block in blocks if block is not None]}


def together(*blocks: Block | None) -> Block:
    """Blocks that no page break parts."""
    return {"kind": "together", "blocks": [block for block in blocks if block is not None]}


def page_break() -> Block:
    """What follows begins on a new page."""
    return {"kind": "page_break"}


def drawn(kind: str, picture: Mapping[str, Any]) -> Block:
    """A picture that the template draws: ``plan``, ``months``, ``duration``, ``waterfall``..."""
    return {"kind": kind, "picture": dict(picture)}


def column(title: str, unit: str = "", *, share: float = 0.0, right: bool = True) -> dict[str, Any]:
    """A column: heading, unit under it, share of the width left over (0 fits the content)."""
    return {"title": title, "unit": unit, "share": share, "right": right}


def words(title: str, share: float = 1.0) -> dict[str, Any]:
    """A column of text, to the left, taking its share of the width."""
    return column(title, share=share, right=False)


def table(heads: Sequence[dict[str, Any]], rows: Iterable[Sequence[str]]) -> Table:
    """A table as the template takes it."""
    return {"columns": list(heads), "rows": [list(row) for row in rows]}


def with_total(shown: Table) -> Table:
    """The table with its last row told as a sum."""
    return {**shown, "total": True}
