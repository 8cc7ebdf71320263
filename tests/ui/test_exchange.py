"""Import and export from the window, by mouse and keyboard."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialogButtonBox

from coolsim.design.document import Document
from coolsim.design.models import Design
from coolsim.interop.dxf import dxf_text
from tests.factories import make_design
from ui.dialogs.export import ExportDialog
from ui.dialogs.import_rows import choice_word, counted
from ui.dialogs.importing import ImportDialog

CTRL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
CTRL_ALT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier


@pytest.fixture
def session(application):
    return application.session


@pytest.fixture
def window(application):
    application.session.attach_jobs(application.jobs)
    return application.window


@pytest.fixture
def drawing(tmp_path):
    path = tmp_path / "plan.dxf"
    path.write_text(dxf_text(make_design(20).variant))
    return path


def during(kind, work):
    """Run ``work`` on a dialog once it is open; says afterwards whether it came to its end."""
    done = []

    def begin() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, kind)
        try:
            work(dialog)
            done.append(True)
        finally:
            if dialog.isVisible():
                dialog.reject()

    QTimer.singleShot(50, begin)
    return done


def click_button(dialog, word):
    box = dialog.findChild(QDialogButtonBox)
    button = next(b for b in box.buttons() if b.text().replace("&", "") == word)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def type_path(dialog, path):
    QTest.mouseClick(dialog.path, Qt.MouseButton.LeftButton)
    dialog.path.selectAll()
    QTest.keyClicks(dialog.path, str(path))


def choose_word(box, word):
    """Open a choice with the keyboard's letters, as far as they tell it."""
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_Home)
    for _ in range(box.count()):
        if box.currentText() == word:
            return
        QTest.keyClick(box, Qt.Key.Key_Down)
    raise AssertionError(f"{word} is not to be chosen")


def read(dialog, path, qtbot):
    type_path(dialog, path)
    QTest.keyClick(dialog.path, Qt.Key.Key_Return)
    assert dialog.isVisible()
    qtbot.waitUntil(lambda: dialog.source == path)
    qtbot.waitUntil(lambda: dialog.note.text() not in ("Reading…", ""), timeout=15_000)
    count = len(dialog.rows.taken())
    qtbot.waitUntil(lambda: dialog.rows.rowCount() == count)


def settled(dialog, qtbot, word):
    qtbot.waitUntil(lambda: word in dialog.note.text(), timeout=15_000)


def test_a_drawing_is_looked_at_and_taken_over_as_one_step(window, session, drawing, qtbot):
    session.set_document(Document(Design()))

    def work(dialog) -> None:
        read(dialog, drawing, qtbot)
        assert dialog.into.currentData() == "here"
        assert dialog.rows.box("COOLSIM_RACK").currentText() == "racks"
        assert "metre, as the drawing says" in dialog.unit.currentText()
        settled(dialog, qtbot, "20 racks")
        choose_word(dialog.rows.box("COOLSIM_TILE"), "left out")
        qtbot.waitUntil(lambda: "tile" not in dialog.note.text() and dialog.take.isEnabled())
        click_button(dialog, "Import")

    done = during(ImportDialog, work)
    QTest.keyClick(window.plan.canvas, Qt.Key.Key_I, CTRL_SHIFT)
    assert done
    assert len(session.variant.racks) == 20
    assert session.variant.tiles == ()
    assert session.document.undo_label == "Import plan.dxf"
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    QTest.keyClick(window.plan.canvas, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert session.variant.racks == ()
    assert not session.document.can_undo


def test_where_something_stands_a_new_variant_is_made(window, session, tmp_path, qtbot):
    before = session.variant
    schedule = tmp_path / "row b.csv"
    schedule.write_text("Rack,heat\nB1,5\nB2,7\n")

    def work(dialog) -> None:
        read(dialog, schedule, qtbot)
        assert dialog.into.currentData() == "new"
        assert "row b" in dialog.into.currentText()
        assert not dialog.into.model().item(0).isEnabled()
        settled(dialog, qtbot, "2 racks have no x and y")
        choose_word(dialog.rows.box("heat"), "load [kW]")
        qtbot.waitUntil(lambda: dialog.design is not None and dialog.take.isEnabled())
        click_button(dialog, "Import")

    done = during(ImportDialog, work)
    QTest.keyClick(window.plan.canvas, Qt.Key.Key_I, CTRL_SHIFT)
    assert done
    assert session.variant.name == "row b"
    assert [rack.load_w for rack in session.variant.racks] == [5000.0, 7000.0]
    assert len(session.design.variants) == 2
    session.undo()
    assert session.design.variants == (before,)


def test_faults_are_told_and_nothing_is_taken_over(window, session, tmp_path, qtbot):
    before = session.document.design
    odd, broken = tmp_path / "odd.csv", tmp_path / "broken.dxf"
    odd.write_text("tag\nA\n")
    broken.write_text("no drawing")

    def work(dialog) -> None:
        assert "Choose a DXF drawing" in dialog.note.text()
        assert not dialog.take.isEnabled()
        read(dialog, odd, qtbot)
        settled(dialog, qtbot, "None of the headings is known")
        assert not dialog.take.isEnabled()
        read(dialog, broken, qtbot)
        settled(dialog, qtbot, "broken.dxf")
        assert not dialog.take.isEnabled()
        read(dialog, tmp_path / "x.docx", qtbot)
        assert "is not read" in dialog.note.text()
        QTest.keyClick(dialog, Qt.Key.Key_Escape)

    done = during(ImportDialog, work)
    QTest.keyClick(window.plan.canvas, Qt.Key.Key_I, CTRL_SHIFT)
    assert done
    assert session.document.design is before
    assert not session.document.is_modified


def test_one_field_is_of_one_column(window, session, tmp_path, qtbot):
    schedule = tmp_path / "two.csv"
    schedule.write_text("kW,heat\n5,6\n")

    def work(dialog) -> None:
        read(dialog, schedule, qtbot)
        choose_word(dialog.rows.box("heat"), "load [W]")
        assert dialog.rows.taken() == {"kW": "", "heat": "load_w"}
        qtbot.waitUntil(lambda: dialog.rows.box("kW").currentText() == "left out")

    done = during(ImportDialog, work)
    QTest.keyClick(window.plan.canvas, Qt.Key.Key_I, CTRL_SHIFT)
    assert done


def test_an_export_says_where_it_is_and_replaces_nothing_unasked(
    window, session, tmp_path, qtbot, asked
):
    out = tmp_path / "plan.dxf"
    out.write_text("mine")

    def work(dialog) -> None:
        assert "CAD" in dialog.purpose.text()
        assert not dialog.fidelity.isEnabled()
        type_path(dialog, tmp_path / "plan")
        asked.answers = ["Cancel"]
        click_button(dialog, "Export")
        assert dialog.isVisible()
        assert out.read_text() == "mine"
        asked.answers = ["Replace it", "Close"]
        click_button(dialog, "Export")

    done = during(ExportDialog, work)
    QTest.keyClick(window.plan.canvas, Qt.Key.Key_X, CTRL_ALT)
    assert done
    qtbot.waitUntil(lambda: "Exported" in asked.questions, timeout=15_000)
    assert asked.questions == ["File exists", "File exists", "Exported"]
    assert out.read_text() != "mine"


def test_an_export_is_cancelled(window, session, tmp_path, qtbot):
    def work(dialog) -> None:
        choose_word(dialog.form, "OpenFOAM case")
        assert dialog.fidelity.findData("draft") < 0
        type_path(dialog, tmp_path / "case")
        click_button(dialog, "Export")

    done = during(ExportDialog, work)
    QTest.keyClick(window.plan.canvas, Qt.Key.Key_X, CTRL_ALT)
    assert done
    assert session.busy == "export"
    assert not window.actions_["import"].isEnabled()
    qtbot.waitUntil(lambda: session.progress is not None and session.progress.fraction > 0)
    QTest.mouseClick(window.status._cancel, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: session.busy == "", timeout=15_000)


def test_a_failed_export_is_told(window, session, tmp_path, qtbot, asked):
    session.export("dxf", tmp_path / "gone" / "plan.dxf", "live", force=False)
    qtbot.waitUntil(lambda: bool(asked.shown), timeout=15_000)
    assert asked.shown[0].startswith("Not exported")


def test_words_of_choices_and_counts():
    assert choice_word("width_mm") == "width [mm]"
    assert choice_word("height_u") == "height [U]"
    assert choice_word("air_class") == "air class"
    assert choice_word("hall") == "hall outline"
    assert counted({"rack": 1, "cdu": 2, "device type": 2}) == "1 rack, 2 CDUs, 2 device types"
