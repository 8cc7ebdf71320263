"""Windows, sessions and clients on a stand-in worker, with settings of their own."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QSettings
from PySide6.QtWidgets import QApplication, QMessageBox

from coolsim.design.document import Document
from tests.factories import make_design
from ui import theme
from ui.app import Application
from ui.session import Session
from ui.settings import Settings

FAKE_WORKER = (sys.executable, str(Path(__file__).with_name("fake_worker.py")))


@pytest.fixture
def settings(tmp_path) -> Settings:
    """Settings in a file of the test's own."""
    return Settings(QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat))


@pytest.fixture
def session(qapp) -> Iterator[Session]:
    """A session with a hall of twenty racks and no solver."""
    made = Session()
    made.set_document(Document(make_design(20)))
    yield made
    made.deleteLater()


@pytest.fixture
def application(qtbot, tmp_path, settings):
    """A shown window with a hall of twenty racks, on the stand-in worker."""
    theme.apply(QApplication.instance(), "light")
    made = Application(settings, tmp_path / "recovery", FAKE_WORKER)
    # A window with unsaved changes would ask before it closes, and nobody is there to answer.
    qtbot.addWidget(made.window, before_close_func=lambda _: made.session.document.mark_saved())
    made.session.set_document(Document(make_design(20)))
    made.window.show_plan()
    made.window.show()
    qtbot.waitExposed(made.window)
    qtbot.waitUntil(made.window.isActiveWindow)  # shortcuts reach the active window only
    yield made
    made.close()


@pytest.fixture(autouse=True)
def _what_was_closed_goes():
    """Windows and sessions closed by earlier tests go now: a new theme would style them again."""
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


@pytest.fixture(scope="session", autouse=True)
def _clipboard_is_emptied():
    """Without a screen Qt keeps what was copied until after Python has ended, and then crashes."""
    yield
    if QApplication.instance() is not None:
        QApplication.clipboard().clear()


@pytest.fixture(autouse=True)
def _no_dialog_waits(monkeypatch):
    """A dialog nobody expects fails the test instead of waiting for ever."""

    def unexpected(box):
        raise AssertionError(f"unexpected dialog: {box.text()} {box.informativeText()}")

    monkeypatch.setattr(QMessageBox, "exec", unexpected)


@pytest.fixture
def asked(monkeypatch):
    """Answers to questions, given in advance; the questions that were asked."""
    from ui.dialogs import messages

    class Asked:
        def __init__(self) -> None:
            self.answers: list[str] = []
            self.questions: list[str] = []
            self.shown: list[str] = []

    heard = Asked()

    def ask(parent, title, text, remedy, choices, cancel="Cancel"):
        heard.questions.append(title)
        return heard.answers.pop(0)

    def show_text(parent, title, text, remedy="", details=""):
        heard.shown.append(f"{title}\n{text}\n{remedy}\n{details}")

    monkeypatch.setattr(messages, "ask", ask)
    monkeypatch.setattr(messages, "show_text", show_text)
    return heard
