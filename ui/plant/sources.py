"""Figures that a year took where the design gives none, with source and class."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from coolsim import units
from coolsim.results.records import Assumption
from ui import theme, words
from ui.widgets.forms import section_label

TITLE = "Figures taken by the year"


class SourcesView(QWidget):
    """The figures of one object; nothing at all where there are none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.words = QLabel()
        self.words.setTextFormat(Qt.TextFormat.RichText)
        self.words.setWordWrap(True)
        self.words.setAccessibleName(TITLE)
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(section_label(TITLE))
        column.addWidget(self.words)

    def show_figures(
        self, told: Sequence[Assumption], identifier: str, system: units.System
    ) -> None:
        """Show those of an object among all that a year took."""
        lines = [_line(item, system) for item in told if item.object_id == identifier]
        self.words.setText("".join(lines))
        self.setVisible(bool(lines))


def _line(item: Assumption, system: units.System) -> str:
    muted = theme.tokens().muted.name()
    label = words.CONFIDENCE_LABELS.get(item.confidence, item.confidence)
    source = ", ".join(filter(None, (item.note, item.source, label)))
    value = units.text(item.value, item.unit, system, 3)
    return (
        f"<p>{_escaped(item.quantity)}: {_escaped(value)}<br>"
        f'<span style="color:{muted}">{_escaped(source)}</span></p>'
    )


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
