"""The tour as a card over the plan; it goes on by itself when a step is done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QRect, Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QDockWidget,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from ui import theme
from ui.tour.steps import STEPS

if TYPE_CHECKING:
    from ui.main_window import MainWindow

_MARGIN_PX = 16
_WIDTH_CHARS = 46
_DONE = "That is all. Ctrl+K finds every command, Shift+F1 opens the help. Ctrl+Z takes back."


class Tour(QObject):
    """Leads through the steps; Esc or Close ends it at any time and leaves the drawing."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.number = 0
        self.ended = False
        self.card = _Card(window)
        self.mark = _Mark(window)
        self.card.skip.clicked.connect(self._next)
        self.card.show_me.clicked.connect(self._show_me)
        self.card.close_.clicked.connect(self.end)
        session = window.session
        for signal in (session.designChanged, session.resultsChanged, session.densityArrived):
            signal.connect(self._look)
        window.installEventFilter(self)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self._advance)

    def start(self) -> None:
        """Begin with an empty hall, if the one open may be left."""
        session = self._window.session
        if session.variant.racks and not self._window.commands.files.new():
            self.end()
            return
        self._window.show_plan()
        self._show()

    @property
    def running(self) -> bool:
        """Whether the card is there."""
        return not self.ended and self.card.isVisible()

    def end(self) -> None:
        """Take the card away, and let the tour go."""
        if self.ended:
            return
        self.ended = True
        self.card.hide()
        self.mark.hide()
        self._window.removeEventFilter(self)
        for part in (self.card, self.mark, self):
            part.deleteLater()
        self._window.plan.setFocus(Qt.FocusReason.OtherFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The card keeps its corner when the window changes its size."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest):
            self._place()
        return super().eventFilter(watched, event)

    def _look(self, *_: object) -> None:
        if self.running and self.number < len(STEPS):
            self._soon.start()

    def _advance(self) -> None:
        """Go on past every step that is done; never in the middle of a drag."""
        session = self._window.session
        while self.number < len(STEPS) and STEPS[self.number].is_done(session):
            self.number += 1
        self._show()

    def _next(self) -> None:
        self.number += 1
        self._show()

    def _show_me(self) -> None:
        self._window.session.set_tool("select")
        STEPS[self.number].do(self._window.session)

    def _show(self) -> None:
        if self.number >= len(STEPS):
            self.card.show_end(_DONE)
            self.mark.hide()
        else:
            step = STEPS[self.number]
            self.card.show_step(f"{self.number + 1} of {len(STEPS)}  {step.title}", step.text)
            self.mark.around(self._target(step.target))
        self.card.show()
        self.card.raise_()
        self._place()

    def _target(self, name: str) -> QWidget:
        if name == "plan":
            return self._window.plan
        return self._window.findChild(QDockWidget, name) or self._window.plan

    def _place(self) -> None:
        self.card.adjustSize()
        plan = self._window.plan
        corner = plan.mapTo(self._window, plan.rect().bottomLeft())
        self.card.move(
            corner.x() + 3 * _MARGIN_PX,
            max(corner.y() - self.card.height() - 4 * _MARGIN_PX, _MARGIN_PX),
        )
        if self.mark.isVisible() and self.number < len(STEPS):
            self.mark.around(self._target(STEPS[self.number].target))


class _Card(QFrame):
    """Title, text and three buttons."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self.setAccessibleName("Guided tour")
        self.title = QLabel()
        self.title.setProperty("role", "heading")
        self.text = QLabel()
        self.text.setWordWrap(True)
        self.text.setFixedWidth(self.fontMetrics().averageCharWidth() * _WIDTH_CHARS)
        self.show_me = QPushButton("Show me")
        self.show_me.setToolTip("The program does this step")
        self.skip = QPushButton("Skip")
        self.close_ = QPushButton("Close")
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        for button in (self.show_me, self.skip, self.close_):
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            buttons.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.addWidget(self.title)
        column.addWidget(self.text)
        column.addLayout(buttons)
        self.hide()

    def show_step(self, title: str, text: str) -> None:
        """A step."""
        self.title.setText(title)
        self.text.setText(text)
        self.show_me.show()
        self.skip.show()

    def show_end(self, text: str) -> None:
        """The last word."""
        self.title.setText("Done")
        self.text.setText(text)
        self.show_me.hide()
        self.skip.hide()


class _Mark(QWidget):
    """A frame around a part of the window, which the mouse passes through."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def around(self, target: QWidget) -> None:
        """Frame a widget."""
        window = self.parentWidget()
        assert window is not None
        if not target.isVisibleTo(window):
            self.hide()
            return
        corner = target.mapTo(window, target.rect().topLeft())
        self.setGeometry(QRect(corner, target.size()))
        self.show()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The frame."""
        painter = QPainter(self)
        painter.setPen(QPen(theme.tokens().accent, 3))
        painter.drawRect(self.rect().adjusted(1, 1, -2, -2))
