"""Editing many objects in the table: typing, filling, sorting, clipboard."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QItemSelection, QItemSelectionModel, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from ui.edit_table.cells import Column
from ui.widgets.forms import Field

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def session(application):
    return application.session


@pytest.fixture
def panel(application):
    window = application.window
    window.plan.setFocus()
    QTest.keyClick(window.plan.canvas, Qt.Key.Key_T, CTRL)
    assert window.tabs.currentWidget() is window.edit_table
    return window.edit_table


def column(panel, label):
    heads = [each.field.label for each in panel.model.columns]
    return heads.index(label)


def select(panel, first, last, number):
    model = panel.grid.model()
    chosen = QItemSelection(model.index(first, number), model.index(last, number))
    panel.grid.setCurrentIndex(model.index(first, number))
    panel.grid.selectionModel().select(chosen, QItemSelectionModel.SelectionFlag.ClearAndSelect)


def type_cell(panel, text):
    grid = panel.grid
    grid.setFocus()
    grid.edit(grid.currentIndex())
    editor = grid.viewport().findChild(QLineEdit)
    editor.selectAll()
    QTest.keyClicks(editor, text)
    QTest.keyClick(editor, Qt.Key.Key_Return)
    QTest.qWait(1)  # the view takes what was typed in its next round


def test_one_typed_value_fills_the_selected_cells_in_one_step(panel, session):
    load = column(panel, "Plain load")
    select(panel, 0, 4, load)
    type_cell(panel, "12 kW")
    assert [rack.load_w for rack in session.variant.racks[:5]] == [12e3] * 5
    assert session.variant.racks[5].load_w != 12e3
    assert session.document.history == ("Change plain load of 5 objects",)
    session.undo()
    assert session.variant.racks[0].load_w == 6000.0


def test_bare_numbers_are_in_the_unit_of_the_heading(panel, session):
    width = column(panel, "Width")
    assert panel.model.columns[width].heading("si") == "Width [m]"
    session.set_unit_system("ip")
    assert panel.model.headerData(width, Qt.Orientation.Horizontal) == "Width [ft]"
    select(panel, 0, 0, width)
    type_cell(panel, "2")
    assert session.variant.racks[0].width_m == pytest.approx(0.6096)


def test_nonsense_changes_nothing_and_says_why(panel, session, qtbot):
    select(panel, 0, 3, column(panel, "Depth"))
    with qtbot.waitSignal(session.message) as heard:
        type_cell(panel, "deep")
    assert "not a number" in heard.args[0]
    assert not session.document.can_undo


def test_a_block_goes_to_a_spreadsheet_and_back(panel, session):
    name, load = column(panel, "Name"), column(panel, "Plain load")
    assert load == name + 1
    model = panel.grid.model()
    block = QItemSelection(model.index(0, name), model.index(1, load))
    panel.grid.selectionModel().select(block, QItemSelectionModel.SelectionFlag.ClearAndSelect)
    panel.grid.setFocus()
    QTest.keyClick(panel.grid, Qt.Key.Key_C, CTRL)
    assert QApplication.clipboard().text() == "A-01\t6\nA-02\t6.1"
    QApplication.clipboard().setText("X-01\t7\nX-02\t8 kW")
    QTest.keyClick(panel.grid, Qt.Key.Key_V, CTRL)
    racks = session.variant.racks
    assert [(rack.name, rack.load_w) for rack in racks[:2]] == [("X-01", 7e3), ("X-02", 8e3)]
    assert len(session.document.history) == 1
    assert len(racks) == 20


def test_delete_clears_cells_and_not_racks(panel, session):
    select(panel, 0, 1, column(panel, "Plain load"))
    panel.grid.setFocus()
    QTest.keyClick(panel.grid, Qt.Key.Key_Delete)
    assert [rack.load_w for rack in session.variant.racks[:2]] == [None, None]
    assert len(session.variant.racks) == 20


def test_sorting_filtering_and_the_selection(panel, session):
    load = column(panel, "Plain load")
    panel.grid.sortByColumn(load, Qt.SortOrder.DescendingOrder)
    shown = [float(panel.grid.model().index(row, load).data()) for row in range(20)]
    assert shown == sorted(shown, reverse=True)
    QTest.keyClicks(panel.search, "B-0")
    assert panel.grid.model().rowCount() == 9
    select(panel, 0, 2, load)
    assert len(session.selection) == 3
    QTest.mouseClick(panel.only, Qt.MouseButton.LeftButton)
    panel.search.clear()
    assert panel.model.rowCount() == 3


def test_other_kinds_and_the_empty_state(panel):
    panel.kind.setCurrentIndex(panel.kind.findData("obstruction"))
    assert panel._stack.currentIndex() == 0
    panel.kind.setCurrentIndex(panel.kind.findData("cooler"))
    assert panel.model.rowCount() > 0
    types = panel.model.columns[column(panel, "Type")]
    assert types.parse("crac", "si") == "crac"


def test_texts_that_would_be_formulas_are_quoted():
    cell = Column(Field("name", "Name", "text"), lambda record: record)
    assert cell.plain("=1+1", "si") == "'=1+1"
    assert cell.parse("'=1+1", "si") == "=1+1"


def test_a_plain_load_replaces_contents_and_says_so(panel, session, qtbot):
    from coolsim.design import edits

    rack = session.variant.racks[0].id
    contents = [{"item": "dgx_h100", "count": 2}]
    session.edit("Fill", edits.update, [rack], load_w=None, contents=contents)
    panel.refresh()
    select(panel, 0, 0, column(panel, "Plain load"))
    with qtbot.waitSignal(session.message) as heard:
        type_cell(panel, "9 kW")
    assert "replaces" in heard.args[0]
    assert session.variant.racks[0].load_w == 9e3
    session.undo()
    assert session.variant.racks[0].contents[0].count == 2
