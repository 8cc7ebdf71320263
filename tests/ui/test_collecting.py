"""Looks for garbage leave out what stands when a document has been opened."""

from __future__ import annotations

import gc
import weakref

import pytest

from coolsim.design.document import Document
from tests.factories import make_design
from ui.collecting import Collecting


class _Knot:
    def __init__(self) -> None:
        self.itself = self


@pytest.fixture(autouse=True)
def _thaw():
    yield
    gc.unfreeze()


def test_after_a_document_is_opened_what_stands_is_left_out(qtbot, session):
    Collecting(session)
    assert gc.get_freeze_count() == 0
    session.set_document(Document(make_design(5)))
    qtbot.waitUntil(lambda: gc.get_freeze_count() > 1000)


def test_what_was_left_out_goes_when_the_next_document_is_opened(qtbot, session):
    Collecting(session)
    knot = _Knot()
    known = weakref.ref(knot)
    session.set_document(Document(make_design(5)))
    qtbot.waitUntil(lambda: gc.get_freeze_count() > 1000)
    del knot
    gc.collect()
    assert known() is not None
    session.set_document(Document(make_design(5)))
    qtbot.waitUntil(lambda: known() is None)
