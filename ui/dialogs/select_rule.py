"""Search and select by rule, with the number of hits while typing."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from coolsim.catalogue import load_catalogue
from coolsim.errors import UsageError
from coolsim.results.rules import EXAMPLES, select_by_rule
from ui.session import Session
from ui.widgets.forms import section_label


class SelectRuleDialog(QDialog):
    """Selects on the plan what fits; stays open, so that a rule can be tried and mended."""

    def __init__(self, session: Session, rule: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Select by rule")
        self._session = session
        self._catalogue = load_catalogue().with_entries(session.design.catalogue)
        self._found: frozenset[str] = frozenset()
        self.rule = QLineEdit(rule)
        self.rule.setPlaceholderText(EXAMPLES[0])
        self.rule.setAccessibleName("Rule")
        self.rule.setClearButtonEnabled(True)
        self.rule.textChanged.connect(self._try)
        self.note = QLabel()
        self.note.setWordWrap(True)
        self.note.setAccessibleName("Objects that fit")
        self.note.setMinimumHeight(2 * self.note.fontMetrics().lineSpacing())
        self.note.setAlignment(Qt.AlignmentFlag.AlignTop)
        buttons = QDialogButtonBox()
        role = QDialogButtonBox.ButtonRole
        self.select = buttons.addButton("Select", role.AcceptRole)
        self.add = buttons.addButton("Add to selection", role.ActionRole)
        buttons.addButton(QDialogButtonBox.StandardButton.Close)
        self.select.setDefault(True)
        self.add.setAutoDefault(False)
        buttons.accepted.connect(self._select)
        self.add.clicked.connect(lambda: session.select(self._found, "add"))
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.addWidget(self.rule)
        column.addWidget(self.note)
        column.addWidget(section_label("Examples"))
        for first in range(0, len(EXAMPLES), 2):
            line = QHBoxLayout()
            for example in EXAMPLES[first : first + 2]:
                button = QPushButton(example)
                button.setAutoDefault(False)
                button.setFlat(True)
                button.setToolTip("Try this rule")
                button.clicked.connect(lambda _=False, text=example: self.rule.setText(text))
                line.addWidget(button)
            column.addLayout(line)
        column.addWidget(buttons)
        self.setMinimumWidth(460)
        self._try(rule)

    def _try(self, text: str) -> None:
        session = self._session
        self._found = frozenset()
        problem = "Nothing typed yet." if not text.strip() else ""
        if not problem:
            try:
                self._found = select_by_rule(
                    text, session.design, self._catalogue, session.results, session.unit_system
                )
            except UsageError as error:
                problem = f"{error.message} {error.remedy}".strip()
        stale = session.results_state in ("none", "stale")
        by_result = any(word in text for word in ("inlet", "margin", "outlet"))
        doubt = " Results are missing or stale." if stale and by_result and not problem else ""
        self.note.setText(problem or f"{len(self._found)} objects fit.{doubt}")
        self.select.setEnabled(bool(self._found))
        self.add.setEnabled(bool(self._found))

    def _select(self) -> None:
        self._session.select(self._found)
        self._session.message.emit(f"{len(self._found)} objects selected.", "note")
        self.accept()
