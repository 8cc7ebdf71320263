"""The plans beside the one that is drawn on: which stand there, and what keeps them together."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QWidget

from ui.plan.view import PlanView
from ui.session import Session
from ui.variants.pane import NameCard, VariantPane
from ui.variants.side_plan import middle_of

_DIFFERENCE = "difference"


class BesideArea(QWidget):
    """Panes of other variants, and of the differences, in step with the plan that is drawn on."""

    def __init__(self, session: Session, plan: PlanView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._plan = session, plan
        self._comparing = session.comparing
        self.panes: dict[str, VariantPane] = {}
        self._sender: object = None
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setChildrenCollapsible(False)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.splitter)
        self.name = NameCard(plan.canvas)
        self.name.hide()
        # several signals of one change are one refresh, once the main plan has its new scales
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self.refresh)
        for signal in (
            session.resultsChanged, session.designChanged, session.selectionChanged,
            session.heightChanged, session.metricChanged, session.airChanged,
            session.unitsChanged, session.drawing_layers.changed, self._comparing.changed,
        ):  # fmt: skip
            signal.connect(self._refresh_soon)
        plan.canvas.viewChanged.connect(self._follow_plan)
        plan.canvas.installEventFilter(self)
        self.hide()

    def _refresh_soon(self, *_: object) -> None:
        if self._comparing.is_open or not self.isHidden():
            self._soon.start()

    def refresh(self) -> None:
        """Show the panes that are wanted, each with what it shows now."""
        comparing, variants = self._comparing, self._session.design.variants
        wanted = comparing.beside if comparing.is_open else ()
        keys = [*wanted, *([_DIFFERENCE] if comparing.shows_difference and wanted else [])]
        self._arrange(keys)
        self.setVisible(bool(keys))
        self.name.setVisible(bool(keys))
        self.name.show_name(self._session.variant.label)
        by_id = {each.id: each for each in variants}
        for key, pane in self.panes.items():
            pane.show_variant(by_id[wanted[0] if key == _DIFFERENCE else key])

    def _arrange(self, keys: list[str]) -> None:
        """Make the panes that are missing, drop those that are not wanted, keep the order."""
        if list(self.panes) == keys:
            return
        for key in [known for known in self.panes if known not in keys]:
            pane = self.panes.pop(key)
            pane.hide()
            pane.deleteLater()
        kept = dict(self.panes)
        self.panes = {key: kept.get(key) or self._make(key) for key in keys}
        for place, pane in enumerate(self.panes.values()):
            self.splitter.insertWidget(place, pane)
            pane.show()
        self.splitter.setSizes([10_000] * len(keys))
        QTimer.singleShot(0, self, self._follow_plan)

    def _make(self, key: str) -> VariantPane:
        pane = VariantPane(self._session, self._plan, is_difference=key == _DIFFERENCE)
        pane.view.viewChanged.connect(lambda pane=pane: self._follow_pane(pane))
        pane.view.resized.connect(self._follow_plan)
        pane.drawRequested.connect(self._draw_on)
        pane.closed.connect(lambda _id, key=key: self._close(key))
        return pane

    # --- together ----------------------------------------------------------------------------

    def _follow_plan(self) -> None:
        """The plan has moved: the panes show the same part of the hall."""
        if self.isHidden() and not self.panes:
            return
        centre = middle_of(self._plan.canvas)
        for pane in self.panes.values():
            if pane.view is not self._sender:
                pane.view.follow(self._plan.plan_style.scale, centre)

    def _follow_pane(self, pane: VariantPane) -> None:
        """A pane was panned or zoomed: the plan follows, and the other panes with it."""
        if pane.view.is_following or self._sender is not None:
            return
        self._sender = pane.view
        try:
            self._plan.canvas.look_at(pane.plan_style.scale, pane.view.centre)
        finally:
            self._sender = None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Another width of the plan shows another part: the panes follow."""
        if event.type() == QEvent.Type.Resize and self.panes:
            QTimer.singleShot(0, self, self._follow_plan)
        return super().eventFilter(watched, event)

    # --- what the panes ask ------------------------------------------------------------------

    def _draw_on(self, variant_id: str) -> None:
        comparing = self._comparing
        if variant_id not in comparing.beside:
            return
        comparing.show_beside([variant_id, *(e for e in comparing.beside if e != variant_id)])
        comparing.swap()

    def _close(self, key: str) -> None:
        comparing = self._comparing
        if key == _DIFFERENCE:
            comparing.show_difference(False)
            return
        rest = [each for each in comparing.beside if each != key]
        if rest:
            comparing.show_beside(rest)
        else:
            comparing.open(False)
