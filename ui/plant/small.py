"""Small controls of the plant's editor: what a rejection serves, months, files."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QMenu, QToolButton, QWidget

from coolsim.design.models import Variant

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


REST = "Everything no other serves"


@dataclass(frozen=True, slots=True)
class Served:
    """One kind of what a heat rejection may serve: field of the record, title, ids with names."""

    field: str
    title: str
    items: tuple[tuple[str, str], ...]


class ServesEdit(QToolButton):
    """Which loops, coolers and rooms a heat rejection serves, as a menu of ticks.

    Signals:
        changed: Field of the record -> ids served; without loops and coolers it serves the rest.
    """

    changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setToolTip(
            "Facility loops, coolers whose water is not drawn, and other rooms of the power chain "
            "whose heat it takes"
        )
        self.setAccessibleName("Serves")
        self.setMinimumHeight(28)
        self._menu = QMenu(self)
        self.setMenu(self._menu)

    def show_choice(
        self, kinds: Sequence[Served], chosen: Mapping[str, Sequence[str]], rest: Collection[str]
    ) -> None:
        """Show what there is and what is served.

        Args:
            kinds: What may be served.
            chosen: Field -> ids served now.
            rest: Fields that all together empty mean everything no other serves.
        """
        self._menu.clear()
        is_rest = not any(chosen[field] for field in rest)
        everything = self._menu.addAction(REST)
        everything.setCheckable(True)
        everything.setChecked(is_rest)
        everything.triggered.connect(lambda: self.changed.emit(dict.fromkeys(rest, ())))
        for kind in kinds:
            if kind.items:
                self._menu.addSection(kind.title)
            for identifier, name in kind.items:
                action = self._menu.addAction(name)
                action.setCheckable(True)
                action.setChecked(identifier in chosen[kind.field])
                action.triggered.connect(
                    lambda on, each=identifier, kind=kind: self._toggle(each, on, kind, chosen)
                )
        names = [name for kind in kinds for each, name in kind.items if each in chosen[kind.field]]
        if is_rest:
            names.insert(0, REST)
        shown = ", ".join(names[:2]) + (f" and {len(names) - 2} more" if len(names) > 2 else "")
        self.setText(shown)

    def _toggle(
        self, identifier: str, on: bool, kind: Served, chosen: Mapping[str, Sequence[str]]
    ) -> None:
        wanted = {*chosen[kind.field], identifier} if on else {*chosen[kind.field]} - {identifier}
        self.changed.emit({kind.field: tuple(each for each, _ in kind.items if each in wanted)})


def served_kinds(variant: Variant) -> tuple[Served, ...]:
    """What heat rejections of a variant may serve."""
    rooms = dict.fromkeys(each.room for each in variant.power.elements if each.room)
    return (
        Served("loop_ids", "Facility loops",
               tuple((each.id, each.label) for each in variant.loops if each.kind == "facility")),
        Served("cooler_ids", "Coolers",
               tuple((each.id, each.label) for each in variant.coolers if each.loop_id is None)),
        Served("rooms", "Other rooms", tuple((room, room) for room in rooms)),
    )  # fmt: skip


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
