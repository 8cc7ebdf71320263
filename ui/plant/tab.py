"""What the tabs of plant and year share: they follow the session while they are seen."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QTimer, Signal, SignalInstance
from PySide6.QtWidgets import QStackedLayout, QToolButton, QWidget


class FollowingWidget(QWidget):
    """Shows itself anew a moment after what it follows has changed, and when it comes in sight.

    Args:
        delay_ms: How long changes are gathered.
        parent: Qt parent.
    """

    def __init__(self, delay_ms: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(delay_ms)
        self._soon.timeout.connect(self.refresh)

    def follow(self, *signals: SignalInstance) -> None:
        """Refresh soon after any of these."""
        for signal in signals:
            signal.connect(self._follow)

    def refresh(self) -> None:
        """Show things as they are now; a bare widget has nothing to show."""

    def _follow(self, *_: object) -> None:
        if not self._soon.isActive():
            self._soon.start()

    def showEvent(self, event: object) -> None:
        """The tab comes to the front."""
        self.refresh()


class PlantTab(FollowingWidget):
    """A tab with a page for nothing yet and one for everything else.

    Signals:
        enlargeRequested: The panel wants more, or its usual, room.
    """

    enlargeRequested = Signal(bool)

    def __init__(self, delay_ms: int, parent: QWidget | None = None) -> None:
        super().__init__(delay_ms, parent)
        self._stack = QStackedLayout(self)
        self._stack.setContentsMargins(0, 0, 0, 0)

    def add_pages(self, empty: QWidget, body: QWidget) -> None:
        """Take both pages in."""
        self._empty, self._body = empty, body
        self._stack.addWidget(empty)
        self._stack.addWidget(body)

    def show_page(self, *, is_empty: bool) -> None:
        """Bring one of both to the front."""
        self._stack.setCurrentWidget(self._empty if is_empty else self._body)

    def enlarge_button(self) -> QToolButton:
        """A button that gives the tab more room and takes it back."""
        button = QToolButton()
        button.setText("Enlarge")
        button.setToolTip("Give the panel more room")
        button.setCheckable(True)
        button.clicked.connect(lambda on: self.enlargeRequested.emit(bool(on)))
        return button

    def changeEvent(self, event: QEvent) -> None:
        """Colours and size of text follow the theme."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self.restyle()
            self._soon.start()

    def restyle(self) -> None:
        """Forget what was drawn in other colours."""
