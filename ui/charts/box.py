"""A chart under a bar: what it shows is chosen there, and saved."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import (
    QHBoxLayout,
    QSizePolicy,
    QStackedLayout,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ui.charts.chart import Chart
from ui.charts.data import ChartData
from ui.widgets.empty import EmptyState
from ui.widgets.forms import ComboBox


class ChartBox(QWidget):
    """Shows one of several charts, or a line that says how to get one.

    ``mark`` says what is not final about them.

    Args:
        name: What is chosen, for screen readers.
        tip: The same for the mouse at rest.
        empty: What to do where there is nothing to draw.
        make: The chart of a key; ``None`` where there is none.
        parent: Qt parent.
    """

    def __init__(
        self,
        name: str,
        tip: str,
        empty: str,
        make: Callable[[str], ChartData | None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._make = make
        self.choice = ComboBox()
        self.choice.setAccessibleName(name)
        self.choice.setToolTip(tip)
        self.choice.setSizeAdjustPolicy(ComboBox.SizeAdjustPolicy.AdjustToContents)
        self.choice.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.choice.currentIndexChanged.connect(lambda _: self.refresh())
        self.chart = Chart()
        self.save = QToolButton()
        self.save.setText("Save")
        self.save.setToolTip("Save the chart as a picture or CSV; also by the right mouse button")
        self.save.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.save.setMenu(self.chart.menu())
        bar = QHBoxLayout()
        bar.setContentsMargins(8, 4, 8, 4)
        bar.addWidget(self.choice)
        bar.addStretch(1)
        bar.addWidget(self.save)
        filled = QWidget()
        column = QVBoxLayout(filled)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(bar)
        column.addWidget(self.chart, 1)
        self._stack = QStackedLayout(self)
        self._stack.setContentsMargins(0, 0, 0, 0)
        self._stack.addWidget(EmptyState(empty))
        self._stack.addWidget(filled)
        self.mark = ""
        self._is_due = False

    def offer(self, choices: Sequence[tuple[str, str]], first: str = "") -> None:
        """Offer charts by key and name; what is in sight stays, else ``first`` comes."""
        known = [self.choice.itemData(n) for n in range(self.choice.count())]
        texts = [self.choice.itemText(n) for n in range(self.choice.count())]
        if list(zip(known, texts, strict=True)) != list(choices):
            keys = [key for key, _ in choices]
            kept = self.choice.currentData()
            wanted = kept if kept in keys else first
            with QSignalBlocker(self.choice):
                self.choice.clear()
                for key, name in choices:
                    self.choice.addItem(name, key)
                self.choice.setCurrentIndex(keys.index(wanted) if wanted in keys else 0)
        self.refresh()

    def refresh(self) -> None:
        """Draw what is chosen, once it is in sight."""
        self._is_due = not self.isVisible()
        if self._is_due:
            return
        key = self.choice.currentData()
        data = self._make(str(key)) if key is not None else None
        self._stack.setCurrentIndex(0 if data is None else 1)
        if data is not None:
            self.chart.show_data(data, self.mark)

    def showEvent(self, event: object) -> None:
        """The plotting library is loaded with the first chart in sight."""
        if self._is_due:
            self.refresh()
