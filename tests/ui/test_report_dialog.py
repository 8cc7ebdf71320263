"""The report dialog, the revision table and the logo line, by real mouse and keys."""

from __future__ import annotations

import datetime

import pytest
from PySide6.QtCore import QPoint, QSettings, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QDialog, QLineEdit, QPushButton

from coolsim.design import edits
from coolsim.design.document import Document
from coolsim.design.models import Revision
from tests.factories import make_design
from ui.dialogs import messages
from ui.dialogs.design_dialog import PROJECT_PARTS, DesignDialog
from ui.dialogs.preferences import PreferencesDialog
from ui.dialogs.report import ReportDialog
from ui.session import Session
from ui.settings import Settings
from ui.widgets.logo_edit import LogoEdit
from ui.widgets.revisions_edit import RevisionsEdit, next_mark


@pytest.fixture
def settings(tmp_path):
    return Settings(QSettings(str(tmp_path / "s.ini"), QSettings.Format.IniFormat))


@pytest.fixture
def dialog(qtbot, session, settings, tmp_path):
    made = ReportDialog(session, settings, tmp_path / "hall.pdf")
    qtbot.addWidget(made)
    made.show()
    return made


def button(widget, text):
    return next(b for b in widget.findChildren(QPushButton) if b.text() == text)


def click(qtbot, box):
    qtbot.mouseClick(box, Qt.MouseButton.LeftButton, pos=QPoint(8, box.height() // 2))


def test_what_was_chosen_goes_to_the_task_and_is_remembered(
    qtbot, dialog, session, settings, tmp_path
):
    assert QImage(40, 20, QImage.Format.Format_RGB32).save(str(tmp_path / "logo.png"))
    dialog.company.setFocus()
    qtbot.keyClicks(dialog.company, "Studio <b>#1</b>")
    dialog.logo.path.setFocus()
    qtbot.keyClicks(dialog.logo.path, str(tmp_path / "logo.png"))
    assert not dialog.logo.picture.pixmap().isNull()
    for box in (dialog.elevations, dialog.workbook, dialog.csv):
        click(qtbot, box)
    qtbot.mouseClick(button(dialog, "Write report"), Qt.MouseButton.LeftButton)
    assert dialog.result() == QDialog.DialogCode.Accepted
    options = dialog.wishes().options()
    assert options["company"] == "Studio <b>#1</b>"
    assert options["logo"] == str(tmp_path / "logo.png")
    assert options["workbook"] == str(tmp_path / "hall.xlsx")
    assert options["csv"] == str(tmp_path / "hall-tables")
    assert options["picture"] is True
    assert options["elevations"] is True
    again = ReportDialog(session, settings, tmp_path / "hall.pdf")
    qtbot.addWidget(again)
    assert again.wishes() == dialog.wishes()


def test_the_designs_company_goes_before_the_remembered_one(qtbot, settings, tmp_path):
    settings.company = "Ours"
    theirs = Session()
    theirs.set_document(Document(edits.set_project(make_design(), company="Theirs")))
    dialog = ReportDialog(theirs, settings, tmp_path / "hall.pdf")
    qtbot.addWidget(dialog)
    assert dialog.company.text() == "Theirs"
    qtbot.mouseClick(button(dialog, "Write report"), Qt.MouseButton.LeftButton)
    assert settings.company == "Ours"


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("no.png", None, "no such file"),
        ("text.png", b"hello", "no PNG, JPEG or SVG"),
        ("cut.png", b"\x89PNG\r\n\x1a\n" + b"x" * 40, "broken"),
    ],
)
def test_a_logo_that_is_none_is_told_and_stops(
    qtbot, dialog, tmp_path, monkeypatch, name, content, words
):
    if content is not None:
        (tmp_path / name).write_bytes(content)
    dialog.logo.path.setText(str(tmp_path / name))
    assert words in dialog.logo.picture.text()
    told = []
    monkeypatch.setattr(messages, "show_text", lambda *texts: told.append(texts))
    qtbot.mouseClick(button(dialog, "Write report"), Qt.MouseButton.LeftButton)
    assert dialog.isVisible()
    assert words in told[0][2]


def test_files_that_are_there_are_not_replaced_unasked(qtbot, dialog, tmp_path, monkeypatch):
    (tmp_path / "hall.xlsx").write_bytes(b"mine")
    asked = []
    monkeypatch.setattr(messages, "ask", lambda *texts: asked.append(texts[2]) or "Cancel")
    click(qtbot, dialog.workbook)
    qtbot.mouseClick(button(dialog, "Write report"), Qt.MouseButton.LeftButton)
    assert dialog.isVisible()
    assert asked == ["“hall.xlsx” exists already."]


def test_a_revision_is_added_by_hand_and_is_one_step_of_undo(qtbot, session):
    dialog = DesignDialog(session, "Project and revisions", "Change project", PROJECT_PARTS)
    qtbot.addWidget(dialog)
    dialog.show()
    table = dialog.findChild(RevisionsEdit)
    qtbot.mouseClick(table.add, Qt.MouseButton.LeftButton)
    assert session.document.design.project.revisions == ()  # until OK
    editor = table.table.viewport().findChild(QLineEdit)
    qtbot.keyClicks(editor, "First issue")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: table.table.item(0, 3).text() == "First issue")
    qtbot.mouseClick(button(dialog, "OK"), Qt.MouseButton.LeftButton)
    today = datetime.date.today().isoformat()
    assert session.document.design.project.revisions == (
        Revision(mark="A", date=today, text="First issue"),
    )
    assert session.document.history == ("Change project",)
    session.undo()
    assert session.document.design.project.revisions == ()


def test_a_date_that_is_none_brings_the_former_one_back(qtbot):
    table = RevisionsEdit(lambda: datetime.date(2026, 11, 23))
    qtbot.addWidget(table)
    table.show_revisions([Revision(mark="P03", date="2026-01-02", text="Issue")])
    table.table.item(0, 1).setText("soon")
    assert table.table.item(0, 1).text() == "2026-01-02"
    with qtbot.waitSignal(table.committed) as signal:
        qtbot.mouseClick(table.add, Qt.MouseButton.LeftButton)
    assert [(one.mark, one.date) for one in signal.args[0]] == [
        ("P03", "2026-01-02"), ("P04", "2026-11-23"),
    ]  # fmt: skip
    with qtbot.waitSignal(table.committed) as signal:
        qtbot.mouseClick(table.remove, Qt.MouseButton.LeftButton)
    assert [one.mark for one in signal.args[0]] == ["P03"]


@pytest.mark.parametrize(
    ("marks", "mark"),
    [([], "A"), (["A"], "B"), (["3"], "4"), (["P09"], "P10"), (["Z"], "Z1"), (["?"], "?1")],
)
def test_marks_go_on(marks, mark):
    assert next_mark(marks) == mark


def test_company_and_logo_are_preferences(qtbot, settings):
    said = {}
    dialog = PreferencesDialog(settings, said.__setitem__, 0.1, "si")
    qtbot.addWidget(dialog)
    with qtbot.waitActive(dialog):
        dialog.show()
    dialog.company.setFocus()
    qtbot.keyClicks(dialog.company, "Studio")
    qtbot.keyClick(dialog.company, Qt.Key.Key_Tab)
    logo = dialog.findChild(LogoEdit)
    logo.path.setFocus()
    qtbot.keyClicks(logo.path, "/x.svg")
    qtbot.keyClick(logo.path, Qt.Key.Key_Tab)
    assert said == {"company": "Studio", "logo": "/x.svg"}
