"""The bar over an inquiry: its button asks and cancels; beside it progress, problem, staleness."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QSizePolicy,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from ui import theme
from ui.inquiry import Inquiry
from ui.session import Session

_STEPS = 1000
_QUESTION_PX = 300
STALE = "Stale: the design has changed since. "


def lay_out_question(
    panel: QWidget,
    bar: RunBar,
    after: QPushButton,
    question: QWidget,
    answer: QWidget,
) -> None:
    """Fill a panel: bar and what is done with an answer above, question beside answer below.

    Args:
        panel: The panel.
        bar: Asks.
        after: What is done with the answer.
        question: What is asked, at the left.
        answer: What came.
    """
    top = QHBoxLayout()
    top.setContentsMargins(0, 0, 8, 0)
    top.addWidget(bar, 1)
    top.addWidget(after)
    body = QSplitter(Qt.Orientation.Horizontal)
    body.addWidget(question)
    body.addWidget(answer)
    body.setSizes([theme.scaled(_QUESTION_PX), 1000])
    body.setStretchFactor(1, 1)
    column = QVBoxLayout(panel)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    column.addLayout(top)
    column.addWidget(body, 1)


class RunBar(QWidget):
    """Asks an inquiry and says how it stands.

    Args:
        session: What the window shows.
        inquiry: What is asked.
        word: What the button says at rest.
        tip: What pressing it does.
        lacks: What is missing before it can be asked; "" for nothing.
        told: What to say of the answer in sight.
        ask: Asks it.
        parent: Qt parent.
    """

    def __init__(
        self,
        session: Session,
        inquiry: Inquiry[Any],
        word: str,
        tip: str,
        *,
        lacks: Callable[[], str],
        told: Callable[[], str],
        ask: Callable[[], None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._session, self._inquiry, self._word, self._tip = session, inquiry, word, tip
        self._lacks, self._told, self._ask = lacks, told, ask
        self.run = QPushButton(word)
        self.run.clicked.connect(self._pressed)
        self.text = QLabel()
        self.text.setWordWrap(True)
        self.text.setAccessibleName("State of the answer")
        self.text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.text.setSizePolicy(policy)
        self.bar = QProgressBar()
        self.bar.setRange(0, _STEPS)
        self.bar.setTextVisible(False)
        self.bar.setMaximumWidth(160)
        self.bar.setAccessibleName("Progress")
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 4, 8, 4)
        row.setSpacing(8)
        row.addWidget(self.run)
        row.addWidget(self.bar)
        row.addWidget(self.text, 1)
        inquiry.changed.connect(self.refresh)
        for signal in (session.stateChanged, session.unitsChanged, session.selectionChanged):
            signal.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show how it stands."""
        inquiry, lacks = self._inquiry, self._lacks()
        running, progress = inquiry.is_running, inquiry.progress
        stopping = running and self._session.cancelling
        word = "Stopping" if stopping else "Cancel" if running else self._word
        if self.run.text() != word:
            self.run.setText(word)
        self.run.setToolTip("Stop with the best found so far" if running else lacks or self._tip)
        self.run.setEnabled(not stopping if running else not self._session.busy and not lacks)
        self.bar.setVisible(running)
        if progress is not None:
            self.bar.setValue(round(_STEPS * progress.fraction))
        self._say(self._words(running, lacks))

    def _words(self, running: bool, lacks: str) -> str:
        inquiry = self._inquiry
        if running:
            return inquiry.progress.message if inquiry.progress else ""
        if inquiry.problem:
            return inquiry.problem
        if inquiry.answer is not None:
            return (STALE if inquiry.is_stale else "") + self._told()
        return lacks

    def _say(self, text: str) -> None:
        if self.text.text() != text:
            self.text.setText(text)
            self.text.setToolTip(text)

    def _pressed(self) -> None:
        if self._inquiry.is_running:
            self._inquiry.cancel()
        else:
            self._ask()
