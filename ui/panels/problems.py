"""The problems panel: what the checks and the solver found, click to select and zoom."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStackedLayout,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)

from coolsim.design import edits
from coolsim.results.records import Finding
from coolsim.units import System
from ui import icons, theme, words
from ui.session import Session
from ui.widgets.empty import EmptyState

SHOWN = 500
_FOLLOW_MS = 150
_FINDING = Qt.ItemDataRole.UserRole


class ProblemsPanel(QWidget):
    """A list of findings, errors first.

    Signals:
        countChanged: How many errors and warnings there are.
    """

    countChanged = Signal(int, int)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._shown: tuple[object, ...] | None = None
        self._list = QTreeWidget()
        self._list.setAccessibleName("Problems")
        self._list.setColumnCount(4)
        self._list.setHeaderLabels(["Severity", "Object", "Problem", "What to do"])
        self._list.setRootIsDecorated(False)
        self._list.setAlternatingRowColors(True)
        self._list.setUniformRowHeights(True)
        self._list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        header = self._list.header()
        header.setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(3, QHeaderView.ResizeMode.Stretch)
        header.setStretchLastSection(True)
        self._list.setColumnWidth(0, 96)
        self._list.setColumnWidth(1, 130)
        self._list.itemClicked.connect(lambda item, _: self._go(item))
        self._list.itemActivated.connect(lambda item, _: self._go(item))
        self._empty = EmptyState("No problems found. Checks run after every change.")
        self._stack = QStackedLayout(self)
        self._stack.setContentsMargins(0, 0, 0, 0)
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self._list)
        # During a drag drafts come several times a second; a list that jumps about helps nobody.
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_FOLLOW_MS)
        self._soon.timeout.connect(self._refresh)
        session.resultsChanged.connect(self._follow)
        session.unitsChanged.connect(self._follow)
        self._refresh()

    def _follow(self) -> None:
        if not self._soon.isActive() and self._wanted() != self._shown:
            self._soon.start()

    def refresh_now(self) -> None:
        """List what is found without waiting."""
        self._soon.stop()
        self._refresh()

    def changeEvent(self, event: QEvent) -> None:
        """Icons follow the theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._shown = None
            self._refresh()

    def _refresh(self) -> None:
        wanted = self._wanted()
        if wanted == self._shown:
            return
        self._shown = wanted
        findings, system = self._session.findings, self._session.unit_system
        ordered = sorted(findings, key=lambda f: words.SEVERITY_ORDER.get(f.severity, 9))
        self._list.clear()
        if ordered:
            labels = {item.id: item.label for _, item in edits.items(self._session.design)}
            self._list.addTopLevelItems([_row(each, labels, system) for each in ordered[:SHOWN]])
            if len(ordered) > SHOWN:
                more = QTreeWidgetItem(["", "", f"… and {len(ordered) - SHOWN} more", ""])
                self._list.addTopLevelItem(more)
        self._stack.setCurrentWidget(self._list if ordered else self._empty)
        errors = sum(finding.severity == "error" for finding in findings)
        warnings = sum(finding.severity == "warning" for finding in findings)
        self.countChanged.emit(errors, warnings)

    def _wanted(self) -> tuple[object, ...]:
        """What the list depends on."""
        return self._session.findings, self._session.unit_system

    def _go(self, item: QTreeWidgetItem) -> None:
        finding = item.data(0, _FINDING)
        if isinstance(finding, Finding) and finding.object_ids:
            self._session.select(finding.object_ids)
            self._session.viewRequested.emit(finding.object_ids[0])


def _row(finding: Finding, labels: dict[str, str], system: System) -> QTreeWidgetItem:
    named = [labels.get(each, each) for each in finding.object_ids]
    where = ", ".join(named[:3]) + (f" and {len(named) - 3} more" if len(named) > 3 else "")
    message = finding.text(system)
    row = QTreeWidgetItem([words.SEVERITY_LABELS[finding.severity], where, message, finding.hint])
    color = theme.tokens().severity[finding.severity]
    row.setIcon(0, icons.icon(words.SEVERITY_ICONS[finding.severity], color))
    row.setData(0, _FINDING, finding)
    for column in range(4):
        row.setToolTip(column, f"{message}\n{finding.hint}\n{finding.code}".strip())
    return row
