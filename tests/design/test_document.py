"""Undo, redo, and whether there is anything to save."""

from __future__ import annotations

from pathlib import Path

import pytest

from coolsim.design import document, edits
from coolsim.design.document import Document
from coolsim.design.models import Design


def place(design: Design, x_m: float = 1.0) -> Design:
    return edits.place(design, "rack", x_m, 1.0)[0]


def test_undo_and_redo_by_name() -> None:
    work = Document(Design())
    start = work.design
    assert (work.can_undo, work.can_redo, work.undo_label, work.redo_label) == (
        False,
        False,
        "",
        "",
    )
    assert work.undo() is start
    assert work.redo() is start
    first = place(start)
    assert work.apply("Place rack", first)
    assert work.apply("Move rack", edits.move(first, ["rack-0001"], 1.0, 0.0))
    assert work.history == ("Place rack", "Move rack")
    assert (work.undo_label, work.redo_label) == ("Move rack", "")
    assert work.undo() == first
    assert (work.undo_label, work.redo_label) == ("Place rack", "Move rack")
    assert work.undo() == start
    assert work.redo() == first
    work.apply("Other", place(first, 5.0))
    assert not work.can_redo


def test_an_edit_that_changes_nothing_is_no_step() -> None:
    work = Document(place(Design()))
    assert not work.apply("Move", edits.move(work.design, ["rack-0001"], 0.0, 0.0))
    assert not work.can_undo


def test_modified_until_saved_or_undone() -> None:
    work = Document(Design())
    assert not work.is_modified
    work.apply("Place rack", place(work.design))
    assert work.is_modified
    work.undo()
    assert not work.is_modified
    work.redo()
    work.mark_saved(Path("hall.coolsim"))
    assert not work.is_modified
    assert work.path == Path("hall.coolsim")
    work.undo()
    assert work.is_modified
    work.redo()
    work.mark_saved()
    assert work.path == Path("hall.coolsim")
    assert Document(Design(), is_saved=False).is_modified


def test_an_id_given_in_an_undone_step_stays_given() -> None:
    work = Document(Design())
    work.apply("Place rack", place(work.design))
    work.undo()
    work.apply("Place rack", place(work.design))
    assert [rack.id for rack in work.design.variant.racks] == ["rack-0002"]


def test_history_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(document, "HISTORY_LIMIT", 3)
    work = Document(Design())
    for number in range(10):
        work.apply(str(number), edits.set_project(work.design, name=str(number)))
    assert work.history == ("7", "8", "9")
    for _ in range(3):
        work.undo()
    assert work.design.project.name == "6"
    assert not work.can_undo
