"""The window on liquid designs that make no sense: findings are shown, and no missing number."""

import re

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QTableView, QTreeWidget, QTreeWidgetItemIterator

from coolsim.catalogue import load_catalogue
from coolsim.checks import check
from coolsim.design.document import Document
from tests.liquid_nonsense import SOLVED, UNSOLVABLE, result_of

WORST = ("valve closed", "hair-thin header", "pump curve of nothing", "unit of one watt")
"""Those whose results hold the most that is no number; print and terminal see them all."""
NO_NUMBER = re.compile(r"\b(nan|-?inf)\b", re.IGNORECASE)
SHOWN = Qt.ItemDataRole.DisplayRole


@pytest.fixture
def session(application):
    return application.session


def texts_of(window):
    """Everything that the window has in words: labels, tables, trees and their tooltips."""
    for label in window.findChildren(QLabel):
        yield label.text()
        yield label.toolTip()
    for tree in window.findChildren(QTreeWidget):
        every = QTreeWidgetItemIterator(tree)
        while every.value():
            item = every.value()
            for column in range(tree.columnCount()):
                yield item.text(column)
                yield item.toolTip(column)
            every += 1
    for view in window.findChildren(QTableView):
        model = view.model()
        root = view.rootIndex()
        for row in range(model.rowCount(root) if model else 0):
            for column in range(model.columnCount(root)):
                yield str(model.index(row, column).data(SHOWN) or "")


def schematic_texts(window):
    for item in window.loops.schematic.scene().items():
        yield item.toolTip()
        box = getattr(item, "box", None)
        if box is not None:
            yield str(getattr(box, "lines", ""))


@pytest.mark.parametrize("name", WORST)
def test_no_panel_shows_a_missing_number(application, session, name):
    window = application.window
    design, results = result_of(name)
    session.set_document(Document(design))
    session.accept_results(session.design, results)
    for identifier in ("loop-0001", "loop-0002", "cdu-0001", SOLVED[name][2]):
        session.select([identifier])
        window.tabs.setCurrentWidget(window.loops)
        window.loops.refresh()
        window.inspector.refresh()
        assert not [text for text in schematic_texts(window) if NO_NUMBER.search(text)]
        assert not [text for text in texts_of(window) if NO_NUMBER.search(text)]
    window.tabs.setCurrentWidget(window.coolant)
    for system in ("si", "ip"):
        session.set_unit_system(system)
        assert not [text for text in texts_of(window) if NO_NUMBER.search(text)]


@pytest.mark.parametrize("name", ["no pump runs", "unit feeds itself", "nothing but glycol"])
def test_what_cannot_be_solved_stands_among_the_problems(application, session, qtbot, name):
    window = application.window
    make, code, identifier = UNSOLVABLE[name]
    design = make()
    session.set_document(Document(design))
    found = check(design, load_catalogue().with_entries(design.catalogue))
    told = next(item for item in found if item.code == code and identifier in item.object_ids)
    session.accept_findings(found)
    qtbot.waitUntil(lambda: told.text("si") in set(texts_of(window)))
    session.select([identifier])
    window.loops.refresh()
    window.inspector.refresh()
    words = set(texts_of(window))
    assert told.hint in words
    assert not [text for text in words if NO_NUMBER.search(text)]
