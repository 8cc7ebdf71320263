"""Dialogs over parts of the design: changes gather on a copy, OK makes one undo step of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QScrollArea,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from coolsim.design import edits
from coolsim.design.models import Design
from coolsim.errors import EditError
from ui import fields, theme
from ui.dialogs.feeds import FeedsEditor
from ui.dialogs.power_chain import PowerChainEditor
from ui.session import Session
from ui.widgets.forms import Field, Form, section_label
from ui.widgets.revisions_edit import RevisionsEdit


@dataclass(frozen=True)
class Part:
    """A form inside the dialog: its fields, where it reads, what writes."""

    tab: str
    fields: Sequence[Field]
    read: Callable[[Design], object]
    write: Callable[..., Design]


def _set_site(design: Design, **fields: object) -> Design:
    """Fields of the site; a city takes the place of a weather file."""
    if fields.get("climate"):
        fields["weather_file"] = ""
    return edits.set_site(design, **fields)


HALL_PARTS = (
    Part("Hall", fields.HALL, lambda design: design.variant.hall, edits.set_hall),
    Part("Hall", fields.SITE, lambda design: design.variant.site, _set_site),
    Part("Power", fields.POWER, lambda design: design.variant.power, edits.set_power),
    Part("Project", fields.PROJECT, lambda design: design.project, edits.set_project),
)
PROJECT_PARTS = (HALL_PARTS[-1],)
SOLVE_PARTS = (
    Part("Solve", fields.SETTINGS, lambda design: design.variant.settings, edits.set_settings),
)


class DesignDialog(QDialog):
    """Edits parts of the design on a copy.

    Args:
        session: Where the design is from and goes to.
        title: Title of the dialog.
        label: Label of the undo step.
        parts: The forms.
        with_feeds: Whether the electrical feeds are edited too.
        parent: Qt parent.
    """

    def __init__(
        self,
        session: Session,
        title: str,
        label: str,
        parts: Sequence[Part],
        *,
        with_feeds: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self._session = session
        self._label = label
        self._design = session.document.design
        self._forms: list[tuple[Part, Form]] = []
        self._problem = QLabel()
        self._problem.setWordWrap(True)
        self._problem.hide()
        self._feeds: FeedsEditor | None = None
        self._chain: PowerChainEditor | None = None
        self._revisions: RevisionsEdit | None = None
        tabs = self._tabs(parts, with_feeds)
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.addWidget(tabs)
        column.addWidget(self._problem)
        column.addWidget(buttons)
        self.resize(440 if self._revisions is None else 600, 560)
        self._refresh()

    def accept(self) -> None:
        """Make the changes one undo step."""
        focused = self.focusWidget()
        if focused is not None:
            focused.clearFocus()  # a number typed last counts too
        if self._problem.isVisible():
            return
        if self._design is not self._session.document.design:
            self._session.apply(self._label, self._design)
        super().accept()

    def _tabs(self, parts: Sequence[Part], with_feeds: bool) -> QWidget:
        columns: dict[str, QVBoxLayout] = {}
        tabs = QTabWidget()
        for part in parts:
            if part.tab not in columns:
                page = QWidget()
                columns[part.tab] = QVBoxLayout(page)
                columns[part.tab].setContentsMargins(12, 12, 12, 12)
                scroll = QScrollArea()
                scroll.setWidgetResizable(True)
                scroll.setFrameShape(QScrollArea.Shape.NoFrame)
                scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
                scroll.setWidget(page)
                tabs.addTab(scroll, part.tab)
            form = Form(part.fields)
            form.set_system(self._session.unit_system)
            form.changed.connect(
                lambda key, value, part=part: self._change(part.write, **{key: value})
            )
            self._forms.append((part, form))
            columns[part.tab].addWidget(form)
            if part.read is HALL_PARTS[-1].read:
                self._add_revisions(columns[part.tab])
        if with_feeds:
            self._feeds = FeedsEditor(lambda: self._design, self._session.unit_system)
            self._feeds.changed.connect(self._take)
            columns["Power"].addWidget(self._feeds)
            self._chain = PowerChainEditor(lambda: self._design, self._session.unit_system)
            self._chain.changed.connect(self._take)
            columns["Power"].addWidget(self._chain)
        for column in columns.values():
            column.addStretch(1)
        tabs.tabBar().setVisible(tabs.count() > 1)
        return tabs

    def _add_revisions(self, column: QVBoxLayout) -> None:
        self._revisions = RevisionsEdit()
        self._revisions.committed.connect(
            lambda revisions: self._change(edits.set_project, revisions=revisions)
        )
        column.addWidget(section_label("Revisions"))
        column.addWidget(self._revisions)

    def _change(self, write: Callable[..., Design], **values: object) -> None:
        try:
            self._design = write(self._design, **values)
        except EditError as error:
            palette = QPalette()
            palette.setColor(QPalette.ColorRole.WindowText, theme.tokens().bad)
            self._problem.setPalette(palette)
            self._problem.setText(f"Not possible: {error}")
            self._problem.show()
            return
        self._problem.hide()
        self._refresh()

    def _take(self, design: Design) -> None:
        self._design = design
        self._refresh()

    def _refresh(self) -> None:
        for part, form in self._forms:
            form.show_records([part.read(self._design)])
        if self._feeds is not None:
            self._feeds.refresh()
        if self._chain is not None:
            self._chain.refresh()
        if self._revisions is not None:
            self._revisions.show_revisions(self._design.project.revisions)
