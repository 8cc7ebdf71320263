"""Work survives a killed window and an unexpected error."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from coolsim.design import edits
from tests.factories import make_design

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def window(application):
    return application.window


@pytest.fixture
def session(application):
    return application.session


class TestRecovery:
    def test_a_change_is_kept_and_forgotten_upon_saving(self, application, qtbot, tmp_path):
        session, keeper = application.session, application.keeper
        session.edit("Move", edits.move, [session.variant.racks[0].id], 0.1, 0.0)
        keeper.write_soon()
        folder = tmp_path / "recovery"
        qtbot.waitUntil(lambda: bool(list(folder.glob("*.recovery"))), timeout=5000)
        qtbot.waitUntil(lambda: not keeper._writing, timeout=5000)
        session.save_as(tmp_path / "hall.coolsim")
        assert not list(folder.glob("*.recovery"))

    def test_a_killed_window_leaves_its_design(self, application, tmp_path):
        folder = tmp_path / "recovery"
        script = f"""
import sys, time
from pathlib import Path
from PySide6.QtWidgets import QApplication
app = QApplication([])
from coolsim.design import edits
from coolsim.design.document import Document
from tests.factories import make_design
from ui.keeper import Keeper
from ui.session import Session
session = Session()
keeper = Keeper(session, Path({str(folder)!r}))
session.set_document(Document(make_design(6)))
session.edit("Change", edits.set_project, name="Nearly lost")
keeper._soon.setInterval(50)
keeper._soon.start()
app.processEvents()
end = time.time() + 30
while time.time() < end:
    app.processEvents()
    if list(Path({str(folder)!r}).glob("*.recovery")) and not keeper._writing:
        print("kept", flush=True)
    time.sleep(0.02)
"""
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": "offscreen"}
        child = subprocess.Popen(
            [sys.executable, "-c", script], stdout=subprocess.PIPE, text=True, env=environment
        )
        try:
            assert child.stdout.readline().strip() == "kept"
            assert application.keeper.recoverable() == []  # its window still lives
        finally:
            child.send_signal(signal.SIGKILL)
            child.wait()
            child.stdout.close()
        copies = application.keeper.recoverable()
        assert [copy.design.project.name for copy in copies] == ["Nearly lost"]
        application.window.commands.files.restore(copies[0])
        assert application.session.design.project.name == "Nearly lost"
        assert application.session.document.is_modified
        assert application.keeper.recoverable() == []

    def test_the_dialog_offers_three_ways(self, application, qtbot):
        from datetime import UTC, datetime

        from coolsim.design.recovery import Recovered
        from ui.dialogs.small import RecoveryDialog

        copy = Recovered("abc", Path("/x/hall.coolsim"), datetime.now(UTC), make_design(4))
        dialog = RecoveryDialog([copy], application.window)
        qtbot.addWidget(dialog)
        assert "hall.coolsim" in dialog.list.item(0).text()
        assert dialog.chosen() is copy
        dialog._finish("discard")
        assert dialog.choice == "discard"

    def test_an_unexpected_error_keeps_the_work(self, application, asked, tmp_path):
        session = application.session
        session.edit("Move", edits.move, [session.variant.racks[0].id], 0.1, 0.0)
        application._unexpected(ValueError, ValueError("surprise"), None)
        assert "surprise" in asked.shown[0]
        assert list((tmp_path / "recovery").glob("*.recovery"))
