"""Small questions and messages: what happened, where, what to do."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QWidget

from coolsim.errors import CoolSimError, DesignFileError
from ui.dialogs.running import run_dialog

PROBLEMS_SHOWN = 200


def show_error(parent: QWidget | None, title: str, error: CoolSimError) -> None:
    """Show a failure with its place and remedy; all problems of a broken file under *Details*."""
    message = error.message[:1].upper() + error.message[1:]
    text = f"{error.where}\n{message}" if error.where else message
    details = ""
    if isinstance(error, DesignFileError) and error.problems:
        shown = error.problems[:PROBLEMS_SHOWN]
        details = "\n".join(f"{each.path}: {each.message}" for each in shown)
        left = len(error.problems) - len(shown)
        details += f"\n… and {left} more" if left else ""
    show_text(parent, title, text, error.remedy, details)


def show_text(
    parent: QWidget | None, title: str, text: str, remedy: str = "", details: str = ""
) -> None:
    """Show what happened, what to do, and the details on demand."""
    box = _box(parent, QMessageBox.Icon.Warning, title, text, remedy)
    if details:
        box.setDetailedText(details)
    run_dialog(box)


def ask(
    parent: QWidget | None,
    title: str,
    text: str,
    remedy: str,
    choices: Sequence[str],
    cancel: str = "Cancel",
) -> str:
    """Ask for a decision; the first choice is the default, Esc is ``cancel``.

    Returns:
        The word of the button; ``cancel`` when the dialog was closed.
    """
    box = _box(parent, QMessageBox.Icon.Question, title, text, remedy)
    buttons = {}
    for index, word in enumerate(choices):
        role = (
            QMessageBox.ButtonRole.AcceptRole
            if index == 0
            else (QMessageBox.ButtonRole.DestructiveRole)
        )
        button = box.addButton(word, role)
        buttons[button] = word
        if index == 0:
            box.setDefaultButton(button)
    escape = box.addButton(cancel, QMessageBox.ButtonRole.RejectRole)
    box.setEscapeButton(escape)
    run_dialog(box)
    clicked = box.clickedButton()
    return next((word for button, word in buttons.items() if button is clicked), cancel)


def _box(
    parent: QWidget | None, icon: QMessageBox.Icon, title: str, text: str, remedy: str
) -> QMessageBox:
    box = QMessageBox(icon, title, text, QMessageBox.StandardButton.NoButton, parent)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setInformativeText(remedy)
    box.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return box
