"""The history panel: every step of this session's drawing; a click goes back or forward to it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from ui import theme
from ui.session import Session


class HistoryPanel(QWidget):
    """The undo steps, the present one marked; steps taken back stand muted below it."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._shown: tuple[object, ...] = ()
        self.steps = QListWidget()
        self.steps.setAccessibleName("History of changes")
        self.steps.setUniformItemSizes(True)
        self.steps.itemClicked.connect(self._go)
        self.steps.itemActivated.connect(self._go)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.steps)
        session.stateChanged.connect(self._refresh)
        session.designChanged.connect(lambda *_: self._refresh())
        self._refresh()

    def showEvent(self, event: object) -> None:
        """The tab comes to the front."""
        self._refresh()

    def _refresh(self) -> None:
        document = self._session.document
        key = (document.history, document.upcoming, theme.is_dark())
        if key == self._shown:
            return
        self._shown = key
        self.steps.clear()
        present = len(document.history)
        for number, label in enumerate(("As opened", *document.history, *document.upcoming)):
            row = QListWidgetItem(f"▸ {label}" if number == present else f"   {label}")
            row.setData(Qt.ItemDataRole.UserRole, number)
            if number > present:
                row.setForeground(QColor(theme.tokens().muted))
            self.steps.addItem(row)
        self.steps.setCurrentRow(present)
        self.steps.scrollToItem(self.steps.item(present))

    def _go(self, row: QListWidgetItem) -> None:
        steps = int(row.data(Qt.ItemDataRole.UserRole)) - len(self._session.document.history)
        if steps:
            self._session.jump(steps)
