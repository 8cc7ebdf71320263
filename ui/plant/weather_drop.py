"""Weather files dropped on a panel, and what is said where one cannot be used."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QWidget

from ui.dialogs.climate import dropped_weather
from ui.session import Session


class WeatherDrop(QObject):
    """Takes weather files that are dropped on a widget or on what stands in it."""

    def __init__(self, session: Session, target: QWidget) -> None:
        super().__init__(target)
        self._session = session
        target.setAcceptDrops(True)
        target.installEventFilter(self)

    def eventFilter(self, target: QObject, event: QEvent) -> bool:
        """Accept a weather file, leave everything else alone."""
        if isinstance(event, QDropEvent):  # enter and move events are drops to Qt
            path = dropped_weather(event.mimeData())
            if path is None:
                return False
            event.acceptProposedAction()
            if not isinstance(event, QDragEnterEvent | QDragMoveEvent):
                self._session.year.look_into(path)
            return True
        return False
