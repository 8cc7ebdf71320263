"""Cooling methods side by side in the inspector: asked, answered, applied, cancelled, stale."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from coolsim.design import edits

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def session(application):
    return application.session


@pytest.fixture
def choice(application, session, qtbot):
    session.attach_jobs(application.jobs)
    session.select([session.variant.racks[0].id])
    application.window.inspector.refresh()
    made = application.window.inspector._choice
    qtbot.waitUntil(made.isVisible)
    return made


def words_of(choice):
    return [label.text() for label in choice._table.findChildren(QLabel) if label.isVisible()]


def asked(choice, qtbot):
    QTest.mouseClick(choice.ask, LEFT)
    qtbot.waitUntil(lambda: choice._session.busy == "cooling")
    qtbot.waitUntil(lambda: choice._session.cooling.answer is not None, timeout=10000)
    qtbot.waitUntil(lambda: "Rear door" in words_of(choice))


def test_before_it_is_asked_there_is_a_question_and_a_button(choice):
    assert choice.ask.isEnabled()
    assert "What if" in choice.note.text()
    assert not choice.apply_buttons


def test_rows_stand_side_by_side_with_their_reasons(choice, qtbot):
    asked(choice, qtbot)
    words = words_of(choice)
    assert "▲ 29.0" in words
    assert "Rear door" in words
    assert "Not solved: The tank is too small." in words
    assert "Live grid" in choice.note.text()
    assert set(choice.apply_buttons) == {"rear_door", "immersion"}


def test_a_row_stands_there_while_the_others_are_still_solved(choice, session, qtbot):
    QTest.mouseClick(choice.ask, LEFT)
    qtbot.waitUntil(lambda: "As drawn" in words_of(choice), timeout=10000)
    assert session.busy == "cooling"
    assert choice.ask.text() == "Cancel"
    assert "%" in choice.note.text()
    assert "Rear door" not in words_of(choice)
    qtbot.waitUntil(lambda: "Rear door" in words_of(choice))
    qtbot.waitUntil(lambda: not session.busy)


def test_apply_is_one_step_with_all_it_needs(choice, session, qtbot):
    asked(choice, qtbot)
    QTest.mouseClick(choice.apply_buttons["rear_door"], LEFT)
    rack = session.variant.racks[0]
    assert rack.cooling == "rear_door"
    assert rack.door.loop_id == session.variant.loops[0].id
    assert session.document.undo_label == "Cool rack by rear door"
    assert len(session.document.history) == 1
    choice.refresh()
    assert "Stale" in choice.note.text()
    session.undo()
    assert session.variant.loops == ()
    assert session.variant.racks[0].cooling == "air"


def test_the_button_cancels_while_it_runs(choice, session, qtbot):
    QTest.mouseClick(choice.ask, LEFT)
    qtbot.waitUntil(lambda: choice.ask.text() == "Cancel")
    QTest.mouseClick(choice.ask, LEFT)
    qtbot.waitUntil(lambda: not session.busy)
    assert session.cooling.answer is None
    assert choice.ask.text() == "Compare cooling methods"


def test_another_rack_has_no_comparison(application, choice, session, qtbot):
    asked(choice, qtbot)
    session.select([session.variant.racks[5].id])
    application.window.inspector.refresh()
    assert not choice.apply_buttons


def test_temperatures_follow_the_units(application, choice, session, qtbot):
    asked(choice, qtbot)
    session.set_unit_system("ip")
    application.window.inspector.refresh()
    qtbot.waitUntil(lambda: "▲ 84.2" in words_of(choice))


def test_fields_of_the_connection_are_edited(application, session, qtbot):
    ids = [rack.id for rack in session.variant.racks[:2]]
    inspector = application.window.inspector
    session.select(ids)
    session.edit("plates", edits.update, ids, cooling="cold_plate")
    inspector.refresh()
    form = inspector._liquid.liquid
    qtbot.waitUntil(form.isVisible)
    assert not inspector._liquid.door.isVisibleTo(inspector)
    editor = form.editor("flow_m3_s")
    editor.setFocus()
    QTest.keyClicks(editor, "60 l/min")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    assert {rack.liquid.flow_m3_s for rack in session.variant.racks[:2]} == {1e-3}
    assert session.document.undo_label == "Change design flow of 2 racks"
    limit = form.editor("case_limit_c")
    limit.setFocus()
    QTest.keyClicks(limit, "85")
    QTest.keyClick(limit, Qt.Key.Key_Return)
    assert {rack.liquid.case_limit_c for rack in session.variant.racks[:2]} == {85.0}
    session.undo()
    assert {rack.liquid.case_limit_c for rack in session.variant.racks[:2]} == {None}
    assert "case_limit_c" not in inspector._liquid.door._editors


def test_a_loop_is_edited_field_by_field(application, session):
    session.edit("loop", edits.place, "loop", name="TCS")
    loop = session.variant.loops[0]
    session.select([loop.id])
    inspector = application.window.inspector
    inspector.refresh()
    form = inspector._forms["loop"]
    name = form.editor("name")
    name.setFocus()
    name.selectAll()
    QTest.keyClicks(name, "Primary")
    QTest.keyClick(name, Qt.Key.Key_Return)
    assert session.variant.loops[0].name == "Primary"
    form.editor("coolant.fluid").activated.emit(1)
    coolant = session.variant.loops[0].coolant
    assert (coolant.fluid, coolant.concentration_fraction) == ("propylene_glycol", 0.25)
    form.editor("coolant.fluid").activated.emit(0)
    assert session.variant.loops[0].coolant.concentration_fraction == 0.0
    form.editor("pumps.control").activated.emit(1)
    assert session.variant.loops[0].pumps.pressure_pa == 150e3
    told = []
    session.message.connect(lambda text, kind: told.append(kind))
    steps = len(session.document.history)
    inspector._changed("coolant.concentration_fraction", 0.4)
    assert told == ["warning"]
    assert len(session.document.history) == steps
