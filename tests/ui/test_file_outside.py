"""The design's own file: a window that holds it already, and changes made outside the window."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication

from coolsim.design import edits, files
from coolsim.design.recovery import Recovered
from tests.factories import make_design
from ui.dialogs.differences import DifferencesDialog

ROOT = Path(__file__).resolve().parents[2]
HOLDING = """
import sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication
app = QCoreApplication([])
from ui.own_file import OwnFile
own = OwnFile()
print(repr(own.hold(Path(sys.argv[1]))), flush=True)
sys.stdin.read()
own.close()
"""


@pytest.fixture
def session(application):
    return application.session


@pytest.fixture
def commands(application):
    return application.window.commands.files


@pytest.fixture
def path(tmp_path):
    made = tmp_path / "hall.coolsim"
    files.save(make_design(4), made)
    return made


@pytest.fixture
def other_window(path):
    """Another process that holds the file."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": "offscreen"}
    child = subprocess.Popen(
        [sys.executable, "-c", HOLDING, str(path)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment,
    )  # fmt: skip
    assert child.stdout.readline().strip() == "''"
    yield child
    child.kill()
    child.communicate()


def renamed(name: str):
    return edits.set_project(make_design(4), name=name)


def change_outside(application, qtbot, path, design):
    """Another program writes the file, and the window looks."""
    files.save(design, path)
    application.keeper.own_file.look()
    qtbot.waitUntil(application.window.notice.isVisible, timeout=5000)


def move_a_rack(session):
    session.edit("Move", edits.move, [session.variant.racks[0].id], 0.1, 0.0)


class TestTwoWindows:
    def test_a_file_open_in_another_process_is_told_and_opened_read_only(
        self, commands, session, asked, path, other_window, application, qtbot, monkeypatch
    ):
        before = path.read_bytes()
        asked.answers = ["Open a read-only copy"]
        assert commands.open(path)
        assert asked.questions == ["Already open"]
        assert "read-only" in application.window.status._saved.text()
        move_a_rack(session)
        asked_for = []
        monkeypatch.setattr(commands, "save_as", lambda: asked_for.append("a name") or False)
        window = application.window
        qtbot.keyClick(window, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
        assert asked_for == ["a name"]
        assert path.read_bytes() == before

    def test_the_lock_of_a_killed_window_is_taken_over(
        self, commands, session, asked, path, other_window
    ):
        other_window.send_signal(signal.SIGKILL)
        other_window.wait()
        assert (path.parent / ".hall.coolsim.lock").exists()
        assert commands.open(path)
        assert asked.questions == []
        assert not session.read_only

    def test_a_window_that_closes_in_order_leaves_no_lock(self, path, other_window):
        other_window.communicate("")
        assert not (path.parent / ".hall.coolsim.lock").exists()

    def test_the_own_file_is_no_other_window(self, commands, asked, path, session):
        assert commands.open(path)
        assert commands.open(path)
        assert asked.questions == []
        assert not session.read_only

    def test_another_computer_is_named_and_blocks_nothing(self, commands, session, asked, path):
        lock = path.parent / ".hall.coolsim.lock"
        lock.write_text("4711\ncoolsim\nfar-away\n0\n0\n")
        assert "far-away" in commands._own.hold(path)
        asked.answers = ["Open anyway"]
        assert commands.open(path)
        move_a_rack(session)
        assert commands.save()
        assert files.load(path) == session.document.design


class TestChangedOutside:
    def test_reload_is_undone_to_ones_own_edits(self, application, commands, session, qtbot, path):
        assert commands.open(path)
        move_a_rack(session)
        own = session.design
        change_outside(application, qtbot, path, renamed("From outside"))
        notice = application.window.notice
        assert "hall.coolsim" in notice.text.text()
        assert session.design is own, "nothing is touched unasked"
        qtbot.mouseClick(notice.buttons["Reload"], Qt.MouseButton.LeftButton)
        assert session.design.project.name == "From outside"
        assert not session.document.is_modified
        assert not notice.isVisible()
        qtbot.keyClick(application.window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        assert session.variant == own.variant
        assert session.design.project == own.project
        assert session.document.is_modified

    def test_differences_are_shown_before_the_file_is_replaced(
        self, application, commands, session, qtbot, path, asked
    ):
        assert commands.open(path)
        move_a_rack(session)
        files.save(renamed("From outside"), path)
        seen = []

        def close_dialog():
            dialog = QApplication.activeModalWidget()
            assert isinstance(dialog, DifferencesDialog)
            model = dialog.table.model()
            columns = range(model.columnCount())
            seen.extend(
                [model.index(row, at).data() for at in columns] for row in range(model.rowCount())
            )
            qtbot.keyClick(dialog, Qt.Key.Key_Escape)

        QTimer.singleShot(200, close_dialog)
        asked.answers = ["Show differences", "Replace it"]
        assert commands.save()
        assert asked.questions == ["File changed outside"] * 2
        assert any("From outside" in row for row in seen)
        assert any(row[1].startswith("rack") and row[2] == "changed" for row in seen)
        assert files.load(path) == session.document.design

    def test_a_touched_file_and_an_own_save_say_nothing(
        self, application, commands, session, qtbot, path
    ):
        assert commands.open(path)
        os.utime(path, ns=(1, 1))
        own = application.keeper.own_file
        states = []
        own._bridge.looked.connect(lambda *told: states.append(told[2]))
        own.look()
        qtbot.waitUntil(lambda: states == ["same"], timeout=5000)
        move_a_rack(session)
        assert commands.save()
        own.look()
        qtbot.waitUntil(lambda: states == ["same", "same"], timeout=5000)
        assert not application.window.notice.isVisible()

    def test_a_file_that_is_gone_is_written_again(
        self, application, commands, session, qtbot, path
    ):
        assert commands.open(path)
        path.unlink()
        application.keeper.own_file.look()
        notice = application.window.notice
        qtbot.waitUntil(notice.isVisible, timeout=5000)
        assert "no longer" in notice.text.text()
        assert "Reload" not in notice.buttons
        assert commands.save()
        assert path.exists()
        assert not notice.isVisible()

    def test_a_broken_file_is_not_taken_in(
        self, application, commands, session, qtbot, path, asked
    ):
        assert commands.open(path)
        before = session.design
        path.write_text('{"format": "coolsim", "vers')
        assert not commands.reload()
        assert session.design is before
        assert "hall.coolsim" in asked.shown[0]

    def test_another_document_takes_the_notice_away(self, application, commands, qtbot, path):
        assert commands.open(path)
        change_outside(application, qtbot, path, renamed("From outside"))
        assert commands.new()
        assert not application.window.notice.isVisible()

    def test_a_recovered_design_does_not_replace_a_later_file_unasked(
        self, commands, session, asked, path
    ):
        kept = Recovered("k", path, datetime(2001, 1, 1, tzinfo=UTC), renamed("Recovered"))
        commands.restore(kept)
        asked.answers = ["Cancel"]
        assert not commands.save()
        assert asked.questions == ["File changed outside"]
