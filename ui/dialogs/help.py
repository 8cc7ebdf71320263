"""The help page: topics with their commands and keys, searchable."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLineEdit,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from ui.command_table import COMMANDS, SHORTCUTS_OF_PLAN, Command
from ui.help_topics import OTHER, TOPICS, Topic

_BY_KEY = {command.key: command for command in COMMANDS}


class HelpDialog(QDialog):
    """Every tool in words, made of the topics and the command table."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Help")
        self.search = QLineEdit()
        self.search.setPlaceholderText("Search the help")
        self.search.setAccessibleName("Search the help")
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._fill)
        self.page = QTextBrowser()
        self.page.setAccessibleName("Help")
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        for part in (self.search, self.page, buttons):
            column.addWidget(part)
        self.resize(760, 620)
        self._fill("")

    def _fill(self, typed: str) -> None:
        self.page.setHtml(page(typed) or "<p>Nothing fits. Try another word.</p>")


def topics() -> tuple[Topic, ...]:
    """The topics, with one more for commands that none of them tells of."""
    told = {key for topic in TOPICS for key in topic.commands}
    rest = tuple(command.key for command in COMMANDS if command.key not in told)
    return (*TOPICS, Topic(OTHER, "", rest)) if rest else TOPICS


def page(typed: str) -> str:
    """The help as HTML: everything, or the topics and commands that hold what is typed."""
    wanted = typed.strip().casefold()
    parts = []
    for topic in topics():
        commands = [_BY_KEY[key] for key in topic.commands]
        in_text = wanted in f"{topic.title} {topic.text}".casefold()
        fitting = commands if in_text else [c for c in commands if wanted in _words(c)]
        if fitting or in_text:
            parts.append(_topic(topic, fitting))
    keys = [pair for pair in SHORTCUTS_OF_PLAN if wanted in " ".join(pair).casefold()]
    if keys:
        parts.append("<h3>On the plan</h3>" + _table((key, what, "") for key, what in keys))
    return "".join(parts)


def _topic(topic: Topic, commands: Iterable[Command]) -> str:
    rows = _table((c.name, ", ".join(c.keys), c.tip) for c in commands)
    return f"<h3>{escape(topic.title)}</h3><p>{escape(topic.text)}</p>{rows}"


def _table(rows: Iterable[tuple[str, str, str]]) -> str:
    cells = "".join(
        f"<tr><td><b>{escape(first)}</b></td><td>{escape(second)}</td><td>{escape(third)}</td></tr>"
        for first, second, third in rows
    )
    return f'<table cellspacing="0" cellpadding="3">{cells}</table>'


def _words(command: Command) -> str:
    return f"{command.name} {command.menu} {command.tip} {' '.join(command.keys)}".casefold()
