"""Small controls of the plant's editor: what a rejection serves, months, files."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QMenu, QToolButton, QWidget

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class ServesEdit(QToolButton):
    """Which loops and coolers a heat rejection serves, as a menu of ticks.

    Signals:
        changed: Ids of the loops and of the coolers; none at all means the rest.
    """

    changed = Signal(object, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setToolTip("Facility loops, and coolers whose water is not drawn, that it serves")
        self.setAccessibleName("Serves")
        self.setMinimumHeight(28)
        self._menu = QMenu(self)
        self.setMenu(self._menu)

    def show_choice(
        self,
        loops: Sequence[tuple[str, str]],
        coolers: Sequence[tuple[str, str]],
        chosen: frozenset[str],
    ) -> None:
        """Show ids and names there are, and which are served."""
        self._menu.clear()
        rest = self._menu.addAction("Everything no other serves")
        rest.setCheckable(True)
        rest.setChecked(not chosen)
        rest.triggered.connect(lambda: self.changed.emit((), ()))
        for title, listed in (("Facility loops", loops), ("Coolers", coolers)):
            if listed:
                self._menu.addSection(title)
            for identifier, name in listed:
                action = self._menu.addAction(name)
                action.setCheckable(True)
                action.setChecked(identifier in chosen)
                action.triggered.connect(
                    lambda on, each=identifier: self._toggle(each, on, loops, coolers, chosen)
                )
        names = [name for each, name in (*loops, *coolers) if each in chosen]
        shown = ", ".join(names[:2]) + (f" and {len(names) - 2} more" if len(names) > 2 else "")
        self.setText(shown or "Everything no other serves")

    def _toggle(
        self,
        identifier: str,
        on: bool,
        loops: Sequence[tuple[str, str]],
        coolers: Sequence[tuple[str, str]],
        chosen: frozenset[str],
    ) -> None:
        wanted = chosen | {identifier} if on else chosen - {identifier}
        self.changed.emit(
            tuple(each for each, _ in loops if each in wanted),
            tuple(each for each, _ in coolers if each in wanted),
        )


class MonthsEdit(QWidget):
    """Twelve ticks.

    Signals:
        changed: Numbers of the months ticked.
    """

    changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(2)
        self.boxes = [QCheckBox(name) for name in MONTHS]
        for number, box in enumerate(self.boxes):
            grid.addWidget(box, number // 4, number % 4)
            box.clicked.connect(self._tell)

    def show_months(self, months: Sequence[int]) -> None:
        """Tick months."""
        for number, box in enumerate(self.boxes, start=1):
            with QSignalBlocker(box):
                box.setChecked(number in months)

    def _tell(self) -> None:
        self.changed.emit(tuple(n for n, box in enumerate(self.boxes, 1) if box.isChecked()))
