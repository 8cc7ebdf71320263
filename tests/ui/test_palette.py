"""The command palette, the cheat sheet and the help page: all of one table."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox

from ui.command_table import COMMANDS
from ui.dialogs.help import HelpDialog, page, topics
from ui.dialogs.shortcuts import ShortcutsDialog
from ui.palette import CommandPalette, ranked


def test_the_best_fit_comes_first():
    assert ranked("align l")[0].key == "align_left"
    assert ranked("containment")  # found in what it does
    assert ranked("cntain")[0].key == "contain"  # a letter forgotten
    assert ranked("xyzzy") == []
    assert ranked("", ["fit"])[0].key == "fit"


def test_typing_and_enter_runs_a_command(application, qtbot):
    window, session = application.window, application.session
    done = []

    def work() -> None:
        palette = next(w for w in QApplication.topLevelWidgets() if isinstance(w, CommandPalette))
        QTest.keyClicks(palette.search, "select all")
        assert palette.list.topLevelItem(0).text(2) == "Ctrl+A"
        QTest.keyClick(palette.search, Qt.Key.Key_Return)
        done.append(True)

    QTimer.singleShot(50, work)
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    QTest.keyClick(window.plan.canvas, Qt.Key.Key_P, both)
    assert done
    qtbot.waitUntil(lambda: len(session.selection) > 20)
    assert window.commands._recent_commands == ["select_all"]


def test_arrows_choose_and_disabled_commands_say_why(application, qtbot):
    window = application.window
    palette = CommandPalette(window.actions_.__getitem__, [], window)
    qtbot.addWidget(palette)
    QTest.keyClicks(palette.search, "align")
    QTest.keyClick(palette.search, Qt.Key.Key_Down)
    assert palette.list.currentItem() is palette.list.topLevelItem(1)
    assert "Select something first" in palette.tip.text()
    QTest.keyClick(palette.search, Qt.Key.Key_Return)
    assert palette.chosen == ""  # nothing is selected: nothing runs


def test_the_cheat_sheet_lists_every_command(qtbot):
    sheet = ShortcutsDialog()
    qtbot.addWidget(sheet)
    assert {command.name for command in COMMANDS} <= set(sheet.shown())
    QTest.keyClicks(sheet._search, "mirror")
    assert sheet.shown() == ["Mirror left and right", "Mirror top and bottom"]


def test_the_help_tells_of_every_command(qtbot):
    told = [key for topic in topics() for key in topic.commands]
    assert sorted(told) == sorted(command.key for command in COMMANDS)
    dialog = HelpDialog()
    qtbot.addWidget(dialog)
    text = dialog.page.toPlainText()
    assert all(command.tip in text for command in COMMANDS)
    QTest.keyClicks(dialog.search, "blanking")
    assert "Elevation" in dialog.page.toPlainText()
    assert "Isotherms" not in dialog.page.toPlainText()
    assert page("xyzzy") == ""


@pytest.mark.parametrize("choice", ["contrast_light", "contrast_dark"])
def test_high_contrast_reads_at_seven_to_one(application, choice):
    from ui import theme

    window = application.window
    window.commands.set_theme(choice)
    tokens = theme.tokens()
    assert tokens.is_high_contrast
    for ink in (tokens.text, tokens.muted, tokens.accent, tokens.ok, tokens.warn, tokens.bad):
        for ground in (tokens.surface, tokens.raised):
            assert _contrast(ink, ground) >= 7.0
    assert window.actions_["contrast"].isChecked()
    window.commands.toggle_contrast()
    assert not theme.tokens().is_high_contrast
    window.commands.set_theme("light")


def test_text_grows_to_200_percent_and_the_window_keeps_its_parts(application, qtbot):
    from ui import theme

    window = application.window
    keys = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
    try:
        for _ in range(6):
            QTest.keyClick(window.plan.canvas, Qt.Key.Key_Equal, keys)
        assert theme.text_percent() == 200
        assert application.window.settings.text_percent == 200
        assert QApplication.font().pixelSize() == 2 * theme.BASE_FONT_PX
        qtbot.wait(1)
        assert window.plan.plan_style.font.pixelSize() == 22
        height = window.inspector._title.fontMetrics().height()
        assert window.inspector._title.height() >= height
    finally:
        window.commands.set_text_percent(100)


@pytest.mark.parametrize("choice", ["light", "dark", "contrast_light", "contrast_dark"])
def test_a_ticked_box_is_framed_and_filled(application, qtbot, choice):
    from ui import theme

    application.window.commands.set_theme(choice)
    box = QCheckBox("Rows alike")
    qtbot.addWidget(box)
    box.setChecked(True)
    box.show()
    picture, tokens = box.grab().toImage(), theme.tokens()
    left = [picture.pixelColor(x, picture.height() // 2) for x in range(16)]
    assert tokens.text in left  # the frame
    assert tokens.accent in left  # the ground under the tick
    application.window.commands.set_theme("light")


def _contrast(one, other) -> float:
    def luminance(color) -> float:
        parts = [
            value / 12.92 if value <= 0.03928 else ((value + 0.055) / 1.055) ** 2.4
            for value in (color.redF(), color.greenF(), color.blueF())
        ]
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]

    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)
