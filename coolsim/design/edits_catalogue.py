"""Edits of the design's own catalogue entries."""

from __future__ import annotations

import re
from collections.abc import Mapping

from coolsim.design.integrity import problems
from coolsim.design.models import Design
from coolsim.errors import EditError


def set_entry(design: Design, table: str, identity: str, row: Mapping[str, object]) -> Design:
    """Add an own entry to the design, or replace the one of that id.

    Raises:
        EditError: If the id is empty, or a value cannot be kept in a file.
    """
    if not identity:
        raise EditError("An own entry needs an id.", where="catalogue")
    tables = {name: dict(rows) for name, rows in design.catalogue.items()}
    tables.setdefault(table, {})[identity] = dict(row)
    changed = design.model_copy(update={"catalogue": tables})
    for problem in problems(changed):
        if problem.path.startswith("catalogue."):
            raise EditError(f"{problem.message}.", where=problem.path)
    return changed


def delete_entry(design: Design, table: str, identity: str) -> Design:
    """Take an own entry away; what refers to it keeps its id, which the checks then report.

    Raises:
        EditError: If there is no such entry.
    """
    if identity not in design.catalogue.get(table, {}):
        raise EditError(f"There is no own entry {identity!r}.", where=f"catalogue.{table}")
    tables = {name: dict(rows) for name, rows in design.catalogue.items()}
    del tables[table][identity]
    kept = {name: rows for name, rows in tables.items() if rows}
    return design.model_copy(update={"catalogue": kept})


def entry_id(design: Design, name: str) -> str:
    """A free id for an entry of a name: ``Edge box 2`` -> ``own_edge_box_2``."""
    stem = "own_" + (re.sub(r"[^a-z0-9]+", "_", name.casefold()).strip("_") or "entry")
    taken = {identity for rows in design.catalogue.values() for identity in rows}
    found, number = stem, 1
    while found in taken:
        number += 1
        found = f"{stem}_{number}"
    return found
