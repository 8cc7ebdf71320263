"""The dialog of the plan to scale, by real mouse and keys, and the PDF that the task writes."""

from __future__ import annotations

import pypdf
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog

from coolsim import tasks
from coolsim.design import edits
from tests.ui.test_exchange import during
from tests.ui.test_report_dialog import button, click
from ui.dialogs.plan_sheet import PlanSheetDialog

CTRL_ALT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier


@pytest.fixture
def dialog(qtbot, session, settings, tmp_path):
    made = PlanSheetDialog(session, settings, tmp_path / "plan.pdf")
    qtbot.addWidget(made)
    made.show()
    return made


def type_word(box, letters, word):
    box.setFocus()
    QTest.keyClicks(box, letters)
    assert box.currentText() == word


def test_what_was_chosen_is_drawn_and_remembered(qtbot, dialog, session, settings, tmp_path):
    session.apply("Project", edits.set_project(session.design, name="Hall 7", number="N-12"))
    type_word(dialog.paper, "A1", "A1")
    type_word(dialog.orientation, "p", "portrait")
    type_word(dialog.scale, "1:100", "1:100")
    assert "largest scale" in dialog.note.text()
    click(qtbot, dialog.shown["tile"])
    dialog.company.setFocus()
    QTest.keyClicks(dialog.company, "Studio")
    QTest.mouseClick(button(dialog, "Write plan"), Qt.MouseButton.LeftButton)
    assert dialog.result() == QDialog.DialogCode.Accepted
    asked = {"design": session.design.model_dump(mode="json"), **dialog.wishes().options()}
    answer = tasks.finish(tasks.from_json("plan", asked))
    page = pypdf.PdfReader(answer.path).pages[0]
    assert [round(side * 25.4 / 72) for side in page.mediabox[2:]] == [594, 841]
    text = page.extract_text()
    for words in ("Hall 7", "N-12", "Studio", "1:100", "A1 portrait"):
        assert words in text
    assert "Floor tile" not in text
    assert "Cooler" in text
    again = PlanSheetDialog(session, settings, tmp_path / "other.pdf")
    qtbot.addWidget(again)
    assert (again.paper.currentText(), again.orientation.currentText()) == ("A1", "portrait")


def test_a_scale_at_which_the_hall_does_not_fit_is_told_and_not_written(dialog):
    type_word(dialog.scale, "1:5", "1:5")
    assert "does not fit" in dialog.note.text()
    assert not dialog.write.isEnabled()
    dialog.scale.setFocus()
    QTest.keyClick(dialog.scale, Qt.Key.Key_Home)
    assert dialog.write.isEnabled()
    type_word(dialog.units, "IP", dialog.units.itemText(1))
    assert "in = 1 ft" in dialog.note.text()


def test_what_is_hidden_in_the_window_is_left_out_at_first(qtbot, session, settings, tmp_path):
    session.drawing_layers.set_shown("note", False)
    made = PlanSheetDialog(session, settings, tmp_path / "plan.pdf")
    qtbot.addWidget(made)
    assert made.wishes().leave_out == ("note",)


def test_the_command_gives_the_plan_to_the_worker(qtbot, application, tmp_path, monkeypatch):
    window, session = application.window, application.session
    given = []
    monkeypatch.setattr(session, "run_task", lambda *task: given.append(task))

    def work(dialog):
        dialog.path.selectAll()
        QTest.keyClicks(dialog.path, str(tmp_path / "mine"))
        QTest.keyClick(dialog.path, Qt.Key.Key_Return)

    done = during(PlanSheetDialog, work)
    QTest.keyClick(window, Qt.Key.Key_T, CTRL_ALT)
    assert done
    ((task, options),) = given
    assert task == "plan"
    assert options["out"] == str(tmp_path / "mine.pdf")
    assert options["quantity"] == "none"
