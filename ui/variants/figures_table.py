"""Key figures of variants beside each other, each with its difference from the first."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QAbstractItemView, QTableWidget, QTableWidgetItem, QWidget

from coolsim import units
from coolsim.results.variants import KeyFigure, VariantComparison
from ui import theme

NOT_KNOWN = "not known"


class FiguresTable(QTableWidget):
    """A row per figure; a column per variant, and after each but the first its difference."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Key figures of the variants")
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setAlternatingRowColors(True)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(24)
        self.horizontalHeader().setStretchLastSection(True)

    def show_comparison(self, comparison: VariantComparison | None, system: units.System) -> None:
        """Show a comparison; ``None`` shows nothing."""
        variants = comparison.variants if comparison is not None else ()
        titles = ["Figure"]
        for number, each in enumerate(variants):
            titles += [each.name] + (["Difference"] if number else [])
        keys = comparison.keys if comparison is not None else ()
        self.setColumnCount(len(titles))
        self.setHorizontalHeaderLabels(titles)
        self.setRowCount(len(keys))
        for row, key in enumerate(keys):
            found = [each.figure(key) for each in variants]
            title = next(figure.title for figure in found if figure is not None)
            self.setItem(row, 0, _item(title, ""))
            column = 1
            for number, figure in enumerate(found):
                tip = figure.note if figure is not None else variants[number].failure
                self.setItem(row, column, _item(figure_text(figure, system), tip, number=True))
                column += 1
                if number:
                    text, color = difference_text(found[0], figure, system)
                    self.setItem(row, column, _item(text, tip, number=True, color=color))
                    column += 1
        self.resizeColumnsToContents()


def figure_text(figure: KeyFigure | None, system: units.System) -> str:
    """A key figure with its unit and where it is."""
    if figure is None:
        return "not solved"
    if figure.value is None:
        return figure.words or NOT_KNOWN
    return f"{_number(figure.value, figure.unit, system)} {figure.words}".strip()


def difference_text(
    base: KeyFigure | None, other: KeyFigure | None, system: units.System
) -> tuple[str, QColor | None]:
    """How a figure differs from the base's, and the colour of better or worse; in words, too."""
    if base is None or other is None or base.value is None or other.value is None:
        same = base is not None and other is not None and base.words == other.words
        return ("" if same or base is None or other is None else "other"), None
    by = other.value - base.value
    if _number(base.value, base.unit, system) == _number(other.value, other.unit, system):
        return "same", None  # what nobody can see in the figures themselves is no difference
    unit = "k" if other.unit == "c" else other.unit
    shown = _number(abs(by), unit, system, 3)
    sign = "+" if by > 0.0 else "−"
    if not other.better:
        return f"{sign}{shown}", None
    is_better = (by > 0.0) == (other.better == "high")
    tokens = theme.tokens()
    word, color = ("better", tokens.ok) if is_better else ("worse", tokens.bad)
    return f"{sign}{shown} {word}", color


def _number(value: float, unit: str, system: units.System, digits: int = 4) -> str:
    return units.text(value, unit, system, digits) if unit else units.number(value, digits)


def _item(
    text: str, tip: str, *, number: bool = False, color: QColor | None = None
) -> QTableWidgetItem:
    item = QTableWidgetItem(text)
    if tip:
        item.setToolTip(tip)
    if number:
        item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    if color is not None:
        item.setForeground(color)
    return item
