"""No word of the window or a dialog is cut when all are 30 % longer."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QToolBar, QVBoxLayout, QWidget

from coolsim.design import edits
from tests.factories import make_results
from tests.ui.longer_words import cut, lengthen, longer
from ui.command_table import COMMANDS

FILE_DIALOGS = frozenset({"open", "save_as", "weather", "compare_tables"})
"""Commands that ask for a file with the dialog of the desktop, which has words of its own."""


def test_longer_texts_have_a_third_more_letters():
    assert len(longer("Save")) == 6
    assert len(longer("Read sensor readings")) == 26
    assert longer("12.5") == "12.5"
    assert longer("—") == "—"


def test_a_cut_word_is_found(qtbot):
    page = QWidget()
    column = QVBoxLayout(page)
    narrow, wide = QLabel("Temperature"), QPushButton("Temperature")
    narrow.setFixedWidth(narrow.sizeHint().width())
    column.addWidget(narrow)
    column.addWidget(wide)
    qtbot.addWidget(page)
    page.show()
    assert cut(page) == []
    assert lengthen(page) == 2
    assert ["QLabel" in each for each in cut(page)] == [True]


@pytest.fixture
def window(application):
    session = application.session
    design, _ = edits.place(session.design, "sensor", 1.0, 1.0, temperature_c=20.0)
    session.apply("Sensor", design)
    session.accept_results(session.design, make_results(session.design))
    session.select([session.variant.racks[0].id])
    application.window.resize(1280, 800)
    application.window.actions_.refresh_icons()
    application.window.inspector.refresh()
    QApplication.processEvents()
    return application.window


def test_no_word_of_the_window_is_cut(window):
    found: list[str] = []
    for tab in range(window.tabs.count()):
        window.tabs.setCurrentIndex(tab)
        QApplication.processEvents()
        lengthen(window)
        found += cut(window)
    for dock in ("outline", "layers", "elevation"):
        window.docks.bring(dock)
        QApplication.processEvents()
        lengthen(window.docks[dock])
        found += cut(window.docks[dock])
    assert not found, "\n".join(sorted(set(found)))
    assert window.width() == 1280  # nothing has made it wider
    bar = window.findChild(QToolBar)
    hidden = [
        action.text() for action in bar.actions() if not bar.widgetForAction(action).isVisible()
    ]
    assert hidden == []


def test_no_word_of_a_dialog_is_cut(window):
    asking = [
        command.key
        for command in COMMANDS
        if command.text.endswith("…") and command.key not in FILE_DIALOGS
    ]
    found: dict[str, list[str]] = {}
    looked = []

    def look(key: str) -> None:
        dialog = QApplication.activeModalWidget()
        if dialog is not None:
            lengthen(dialog)
            found[key] = cut(dialog)
            looked.append(key)
            dialog.reject()

    for key in (*asking, "help", "shortcuts"):
        QTimer.singleShot(60, lambda key=key: look(key))
        window.actions_[key].trigger()
        QApplication.processEvents()
    assert {key: words for key, words in found.items() if words} == {}
    assert len(looked) >= 15
